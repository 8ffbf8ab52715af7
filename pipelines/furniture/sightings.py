"""Which lines of a source come again: counted over all stories, in arrays of integers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.trade.learned import source_key
from pipelines.trade.lines import stretches
from schemas import Story

LEAST_WORDS: Final = 3
"""A shorter line is not learned."""
CARRIERS: Final = 32
"""Stories of a line that are looked at closely: those of the smallest ids, which are hashes, so a sample that no order touches."""
UNDATED: Final = np.iinfo(np.int32).max


def line_hash(source: str, folded: str) -> int:
    """A line of a source as a 64-bit integer."""
    return int.from_bytes(blake2b(f"{source}\0{folded}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def lines_of(story: Story) -> set[str]:
    """The folded paragraphs and sentences of a story that are long enough to be learned."""
    return {
        line.folded
        for part in stretches(story.text, story.furniture)
        for line in (part.whole, *part.sentences)
        if line.words >= LEAST_WORDS
    }


def day_of_story(story: Story) -> int:
    """Day of publication, counted from 1970-01-01; `UNDATED` without one."""
    return date.fromisoformat(story.published[:10]).toordinal() - date(1970, 1, 1).toordinal() if story.published else UNDATED


@dataclass(frozen=True)
class Sightings:
    """Lines that stand in enough stories of their source, over enough days. Arrays run over the lines, sorted by hash."""

    story_ids: list[str]
    """Sorted; a story's number is its place here."""
    day: NDArray[np.int32]
    """Of each story: that of its earliest version."""
    line: NDArray[np.uint64]
    stories: NDArray[np.int64]
    """Of each line: how many stories carry it."""
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    at: NDArray[np.int64]
    """Where its carriers begin in `carriers`; one entry more than lines."""
    carriers: NDArray[np.int32]
    """Numbers of the stories looked at closely, at most `CARRIERS` a line, in order."""


def sightings(stories: Iterable[Story], least_stories: int, least_days: int) -> Sightings:
    """Count stories, never versions. A line and a story take 12 bytes, whatever the length of the texts.

    Stories without a source are left out: nobody knows which of them share a page. Notices are, too.
    """
    numbers: dict[str, int] = {}
    days: list[int] = []
    lines: list[NDArray[np.uint64]] = []
    owners: list[NDArray[np.int32]] = []
    for story in stories:
        if story.kind == "notice" or not story.source:
            continue
        number = numbers.setdefault(story.story_id, len(numbers))
        if number == len(days):
            days.append(UNDATED)
        days[number] = min(days[number], day_of_story(story))
        source = source_key(story.source)
        found = np.array([line_hash(source, folded) for folded in lines_of(story)], np.uint64)
        lines.append(found)
        owners.append(np.full(len(found), number, np.int32))
    ids = sorted(numbers)
    arrived = np.array([numbers[name] for name in ids], np.int64)
    rank = np.empty(len(ids), np.int32)
    rank[arrived] = np.arange(len(ids), dtype=np.int32)
    day = np.array(days, np.int32)[arrived]
    line = np.concatenate([np.empty(0, np.uint64), *lines])
    owner = rank[np.concatenate([np.empty(0, np.int32), *owners])]
    return _often(ids, day, line, owner, least_stories, least_days)


def _often(
    ids: list[str], day: NDArray[np.int32], line: NDArray[np.uint64], owner: NDArray[np.int32], least_stories: int, least_days: int
) -> Sightings:
    """The lines of (line, story) pairs that come again often enough."""
    order = np.lexsort((owner, line))
    line, owner = line[order], owner[order]
    fresh = np.ones(len(line), np.bool_)
    fresh[1:] = (line[1:] != line[:-1]) | (owner[1:] != owner[:-1])  # versions of one story carry the same lines
    line, owner = line[fresh], owner[fresh]
    starts = np.flatnonzero(np.concatenate([[True], line[1:] != line[:-1]])) if len(line) else np.empty(0, np.int64)
    counts = np.diff(np.append(starts, len(line)))
    days = day[owner]
    first = np.minimum.reduceat(days, starts) if len(starts) else days
    last = np.maximum.reduceat(np.where(days == UNDATED, np.int32(-UNDATED), days), starts) if len(starts) else days
    often = (counts >= least_stories) & (first != UNDATED) & (last.astype(np.int64) - first >= least_days)
    starts, counts = starts[often], counts[often]
    sizes = np.minimum(counts, CARRIERS)
    at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    picked = np.repeat(starts, sizes) + np.arange(at[-1]) - np.repeat(at[:-1], sizes)
    return Sightings(ids, day, line[starts], counts, first[often], last[often], at, owner[picked])
