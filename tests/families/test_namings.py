"""How a story names agencies, outlets and its writer."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.families.head import Head, credited_agencies
from pipelines.families.namings import attributed, filed_from, name_hash, namings, writer_of
from pipelines.families.wordless import head_without_words
from schemas.story import Furniture
from tests.families.builders import told

LEAD = "The ferry to Brinmoor will stop in March. "


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Harbour master Ilse Brandvold told Reuters that the hull leaks.", "told"),
        ("Ilse Brandvold spoke to a Reuters journalist on the quay.", "told"),
        ("El capitán dijo a Reuters que el casco está roto.", "told"),
        ("Reuters reported that the hull leaks.", "reported"),
        ("The hull leaks, according to Reuters.", "reported"),
        ("Laut Reuters ist der Rumpf leck.", "reported"),
        ("It is the third Reuters survey of the harbour in a year.", "named"),
        ("(Ana Roe / Reuters)\n\nThe hull leaks.", "aside"),
        ("The ferry at its berth (Photo: Reuters). The hull leaks.", "aside"),
        ("Photo by Ana Roe, Reuters\n\nThe hull leaks.", "aside"),
    ],
)
def test_how_the_running_text_names_an_agency(text: str, how: str) -> None:
    assert namings(told("a", f"{LEAD}\n\n{text}")) == (("Reuters", how),)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"byline": "Delyth Penry, PA"}, "PA"),
        ({"byline": "Ivan Petrov and Ana Roe, Associated Press"}, "AP"),
        ({"byline": "AFP, Quito"}, "AFP"),
        ({"byline": "By Delyth Penry, PA Wales"}, "PA"),
        ({"byline": "Ana Roe, AP Business Writer"}, "AP"),
        ({"credit": "Halden Courier / dpa"}, "dpa"),
        ({"dateline": "BRINMOOR (AFP)"}, "AFP"),
        ({"dateline": "BRINMOOR, Norway, March 4 (Reuters)"}, "Reuters"),
    ],
)
def test_a_dateline_a_byline_or_a_credit_line_signs(fields: dict[str, str], code: str) -> None:
    story = told("a", LEAD, **fields)
    assert namings(story) == ((code, "signed"),)
    assert credited_agencies(story) == (code,)
    assert Head.of(story, "r").signed == {code}


@pytest.mark.parametrize(
    "fields", [{"byline": "Ana Roe, Erie, Pa."}, {"byline": "Tomos Ap Rhys"}, {"byline": "AP Moller"}, {"credit": "Halden Courier"}]
)
def test_what_only_looks_like_an_agency_signs_nothing(fields: dict[str, str]) -> None:
    assert namings(told("a", LEAD, **fields)) == ()


@pytest.mark.parametrize(("last", "code"), [("Ansa", "ANSA"), ("Redacción / Efe", "EFE"), ("Redação com Lusa", "Lusa"), ("(dpa)", "dpa")])
def test_what_stands_alone_behind_the_last_sentence_signs(last: str, code: str) -> None:
    assert namings(told("a", f"{LEAD}The hull leaks. {last}")) == ((code, "signed"),)


def test_a_last_sentence_that_ends_with_a_name_signs_nothing() -> None:
    assert namings(told("a", f"{LEAD}She will tell it all to her aunt Efe")) == ()


def test_the_strongest_way_counts() -> None:
    text = f"{LEAD}She told Reuters so.\n\nReporting by Reuters"
    story = told("a", text, furniture=(Furniture(start=text.index("Reporting"), end=len(text), kind="credit"),))
    assert namings(story) == (("Reuters", "signed"),)
    assert namings(story.model_copy(update={"furniture": (Furniture(start=0, end=len(text), kind="caption"),)})) == (("Reuters", "aside"),)


@pytest.mark.parametrize(
    "text",
    [
        "He told the Halden Courier on Monday that the hull leaks.",
        "The leak was first reported by the Halden Courier.",
        "The Halden Courier first reported the leak.",
        "This story first appeared in the Halden Courier.",
        "Laut Halden Courier ist der Rumpf leck.",
    ],
)
def test_a_newsroom_that_a_text_has_it_from(text: str) -> None:
    assert name_hash("THE HALDEN COURIER") in attributed(told("a", LEAD + text))
    assert name_hash("Halden Courier") == name_hash("https://www.haldencourier.example/news/1")


def test_a_newsroom_that_only_occurs_is_none() -> None:
    story = told("a", LEAD + "The Halden Courier moved to Brinmoor in 1947.")
    assert name_hash("Halden Courier") not in attributed(story)


def test_one_writer_under_two_bylines() -> None:
    one, other = (told("a", LEAD, byline=line) for line in ("Delyth Penry, PA", "DELYTH PENRY Press Association"))
    assert writer_of(one) == writer_of(other) is not None
    assert writer_of(told("a", LEAD, byline="AFP, Quito")) is None
    assert writer_of(told("a", LEAD, byline="Editorial staff")) is None


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("TARNOW, Poland (AP)", "TARNOW, Poland"),
        ("SEOUL, Dec. 9, Kyodo", "SEOUL"),
        ("København /ritzau/", "København"),
        ("Nueva Delhi, 21 ene (EFE)", "Nueva Delhi"),
        ("(Reuters)", None),
        (None, None),
    ],
)
def test_the_place_in_a_dateline(dateline: str | None, place: str | None) -> None:
    assert filed_from(told("a", LEAD, dateline=dateline)) == place


def test_a_head_without_words_keeps_who_is_named_and_no_word() -> None:
    fields: dict[str, Any] = {"dateline": "TARNOW, Poland (AP)", "byline": "Ines Moldovan"}
    head = Head.of(told("a", LEAD + "He told the Halden Courier so.", **fields), "r", digest=7)
    bare = head_without_words(head, "forgotten")
    assert (head.filed_from, head.byline) == ("TARNOW, Poland", "Ines Moldovan")
    assert (bare.filed_from, bare.byline) == (None, None)
    assert (bare.named, bare.attributed, bare.writer) == (head.named, head.attributed, head.writer)
    assert b"Courier so" not in str(bare.as_row()).encode()
