"""Which sentences of one text another tells, and in which of its own: what is left over was cut, or added.

A sentence is told by the weight of its telling words that stand together in one or two neighbouring sentences of the other text. Words
that stand in many sentences of a story say little of any one of them: their weight is shared out. Figures say much. Less weight will do
where two sentences are each other's nearest: a free retelling keeps few words, but no other sentence has as many of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipelines.matching.evidence import shared_runs
from pipelines.matching.lexicon import CONTENT
from pipelines.matching.tokens import NUMBER
from pipelines.matching.wording import Wording
from schemas.changes import Stretch, Where

TOLD: Final = 0.34
"""Share of a sentence's weight from which the other text tells it."""
MUTUAL: Final = 0.18
"""The same, where the two sentences are each other's nearest."""
FIGURE: Final = 400
"""Least weight of a figure of two digits and more."""
NEAR: Final = 2
"""How many sentences apart the two may stand that tell one sentence."""
WORTH: Final = 0.15
"""Share of a sentence's weight that a second sentence must add."""


@dataclass(frozen=True)
class Retold:
    """Of each sentence of a text: the share of it that the other text tells, and in which of its sentences, the best first."""

    share: tuple[float, ...]
    where: tuple[tuple[int, ...], ...]
    told: tuple[bool, ...]
    """Which sentences the other text tells."""


def retold(one: Wording, other: Wording) -> tuple[Retold, Retold]:
    """Which sentences of each of two texts the other one tells."""
    sides = _found(one, other), _found(other, one)
    return _judged(*sides), _judged(*sides[::-1])


_Found = list[tuple[float, tuple[int, ...]]]


def _judged(own: _Found, other: _Found) -> Retold:
    telling = {place for share, where in other if share >= TOLD for place in where}
    told = []
    for number, (share, where) in enumerate(own):
        mutual = bool(where) and share >= MUTUAL and other[where[0]][0] >= MUTUAL and number in other[where[0]][1]
        told.append(share >= TOLD or number in telling or mutual)
    places = []
    for number, (_, where) in enumerate(own):
        back = (place for place, (share, theirs) in enumerate(other) if share >= TOLD and number in theirs)
        places.append(tuple(dict.fromkeys((*where, *back))))
    return Retold(tuple(share for share, _ in own), tuple(places), tuple(told))


def _found(own: Wording, other: Wording) -> _Found:
    weights = _weights(own, other)
    postings: dict[int, set[int]] = defaultdict(set)
    for stem, sentence in _content(other):
        postings[stem].add(sentence)
    stems: list[dict[int, float]] = [{} for _ in own.sentences]
    for stem, sentence in _content(own):
        stems[sentence][stem] = weights[stem]
    same = _same_words(own, other)
    found = []
    for number, held in enumerate(stems):
        share, where = _best(held, postings)
        if same[number][0] > share:
            share, where = same[number][0], tuple(dict.fromkeys((same[number][1], *where)))
        found.append((share, where))
    return found


def _content(text: Wording) -> Iterable[tuple[int, int]]:
    kept = text.tokens.weight >= CONTENT
    return zip(text.tokens.stem[kept].tolist(), text.tokens.sentence[kept].tolist(), strict=True)


def _weights(own: Wording, other: Wording) -> dict[int, float]:
    """Weight of each telling stem of a text, shared out among the sentences that have it in the text that has it more often."""
    often: list[Counter[int]] = []
    for text in (own, other):
        often.append(Counter(stem for stem, _ in set(_content(text))))
    tokens = own.tokens
    kept = tokens.weight >= CONTENT
    telling = np.where(tokens.flags & NUMBER != 0, np.maximum(tokens.weight, FIGURE), tokens.weight)
    weight = dict(zip(tokens.stem[kept].tolist(), telling[kept].tolist(), strict=True))
    return {stem: w / max(often[0][stem], often[1][stem]) ** 0.5 for stem, w in weight.items()}


def _best(held: dict[int, float], postings: dict[int, set[int]]) -> tuple[float, tuple[int, ...]]:
    """The sentence of the other text that tells most of one, and a second near it if it adds enough."""
    total = sum(held.values())
    gains: dict[int, float] = defaultdict(float)
    for stem, weight in held.items():
        for sentence in postings.get(stem, ()):
            gains[sentence] += weight
    if not gains:
        return 0.0, ()
    first = min(gains, key=lambda s: (-round(gains[s], 6), s))
    rest = {stem: weight for stem, weight in held.items() if first not in postings.get(stem, ())}
    more: dict[int, float] = defaultdict(float)
    for stem, weight in rest.items():
        for sentence in postings.get(stem, ()):
            if 0 < abs(sentence - first) <= NEAR:
                more[sentence] += weight
    if more:
        second = min(more, key=lambda s: (-round(more[s], 6), s))
        if more[second] >= WORTH * total:
            return (gains[first] + more[second]) / total, (first, second)
    return gains[first] / total, (first,)


def _same_words(own: Wording, other: Wording) -> list[tuple[float, int]]:
    """Of each sentence the share of its words inside passages of the same words, and the other text's sentence with most of them."""
    where = np.full(len(own.tokens), -1, np.int64)
    for x, y, n in shared_runs(own.tokens, other.tokens):
        where[x : x + n] = other.tokens.sentence[y : y + n]
    found = []
    for sentence in own.sentences:
        counts = Counter(n for n in where[sentence].tolist() if n >= 0)
        best = min(counts, key=lambda n: (-counts[n], n), default=-1)
        found.append((counts.total() / max(1, sentence.stop - sentence.start), best))
    return found


def stretches(text: Wording, told: Sequence[bool]) -> tuple[Stretch, ...]:
    """The sentences that are not told, those in a row as one."""
    found = []
    at = 0
    while at < len(told):
        stop = at
        while stop < len(told) and not told[stop]:
            stop += 1
        if stop > at:
            found.append(_stretch(text, at, stop))
        at = stop + 1
    return tuple(found)


def _stretch(text: Wording, first: int, stop: int) -> Stretch:
    tokens = slice(text.sentences[first].start, text.sentences[stop - 1].stop)
    span = text.with_signs(text.span(tokens))
    words = tokens.stop - tokens.start
    share = round(words / len(text.tokens), 4)
    return Stretch(
        at=span, sentences=stop - first, words=words, share=share, where=_where(first, stop, len(text.sentences)), text=text.said(span)
    )


def _where(first: int, stop: int, count: int) -> Where:
    if first == 0:
        return "all" if stop == count else "head"
    return "tail" if stop == count else "middle"


def moved(found: Retold) -> int:
    """How many sentences would have to be put elsewhere for what is told to follow the other text's order."""
    order = [where[0] for where, told in zip(found.where, found.told, strict=True) if told and where]
    ends: list[int] = []
    for place in order:
        at = bisect_right(ends, place)
        ends[at : at + 1] = [place]
    return len(order) - len(ends)
