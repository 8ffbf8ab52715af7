"""Families as a whole: a function of the set of stories, every version in one of them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import build
from pipelines.families.build import families_of
from pipelines.families.head import Head
from pipelines.families.ids import family_id
from pipelines.families.regions import Region
from tests.families.builders import Answers, as_bytes, built, derived, head, member, notice, partition, row, rows, rules, when
from tests.families.worlds import World, worlds


@given(worlds(), st.data())
def test_families_are_a_function_of_the_set(world: World, data: st.DataObject) -> None:
    """Whatever the order of heads and rows, and whichever pairs an index brought or a decision asked for."""
    expected = as_bytes(built(world.heads, *world.matches, context=world.context))
    heads = data.draw(st.permutations(world.heads))
    known = rows(*data.draw(st.permutations(world.matches)))
    answers = Answers(*data.draw(st.permutations(world.matches)))
    assert as_bytes(families_of(Region(tuple(heads), known), answers, rules(world.context))) == expected


@given(worlds())
def test_every_version_is_in_one_family_with_all_of_its_story(world: World) -> None:
    families = built(world.heads, *world.matches)
    versions = {one.uid: one for one in world.heads if not one.notice}
    assert sorted(m.uid for family in families for m in family.members) == sorted(versions)
    homes = {m.uid: family.family_id for family in families for m in family.members}
    assert all(homes[x] == homes[y] for x in versions for y in versions if versions[x].story_id == versions[y].story_id)
    for family in families:
        assert family.family_id == family_id(versions[m.uid] for m in family.members)
        assert all(m.family_id == family.family_id for m in family.members)
    assert [f.family_id for f in families] == sorted({f.family_id for f in families})


def test_if_versions_went_by_arrival_the_outcome_would_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    heads = [head("a", 1), head("a", 2, version="2"), head("b", 3, at=when(11))]
    known = (row(1, 2, 0.9), row(1, 3, 0.9), row(2, 3, 0.9))
    assert len({tuple(as_bytes(built(order, *known))) for order in permutations(heads)}) == 1
    monkeypatch.setattr(Head, "version_order", property(lambda self: ()))
    assert len({tuple(as_bytes(built(order, *known))) for order in permutations(heads)}) > 1


def test_a_story_without_a_match_is_a_family_of_one() -> None:
    (family,) = built([head("a", 1)])
    assert (family.root_uid, family.status, family.alerts, family.notes) == ("a/1/1", "usable", (), ())
    (only,) = family.members
    assert (only.relation, only.parent_uid, only.probability, only.coverage, only.reasons) == ("origin", None, None, None, ())


def test_a_member_says_whom_it_took_how_much_from_and_why() -> None:
    wire = head("w", 1, agency="AP", source="AP")
    copy = head("c", 2, at=when(11), naming=["AP"])
    (family,) = built([wire, copy], row(2, 1, 0.93, w3_short=0.4, cover_short=0.9, cover_long=0.71, run_words=14))
    told = member([family], "c")
    assert (told.relation, told.parent_uid, told.probability, told.coverage, told.status) == ("edited", wire.uid, 0.93, 0.71, "usable")
    assert told.direction_known
    assert any("14 words" in reason for reason in told.reasons)
    assert (family.origin.uid, family.origin.confidence) == (wire.uid, "sure")


def test_a_family_has_the_standing_of_the_latest_version_of_its_root() -> None:
    first, second = head("a", 1), head("a", 2, version="2", at=when(13))
    kill = notice("a", "kill", version="1")
    assert [f.status for f in built([first, kill])] == ["canceled"]
    assert [f.status for f in built([first, second, kill])] == ["usable"]
    assert [m.status for f in built([first, second, kill]) for m in f.members] == ["canceled", "usable"]


def test_a_notice_acts_on_its_own_story_alone() -> None:
    (family,) = built([head("a", 1), head("b", 1, at=when(10)), notice("b", "kill", version=None)])
    assert {m.story_id: m.status for m in family.members} == {"a": "usable", "b": "canceled"}


def test_the_cut_is_a_setting() -> None:
    heads = [head(name, n) for n, name in enumerate("abc", 1)]
    known = (row(1, 2, 0.9), row(2, 3, 0.8))
    assert partition(built(heads, *known, cut=0.4)) == {frozenset("abc")}
    assert partition(built(heads, *known, cut=0.4001)) == {frozenset("ab"), frozenset("c")}


def test_weak_matches_alone_make_no_family() -> None:
    """.49 to each other: above the cut, but none is strong."""
    heads = [head(name, n) for n, name in enumerate("abc", 1)]
    known = (row(1, 2, 0.49), row(2, 3, 0.49), row(1, 3, 0.49))
    assert len(built(heads, *known, cut=0.4)) == 3
    assert len(built(heads, *known[1:], row(1, 2, 0.5), cut=0.4)) == 2


def test_members_that_no_index_key_joined_are_compared_before_the_cut() -> None:
    """a-b and b-c were brought; a-c, asked for, holds the family together."""
    heads = [head(name, n) for n, name in enumerate("abc", 1)]
    brought = (row(1, 2, 0.5), row(2, 3, 0.5))
    answers = Answers(*brought, row(1, 3, 0.45))
    (family,) = families_of(Region(tuple(heads), rows(*brought)), answers, rules())
    assert family.story_ids == ("a", "b", "c")
    assert answers.asked == [(1, 3)]


def test_a_component_too_large_is_broken_at_a_higher_threshold_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "LARGEST", 2)
    heads = [head(name, n) for n, name in enumerate("abcd", 1)]
    known = (row(1, 2, 0.9), row(2, 3, 0.52), row(3, 4, 0.56))
    families = {family.story_ids: family.notes for family in built(heads, *known)}
    assert set(families) == {("a", "b"), ("c", "d")}
    assert all("0.55" in notes[0] for notes in families.values())


def test_a_component_that_does_not_break_is_one_family_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "LARGEST", 2)
    (family,) = built([head(name, 1) for name in "abc"])
    assert len(family.members) == 3
    assert "not refined" in family.notes[0]


def test_a_derivative_joins_one_family_and_notes_stay_with_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "LARGEST", 2)
    wires = [head(name, n, agency="AP", source="AP") for n, name in enumerate("abc", 1)]
    own = head("x", 9, naming=["AP"], at=when(12))
    families = built([*wires, own, head("y", 8, agency="AFP", source="AFP")], row(1, 2, 0.9), row(2, 3, 0.52), derived(3, 9), derived(8, 9))
    assert partition(families) == {frozenset("ab"), frozenset("cx"), frozenset("y")}
    assert {f.story_ids: bool(f.notes) for f in families} == {("a", "b"): True, ("c", "x"): True, ("y",): False}
