"""Numbers written as words, as the hash of the same number in figures: a copy that says fourteen says 14."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.folding import spell_out
from pipelines.matching.lexicon import hash64
from pipelines.matching.spelt_numbers import TENS, UNITS

_ONES: Final = frozenset(hash64(word) for word in ("one", "uno", "un", "um", "een"))
"""One is an article in most of these languages, and is known behind a ten only."""
_MORE: Final = {"dezesseis": 16, "dezessete": 17, "dezenove": 19, "duas": 2, "dreissig": 30}


@cache
def _tables() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Hashes of the words, ascending, and what each says. Where languages differ over a word, none is known by it."""
    found: dict[int, set[int]] = {}
    for language, small in UNITS.items():
        tens = enumerate(TENS[language].split(), 2)
        told = [*enumerate(small.split(), 2), *((10 * ten, word) for ten, word in tens if word.isalpha())]
        for number, word in (*told, *((number, word) for word, number in _MORE.items())):
            found.setdefault(hash64(spell_out(word)), set()).add(number)
    sure = sorted((word, min(numbers)) for word, numbers in found.items() if len(numbers) == 1)
    return np.array([word for word, _ in sure], np.uint64), np.array([number for _, number in sure], np.uint8)


@cache
def _figures() -> NDArray[np.uint64]:
    return np.array([hash64(str(number)) for number in range(100)], np.uint64)


def in_figures(token: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Hashes of tokens -> the same with words for numbers as their figures, and which of them those were. A ten and a unit behind it are
    one number, which stands at the ten; the unit is told as it."""
    words, numbers = _tables()
    at = np.minimum(np.searchsorted(words, token), len(words) - 1)
    spelled = words[at] == token
    value = np.where(spelled, numbers[at], 0).astype(np.int64)
    ten = spelled & (value >= 20)
    follows = np.zeros(len(token), np.bool_)
    one = np.isin(token, np.fromiter(_ONES, np.uint64, len(_ONES)))
    follows[1:] = ten[:-1] & ((spelled[1:] & (value[1:] < 10)) | one[1:])
    spelled |= follows
    whole = np.where(follows & one, 1, value)
    whole[:-1] += np.where(follows[1:], whole[1:], 0)
    whole[1:] = np.where(follows[1:], whole[:-1], whole[1:])
    return np.where(spelled, _figures()[np.minimum(whole, 99)], token), spelled
