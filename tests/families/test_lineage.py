"""The history of a family goes back through the families that it came from, and no further."""

from __future__ import annotations

from pipelines.families.history import events_of
from pipelines.families.lineage import lineage
from schemas import Family, FamilyEvent
from tests.families.test_history import family


def log(*states: list[Family]) -> list[FamilyEvent]:
    """The events from nothing through these states, a revision each."""
    before: list[Family] = []
    events = []
    for revision, after in enumerate(states, 1):
        events += events_of(before, after, revision)
        before = after
    return events


def told(events: list[FamilyEvent]) -> list[tuple[int, str, str]]:
    return [(event.revision, event.family_id, event.kind) for event in events]


def test_a_family_that_came_from_nowhere_has_its_own_events() -> None:
    events = log([family("f", "a"), family("g", "b")], [family("f", "a", "c"), family("g", "b")])
    assert told(lineage(events, "f")) == [(1, "f", "created"), (1, "f", "joined"), (2, "f", "joined")]


def test_what_merged_into_it_belongs_to_it() -> None:
    events = log([family("f", "a"), family("g", "b")], [family("f", "a", "b")])
    assert told(lineage(events, "f")) == [
        (1, "f", "created"),
        (1, "f", "joined"),
        (1, "g", "created"),
        (1, "g", "joined"),
        (2, "f", "merged"),
    ]


def test_a_renamed_family_keeps_its_past() -> None:
    """An earlier story comes: g is f from then on."""
    events = log([family("g", "b", "c")], [family("f", "a", "b", "c")], [family("f", "a", "b", "c", "d")])
    assert {event.family_id for event in lineage(events, "f")} == {"f", "g"}
    assert lineage(events, "f") == events


def test_what_became_of_the_other_part_after_a_split_does_not_belong_to_it() -> None:
    events = log([family("f", "a", "b")], [family("f", "a"), family("g", "b")], [family("f", "a", "x"), family("g", "b", "y")])
    found = told(lineage(events, "g"))
    assert (1, "f", "created") in found
    assert (2, "f", "left") in found
    assert (3, "g", "joined") in found
    assert (3, "f", "joined") not in found
    assert all(name == "f" for _, name, _ in told(lineage(events, "f")))


def test_a_name_that_is_given_up_and_taken_again_ends() -> None:
    """g merges into f, and splits off once more under its own name: both are in each other's past."""
    events = log([family("f", "a"), family("g", "b")], [family("f", "a", "b")], [family("f", "a"), family("g", "b")])
    assert {event.family_id for event in lineage(events, "g")} == {"f", "g"}
    assert lineage(events, "g") == events


def test_an_unknown_family_has_none() -> None:
    assert lineage([], "f") == []
