"""What a family goes back to: said with the certainty there is, and never invented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families.head import Head
from pipelines.families.namings import How, name_hash
from pipelines.families.origin import find_origin
from schemas import Origin
from tests.families.builders import head, row, scored, when

OWN = head("ap", agency="AP", source="The Associated Press", at=when(8))
PLAIN, NAMES_AP, NAMES_AFP = head("p"), head("x", naming=["AP"]), head("y", naming=["AFP"])


def naming(story: str, source: str = "Pune Ledger", at: str | None = None, agency: str | None = None, **ways: How) -> Head:
    """A story that names agencies in these ways."""
    plain = head(story, source=source, naming=ways, at=at or when(10), agency=agency)
    return replace(plain, named=tuple(sorted(ways.items())))


def found(root: Head, heads: Iterable[Head], *matches: np.void) -> Origin:
    """The origin of a family of these versions."""
    stories: dict[str, list[Head]] = {}
    for one in heads:
        stories.setdefault(one.story_id, []).append(one)
    return find_origin(root, {s: sorted(v, key=lambda h: h.version_order) for s, v in stories.items()}, scored(*matches))


def told(origin: Origin) -> tuple[object, ...]:
    return origin.uid, origin.provider, origin.in_store, origin.confidence


def test_an_agency_s_own_copy_that_others_credit_is_surely_the_origin() -> None:
    origin = found(OWN, [OWN, NAMES_AP, PLAIN])
    assert told(origin) == (OWN.uid, "The Associated Press", True, "sure")
    assert (origin.agency, origin.uri, origin.version) == ("AP", OWN.uri, "1")
    assert "1 of 2" in origin.why
    assert origin.why == origin.reasons[0]
    assert "It is the earliest of all that have a time." in origin.reasons


def test_an_agency_s_own_copy_that_nobody_credits_is_likely() -> None:
    origin = found(OWN, [PLAIN, OWN, NAMES_AFP])
    assert told(origin) == (OWN.uid, "The Associated Press", True, "likely")
    assert "none" in origin.why
    assert origin.reasons[-1] == "It may be from AFP instead: 1 of 3 stories name AFP, whose own copy was not received."


def test_an_agency_s_own_copy_alone_is_likely() -> None:
    """That it names its own agency proves nothing."""
    alone = head("ap", agency="AP", source="AP", naming=["AP"])
    assert told(found(alone, [alone])) == (alone.uid, "AP", True, "likely")


def test_an_agency_that_members_credit_is_the_likely_origin_outside_the_store() -> None:
    signed = [naming("x", AP="signed", at=when(11)), naming("z", AP="told", dpa="named", at=when(9)), PLAIN]
    origin = found(PLAIN, signed)
    assert told(origin) == (None, "AP", False, "likely")
    assert "2 of 3" in origin.why
    assert "not received" in origin.why
    assert origin.not_after == "2025-03-04T09:00:00Z", "it was out by the time of the earliest"
    assert "AP is named by 1 in a dateline, byline or credit line, by 1 as whom somebody told it." in origin.reasons


def test_more_signatures_make_it_surer() -> None:
    said = [found(PLAIN, [PLAIN, *(naming(f"x{i}", AP="signed") for i in range(n))]).probability or 0.0 for n in range(1, 5)]
    assert said == sorted(said)
    assert said[0] > 0.6
    assert 0.9 < said[1] < said[-1] < 1.0


def test_one_that_somebody_merely_told_something_is_less_sure_than_one_that_is_signed() -> None:
    signed, spoken, beside = (found(PLAIN, [PLAIN, naming("x", AP=how)]) for how in ("signed", "told", "aside"))
    assert (signed.probability or 0) > (spoken.probability or 0) > (beside.probability or 0)
    assert [o.confidence for o in (signed, spoken, beside)] == ["likely", "unknown", "unknown"]
    assert beside.why == "1 of 2 stories name AP, whose own copy was not received."
    assert "AP is named by 1 only beside a picture or a promotion." in beside.reasons


def test_an_agency_named_in_the_text_below_another_s_signature_is_the_source_of_some_other_claim() -> None:
    origin = found(PLAIN, [naming(f"x{i}", AP="signed", Reuters="told") for i in range(3)])
    assert (origin.provider, origin.confidence) == ("AP", "likely")
    assert (origin.probability or 0) > 0.85


def test_pages_that_sign_several_agencies_say_less_of_each() -> None:
    one = found(PLAIN, [naming("x", AP="signed")])
    three = found(PLAIN, [naming("x", AP="signed", AFP="signed", dpa="signed")])
    assert one.probability is not None
    assert three.probability is not None
    assert three.probability < 0.4 < one.probability
    assert three.confidence == "unknown"


def test_two_agencies_are_credited_and_neither_copy_is_here() -> None:
    origin = found(PLAIN, [naming("a", AP="signed"), naming("b", AP="signed"), naming("c", AFP="signed")])
    assert (origin.provider, origin.confidence) == ("AP", "likely")
    assert 0.6 < (origin.probability or 0) < 0.9
    assert any("It may be from AFP instead" in reason for reason in origin.reasons)


def test_of_agencies_credited_as_often_the_first_by_name_is_told() -> None:
    origin = found(PLAIN, [PLAIN, NAMES_AP, NAMES_AFP])
    assert (origin.provider, origin.confidence) == ("AFP", "unknown")


def test_an_agency_s_copy_that_signs_another_is_a_relay() -> None:
    """AFP hands on what dpa reported; the outlets credit AFP."""
    afp = naming("afp", "AFP", when(8), "AFP", dpa="signed")
    origin = found(afp, [afp, naming("x", AFP="signed"), naming("y", AFP="signed")])
    assert told(origin) == (None, "dpa", False, "likely")
    assert origin.relayed_by == ("AFP",)
    assert "The copy of AFP says that it is handed on from dpa." in origin.reasons


def test_a_relay_keeps_the_id_of_the_first_agency() -> None:
    relay = replace(head("r", agency="dpa", source="dpa"), uri="urn:newsml:ap.org:20250304:c0ffee")
    origin = found(relay, [relay, naming("x", dpa="signed")])
    assert told(origin) == (None, "AP", False, "likely")
    assert origin.uri == relay.uri
    assert origin.relayed_by == ("dpa",)


def test_an_asserted_link_names_the_item_that_was_never_received() -> None:
    linked = replace(head("x"), links=(("derivedFrom", "https://apnews.com/0123abcd"),))
    origin = found(linked, [linked, PLAIN])
    assert (origin.provider, origin.in_store, origin.uri) == ("AP", False, "https://apnews.com/0123abcd")
    assert found(linked, [replace(linked, links=(("refersTo", "https://apnews.com/0123abcd"),)), PLAIN]).provider is None


def test_both_copies_of_a_relay_are_here() -> None:
    dpa, afp = head("dpa", agency="dpa", source="dpa", at=when(8)), naming("afp", "AFP", when(9), "AFP", dpa="reported")
    origin = found(dpa, [afp, dpa, naming("x", AFP="signed"), naming("y", dpa="signed")])
    assert told(origin) == (dpa.uid, "dpa", True, "sure")
    backwards = found(
        afp, [naming("afp", "AFP", when(7), "AFP", dpa="reported"), dpa, naming("x", AFP="signed"), naming("y", dpa="signed")]
    )
    assert backwards.agency == "dpa", "whatever the stamps say"


def test_an_outlet_s_own_story_that_others_name_is_the_origin() -> None:
    own = head("own", source="The Halden Courier", at=when(6))
    others = [replace(head(s, source=f"Outlet {s}", at=when(9)), attributed=(name_hash("Halden Courier"),)) for s in "abc"]
    origin = found(own, [own, *others])
    assert told(origin) == (own.uid, "The Halden Courier", True, "sure")
    assert origin.agency is None
    assert origin.why == "It is The Halden Courier's own, and 3 of 3 others say that they have it from there."


def test_an_outlet_that_an_agency_s_copy_quotes_is_not_the_origin_for_that() -> None:
    """Everybody who carries AP's copy repeats that somebody told the Courier."""
    own = head("own", source="Halden Courier", at=when(9))
    quoting = [replace(naming(s, f"Outlet {s}", when(10), AP="signed"), attributed=(name_hash("Halden Courier"),)) for s in "abc"]
    wire = replace(OWN, attributed=(name_hash("Halden Courier"),))
    assert found(wire, [wire, own, *quoting]).agency == "AP"


