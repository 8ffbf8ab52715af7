"""Times as the trade writes them, to RFC 3339 in UTC. What has no zone is taken as UTC; what has no clock, as midnight."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

_MONTH_NAMES: Final = (
    "january jan januar januari janeiro janvier enero ene gennaio gen",
    "february feb februar februari fevereiro février febrero febbraio",
    "march mar mars märz maart mrt março marzo",
    "april apr abril avril aprile",
    "may mai mayo maggio mag maj mei maio",
    "june jun juin juni junio giugno giu junho",
    "july jul juillet juli julio luglio lug julho",
    "august aug août agosto ago augusti augustus",
    "september sept sep septembre septiembre settembre setembro set",
    "october oct octobre oktober okt octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec décembre dezember dez diciembre dic dicembre desember dezembro",
)
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
MONTH_NAMES: Final = tuple(sorted(_MONTHS, key=len, reverse=True))
"""Names and abbreviations of months in the languages of the wires, casefolded, longest first."""

_ZONES: Final = {
    "utc": 0.0,
    "gmt": 0.0,
    "z": 0.0,
    "wet": 0.0,
    "bst": 1.0,
    "cet": 1.0,
    "cest": 2.0,
    "eet": 2.0,
    "eest": 3.0,
    "sast": 2.0,
    "msk": 3.0,
    "pkt": 5.0,
    "ist": 5.5,
    "wib": 7.0,
    "sgt": 8.0,
    "hkt": 8.0,
    "jst": 9.0,
    "kst": 9.0,
    "est": -5.0,
    "edt": -4.0,
    "cst": -6.0,
    "cdt": -5.0,
    "mst": -7.0,
    "mdt": -6.0,
    "pst": -8.0,
    "pdt": -7.0,
    "aest": 10.0,
    "aedt": 11.0,
    "nzst": 12.0,
    "nzdt": 13.0,
}
"""Hours east of Greenwich. IST is India's: the wires that write it are Indian."""
_US_ZONES: Final = {"et": -5, "ct": -6, "mt": -7, "pt": -8}
"""Zones that leave daylight time open: hours in winter."""

