"""What a run finds that it touches: the families of all else are already what they would be if everything were grouped anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import regions as module
from pipelines.families.head import Head
from pipelines.families.regions import Region
from pipelines.stages import group
from pipelines.stages.days import Days
from pipelines.stages.group import touched_regions
from pipelines.storage.manifest import Manifest
from pipelines.storage.memory import MemoryStore
from tests.families.builders import Rows, as_bytes, carried, derived, head, met, row, rules, when
from tests.families.test_regions import A, B, C, families, found, is_story, names, rebuilt, refined, stories
from tests.families.worlds import World, tight_worlds, worlds


def touched(before: World, after: World) -> list[Region]:
    """By a run that makes a store of the one world one of the other."""
    old = {one.uid: one for one in before.heads}
    fresh = [one for one in after.heads if old.get(one.uid) != one]
    gone = [old[one.uid] for one in fresh if one.uid in old]
    had, has = (met(w.candidates, [*after.heads, *gone]) for w in (before, after))
    went, came = without(had, has), without(has, had)
    days = Days(MemoryStore(), Manifest(), after.heads, {day: has[has["day"] == day] for day in set(has["day"].tolist())}, lambda day: True)
    return touched_regions(days, fresh, gone, np.concatenate([came, went]), went, rules(after.context), 7)


def without(some: Rows, others: Rows) -> Rows:
    known = set(others[["a", "b", "day"]].tolist())
    return some[[one not in known for one in some[["a", "b", "day"]].tolist()]] if len(some) else some


def later(before: World, after: World) -> list[bytes]:
    """What the store then holds: of what the run touched the families that it makes, of all else those that were there."""
    held = touched(before, after)
    anew = {one.story_id for region in held for one in region.heads}
    left = [
        family
        for region in found(before.heads, before.candidates, context=before.context)
        for family in refined(region, before)
        if anew.isdisjoint(family.story_ids)
    ]
    return sorted([*as_bytes(left), *families(held, after)])


def kept(some: Iterable[np.void], heads: Iterable[Head]) -> list[np.void]:
    """Rows both of whose texts somebody carries."""
    texts = {one.digest for one in heads if not one.notice}
    return [r for r in some if {int(r["a"]), int(r["b"])} <= texts]


@given(worlds(), st.data())
def test_a_run_leaves_what_a_rebuild_would(world: World, data: st.DataObject) -> None:
    """Heads arrive, records beat others of the same version, and matches come and go: what was not touched was right already."""
    before = []
    for one in world.heads:
        state = data.draw(st.sampled_from(["there", "there", "new", "beaten"]))
        if state == "beaten" and not one.notice:
            before.append(replace(one, digest=data.draw(st.integers(0, 8)), slug=None, record_digest="r1"))
        elif state != "new":
            before.append(one)
    had = [r for r in kept(world.matches, before) if data.draw(st.integers(0, 4))]
    assert later(World(before, world.matches, had, world.context), world) == rebuilt(world)


@given(tight_worlds(), st.data())
def test_one_small_change_is_noticed_wherever_it_tells(world: World, data: st.DataObject) -> None:
    """One head arrives, one record beats another, or one match comes or goes: by slug lines and digests it reaches untouched stories."""
    at = data.draw(st.integers(0, len(world.heads) - 1))
    rest = [*world.heads[:at], *world.heads[at + 1 :]]
    one = world.heads[at]
    beaten = replace(one, digest=0, slug=None, record_digest="r1")
    changed = data.draw(st.sampled_from(world.matches)) if world.matches else None
    held = [r for r in world.candidates if r is not changed]
    for before in (
        World(rest, world.matches, kept(world.candidates, rest), world.context),
        World([*rest, beaten], world.matches, kept(world.candidates, [*rest, beaten]), world.context),
        World(
            world.heads, world.matches, held if len(held) < len(world.candidates) or changed is None else [*held, changed], world.context
        ),
    ):
        assert later(before, world) == rebuilt(world)
        back = World(before.heads, world.matches, before.candidates, world.context)
        assert later(world, back) == rebuilt(back) or len(before.heads) < len(world.heads), "and the other way round; no head ever goes"


DIGEST = head("x", 4, source="Pune Ledger", at=when(18))
CARRIED = (carried(4, 1, 0.0, 0.2, 0.9), carried(4, 2, 0.3, 0.5), carried(4, 3, 0.6, 0.8))
MEET = row(2, 3, 0.1)
FERRIES = {"source": "AP", "slug": "lake ferries"}
FIRST, SECOND, PIECE = (
    head("s", 1, at=when(8), **FERRIES),
    head("t", 2, at=when(10), **FERRIES),
    head("p", 3, at=when(11), edit_kind="add", **FERRIES),
)


def test_a_digest_is_a_member_again_when_two_that_it_carries_turn_out_to_know_each_other() -> None:
    """x carries a, b and c and is strongly matched with a; the new row is that of b and c, which touches neither x nor a."""
    matches = [*CARRIED, MEET]
    before, after = World([A, B, C, DIGEST], matches, list(CARRIED)), World([A, B, C, DIGEST], matches, matches)
    assert names(rebuilt(before)) == {("a",), ("b",), ("c",), ("x",)}
    assert names(later(before, after)) == names(rebuilt(after)) == {("a", "x"), ("b",), ("c",)}


def test_a_digest_is_a_member_again_when_a_stranger_is_beaten_or_its_match_is_gone() -> None:
    before = World([A, B, C, DIGEST], list(CARRIED), list(CARRIED))
    for after in (
        World([A, B, replace(C, digest=9, record_digest="r1"), DIGEST], list(CARRIED), list(CARRIED)),
        World([A, B, C, DIGEST], list(CARRIED), list(CARRIED[:2])),
    ):
        assert names(later(before, after)) == names(rebuilt(after)) == {("a", "x"), ("b",), ("c",)}


def test_dropped_matches_alone_tell_of_the_stranger_that_went() -> None:
    """Only c is touched, and what x carries of it no longer holds: x and the story it is like are looked at again."""
    held = found([A, B, C, DIGEST], CARRIED[:2], dropped=CARRIED[2:], touched=is_story("c"))
    assert stories(held) == [{"a", "x"}, {"c"}]
    assert all(not region.roundups for region in held)


def test_a_later_story_of_the_slug_takes_the_piece_and_the_first_is_built_anew_without_it() -> None:
    before, after = World([FIRST, PIECE], [], []), World([FIRST, PIECE, SECOND], [], [])
    assert names(rebuilt(before)) == {("p", "s")}
    assert names(later(before, after)) == names(rebuilt(after)) == {("p", "t"), ("s",)}


def test_a_piece_whose_story_got_another_slug_is_alone_again() -> None:
    before, after = World([FIRST, PIECE], [], []), World([replace(FIRST, slug=None, record_digest="r1"), PIECE], [], [])
    assert names(later(before, after)) == names(rebuilt(after)) == {("p",), ("s",)}


def test_without_a_look_at_digests_and_slug_lines_a_run_would_leave_what_is_not_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: the story that lost its piece would be in no family, and x stay out of that of a."""
    monkeypatch.setattr(module, "offers", lambda heads: [])
    monkeypatch.setattr(module, "carrying", lambda spoken, stories: set())
    assert names(later(World([FIRST, PIECE], [], []), World([FIRST, PIECE, SECOND], [], []))) == {("p", "t")}
    matches = [*CARRIED, MEET]
    left = later(World([A, B, C, DIGEST], matches, list(CARRIED)), World([A, B, C, DIGEST], matches, matches))
    assert names(left) == {("a",), ("b",), ("c",), ("x",)}


