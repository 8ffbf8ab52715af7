"""Adds and takes: later pieces of a story that its agency sends as items of their own, and that share no sentence with the first.

Their slug says what they belong to: the same slug line, with "1st Add" or "Take 2" behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pipelines.families.head import Head, time_order
from pipelines.matching.candidates import DAY, UNDATED
from pipelines.matching.fingerprint import microseconds

WITHIN: Final = DAY
"""How long after a story its pieces are sent."""


def takes(stories: Mapping[str, Sequence[Head]]) -> dict[str, str]:
    """Stories that continue another -> the one they continue: of the same source and slug, the latest before them within a day."""
    by_slug: dict[tuple[str, str], list[Head]] = {}
    for versions in stories.values():
        first = versions[0]
        if first.source and first.slug and microseconds(first.published) != UNDATED:
            by_slug.setdefault((first.source, first.slug), []).append(first)
    found = {}
    for group in by_slug.values():
        for piece in group:
            if piece.edit_kind == "add" and (home := _home(piece, group)) is not None:
                found[piece.story_id] = home.story_id
    return found


def offers(heads: Iterable[Head]) -> list[tuple[str, str]]:
    """All (piece, story) that could be so linked by any of their versions: whose home may change when the story does."""
    by_slug: dict[tuple[str, str], list[Head]] = {}
    for head in heads:
        if head.source and head.slug and not head.notice and microseconds(head.published) != UNDATED:
            by_slug.setdefault((head.source, head.slug), []).append(head)
    return [
        (piece.story_id, whole.story_id)
        for group in by_slug.values()
        for piece in group
        if piece.edit_kind == "add"
        for whole in _wholes(piece, group)
        if whole.story_id != piece.story_id
    ]


def _home(piece: Head, group: Iterable[Head]) -> Head | None:
    return max(_wholes(piece, group), key=time_order, default=None)


def _wholes(piece: Head, group: Iterable[Head]) -> list[Head]:
    """Those of one source and slug that the piece may continue."""
    now = microseconds(piece.published)
    return [h for h in group if h.edit_kind != "add" and 0 <= now - microseconds(h.published) <= WITHIN]
