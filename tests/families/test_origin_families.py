"""Small families of invented texts, compared for real: where they come from, and who says so."""

from __future__ import annotations

from typing import Any

from schemas import Family, Story
from tests.families.builders import Shelf, told, when
from tests.families.origin_texts import BELL, BELL_RETOLD, CHEESE, CHEESE_RETOLD, WEIR, WEIR_RETOLD, body


def wire(sentences: tuple[str, ...], source: str = "AP", hour: int = 6, **more: Any) -> Story:
    return told("wire", body(*sentences), source=source, at=when(hour), **more)


def copy(name: str, text: str, hour: int, **more: Any) -> Story:
    return told(name, text, source=f"Outlet {name}", at=when(hour), **more)


def family(*stories: Story) -> Family:
    """The one family that they all make."""
    (found,) = Shelf(*stories).families()
    return found


def credited(found: Family) -> dict[str, str | None]:
    return {member.story_id.removeprefix("s"): member.credit for member in found.members}


WEIR_COPIES = (
    copy("a", body(*WEIR), 8, dateline="HOLLIN (AP)"),
    copy("b", body(*WEIR[:5]), 9, byline="Ana Roe, Associated Press"),
    copy("c", body(*WEIR_RETOLD), 11),
)
CHEESE_PAGES = (
    copy("a", body(*CHEESE), 8, dateline="GRUYTEN, Netherlands (AFP)", byline="Josse Ambrel"),
    copy("b", body(*CHEESE_RETOLD), 9, byline="Josse Ambrel"),
    copy("c", body(*CHEESE[:5], "The dairy did not wish to say more, its director told AFP."), 10),
)


def test_a_wire_and_its_copies() -> None:
    found = family(wire(WEIR), *WEIR_COPIES)
    assert (found.origin.uri, found.origin.agency, found.origin.in_store, found.origin.confidence) == ("urn:test:wire", "AP", True, "sure")
    assert (found.origin.probability or 0) >= 0.97
    assert found.origin.reasons[0] == "It is AP's own copy, and 2 of 3 others credit AP."
    assert credited(found) == {"wire": None, "a": "credited", "b": "credited", "c": "uncredited"}


def test_the_wire_was_never_received() -> None:
    found = family(*CHEESE_PAGES)
    origin = found.origin
    assert (origin.uid, origin.agency, origin.in_store, origin.confidence) == (None, "AFP", False, "likely")
    assert origin.not_after == when(8)
    assert origin.why == "2 of 3 stories name AFP, whose own copy was not received."
    assert credited(found) == {"a": "credited", "b": "uncredited", "c": "credited"}


def test_the_late_original_makes_of_it_what_it_would_have_been() -> None:
    assert family(*CHEESE_PAGES, wire(CHEESE, "AFP")) == family(wire(CHEESE, "AFP"), *CHEESE_PAGES)
    assert family(*CHEESE_PAGES, wire(CHEESE, "AFP")).origin.in_store


def test_two_agencies_are_credited() -> None:
    """Two pages sign dpa and one Reuters: dpa is likelier, and Reuters is told of; the page that signs it is wrong if dpa is right."""
    found = family(
        copy("a", body(*BELL), 8, credit="dpa"),
        copy("b", body(*BELL_RETOLD), 9, dateline="KASTELRUTH (dpa)"),
        copy("c", body(*BELL[:5]), 10, credit="Reuters"),
    )
    assert (found.origin.agency, found.origin.in_store, found.origin.confidence) == ("dpa", False, "likely")
    assert 0.65 <= (found.origin.probability or 0) <= 0.9
    assert "It may be from Reuters instead: 1 of 3 stories name Reuters, whose own copy was not received." in found.origin.reasons
    assert credited(found) == {"a": "credited", "b": "credited", "c": "miscredited"}


def test_a_relay_of_which_the_first_agency_s_copy_is_missing() -> None:
    """AFP hands on what dpa filed, under dpa's dateline; outlets credit one or the other."""
    found = family(
        wire(BELL, "AFP", dateline="KASTELRUTH (dpa)"),
        copy("a", body(*BELL), 8, credit="AFP"),
        copy("b", body(*BELL_RETOLD), 9, credit="dpa"),
        copy("c", body(*BELL[:5]), 10),
    )
    assert (found.origin.agency, found.origin.in_store, found.origin.relayed_by) == ("dpa", False, ("AFP",))
    assert credited(found) == {"wire": "credited", "a": "credited", "b": "credited", "c": "uncredited"}


