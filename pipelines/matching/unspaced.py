"""Scripts that part no words: what stands for a word there, and what it weighs.

A run of one script is read as overlapping grams, one a character: two characters of Han or hiragana, four of the alphabets of
South-East Asia (some Thai word has four letters; two would be in every text). What follows the last gram of a run is its *tail*.
Runs of katakana are words: they are not treated here.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pipelines.matching.weights import BUCKETS, CONTENT, RARE, frequency_weight

HAN: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA: Final = "\u3041-\u3096\u309d-\u309f"
KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff"
_ALPHABETS: Final = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800))
ALPHABETS: Final = "".join(chr(code) for low, high in _ALPHABETS for code in range(low, high) if unicodedata.category(chr(code))[0] in "LM")
"""Letters and signs of Thai, Lao, Burmese and Khmer."""
CHARACTERS: Final = HAN + HIRAGANA + ALPHABETS
"""As a class in a pattern."""

TAIL: Final = "\n"
"""Behind a character: the end of a run, told by the gram before it."""
_ALPHABET_SET: Final = frozenset(ALPHABETS)
_GRAM: Final = {"han": 2, "hiragana": 2, "alphabet": 4}
_ACROSS: Final = 30
"""How much commoner a pair of characters across a word's border counts than it is: which words stand together says less than a word."""
_GRAMMAR: Final = CONTENT - 10
"""The most that hiragana weigh: they write endings and particles."""


def script(token: str) -> str:
    """`han`, `hiragana`, `alphabet`, or nothing for a token of other scripts."""
    first = token[0]
    if first < "\u0e00":
        return ""
    if "\u3400" <= first <= "\u9fff" or "\u3005" <= first <= "\u3007" or "\uf900" <= first <= "\ufaff" or first >= "\U00020000":
        return "han"
    if "\u3041" <= first <= "\u3096" or "\u309d" <= first <= "\u309f":
        return "hiragana"
    return "alphabet" if first in _ALPHABET_SET else ""


def in_grams(gaps: Sequence[str], tokens: Sequence[str]) -> list[str]:
    """Tokens, and the gap before each -> the same with each character of an unspaced script replaced by what it stands for.

    A character where no whole gram begins is marked as a tail; a run shorter than a gram is told by its first character's token.
    """
    out = list(tokens)
    kinds = [script(token) for token in tokens]
    at = 0
    while at < len(out):
        stop = at + 1
        if kinds[at]:
            while stop < len(out) and kinds[stop] == kinds[at] and not gaps[stop]:
                stop += 1
            run = "".join(tokens[at:stop])
            size = _GRAM[kinds[at]]
            for i in range(len(run)):
                out[at + i] = run[i : i + size] if i == 0 or i + size <= len(run) else run[i] + TAIL
        at = stop
    return out


class Grams:
    """Weights of grams of Han and hiragana from a list of words by frequency.

    How often two characters meet is the summed frequency of the words that hold them, plus what meets across borders of words if words
    followed each other by chance: (words ending in the one) x (words beginning with the other).
    """

    def __init__(self, buckets: Sequence[Sequence[str]]) -> None:
        self._within: defaultdict[str, float] = defaultdict(float)
        self._begins: defaultdict[str, float] = defaultdict(float)
        self._ends: defaultdict[str, float] = defaultdict(float)
        for bucket, words in enumerate(buckets[:BUCKETS]):
            frequency = 10 ** (-bucket / 100)
            for word in words:
                if script(word):
                    self._add(word, frequency)

    def _add(self, word: str, frequency: float) -> None:
        self._begins[word[0]] += frequency
        self._ends[word[-1]] += frequency
        for gram in {word[i : i + size] for size in (1, 2) for i in range(len(word) - size + 1)}:
            self._within[gram] += frequency

    def weigh(self, gram: str) -> int:
        """Weight of a gram, in hundredths; `RARE` where the list does not know its characters or has no such script."""
        if gram.endswith(TAIL):
            return 0
        kind = script(gram)
        if kind == "alphabet" or not all(character in self._within for character in gram):
            return _GRAMMAR if kind == "hiragana" else RARE
        frequency = self._within.get(gram, 0.0)
        if len(gram) == 2:
            frequency += _ACROSS * self._ends.get(gram[0], 0.0) * self._begins.get(gram[1], 0.0)
        weight = frequency_weight(frequency)
        return min(weight, _GRAMMAR) if kind == "hiragana" else weight
