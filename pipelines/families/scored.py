"""What is known of pairs of stories: the best over the pairs of their versions' texts, within the horizon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head
from pipelines.families.rules import Rules
from pipelines.matching.candidates import HOUR, UNDATED, day_of
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import MATCH, named
from pipelines.matching.score import FEATURES
from pipelines.matching.scorer import SCALE, Scorer
from pipelines.matching.tokens import Tokens

DENIED: Final = 1000
"""Probability in 1/10,000 under which two stories with texts alike are taken to be two."""
OTHER_STORY: Final = -5000
OTHER_AGENCY: Final = -20_000
"""What such a pair weighs in a mean of bonds; two agencies' own copies are never one story."""


WORD_FOR_WORD: Final = 0.6
"""Share of a copy's runs of three words that stand in an agency's own text, from which it has it from there, whoever it credits."""
_WORDS_OF_SHORT: Final = FEATURES.index("w3_short")
_NOBODY: Final[frozenset[str]] = frozenset()


class Compare(Protocol):
    """Compares pairs of digests, returns their match rows; and knows the tokens of a digest."""

    def __call__(self, pairs: Sequence[tuple[int, int]], /) -> NDArray[np.void]:
        """One row a pair."""
        ...

    def tokens(self, digest: int, /) -> Tokens:
        """Of the text of that digest."""
        ...


def within(one: int, other: int, horizon: int) -> bool:
    """Whether two times, in microseconds, lie within the horizon; an unknown time passes."""
    return UNDATED in (one, other) or abs(one - other) <= horizon


def speaks_of(day: int, one: Head, other: Head, horizon: int) -> bool:
    """Whether a match row of that day speaks of two versions that carry its texts: of those that met on it, when the later one looked back.

    The same texts may be carried again months later. What an index found then is told by a row of that day; so what is to be known of a
    version lies within the horizon around it, and a run need not read further."""
    then, now = microseconds(one.published), microseconds(other.published)
    return max(day_of(then), day_of(now)) == day and within(then, now, horizon)


@dataclass(frozen=True)
class Taken:
    """How one version's text relates to another's: shares of content, and the row they come from (None: the same text).

    A family of n stories asks for n^2 of these and looks at few more closely: what is dear is worked out when it is asked for."""

    probability: int
    of_member: float
    """Share of the member's text found in the source."""
    of_source: float
    """Share of the source's text found in the member."""
    member_is_short: bool
    _row: np.void | None = None
    _scorer: Scorer | None = None

    @property
    def derivative(self) -> float:
        """How likely it is that the member is a derivative of the source, given that it credits it."""
        if self._row is None or self._scorer is None:
            return 0.0
        return float(self._scorer.derivative(self._row["features"][None], self.member_is_short)[0])

    @property
    def features(self) -> Mapping[str, float]:
        """By name, of the pair."""
        return _OF_ONE_TEXT if self._row is None else named(self._row)


_WHOLE: Final = ("u_short", "len_ratio", "al_short", "w3_short", "w3_long", "al_long")
_OF_ONE_TEXT: Final = dict.fromkeys(FEATURES, 0.0) | dict.fromkeys(_WHOLE, 1.0)
SAME_TEXT: Final = Taken(probability=SCALE, of_member=1.0, of_source=1.0, member_is_short=True)
_COVERS: Final = FEATURES.index("cover_short"), FEATURES.index("cover_long")


def same_source(x: Head, y: Head) -> bool:
    """Whether one source is known to have sent both."""
    return x.source is not None and x.source == y.source


def rivals(x: Head, y: Head) -> bool:
    """Whether both name agencies, and none in common: then they are more likely two reports than one."""
    return bool(x.agencies and y.agencies) and x.agencies.isdisjoint(y.agencies)