def test_an_outlet_s_own_name_in_its_dateline_says_nothing() -> None:
    page = naming("x", "Halden Courier", **{"Halden Courier": "signed"})
    nameless = replace(naming("y", "?", **{"Dan Vest": "signed"}), source=None)
    assert found(page, [page, nameless]).provider is None


def test_a_single_story_without_credits_is_all_there_is() -> None:
    origin = found(PLAIN, [PLAIN])
    assert told(origin) == (PLAIN.uid, "Halden Courier", True, "unknown")
    assert "only story" in origin.why


def test_a_single_story_that_signs_an_agency_likely_comes_from_it() -> None:
    alone = naming("x", AP="signed")
    assert told(found(alone, [alone])) == (None, "AP", False, "likely")
    assert found(alone, [alone]).why == "It names AP, whose own copy was not received."


def test_a_family_without_credits_has_an_unknown_origin() -> None:
    origin = found(PLAIN, [PLAIN, head("q")])
    assert told(origin) == (None, None, False, "unknown")
    assert origin.probability is None
    assert "None" in origin.why


def test_the_version_that_most_took_from_is_the_origin() -> None:
    """Two print what only version 2 has; one was out before it."""
    first, second = head("ap", 1, agency="AP", source="AP", at=when(8)), head("ap", 2, version="2", agency="AP", source="AP", at=when(10))
    early, x, y = (
        replace(naming(s, f"Outlet {s}", when(h), AP="signed"), digest=d) for s, h, d in (("e", 9, 3), ("x", 11, 4), ("y", 12, 5))
    )
    shares = [row(d, v, 0.9, cover_short=s) for d in (3, 4, 5) for v, s in ((1, 0.5), (2, 0.9))]
    origin = found(first, [first, second, early, x, y], *shares)
    assert (origin.uid, origin.version) == (second.uid, "2")
    assert "1 took from version 1, 2 took from version 2." in origin.reasons
    alike = [row(d, v, 0.9, cover_short=0.9) for d in (3, 4, 5) for v in (1, 2)]
    assert found(first, [first, second, early, x, y], *alike).uid == first.uid, "where it is open, the earlier"