def test_a_relay_of_which_both_copies_are_here() -> None:
    found = family(
        told("dpa", body(*BELL), source="dpa", at=when(6)),
        wire((*BELL_RETOLD, "The German news agency dpa reported that the bell had been rung at noon."), "AFP", hour=8),
        copy("a", body(*BELL_RETOLD), 9, credit="AFP"),
    )
    assert (found.origin.uri, found.origin.agency) == ("urn:test:dpa", "dpa")


def test_an_uncredited_copy_of_a_wire_that_nobody_credits() -> None:
    found = family(wire(WEIR), copy("a", body(*WEIR), 9))
    assert (found.origin.agency, found.origin.confidence) == ("AP", "likely")
    assert credited(found)["a"] == "uncredited"


def test_a_miscredited_copy() -> None:
    """One signs Reuters for AP's copy. Another names Reuters in its text for another claim, and no credit of its own: that is none."""
    found = family(
        wire(WEIR),
        copy("a", body(*WEIR), 8, credit="AP"),
        copy("b", body(*WEIR[:6]), 9, credit="Reuters"),
        copy("c", body(*WEIR[:6], "A county spokesman told Reuters that no fish had died."), 10),
    )
    assert found.origin.agency == "AP"
    assert credited(found) == {"wire": None, "a": "credited", "b": "miscredited", "c": "uncredited"}


def test_a_quote_that_somebody_gave_an_agency_makes_no_origin() -> None:
    """Two pages carry one story; in one a single man is quoted as having told AP so."""
    found = family(copy("a", body(*WEIR), 8), copy("b", body(*WEIR[:6], "It smells of eels, lock keeper Rolf Ine told AP."), 9))
    assert (found.origin.provider, found.origin.confidence, found.origin.in_store) == ("AP", "unknown", False)
    assert set(credited(found).values()) == {None}


def test_an_outlet_s_own_story_that_the_others_have_it_from() -> None:
    own = told("own", body(*WEIR), source="The Hollin Echo", at=when(5))
    found = family(
        own,
        copy("a", body(*WEIR_RETOLD, "The leak was first reported by the Hollin Echo."), 9),
        copy("b", body(*WEIR[:4], 'Wrenfield told the Hollin Echo: "We knew of moss, not of a crack."'), 10),
        copy("c", body(*WEIR[:5]), 11),
    )
    assert (found.origin.uid, found.origin.provider, found.origin.agency, found.origin.in_store) == (own.uid, "The Hollin Echo", None, True)
    assert found.origin.confidence in ("likely", "sure")
    assert credited(found) == {"own": None, "a": "credited", "b": "credited", "c": "uncredited"}


def test_an_aggregator_signs_whoever_it_can() -> None:
    found = family(
        copy("a", body(*CHEESE), 8, credit="ANP"),
        copy("b", body(*CHEESE[:5]), 9, credit="AFP | Reuters | AP | ANP"),
        copy("c", body(*CHEESE_RETOLD), 10),
    )
    assert (found.origin.agency, found.origin.confidence) == ("ANP", "likely")
    assert credited(found) == {"a": "credited", "b": "credited", "c": "uncredited"}


def test_members_took_from_the_second_version() -> None:
    """The first has four sentences and the second all; both copies have what only the second tells."""
    first = wire(WEIR[:3])
    second = wire(WEIR, version="2", hour=7, text_digest="t2", uid="uwire-2")
    second = second.model_copy(update={"published": when(7), "versioncreated": when(7)})
    found = family(first, second, copy("a", body(*WEIR), 9, credit="AP"), copy("b", body(*WEIR[:7]), 10, credit="AP"))
    assert (found.origin.uid, found.origin.version) == ("uwire-2", "2")
    assert "2 took from version 2." in found.origin.reasons
    assert found.root_uid == "uwire-1"


def test_a_story_alone() -> None:
    alone = family(copy("a", body(*BELL), 8))
    assert (alone.origin.uid, alone.origin.provider, alone.origin.confidence, alone.members[0].credit) == (
        "ua-1",
        "Outlet a",
        "unknown",
        None,
    )
    signed = family(copy("a", body(*BELL), 8, credit="dpa"))
    assert (signed.origin.provider, signed.origin.in_store, signed.members[0].credit) == ("dpa", False, "credited")


def test_no_words_of_a_story_are_in_what_is_said_of_its_origin() -> None:
    for found in (family(*CHEESE_PAGES), family(wire(WEIR), *WEIR_COPIES)):
        said = found.origin.model_dump_json()
        assert not any(word in said for word in ("GRUYTEN", "Gruyten", "Ambrel", "Roe", "HOLLIN"))