@dataclass
class Scored:
    """Match rows of a region by pair of digests; `ask` compares what is missing."""

    rules: Rules
    compare: Compare
    _rows: dict[tuple[int, int], np.void] = field(default_factory=dict)
    _meant: dict[str, frozenset[str]] = field(default_factory=dict)
    """uid -> agencies that it has its text from, whatever it says."""

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
        short = int(row["a"]) == member.digest
        of_short, of_long = (float(row["features"][at]) for at in _COVERS)
        shares = (of_short, of_long) if short else (of_long, of_short)
        return Taken(int(row["probability"]), *shares, short, row, self.rules.scorer)

    def probability(self, one: Sequence[Head], other: Sequence[Head]) -> int:
        """That two stories are one told again: the best over the version pairs within the horizon, in 1/10,000; 0 where there is none."""
        return max((self._of_versions(x, y) for x in one for y in other if x.digest and y.digest), default=0)

    def bond(self, one: Sequence[Head], other: Sequence[Head]) -> int | None:
        """How well two stories hold together where groups are averaged: their probability, or less than nothing.

        Little likeness says little: a brief and a derivative of one story share next to nothing. But where the texts are alike and
        their times or sources say that it is another story all the same, that is a denial, and weighs against a whole group. Two agencies'
        own copies that are not likely one are two, however little or much they share: both reported it. That texts in two languages are
        little alike says nothing."""
        found = self.probability(one, other)
        if found < self.rules.strong and any(x.agency and y.agency and rivals(x, y) for x in one for y in other):
            return OTHER_AGENCY
        if found < self.rules.strong and all(x.language and y.language and x.language != y.language for x in one for y in other):
            return None
        if found >= DENIED:
            return found
        alike = max((self._texts_alone(x, y) for x in one for y in other if x.digest and y.digest), default=0)
        return OTHER_STORY if alike >= self.rules.strong else found

    def _texts_alone(self, x: Head, y: Head) -> int:
        row = self._rows.get((min(x.digest, y.digest), max(x.digest, y.digest)))
        return 0 if row is None else int(row["probability"])

    def _of_versions(self, x: Head, y: Head) -> int:
        """The same of two versions. Equal texts are one story whatever their source and time, within the horizon."""
        then, now = microseconds(x.published), microseconds(y.published)
        if not within(then, now, self.rules.horizon):
            return 0
        if x.digest == y.digest:
            return SCALE
        row = self._rows.get((min(x.digest, y.digest), max(x.digest, y.digest)))
        if row is None:
            return 0
        hours = None if UNDATED in (then, now) else abs(then - now) / HOUR
        return self.rules.scorer.in_context(float(row["odds"]), same_source=same_source(x, y), rivals=self._rivals(x, y), hours=hours)

    def _rivals(self, x: Head, y: Head) -> bool:
        if not rivals(x, y):
            return False
        of_x, of_y = (head.agencies | self._meant.get(head.uid, _NOBODY) for head in (x, y))
        return of_x.isdisjoint(of_y)

    def settle_credits(self, heads: Sequence[Head]) -> None:
        """An outlet that prints an agency's own copy word for word and credits another one has credited the wrong one: for what follows it
        has both, and is no rival of other copies of that agency's."""
        for own in (head for head in heads if head.agency):
            for copy in (head for head in heads if head.agency is None and head.source != own.source):
                if rivals(copy, own) and self._word_for_word(copy, own):
                    self._meant[copy.uid] = self._meant.get(copy.uid, _NOBODY) | own.agencies

    def _word_for_word(self, copy: Head, own: Head) -> bool:
        row = self._rows.get((min(copy.digest, own.digest), max(copy.digest, own.digest)))
        if row is None or not copy.digest or not own.digest:
            return copy.digest == own.digest and copy.digest != 0
        return int(row["a"]) == copy.digest and float(row["features"][_WORDS_OF_SHORT]) >= WORD_FOR_WORD

    def tokens(self, digest: int) -> Tokens:
        """The tokens of a text."""
        return self.compare.tokens(digest)

    def rows(self) -> NDArray[np.void]:
        """All rows, sorted by pair."""
        ordered = [self._rows[key] for key in sorted(self._rows)]
        return np.array(ordered, MATCH) if ordered else np.empty(0, MATCH)
