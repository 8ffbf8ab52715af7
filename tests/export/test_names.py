"""What things are called in an export."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from pipelines.export.names import agent_iri, encoded, foreign_iri, is_uri, item_iri, link_iri
from pipelines.families.vocabulary import TERMS, provenance
from schemas import Membership
from tests.families.builders import head


@pytest.mark.parametrize(
    "uri",
    [
        "urn:newsml:ap.org:20230101:cd1ee5",
        "tag:reuters.com,2015:newsml_ET1",
        "https://post.example/a/b?c=d%20e#f",
        "http://post.example/",
    ],
)
def test_an_id_for_all_the_world_stays_what_it_is(uri: str) -> None:
    assert is_uri(uri)
    assert foreign_iri(uri, None) == uri


@pytest.mark.parametrize(
    "uri",
    [
        "wires/one.txt",
        "W2870",
        "ap:12",
        "https://post.example/a b",
        "https://post.example/<x>",
        "urn:x:ä",
        "https://",
        "http://a/%zz",
        "a#b#c",
        "",
    ],
)
def test_any_other_is_no_name_of_its_own(uri: str) -> None:
    assert not is_uri(uri)
    assert foreign_iri(uri, None).startswith("urn:wirekin:unknown:")


@given(st.text(max_size=30))
def test_whatever_a_thing_is_called_its_iri_can_be_written(name: str) -> None:
    for iri in (foreign_iri(name, name), agent_iri(name), link_iri(name, name)):
        assert URIRef(iri).n3() == f"<{iri}>"
    assert encoded(name).isascii()


@given(st.text(), st.text())
def test_two_names_stay_two(one: str, other: str) -> None:
    if one.encode("utf-8", "replace") != other.encode("utf-8", "replace"):
        assert encoded(one) != encoded(other)


def test_an_item_without_such_an_id_is_called_after_its_story() -> None:
    assert item_iri(head("a")) == "urn:test:a"


def test_an_agency_is_one_whatever_it_is_called() -> None:
    assert agent_iri("The Associated Press") == agent_iri("AP") == "urn:wirekin:agent:AP"
    assert agent_iri("Halden  Courier") == agent_iri("halden courier") != agent_iri("Halden Post")


def membership(story: str, relation: str, source: str | None = "Post", *, known: bool = True) -> Membership:
    return Membership(
        family_id="f", story_id=story, uid=f"u{story}", uri=story, source=source, relation=relation, parent_uid="up", probability=0.9,
        status="usable", direction_known=known,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("member", "name"),
    [
        (membership("p", "update", "AP"), "previousVersion"),
        (membership("p", "correction", "AP"), "correctionOf"),
        (membership("b", "verbatim"), "processedFrom"),
        (membership("b", "verbatim", "AP"), "nearDuplicateOf"),
        (membership("b", "verbatim", None), "processedFrom"),
        (membership("b", "trimmed"), "derivedFrom"),
        (membership("b", "derivative"), "derivedFrom"),
        (membership("b", "update", "AP"), "derivedFrom"),
        (membership("b", "translation"), "translationOf"),
        (membership("b", "correction", "AP"), "correctionOf"),
        (membership("b", "rewrite", known=False), "nearDuplicateOf"),
    ],
)
def test_what_stands_for_a_relation(member: Membership, name: str) -> None:
    assert provenance(member, membership("p", "origin", "AP")) == name
    assert name in TERMS
