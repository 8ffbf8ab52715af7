"""What a number counts, where it is a measure, a share or a sum of money; and whether two measures are one, converted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple


class Unit(NamedTuple):
    """`kind` is what is measured; `factor` makes it the unit that others of its kind are turned into."""

    kind: str
    name: str
    factor: float = 1.0


_MEASURES: Final[tuple[tuple[str, str, float, str], ...]] = (
    ("length", "km", 1000, "km kms kilometer kilometers kilometre kilometres kilometern kilometre kilometros kilometro chilometri "
     "chilometro quilometros quilometro километров километра километр км"),
    ("length", "mile", 1609.344, "mile miles meile meilen milla millas mille milles miglia miglio milha milhas mijl миль мили"),
    ("length", "m", 1, "m meter meters metre metres metern metros metro metri метров метра метр м"),
    ("length", "foot", 0.3048, "foot feet ft fuss pied pieds pie pies piedi piede pe pes voet футов"),
    ("length", "inch", 0.0254, "inch inches zoll pouce pouces pulgada pulgadas pollici polegadas дюймов"),
    ("length", "yard", 0.9144, "yard yards"),
    ("length", "cm", 0.01, "cm centimeter centimeters centimetre centimetres zentimeter centimetros centimetri сантиметров см"),
    ("length", "mm", 0.001, "mm millimeter millimeters millimetre millimetres millimetros миллиметров мм"),
    ("weight", "kg", 1, "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm kilogramos chili chilogrammi quilos "
     "килограммов килограмма кг"),
    ("weight", "lb", 0.45359, "lb lbs pound pounds livres libras libbre libra фунтов"),
    ("weight", "g", 0.001, "g gram grams gramme grammes gramm gramos grammi граммов"),
    ("weight", "ounce", 0.02835, "ounce ounces oz"),
    ("weight", "tonne", 1000, "tonne tonnes tonnen toneladas tonelada tonnellate ton тонн тонны"),
    ("weight", "ton", 907.18, "tons"),
    ("area", "hectare", 10_000, "hectare hectares hektar hectareas ettari hectareas га гектаров"),
    ("area", "acre", 4046.86, "acre acres acri"),
    ("area", "km2", 1e6, "sqkm"),
    ("area", "mile2", 2.58999e6, "sqmile"),
    ("area", "m2", 1, "sqm"),
    ("area", "foot2", 0.092903, "sqft"),
    ("volume", "litre", 1, "liter liters litre litres litern litros litro litri литров"),
    ("volume", "gallon", 3.78541, "gallon gallons"),
    ("volume", "barrel", 158.987, "barrel barrels"),
    ("speed", "km/h", 1, "kph kmh"),
    ("speed", "mph", 1.609344, "mph"),
    ("speed", "knot", 1.852, "knot knots"),
    ("heat", "celsius", 1, "celsius"),
    ("heat", "fahrenheit", 1, "fahrenheit"),
    ("share", "percent", 1, "percent pct pc prozent pourcent percento procent процентов процента процент"),
    ("money dollar", "dollar", 1, "dollar dollars dolares dollari долларов"),
    ("money euro", "euro", 1, "euro euros евро"),
    ("money yen", "yen", 1, "yen"),
    ("money won", "won", 1, "won"),
    ("money yuan", "yuan", 1, "yuan renminbi"),
    ("money rupee", "rupee", 1, "rupee rupees"),
    ("money rouble", "rouble", 1, "rouble roubles ruble rubles rublos рублей рубля"),
    ("money franc", "franc", 1, "franc francs franken"),
)  # fmt: skip
_BY_WORD: Final = {word: Unit(kind, name, factor) for kind, name, factor, words in _MEASURES for word in words.split()}
_SQUARE: Final = re.compile(r"(?:square|sq) ?(km|kilomet\w+|mile|mile?s|m|met\w+|f(?:ee|oo)?t)\b")
_TWO_WORDS: Final = (
    (re.compile(r"per ?cent\b|pour cent\b|por ciento\b|por cento\b|per cento\b"), _BY_WORD["percent"]),
    (re.compile(r"(?:miles|mi) (?:per|an) hour\b"), _BY_WORD["mph"]),
    (re.compile(r"(?:km|kilomet\w+)(?:/h| (?:per|an) hour)\b"), _BY_WORD["kph"]),
    (re.compile(r"(?:degrees?|grad|°) ?c(?:elsius)?\b"), _BY_WORD["celsius"]),
    (re.compile(r"(?:degrees?|°) ?f(?:ahrenheit)?\b"), _BY_WORD["fahrenheit"]),
)
_SIGNS: Final = {"$": "dollar", "€": "euro", "¥": "yen", "₹": "rupee", "£": "pound", "₩": "won", "₽": "rouble"}
_SIGN: Final = re.compile(r"([a-z]*)([$€£¥₹₩₽]) ?$")
_GAP: Final = re.compile(r"[ \u00a0\n-]?")
_WORD: Final = re.compile(r"[^\W\d_]+(?!\w)")
TOLERANCE: Final = 0.06
"""How far a converted measure may be off: it is rounded."""


class Found(NamedTuple):
    """The unit of a number, and how many characters before it and behind it say so."""

    unit: Unit
    before: int
    behind: int


def unit_of(before: str, behind: str) -> Found | None:
    """What a number counts, from the plain small letters right before and behind it; None where that is no measure."""
    sign = _SIGN.search(before)
    if sign is not None:
        return Found(_money(sign[2], sign[1]), len(before) - sign.start(), 0)
    gap = _GAP.match(behind)
    skipped = gap.end() if gap is not None else 0
    rest = behind[skipped:]
    if rest[:1] == "%":
        return Found(_BY_WORD["percent"], 0, skipped + 1)
    if rest[:1] in _SIGNS:
        return Found(_money(rest[0], ""), 0, skipped + 1)
    square = _SQUARE.match(rest)
    if square is not None:
        name = "sqkm" if square[1][0] == "k" else "sqft" if square[1][0] == "f" else "sqmile" if square[1][:2] == "mi" else "sqm"
        return Found(_BY_WORD[name], 0, skipped + square.end())
    for pattern, unit in _TWO_WORDS:
        words = pattern.match(rest)
        if words is not None:
            return Found(unit, 0, skipped + words.end())
    word = _WORD.match(rest)
    if word is None or word[0] not in _BY_WORD:
        return None
    return Found(_BY_WORD[word[0]], 0, skipped + word.end())


def _money(sign: str, country: str) -> Unit:
    """A$ and HK$ are no dollars of the United States."""
    name = _SIGNS[sign] if country in ("", "us") else country + _SIGNS[sign]
    return Unit(f"money {name}", name)


def converted(one: Decimal, unit: Unit, other: Decimal, other_unit: Unit) -> bool:
    """Whether two measures in different units are the same, but for rounding."""
    if unit.name == other_unit.name or unit.kind != other_unit.kind:
        return False
    if unit.kind == "heat":
        heats = [float(v) if u.name == "celsius" else (float(v) - 32) / 1.8 for v, u in ((one, unit), (other, other_unit))]
        return abs(heats[0] - heats[1]) <= 1
    sizes = float(one) * unit.factor, float(other) * other_unit.factor
    return abs(sizes[0] - sizes[1]) <= TOLERANCE * max(sizes)
