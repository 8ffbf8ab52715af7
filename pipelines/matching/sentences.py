"""The sentences of a text as what they say: content words and values with their weights, and what their numbers come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pipelines.matching.amounts import NONE, Amounts, amounts
from pipelines.matching.lexicon import CONTENT
from pipelines.matching.number_words import in_figures
from pipelines.matching.tokens import NAME, NUMBER, Tokens
from pipelines.matching.value_words import DOWN, UP, directions, months, value_words

WAYS: Final = frozenset((UP, DOWN))


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text. `stems`: content words and values with their weights; `values`: numbers, names, negations and the like."""

    words: tuple[int, ...]
    said: tuple[int, ...]
    """Every token's stem."""
    stems: dict[int, int]
    values: frozenset[int]
    names: dict[int, int]
    """Stem -> token: Kovac and Kovacs have one stem, and are two people."""
    counts: frozenset[int]
    """Numbers that do not stand beside a month."""
    start: int
    end: int
    amounts: Amounts = NONE

    @property
    def weight(self) -> int:
        """Of all that it says."""
        return sum(self.stems.values())

    def share(self, some: dict[int, int]) -> float:
        """How much of some stems or names, by weight, it says."""
        total = sum(some.values())
        said = self.stems.keys() | {*self.words}
        return sum(w for stem, w in some.items() if stem in said) / total if total else 0.0


def sentences(text: Tokens) -> list[Sentence]:
    """The sentences of a text. Numbers count however short they are, and in words as in figures."""
    token, spelled = in_figures(text.token)
    number = spelled | ((text.flags & NUMBER) != 0)
    key = np.where(number, token, text.stem)
    ways = directions()
    key = np.array([ways.get(word, stem) for word, stem in zip(text.token.tolist(), key.tolist(), strict=True)], np.uint64)
    names = set(text.stem[(text.flags & NAME) != 0].tolist())
    breaks = np.flatnonzero(np.diff(text.sentence)) + 1
    out = []
    for own in np.split(np.arange(len(text)), breaks) if len(text) else ():
        stems: dict[int, int] = {}
        named: dict[int, int] = {}
        values = set()
        for i in own.tolist():
            stem, word = int(key[i]), int(text.token[i])
            value = number[i] or word in value_words() or stem in WAYS
            if value or text.weight[i] >= CONTENT:
                stems[stem] = max(int(text.weight[i]), CONTENT)
                if value or stem in names:
                    values.add(stem)
                if stem in names and not number[i]:
                    named[stem] = word
        words = tuple(token[own].tolist())
        said = tuple(key[own].tolist())
        dated = np.zeros(len(own) + 2, np.bool_)
        month = [int(word) in months() for word in text.token[own].tolist()]
        dated[:-2] |= month
        dated[2:] |= month
        counts = frozenset(key[own][number[own] & ~dated[1:-1]].tolist())
        start, end = int(text.start[own[0]]), int(text.end[own[-1]])
        out.append(Sentence(words, said, stems, frozenset(values), named, counts, start, end, amounts(token[own], number[own])))
    return out


def both(one: Sentence, other: Sentence) -> Sentence:
    """Two sentences as one."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    return Sentence(
        one.words + other.words,
        one.said + other.said,
        one.stems | other.stems,
        one.values | other.values,
        other.names | one.names,
        one.counts | other.counts,
        start,
        end,
        Amounts(one.amounts.exact | other.amounts.exact, one.amounts.shares | other.amounts.shares),
    )
