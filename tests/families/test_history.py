"""The event log: what happened, and enough of it to end in the same state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import history
from pipelines.families.history import events_of
from schemas import Family, FamilyEvent, Membership, Origin
from schemas.match import Relation
from schemas.story import Status

NOBODY = Origin(in_store=False, confidence="unknown", why="None of the stories names an agency.")


def family(name: str, *stories: str, status: Mapping[str, Status] | None = None, origin: Origin = NOBODY, **relations: Relation) -> Family:
    """A family of stories of one version each, `status` and `relations` by story."""
    members = tuple(
        Membership(
            family_id=name,
            story_id=story,
            uid=f"u{story}",
            uri=f"urn:test:{story}",
            relation=relations.get(story, "rewrite" if i else "origin"),
            status=(status or {}).get(story, "usable"),
        )
        for i, story in enumerate(stories)
    )
    return Family(family_id=name, root_uid=members[0].uid, origin=origin, status=members[0].status, members=members)


def told(events: Iterable[FamilyEvent]) -> list[tuple[str, ...]]:
    """(family, kind, story or -, other family or -) of each."""
    return [(e.family_id, e.kind, e.story_id or "-", e.other_family_id or "-") for e in events]


def test_a_new_family_is_created_and_its_stories_join() -> None:
    assert told(events_of([], [family("f", "a", "b")], 1)) == [
        ("f", "created", "-", "-"),
        ("f", "joined", "a", "-"),
        ("f", "joined", "b", "-"),
    ]


def test_a_new_story_joins_a_family_that_stays() -> None:
    assert told(events_of([family("f", "a")], [family("f", "a", "b")], 2)) == [("f", "joined", "b", "-")]


def test_nothing_changes_without_a_change() -> None:
    assert events_of([family("f", "a", "b")], [family("f", "a", "b")], 2) == []


def test_two_families_merge() -> None:
    held = events_of([family("f", "a"), family("g", "b", "c")], [family("f", "a", "b", "c")], 2)
    assert told(held) == [("f", "merged", "-", "g")]
    assert [e.revision for e in held] == [2]


def test_an_earlier_story_renames_a_family() -> None:
    """Family ids are made of the earliest story: the old family is merged into the one of the new name."""
    held = events_of([family("f", "b", "c")], [family("e", "a", "b", "c")], 2)
    assert told(held) == [("e", "joined", "a", "-"), ("e", "merged", "-", "f")]


def test_a_family_splits_and_the_log_says_who_went_where() -> None:
    held = events_of([family("f", "a", "b", "c", "d", "e")], [family("f", "a"), family("g", "b", "c"), family("h", "d", "e")], 2)
    assert told(held) == [
        ("f", "left", "b", "g"),
        ("f", "left", "c", "g"),
        ("f", "left", "d", "h"),
        ("f", "left", "e", "h"),
        ("g", "joined", "b", "f"),
        ("g", "joined", "c", "f"),
        ("g", "split", "-", "f"),
        ("h", "joined", "d", "f"),
        ("h", "joined", "e", "f"),
        ("h", "split", "-", "f"),
    ]


def test_a_story_changes_from_one_family_to_another() -> None:
    held = events_of([family("f", "a", "b"), family("g", "c")], [family("f", "a"), family("g", "b", "c")], 2)
    assert told(held) == [("f", "left", "b", "g"), ("g", "joined", "b", "f"), ("g", "split", "-", "f")]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("usable", "canceled", "killed"),
        ("usable", "withheld", "withheld"),
        ("withheld", "usable", "released"),
        ("withheld", "canceled", "killed"),
    ],
)
def test_the_standing_of_a_version_changes(before: Status, after: Status, kind: str) -> None:
    held = events_of([family("f", "a", "b", status={"b": before})], [family("f", "a", "b", status={"b": after})], 2)
    assert told(held) == [("f", kind, "b", "-")]
    assert held[0].detail == "ub", "which version"


def test_a_version_that_a_waiting_kill_meets_is_killed_as_it_joins() -> None:
    assert ("f", "killed", "a", "-") in told(events_of([], [family("f", "a", status={"a": "canceled"})], 1))


def test_a_kill_is_told_even_of_a_story_that_changes_its_family() -> None:
    """The kill and an earlier story, which renames the family, came with the same run."""
    held = told(events_of([family("f", "b")], [family("e", "a", "b", status={"b": "canceled"})], 2))
    assert ("e", "killed", "b", "-") in held
    assert told(events_of([family("f", "b", status={"b": "canceled"})], [family("e", "a", "b", status={"b": "canceled"})], 3)) == [
        ("e", "joined", "a", "-"),
        ("e", "merged", "-", "f"),
    ]


def test_a_correction_is_told_once() -> None:
    after = [family("f", "a", "b", b="correction")]
    assert ("f", "corrected", "b", "-") in told(events_of([family("f", "a")], after, 2))
    assert ("f", "corrected", "b", "-") in told(events_of([], after, 1))
    assert events_of(after, after, 3) == []


OWN = Origin(uid="ua", provider="AP", agency="AP", in_store=True, confidence="sure", why="It is AP's own copy.")
NAMED = Origin(
    provider="AP", agency="AP", in_store=False, confidence="likely", why="2 of 2 stories name AP, whose own copy was not received."
)


def origin_events(before: list[Family], after: list[Family]) -> list[str | None]:
    return [event.detail for event in events_of(before, after, 2) if event.kind == "origin_changed"]


def test_the_origin_changes_when_an_agency_s_own_copy_comes() -> None:
    (detail,) = origin_events([family("f", "a", "b")], [family("f", "a", "b", origin=OWN)])
    assert detail == "It was unknown, and is AP's. It is AP's own copy."
    surer = NOBODY.model_copy(update={"why": "Told in other words."})
    assert events_of([family("f", "a", "b")], [family("f", "a", "b", origin=surer)], 2) == []


def test_the_copy_that_was_only_named_comes() -> None:
    (detail,) = origin_events([family("f", "b", "c", origin=NAMED)], [family("f", "a", "b", "c", origin=OWN)])
    assert detail == "AP's own copy has come; so far it was only named. It is AP's own copy."


def test_the_late_original_is_told_of_even_though_the_family_takes_its_name() -> None:
    """It is the earliest, so the family is called after it from now on."""
    (event,) = (e for e in events_of([family("f", "b", "c", origin=NAMED)], [family("e", "a", "b", "c", origin=OWN)], 2) if e.detail)
    assert (event.kind, event.family_id) == ("origin_changed", "e")
    assert str(event.detail).startswith("AP's own copy has come")


def test_of_families_that_merge_the_largest_tells_what_the_origin_was() -> None:
    after = [family("e", "a", "b", "c", "d", origin=OWN)]
    assert origin_events([family("f", "b", "c", origin=NAMED), family("g", "d")], after) == [
        "AP's own copy has come; so far it was only named. It is AP's own copy."
    ]
    assert origin_events([family("f", "b", origin=NAMED), family("g", "c", "d", origin=OWN)], after) == []


def test_a_family_that_broke_does_not_tell_of_the_origin_of_its_parts() -> None:
    assert (
        origin_events([family("f", "a", "b", "c", origin=NAMED)], [family("g", "b", "c", origin=OWN), family("f", "a", origin=NAMED)]) == []
    )


def test_the_origin_is_lost_or_becomes_another() -> None:
    other = OWN.model_copy(update={"uid": "ub", "provider": "dpa", "agency": "dpa", "why": "It is dpa's own copy."})
    later = OWN.model_copy(update={"uid": "ua2"})
    cases = [
        (OWN, NAMED, "AP's own copy is here no more."),
        (OWN, other, "It was AP's, and is dpa's."),
        (OWN, later, "another version or item"),
    ]
    for before, after, said in cases:
        (detail,) = origin_events([family("f", "a", "b", origin=before)], [family("f", "a", "b", origin=after)])
        assert said in str(detail)


Homes = dict[str, str]


@st.composite
def states(draw: st.DrawFn) -> list[list[Family]]:
    """Some revisions of a store: stories come, families change at will, named by their first story."""
    held: list[list[Family]] = []
    count = 0
    for _ in range(draw(st.integers(1, 4))):
        count += draw(st.integers(0 if count else 1, 4))
        groups: dict[int, list[str]] = {}
        for story in "hgfedcba"[-min(count, 8) :]:
            groups.setdefault(draw(st.integers(0, 3)), []).append(story)
        kept = []
        for names in groups.values():
            status: dict[str, Status] = {name: draw(st.sampled_from(["usable", "usable", "canceled", "withheld"])) for name in names}
            kept.append(family(f"f{min(names)}", *sorted(names), status=status))
        held.append(kept)
    return held


def ends_in(revisions: Sequence[list[Family]]) -> tuple[Homes, dict[str, Status]]:
    """The state that a replay of all events from nothing ends in."""
    return history.replayed(
        event for number, (before, after) in enumerate(pairwise([[], *revisions]), 1) for event in events_of(before, after, number)
    )


def is_in(families: list[Family]) -> tuple[Homes, dict[str, Status]]:
    """The state as the families have it; versions that no event spoke of are usable."""
    members = [m for one in families for m in one.members]
    return {m.story_id: m.family_id for m in members}, {m.uid: m.status for m in members}


@given(states())
def test_replayed_from_nothing_the_log_ends_in_the_same_state(revisions: list[list[Family]]) -> None:
    homes, standing = ends_in(revisions)
    expected = is_in(revisions[-1])
    assert homes == expected[0]
    assert {uid: standing.get(uid, "usable") for uid in expected[1]} == expected[1]


@given(states(), st.data())
def test_the_order_in_which_families_are_listed_does_not_matter(revisions: list[list[Family]], data: st.DataObject) -> None:
    before, after = revisions[0], revisions[-1]
    expected = events_of(before, after, 2)
    assert events_of(data.draw(st.permutations(before)), data.draw(st.permutations(after)), 2) == expected


def test_if_moves_were_not_told_the_replay_would_end_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: a log that tells of new stories, but not of those that change their family."""
    revisions = [[family("f", "a", "b", "c")], [family("f", "a"), family("g", "b", "c")]]
    assert ends_in(revisions) == ({"a": "f", "b": "g", "c": "g"}, {})
    moves = history._moves
    monkeypatch.setattr(history, "_moves", lambda *args: (e for e in moves(*args) if e.kind != "joined" or not e.other_family_id))
    assert ends_in(revisions)[0] == {"a": "f", "b": "f", "c": "f"}


