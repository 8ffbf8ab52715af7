"""What a store and a run hold, day by day: read when asked for, and of few days at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.families.asserted import names_meant, names_of
from pipelines.families.head import Head, day_of_head
from pipelines.matching.among import is_among
from pipelines.matching.candidates import UNDATED_DAY
from pipelines.matching.lexicon import hash64
from pipelines.matching.match import MATCH
from pipelines.storage.directory import days_of, entries_in
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import bytes_to_matches, json_rows
from pipelines.storage.store import Store

IN_MEMORY: Final = 32
"""Days whose match rows stay in memory; those of further ones are read again."""
Rows = NDArray[np.void]


@dataclass(frozen=True)
class Outline:
    """The heads of a day, an array each: enough to tell which are wanted, at some 70 bytes a head.

    `slug` names source and slug line, 0 without them; `add` marks later pieces of a story. `names` are what items go by, `meant` what they
    say that they were made from: (place of the head, hash)."""

    story: NDArray[np.bytes_]
    digest: NDArray[np.uint64]
    slug: NDArray[np.uint64]
    add: NDArray[np.bool_]
    names: NDArray[np.uint64]
    meant: NDArray[np.uint64]

    @classmethod
    def of(cls, heads: Sequence[Head]) -> Outline:
        """The outline of some heads, in their order."""
        return cls(
            np.array([head.story_id.encode() for head in heads], np.bytes_),
            np.array([head.digest for head in heads], np.uint64),
            np.array([slug_key(head) for head in heads], np.uint64),
            np.array([head.edit_kind == "add" for head in heads], np.bool_),
            _pairs(heads, names_of),
            _pairs(heads, names_meant),
        )

    def tied(self, names: NDArray[np.uint64], meant: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which heads go by one of these names, or by one that is meant, or mean one of these names."""
        wanted = np.zeros(len(self.story), np.bool_)
        wanted[self.names[is_among(self.names[:, 1], np.union1d(names, meant)), 0].astype(np.int64)] = True
        wanted[self.meant[is_among(self.meant[:, 1], names), 0].astype(np.int64)] = True
        return wanted

    def stories(self, wanted: NDArray[np.bool_]) -> Iterator[str]:
        """The stories of the wanted heads."""
        yield from (story.decode() for story in self.story[wanted].tolist())


def hashes(heads: Iterable[Head], names: Callable[[Head], Iterable[str]]) -> NDArray[np.uint64]:
    """The names of some heads, hashed, ascending."""
    return np.array(sorted({hash64(name) for head in heads for name in names(head)}), np.uint64)


def _pairs(heads: Sequence[Head], names: Callable[[Head], Iterable[str]]) -> NDArray[np.uint64]:
    found = [(at, hash64(name)) for at, head in enumerate(heads) for name in names(head)]
    return np.array(found, np.uint64).reshape(-1, 2)


def slug_key(head: Head) -> int:
    """Names source and slug line of a version; 0 where one is unknown."""
    return hash64(f"{head.source}\n{head.slug}") if head.source and head.slug and not head.notice else 0


class Days:
    """Heads and match rows as they will stand after a run: those of the store, and in their place, where there are any, those of the run.

    `new`: heads that the run adds. `rows`: match rows by day, of the days that the run worked out afresh (`afresh`).
    """

    def __init__(
        self, store: Store, manifest: Manifest, new: Iterable[Head], rows: Mapping[int, Rows], afresh: Callable[[int], bool]
    ) -> None:
        self._store, self._manifest, self._rows, self._afresh = store, manifest, rows, afresh
        self._new: dict[int, list[Head]] = {}
        self._own: dict[str, list[Head]] = {}
        for head in new:
            self._new.setdefault(day_of_head(head), []).append(head)
            self._own.setdefault(head.story_id, []).append(head)
        self._outlines: dict[int, Outline] = {}
        self._kept: OrderedDict[int, Rows] = OrderedDict()

    def all(self) -> list[int]:
        """Every day that holds anything, the undated first."""
        return sorted({*map(int, (*self._manifest.heads, *self._manifest.matches)), *self._new, *self._rows})

    def near(self, days: Iterable[int], before: int, after: int) -> list[int]:
        """The days that hold anything within so many days of some, that of the undated too; all days where that is among them."""
        near: set[int] = {UNDATED_DAY}
        for day in days:
            if day == UNDATED_DAY:
                return self.all()
            near.update(range(day - before, day + after + 1))
        return [day for day in self.all() if day in near]

    def around(self, heads: Iterable[Head], before: int, after: int) -> list[int]:
        """The same of the days that some heads lie on."""
        return self.near({day_of_head(head) for head in heads}, before, after)

    def outline(self, day: int) -> Outline:
        """Of the heads of a day; records that another one beats are among them."""
        if day not in self._outlines:
            self._outlines[day] = Outline.of([*self._stored(day), *self._new.get(day, ())])
        return self._outlines[day]

    def versions(self, stories: Iterable[str]) -> dict[str, list[Head]]:
        """Stories with all their versions and notices, from whatever day; of the records of a uid the one that holds."""
        wanted = set(stories)
        found = {story: {head.uid: head for head in self._own.get(story, ())} for story in wanted}
        for day, some in sorted(days_of(self._entries, self._manifest.packs("directory"), wanted).items()):
            for head in self._stored(day):
                if head.story_id in some:
                    held = found[head.story_id]
                    if head.uid not in held or head.wins_over(held[head.uid]):
                        held[head.uid] = head
        return {story: list(held.values()) for story, held in found.items() if held}

    def rows(self, day: int) -> Rows:
        """The match rows of a day."""
        if self._afresh(day):
            return self._rows.get(day, np.empty(0, MATCH))
        if day not in self._kept:
            name = self._manifest.matches.get(str(day))
            self._kept[day] = stored_rows(self._store, day, name) if name else np.empty(0, MATCH)
        self._kept.move_to_end(day)
        while len(self._kept) > IN_MEMORY:
            self._kept.popitem(last=False)
        return self._kept[day]

    def _entries(self, name: str) -> Rows:
        return entries_in(self._store, name)

    def _stored(self, day: int) -> Iterator[Head]:
        for name in self._manifest.heads.get(str(day), ()):
            yield from stored_heads(self._store, name)


def stored_heads(store: Store, name: str) -> Iterator[Head]:
    """The heads of a pack."""
    yield from (Head.from_row(row) for row in json_rows(store.read(name)))


def stored_rows(store: Store, day: int, name: str) -> Rows:
    """The match rows of a pack, which holds those of one day."""
    rows = bytes_to_matches(store.read(name))
    rows["day"] = day
    return rows
