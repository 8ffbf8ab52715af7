"""What a word weighs and what its stem is: static tables, so that a pair's score never depends on the stream.

Weights are in hundredths, as integers: sums are exact, whatever their order.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from pipelines.matching.folding import fold

CONTENT: Final = 140
"""Weight from which a word says something of a story: about one word in 600,000 of running text or rarer than that is 5.5."""
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


class Lexicon:
    """Words of one language: `look_up` gives hashes and weight of a token.

    The weight is `clip(7.2 - zipf, 0, 5.5)` with the frequencies of wordfreq (Speer 2022), the least over the forms of a stem.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._stem = stem if language == "en" else str
        self._stem_weight = self._weigh_stems(language)
        self._known: dict[str, Word] = {}

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
        """The token must be folded and lower case."""
        word = self._known.get(token)
        if word is None:
            if len(self._known) >= _CACHED_WORDS:
                self._known.clear()
            word = self._known[token] = self._make(token)
        return word

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
