"""Days, clocks and zones as the trade writes them: the tables, and the patterns of a day with its clock."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final, NamedTuple

_MONTH_NAMES: Final = (
    "january jan januar januari janeiro janvier enero ene gennaio gen",
    "february feb februar februari fevereiro fev février febrero febbraio",
    "march mar mars märz mär maart mrt março marzo",
    "april apr abril abr avril aprile",
    "may mai mayo maggio mag maj mei maio",
    "june jun juin juni junio giugno giu junho",
    "july jul juillet juil juli julio luglio lug julho",
    "august aug août agosto ago augusti augustus",
    "september sept sep septembre septiembre settembre setembro set",
    "october oct octobre oktober okt octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec décembre déc dezember dez diciembre dic dicembre desember dezembro",
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
MONTH_NAMES: Final = tuple(sorted(MONTHS, key=len, reverse=True))
"""Names and abbreviations of months in the languages of the wires, casefolded, longest first."""

_ZONES: Final = {
    "utc": 0.0,
    "gmt": 0.0,
    "z": 0.0,
    "wet": 0.0,
    "bst": 1.0,
    "cet": 1.0,
    "cest": 2.0,
    "mez": 1.0,
    "mesz": 2.0,
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
    "akst": -9.0,
    "akdt": -8.0,
    "hst": -10.0,
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
ZONE: Final = r"(?P<zone>[+-]\d\d:?\d\d|(?:" + "|".join(sorted([*_ZONES, *_US_ZONES], key=len, reverse=True)) + r")(?!\w))"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?!\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"|\s?(?P<half_alone>[ap])\.?m\b\.?)(?:\s?(?:hrs|uhr|h)\b)?(?:\s?\(?"
    + ZONE
    + r"\)?)?(?!\s?(?:%|percent|per cent|million|billion|bn\b|mln))"
)
_EARLY_CLOCK = r"(?:" + _CLOCK.replace("?P<", "?P<early_") + r",?\s+(?:on\s+)?)?"
_LABEL = (
    r"(?P<label>(?:date|dated|(?:first\s|originally\s)?(?:published|posted|created|issued|filed)"
    r"|publicado(?:\sel)?|veröffentlicht(?:\sam)?"
    r"|(?:last\s)?(?:updated?|modified|revised))(?:\s(?:on|at|date))?\s?:?\s+)?"
)
_DATE_PARTS: Final = tuple(
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


class DatePart(NamedTuple):
    """A label, a day and perhaps a clock at some place of a text; `moment` is naive where no zone is named."""

    moment: datetime
    end: int
    match: re.Match[str]

    @property
    def has_clock(self) -> bool:
        return self.match["hour"] is not None or self.match["half_alone"] is not None or self.match["early_hour"] is not None

    @property
    def is_labelled(self) -> bool:
        """Whether "Published:" or the like stands before it."""
        return bool(self.match["label"])

    @property
    def is_iso(self) -> bool:
        return self.match.re is _DATE_PARTS[0]


def date_part(text: str, at: int) -> DatePart | None:
    """The day that stands in `text` from `at` on; None where there is none, or none that exists."""
    for pattern in _DATE_PARTS:
        match = pattern.match(text, at)
        if match is not None:
            moment = _moment(match)
            return DatePart(moment, match.end(), match) if moment is not None else None
    return None


def _moment(match: re.Match[str]) -> datetime | None:
    """The time that a match of `_DATE_PARTS` means; None for the 30th of February, and for 03/04/2021."""
    fields = match.groupdict()
    if fields.get("month"):
        month, day = MONTHS[fields["month"].casefold()], int(fields["d"])
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
        return _at_clock(when, {name: fields[f"{early}{name}"] for name in _CLOCK_FIELDS})
    except (ValueError, OverflowError):
        return None


_CLOCK_FIELDS: Final = ("hour", "minute", "second", "half", "half_alone", "zone")


def _at_clock(when: date, clock: dict[str, str | None]) -> datetime:
    """The day at the clock found, or at midnight; naive without a zone. ValueError for a clock that does not exist."""
    hour, half = int(clock["hour"] or 0), (clock["half"] or clock["half_alone"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = timezone(offset_of(clock["zone"], when)) if clock["zone"] else None
    return datetime(when.year, when.month, when.day, hour, int(clock["minute"] or 0), int(clock["second"] or 0), tzinfo=zone)


def offset_of(zone: str, when: date) -> timedelta:
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
