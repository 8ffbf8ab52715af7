"""A family that should be two splits when evidence comes: two events that one hybrid text glued, then more copies of each."""

from __future__ import annotations

from itertools import permutations

import pytest

from pipelines.families.coherence import hangs_by
from pipelines.families.history import events_of
from schemas import Family, Story
from tests.families.builders import Shelf, as_bytes, partition, told, when

WEIR = (
    "A flood gate at the Tarnwick weir jammed half open on Monday night and drained the rowing basin to 40 centimetres by morning.",
    "Lock keeper Odile Fenwright said a tree trunk had wedged itself under the third of five gates.",
    "The Tarnwick regatta, due on Saturday with 112 crews, was put off until the basin has filled again, which takes nine days.",
    "Divers from Brackenholm will saw the trunk in three and lift it out with a crane barge.",
    "Swans that nest on the basin were moved to the millpond in eleven fish crates, warden Piers Lathom said.",
    "The gates date from 1934 and were last overhauled in 2008, at a cost of 260,000 pounds.",
)
BELLS = (
    "Thieves took four bronze bells from the chapel of Saint Ermelind at Quarrendon and left the tower door locked behind them.",
    "Sacristan Margit Oyelaran found the ropes cut and neatly coiled when she went to ring for the early service.",
    "The largest bell weighs 780 kilos, was cast at Leiden in 1662, and bears the names of seven drowned fishermen.",
    "Detectives believe a lorry with a lifting arm stood in Hopfield Lane between two and four o'clock.",
    "A scrap merchant in Wexbury has been asked to keep his yard shut until experts have looked through it.",
    "The parish will ring a ship's bell, lent by the harbour museum, until the four are found.",
)
WEIR_STORY = told("weir", " ".join(WEIR), source="Tarnwick Journal", at=when(6))
BELLS_STORY = told("bells", " ".join(BELLS), source="Quarrendon Post", at=when(7))
HYBRID = told("hybrid", " ".join(line for pair in zip(WEIR, BELLS, strict=True) for line in pair), source="Borderlands Daily", at=when(8))
LATER = (
    told("weir2", " ".join(WEIR[:5]), source="Brackenholm News", at=when(9)),
    told("weir3", " ".join((*WEIR[:3], *WEIR[4:])), source="River and Canal", at=when(10)),
    told("bells2", " ".join(BELLS[:5]), source="Wexbury Mail", at=when(9)),
    told("bells3", " ".join((*BELLS[:2], *BELLS[3:])), source="Church and Parish", at=when(10)),
)
EARLY = (WEIR_STORY, BELLS_STORY, HYBRID)


def families(*stories: Story) -> list[Family]:
    return Shelf(*stories).families()


@pytest.fixture(scope="module")
def before() -> list[Family]:
    return families(*EARLY)


@pytest.fixture(scope="module")
def after() -> list[Family]:
    return families(*EARLY, *LATER)


def test_a_hybrid_joins_two_stories_and_the_family_says_how_little_holds_it(before: list[Family]) -> None:
    """The two share nothing: a third of the pairs is 0, and each hangs on the hybrid alone."""
    (glued,) = before
    assert glued.story_ids == ("sbells", "shybrid", "sweir")
    assert glued.coherence is not None
    assert glued.coherence < 0.7
    assert {(bridge.story_id, bridge.other_story_id) for bridge in glued.bridges} == {("sbells", "shybrid"), ("shybrid", "sweir")}


def test_more_copies_of_each_side_part_them(before: list[Family], after: list[Family]) -> None:
    parts = partition(after)
    assert len(parts) == 2
    (weir,) = [part for part in parts if "sweir" in part]
    (bells,) = [part for part in parts if "sbells" in part]
    assert {"sweir", "sweir2", "sweir3"} <= weir
    assert {"sbells", "sbells2", "sbells3"} <= bells
    assert all(family.coherence is not None and before[0].coherence is not None for family in after)
    assert all((family.coherence or 0) > (before[0].coherence or 0) for family in after)
    assert all(hangs_by(family) is None for family in after)


def test_the_events_say_split(before: list[Family], after: list[Family]) -> None:
    events = events_of(before, after, 2)
    (split,) = [event for event in events if event.kind == "split"]
    (old,) = before
    (fresh,) = [family for family in after if family.family_id != old.family_id]
    assert (split.family_id, split.other_family_id) == (fresh.family_id, old.family_id)
    left = {event.story_id for event in events if event.kind == "left"}
    assert left == set(old.story_ids) & set(fresh.story_ids) != set()
    assert not [event for event in events if event.kind == "merged"]


def test_how_they_split_does_not_depend_on_who_came_first(after: list[Family]) -> None:
    expected = as_bytes(after)
    for order in list(permutations((*EARLY, *LATER)))[::997]:
        assert as_bytes(families(*order)) == expected


def test_more_copies_of_the_hybrid_keep_them_together(before: list[Family]) -> None:
    """The same code splits because of the evidence, not because the family grew."""
    more = [
        HYBRID.model_copy(update={"uid": f"uh{i}", "story_id": f"sh{i}", "uri": f"urn:test:h{i}", "source": f"Echo {i}"}) for i in range(4)
    ]
    assert len(families(*EARLY, *more)) == len(before) == 1
