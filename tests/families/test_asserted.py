"""Stories that are one because an item says so, whatever their texts say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.families.asserted import joins
from pipelines.families.head import Head
from pipelines.trade.relays import item_names
from tests.families.builders import WEEK, built, head, member, partition, row, when

ID = "cd1ee5a0b2d84f6f9b03d1c8e5528d10"
WIRE = replace(head("wire", 1, at=when(9), source="AP", agency="AP"), uri=f"urn:newsml:ap.org:20250304:{ID}")


def linked(story: str, digest: int, relation: str, target: str = WIRE.uri, *, at: str | None = when(11)) -> Head:
    return replace(head(story, digest, at=at), links=((relation, target),))


def test_aps_id_wherever_it_stands() -> None:
    name = f"ap.org/{ID}"
    for uri in (WIRE.uri, ID, ID.upper(), f"https://apnews.com/{ID}", f"https://apnews.com/article/ferry-skell-{ID}"):
        assert item_names(uri)[1:] == (name,)
    for uri in ("urn:newsml:dpa.com:20090101:250304-1", "https://apnews.com/hub/ferries", f"https://other.example/{ID}", "4711"):
        assert item_names(uri) == (uri,)


@pytest.mark.parametrize(
    ("relation", "together"),
    [
        ("derivedFrom", True),
        ("processedFrom", True),
        ("translationOf", True),
        ("abridgementOf", True),
        ("evolvedFrom", False),
        ("refersTo", False),
        ("quotes", False),
    ],
)
def test_what_joins_and_what_does_not(relation: str, together: bool) -> None:
    families = built([WIRE, linked("x", 2, relation)])
    assert (partition(families) == {frozenset(["wire", "x"])}) == together


def test_the_parent_is_the_one_that_it_names_for_sure() -> None:
    other = head("other", 3, at=when(10))
    copy = linked("x", 2, "derivedFrom")
    families = built([WIRE, other, copy], row(1, 3, 0.9), row(2, 3, 0.9, cover_short=0.9, cover_long=0.9), row(1, 2, 0.6))
    found = member(families, "x")
    assert (found.parent_uid, found.probability, found.direction_known) == (WIRE.uid, 1.0, True)
    assert found.reasons[-1] == "The item itself says that it was made from the other."


def test_a_relay_goes_by_the_id_of_the_agency_that_wrote_it() -> None:
    relay = replace(head("relay", 2, at=when(8), source="dpa", agency="dpa"), links=(("processedFrom", ID),))
    page = replace(head("page", 3, at=when(10), source="AP", agency="AP"), uri=f"https://apnews.com/article/ferry-{ID}")
    families = built([relay, WIRE, page])
    assert partition(families) == {frozenset(["relay", "wire", "page"])}
    assert families[0].root_uid == WIRE.uid, "though the relay came first"


@pytest.mark.parametrize(
    "other",
    [
        linked("x", 2, "derivedFrom", "urn:test:elsewhere"),
        linked("x", 2, "derivedFrom", at=when(9, 20)),
        linked("x", 2, "derivedFrom", "urn:test:x"),
    ],
    ids=["not in the store", "beyond the horizon", "itself"],
)
def test_what_it_names_must_be_there_and_near(other: Head) -> None:
    assert partition(built([WIRE, other])) == {frozenset(["wire"]), frozenset(["x"])}


def test_a_number_means_another_item_for_each_provider() -> None:
    own = replace(head("own", 1, source="Pune Ledger"), uri="4711")
    copies = [replace(linked(name, 2, "derivedFrom", "4711"), source=name) for name in ("Pune Ledger", "Halden Courier")]
    assert joins({h.story_id: [h] for h in (own, *copies)}, WEEK) == [("Pune Ledger", "own")]


def test_two_that_say_they_come_from_each_other_are_a_family_all_the_same() -> None:
    one, other = linked("x", 2, "derivedFrom", "urn:test:y"), linked("y", 3, "derivedFrom", "urn:test:x")
    (family,) = built([one, other])
    assert {m.relation for m in family.members} == {"origin", "rewrite"}
