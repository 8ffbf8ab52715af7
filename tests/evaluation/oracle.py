"""The figures as their papers state them: pair by pair and story by story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np

from pipelines.evaluation.figures import PairCounts
from pipelines.evaluation.truth import APART, LEFT_OUT, TOGETHER, Truth


def says(truth: Truth, i: int, j: int) -> int:
    """What gold says of one pair: its own line, else nothing of two that are not judged, else the families, else nothing."""
    for low, high, said in zip(truth.low.tolist(), truth.high.tolist(), truth.said.tolist(), strict=True):
        if (low, high) == (min(i, j), max(i, j)):
            return int(said)
    if truth.unjudged[i] and truth.unjudged[j]:
        return LEFT_OUT
    if truth.family[i] == truth.family[j]:
        return TOGETHER
    return APART if truth.closed else LEFT_OUT


def counted(found: Sequence[int], truth: Truth) -> PairCounts:
    """All pairs, one by one."""
    cells = [(found[i] == found[j], says(truth, i, j)) for i, j in combinations(range(len(found)), 2)]
    return PairCounts(*(cells.count(cell) for cell in ((True, TOGETHER), (True, APART), (False, TOGETHER), (False, APART))))


def b_cubed(found: Sequence[int], truth: Truth, named: Sequence[int]) -> tuple[Fraction, Fraction]:
    """Precision and recall: of each story the share of right companions, itself among them, then the mean."""
    precision = recall = Fraction(0)
    for i in named:
        others = [j for j in named if j != i and says(truth, i, j) != LEFT_OUT]
        joined = [j for j in others if found[i] == found[j]]
        wanted = [j for j in others if says(truth, i, j) == TOGETHER]
        right = 1 + len(set(joined) & set(wanted))
        precision += Fraction(right, 1 + len(joined))
        recall += Fraction(right, 1 + len(wanted))
    return precision / len(named), recall / len(named)


def average_precision(probability: Sequence[int | None], true: Sequence[bool]) -> float:
    """Step by step down the ranks, None last; pairs of one rank are one step."""
    total, before = Fraction(0), 0
    ranks = sorted({-1 if p is None else p for p in probability}, reverse=True)
    for rank in ranks:
        above = [t for p, t in zip(probability, true, strict=True) if (-1 if p is None else p) >= rank]
        total += Fraction(sum(above) - before, sum(true)) * Fraction(sum(above), len(above))
        before = sum(above)
    return float(total)


def truth_of(
    family: Sequence[int], listed: dict[tuple[int, int], int] | None = None, *, closed: bool = True, unjudged: Iterable[int] = ()
) -> Truth:
    """A truth of small numbers."""
    pairs = sorted((listed or {}).items())
    low, high = ([pair[end] for pair, _ in pairs] for end in (0, 1))
    said = [sign for _, sign in pairs]
    columns = np.array(low, np.int64), np.array(high, np.int64), np.array(said, np.int8)
    return Truth(np.array(family, np.int64), np.isin(np.arange(len(family)), list(unjudged)), closed, *columns)
