"""Which pairs of stories a store compared, and how likely each is to be reuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluation.stories import Stories
from pipelines.evaluation.truth import Numbers
from pipelines.families.scored import Scored
from pipelines.matching.candidates import UNDATED
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import MATCH
from pipelines.matching.tokens import Tokens
from pipelines.storage.current import Current

AT_ONCE: Final = 1 << 22
"""Pairs of versions that are looked at in one go."""
NEVER: Final = -1
"""Stands for the probability of a pair that was never compared."""


@dataclass(frozen=True)
class Compared:
    """Pairs of stories by number, low < high, ascending: their texts were compared, or are equal, within the horizon."""

    stories: int
    keys: Numbers
    """Of each pair low * stories + high."""
    by_row: NDArray[np.bool_]
    """Whether texts of theirs were compared; else they are equal."""

    @property
    def low(self) -> Numbers:
        """The lower number of each pair."""
        return self.keys // max(self.stories, 1)

    @property
    def high(self) -> Numbers:
        """The higher number of each pair."""
        return self.keys % max(self.stories, 1)

    def holds(self, low: Numbers, high: Numbers) -> NDArray[np.bool_]:
        """Which of some pairs are among them."""
        wanted = low * self.stories + high
        if not len(self.keys):
            return np.zeros(len(wanted), np.bool_)
        found: NDArray[np.bool_] = self.keys[np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)] == wanted
        return found


def compared_pairs(stories: Stories, rows: NDArray[np.void], horizon: int, at_once: int = AT_ONCE) -> Compared:
    """The pairs that a store's match rows and equal texts make. `horizon` in microseconds."""
    carriers = _Carriers.of(stories, horizon, at_once)
    own = np.unique(carriers.digest)
    by_row = carriers.pairs(rows["a"], rows["b"])
    both = np.union1d(by_row, carriers.pairs(own, own))
    return Compared(len(stories), both, np.isin(both, by_row, assume_unique=True))


def scored_by(current: Current) -> Scored:
    """What a store's match rows say of pairs; nothing is compared anew."""
    scored = Scored(current.rules, nothing_anew)
    scored.add(current.matches)
    return scored


class _NothingAnew:
    """Stands where families would compare more pairs: an evaluation only looks at what they knew."""

    def __call__(self, _: Sequence[tuple[int, int]]) -> NDArray[np.void]:
        return np.empty(0, MATCH)

    def tokens(self, digest: int) -> Tokens:
        raise KeyError(digest)


nothing_anew: Final = _NothingAnew()


def probabilities(stories: Stories, low: Numbers, high: Numbers, scored: Scored) -> Numbers:
    """The probability of some pairs, in 1/10,000."""
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    return np.fromiter((scored.probability(stories.versions[x], stories.versions[y]) for x, y in pairs), np.int64, len(low))


@dataclass(frozen=True)
class _Carriers:
    """Versions with a text that is matched, ascending by its digest: whose they are and when they were published."""

    digest: NDArray[np.uint64]
    story: Numbers
    published: Numbers
    stories: int
    horizon: int
    at_once: int

    @classmethod
    def of(cls, stories: Stories, horizon: int, at_once: int) -> _Carriers:
        rows = sorted(
            (head.digest, story, microseconds(head.published))
            for story, versions in enumerate(stories.versions)
            for head in versions
            if head.digest
        )
        digest, story, published = zip(*rows, strict=True) if rows else ((), (), ())
        return cls(np.array(digest, np.uint64), np.array(story, np.int64), np.array(published, np.int64), len(stories), horizon, at_once)

    def pairs(self, a: NDArray[np.uint64], b: NDArray[np.uint64]) -> Numbers:
        """Pairs of stories that carry the texts a[k] and b[k] within the horizon, each as low * stories + high, ascending."""
        found = [np.empty(0, np.int64)]
        for left, right in self._met(a, b):
            one, other = self.story[left], self.story[right]
            near = (self.published[left] == UNDATED) | (self.published[right] == UNDATED)
            near |= np.abs(self.published[left] - self.published[right]) <= self.horizon
            near &= one != other
            found.append(np.unique(np.minimum(one, other)[near] * self.stories + np.maximum(one, other)[near]))
        return np.unique(np.concatenate(found))

    def _met(self, a: NDArray[np.uint64], b: NDArray[np.uint64]) -> Iterator[tuple[Numbers, Numbers]]:
        """The carriers of a[k] with the carriers of b[k], some `at_once` pairs at a time."""
        spans = [(np.searchsorted(self.digest, side, "left"), np.searchsorted(self.digest, side, "right")) for side in (a, b)]
        (a_low, a_high), (b_low, b_high) = spans
        many = (a_high - a_low) * (b_high - b_low)
        parts = np.cumsum(many) // self.at_once
        for part in np.unique(parts[many > 0]):
            own = np.flatnonzero((parts == part) & (many > 0))
            row = np.repeat(own, many[own])
            step = np.arange(len(row)) - np.repeat(np.cumsum(many[own]) - many[own], many[own])
            wide = (b_high - b_low)[row]
            yield a_low[row] + step // wide, b_low[row] + step % wide
