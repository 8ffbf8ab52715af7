"""The numbers of a text, in figures and in words, with what they count; and whether two of them say the same."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np

from pipelines.matching.lexicon import CONTENT
from pipelines.matching.spelt_numbers import spelt_numbers
from pipelines.matching.tokens import NUMBER
from pipelines.matching.units import Unit, converted, unit_of
from pipelines.matching.values import values
from pipelines.matching.wording import Span, Wording

AROUND: Final = 24
"""Characters behind a number in which its unit is looked for."""
REACH: Final = 3
"""Tokens behind a number among which the word is that it counts."""
TELLING: Final = 100
"""A smaller whole number may stand in two texts by chance."""
LEAST_ROUND: Final = 100
"""A smaller whole number is rounded only where the text says about."""
CLOSE: Final = 0.05
ABOUT: Final = 0.15
"""How far a rounded number may be off, and one that is said to be no more than near."""
_NEAR: Final = (
    "about almost nearly around roughly some over approximately than to least close estimated under circa etwa rund fast knapp uber "
    "gut als environ pres quelque plus moins unos unas casi cerca alrededor quasi oltre quase mais menos "
    "ongeveer bijna ruim dan около почти более свыше"
)
_ABOUT: Final = frozenset(_NEAR.split())


@dataclass(frozen=True)
class Figure:
    """A number where it stands: `first` to `stop` are its tokens, `at` its place with the word that multiplies it."""

    value: Decimal
    first: int
    stop: int
    at: Span
    whole: Span
    """The same with its unit."""
    unit: Unit | None
    counted: int | None
    """Where the word stands that it counts, a token right behind it."""
    noun: int | None
    """The stem of that word."""
    about: bool
    """Whether the text says that it is near to it."""
    spelt: bool
    clock: bool

    @property
    def telling(self) -> bool:
        """Whether it stands for itself: it is no other number's twin by chance."""
        return self.value >= TELLING or self.value != self.value.to_integral_value()

    @property
    def year(self) -> bool:
        """Whether it looks like a year."""
        return self.unit is None and not self.spelt and 1500 <= self.value < 2100 and self.at[1] - self.at[0] == 4

    @property
    def small(self) -> bool:
        """Whether it is not worth a line of its own when it comes or goes: one, or a number under ten in words."""
        return self.value <= 1 or (self.spelt and self.value < 10)


def figures(text: Wording) -> tuple[Figure, ...]:
    """The numbers of a text, in order; none where it has no words."""
    if text.text is None:
        return ()
    starts = {int(start): token for token, start in enumerate(text.tokens.start.tolist())}
    found = []
    for value in values(text.folded, text.language):
        token = starts.get(value.place)
        if token is None or not text.tokens.flags[token] & NUMBER:
            continue  # of a word: COVID-19, G7
        end = max(value.end, int(text.tokens.end[token]))
        stop = int(np.searchsorted(text.tokens.start, end))
        found.append(_figure(text, value.value, token, stop, (value.place, end), spelt=False))
    taken = {token for figure in found for token in range(figure.first, figure.stop)}
    for spelt in spelt_numbers(text.words, text.language):
        if taken.isdisjoint(range(spelt.first, spelt.stop)) and _in_one(text, spelt.first, spelt.stop):
            found.append(
                _figure(text, Decimal(spelt.value), spelt.first, spelt.stop, text.span(slice(spelt.first, spelt.stop)), spelt=True)
            )
    return tuple(sorted(found, key=lambda figure: figure.at))


def _in_one(text: Wording, first: int, stop: int) -> bool:
    """Whether only spaces and hyphens stand between some tokens."""
    ends, starts = text.tokens.end, text.tokens.start
    return all(text.folded[ends[i] : starts[i + 1]] in (" ", "-", "\n") for i in range(first, stop - 1))


