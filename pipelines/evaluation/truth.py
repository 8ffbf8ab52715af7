"""What gold says of every pair of n stories, without a row for every pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluation.gold import SAME, FamilyGold, Judged, PairGold
from pipelines.families.refine import components

Numbers = NDArray[np.int64]
Signs = NDArray[np.int8]

TOGETHER: Final = 1
LEFT_OUT: Final = 0
APART: Final = -1


@dataclass(frozen=True)
class Truth:
    """What gold says of the pairs of n stories, which go by their numbers.

    Two stories of one `family` belong together. Two of different ones do not if the gold is `closed`; else they are left out of the
    count, as is a pair of two that are both `unjudged`. The listed pairs overrule all this: pair k is (`low[k]`, `high[k]`), low < high,
    ascending, each once, and `said[k]` is `TOGETHER`, `LEFT_OUT` or `APART`.
    """

    family: Numbers
    unjudged: NDArray[np.bool_]
    closed: bool
    low: Numbers
    high: Numbers
    said: Signs

    def __len__(self) -> int:
        return len(self.family)

    def unlisted(self, low: Numbers, high: Numbers) -> Signs:
        """What would be said of some pairs if none were listed."""
        other = APART if self.closed else LEFT_OUT
        signs = np.where(self.family[low] == self.family[high], TOGETHER, other).astype(np.int8)
        signs[self.unjudged[low] & self.unjudged[high]] = LEFT_OUT
        return signs

    def of(self, low: Numbers, high: Numbers) -> Signs:
        """What gold says of some pairs, low < high in each."""
        signs = self.unlisted(low, high)
        if len(self.low):
            keys, wanted = self.low * len(self) + self.high, low * len(self) + high
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            signs = np.where(keys[at] == wanted, self.said[at], signs)
        return signs


@dataclass(frozen=True)
class PairRules:
    """How judged pairs are counted.

    `unlisted`: what a pair counts as that is not listed; `leave_out`: labels whose pairs are not counted; `least_confidence`: pairs of
    less are not counted either; `not_judged`: uris of stories (tables, forecasts, digests) whose pairs with each other count only where
    they are listed.
    """

    unlisted_negative: bool = True
    leave_out: tuple[str, ...] = ()
    least_confidence: int = 0
    not_judged: frozenset[str] = frozenset()

    def said(self, judged: Judged) -> int:
        """What a listed pair counts as."""
        if judged.label in self.leave_out or (judged.confidence is not None and judged.confidence < self.least_confidence):
            return LEFT_OUT
        return TOGETHER if judged.label == SAME else APART


@dataclass(frozen=True)
class Scope:
    """The stories that are judged, what gold says of them, and which of them it names."""

    stories: Numbers
    """Their numbers in the store, ascending; `truth` numbers them anew, in this order."""
    truth: Truth
    named: Numbers
    """Those that the gold names, as `truth` numbers them."""


def of_families(gold: FamilyGold, numbers: Mapping[str, int]) -> Scope:
    """Scope: the stories that the gold names and the store has. `numbers`: uri of the gold -> number of a story of the store."""
    families = {numbers[uri]: placed.family for uri, placed in gold.stories.items() if uri in numbers}
    stories = sorted(families)
    names = {name: at for at, name in enumerate(sorted(set(families.values())))}
    family = np.array([names[families[story]] for story in stories], np.int64)
    empty = np.empty(0, np.int64)
    truth = Truth(family, np.zeros(len(stories), np.bool_), True, empty, empty, np.empty(0, np.int8))
    return Scope(np.array(stories, np.int64), truth, np.arange(len(stories), dtype=np.int64))


def of_pairs(gold: PairGold, numbers: Mapping[str, int], every: int, rules: PairRules) -> Scope:
    """Scope: all `every` stories of the store where what is not listed is negative, else those that the gold names.

    `same` is closed under transitivity: if a is the same story as b, and b as c, then a and c belong together although nobody listed
    them. But a listed pair is what its own line says.
    """
    said: dict[tuple[int, int], int] = {}
    for (a, b), judged in gold.pairs.items():
        if a in numbers and b in numbers:
            x, y = numbers[a], numbers[b]
            said[min(x, y), max(x, y)] = rules.said(judged)
    named = sorted({story for pair in said for story in pair})
    unjudged = [numbers[uri] for uri in rules.not_judged if uri in numbers]
    stories = list(range(every)) if rules.unlisted_negative else named
    at = {story: i for i, story in enumerate(stories)}
    listed = {(at[x], at[y]): sign for (x, y), sign in sorted(said.items())}
    family = _closure(len(stories), [pair for pair, sign in listed.items() if sign == TOGETHER])
    truth = Truth(family, np.isin(stories, unjudged), rules.unlisted_negative, *_columns(listed))
    return Scope(np.array(stories, np.int64), truth, np.array([at[story] for story in named], np.int64))


def _closure(n: int, same: Iterable[tuple[int, int]]) -> Numbers:
    """The number of each story's component under `same`."""
    groups = components([str(i) for i in range(n)], [(str(x), str(y)) for x, y in same])
    family = np.empty(n, np.int64)
    for number, group in enumerate(groups):
        family[[int(i) for i in group]] = number
    return family


def _columns(listed: Mapping[tuple[int, int], int]) -> tuple[Numbers, Numbers, Signs]:
    pairs: Sequence[tuple[int, int]] = sorted(listed)
    return (
        np.array([low for low, _ in pairs], np.int64),
        np.array([high for _, high in pairs], np.int64),
        np.array([listed[pair] for pair in pairs], np.int8),
    )
