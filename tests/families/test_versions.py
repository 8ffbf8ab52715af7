"""The versions of one item in their order, whatever they are called by and however they arrive."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families.head import Head
from pipelines.families.lifecycle import chains, in_order, reaches, released, statuses
from pipelines.trade.version_numbers import time_of_version, version_kind
from tests.families.builders import built, head, notice, when

NAMES = ("0", "1", "2", "10", "20250304T0912Z", "2025-03-04T10:30:00+01:00", "20250304093100", "1741079520", "v2", "", None)


@pytest.mark.parametrize(
    ("version", "moment"),
    [
        ("20250304T0912Z", "2025-03-04T09:12:00"),
        ("20250304T091200Z", "2025-03-04T09:12:00"),
        ("2025-03-04T10:12:00+01:00", "2025-03-04T09:12:00"),
        ("2025-03-04T09:12:00.000Z", "2025-03-04T09:12:00"),
        ("20250304091200", "2025-03-04T09:12:00"),
        ("202503040912", "2025-03-04T09:12:00"),
        ("1741079520", "2025-03-04T09:12:00"),
        ("1741079520000", "2025-03-04T09:12:00"),
    ],
)
def test_a_point_in_time_is_one_however_it_is_written(version: str, moment: str) -> None:
    found = time_of_version(version)
    assert found is not None
    assert found[:19] == moment
    assert version_kind(version) == "time"


@pytest.mark.parametrize("version", ["0", "7", "20250304", "1.2", "v3", "20251399T0912Z", "999999999999", "31251231235959", "2nd Ld", "²"])
def test_what_is_no_time_is_a_number(version: str) -> None:
    assert version_kind(version) == "number"
    assert version_kind(None) == "none"


def story(*versions: tuple[str | None, str | None]) -> list[Head]:
    """Versions of one item: as delivered, and when each was made."""
    return [head("a", number, version=version, at=at) for number, (version, at) in enumerate(versions, 1)]


@pytest.mark.parametrize(
    "versions",
    [
        story(("0", when(9)), ("1", when(8)), ("2", when(7))),
        story(("1", None), ("4", None), ("11", None)),
        story((None, when(8)), (None, when(9)), (None, when(10))),
        story((None, when(8)), ("1", when(9)), (None, when(10)), ("2", when(11))),
        story(("2", when(8)), (None, when(9)), ("1", when(10))),
        story(("1", when(8)), ("20250304T0912Z", when(9)), ("2", when(10))),
        story(("20250304T0859Z", None), ("20250304T090500Z", None), ("2025-03-04T10:12:00+01:00", None), ("20250304093100", None)),
        story(("2", when(8)), ("20250304T0912Z", None), ("1", when(10))),
    ],
    ids=["from zero", "gaps", "none at all", "some without", "some without, numbers lie", "a time between", "times", "an undated time"],
)
def test_the_chain_is_the_same_whatever_the_order_of_arrival(versions: list[Head]) -> None:
    for order in permutations(versions):
        assert in_order(order) == versions


def test_an_item_without_versions_goes_by_its_time_also_where_only_the_transport_knows_it() -> None:
    """NITF names no version; a stamp of the envelope is all there is."""
    late, early = (replace(head("a", n, version=None, at=None), published=when(hour)) for n, hour in ((1, 10), (2, 9)))
    assert in_order([late, early]) == [early, late]


SOME = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([None, when(8), when(9), when(10)])), min_size=1, max_size=6)


@given(SOME, st.data())
def test_any_versions_have_one_order(versions: list[tuple[str | None, str | None]], data: st.DataObject) -> None:
    """A chain for each item, all of it, and the same however it came: repeats too."""
    heads = [*story(*versions), *(replace(one, story_id="b", uid=f"b{one.uid}") for one in story(*versions[:3]))]
    shuffled = data.draw(st.permutations(heads))
    assert chains(shuffled) == chains(heads)
    assert {name: set(chain) for name, chain in chains(heads).items()} == {
        "a": set(heads[: len(versions)]),
        "b": set(heads[len(versions) :]),
    }


@given(SOME, st.data())
def test_families_and_standing_do_not_depend_on_arrival(versions: list[tuple[str | None, str | None]], data: st.DataObject) -> None:
    heads = story(*versions)
    told = [
        replace(notice("a", kind, version=data.draw(st.sampled_from(NAMES)), at=data.draw(st.sampled_from([None, when(9)]))), uid=kind)
        for kind in data.draw(st.sets(st.sampled_from(["kill", "withhold", "release"])))
    ]
    order = data.draw(st.permutations([*heads, *told]))
    assert built(order) == built([*heads, *told])
    (family,) = built(order)
    parents = [m.parent_uid for m in sorted(family.members, key=lambda m: [one.uid for one in in_order(heads)].index(m.uid))]
    assert parents == [None, *(one.uid for one in in_order(heads)[:-1])], "each hangs on the one before it"


def test_a_notice_that_counts_meets_versions_that_put_a_time() -> None:
    """By when they were made; where that is not known, it acts: a kill that does not meet its story is the worst failure."""
    early, late = head("a", 1, version="20250304T0900Z", at=when(9)), head("a", 2, version="20250304T1300Z", at=when(13))
    kill = notice("a", "kill", version="2", at=when(12))
    assert [reaches(kill, one) for one in (early, late)] == [True, False]
    assert reaches(replace(kill, versioncreated=None, published=None), late)
    assert statuses([early, late], [kill]) == {early.uid: "canceled", late.uid: "usable"}
    withhold = notice("a", "withhold", version="2", at=when(12))
    assert released(withhold, [early, late], [])
    assert not released(withhold, [early], [])


def test_if_a_time_were_a_number_it_would_be_later_than_all_that_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    versions = story(("1", when(8)), ("20250304T0912Z", when(9)), ("2", when(10)))
    monkeypatch.setattr("pipelines.families.lifecycle.version_kind", lambda version: "number")
    assert in_order(versions) != versions