def test_a_copy_that_comes_after_those_that_credit_it_is_not_the_first() -> None:
    late = head("ap", agency="AP", source="AP", at=when(15))
    origin = found(late, [late, naming("x", AP="signed", at=when(9)), naming("y", AP="signed", at=when(16))])
    assert "1 of 2 others are dated before it and credit it: an earlier version of it was not received." in origin.reasons


def test_the_writer_of_an_agency_s_copy_in_another_s_byline_counts_a_little() -> None:
    wire, plain = replace(OWN, writer="w1"), head("p", source="Pune Ledger", at=when(9))
    signed, silent = (found(wire, [wire, replace(plain, writer=writer)]) for writer in ("w1", "w2"))
    assert (signed.probability or 0) >= (silent.probability or 0)
    assert signed != silent or signed.probability == silent.probability


NAMES = st.dictionaries(st.sampled_from(["AP", "AFP", "dpa"]), st.sampled_from(["signed", "told", "named", "aside"]), max_size=2)


@pytest.mark.parametrize("agency", [None, "AP"])
@given(st.lists(NAMES, min_size=1, max_size=5), st.data())
def test_the_order_of_stories_does_not_matter_and_nothing_is_invented(
    agency: str | None, names: list[dict[str, How]], data: st.DataObject
) -> None:
    firsts = [naming(f"s{i}", f"o{i}", when(8 + i), agency if i == 0 else None, **some) for i, some in enumerate(names)]
    origin = found(firsts[0], firsts)
    assert found(firsts[0], data.draw(st.permutations(firsts))) == origin
    if origin.uid is not None:
        assert origin.in_store
        assert origin.uid == firsts[0].uid
    elif origin.provider is not None:
        assert not origin.in_store
        assert any(origin.provider in some for some in names)
    if origin.confidence == "sure":
        assert agency is not None
        assert any(agency in some for some in names[1:])
    assert origin.probability is None or 0.0 < origin.probability <= 1.0
    assert origin.why in origin.reasons
