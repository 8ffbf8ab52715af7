"""Which versions match rows speak of, for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head
from pipelines.matching.candidates import DAY, UNDATED, UNDATED_DAY
from pipelines.matching.fingerprint import microseconds

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Spoken:
    """Match rows and the versions that they speak of (`scored.speaks_of`): an entry for each two that carry the texts of a row.

    Parallel arrays: the place of the row, and the places of the carriers of its `a` and of its `b` among `heads`."""

    rows: NDArray[np.void]
    heads: Sequence[Head]
    """Those that have a text, no notices."""
    story: Places
    """For each head a number that its story has."""
    day: Places
    """For each head the day that it lies on."""
    at: Places
    a: Places
    b: Places

    @classmethod
    def of(cls, rows: NDArray[np.void], heads: Iterable[Head], horizon: int) -> Self:
        """All entries, in the order of the rows. `horizon` in microseconds."""
        held = [head for head in heads if head.digest and not head.notice]
        digests = np.array([head.digest for head in held], np.uint64)
        order = np.argsort(digests, kind="stable")
        digests = digests[order]
        first_a, count_a = _range(digests, rows["a"])
        first_b, count_b = _range(digests, rows["b"])
        counts = count_a * count_b
        at = np.repeat(np.arange(len(rows)), counts)
        turn = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        of_a, of_b = np.divmod(turn, count_b[at])
        a, b = order[first_a[at] + of_a], order[first_b[at] + of_b]
        times = np.array([microseconds(head.published) for head in held], np.int64)
        dated = times != UNDATED
        day = np.where(dated, times // DAY, UNDATED_DAY)
        near = ~dated[a] | ~dated[b] | (np.abs(times[a] - times[b]) <= horizon)
        met = near & (np.maximum(day[a], day[b]) == rows["day"][at])
        return cls(rows, held, _numbered([head.story_id for head in held]), day, at[met], a[met], b[met])

    def between_stories(self, wanted: NDArray[np.bool_]) -> tuple[Places, Places, Places]:
        """`at`, `a` and `b` of the entries of the wanted rows that speak of two stories."""
        kept = np.flatnonzero(wanted[self.at] & (self.story[self.a] != self.story[self.b]))
        return self.at[kept], self.a[kept], self.b[kept]


def _numbered(names: Sequence[str]) -> Places:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _range(ordered: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> tuple[Places, Places]:
    """Where each of the wanted begins among the ordered, and how often it is there."""
    first = np.searchsorted(ordered, wanted, "left")
    return first, np.searchsorted(ordered, wanted, "right") - first