@given(states(), st.data())
def test_a_log_that_has_lost_some_of_its_events_is_mended(revisions: list[list[Family]], data: st.DataObject) -> None:
    log = [e for number, (a, b) in enumerate(pairwise([[], *revisions]), 1) for e in events_of(a, b, number)]
    kept = [event for event in log if data.draw(st.booleans())]
    homes, standing = history.replayed([*kept, *history.mending(kept, revisions[-1], 9)])
    expected = is_in(revisions[-1])
    assert homes == expected[0]
    assert {uid: standing.get(uid, "usable") for uid in expected[1]} == expected[1]


@given(states())
def test_a_whole_log_needs_no_mending(revisions: list[list[Family]]) -> None:
    log = [e for number, (a, b) in enumerate(pairwise([[], *revisions]), 1) for e in events_of(a, b, number)]
    assert history.mending(log, revisions[-1], 9) == []


def test_a_story_that_the_store_has_lost_has_left() -> None:
    log = events_of([], [family("f", "a", "b")], 1)
    (left,) = history.mending(log, [family("f", "a")], 2)
    assert (left.kind, left.family_id, left.story_id, left.other_family_id) == ("left", "f", "b", None)
    assert history.replayed([*log, left])[0] == {"a": "f"}


@pytest.mark.parametrize("after", [[], [family("g", "b")], [family("f", "b")], [family("e", "b", "c")]])
def test_a_story_whose_only_version_became_a_notice_has_left(after: list[Family]) -> None:
    """A kill under the version and with the text of the story takes its place; the family may take another name, or end with it."""
    before = [family("f", "a", "b"), family("h", "c")] if len(after) and "c" in after[0].story_ids else [family("f", "a", "b")]
    if not after:
        before = [family("f", "a")]
    log = [*events_of([], before, 1), *events_of(before, after, 2)]
    assert ("f", "left", "a", "-") in told(log)
    assert history.replayed(log)[0] == is_in(after)[0]
