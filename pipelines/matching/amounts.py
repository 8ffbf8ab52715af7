"""What numbers come to, read back from the hashes of figures and of the words behind them: "640m" is 640 million, and "nearly two thirds"
may be 64 per cent."""

from __future__ import annotations

from functools import cache
from math import floor, isclose, log10
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.folding import spell_out
from pipelines.matching.lexicon import hash64

_TIMES: Final[dict[float, str]] = {
    12.0: "dozen dutzend douzaine docena dozzina duzia dozijn",
    1e2: "hundred hundert honderd cien cem",
    1e3: "thousand k tausend mille mil mila duizend тысяч тысячи",
    1e6: "million millions m mn mln mio millionen millon millones milhao milhoes milione milioni miljoen миллион миллиона миллионов млн",
    1e9: "billion billions bn bln milliarde milliarden mrd mld milliard milliards miliardo miliardi miljard bilhao bilhoes "
    "миллиард миллиарда миллиардов млрд",
    1e12: "trillion trillions tn trn",
}
"""What stands behind a number, or behind "a": -> what it is multiplied by."""
_ARTICLES: Final = "a an one ein eine un une una um uma uno een"
_PARTS: Final[dict[int, str]] = {
    3: "third thirds drittel tiers tercio tercios terzo terzi terco tercos derde",
    4: "quarter quarters viertel quart quarts cuarto cuartos quarto quarti quartos kwart",
    5: "fifth fifths funftel cinquieme cinquiemes quinto quintos quinti",
    10: "tenth tenths zehntel dixieme decimo",
}
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte",
    "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme",
    "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo",
    "primeiro segundo terceiro quarto quinto sexto setimo oitavo nono decimo",
    "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo",
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
)
"""A fifth title makes a five-time champion."""
_HALF: Final = "half halves halfte moitie mitad meta metade helft"
ROUNDED: Final = 0.1
"""How far a rounded number may be from the one that it stands for, and from which number on one is rounded:"""
LARGE: Final = 20
POINTS: Final = 4.0
"""How far a share in per cent may be from "a third"."""


class Amounts(NamedTuple):
    """What the numbers of a sentence come to, and its shares in words, in per cent."""

    exact: frozenset[float]
    shares: frozenset[float]

    def tells(self, amount: float) -> bool:
        """Whether one of them is that amount, or a round number or share in its place."""
        close = any(isclose(one, amount, rel_tol=1e-9) or _rounds(one, amount) for one in self.exact)
        return close or (5 <= amount < 100 and any(abs(one - amount) <= POINTS for one in self.shares))


NONE: Final = Amounts(frozenset(), frozenset())


def amounts(token: NDArray[np.uint64], number: NDArray[np.bool_]) -> Amounts:
    """Of the tokens of one sentence, numbers in words as figures, and which of them are numbers."""
    hashes, values = _figures()
    at = np.minimum(np.searchsorted(hashes, token), len(hashes) - 1)
    known = np.where((hashes[at] == token) & number, values[at], np.nan).tolist()
    said, exact, shares = token.tolist(), set(), set()
    for i, word in enumerate(said):
        counted = known[i] if known[i] == known[i] else 1.0 if word in _words(_ARTICLES) else None
        behind = said[i + 1] if i + 1 < len(said) else None
        if counted is not None and behind in _factors():
            exact.add(counted * _factors()[behind] * (0.5 if i and said[i - 1] in _words(_HALF) else 1))
        elif counted is not None and behind in _denominators() and counted < _denominators()[behind]:
            shares.add(100 * counted / _denominators()[behind])
        elif word in _words(_HALF):
            shares.add(50.0)
        elif known[i] == known[i]:
            exact.add(known[i])
        elif word in _ordinals() and (i == 0 or said[i - 1] not in _words(_ARTICLES)):
            exact.add(_ordinals()[word])
    return Amounts(frozenset(exact), frozenset(shares))


def _rounds(one: float, amount: float) -> bool:
    """Whether a number has fewer figures than an amount, and differs from it by less than one in its last figure."""
    if amount < LARGE or abs(one - amount) > ROUNDED * amount:
        return False
    step = _last_place(one)
    return step > _last_place(amount) and abs(one - amount) < step


def _last_place(number: float) -> float:
    """What one in the last figure of a number that is not nought comes to: 100 in 1,200."""
    digits = f"{number:.12g}" if number < 1e12 else f"{number:.0f}"
    whole, _, part = digits.partition(".")
    if part:
        return float(10 ** -len(part))
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(10 ** min(zeros, floor(log10(number)))) if number >= 1 else 1.0


@cache
def _figures() -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Hashes of figures as the lexicon writes them, ascending, and what they come to."""
    told = {str(n) for n in range(100_000)} | {str(n * 10**zeros) for n in range(1, 1000) for zeros in range(2, 10)}
    told |= {f"{n / 10:.1f}" for n in range(1, 10_000)} | {f"{n / 100:.2f}" for n in range(1, 10_000)}
    found = sorted((hash64(figures), float(figures)) for figures in told)
    return np.array([h for h, _ in found], np.uint64), np.array([value for _, value in found], np.float64)


@cache
def _factors() -> dict[int, float]:
    return {hash64(spell_out(word)): times for times, words in _TIMES.items() for word in words.split()}


@cache
def _denominators() -> dict[int, int]:
    return {hash64(spell_out(word)): parts for parts, words in _PARTS.items() for word in words.split()}


@cache
def _ordinals() -> dict[int, float]:
    return {hash64(spell_out(word)): float(number) for line in _ORDINALS for number, word in enumerate(line.split(), 1)}


@cache
def _words(listed: str) -> frozenset[int]:
    return frozenset(hash64(spell_out(word)) for word in listed.split())
