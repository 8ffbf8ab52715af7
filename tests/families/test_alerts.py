"""Who still carries what was killed or withheld: the reason to exist."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import alerts
from pipelines.families.alerts import Life, kill_alerts, tombstones
from pipelines.families.head import Head
from pipelines.families.lifecycle import statuses
from schemas import Alert
from tests.families.builders import as_bytes, built, head, notice, row, scored, when

WIRE = head("w", 1, agency="AP", source="AP")
CARRIER = head("c", 2, naming=["AP"])


def of(versions: list[Head], notices: list[Head], *known: np.void) -> dict[str, Alert]:
    """Story -> its alert, of one family; the notices must cause one each at most."""
    stories: dict[str, list[Head]] = {}
    for version in sorted(versions, key=lambda v: v.version_order):
        stories.setdefault(version.story_id, []).append(version)
    now = {}
    for story, own in stories.items():
        now.update(statuses(own, [n for n in notices if n.story_id == story]))
    found = list(kill_alerts(Life("f1", stories, notices, now, {}, "w", scored(*known))))
    by_story = {alert.uid.partition("/")[0]: alert for alert in found if alert.uid}
    assert len(by_story) == len(found)
    return by_story


def test_a_copy_of_a_killed_text_still_carries_it() -> None:
    found = of([WIRE, CARRIER], [notice("w", "kill")], row(2, 1, 0.9, cover_short=0.95, cover_long=0.62))
    assert set(found) == {"w", "c"}
    alert = found["c"]
    assert (alert.kind, alert.state, alert.cause_uri, alert.cause_version) == ("kill", "still_carries", "urn:test:w", "1")
    assert (alert.family_id, alert.uid, alert.uri) == ("f1", CARRIER.uid, "urn:test:c")
    assert "62 %" in alert.evidence, "share of the killed text, not of the carrier's"
    assert found["w"].state == "fixed"
    assert "canceled" in found["w"].evidence


def test_a_verbatim_copy_carries_all_of_it() -> None:
    found = of([WIRE, head("c", 1)], [notice("w", "kill")])
    assert found["c"].state == "still_carries"
    assert "100 %" in found["c"].evidence


@pytest.mark.parametrize(("share", "evidence"), [(0.11, "carries 11 % of that text"), (0.09, "in its own words")])
def test_a_tenth_of_the_text_makes_a_carrier_of_it(share: float, evidence: str) -> None:
    found = of([WIRE, CARRIER], [notice("w", "kill")], row(1, 2, 0.7, cover_short=share, cover_long=0.9))
    assert found["c"].state == "still_carries"
    assert evidence in found["c"].evidence


def test_who_tells_the_story_in_other_words_carries_it_too() -> None:
    """It is in the family by way of another member; that pair was never compared before."""
    found = of([WIRE, CARRIER], [notice("w", "kill")])
    assert (found["c"].state, found["c"].passages) == ("still_carries", ())


@pytest.mark.parametrize(("kept", "state"), [(0.9, "still_carries"), (0.3, "unclear"), (0.02, "fixed")])
def test_a_retelling_whose_latest_version_is_another_text(kept: float, state: str) -> None:
    newer = head("c", 3, version="2", at=when(14))
    known = (row(2, 1, 0.7, cover_long=0.05), row(3, 1, 0.1, cover_long=0.0), row(3, 2, 0.1, cover_long=kept))
    assert of([WIRE, CARRIER, newer], [notice("w", "kill")], *known)["c"].state == state


def test_a_carrier_whose_latest_version_dropped_the_text_is_fixed() -> None:
    newer = head("c", 3, version="2", at=when(14))
    known = (row(2, 1, 0.9, cover_long=0.7), row(3, 1, 0.3, cover_long=0.02))
    found = of([WIRE, CARRIER, newer], [notice("w", "kill")], *known)
    assert found["c"].state == "fixed"
    assert found["c"].uid == newer.uid
    assert "70 %" in found["c"].evidence


def test_a_carrier_whose_latest_version_took_the_text_up_carries_it() -> None:
    newer = head("c", 3, version="2", at=when(14))
    known = (row(2, 1, 0.3, cover_long=0.02), row(3, 1, 0.9, cover_long=0.7))
    assert of([WIRE, CARRIER, newer], [notice("w", "kill")], *known)["c"].state == "still_carries"


@pytest.mark.parametrize("kind", ["kill", "withhold"])
def test_a_carrier_that_was_withdrawn_itself_is_fixed(kind: str) -> None:
    own = notice("c", kind)  # type: ignore[arg-type]
    stories = {"w": [WIRE], "c": [head("c", 1)]}
    now = statuses(stories["w"], [notice("w", "kill")]) | statuses(stories["c"], [own])
    found = [a for a in kill_alerts(Life("f", stories, [notice("w", "kill")], now, {}, "w", scored())) if a.uri == "urn:test:c"]
    assert [a.state for a in found] == ["fixed"]


def test_text_that_only_a_newer_version_has_was_not_killed() -> None:
    """Version 1 is killed, version 2 told it anew; who tells nothing that version 2 dropped carries nothing killed."""
    second = head("w", 4, version="2", at=when(13), agency="AP", source="AP")
    known = (row(2, 4, 0.9, cover_long=0.9), row(2, 1, 0.2, cover_long=0.01))
    found = of([WIRE, second, CARRIER], [notice("w", "kill", version="1")], *known)
    assert set(found) == {"w"}
    assert found["w"].evidence == "A newer usable version has replaced it."


def test_a_kill_of_what_is_not_there_yet_reaches_nobody() -> None:
    assert of([head("w", 1, version="2"), CARRIER], [notice("w", "kill", version="1")]) == {}


def test_a_withhold_is_told_until_it_is_lifted() -> None:
    copy = head("c", 1)
    withhold = notice("w", "withhold", at=when(12))
    assert of([WIRE, copy], [withhold])["c"].kind == "withhold"
    assert of([WIRE, copy], [withhold])["c"].state == "still_carries"
    assert of([WIRE, copy], [withhold, notice("w", "release", at=when(13))]) == {}
    assert of([WIRE, head("w", 9, version="2", at=when(13)), copy], [withhold]) == {}
    assert of([WIRE, copy], [withhold, notice("c", "release", at=when(13))])["c"].kind == "withhold", "a release of another story"


def test_advisories_and_notices_of_other_families_raise_no_alert() -> None:
    assert of([WIRE, CARRIER], [notice("w", "advisory"), notice("z", "kill")]) == {}


def test_who_carries_a_killed_story_is_told_of_its_family() -> None:
    """Through `families_of`: whatever the order in which wire, copy and kill are listed."""
    heads = [WIRE, head("c", 1, at=when(10)), notice("w", "kill", version=None)]
    (family,) = built(heads)
    assert as_bytes(built(heads[::-1])) == as_bytes([family])
    assert family.status == "canceled"
    assert {(a.uri, a.state) for a in family.alerts} == {("urn:test:w", "fixed"), ("urn:test:c", "still_carries")}
    assert [m.status for m in family.members] == ["canceled", "usable"], "a carrier keeps its own status"


def test_if_only_full_copies_counted_a_carrier_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    newer = head("c", 3, version="2", at=when(14))
    known = (row(2, 1, 0.9, cover_long=0.62), row(3, 1, 0.2, cover_long=0.62), row(3, 2, 0.1, cover_long=0.3))
    assert of([WIRE, CARRIER, newer], [notice("w", "kill")], *known)["c"].state == "still_carries"
    monkeypatch.setattr(alerts, "CARRIES", 1.0)
    assert of([WIRE, CARRIER, newer], [notice("w", "kill")], *known)["c"].state != "still_carries"


def test_a_kill_before_its_story_waits() -> None:
    (waiting,) = tombstones([notice("w", "kill", version="3"), CARRIER])
    assert (waiting.family_id, waiting.uid, waiting.uri) == (None, None, None)
    assert (waiting.kind, waiting.cause_uri, waiting.cause_version, waiting.state) == ("kill", "urn:test:w", "3", "unclear")
    assert tombstones([notice("w", "kill", version="3"), WIRE]) == []


def test_only_kills_and_withholds_wait_and_released_ones_no_more() -> None:
    assert [t.kind for t in tombstones([notice("w", k, version="1") for k in ("withhold", "advisory")])] == ["withhold"]
    assert tombstones([notice("w", "release", at=when(13)), notice("w", "withhold", at=when(12))]) == []
    assert len(tombstones([notice("v", "release", at=when(13)), notice("w", "withhold", at=when(12))])) == 1


@given(st.permutations([notice(s, k) for s in "abc" for k in ("kill", "withhold")] + [head("b", 1)]))
def test_the_order_of_waiting_notices_is_not_that_of_arrival(order: list[Head]) -> None:
    assert [(t.cause_uri, t.kind) for t in tombstones(order)] == [
        ("urn:test:a", "kill"),
        ("urn:test:a", "withhold"),
        ("urn:test:c", "kill"),
        ("urn:test:c", "withhold"),
    ]
