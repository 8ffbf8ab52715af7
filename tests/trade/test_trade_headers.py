"""Lines between a headline and its story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.headers import header_kind


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "Jane Roe",
        "Nurul Hidayah Che Daud",
        "Ole van der Berg and Ivan Petrov",
        "JANE ROE Associated Press",
        "Jane Roe, Associated Press",
        "J. R.",
        "AFP, Oslo",
        "Oslo, AFP",
        "Reuters in Halden",
        "Editorial office",
        "Staff reporter",
        "Our own correspondent",
        "Web Desk",
    ],
)
def test_who_wrote_it(line: str) -> None:
    assert header_kind(line) == "byline"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("March 4, 2025", "date"),
        ("Updated 4:45 PM GMT, March 4, 2025", "date"),
        ("The Associated Press", "credit"),
        ("From staff and wire reports", "credit"),
        ("The ferry at its pier. (Photo: Jane Roe)", "caption"),
    ],
)
def test_other_lines_of_a_head(line: str, kind: str) -> None:
    assert header_kind(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "",
        "World News",
        "Share  Tweet",
        "Sign up for our newsletter",
        "Halden",
        "The captain is sad",
        "Jane Roe left.",
        "Ferry cut in Halden",
        "Reuters in talks with the union",
        "14 Pier Road",
        "Council Meets Monday",
        "HALDEN, Norway — The ferry left on Tuesday.",
        "The council of Halden voted on Tuesday to cut the timetable of the ferry, which has crossed the river for ninety years and more.",
    ],
)
def test_lines_that_are_none(line: str) -> None:
    assert header_kind(line) is None


@given(st.text(max_size=140))
def test_any_line_has_an_answer(line: str) -> None:
    assert header_kind(line) in (None, "date", "byline", "credit", "caption", "note")


WORDS = st.sampled_from(["the", "ferry", "council", "of", "left", "on", "and", "Monday", "said"])


@given(st.lists(WORDS, min_size=3, max_size=12).map(" ".join))
def test_ordinary_words_are_no_name(line: str) -> None:
    assert header_kind(line) is None
