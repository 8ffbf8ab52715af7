"""Times as the trade writes them, to RFC 3339 in UTC: stamps of machines, and date lines of pages. Never a silent guess."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timezone
from typing import Final

from pipelines.trade.clocks import MONTHS, ZONE, DatePart, date_part, offset_of
from pipelines.trade.zones import zone_of
from schemas.story import TimeBasis

_SEPARATOR = re.compile(r"[\s|/·•–—,;-]+")
_HAS_YEAR = re.compile(r"\d{4}")
_DATE_LINE_REACH: Final = 120
"""How far into a line a date is looked for: characters."""
_LONGEST: Final = 80
"""Longest stamp: characters."""
_ISO_SPACED = re.compile(r"\s+(?=(?:[+-]\d\d:?\d\d|Z)$)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?")
_LEAP_SECOND = re.compile(r"(?<=[T ]\d\d:\d\d:)60|(?<=T\d{4})60")
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_CLOCK = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:[.,]\d+)?"
_DAY_NAME = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_WIRE_STAMPS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # AP-WF-08-29-16 1626GMT
        rf"(?:AP-[A-Z]{{2}}-)?(?P<m>\d\d)-(?P<d>\d\d)-(?P<year>\d\d)\s+(?P<hour>\d\d)(?P<minute>\d\d)\s?{ZONE}<?",
        # 212101 GMT Nov 18
        rf"(?P<d>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?:{ZONE}\s*)?{_MONTH}\s*(?P<year>\d\d(?:\d\d)?)",
        # Thu, 18 Nov 18 21:01:00 GMT; in other languages too: Qui, 18 Nov 2018 21:01:00 -0300
        rf"{_DAY_NAME}(?P<d>\d\d?)[ -]{_MONTH}[ -](?P<year>\d\d(?:\d\d)?)\s+{_CLOCK}(?:\s*{ZONE})?",
        # Sun Nov 18 21:01:00 GMT 2018
        rf"{_DAY_NAME}{_MONTH}\s+(?P<d>\d\d?)\s+{_CLOCK}\s+(?:{ZONE}\s+)?(?P<year>\d{{4}})",
    )
)
_CENTURY: Final = 69
"""Years of two digits from this one on are of the last century, as POSIX has it."""


def rfc3339(moment: datetime) -> str:
    """`moment` in UTC, to the second; a naive one is taken as UTC. OverflowError outside the years 1 to 9999."""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds")[:19] + "Z"


def parse_time(value: str) -> str | None:
    """A machine's time stamp -> RFC 3339 in UTC; None when it is no such stamp. A stamp without a zone is taken as UTC.

    Any ISO 8601 form, "2021-03-21 10:15:00 +0000", the mail form "Sun, 21 Mar 2021 10:15:00 GMT", and the stamps of old wires.
    """
    found = read_time(value, None)
    return found[0] if found is not None else None


def read_time(value: str, provider: str | None) -> tuple[str, TimeBasis] | None:
    """A stamp of a provider's item -> (RFC 3339 in UTC, where its zone comes from); None when it is no such stamp.

    `item`: the stamp names its zone. `zone`: it is the provider's, by `zones`; a clock that the end of summer time repeats is the
    earlier one. `utc`: nobody knows the zone, or the stamp is a day without a clock, which stays that day.
    """
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return _read_other(value.strip(), provider)
    return _in_utc(moment, provider, has_clock=len(value) > 10)


def _read_other(value: str, provider: str | None) -> tuple[str, TimeBasis] | None:
    """Forms that `fromisoformat` does not know."""
    if not value or len(value) > _LONGEST:
        return None
    spaced = _ISO_SPACED.sub("", _LEAP_SECOND.sub("59", value))
    for end in ("UTC", "GMT"):
        if spaced.endswith(end) and spaced[:1].isdigit():
            spaced = spaced.removesuffix(end).rstrip() + "+00:00"
    try:
        return _in_utc(datetime.fromisoformat(spaced), provider, has_clock=len(spaced) > 10)
    except ValueError:
        pass
    compact = _COMPACT.fullmatch(value)
    if compact is not None:
        return _of_fields([int(field or 0) for field in compact.groups()[:6]], compact["zone"], provider)
    for pattern in _WIRE_STAMPS:
        match = pattern.fullmatch(value)
        if match is not None:
            return _of_wire_stamp(match.groupdict(), provider)
    part = date_part(value, 0)
    if part is None or part.end != len(value) or part.is_labelled:
        return None
    return _in_utc(part.moment, provider, has_clock=part.has_clock)


def _of_wire_stamp(fields: dict[str, str | None], provider: str | None) -> tuple[str, TimeBasis] | None:
    year, month = int(fields["year"] or 0), MONTHS.get((fields.get("month") or "").casefold()) or int(fields.get("m") or 0)
    if year < 100:
        year += 1900 if year >= _CENTURY else 2000
    numbers = [int(fields.get(name) or 0) for name in ("d", "hour", "minute", "second")]
    return _of_fields([year, month, *numbers], fields["zone"], provider)


def _of_fields(fields: list[int], zone: str | None, provider: str | None) -> tuple[str, TimeBasis] | None:
    """The time of year, month, day, hour, minute and second; None when there is no such time."""
    year, month, day, hour, minute, second = fields
    try:
        offset = timezone(offset_of(zone, date(year, month, day))) if zone else None
        moment = datetime(year, month, day, hour, minute, second, tzinfo=offset)
    except (ValueError, OverflowError):
        return None
    return _in_utc(moment, provider, has_clock=True)


def _in_utc(moment: datetime, provider: str | None, *, has_clock: bool) -> tuple[str, TimeBasis] | None:
    """None for what UTC puts outside the years 1 to 9999."""
    basis: TimeBasis = "item"
    if moment.tzinfo is None:
        zone = zone_of(provider) if has_clock else None
        moment, basis = moment.replace(tzinfo=zone or UTC), "zone" if zone else "utc"
    try:
        return rfc3339(moment), basis
    except OverflowError:
        return None


def find_date_line(line: str) -> tuple[str, int] | None:
    """The date that a line of a hand-copied page begins with or is: (RFC 3339 in UTC, where the date part ends).

    None for a sentence that happens to open with a date. 03/04/2021 is no date: nobody knows which one. Of several
    ("Published … | Updated …") the latest counts. The end lies before the running text, or at the end of the line.
    """
    head = line[:_DATE_LINE_REACH]
    if not _HAS_YEAR.search(head):
        return None
    found = date_part(head, 0)
    time = _written(found) if found is not None else None
    if found is None or time is None:
        return None
    end = found.end
    while (more := date_part(head, _skip_separator(head, end))) and (other := _written(more)):
        time, end = max(time, other), more.end
    rest = line[end:]
    separator = _SEPARATOR.match(rest)
    if not rest.strip(" .|\t"):
        return time, len(line)
    if separator is None or "," in separator[0] or separator[0].strip() == "/":
        return None
    start = end + separator.end()
    machine_made = found.is_labelled and found.is_iso
    opens_text = start < len(line) and (line[start].isupper() or line[start] in "\"'“‘«([" or line[start].isdigit())
    return (time, start) if machine_made or opens_text else None


def _written(part: DatePart) -> str | None:
    try:
        return rfc3339(part.moment)
    except OverflowError:
        return None


def _skip_separator(text: str, at: int) -> int:
    separator = _SEPARATOR.match(text, at)
    return separator.end() if separator else at
