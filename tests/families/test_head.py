"""Heads: which record of a version holds, the order of versions, and names that are functions of the stories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from itertools import permutations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families.head import Head, credited_agencies, record_digest, row_digest, time_order
from pipelines.families.ids import family_id
from pipelines.trade.version_numbers import version_key
from schemas import Link, Story
from tests.families.builders import head, notice, told, when

RECORDS = [head("a", status=status, record=record) for status in ("usable", "withheld", "canceled") for record in ("r1", "r2", "r3")]
VERSIONS = st.one_of(st.none(), st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,2})?[ab]?", fullmatch=True), st.text(max_size=6))


def winner(records: Iterable[Head]) -> Head:
    """What a reader holds who takes the records in one after the other."""
    return reduce(lambda held, new: new if new.wins_over(held) else held, records)


@given(st.permutations(RECORDS))
def test_the_record_that_holds_does_not_depend_on_arrival(order: list[Head]) -> None:
    assert winner(order) == head("a", status="canceled", record="r1")


@given(st.sets(st.sampled_from(RECORDS), min_size=1), st.data())
def test_so_for_any_of_them(some: set[Head], data: st.DataObject) -> None:
    gravest = max(("usable", "withheld", "canceled").index(r.status) for r in some)
    expected = min((r for r in some if ("usable", "withheld", "canceled").index(r.status) == gravest), key=lambda r: r.record_digest)
    assert winner(data.draw(st.permutations(sorted(some, key=lambda r: (r.status, r.record_digest))))) == expected


@pytest.mark.parametrize("one", RECORDS)
def test_wins_over_is_a_total_order(one: Head) -> None:
    assert not one.wins_over(one)
    for other in RECORDS:
        assert one.wins_over(other) + other.wins_over(one) == (one != other)
        for third in RECORDS:
            if one.wins_over(other) and other.wins_over(third):
                assert one.wins_over(third)


def test_if_the_last_to_come_won_arrival_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    assert len({winner(order) for order in permutations(RECORDS[:3])}) == 1
    monkeypatch.setattr(Head, "wins_over", lambda self, other: True)
    assert len({winner(order) for order in permutations(RECORDS[:3])}) == 3


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (None, "0"),
        ("2", "10"),
        ("9", "10"),
        ("1.9", "1.10"),
        ("1", "1.1"),
        ("3", "3b"),
        ("3a", "3b"),
        ("v2", "v10"),
        ("20250304T0900", "20250304T1000"),
        ("2", "9" * 5000),
        ("²", "2"),
    ],
)
def test_versions_are_in_the_order_of_their_numbers(earlier: str | None, later: str) -> None:
    assert version_key(earlier) < version_key(later)
    assert head("a", version=earlier).version_order < head("a", version=later).version_order


def test_leading_zeros_make_no_other_version() -> None:
    assert version_key("02") == version_key("2")


@given(VERSIONS, VERSIONS, VERSIONS)
def test_any_versions_can_be_compared(one: str | None, other: str | None, third: str | None) -> None:
    """As delivered they may be anything; never an exception, and always an order."""
    a, b, c = map(version_key, (one, other, third))
    assert (a < b) + (b < a) + (a == b) == 1
    if a < b and b < c:
        assert a < c


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_plain_numbers_compare_as_numbers(one: int, other: int) -> None:
    assert (version_key(str(one)) < version_key(str(other))) == (one < other)


def test_equal_versions_go_by_time_then_text_then_uid() -> None:
    early, late = head("a", 1, at=when(8)), head("a", 1, at=when(9))
    assert early.version_order < late.version_order
    assert head("a", 1).version_order < head("a", 2).version_order
    assert head("a", 1).version_order < replace(head("a", 1), uid="z").version_order
    assert replace(early, versioncreated=None).version_order < late.version_order


TEXT = st.none() | st.text(max_size=5)
HEADS = st.builds(
    Head,
    story_id=st.text(max_size=5),
    uid=st.text(max_size=5),
    notice=st.booleans(),
    edit_kind=st.sampled_from(["new", "kill", "correction"]),
    status=st.sampled_from(["usable", "withheld", "canceled"]),
    uri=st.text(max_size=5),
    version=TEXT,
    versioncreated=TEXT,
    published=TEXT,
    source=TEXT,
    headline=TEXT,
    text_digest=st.text(max_size=5),
    record_digest=st.text(max_size=5),
    agency=TEXT,
    credits=st.tuples(st.text(max_size=3)),
    links=st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=2).map(tuple),
    digest=st.integers(0, 2**64 - 1),
    place=st.integers(0, 2**64 - 1),
    named=st.lists(st.tuples(st.text(max_size=3), st.sampled_from(["signed", "told"])), max_size=2).map(tuple),
    attributed=st.lists(st.text(max_size=3), max_size=2).map(tuple),
    writer=TEXT,
    byline=TEXT,
    filed_from=TEXT,
)


@given(HEADS)
def test_a_head_comes_back_from_its_row(one: Head) -> None:
    assert Head.from_row(orjson.loads(orjson.dumps(one.as_row()))) == one


def test_a_row_of_a_later_version_is_read() -> None:
    one = head("a", 7)
    assert Head.from_row(one.as_row() | {"mood": "sombre"}) == one


def test_a_row_of_an_earlier_version_is_read() -> None:
    """Its agencies are named somehow; nothing is said to be signed."""
    row = head("a", 7, naming=["AP"]).as_row()
    for name in ("named", "attributed", "writer", "byline", "filed_from"):
        del row[name]
    one = Head.from_row(row)
    assert (one.naming("AP"), one.naming("AFP"), one.signed) == ("named", None, frozenset())


STORY = told(
    "a",
    "The ferry will stop in March, harbour master Ilse Brandvold told Reuters.",
    dateline="BRINMOOR (AFP)",
    credit="Press Trust of India",
    links=(Link(relation="evolvedFrom", target="urn:test:b"),),
)


def test_the_head_of_a_story_names_what_it_credits() -> None:
    """In running text, in the dateline and in a credit line; sorted."""
    assert credited_agencies(STORY) == ("AFP", "PTI", "Reuters")
    one = Head.of(STORY, "r1", digest=5, place=9)
    assert (one.agency, one.digest, one.place, one.notice) == (None, 5, 9, False)
    assert one.links == (("evolvedFrom", "urn:test:b"),)
    assert (one.side.source, one.side.credits, one.side.published) == ("Halden Courier", ("AFP", "PTI", "Reuters"), STORY.published)


def test_an_agency_s_own_copy_is_known_by_its_source() -> None:
    assert Head.of(told("a", "The ferry will stop.", source="The Associated Press"), "r").agency == "AP"
    assert Head.of(told("a", "The ferry will stop.", kind="notice", edit_kind="kill"), "r").notice


def test_any_change_of_a_record_changes_its_digest() -> None:
    assert record_digest(STORY) == record_digest(Story.from_stored(STORY.json_bytes())) == row_digest(STORY.json_bytes())
    assert record_digest(STORY) != record_digest(STORY.model_copy(update={"note": "Eds: new"}))


def test_the_undated_come_last() -> None:
    order = [head("b", at=when(8)), head("a", at=when(9)), head("c", at=when(9)), head("a", at=None)]
    assert all(sorted(arrival, key=time_order) == order for arrival in permutations(order))


def test_a_family_is_named_by_its_earliest_story() -> None:
    early, late, undated = head("e", at=when(8)), head("a", at=when(9)), head("b", at=None)
    name = family_id([early])
    assert name.startswith("f")
    assert all(family_id(order) == name for order in permutations([early, late, undated]))
    assert family_id([late, undated]) == family_id([late]) != name
    assert family_id([head("e", version="7", at=when(3))]) == name, "by the story, not by the version"


def test_of_stories_of_one_minute_the_smaller_id_names_the_family() -> None:
    assert family_id([head("b"), head("a")]) == family_id([head("a")]) != family_id([head("b")])


def test_notices_have_heads_too() -> None:
    one = notice("a", "kill")
    assert Head.from_row(one.as_row()) == one
