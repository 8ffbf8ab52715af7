"""Numbers of a text as values, however its language writes them: 1,234.5 and 1.234,5; 11,800 and 11.8 thousand and 1.18万."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from pipelines.matching.lexicon import lexicon
from pipelines.matching.weights import NUMBER_WEIGHT, YEAR_WEIGHT

_FACTORS: Final[dict[int, str]] = {
    3: "thousand tausend tsd mil mille mila duizend тыс тысяч тысяча тысячи тысячу тис тисяч ألف آلاف الف ألفا الفا k",
    6: "million millions millionen mio mn millón millon millones milhão milhao milhões milhoes milione milioni miljoen "
    "млн миллион миллиона миллионов мільйон мільйона мільйонів مليون ملايين m",
    9: "billion billions bn milliarde milliarden mrd milliard milliards miliardo miliardi miljard bilhão bilhao bilhões bilhoes "
    "млрд миллиард миллиарда миллиардов мільярд мільярда мільярдів مليار",
    12: "trillion trillions tn триллион триллиона триллионов трлн",
}
"""Power of ten -> words behind a number. Billion is 10^9, as wires use it in all languages that have the word in this sense."""
_WORDS: Final = {word: power for power, words in _FACTORS.items() for word in words.split()}
_AFTER_MONEY: Final = frozenset(("k", "m"))
"""Factors only behind a sum of money: elsewhere 300m are metres."""
_COMPOUNDS: Final = {"mil millones": 9, "mil milhões": 9, "mil milhoes": 9}
_UNSPACED: Final = {"兆": 12, "億": 8, "亿": 8, "万": 4, "萬": 4}
_ALL: Final = {**_COMPOUNDS, **_WORDS}
_BEHIND: Final = "|".join(re.escape(word) for word in sorted(_ALL, key=lambda word: (-len(word), word)))
_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_VALUE = re.compile(
    rf"(?:(?P<money>[$£€]) ?)?(?P<number>\d\d?:\d\d(?!\d)|{_NUMBER})(?: ?[-~至到] ?(?P<upto>{_NUMBER}))?"
    rf"(?:(?P<unspaced>[兆億亿万萬])|[ -]?(?P<word>{_BEHIND})(?!\w))?",
    re.IGNORECASE,
)
_SPACED_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,]?\d)")
_GROUPED_BY_POINT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
"""Exclusive."""


class Value(NamedTuple):
    """A number, and where it stands in the text it was read from."""

    value: Decimal
    place: int
    end: int = 0
    """Behind it, with the word or sign that multiplies it."""

    @property
    def key(self) -> str:
        """Plain digits: `11800`, `9.5`."""
        return f"{self.value.normalize():f}"

    @property
    def weight(self) -> int:
        """How telling it is, in the hundredths of all weights: by its digits without the zeros that round it; years weigh less."""
        if _FIRST_YEAR <= self.value < _LAST_YEAR and self.value == int(self.value):
            return YEAR_WEIGHT
        digits = self.key.replace(".", "").strip("0")
        whole = len(self.key.partition(".")[0])
        point = 1 if "." in self.key else 0
        return NUMBER_WEIGHT[min(6, max(len(digits) + point, min(whole, 3), 1)) - 1]


def values(folded: str, language: str) -> Iterator[Value]:
    """The numbers in a text that `folding.fold` has made plain, in order; a compound such as 1億2000万 is one."""
    comma = decimal_comma(language)
    if comma:
        # Lengths stay: what is cut from inside a number is put behind it.
        folded = _SPACED_GROUPS.sub(lambda match: match[0].replace(" ", "").ljust(len(match[0])), folded)
    waiting: tuple[Value, int, int] | None = None
    for match in _VALUE.finditer(folded):
        power = _power(match)
        place = match.start("upto" if match["upto"] else "number")
        value = Value(_read(match["upto"] or match["number"], comma).scaleb(power), place, _end(match, power))
        if waiting is not None and waiting[1] > power and waiting[2] == match.start() and match["upto"] is None:
            value = Value(waiting[0].value + value.value, waiting[0].place, value.end)
        elif waiting is not None:
            yield waiting[0]
        waiting = None
        if match["upto"]:
            first = _read(match["number"], comma)
            # 232-238 thousand: the factor is the first one's too.
            yield Value(first.scaleb(power) if first.scaleb(power) < value.value else first, match.start("number"), match.end("number"))
        if match["unspaced"]:
            waiting = value, power, match.end()
        else:
            yield value
    if waiting is not None:
        yield waiting[0]


def _power(match: re.Match[str]) -> int:
    if match["unspaced"]:
        return _UNSPACED[match["unspaced"]]
    word = (match["word"] or "").lower()
    return 0 if not word or (word in _AFTER_MONEY and match["money"] is None) else _ALL[word]


def _end(match: re.Match[str], power: int) -> int:
    """Behind a number; its spaces, where they group digits, are at its end by now."""
    return match.end() if power else match.end("upto" if match["upto"] else "number")


def _read(number: str, comma: bool) -> Decimal:
    if ":" in number:
        return Decimal(number.replace(":", "."))
    if comma and not (number.count(".") == 1 and "," not in number and _GROUPED_BY_POINT.fullmatch(number) is None):
        number = number.replace(".", "").replace(",", ".", 1)
    plain = number.replace(",", "")
    whole, _, rest = plain.partition(".")
    return Decimal(f"{whole}.{rest.replace('.', '')}" if rest else whole)


@lru_cache(maxsize=64)
def decimal_comma(language: str) -> bool:
    """Whether a language writes 3,4 for three and four tenths. Asked of the lexicon, so that there is one list of such languages."""
    words = lexicon(language)
    return words.look_up("3,4").token == words.look_up("3.4").token