_MONTH = r"(?P<month>" + "|".join(MONTH_NAMES) + r")\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ZONE = r"(?P<zone>[+-]\d\d:?\d\d|(?:" + "|".join(sorted([*_ZONES, *_US_ZONES], key=len, reverse=True)) + r")(?!\w))"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?!\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"|\s?(?P<half_alone>[ap])\.?m\b\.?)(?:\s?(?:hrs|uhr|h)\b)?(?:\s?\(?"
    + _ZONE
    + r"\)?)?(?!\s?(?:%|percent|per cent|million|billion|bn\b|mln))"
)
_EARLY_CLOCK = r"(?:" + _CLOCK.replace("?P<", "?P<early_") + r",?\s+(?:on\s+)?)?"
_LABEL = (
    r"(?P<label>(?:date|dated|(?:first\s|originally\s)?(?:published|posted|created|issued|filed)"
    r"|publicado(?:\sel)?|veröffentlicht(?:\sam)?"
    r"|(?:last\s)?(?:updated?|modified|revised))(?:\s(?:on|at|date))?\s?:?\s+)?"
)
_DATE_PARTS = tuple(
    re.compile(
        rf"\s*{_LABEL}{_WEEKDAY}{_EARLY_CLOCK}{_WEEKDAY}{day}(?![\d/])(?:(?:T|[\s,|@–—·•-]+(?:(?:at|um|à)\s+)?){_CLOCK})?",
        re.IGNORECASE,
    )
    for day in (
        r"(?P<year>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)",
        r"(?P<year>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?P<first>\d{1,2})[/-](?P<other>\d{1,2})[/-](?P<year>\d{4})",
        rf"{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|º|er)?[\s-](?:of\s|de\s)?{_MONTH},?[\s-](?:de\s)?(?P<year>\d{{4}})",
    )
)
_SEPARATOR = re.compile(r"[\s|/·•–—,;-]+")
_HAS_YEAR = re.compile(r"\d{4}")
_ISO_TAIL = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_DATE_LINE_REACH: Final = 120
"""How far into a line a date is looked for: characters."""


def rfc3339(moment: datetime) -> str:
    """`moment` in UTC, to the second; a naive one is taken as UTC. OverflowError outside the years 1 to 9999."""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds")[:19] + "Z"


def parse_time(value: str) -> str | None:
    """A machine's time stamp -> RFC 3339 in UTC; None when it is no such stamp.

    Any ISO 8601 form, "2021-03-21 10:15:00 +0000", and the mail form "Sun, 21 Mar 2021 10:15:00 GMT".
    """
    value = value.strip()
    try:
        return rfc3339(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        pass
    spaced = _ISO_TAIL.sub("", value.removesuffix(" UTC").removesuffix(" GMT"))
    try:
        return rfc3339(datetime.fromisoformat(spaced))
    except (ValueError, OverflowError):
        pass
    found = _date_part(value, 0)
    return found[0] if found and found[1] == len(value) and not found[2]["label"] else None


def find_date_line(line: str) -> tuple[str, int] | None:
    """The date that a line of a hand-copied page begins with or is: (RFC 3339 in UTC, where the date part ends).

    None for a sentence that happens to open with a date. 03/04/2021 is no date: nobody knows which one. Of several
    ("Published … | Updated …") the latest counts. The end lies before the running text, or at the end of the line.
    """
    head = line[:_DATE_LINE_REACH]
    if not _HAS_YEAR.search(head):
        return None
    found = _date_part(head, 0)
    if found is None:
        return None
    time, end, match = found
    while more := _date_part(head, _skip_separator(head, end)):
        time, end = max(time, more[0]), more[1]
    rest = line[end:]
    separator = _SEPARATOR.match(rest)
    if not rest.strip(" .|\t"):
        return time, len(line)
    if separator is None or "," in separator[0] or separator[0].strip() == "/":
        return None
    start = end + separator.end()
    machine_made = bool(match["label"]) and _is_iso(match)
    opens_text = start < len(line) and (line[start].isupper() or line[start] in "\"'“‘«([" or line[start].isdigit())
    return (time, start) if machine_made or opens_text else None


def _is_iso(match: re.Match[str]) -> bool:
    return match.re is _DATE_PARTS[0]


def _skip_separator(text: str, at: int) -> int:
    separator = _SEPARATOR.match(text, at)
    return separator.end() if separator else at


def _date_part(text: str, at: int) -> tuple[str, int, re.Match[str]] | None:
    """A label, a day and perhaps a clock, from `at` on: (time, end, match)."""
    for pattern in _DATE_PARTS:
        match = pattern.match(text, at)
        if match is not None:
            time = _moment(match)
            return (time, match.end(), match) if time is not None else None
    return None


def _moment(match: re.Match[str]) -> str | None:
    """The time that a match of `_DATE_PARTS` means; None for the 30th of February, and for 03/04/2021."""
    fields = match.groupdict()
    if fields.get("month"):
        month, day = _MONTHS[fields["month"].casefold()], int(fields["d"])
    elif fields.get("first"):
        first, other = int(fields["first"]), int(fields["other"])
        if first <= 12 and other <= 12 and first != other:
            return None
        month, day = (other, first) if first > 12 else (first, other)
    else:
        month, day = int(fields["m"]), int(fields["d"])
    early = "early_" if fields["hour"] is None else ""
    try:
        when = date(int(fields["year"]), month, day)
        return rfc3339(_at_clock(when, {name: fields[f"{early}{name}"] for name in _CLOCK_FIELDS}))
    except (ValueError, OverflowError):
        return None


_CLOCK_FIELDS: Final = ("hour", "minute", "second", "half", "half_alone", "zone")


def _at_clock(when: date, clock: dict[str, str | None]) -> datetime:
    """The day at the clock found, or at midnight UTC. ValueError for a clock that does not exist."""
    hour, half = int(clock["hour"] or 0), (clock["half"] or clock["half_alone"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = _offset(clock["zone"], when) if clock["zone"] else timedelta()
    return datetime(when.year, when.month, when.day, hour, int(clock["minute"] or 0), int(clock["second"] or 0), tzinfo=timezone(zone))


def _offset(zone: str, when: date) -> timedelta:
    """How far a zone lies east of Greenwich on that day."""
    if zone[0] in "+-":
        size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        return -size if zone[0] == "-" else size
    name = zone.casefold()
    if name in _ZONES:
        return timedelta(hours=_ZONES[name])
    return timedelta(hours=_US_ZONES[name] + (1 if _us_daylight(when) else 0))


def _us_daylight(when: date) -> bool:
    """Daylight time in the United States: second Sunday of March to first Sunday of November (the rule since 2007)."""
    return _sunday(when.year, 3, 2) <= when < _sunday(when.year, 11, 1)


def _sunday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))
