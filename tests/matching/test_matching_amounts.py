"""What numbers come to, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.amounts import Amounts
from tests.matching.test_matching_corrected import read, telling


def amounts_of(text: str, language: str = "en") -> Amounts:
    (sentence,) = read(text, language)
    return sentence.amounts


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("It cost 640m euros", "en", {640e6}),
        ("It cost 640 million euros", "en", {640e6}),
        ("It cost three million euros", "en", {3e6}),
        ("It cost 1,250 or 0.5bn", "en", {1250, 5e8}),
        ("Es kostet 3,4 Mrd Euro", "de", {3.4e9}),
        ("A dozen goats and two dozen sheep", "en", {12, 24}),
        ("Half a million came", "en", {5e5}),
        ("In 2024 a third left", "en", {2024}),
    ],
)
def test_what_a_sentence_counts(text: str, language: str, expected: set[float]) -> None:
    assert amounts_of(text, language).exact == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("Two thirds left", "en", 66.7), ("A quarter left", "en", 25), ("Die Hälfte ging", "de", 50), ("Deux tiers", "fr", 66.7)],
)
def test_shares_in_words(text: str, language: str, expected: float) -> None:
    (share,) = amounts_of(text, language).shares
    assert share == pytest.approx(expected, abs=0.1)


@given(st.integers(20, 99_999))
def test_an_amount_is_told_by_itself_and_by_what_it_is_rounded_to_and_not_by_what_is_far(amount: int) -> None:
    rounded = round(amount, -(len(str(amount)) - 2)) if amount >= 100 else amount
    assert Amounts(frozenset({float(amount)}), frozenset()).tells(amount)
    assert Amounts(frozenset({float(rounded)}), frozenset()).tells(amount)
    assert not Amounts(frozenset({float(2 * amount)}), frozenset()).tells(amount)
    assert not Amounts(frozenset({amount + 0.5}), frozenset()).tells(amount), "more exact than what it would stand for"


@pytest.mark.parametrize(
    ("wrong", "right", "copy", "expected"),
    [
        ("640 million crowns", "640 billion crowns", "The firm puts 640m crowns into a plant in Halden.", "as it was"),
        ("640 million crowns", "640 billion crowns", "The firm puts 640bn crowns into a plant in Halden.", "as it is"),
        ("1,183 crowns", "1,813 crowns", "Nearly 1,200 crowns goes into a plant in Halden, the firm said.", "as it was"),
        ("1,183 crowns", "1,813 crowns", "More than 1,800 crowns goes into a plant in Halden, the firm said.", "as it is"),
        ("64 percent", "46 percent", "The firm puts nearly two thirds into a plant in Halden.", "as it was"),
        ("64 percent", "46 percent", "The firm puts almost half into a plant in Halden.", "as it is"),
        ("1,183 crowns", "1,213 crowns", "About 1,200 crowns goes into a plant in Halden, the firm said.", "otherwise"),
    ],
)
def test_a_copy_may_have_rounded_it(wrong: str, right: str, copy: str, expected: str) -> None:
    old = "The firm puts {} into a plant in Halden. It said so."
    assert telling(old.format(wrong), old.format(right), copy) == [expected]
