"""Names of families: functions of the stories in them, the same for ever."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from pipelines.families.head import Head, time_order


def family_id(heads: Iterable[Head]) -> str:
    """Hash of the earliest story's id."""
    earliest = min(heads, key=lambda head: (*time_order(head)[:2], head.story_id))
    return "f" + blake2b(earliest.story_id.encode(), digest_size=12).hexdigest()
