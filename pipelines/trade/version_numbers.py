"""Versions as delivered: numbers, points in time, or none; and how two of one kind are ordered.

NewsML-G2 and ninjs count, from 1 or from 0; AP's Media API from 0; pages, feeds and some desks put a time; NITF often says nothing.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal

VersionKind = Literal["none", "number", "time"]
_KINDS: Final[tuple[VersionKind, ...]] = ("none", "number", "time")
_DIGITS = re.compile(r"([0-9]+)")
_ISO = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9]{2}[0-9:.,]*\s?(?:Z|[+-][0-9]{2}:?[0-9]{2})?", re.IGNORECASE)
_PLAIN = re.compile(r"([0-9]{12})([0-9]{2})?")
_EPOCH = re.compile(r"([0-9]{10})(?:[0-9]{3})?")
"""Seconds since 1970, or thousandths of them."""
_FROM, _UNTIL = 1990, 2100
"""Years that a version may name; twelve digits of another year are a number."""
_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def version_kind(version: str | None) -> VersionKind:
    """What a version is."""
    return _KINDS[version_key(version)[0]]


@lru_cache(maxsize=16384)
def version_key(version: str | None) -> tuple[int, tuple[tuple[int, str], ...]]:
    """A version as delivered -> something that sorts: absent first, then by its numbers, then what is a time."""
    if version is None:
        return 0, ()
    moment = time_of_version(version)
    if moment is not None:
        return 2, ((0, moment),)
    return 1, tuple(_sortable(part) for part in _DIGITS.split(version) if part)


def time_of_version(version: str | None) -> str | None:
    """The time that a version is, ISO 8601 in UTC with its fraction; without a zone it is taken as UTC. None where it is none.

    "20250304T0912Z", "2025-03-04T10:12:00+01:00", "20250304091200", "1741079520": all one.
    """
    moment = _moment(version) if version is not None and 10 <= len(version) <= 40 else None
    return moment.isoformat(timespec="microseconds") if moment is not None and _FROM <= moment.year < _UNTIL else None


def _moment(version: str) -> datetime | None:
    try:
        if _ISO.fullmatch(version):
            stamp = datetime.fromisoformat(version.replace(",", ".").upper())
            return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
        if plain := _PLAIN.fullmatch(version):
            return datetime.strptime(plain[1] + (plain[2] or "00"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        if epoch := _EPOCH.fullmatch(version):
            return _START + timedelta(seconds=int(epoch[1]), milliseconds=int(version[10:] or 0))
    except (ValueError, OverflowError):
        pass
    return None


def _sortable(part: str) -> tuple[int, str]:
    """Digits as their number sorts, however many they are; other text before all numbers."""
    digits = part.lstrip("0")
    return (len(digits), digits) if _DIGITS.fullmatch(part) else (-1, part)
