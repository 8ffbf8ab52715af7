"""What a word weighs and what its stem is: static tables, so that a pair's score never depends on the stream.

Weights are in hundredths, as integers: sums are exact, whatever their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.folding import fold

CONTENT: Final = 140
"""Weight from which a word says something of a story; it leaves out the five hundred commonest words or so."""
RARE: Final = 370
HEAVIEST: Final = 550
NUMBER_WEIGHT: Final = (80, 160, 260, 360, 460, 500)
"""By digits, one to six and more."""
YEAR_WEIGHT: Final = 200

_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_CACHED_WORDS: Final = 400_000


class Word(NamedTuple):
    """A token as matching sees it: 64-bit hashes of the token and its stem, the stem's weight in hundredths."""

    token: int
    stem: int
    weight: int
    number: bool


def hash64(text: str) -> int:
    """A stable 64-bit hash."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def stem(word: str) -> str:
    """The stem of a lower-case English word. A rough one: two forms of a word should meet, a root is not sought."""
    if len(word) <= 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "aeiouls":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


class Words(NamedTuple):
    """Tokens as parallel arrays."""

    token: NDArray[np.uint64]
    stem: NDArray[np.uint64]
    weight: NDArray[np.uint16]
    number: NDArray[np.bool_]
    capital: NDArray[np.bool_]

    def each(self, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Words:
        """The same change to every array."""
        return Words(change(self.token), change(self.stem), change(self.weight), change(self.number), change(self.capital))


class _Rows(dict[str, int]):
    """Token as it stands in a text -> its row in the columns; a new one is made on the way. Threads may share it."""

    def __init__(self, words: Lexicon) -> None:
        super().__init__()
        self._words = words
        self._adding = Lock()
        room = 1 << 12
        self.columns = Words(
            np.zeros(room, np.uint64),
            np.zeros(room, np.uint64),
            np.zeros(room, np.uint16),
            np.zeros(room, np.bool_),
            np.zeros(room, np.bool_),
        )

    def __missing__(self, token: str) -> int:
        word = self._words.look_up(token)
        with self._adding:
            row = self.get(token)
            if row is not None:  # another thread was faster
                return row
            row = len(self)
            if row == len(self.columns.token):
                self.columns = self.columns.each(lambda column: np.concatenate([column, np.zeros_like(column)]))
            columns = self.columns
            columns.token[row], columns.stem[row], columns.weight[row] = word.token, word.stem, word.weight
            columns.number[row], columns.capital[row] = word.number, token[0].isupper()
            self[token] = row
        return row


def _normal(token: str) -> str:
    """Lower case; dots out of U.S., commas out of 1,020, the possessive off."""
    if token[0].isdigit():
        return token.replace(",", "")
    return token.lower().removesuffix("'s").replace(".", "")


class Lexicon:
    """Words of one language: `look_up` gives hashes and weight of a token.

    The weight is `clip(7.2 - zipf, 0, 5.5)` with the frequencies of wordfreq (Speer 2022), the least over the forms of a stem.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._stem = stem if language == "en" else str
        self._stem_weight = self._weigh_stems(language)
        self._rows = _Rows(self)

    def _weigh_stems(self, language: str) -> dict[str, int]:
        from wordfreq import available_languages, get_frequency_dict

        if language not in available_languages("best"):
            return {}
        from math import log10

        weights: dict[str, int] = {}
        for word, frequency in get_frequency_dict(language, wordlist="best").items():
            weight = max(0, min(HEAVIEST, round(100 * (7.2 - 9.0 - log10(frequency)))))
            root = self._stem(fold(word)[0])
            if weight < weights.get(root, HEAVIEST):
                weights[root] = weight
        return weights

    def look_up(self, token: str) -> Word:
        """One token, folded."""
        return self._make(_normal(token))

    def look_up_all(self, tokens: list[str]) -> Words:
        """Tokens of one text, folded, as parallel arrays."""
        rows = self._rows
        if len(rows) > _CACHED_WORDS:
            rows = self._rows = _Rows(self)
        # The lookups come first: they may add rows, and so replace the columns.
        at = np.fromiter(map(rows.__getitem__, tokens), np.int64, len(tokens))
        return rows.columns.each(lambda column: column[at])

    def _make(self, token: str) -> Word:
        if _NUMBER.match(token):
            digits = sum(c.isdigit() for c in token)
            weight = YEAR_WEIGHT if _YEAR.fullmatch(token) else NUMBER_WEIGHT[min(digits, 6) - 1]
            return Word(hash64(token), hash64(token), weight, True)
        root = self._stem(token)
        return Word(hash64(token), hash64(root), self._stem_weight.get(root, HEAVIEST), False)


def lexicon(language: str | None) -> Lexicon:
    """The lexicon of a BCP 47 tag; English where the language is unknown."""
    return _lexicon((language or "en").split("-")[0].lower())


@lru_cache(maxsize=8)
def _lexicon(language: str) -> Lexicon:
    return Lexicon(language)
