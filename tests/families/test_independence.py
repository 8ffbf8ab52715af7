"""Copies, newsrooms, owners, and reports of one event that are no copies of each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families.independence import independent_reports, newsrooms, owner_table, owners, tell_of_one_event
from pipelines.families.placeholder import said_of
from schemas import Family, Membership, Origin
from tests.families.builders import head, when


def family(name: str, provider: str | None, *sources: str | None, agency: str | None = None, in_store: bool = False) -> Family:
    members = tuple(
        Membership(
            family_id=name, story_id=f"{name}{i}", uid=f"u{name}{i}", uri=f"urn:test:{name}{i}", source=source, status="usable",
            relation="rewrite" if i else "origin",
        )
        for i, source in enumerate(sources or ("Halden Courier",))
    )  # fmt: skip
    origin = Origin(provider=provider, agency=agency, in_store=in_store, confidence="likely" if provider else "unknown", why="So it is.")
    return Family(family_id=name, root_uid=members[0].uid, origin=origin, status="usable", members=members)


def test_a_newsroom_counts_once_however_it_writes_itself() -> None:
    held = family("f", "AP", "AP", "The Associated Press", "The Halden Courier", "halden courier", None, "Pune Ledger")
    assert newsrooms(held) == ("AP", "haldencourier", "puneledger")


def test_newsrooms_of_one_owner_are_one() -> None:
    held = family("f", "AP", "AP", "Halden Courier", "Pune Ledger", "Radio Vest")
    table = owner_table([("The Halden Courier", "Group One"), ("Pune Ledger", "Group One"), ("Associated Press", "AP cooperative")])
    assert owners(held, table) == ("AP cooperative", "Group One", "radiovest")
    with pytest.raises(ValueError, match="two owners"):
        owner_table([("Halden Courier", "Group One"), ("the halden courier", "Group Two")])


def test_another_agency_s_report_is_independent_and_the_same_agency_s_is_not() -> None:
    held = {f.family_id: f for f in (family("f", "AP", agency="AP"), family("g", "Reuters"), family("h", "The Associated Press"))}
    assert independent_reports(held, [("f", "g"), ("f", "h"), ("g", "f")]) == {"f": ("g",), "g": ("f",)}


def test_where_an_origin_is_not_known_nothing_is_said() -> None:
    held = {f.family_id: f for f in (family("f", "AP"), family("g", None))}
    assert independent_reports(held, [("f", "g")]) == {}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=8), st.data())
def test_independence_is_mutual_and_knows_no_order(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    providers = {"a": "AP", "b": "AFP", "c": None, "d": "AP"}
    held = {name: family(name, provider) for name, provider in providers.items()}
    found = independent_reports(held, pairs)
    assert found == independent_reports(held, data.draw(st.permutations(pairs)))
    for one, others in found.items():
        assert all(one in found[other] and providers[one] != providers[other] for other in others)


def test_what_tells_of_one_event() -> None:
    one, soon, late, never = head("a", at=when(8)), head("b", at=when(7, day=6)), head("c", at=when(9, day=6)), head("d", at=None)
    assert tell_of_one_event(one, soon, 500)
    assert tell_of_one_event(one, never, 500)
    assert not tell_of_one_event(one, late, 9000)
    assert not tell_of_one_event(one, soon, 499)
    assert not tell_of_one_event(one, replace(soon, form="digest"), 9000)


def test_what_copies_say_of_an_origin_that_was_never_received() -> None:
    """Most datelines name Tarnow; only the writer that two sources name is taken for the agency's."""
    held = family("f", "AP", "One", "Two", "Three", agency="AP")
    told = [("TARNOW, Poland", "By Ana Roe", "w1"), ("Tarnow", "ANA ROE", "w1"), ("KRAKOW", "Ivan Petrov", "w2")]
    heads = {
        f"uf{i}": replace(head(f"f{i}", source=f"Source {i}", at=when(8 + i)), uid=f"uf{i}", filed_from=place, byline=byline, writer=writer)
        for i, (place, byline, writer) in enumerate(told)
    }
    assert said_of(held, heads) == ("TARNOW, Poland", "Ana Roe")
    alone = {uid: replace(one, source="One") for uid, one in heads.items()}
    assert said_of(held, alone) == ("TARNOW, Poland", None), "one source's own writer may be its own"
    assert said_of(family("f", "AP", "One", "Two", "Three", in_store=True), heads) == (None, None)
    bare = {uid: replace(one, filed_from=None, byline=None) for uid, one in heads.items()}
    assert said_of(held, bare) == (None, None)
