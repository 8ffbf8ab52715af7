"""Names of families: functions of the stories in them, the same for ever."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from pipelines.families.head import Head, time_order
from pipelines.matching.candidates import day_of
from pipelines.matching.fingerprint import microseconds
from schemas import Family


def family_id(heads: Iterable[Head]) -> str:
    """Hash of the earliest story's id."""
    earliest = min(heads, key=lambda head: (*time_order(head)[:2], head.story_id))
    return named_after(earliest.story_id)


def named_after(story_id: str) -> str:
    """The id of a family whose earliest story this is."""
    return "f" + blake2b(story_id.encode(), digest_size=12).hexdigest()


def home_day(family: Family) -> int:
    """The day of the story that names a family, where its record is kept; that of the undated if all its stories are."""
    day: int = day_of(microseconds(min((m.published for m in family.members if m.published), default=None)))
    return day
