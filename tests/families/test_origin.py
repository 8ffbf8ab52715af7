"""What a family goes back to: said with the certainty there is, and never invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families.head import Head
from pipelines.families.origin import find_origin
from tests.families.builders import head

OWN = head("ap", agency="AP", source="The Associated Press")
PLAIN, NAMES_AP, NAMES_AFP = head("p"), head("x", naming=["AP"]), head("y", naming=["AFP"])


def told(origin: object) -> tuple[object, ...]:
    return tuple(getattr(origin, name) for name in ("uid", "provider", "in_store", "confidence"))


def test_an_agency_s_own_copy_that_others_credit_is_surely_the_origin() -> None:
    origin = find_origin(OWN, [OWN, NAMES_AP, PLAIN])
    assert told(origin) == (OWN.uid, "The Associated Press", True, "sure")
    assert "1 of 2" in origin.why
    assert "AP" in origin.why


def test_an_agency_s_own_copy_that_nobody_credits_is_likely() -> None:
    origin = find_origin(OWN, [PLAIN, OWN, NAMES_AFP])
    assert told(origin) == (OWN.uid, "The Associated Press", True, "likely")
    assert "none" in origin.why


def test_an_agency_s_own_copy_alone_is_likely() -> None:
    """That it names its own agency proves nothing."""
    alone = head("ap", agency="AP", source="AP", naming=["AP"])
    assert told(find_origin(alone, [alone])) == (alone.uid, "AP", True, "likely")


def test_an_agency_that_two_members_credit_is_the_likely_origin_outside_the_store() -> None:
    second = head("z", naming=["AP", "dpa"])
    origin = find_origin(PLAIN, [PLAIN, NAMES_AP, second])
    assert told(origin) == (None, "AP", False, "likely")
    assert "2 of 3" in origin.why
    assert "not received" in origin.why


def test_an_agency_that_one_of_many_credits_is_named_but_not_believed() -> None:
    assert told(find_origin(PLAIN, [PLAIN, NAMES_AP])) == (None, "AP", False, "unknown")


def test_a_single_story_that_credits_an_agency_likely_comes_from_it() -> None:
    assert told(find_origin(NAMES_AP, [NAMES_AP])) == (None, "AP", False, "likely")


def test_of_agencies_credited_as_often_the_first_by_name_is_told() -> None:
    assert find_origin(PLAIN, [PLAIN, NAMES_AP, NAMES_AFP]).provider == "AFP"


def test_a_single_story_without_credits_is_all_there_is() -> None:
    origin = find_origin(PLAIN, [PLAIN])
    assert told(origin) == (PLAIN.uid, "Halden Courier", True, "unknown")
    assert "only story" in origin.why


def test_a_family_without_credits_has_an_unknown_origin() -> None:
    origin = find_origin(PLAIN, [PLAIN, head("q")])
    assert told(origin) == (None, None, False, "unknown")
    assert "None" in origin.why


FIRSTS = st.lists(st.sets(st.sampled_from(["AP", "AFP", "dpa"]), max_size=2), min_size=1, max_size=5)


@pytest.mark.parametrize("agency", [None, "AP"])
@given(FIRSTS, st.data())
def test_the_order_of_stories_does_not_matter_and_nothing_is_invented(
    agency: str | None, naming: list[set[str]], data: st.DataObject
) -> None:
    firsts: list[Head] = [head(f"s{i}", naming=names, agency=agency if i == 0 else None, source=f"o{i}") for i, names in enumerate(naming)]
    origin = find_origin(firsts[0], firsts)
    assert find_origin(firsts[0], data.draw(st.permutations(firsts))) == origin
    if origin.uid is not None:
        assert origin.in_store
        assert origin.uid == firsts[0].uid
    elif origin.provider is not None:
        assert not origin.in_store
        assert any(origin.provider in names for names in naming)
    if origin.confidence == "sure":
        assert agency is not None
        assert any(agency in names for names in naming[1:])
