"""What notices do to versions: whatever the order in which they come."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import lifecycle
from pipelines.families.head import Head
from pipelines.families.lifecycle import reaches, released, statuses
from schemas.story import EditKind
from tests.families.builders import head, notice, when

V1, V2, V3 = (head("a", n, version=str(n), at=when(8 + n)) for n in (1, 2, 3))


def by_version(versions: list[Head], notices: list[Head]) -> str:
    """The statuses now as one letter a version, in the order of versions."""
    found = statuses(versions, notices)
    return "".join(found[v.uid][0] for v in sorted(versions, key=lambda v: v.version_order))


def test_without_notices_every_version_is_what_it_says() -> None:
    assert by_version([V1, head("a", 2, version="2", status="withheld")], []) == "uw"


@pytest.mark.parametrize(("version", "expected"), [("1", "cuu"), ("2", "ccu"), ("3", "ccc"), ("10", "ccc"), (None, "ccc"), ("0", "uuu")])
def test_a_kill_cancels_the_versions_that_are_not_newer(version: str | None, expected: str) -> None:
    assert by_version([V1, V2, V3], [notice("a", "kill", version=version)]) == expected


def test_a_version_without_a_number_is_under_every_kill() -> None:
    assert by_version([head("a", 1, version=None)], [notice("a", "kill", version="1")]) == "c"


def test_a_newer_usable_version_lifts_no_kill() -> None:
    late = head("a", 4, version="4", at=when(20))
    assert by_version([V1, V2, late], [notice("a", "kill", version="2", at=when(12))]) == "ccu"


@pytest.mark.parametrize(
    ("versions", "expected"),
    [([V1], "w"), ([V1, V2], "ww"), ([V1, V2, V3], "uuu")],
    ids=["its own", "an older one too", "a newer usable one lifts it"],
)
def test_a_withhold_lasts_until_a_newer_usable_version(versions: list[Head], expected: str) -> None:
    assert by_version(versions, [notice("a", "withhold", version="2")]) == expected


def test_a_newer_version_that_is_withheld_itself_lifts_nothing() -> None:
    held = head("a", 3, version="3", status="withheld")
    assert by_version([V1, held], [notice("a", "withhold", version="1")]) == "ww"


@pytest.mark.parametrize(
    ("version", "at", "expected"),
    [
        ("3", when(13), "u"),
        ("2", when(13), "u"),
        ("2", when(11), "w"),
        ("02", when(13), "u"),
        ("1", when(13), "w"),
        (None, when(13), "u"),
        (None, when(11), "w"),
        (None, None, "w"),
    ],
)
def test_a_release_lifts_a_withhold_that_is_not_newer(version: str | None, at: str | None, expected: str) -> None:
    """By the version; by the time where the versions are equal or unknown."""
    withhold = notice("a", "withhold", version="2", at=when(12))
    release = notice("a", "release", version=version, at=at)
    assert by_version([V1], [withhold, release]) == expected
    assert released(withhold, [V1], [release]) is (expected == "u")


def test_a_kill_outlasts_the_release_of_a_withhold() -> None:
    notices = [notice("a", "withhold", version="1"), notice("a", "release", version="2"), notice("a", "kill", version="1")]
    assert by_version([V1, V2], notices) == "cu"


def test_a_second_withhold_holds_after_the_first_is_released() -> None:
    notices = [notice("a", "withhold", version="1"), notice("a", "release", version="2"), notice("a", "withhold", version="3")]
    assert by_version([V1], notices) == "w"


def test_an_advisory_does_nothing() -> None:
    assert by_version([V1], [notice("a", "advisory", version=None)]) == "u"


ITEMS = [
    V1,
    V2,
    V3,
    head("a", 4, version=None, at=None),
    notice("a", "withhold", version="2", at=when(10)),
    notice("a", "release", version=None, at=when(11)),
    notice("a", "kill", version="1", at=when(12)),
]


@given(st.permutations(ITEMS))
def test_every_order_of_arrival_gives_the_same(order: list[Head]) -> None:
    """Statuses are worked out from what is there: the notices may come before the story."""
    versions, notices = [h for h in order if not h.notice], [h for h in order if h.notice]
    assert statuses(versions, notices) == statuses(ITEMS[:4], ITEMS[4:])


KINDS: list[EditKind] = ["kill", "withhold", "release"]
ACTIONS = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from([None, "1", "2", "3", "4"]), st.integers(1, 23)), max_size=5)


@given(ACTIONS, ACTIONS)
def test_no_version_under_a_kill_is_ever_usable(
    some: list[tuple[EditKind, str | None, int]], more: list[tuple[EditKind, str | None, int]]
) -> None:
    notices = [notice("a", kind, version=version, at=when(hour)) for kind, version, hour in [*some, ("kill", "2", 5), *more]]
    found = statuses([V1, V2, V3], notices)
    assert found[V1.uid] == found[V2.uid] == "canceled"
    killed_later = any(kind == "kill" and version in (None, "3", "4") for kind, version, _ in [*some, *more])
    assert (found[V3.uid] == "canceled") == killed_later


def test_if_a_kill_reached_its_own_version_only_older_ones_would_stay_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    kill = notice("a", "kill", version="2")
    assert reaches(kill, V1)
    monkeypatch.setattr(lifecycle, "reaches", lambda notice, version: notice.version == version.version)
    assert by_version([V1, V2, V3], [kill]) == "ucu"


def test_if_arrival_decided_the_orders_would_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: a withhold counts as released by whatever notice stands behind it in the list."""
    monkeypatch.setattr(lifecycle, "released", lambda withhold, versions, notices: notices[-1] is not withhold)
    notices = [notice("a", "withhold", version="1"), notice("a", "release", version="2")]
    assert len({by_version([V1], list(order)) for order in permutations(notices)}) == 2
