"""Numbers written out in words: fourteen, twenty-nine, two hundred and fifty, dreiundzwanzig, treinta y dos.

In eight languages; of Russian the nominative. "One" alone counts in English only: elsewhere it is an article too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

UNITS: Final[dict[str, str]] = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto "
    "diciannove",
    "pt": "dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать "
    "семнадцать восемнадцать девятнадцать",
}
"""From two on, as `folding.spell_out` writes them."""
TENS: Final[dict[str, str]] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "fr": "vingt trente quarante cinquante soixante - quatre-vingt -",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
}
_ONE: Final = {"en": "one", "de": "ein", "nl": "een", "fr": "un", "es": "un", "it": "uno", "pt": "um", "ru": "один"}
_AND: Final = {"en": "and", "de": "und", "nl": "en", "fr": "et", "es": "y", "it": "e", "pt": "e"}
_TIMES: Final[dict[str, dict[str, int]]] = {
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9},
    "de": {"hundert": 100, "tausend": 1000, "millionen": 10**6, "milliarden": 10**9},
    "nl": {"honderd": 100, "duizend": 1000, "miljoen": 10**6, "miljard": 10**9},
    "fr": {"cent": 100, "cents": 100, "mille": 1000, "millions": 10**6, "milliards": 10**9},
    "es": {"mil": 1000, "millones": 10**6},
    "it": {"mila": 1000, "milioni": 10**6, "miliardi": 10**9},
    "pt": {"mil": 1000, "milhoes": 10**6, "bilhoes": 10**9},
    "ru": {"тысяч": 1000, "тысячи": 1000, "миллионов": 10**6, "миллиона": 10**6},
}
_AT_ONCE: Final = ("de", "nl", "it", "es")
"""Languages that write numbers up to a hundred in one word."""


class Spelt(NamedTuple):
    """A number in words: its value, and the tokens that it takes."""

    value: int
    first: int
    stop: int


@lru_cache(maxsize=16)
def _simple(language: str) -> dict[str, int]:
    """One word -> its value."""
    found = {word: value for value, word in enumerate(UNITS.get(language, "").split(), 2)}
    tens = {word: 10 * value for value, word in enumerate(TENS.get(language, "").split(), 2) if "-" not in word}
    units = {**{word: value for word, value in found.items() if value < 10}, _ONE.get(language, ""): 1}
    if language in _AT_ONCE:
        for ten, value in tens.items():
            for unit, more in units.items():
                for joined in _joined(language, ten, unit):
                    found[joined] = value + more
    return {**found, **tens, **({"one": 1} if language == "en" else {})}


def _joined(language: str, ten: str, unit: str) -> tuple[str, ...]:
    if language in ("de", "nl"):
        return (f"{unit}{_AND[language]}{ten}",)
    if language == "es":
        return (f"veinti{unit}",) if ten == "veinte" else ()
    return (f"{ten[:-1]}{unit}", f"{ten}{unit}")


def spelt_numbers(words: Sequence[str], language: str) -> list[Spelt]:
    """The numbers that are written out, in order. `words`: small plain letters, as `Wording.words` has them."""
    simple, times = _simple(language), _TIMES.get(language, {})
    if not simple:
        return []
    found = []
    at = 0
    while at < len(words):
        if words[at] in simple or (words[at] in times and at and words[at - 1] == "a"):
            value, stop = _read(words, at, language)
            found.append(Spelt(value, at, stop))
            at = stop
        else:
            at += 1
    return found


def _read(words: Sequence[str], at: int, language: str) -> tuple[int, int]:
    """A number that begins at a word: its value, and where it stops."""
    simple, times, link = _simple(language), _TIMES.get(language, {}), _AND.get(language)
    whole, part = 0, simple.get(words[at], 1)
    stop = at + (words[at] in simple)
    while stop < len(words):
        here = words[stop]
        behind = stop + 1 if here == link and stop + 1 < len(words) else stop
        unit = simple.get(words[behind], 1 if words[behind] == _ONE.get(language) else 0)
        if here in times:
            part *= times[here]
            if times[here] >= 1000:
                whole, part = whole + part, 0
            stop += 1
        elif unit and _adds(part, unit):
            part += unit
            stop = behind + 1
        else:
            break
    return whole + part, stop


def _adds(part: int, unit: int) -> bool:
    """Whether a smaller number goes on where one stands: twenty-nine, trente et un, two hundred and fifty. Not: two and three."""
    if part and part % 100 == 0:
        return unit < 100
    return 20 <= part % 100 <= 90 and part % 10 == 0 and unit < (20 if part % 100 in (60, 80) else 10)
