"""Who still tells what a correction took back: on real texts, compared by the real scorer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipelines.families.alerts import with_words
from schemas import Alert, Story
from tests.families.builders import Shelf, notice, told, when

LEAD = "SKELL, Norway (AP) - The car ferry Aldora ran aground off Skell on Tuesday with {dead} passengers on board, the coast guard said. "
REST = (
    "Captain Mirela {captain} told reporters on the quay that fog had come in within minutes. The ship had {passed} its inspection in May, "
    "according to the port authority. Tugs from Brennhavn pulled the vessel free at high tide, and nobody was hurt. "
    "The operator, Fjordlinje Vest, said it would pay for buses until the Aldora sails again, and that it had asked the maritime "
    "institute to look into the charts on the bridge."
)


def wire(dead: str = "114", captain: str = "Kovac", passed: str = "passed", extra: str = "") -> str:
    return LEAD.format(dead=dead) + REST.format(captain=captain, passed=passed) + extra


def copy(text: str, name: str = "copy", hour: int = 11, version: str = "1", **more: object) -> Story:
    return told(name, text, source="Brenn Tidende", at=when(hour), version=version, **more)


def alerts_of(*stories: Story, wires: tuple[Story, ...] | None = None) -> list[Alert]:
    first = told("wire", wire(), source="AP", at=when(9))
    second = told("wire", wire("141"), source="AP", at=when(13), version="2", edit_kind="correction")
    families = Shelf(*(wires or (first, second)), *stories).families()
    assert len(families) == 1, "the texts are one story"
    return list(families[0].alerts)


def state_of(*stories: Story, wires: tuple[Story, ...] | None = None) -> str | None:
    """Of the one story beside the wire."""
    found = alerts_of(*stories, wires=wires)
    assert len(found) <= 1
    assert {(a.kind, a.cause_uri, a.cause_version) for a in found} <= {("correction", "urn:test:wire", "2")}
    return found[0].state if found else None


REWRITE = (
    "A ferry with {dead} people aboard got stuck on rocks near Skell on Tuesday, Norway's coast guard reported. The Aldora was pulled "
    "off by tugs from Brennhavn when the tide was high. No one was injured. Mirela Kovac, the captain, said fog came in within minutes. "
    "Fjordlinje Vest, which runs the ferry, is paying for buses until it sails again and wants the maritime institute to look at "
    "the charts."
)


def test_a_verbatim_copy_still_says_it() -> None:
    (alert,) = alerts_of(copy(wire()))
    assert (alert.state, alert.lag_seconds, alert.through) == ("still_carries", None, ())
    assert alert.evidence == "Its latest version tells a passage that was withdrawn as it was before."
    (passage,) = alert.passages
    assert (passage.text, passage.of_text) == (None, None), "families hold no words"


def test_the_passage_in_words() -> None:
    carrier, first = copy(REWRITE.format(dead="114")), told("wire", wire(), source="AP", at=when(9))
    (alert,) = alerts_of(carrier)
    stories: Mapping[str, Story] = {carrier.uid: carrier, first.uid: first}
    (passage,) = with_words(alert, stories).passages
    assert passage.text is not None
    assert passage.text.startswith("A ferry with 114 people")
    assert passage.of_text is not None
    assert "with 114 passengers on board" in passage.of_text
    assert with_words(alert, {}).passages == alert.passages


@pytest.mark.parametrize(
    ("dead", "state"),
    [("114", "still_carries"), ("141", None), ("many", None), ("first 114, then 141", None)],
    ids=["the wrong figure", "the right one", "none", "both"],
)
def test_a_rewrite(dead: str, state: str | None) -> None:
    assert state_of(copy(REWRITE.format(dead=dead))) == state


@pytest.mark.parametrize(("dead", "parent"), [("114", "1"), ("141", "2"), ("many", "2")])
def test_the_corrected_words_tell_which_version_a_late_copy_was_made_from(dead: str, parent: str) -> None:
    """At 14 the correction of 13 was out; who still tells the old figure has the old version. Where nothing tells, it is the latest."""
    first = told("wire", wire(), source="AP", at=when(9))
    second = told("wire", wire("141"), source="AP", at=when(13), version="2", edit_kind="correction")
    late = copy(REWRITE.format(dead=dead), hour=14)
    (family,) = Shelf(first, second, late).families()
    (member,) = (member for member in family.members if member.uid == late.uid)
    assert member.parent_uid == {"1": first.uid, "2": second.uid}[parent]


def test_another_figure_in_the_same_sentence_leaves_it_open() -> None:
    (alert,) = alerts_of(copy(wire("about 130")))
    assert (alert.state, alert.lag_seconds) == ("unclear", None)


def test_a_copy_that_has_cut_the_passage_has_nothing_to_mend() -> None:
    assert state_of(copy(REST.format(captain="Kovac", passed="passed"))) is None


def test_a_later_version_that_has_mended_it_is_fixed_and_how_long_it_took() -> None:
    (alert,) = alerts_of(copy(wire()), copy(wire("141"), hour=16, version="2"))
    assert (alert.state, alert.version, alert.lag_seconds) == ("fixed", "2", 3 * 3600)
    assert alert.evidence == "An earlier version told a passage that was withdrawn as it was; the latest tells it as it is now."


def test_a_later_version_that_says_it_again_came_out_with_it() -> None:
    (alert,) = alerts_of(copy(wire("141"), hour=14), copy(wire(), hour=16, version="2"))
    assert (alert.state, alert.lag_seconds) == ("still_carries", 3 * 3600)
    assert alert.evidence.endswith("It came out after that.")


def test_a_name() -> None:
    wires = (
        told("wire", wire(), source="AP", at=when(9)),
        told("wire", wire(captain="Kovacs"), source="AP", at=when(13), version="2", edit_kind="correction"),
    )
    assert state_of(copy(REWRITE.format(dead="114")), wires=wires) == "still_carries"
    assert state_of(copy(REWRITE.format(dead="114").replace("Kovac", "Kovacs")), wires=wires) is None
    assert state_of(copy(REWRITE.format(dead="114").replace("Mirela Kovac, the captain,", "The captain")), wires=wires) in (None, "unclear")


def test_a_word_that_was_left_out() -> None:
    wires = (
        told("wire", wire(), source="AP", at=when(9)),
        told("wire", wire(passed="not passed"), source="AP", at=when(13), version="2", edit_kind="correction"),
    )
    assert state_of(copy(wire()), wires=wires) == "still_carries"
    assert state_of(copy(REWRITE.format(dead="114") + " The ship passed its inspection in May."), wires=wires) == "still_carries"
    assert state_of(copy(REWRITE.format(dead="114") + " The ship had not passed its inspection in May."), wires=wires) is None
    assert state_of(copy(REWRITE.format(dead="114")), wires=wires) is None


def test_a_sentence_that_was_false_altogether() -> None:
    false = " The first officer was asleep in his cabin when the Aldora struck the rocks, a deckhand said."
    wires = (
        told("wire", wire(extra=false), source="AP", at=when(9)),
        told("wire", wire(), source="AP", at=when(13), version="2", edit_kind="correction"),
    )
    retold = " According to a deckhand, the first officer slept in his cabin as the Aldora struck rocks."
    assert state_of(copy(REWRITE.format(dead="114") + retold), wires=wires) == "still_carries"
    assert state_of(copy(REWRITE.format(dead="114")), wires=wires) is None


def test_a_correction_of_a_correction() -> None:
    """Who has the first wrong figure is told once, by the first correction; who has the second, by the second."""
    wires = tuple(
        told("wire", wire(dead), source="AP", at=when(hour), version=version, edit_kind=kind)
        for dead, hour, version, kind in (("114", 9, "1", "new"), ("141", 13, "2", "correction"), ("144", 15, "3", "correction"))
    )
    assert [a.cause_version for a in alerts_of(copy(wire()), wires=wires)] == ["2"]
    assert [a.cause_version for a in alerts_of(copy(wire("141")), wires=wires)] == ["3"]
    assert alerts_of(copy(wire("144")), wires=wires) == []


def test_a_correction_that_was_taken_back_accuses_nobody() -> None:
    wires = tuple(
        told("wire", wire(dead), source="AP", at=when(hour), version=version, edit_kind=kind)
        for dead, hour, version, kind in (("114", 9, "1", "new"), ("141", 13, "2", "correction"), ("114", 15, "3", "correction"))
    )
    assert alerts_of(copy(wire()), wires=wires) == []
    assert [a.cause_version for a in alerts_of(copy(wire("141")), wires=wires)] == ["3"]


def test_a_correction_as_an_item_of_its_own() -> None:
    wires = (
        told("wire", wire(), source="AP", at=when(9)),
        told("fix", wire("141"), source="AP", at=when(13), edit_kind="correction"),
    )
    found = alerts_of(copy(REWRITE.format(dead="114")), wires=wires)
    assert [(a.cause_uri, a.uri, a.state) for a in found] == [("urn:test:fix", "urn:test:copy", "still_carries")]


def test_a_correction_without_its_first_version_says_that_it_cannot_tell() -> None:
    wires = (told("wire", wire("141"), source="AP", at=when(13), version="2", edit_kind="correction"),)
    (alert,) = alerts_of(copy(wire()), wires=wires)
    assert (alert.uid, alert.state, alert.cause_version) == (None, "unclear", "2")


def test_an_outlets_own_correction_concerns_only_who_took_from_it() -> None:
    wires = (told("wire", wire(), source="AP", at=when(9)),)
    own = (copy(wire(captain="Kovak")), copy(wire(), hour=14, version="2", edit_kind="correction"))
    bystander = told("other", wire(captain="Kovak"), source="Pune Ledger", at=when(10))
    assert alerts_of(*own, bystander, wires=wires) == []


def test_a_kill_of_an_old_version_reaches_who_tells_what_only_that_one_said() -> None:
    wires = (told("wire", wire(), source="AP", at=when(9)), told("wire", wire("141"), source="AP", at=when(13), version="2"))
    carrier, clean = copy(REWRITE.format(dead="114")), told("clean", wire("141"), source="Pune Ledger", at=when(15))
    (family,) = Shelf(*wires, carrier, clean).families([notice("swire", "kill", version="1")])
    assert {a.uri: a.state for a in family.alerts} == {"urn:test:wire": "fixed", "urn:test:copy": "still_carries"}


def test_a_kill_shows_the_longest_passages_and_the_way_they_took() -> None:
    first = told("wire", wire(), source="AP", at=when(9))
    middle = copy(REWRITE.format(dead="114"))
    far = told("far", REWRITE.format(dead="114").replace("got stuck on rocks", "sat on rocks"), source="Pune Ledger", at=when(15))
    (family,) = Shelf(first, middle, far).families([notice("swire", "kill", at=when(16))])
    by_uri = {a.uri: a for a in family.alerts}
    assert {a.state for a in by_uri.values()} == {"still_carries", "fixed"}
    assert by_uri["urn:test:far"].through == (middle.uid,)
    assert by_uri["urn:test:copy"].through == ()
    assert by_uri["urn:test:copy"].passages
