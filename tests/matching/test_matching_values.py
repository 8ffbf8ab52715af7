"""Numbers as values, in the writing of several languages. Expected values were read off by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.folding import fold
from pipelines.matching.values import decimal_comma, values


def keys(text: str, language: str) -> list[str]:
    return [value.key for value in values(fold(text)[0], language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("11,800 tonnes at 9.5%", "en", ["11800", "9.5"]),
        ("11.800 Tonnen zu 9,5 Prozent", "de", ["11800", "9.5"]),
        ("11,8 тыс. тонн, 232-238 тыс. и 114 млн", "ru", ["11800", "232000", "238000", "114000000"]),
        ("10 000 человек", "ru", ["10000"]),
        ("3 mil millones y 186.000", "es", ["3000000000", "186000"]),
        ("1.18万吨，从23.2万至23.8万，4.1亿", "zh", ["11800", "232000", "238000", "410000000"]),
        ("1億2000万円と3億5万6人", "zh", ["120000000", "300050006"]),
        ("١٫٥ مليون و٣٠", "ar", ["1500000", "30"]),
        ("$1.2 million, £5m and a 300m pipe 4,310km long", "en", ["1200000", "5000000", "300", "4310"]),
        ("um 6.18 Uhr", "de", ["6.18"]),
        ("в 6:18", "ru", ["6.18"]),
        ("2023-24 and 1,234.5", "en", ["2023", "24", "1234.5"]),
        ("1.234,5", "es", ["1234.5"]),
        ("no number", "en", []),
    ],
)
def test_numbers_are_read_as_their_language_writes_them(text: str, language: str, expected: list[str]) -> None:
    assert keys(text, language) == expected


@given(st.integers(0, 10**12))
def test_grouping_does_not_change_a_value(number: int) -> None:
    grouped = f"{number:,}"
    assert keys(grouped, "en") == keys(grouped.replace(",", "."), "de") == keys(grouped.replace(",", " "), "ru") == [str(number)]


def test_places_are_those_of_the_text_given() -> None:
    text = "ab 10 000 and 7"
    assert [(value.key, value.place) for value in values(text, "de")] == [("10000", 3), ("7", 14)]


def test_years_and_round_numbers_weigh_less_than_odd_ones() -> None:
    weight = {value.key: value.weight for value in values("2025 and 2740 and 7 and 300000 and 11874", "en")}
    assert weight["7"] < weight["2025"] < weight["2740"] < weight["11874"]
    assert weight["300000"] < weight["11874"]


def test_which_languages_have_a_decimal_comma() -> None:
    assert [decimal_comma(language) for language in ("de", "ru", "en", "zh")] == [True, True, False, False]


@given(st.text("0123456789.,:-万億 km$", max_size=60))
def test_no_text_of_digits_and_marks_fails(text: str) -> None:
    for language in ("en", "de", "zh"):
        found = list(values(text, language))
        assert all(0 <= value.place < len(text) and text[value.place].isdigit() for value in found)
        assert all(value.weight > 0 and value.value >= 0 for value in found)
