"""Families of invented stories that are really fingerprinted and compared: small, but nothing in them is made by hand."""

from __future__ import annotations

from itertools import permutations

import pytest

from schemas import Family, Story
from tests.families.builders import Shelf, as_bytes, member, notice, partition, told, when

LEAD = (
    "SELDWICK, Norway (AP) — The last wooden funicular on the Orvenna fjord will close in September after inspectors found "
    "dry rot in eleven of its fourteen trestles, the municipality said on Tuesday."
)
QUOTE = (
    '"We would have to rebuild it sleeper by sleeper, and then it would no longer be the same railway," '
    "mayor Torunn Aaskjaer told reporters in front of the lower station."
)
COST = (
    "A survey by the engineering firm Hallvik & Rø put the cost of repairs at 38 million kroner, about four times what the "
    "line has earned since it reopened in 1987."
)
PEOPLE = (
    "Some 62,000 passengers ride the funicular in a summer, most of them hikers on their way to the Kvelden plateau, "
    "and three guesthouses at the top have no other road for supplies."
)
BUS = (
    "From October a minibus is to take a forest track to the upper station twice a day, though not when snow lies, "
    "transport councillor Even Solbakk said."
)
HISTORY = (
    "The funicular was built in 1911 to carry slate down from the Grindheim quarry. Its two carriages, named Marit and Gudrun, "
    "will go to the county museum."
)
WIRE_TEXT = "\n\n".join([LEAD, QUOTE, COST, PEOPLE, BUS, HISTORY])
WIRE = told("wire", WIRE_TEXT, source="The Associated Press", at=when(9), dateline="SELDWICK, Norway (AP)")
VERBATIM = told("verbatim", WIRE_TEXT, at=when(11), credit="The Associated Press")
TRIMMED = told("trimmed", "\n\n".join([LEAD, QUOTE, COST]), source="Pune Ledger", at=when(12))
EDITED = told(
    "edited",
    "\n\n".join(
        [
            "Norway's last wooden funicular, on the Orvenna fjord, shuts in September. Eleven of its fourteen trestles have dry rot, "
            "inspectors told the town of Seldwick.",
            QUOTE.replace("told reporters in front of the lower station", "said on Tuesday"),
            "Repairs would cost 38 million kroner, a survey by the engineers Hallvik & Rø found: about four times what the "
            "line has earned since 1987.",
            "Every summer some 62,000 passengers take the ride, mostly hikers on their way to the Kvelden plateau. Supplies for "
            "three guesthouses at the top come by no other road.",
            "A minibus will drive a forest track to the upper station twice a day from October, but not when snow lies, "
            "councillor Even Solbakk said.",
            "The line carried slate from the Grindheim quarry when it was built in 1911, The Associated Press reported. The county museum "
            "gets the two carriages, Marit and Gudrun.",
        ]
    ),
    source="Lagoon City Mirror",
    at=when(15),
)
OTHER = told(
    "other",
    "A cargo of nine thousand grafted pear saplings was turned back at the port of Mirandela on Wednesday because the certificates "
    "named the wrong nursery. Customs officer Belmira Quintão said the trees looked healthy but that the rule left no choice. "
    "The importer, Pomares do Vale, has thirty days to appeal, and keeps the saplings watered in a warehouse meanwhile.",
    source="Northern Corridor Business",
    at=when(10),
)
OWN = told(
    "own",
    "Orvenna's guesthouse keepers will sue over the end of their railway, their lawyer Ragna Tveitan said on Wednesday.\n\n"
    "Three families heard of it from the radio, Tveitan told the Halden Courier, and were offered neither money nor help. "
    "Aslaug Brekke has forty bookings for next spring that she cannot honour, and a freezer that she filled in May on credit.\n\n"
    "Norway's last wooden funicular closes in September. Dry rot sits in eleven of the fourteen trestles, municipality inspectors "
    'said, and 38 million kroner for repairs are not there. "We would have to rebuild it sleeper by sleeper," mayor Torunn '
    "Aaskjaer told The Associated Press. A minibus will come up the forest track from October, unless snow lies.\n\n"
    "Brekke's grandmother hauled flour up the same slope before the war, and her mother added the bakery. Her neighbour, Jostein Vik, "
    "keeps goats and sells cheese through a cooperative in Trondheim that collects on Fridays. He has begun to ask farmers further "
    "down for pasture, he said, but nobody wants eighty animals in autumn.\n\n"
    "A hearing at the district court is set for the second week of November. Tveitan, who won damages for a marina in 2019, "
    "wants the county to answer for lost income over five years.",
    at=when(8, day=5),
)
EVERYTHING = (WIRE, VERBATIM, TRIMMED, EDITED, OWN, OTHER)


