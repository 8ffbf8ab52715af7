"""The names of links: what providers mean by theirs, and which of them put two stories into one family."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families.vocabulary import ACTS, JOINS, TERMS, assertion
from pipelines.trade.relations import NAMES, STATED


@pytest.mark.parametrize(
    ("stated", "ours"),
    [
        ("irel:prevVersion", "previousVersion"),
        ("http://cv.iptc.org/newscodes/itemrelation/prevVersion", "previousVersion"),
        ("irel:derivedFrom", "derivedFrom"),
        ("irel:evolvedFrom", "evolvedFrom"),
        ("irel:processedFrom", "processedFrom"),
        ("irel:seeAlso", "refersTo"),
        ("irel:associatedWith", "refersTo"),
        ("evolvedfrom", "evolvedFrom"),
        ("derivedfrom", "derivedFrom"),
        ("refersto", "refersTo"),
        ("DerivedFrom", "derivedFrom"),
        ("AssociatedWith", "refersTo"),
        ("RevisionId@PreviousRevision", "previousVersion"),
        ("management-doc-idref", "previousVersion"),
        ("sig:correction", "correctionOf"),
        ("stat:canceled", "cancels"),
        ("schema:isBasedOn", "derivedFrom"),
        ("wkrel:abridgementOf", "abridgementOf"),
        ("translatedFrom", "translationOf"),
        ("related--1", "refersTo"),
    ],
)
def test_what_providers_mean(stated: str, ours: str) -> None:
    assert assertion(stated) == ours


@pytest.mark.parametrize("stated", ["", "featuremedia", "irel:depicts", "correction", "encoding", "mainPicture", "sig:update"])
def test_what_is_none_of_ours_is_none(stated: str) -> None:
    assert assertion(stated) is None


def test_all_that_the_table_says_is_read_and_written_again() -> None:
    assert tuple(TERMS) == NAMES
    for name, term in TERMS.items():
        assert {assertion(said) for said in (name, term.ninjs, *term.stated)} == {name}
        assert assertion(term.g2) == name
    assert set(STATED) <= set(TERMS)


@given(st.text(max_size=40))
def test_whatever_is_stated_it_is_a_name_or_none(stated: str) -> None:
    assert assertion(stated) in {None, *NAMES}


def test_news_that_goes_on_and_what_only_has_to_do_with_it_joins_no_family() -> None:
    assert {name for name, term in TERMS.items() if not term.in_family} == {"evolvedFrom", "quotes", "refersTo"}
    assert {"derivedFrom", "processedFrom", "translationOf", "abridgementOf"} <= JOINS
    assert JOINS.isdisjoint(ACTS)
