"""What is known of pairs of stories: the best over the pairs of their versions' texts, within the horizon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head
from pipelines.matching.candidates import UNDATED
from pipelines.matching.derivative import derivative_probability
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import MATCH, named
from pipelines.matching.score import SCALE

Compare = Callable[[Sequence[tuple[int, int]]], NDArray[np.void]]
"""Compares pairs of digests, returns their match rows."""


def within(one: int, other: int, horizon: int) -> bool:
    """Whether two times, in microseconds, lie within the horizon; an unknown time passes."""
    return UNDATED in (one, other) or abs(one - other) <= horizon


@dataclass(frozen=True)
class Taken:
    """How one version's text relates to another's: shares of content, and the row they come from (None: the same text)."""

    probability: int
    of_member: float
    """Share of the member's text found in the source."""
    of_source: float
    """Share of the source's text found in the member."""
    member_is_short: bool
    derivative: float
    """How likely it is that the member is a derivative of the source, given that it credits it."""
    features: Mapping[str, float]
    measures: Mapping[str, float]


SAME_TEXT = Taken(
    probability=SCALE,
    of_member=1.0,
    of_source=1.0,
    member_is_short=True,
    derivative=0.0,
    features={"u_short": 1.0, "len_ratio": 1.0, "al_short": 1.0, "name_short": 0.0, "name_conf": 0.0, "num_conf": 0.0},
    measures={"w3_short": 1.0, "w3_long": 1.0, "al_long": 1.0, "run_words": 0.0, "quoted": 0.0, "foreign_long": 0.0},
)


@dataclass
class Scored:
    """Match rows of a region by pair of digests; `ask` compares what is missing."""

    horizon: int
    compare: Compare
    _rows: dict[tuple[int, int], np.void] = field(default_factory=dict)

    def add(self, rows: NDArray[np.void]) -> None:
        """Take in match rows."""
        for row in rows:
            a, b = int(row["a"]), int(row["b"])
            self._rows[min(a, b), max(a, b)] = row

    def ask(self, pairs: Iterable[tuple[Head, Head]]) -> None:
        """Compare the texts of pairs that have not been compared yet."""
        wanted = {(min(x.digest, y.digest), max(x.digest, y.digest)) for x, y in pairs if x.digest and y.digest and x.digest != y.digest}
        missing = sorted(wanted - self._rows.keys())
        if missing:
            self.add(self.compare(missing))

    def taken(self, member: Head, source: Head) -> Taken | None:
        """What the member took from the source, whatever their times; None if never compared."""
        if not member.digest or not source.digest:
            return None
        if member.digest == source.digest:
            return SAME_TEXT
        row = self._rows.get((min(member.digest, source.digest), max(member.digest, source.digest)))
        if row is None:
            return None
        features, measures = named(row)
        short = int(row["a"]) == member.digest
        of_short, of_long = measures["cover_short"], measures["cover_long"]
        derivative = float(derivative_probability(row["features"][None], row["measures"][None], short)[0])
        shares = (of_short, of_long) if short else (of_long, of_short)
        return Taken(int(row["probability"]), *shares, short, derivative, features, measures)

    def probability(self, one: Sequence[Head], other: Sequence[Head]) -> int:
        """The best over the version pairs within the horizon, in 1/10,000; 0 where there is none."""
        best = 0
        for x in one:
            for y in other:
                if x.digest and y.digest and within(microseconds(x.published), microseconds(y.published), self.horizon):
                    if x.digest == y.digest:
                        return SCALE
                    row = self._rows.get((min(x.digest, y.digest), max(x.digest, y.digest)))
                    best = max(best, int(row["probability"]) if row is not None else 0)
        return best

    def rows(self) -> NDArray[np.void]:
        """All rows, sorted by pair."""
        ordered = [self._rows[key] for key in sorted(self._rows)]
        return np.array(ordered, MATCH) if ordered else np.empty(0, MATCH)