def _figure(text: Wording, value: Decimal, first: int, stop: int, at: Span, *, spelt: bool) -> Figure:
    before, behind = text.folded[max(0, at[0] - 4) : at[0]].lower(), text.folded[at[1] : at[1] + AROUND].lower()
    sentence = text.tokens.sentence
    found = unit_of(before, behind)
    whole = at if found is None else (at[0] - found.before, at[1] + found.behind)
    after = max(stop, int(np.searchsorted(text.tokens.start, whole[1])))
    counted = next(
        (
            i
            for i in range(after, min(after + REACH, len(text.tokens)))
            if sentence[i] == sentence[first] and text.tokens.weight[i] >= CONTENT and not text.tokens.flags[i] & NUMBER
        ),
        None,
    )
    return Figure(
        value=value,
        first=first,
        stop=stop,
        at=at,
        whole=whole,
        unit=None if found is None else found.unit,
        counted=counted,
        noun=None if counted is None else int(text.tokens.stem[counted]),
        about=any(word in _ABOUT for word in text.words[max(0, first - 2) : first]),
        spelt=spelt,
        clock=":" in text.folded[slice(*at)],
    )


def comparable(one: Figure, other: Figure) -> bool:
    """Whether two numbers may count the same: two measures of one kind, or none; two times of day, or none."""
    if one.clock != other.clock:
        return False
    if one.unit is None or other.unit is None:
        return one.unit is other.unit
    return one.unit.kind == other.unit.kind


def same_measure(one: Figure, other: Figure) -> bool:
    """Whether two numbers are counted in one unit, or count one thing."""
    if one.unit is not None or other.unit is not None:
        return one.unit is not None and other.unit is not None and one.unit.name == other.unit.name
    return one.noun is not None and one.noun == other.noun


def is_converted(one: Figure, other: Figure) -> bool:
    """Whether the one is the other in another unit, or at another hour's name: 2:30 and 14:30."""
    if one.clock and other.clock:
        return abs(one.value - other.value) == 12
    if one.unit is None and other.unit is None:  # 1330 GMT and 13.30 GMT
        point, plain = sorted((one.value, other.value))
        return point != point.to_integral_value() and point < 24 and plain == 100 * point
    return one.unit is not None and other.unit is not None and converted(one.value, one.unit, other.value, other.unit)


def is_rounded(one: Figure, other: Figure) -> bool:
    """Whether one of two numbers is the other with fewer digits. Small whole numbers only where the text says that it is near."""
    if not comparable(one, other) or one.clock or one.value == other.value:
        return False
    rough, exact = sorted((one, other), key=lambda figure: (_digits(figure.value), figure.at, figure.first))
    if _digits(rough.value) == _digits(exact.value) or min(rough.value, exact.value) < 2:
        return False
    off = abs(rough.value - exact.value) / abs(exact.value)
    if exact.value != exact.value.to_integral_value():
        places = Decimal(1).scaleb(int(rough.value.normalize().as_tuple().exponent))
        if exact.value.quantize(places, ROUND_HALF_UP) == rough.value:
            return True
    if rough.about:
        return off <= Decimal(str(ABOUT))
    step = Decimal(1).scaleb(rough.value.adjusted() - _digits(rough.value) + 1)
    whole = exact.value.quantize(step, ROUND_HALF_UP) == rough.value
    return whole and off <= Decimal(str(CLOSE)) and exact.value >= LEAST_ROUND and not rough.year


def same_digits(one: Figure, other: Figure) -> bool:
    """Whether two numbers are one but for a thousand, a million: a word behind one of them was not understood."""
    small, large = sorted((one.value, other.value))
    return any(small.scaleb(power) == large for power in (3, 6, 9))


def slipped(one: Figure, other: Figure) -> bool:
    """Whether one number may be the other mistyped: a digit is another one, two are swapped, or a zero is too many."""
    a, b = (f"{figure.value.normalize():f}".replace(".", "") for figure in (one, other))
    if min(len(a), len(b)) < 2:
        return False
    if len(a) != len(b):
        return a.rstrip("0") == b.rstrip("0") and not same_digits(one, other)
    if abs(one.value - other.value) == 1 and not same_measure(one, other):
        return False  # 13 cities, and the capital and 12 others
    apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(apart) == 2:
        i, j = apart
        return j == i + 1 and a[i] == b[j] and a[j] == b[i]
    return len(apart) == 1


def _digits(value: Decimal) -> int:
    """Digits that say something: 1,200,000 has two."""
    return len(value.normalize().as_tuple().digits)
