"""Regions: whole components of what is linked today, all that a change may reach, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import regions as module
from pipelines.families.attach import may_derive
from pipelines.families.build import families_of
from pipelines.families.head import Head
from pipelines.families.regions import Region, regions
from pipelines.families.roundups import roundups
from pipelines.families.scored import Scored, within
from pipelines.families.spoken import Spoken
from pipelines.families.takes import takes
from pipelines.matching.fingerprint import microseconds
from schemas import Family
from schemas.model import Context
from tests.families.builders import (
    PLAIN,
    WEEK,
    Answers,
    Rows,
    as_bytes,
    derived,
    head,
    met,
    notice,
    row,
    rows,
    rules,
    scored,
    when,
)
from tests.families.worlds import World, worlds

A, B, C, D = (head(name, n) for n, name in enumerate("abcd", 1))


def found(
    heads: Iterable[Head],
    today: Iterable[np.void] = (),
    *,
    context: Context = PLAIN,
    dropped: Iterable[np.void] = (),
    replaced: Iterable[Head] = (),
    touched: Callable[[Head], bool] = lambda one: True,
) -> list[Region]:
    some, beaten = list(heads), list(replaced)
    once = [*some, *beaten]
    return regions(some, beaten, met(today, once), met(dropped, once), touched, rules(context))


def stories(some: Iterable[Region]) -> list[set[str]]:
    return [{one.story_id for one in region.heads} for region in some]


def is_story(*names: str) -> Callable[[Head], bool]:
    return lambda one: one.story_id in names


def pairs(some: Rows) -> list[tuple[int, int]]:
    return sorted(set(map(tuple, some[["a", "b"]].tolist())))


def test_a_chain_of_matches_is_one_region_and_what_is_not_touched_stays_out() -> None:
    today = [row(1, 2, 0.9), row(2, 3, 0.5), row(3, 4, 0.49)]
    assert stories(found([A, B, C, D], today)) == [{"a", "b", "c"}, {"d"}]
    assert stories(found([A, B, C, D], today, touched=is_story("c"))) == [{"a", "b", "c"}]
    assert found([A, B, C, D], today, touched=is_story()) == []


def test_a_region_has_every_version_every_notice_and_its_own_rows() -> None:
    second, kill = head("a", 9, version="2"), notice("a", "kill")
    (one, other) = found([D, kill, B, second, A], [row(1, 2, 0.9), row(9, 2, 0.1), row(4, 2, 0.1)])
    assert [h.uid for h in one.heads] == [A.uid, second.uid, kill.uid, B.uid]
    assert pairs(one.rows) == [(1, 2), (9, 2)]
    assert (other.heads, pairs(other.rows)) == ((D,), [])


def test_a_notice_whose_story_never_came_is_a_region_of_its_own() -> None:
    assert stories(found([notice("x", "kill"), A], touched=is_story("x"))) == [{"x"}]
    assert families_of(found([notice("x", "kill")])[0], Answers(), rules()) == []


def test_matches_reach_no_further_than_the_horizon() -> None:
    assert stories(found([A, replace(B, published=when(9, 20))], [row(1, 2, 0.9)])) == [{"a"}, {"b"}]
    assert stories(found([A, replace(B, published=None)], [row(1, 2, 0.9)])) == [{"a", "b"}]


def test_carriers_of_one_text_are_linked_in_time() -> None:
    days = [replace(head(name, 7), published=when(9, day)) for name, day in (("a", 1), ("b", 7), ("c", 13), ("d", 21))]
    assert stories(found(days[::-1])) == [{"a", "b", "c"}, {"d"}]
    assert stories(found([*days, replace(head("e", 7), published=None)])) == [{"a", "b", "c", "e"}, {"d"}]
    assert stories(found([head("a", 0), head("b", 0)])) == [{"a"}, {"b"}], "texts too short to be matched"


def test_a_derivative_is_reached_where_it_credits_the_agency() -> None:
    wire = head("w", 1, agency="AP", source="AP")
    assert stories(found([wire, head("x", 2, naming=["AP"])], [derived(1, 2)])) == [{"w", "x"}]
    assert stories(found([wire, head("x", 2)], [derived(1, 2)])) == [{"w"}, {"x"}]
    assert stories(found([wire, head("x", 2, naming=["AP"])], [derived(2, 1)])) == [{"w"}, {"x"}], "the wrong way round"


def test_a_match_that_no_longer_holds_is_noticed_on_both_its_ends() -> None:
    """c is new and pushed the match of a and b out: both are looked at again, apart; d is not."""
    held = found([A, B, C, D], [row(2, 3, 0.9)], dropped=[row(1, 2, 0.9)], touched=is_story("c"))
    assert stories(held) == [{"a"}, {"b", "c"}]


def test_a_beaten_record_is_noticed_by_all_that_it_was_linked_to() -> None:
    """The record of a that held had text 9, like b and as good as c; the one that beats it has text 1."""
    beaten = replace(A, digest=9, record_digest="r1")
    heads = [A, head("b", 9), C, D]
    held = found(heads, [row(9, 3, 0.9)], replaced=[beaten], touched=is_story("a"))
    assert stories(held) == [{"a"}, {"b", "c"}]
    assert stories(found(heads, [row(9, 3, 0.9)], touched=is_story("a"))) == [{"a"}], "deliberate break: nobody tells of the beaten record"


def test_if_dropped_matches_were_forgotten_an_end_would_keep_its_old_family() -> None:
    """Deliberate break: by hand, nobody tells of the dropped match."""
    assert stories(found([A, B], [], touched=is_story("a"))) == [{"a"}]
    assert stories(found([A, B], [], dropped=[row(1, 2, 0.9)], touched=is_story("a"))) == [{"a"}, {"b"}]


def test_without_the_links_of_equal_texts_a_copy_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    copies = [head("a", 7), head("b", 7)]
    assert stories(found(copies, touched=is_story("b"))) == [{"a", "b"}]
    monkeypatch.setattr(module, "_same_text", lambda carriers, horizon: [])
    assert stories(found(copies, touched=is_story("b"))) == [{"b"}]


def linked(x: Head, y: Head, known: Scored) -> bool:
    """Whether two versions hang together, by the words of the design."""
    if x.notice or y.notice or not x.digest or not y.digest:
        return False
    if not within(microseconds(x.published), microseconds(y.published), WEEK):
        return False
    there, back = known.taken(x, y), known.taken(y, x)
    if there is None or back is None:
        return False
    takes = (there.derivative >= 0.6 and may_derive(x, y)) or (back.derivative >= 0.6 and may_derive(y, x))
    return there.probability >= 5000 or takes


def reachable(start: str, heads: list[Head], today: list[np.void]) -> frozenset[str]:
    """All stories that hang together with one, by brute force; who is a digest, `roundups` says."""
    told = told_by(heads)
    apart = roundups(Spoken.of(met(today, heads), heads, rules().horizon), takes(told), rules())
    pieces = set(takes({story: own for story, own in told.items() if story not in apart}).items())

    known = scored(*today)

    def joined(x: Head, y: Head) -> bool:
        one, other = x.story_id, y.story_id
        return apart.isdisjoint((one, other)) and (linked(x, y, known) or (one, other) in pieces or (other, one) in pieces)

    reached = {start}
    while True:
        more = {y.story_id for x in heads if x.story_id in reached for y in heads if joined(x, y)} | reached
        if more == reached:
            return frozenset(reached)
        reached = more


def told_by(heads: Iterable[Head]) -> dict[str, list[Head]]:
    """Stories with their versions in order, without notices."""
    out: dict[str, list[Head]] = {}
    for one in sorted(heads, key=lambda h: h.version_order):
        if not one.notice:
            out.setdefault(one.story_id, []).append(one)
    return out


@given(worlds(), st.data())
def test_regions_are_what_hangs_together(world: World, data: st.DataObject) -> None:
    """Against brute force, with times for all: of the undated, one copy of a text stands for the others. Where digests carry, or slug lines
    offer, what was touched, more is looked at, but whole regions of today all the same."""
    heads = [replace(one, published=one.published or when(9, 5)) for one in world.heads]
    names = sorted({one.story_id for one in heads})
    touched = data.draw(st.sets(st.sampled_from(names)))
    today = {name: tuple(sorted(reachable(name, heads, world.candidates))) for name in names}
    held = found(data.draw(st.permutations(heads)), data.draw(st.permutations(world.candidates)), touched=is_story(*touched))
    looked = [tuple(sorted(own)) for own in stories(held)]
    assert looked == sorted(set(looked))
    assert {today[name] for name in touched} <= set(looked) <= set(today.values())
    for region in held:
        own = [one for one in region.heads if one.digest]
        near = {(x.digest, y.digest) for x in own for y in own if within(microseconds(x.published), microseconds(y.published), WEEK)}
        assert pairs(region.rows) == sorted(near & {(int(r["a"]), int(r["b"])) for r in world.candidates})


def families(held: Iterable[Region], world: World) -> list[bytes]:
    return sorted(line for region in held for line in as_bytes(refined(region, world)))


def refined(region: Region, world: World) -> list[Family]:
    return families_of(region, Answers(*world.matches), rules(world.context))


def rebuilt(world: World) -> list[bytes]:
    """The families of a store that is built at once."""
    return families(found(world.heads, world.candidates, context=world.context), world)


@given(worlds(), st.data())
def test_what_used_to_hold_leaves_no_trace(world: World, data: st.DataObject) -> None:
    """Dropped matches and beaten records only say where to look again: families are those of a store that never had them."""
    dropped = [match for match in world.matches if match not in world.candidates]
    beaten = [replace(one, digest=data.draw(st.integers(0, 8)), record_digest="r1") for one in world.heads if data.draw(st.booleans())]
    replaced = [one for one in beaten if not one.notice]
    again = found(world.heads, world.candidates, context=world.context, dropped=dropped, replaced=replaced)
    assert families(again, world) == rebuilt(world)


@given(worlds(), st.data())
def test_families_by_region_are_a_function_of_the_set(world: World, data: st.DataObject) -> None:
    """Digests, later pieces and context too depend on no order; every version is in one family with all of its story."""
    order = data.draw(st.permutations(world.heads)), data.draw(st.permutations(world.candidates))
    shuffled = World(order[0], data.draw(st.permutations(world.matches)), order[1], world.context)
    assert rebuilt(shuffled) == rebuilt(world)
    made = [family for region in found(world.heads, world.candidates) for family in refined(region, world)]
    assert sorted(m.uid for family in made for m in family.members) == sorted(h.uid for h in world.heads if not h.notice)
    assert sum(len(family.story_ids) for family in made) == len({story for family in made for story in family.story_ids})


def test_a_dropped_match_lets_no_derivative_attach_that_no_match_reaches_today() -> None:
    """The pair of w and x is no candidate today. Looked at together it would be compared, and x would attach."""
    world = World([head("w", 1, agency="AP", source="AP"), head("x", 2, naming=["AP"])], [derived(1, 2)], [])
    fresh = families(found(world.heads), world)
    assert len(fresh) == 2
    assert families(found(world.heads, dropped=[derived(1, 2)], touched=is_story("w")), world) == fresh
    together = Region(tuple(world.heads), rows())
    assert len(families([together], world)) == 1, "deliberate break: what a dropped match linked is one region"


@given(worlds(), st.data())
def test_a_touched_region_is_the_same_whoever_touched_it(world: World, data: st.DataObject) -> None:
    """What an incremental run looks at again is a part of what a rebuild looks at, byte for byte."""
    names = sorted({one.story_id for one in world.heads})
    touched = data.draw(st.sets(st.sampled_from(names), min_size=1))
    some = families(found(world.heads, world.candidates, context=world.context, touched=is_story(*touched)), world)
    assert set(some) <= set(rebuilt(world))


def test_what_says_that_it_is_a_digest_is_a_member_of_no_family() -> None:
    """Though one story only is strongly matched with it, and no other is known that it carries."""
    digest = replace(head("x", 2, at=when(18)), form="digest")
    for one, other in ((A, digest), (digest, A)):
        assert names(rebuilt(World([one, other], [], [row(1, 2, 0.95)]))) == {("a",), ("x",)}
    assert names(rebuilt(World([A, replace(digest, form="story")], [], [row(1, 2, 0.95)]))) == {("a", "x")}


def names(lines: Iterable[bytes]) -> set[tuple[str, ...]]:
    """Which stories share a stored family."""
    return {Family.model_validate_json(line).story_ids for line in lines}
