"""Experimental: pairs of texts in two languages that may be translations of one text.

Nothing is translated. What stays in a translation is looked at: which names and numbers there are (`anchors`), that they follow each other
in the same order, that the lengths fit and that as much is quoted. Rare anchors give candidates, a score with weights set by hand decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final, NamedTuple

from pipelines.matching.anchors import Anchor, Anchors
from pipelines.matching.candidates import DAY, UNDATED

HORIZON: Final = 3 * DAY
"""Two texts further apart, in microseconds, are not compared; one without a time is compared with all."""
CAP: Final = 64
"""Texts of the time around that an anchor may lead to: above it, it is common there and leads nowhere."""
LEAST_KEYS: Final = 2
LEAST_KEY_WEIGHT: Final = 160
"""Single digits and common words lead nowhere either."""
LEAST_SHARED: Final = 4
"""Anchors that a pair must share, unless a link says it."""
THRESHOLD: Final = 0.9
"""Score from which a pair is proposed."""
NEUTRAL: Final = 0.5
"""What a share counts where there is nothing to take a share of."""
TRANSLATOR: Final = 0.3
"""How much the lengths (log) of a text and its translation differ by anyway, cuts of a quarter among it."""

INTERCEPT: Final = -8.0
"""Set by hand, as the weights are (docs/decisions/0013-across-languages.md)."""
WEIGHTS: Final[Mapping[str, float]] = {
    "told": 6.0,
    "shared": 2.0,
    "numbers": 3.0,
    "order": 2.0,
    "length": -2.0,
    "quotes": -0.5,
    "credit": 1.5,
    "link": 6.0,
}
"""Feature -> weight. What the features mean, `side_by_side` says."""


class Said(NamedTuple):
    """What two items say of each other, read from their records."""

    link: bool = False
    """One names the other as what it was translated from, or both are one item."""
    credit: bool = False
    """One names the agency whose own copy the other is."""


@dataclass(frozen=True)
class Shared:
    """Two texts side by side: what of the anchors is in both, in the order of the first, and the features of the score."""

    anchors: tuple[Anchor, ...]
    in_order: int
    """Anchors of the longest row that both texts have in one order."""
    features: Mapping[str, float]

    @property
    def score(self) -> float:
        """How likely the one is a translation of the other, or both of a third; 0 with fewer than `LEAST_SHARED` anchors and no link."""
        if len(self.anchors) < LEAST_SHARED and not self.features["link"]:
            return 0.0
        return 1 / (1 + exp(-(INTERCEPT + sum(WEIGHTS[name] * value for name, value in self.features.items()))))


def side_by_side(one: Anchors, other: Anchors, said: Said) -> Shared:
    """What two texts share. Symmetric but for the order of `anchors`.

    Features: `told` share of the anchors, by weight, of the text with the lighter ones that the other has; `shared` their weight (log);
    `numbers` the same as `told` of numbers only, a half where a side has none; `order` how far the longest row in one order is more than
    chance would make it, 0 to 1; `length` distance of the lengths (log) beyond what translators differ by; `quotes` share of the quotes
    that only one has; `credit`, `link` what the records say.
    """
    ours, theirs = ({anchor.key: anchor for anchor in side} for side in (one.facing(other), other.facing(one)))
    both = [key for key in ours if key in theirs]
    weight = {key: min(ours[key].weight, theirs[key].weight) for key in both}
    rank = {key: i for i, key in enumerate(theirs)}
    row = longest_row([rank[key] for key in both])
    told, numbers = _share(weight, ours, theirs), [_numbers(side) for side in (ours, theirs)]
    ratio = abs(log((one.size or 1) / (other.size or 1)))
    features = {
        "told": told,
        "shared": log(1 + sum(weight.values()) / 1000),
        "numbers": _share({key: weight[key] for key in both if ours[key].is_number}, *numbers) if all(numbers) else NEUTRAL,
        "order": _beyond_chance(row, len(both)),
        "length": max(0.0, ratio - TRANSLATOR),
        "quotes": abs(one.quotes - other.quotes) / max(one.quotes, other.quotes, 1),
        "credit": float(said.credit),
        "link": float(said.link),
    }
    return Shared(tuple(ours[key] for key in both), row, features)


def _numbers(anchors: Mapping[str, Anchor]) -> dict[str, Anchor]:
    return {key: anchor for key, anchor in anchors.items() if anchor.is_number}


def _share(shared: Mapping[str, int], ours: Mapping[str, Anchor], theirs: Mapping[str, Anchor]) -> float:
    """Weight of what is shared / weight of all anchors of the lighter side; 0 where a side has none."""
    lighter = min(sum(anchor.weight for anchor in side.values()) for side in (ours, theirs))
    return min(1.0, sum(shared.values()) / lighter) if lighter else 0.0


def longest_row(ranks: Sequence[int]) -> int:
    """Length of the longest increasing subsequence, by patience sorting (Schensted, 1961)."""
    tops: list[int] = []
    for rank in ranks:
        at = bisect_left(tops, rank)
        tops[at : at + 1] = [rank]
    return len(tops)


def _beyond_chance(row: int, n: int) -> float:
    """0 for what a shuffle of n would have (about 2 times the root of n), 1 for all in one row; a half where n says nothing."""
    chance = min(2 * n**0.5, n - 1.0)
    return max(0.0, (row - chance) / (n - chance)) if n >= LEAST_SHARED else NEUTRAL


def candidates(texts: Sequence[tuple[int, Anchors]]) -> Iterator[tuple[int, int]]:
    """(Time in microseconds, anchors) of texts -> pairs of their places (i < j) that share rare anchors, ascending.

    Both are in different languages and within the horizon. The result does not depend on the order of the texts but for their places.
    """
    spelt: defaultdict[str, list[int]] = defaultdict(list)
    sounding: defaultdict[str, list[int]] = defaultdict(list)
    for i, (_, anchors) in enumerate(texts):
        for index, view in ((spelt, anchors.spelt), (sounding, anchors.sounding)):
            for anchor in view:
                if anchor.weight >= LEAST_KEY_WEIGHT:
                    index[anchor.key].append(i)
    met: Counter[tuple[int, int]] = Counter()
    for index in (spelt, sounding):
        for found in index.values():
            for i, j in _meetings(found, texts):
                by_sound = texts[i][1].by_sound or texts[j][1].by_sound
                met[i, j] += by_sound == (index is sounding)
    yield from sorted(pair for pair, count in met.items() if count >= LEAST_KEYS)


def _meetings(found: Sequence[int], texts: Sequence[tuple[int, Anchors]]) -> Iterator[tuple[int, int]]:
    """Pairs of the texts under one key that lie near in time and are in two languages, where they are few."""
    undated = [i for i in found if texts[i][0] == UNDATED]
    dated = sorted((i for i in found if texts[i][0] != UNDATED), key=lambda i: texts[i][0])
    times = [texts[i][0] for i in dated]
    for at, i in enumerate(dated):
        near = dated[bisect_left(times, times[at] - HORIZON) : at] + undated
        if len(near) <= CAP:
            yield from _apart(i, near, texts)
    if len(undated) <= CAP:
        for at, i in enumerate(undated):
            yield from _apart(i, undated[:at], texts)


def _apart(i: int, near: Sequence[int], texts: Sequence[tuple[int, Anchors]]) -> Iterator[tuple[int, int]]:
    for j in near:
        if texts[i][1].language != texts[j][1].language:
            yield min(i, j), max(i, j)
