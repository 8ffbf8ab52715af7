"""When a feed may be asked again, by what its host said. Pure: the time is told, never asked for.

RFC 9111 (Cache-Control, Expires, Age), RFC 9110 (Retry-After), RSS 2.0 (`ttl`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from pipelines.watching.memory import Remembered

MINUTE: Final = 60.0
HOUR: Final = 3600.0
DAY: Final = 86_400.0
_SECONDS = re.compile(r"\d{1,9}")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NEVER_FRESH = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.IGNORECASE)
BUSY: Final = (429, 503)
"""What a host answers that has too much to do: all of its feeds are left alone for a while."""
PASSING: Final = (408, 425, 500, 502, 504)
GONE: Final = 410

Fields = Mapping[str, str]
"""Fields of the head of an answer, by name in lower case."""


def after_success(known: Remembered, fields: Fields, ttl: int, now: float, every: float) -> Remembered:
    """After 200 or 304: again when what came is not fresh any more, after `every` seconds at the earliest and a day at the latest."""
    wait = min(max(every, fresh_for(fields, now), ttl), max(every, DAY))
    return known.with_(asked=now, due=now + wait, failures=0, quiet_until=0.0, ttl=ttl)


def after_failure(known: Remembered, status: int | None, fields: Fields, now: float, every: float) -> Remembered:
    """After anything else, with the status of the answer, None where there was none.

    The wait doubles with each failure in a row: from a minute up to an hour where it may pass by itself, from five minutes up to a
    day where somebody has to do something about it. What Retry-After says counts for more, up to a day. Where the host has too much to
    do, none of its feeds may be asked meanwhile.
    """
    passing = status is None or status in (*BUSY, *PASSING)
    least, most = (MINUTE, HOUR) if passing else (5 * MINUTE, DAY)
    wait = DAY if status == GONE else min(max(every, least) * 2.0 ** min(known.failures, 12), max(every, most))
    asked_for = retry_after(fields, now) if status is not None else None
    if asked_for is not None:
        wait = max(every, min(asked_for, DAY))
    busy = now + wait if status in BUSY else 0.0
    return known.with_(asked=now, due=now + wait, failures=known.failures + 1, quiet_until=busy)


def due_at(known: Remembered, now: float) -> float:
    """When a feed may be asked next. A clock that was set back in between does not silence it for longer than a day."""
    return min(max(known.due, known.quiet_until), now + DAY)


def fresh_for(fields: Fields, now: float) -> float:
    """For how many seconds an answer says that it holds; 0 where it does not say."""
    control = fields.get("cache-control", "")
    if _NEVER_FRESH.search(control):
        return 0.0
    stated = _MAX_AGE.search(control)
    if stated is not None:
        age = fields.get("age", "").strip()
        return max(0.0, float(stated[1]) - (float(age) if _SECONDS.fullmatch(age) else 0.0))
    expires = _moment(fields.get("expires", ""))
    return 0.0 if expires is None else max(0.0, expires - _told_now(fields, now))


def retry_after(fields: Fields, now: float) -> float | None:
    """The seconds that Retry-After asks for, which it gives as they are or as a date; None without it."""
    value = fields.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    moment = _moment(value)
    return None if moment is None else max(0.0, moment - _told_now(fields, now))


def _told_now(fields: Fields, now: float) -> float:
    """The time by the clock of the host, which its dates go by."""
    moment = _moment(fields.get("date", ""))
    return now if moment is None else moment


def _moment(stamp: str) -> float | None:
    """Seconds since 1970 of a date as HTTP writes it."""
    try:
        found = parsedate_to_datetime(stamp)
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
