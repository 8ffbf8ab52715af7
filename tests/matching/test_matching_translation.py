"""Which of two is the translation, and why, in words."""

from __future__ import annotations

from pipelines.matching.anchors import anchors_of
from pipelines.matching.crosslingual import Said, side_by_side
from pipelines.matching.relation import Side
from pipelines.matching.translation import UNKNOWN, Item, reasons, said, translation_is_first
from tests.matching.crosslingual_texts import ENGLISH, GERMAN, SPANISH_REPORT

EARLY, LATE = "2026-03-06T08:00:00Z", "2026-03-06T11:00:00Z"
WIRE = Item("urn:wire", Side("AP", "AP", (), LATE))
OUTLET = Item("urn:outlet", Side("Fjordblatt", None, (), EARLY))


def test_a_link_decides_first() -> None:
    linked = Item("urn:own", Side("AP", "AP", (), EARLY), frozenset(("urn:outlet",)))
    assert translation_is_first(linked, OUTLET) == (True, ("It names the other as what it was translated from.",))
    assert translation_is_first(OUTLET, linked)[0] is False
    assert said(linked, OUTLET) == said(OUTLET, linked) == Said(link=True)


def test_a_credit_then() -> None:
    crediting = Item("urn:crediting", Side("Fjordblatt", None, ("AP",), EARLY))
    assert translation_is_first(crediting, WIRE) == (True, ("One credits AP, and the other is AP's own copy.",))
    assert said(WIRE, crediting) == Said(credit=True)


def test_an_agencys_own_copy_is_the_source_whatever_the_times() -> None:
    assert translation_is_first(OUTLET, WIRE) == (True, ("The other is AP's own copy.",))
    assert translation_is_first(WIRE, OUTLET)[0] is False
    assert said(WIRE, OUTLET) == Said()


def test_a_copy_is_no_translation() -> None:
    copy = Item("urn:copy", Side("Halden Courier", None, (), LATE), is_copy=True)
    assert translation_is_first(copy, OUTLET) == (False, ("The other is a copy of a story in its own language.",))


def test_what_nothing_tells_is_said_to_be_unknown() -> None:
    later, undated = (Item(f"urn:{time}", Side("Kystavisen", None, (), time)) for time in (LATE, None))
    assert translation_is_first(later, OUTLET) == (True, (UNKNOWN,))
    assert translation_is_first(OUTLET, later) == (False, (UNKNOWN,))
    assert translation_is_first(undated, later)[0] is not translation_is_first(later, undated)[0]


def test_the_same_item_in_two_languages_is_linked() -> None:
    assert said(WIRE, Item("urn:wire", Side("AP", "AP", (), EARLY))) == Said(link=True)


def test_reasons_are_plain_sentences_with_examples() -> None:
    english, german = anchors_of(ENGLISH, "en"), anchors_of(GERMAN, "de")
    found = reasons(side_by_side(english, german, Said()), english, german)
    assert any(reason.startswith("7 numbers stand in both, among them ") and "9640" in reason for reason in found)
    assert any("names stand in both, among them" in reason and "Solveig" in reason for reason in found)
    assert "Their lengths fit a translation." in found
    assert "As much is quoted in both." in found


def test_what_speaks_against_it_is_said_too() -> None:
    english, report = anchors_of(ENGLISH, "en"), anchors_of(SPANISH_REPORT, "es")
    found = reasons(side_by_side(english, report, Said()), english, report)
    assert found[-1] == "Most names and numbers of the one do not occur in the other."
