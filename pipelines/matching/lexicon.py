"""What a word weighs and what its stem is: static tables, so that a pair's score never depends on the stream."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.folding import spell_out
from pipelines.matching.languages import primary
from pipelines.matching.unspaced import TAIL, script
from pipelines.matching.vocabulary import Vocabulary
from pipelines.matching.weights import CONTENT, HEAVIEST, NUMBER_WEIGHT, RARE, YEAR_WEIGHT

__all__ = ["CONTENT", "HEAVIEST", "NUMBER_WEIGHT", "RARE", "YEAR_WEIGHT", "Lexicon", "Word", "Words", "hash64", "lexicon"]

_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_CACHED_WORDS: Final = 200_000
_CACHED_LANGUAGES: Final = 16

_ELIDES: Final = frozenset(("ca", "fr", "it"))
"""Languages that write l'année, dell'anno: the apostrophe ends a word."""
_CAPITAL_NOUNS: Final = frozenset(("de",))
_DECIMAL_COMMA: Final = frozenset((
    "bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "hu", "id", "is", "it", "lt", "lv", "mk", "nb", "nl", "pl", "pt", "ro", "ru",
    "sh", "sk", "sl", "sv", "tr", "uk", "vi",
))  # fmt: skip
"""Languages that write 1.020,5 or 1020,5; a point before three digits groups them."""


class Word(NamedTuple):
    """A token as matching sees it: 64-bit hashes of the token and its stem, the stem's weight in hundredths."""

    token: int
    stem: int
    weight: int
    number: bool


def hash64(text: str) -> int:
    """A stable 64-bit hash."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


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
            columns.number[row], columns.capital[row] = word.number, self._words.may_be_name(token, word)
            self[token] = row
        return row


class Lexicon:
    """Words of one language: `look_up` gives hashes and weight of a token."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.elides = language in _ELIDES
        """Whether an apostrophe parts words."""
        self._vocabulary = Vocabulary(language)
        self._rows = _Rows(self)

    def look_up(self, token: str) -> Word:
        """One token, folded; of an unspaced script, the gram that stands for a word (`unspaced.in_grams`)."""
        if token[0].isdigit():
            return self._number(token)
        if script(token):
            gram = token.rstrip(TAIL)
            return Word(hash64(gram), hash64(gram), self._vocabulary.grams.weigh(token), False)
        word = spell_out(token.lower().removesuffix("'s").replace(".", ""))
        if self.elides and word.endswith("'"):
            return Word(hash64(word), hash64(word), 0, False)
        stem = self._vocabulary.stem(word)
        return Word(hash64(word), hash64(stem), self._vocabulary.weight(stem), False)

    def _number(self, token: str) -> Word:
        if self.language in _DECIMAL_COMMA:
            number = token.replace(",", "").replace(".", "") if _GROUPED.fullmatch(token) else token.replace(",", ".")
        else:
            number = token.replace(",", "")
        digits = sum(c.isdigit() for c in number)
        weight = YEAR_WEIGHT if _YEAR.fullmatch(number) else NUMBER_WEIGHT[min(digits, 6) - 1]
        return Word(hash64(number), hash64(number), weight, True)

    def may_be_name(self, token: str, word: Word) -> bool:
        """Whether a token, inside a sentence, would be a name: it has a capital, which in German says something of rare words only."""
        return token[0].isupper() and token[-1] != "'" and (self.language not in _CAPITAL_NOUNS or word.weight >= RARE)

    def look_up_all(self, tokens: list[str]) -> Words:
        """Tokens of one text, folded, as parallel arrays."""
        rows = self._rows
        if len(rows) > _CACHED_WORDS:
            rows = self._rows = _Rows(self)
        # The lookups come first: they may add rows, and so replace the columns.
        at = np.fromiter(map(rows.__getitem__, tokens), np.int64, len(tokens))
        return rows.columns.each(lambda column: column[at])


def lexicon(language: str | None) -> Lexicon:
    """The lexicon of a BCP 47 tag; English where the language is unknown."""
    return _lexicon(primary(language or "en"))


@lru_cache(maxsize=_CACHED_LANGUAGES)
def _lexicon(language: str) -> Lexicon:
    return Lexicon(language)
