"""Families against gold as numbers: counted from contingency tables, never pair by pair.

ARI: Hubert and Arabie, "Comparing partitions" (1985), in the form of pair counts (Warrens, "On the equivalence of Cohen's kappa and the
Hubert-Arabie adjusted Rand index", 2008), which also holds where some pairs are left out. B-cubed: Bagga and Baldwin, "Algorithms for
scoring coreference chains" (1998).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluation.truth import APART, TOGETHER, Numbers, Truth


@dataclass(frozen=True)
class PairCounts:
    """Pairs of stories: joined or not by what was found, belonging together or not by the gold. Pairs left out are in none."""

    right: int
    """Joined, and belong together."""
    false: int
    """Joined, and do not."""
    missed: int
    """Belong together, and are not joined."""
    apart: int
    """Neither."""

    @property
    def gold(self) -> int:
        """Pairs that belong together."""
        return self.right + self.missed

    @property
    def counted(self) -> int:
        """All of them."""
        return self.gold + self.false + self.apart

    @property
    def precision(self) -> float:
        """Share of the joined pairs that belong together; 1 where nothing was joined."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float:
        """Share of the gold pairs that are joined; 1 where there are none."""
        return _share(self.right, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 1 where nothing was joined and nothing belongs together."""
        return _share(2 * self.right, 2 * self.right + self.false + self.missed)

    @property
    def ari(self) -> float:
        """The adjusted Rand index: 1 for the same partition, 0 on average for chance; 1 where both are trivial and equal."""
        below = self.gold * (self.missed + self.apart) + (self.right + self.false) * (self.false + self.apart)
        return _share(2 * (self.right * self.apart - self.missed * self.false), below)


@dataclass(frozen=True)
class BCubed:
    """Means over stories: of a story's found family the share that belongs with it, and of its gold family the share found with it."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; both count a story as its own companion, so neither is ever 0."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _pairs(sizes: NDArray[np.int64]) -> int:
    """Pairs within groups of these sizes."""
    return int((sizes * (sizes - 1) // 2).sum())


def _groups(found: Numbers, family: Numbers) -> tuple[Numbers, Numbers]:
    """Of each story the number of its cell (found family and gold family), and the sizes of the cells."""
    wide = int(family.max(initial=0)) + 1
    _, cell, sizes = np.unique(found * wide + family, return_inverse=True, return_counts=True)
    return cell, sizes


def count_pairs(found: Numbers, truth: Truth) -> PairCounts:
    """Pair counts of n stories; `found` holds the number of each one's found family. Takes O(n log n), whatever the number of pairs."""
    every = _all_pairs(found, truth.family, truth.closed)
    among_unjudged = _all_pairs(found[truth.unjudged], truth.family[truth.unjudged], truth.closed)
    counts = {cell: every[cell] - among_unjudged[cell] for cell in every}
    together = found[truth.low] == found[truth.high]
    for signs, change in ((truth.unlisted(truth.low, truth.high), -1), (truth.said, 1)):
        for (joint, sign), count in counts.items():
            counts[joint, sign] = count + change * int(np.count_nonzero((together == joint) & (signs == sign)))
    return PairCounts(counts[True, TOGETHER], counts[True, APART], counts[False, TOGETHER], counts[False, APART])


def _all_pairs(found: Numbers, family: Numbers, closed: bool) -> dict[tuple[bool, int], int]:
    """(joined, what families say) -> pairs of some stories, as if none were listed and all were judged."""
    right = _pairs(_groups(found, family)[1])
    joined, gold = (_pairs(np.unique(labels, return_counts=True)[1]) for labels in (found, family))
    false = joined - right if closed else 0
    apart = len(found) * (len(found) - 1) // 2 - gold - false if closed else 0
    return {(True, TOGETHER): right, (False, TOGETHER): gold - right, (True, APART): false, (False, APART): apart}


def listed_false(found: Numbers, truth: Truth) -> int:
    """Of the pairs that the gold lists, those that are joined and should not be."""
    return int(np.count_nonzero((found[truth.low] == found[truth.high]) & (truth.said == APART)))


def b_cubed(found: Numbers, truth: Truth, named: Numbers) -> BCubed:
    """B-cubed over the stories `named`, each with its partners among them and itself; pairs left out are no partners.

    `named` is ascending and holds both stories of every listed pair. Without a story both are 1.
    """
    if not len(named):
        return BCubed(1.0, 1.0)
    own, family, unjudged = found[named], truth.family[named], truth.unjudged[named]
    right, missed, false = _companions(own, family, truth.closed)
    for count, among in zip((right, missed, false), _companions(own[unjudged], family[unjudged], truth.closed), strict=True):
        count[unjudged] -= among
    low, high = np.searchsorted(named, truth.low), np.searchsorted(named, truth.high)
    together = own[low] == own[high]
    for signs, change in ((truth.unlisted(truth.low, truth.high), -1), (truth.said, 1)):
        for count, joint, sign in ((right, True, TOGETHER), (missed, False, TOGETHER), (false, True, APART)):
            chosen = (together == joint) & (signs == sign)
            for end in (low[chosen], high[chosen]):
                np.add.at(count, end, change)
    precision = (1 + right) / (1 + right + false)
    recall = (1 + right) / (1 + right + missed)
    return BCubed(float(precision.mean()), float(recall.mean()))


def _companions(found: Numbers, family: Numbers, closed: bool) -> tuple[Numbers, Numbers, Numbers]:
    """Of each story how many others are rightly joined with it, missed, and falsely joined, as if none were listed and all judged."""
    cell, sizes = _groups(found, family)
    right = sizes[cell] - 1
    joined, gold = (_sizes(labels) - 1 for labels in (found, family))
    return right, gold - right, joined - right if closed else np.zeros_like(right)


def _sizes(labels: Numbers) -> Numbers:
    """Of each entry, how many have its label."""
    _, group, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    found: Numbers = sizes[group].astype(np.int64)
    return found
