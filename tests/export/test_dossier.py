"""What is gathered of a family before it is put into anybody's words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.export import prov
from pipelines.export.dossier import Dossier
from schemas import Link, Story
from tests.export import families
from tests.families.builders import built, head, when

VERSIONS = st.sampled_from([None, "0", "1", "2", "02", "10", "3rd", "20250304T0912Z", "-1", "²", "9" * 12])


@given(st.lists(VERSIONS, min_size=1, max_size=6))
def test_every_version_of_an_item_has_a_number_of_its_own_in_their_order(versions: list[str | None]) -> None:
    heads = [replace(head("a", i + 1, version=version), uid=f"u{i}") for i, version in enumerate(versions)]
    (family,) = built(heads)
    dossier = Dossier(family, {one.uid: one for one in heads}, (), {}, families.MAKER)
    numbers = [dossier.number(one) for one in sorted(heads, key=lambda one: one.version_order)]
    assert numbers == sorted(set(numbers))
    assert numbers[0] >= 1
    assert numbers[-1] < 1 << 31


def test_whole_numbers_are_kept_and_others_counted() -> None:
    dossier = families.killed()
    assert [dossier.number(dossier.heads[uid]) for uid in ("uap-1", "uap-kill2", "uap-kill3", "ucopy-1")] == [1, 2, 3, 1]
    zero = families.dossier([families.version("ap", "0", families.GATE), families.version("ap", "1", families.GATE_MENDED, at=when(10))])
    assert sorted((one.version or "", zero.number(one)) for one in zero.heads.values()) == [("0", 1), ("1", 2)]


def acted_on(*notices: Story) -> Dossier:
    return families.dossier([families.version("ap", "1", families.GATE), families.outlet("copy", families.GATE), *notices])


def notice(number: str, kind: str, status: str, hour: int) -> Story:
    return families.kill("ap", number, hour).model_copy(update={"edit_kind": kind, "status": status})


@pytest.mark.parametrize(
    ("notices", "ends"),
    [
        ((), None),
        ((notice("2", "withhold", "withheld", 12),), "uap-kill2"),
        ((notice("2", "withhold", "withheld", 12), notice("3", "release", "usable", 13)), None),
        ((notice("3", "release", "usable", 13), notice("2", "withhold", "withheld", 12)), None),
        ((notice("2", "withhold", "withheld", 12), notice("3", "kill", "canceled", 13)), "uap-kill3"),
        ((notice("2", "advisory", "usable", 12),), None),
    ],
)
def test_what_ended_a_version_is_the_notice_that_holds(notices: tuple[Story, ...], ends: str | None) -> None:
    dossier = acted_on(*notices)
    found = [(member.uid, ending.notice.uid if ending.notice else None) for member, ending in dossier.endings()]
    assert found == ([] if ends is None else [("uap-1", ends)])
    activities = [one for one in prov.document(dossier)["@graph"] if one["@id"].startswith("urn:wirekin:notice:")]
    assert len(activities) == len(notices)


def test_an_item_that_takes_itself_back_needs_no_notice() -> None:
    (version,) = families.dossier([families.version("ap", "1", families.GATE, status="withheld")]).endings()
    assert version[1].notice is None


def test_a_link_that_is_asserted_twice_is_told_once_and_one_to_itself_not_at_all() -> None:
    links = [Link(relation="derivedFrom", target=target) for target in ("urn:test:ap", "urn:test:copy", "urn:test:ap")]
    strange = [Link(relation="cancels", target="urn:test:ap"), Link(relation="irel:whatever", target="urn:test:ap")]
    dossier = families.dossier(
        [families.version("ap", "1", families.GATE), families.outlet("copy", families.GATE, links=(*links, *strange))]
    )
    told = [(tie.relation, tie.target, tie.basis) for tie in dossier.ties_of("ucopy-1")]
    assert told == [("processedFrom", "urn:wirekin:version:uap-1", "inferred"), ("derivedFrom", "urn:test:ap", "asserted")]


def test_what_items_assert_of_each_other_is_told_though_it_cannot_be() -> None:
    """Both say that they were made from the other: both are heard, and no derivation leads round in a circle."""
    first = families.version("ap", "1", families.GATE, links=(Link(relation="derivedFrom", target="urn:test:copy"),))
    copy = families.outlet("copy", families.GATE, links=(Link(relation="derivedFrom", target="urn:test:ap"),))
    dossier = families.dossier([first, copy])
    assert {(tie.member.uid, tie.target) for tie in dossier.ties if tie.basis == "asserted"} == {
        ("uap-1", "urn:test:copy"),
        ("ucopy-1", "urn:test:ap"),
    }
    starts = {f"urn:wirekin:version:{tie.member.uid}" for tie in dossier.ties}
    assert not starts & {tie.target for tie in dossier.ties if not tie.exact}


def test_a_number_means_an_item_of_the_same_provider_only() -> None:
    links = (Link(relation="refersTo", target="4711"),)
    other = families.version("other", "1", families.SCHLEUSE, uri="4711", source="Tidaholm Post")
    theirs = families.dossier([families.outlet("copy", families.GATE, links=links), other])
    assert [(tie.to, tie.target) for tie in theirs.ties] == [(None, "urn:wirekin:unknown:halden%20courier:4711")]
    own = families.dossier([families.outlet("copy", families.GATE, links=links), other.model_copy(update={"source": "Halden Courier"})])
    assert [(tie.to.uid if tie.to else None, tie.target) for tie in own.ties] == [("uother-1", "urn:wirekin:story:sother")]


def test_a_relay_is_tied_to_the_agency_whose_id_it_keeps() -> None:
    item = "cd1ee5b3a94b4d5b8a4e1f2d3c4b5a69"
    own = families.version("ap", "1", families.GATE, uri=f"urn:newsml:ap.org:20250304:{item}")
    relay = families.outlet("relay", families.GATE_TOLD_AGAIN, uri=f"urn:newsml:ap.org:20250305:{item}", source="Halden Courier")
    page = families.outlet("page", families.GATE_TOLD_AGAIN, uri=f"https://apnews.com/article/gate-{item}", source="apnews.com")
    assert asserted([own, relay]) == [("processedFrom", own.uri)]
    assert asserted([own, page]) == [("alternateFormatOf", own.uri)], "that is AP's own page"


def asserted(stories: list[Story]) -> list[tuple[str, str]]:
    return [(tie.relation, tie.target) for tie in families.dossier(stories).ties if tie.basis == "asserted"]


def test_every_version_revises_the_one_before_whatever_it_hangs_on() -> None:
    dossier = families.corrected()
    second = dossier.members["uap-2"].model_copy(update={"parent_uid": "ucopy-1", "relation": "edited", "probability": 0.9})
    family = dossier.family.model_copy(
        update={"members": tuple(second if member.uid == "uap-2" else member for member in dossier.family.members)}
    )
    told = families.dossier(list(dossier.stories.values()), family=family).ties_of("uap-2")
    assert [(tie.relation, tie.target, tie.basis) for tie in told] == [
        ("derivedFrom", "urn:wirekin:version:ucopy-1", "inferred"),
        ("correctionOf", "urn:wirekin:version:uap-1", "asserted"),
    ]