def world(heads: Sequence[Head], *matches: np.void) -> World:
    return World(list(heads), list(matches), list(matches))


def test_a_new_text_touches_what_it_is_linked_to_and_not_what_it_resembles_a_little() -> None:
    """That b may be made from c's text is all that is known of the two, but b names nobody."""
    assert stories(touched(world([A, C]), world([A, B, C], row(1, 2, 0.9), derived(3, 2, 0.7)))) == [{"a", "b"}]


EARLY, NOW = head("d", 1, at=when(9, 1)), head("e", 1, at=when(9, 20), naming=["AP"])
WIRE = head("w", 2, at=when(12, 20), source="AP", agency="AP")
UNDATED = head("u", 1, at=None)


def test_a_new_carrier_of_an_old_text_may_bring_a_match_of_two_that_were_there() -> None:
    """u has e's text, but is tied to the earlier d; it names nobody, so its match with w links it to nothing. e names AP, and is linked."""
    before, after = world([EARLY, NOW, WIRE]), world([EARLY, NOW, WIRE, UNDATED], derived(2, 1, 0.9))
    assert {"e", "w"} in stories(touched(before, after))
    assert later(before, after) == rebuilt(after)


def test_without_a_look_for_other_carriers_their_match_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    monkeypatch.setattr(group, "_digests_elsewhere", lambda *_: np.empty(0, np.uint64))
    before, after = world([EARLY, NOW, WIRE]), world([EARLY, NOW, WIRE, UNDATED], derived(2, 1, 0.9))
    assert stories(touched(before, after)) == [{"d", "u"}]