@pytest.fixture(scope="module")
def families() -> list[Family]:
    return Shelf(*EVERYTHING).families()


def test_copies_are_one_family_and_another_story_is_not_in_it(families: list[Family]) -> None:
    assert frozenset(["sother"]) in partition(families)
    (home,) = [family for family in families if "swire" in family.story_ids]
    assert {"swire", "sverbatim", "strimmed", "sedited"} <= set(home.story_ids)
    assert len(families) == 2


def test_the_agency_is_the_origin_and_all_is_taken_from_it(families: list[Family]) -> None:
    (home,) = [family for family in families if "swire" in family.story_ids]
    assert home.root_uid == WIRE.uid
    assert (home.origin.uid, home.origin.provider, home.origin.in_store, home.origin.confidence) == (
        WIRE.uid,
        "The Associated Press",
        True,
        "sure",
    )
    relations = {story: member(families, story).relation for story in ("swire", "sverbatim", "strimmed", "sedited")}
    assert relations == {"swire": "origin", "sverbatim": "verbatim", "strimmed": "trimmed", "sedited": "edited"}
    assert member(families, "sverbatim").parent_uid == WIRE.uid
    assert member(families, "sverbatim").coverage == 1.0
    assert 0.4 < member(families, "strimmed").coverage < 0.7


def test_a_story_of_its_own_that_tells_some_of_the_wire_is_a_derivative(families: list[Family]) -> None:
    assert member(families, "sown").relation == "derivative"
    assert any("AP" in reason for reason in member(families, "sown").reasons)


def test_any_order_of_arrival_gives_the_same_bytes(families: list[Family]) -> None:
    expected = as_bytes(families)
    for order in list(permutations(EVERYTHING))[::97]:
        assert as_bytes(Shelf(*order).families()) == expected


def test_who_still_carries_a_killed_wire() -> None:
    """The edited copy's second version tells something else: it is fixed. The trimmed one carries about half of the wire."""
    fixed = EDITED.model_copy(update={"uid": "uedited-2", "version": "2", "text": OTHER.text.replace("pear", "plum"), "text_digest": "t2"})
    found = Shelf(WIRE, VERBATIM, TRIMMED, EDITED, fixed, OTHER).families([notice("swire", "kill", version=None)])
    (home,) = [family for family in found if "swire" in family.story_ids]
    assert home.status == "canceled"
    states = {alert.uri: alert.state for alert in home.alerts}
    assert states["urn:test:verbatim"] == states["urn:test:trimmed"] == "still_carries"
    assert states["urn:test:edited"] == states["urn:test:wire"] == "fixed"


def test_versions_of_one_item_are_one_story() -> None:
    second: Story = WIRE.model_copy(
        update={
            "uid": "uwire-2",
            "version": "2",
            "edit_kind": "correction",
            "text": WIRE_TEXT.replace("38 million", "83 million"),
            "text_digest": "t2",
            "published": when(13),
            "versioncreated": when(13),
        }
    )
    for order in permutations([WIRE, second, VERBATIM]):
        (family,) = Shelf(*order).families()
        assert family.root_uid == WIRE.uid
        assert [(m.uid, m.relation, m.parent_uid) for m in family.members if m.story_id == "swire"] == [
            (WIRE.uid, "origin", None),
            ("uwire-2", "correction", WIRE.uid),
        ]
