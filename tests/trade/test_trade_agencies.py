"""Agencies in sources, credits and running text."""

from __future__ import annotations

import pytest

from pipelines.trade.agencies import agency_code, agency_mentions


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("The Associated Press", "AP"),
        ("AP", "AP"),
        ("via AP", "AP"),
        ("© 2024 The Associated Press", "AP"),
        ("Reuters", "Reuters"),
        ("Thomson Reuters", "Reuters"),
        ("Source: Reuters", "Reuters"),
        ("Agence France-Presse", "AFP"),
        ("l'Agence France-Presse", "AFP"),
        ("die Deutsche Presse-Agentur", "dpa"),
        ("DPA", "dpa"),
        ("dpa GmbH", "dpa"),
        ("PA Media", "PA"),
        ("(PTI)", "PTI"),
        ("Associated Press of Pakistan", "APP"),
        ("Australian Associated Press", "AAP"),
        ("ČTK", "CTK"),
    ],
)
def test_a_name_of_an_agency_gives_its_code(name: str, code: str) -> None:
    assert agency_code(name) == code


@pytest.mark.parametrize("name", ["Halden Courier", "Apple", "Halden Courier / AP", "", "   ", None, "Paper", "x" * 500])
def test_an_outlet_is_no_agency(name: str | None) -> None:
    assert agency_code(name) is None


def codes(text: str) -> list[str]:
    return [mention.code for mention in agency_mentions(text)]


def test_mentions_come_in_order_with_their_places() -> None:
    text = "He told the Associated Press. Reuters had it first, as AFP noted."
    mentions = agency_mentions(text)
    assert [(m.code, text[m.start : m.end]) for m in mentions] == [
        ("AP", "Associated Press"),
        ("Reuters", "Reuters"),
        ("AFP", "AFP"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "AP Moller ordered two ships.",
        "The AP Government cut the grant.",
        "Michael Bloomberg came to Halden.",
        "She lives in PA and drives to TT races.",
        "Ani and Efe met Belga's owner's son, Tim.".replace("Belga", "Olga"),
        "The map, the pap and the ap are words.",
        "WRAP and XAP are no agencies, nor is NAPA.",
    ],
)
def test_names_with_another_meaning_are_no_mention(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor told PA that he would stay.", ["PA"]),
        ("PA reported that he would stay.", ["PA"]),
        ("He will stay (PA).", ["PA"]),
        ("With inputs from PTI, ANI", ["PTI", "ANI"]),
        ("Bloomberg reported a loss.", ["Bloomberg"]),
        ("Reported by dpa/AFP on Monday", ["dpa", "AFP"]),
    ],
)
def test_they_are_one_in_brackets_or_beside_a_verb_of_reporting(text: str, expected: list[str]) -> None:
    assert codes(text) == expected
