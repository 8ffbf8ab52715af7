"""Later pieces of a story, which share no sentence with it: joined by slug line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.families.head import Head
from pipelines.families.takes import offers, takes
from pipelines.trade.slugs import base_slug
from tests.families.builders import Shelf, built, head, member, partition, row, told, when


def piece(
    story: str = "add", digest: int = 0, *, at: str | None = when(11), source: str | None = "AP", slug: str | None = "lake ferries"
) -> Head:
    """An add of the wire's slug line."""
    return head(story, digest, at=at, source=source, slug=slug, edit_kind="add")


def whole(
    story: str = "wire", digest: int = 1, *, at: str | None = when(9), source: str | None = "AP", slug: str | None = "lake ferries"
) -> Head:
    return head(story, digest, at=at, source=source, slug=slug)


def homes(*heads: Head) -> dict[str, str]:
    """Who continues whom, of stories of one version each, whichever way round they are listed."""
    found = [takes({one.story_id: [one] for one in order}) for order in (heads, heads[::-1])]
    assert found[0] == found[1]
    return found[0]


def test_an_add_continues_the_story_of_its_source_and_slug() -> None:
    assert homes(whole(), piece()) == {"add": "wire"}
    assert homes(whole(), piece("one"), piece("two", at=when(12))) == {"one": "wire", "two": "wire"}, "not the add before it"


@pytest.mark.parametrize(
    "other",
    [
        whole(source="AFP"),
        whole(source=None),
        whole(slug="lake levels"),
        whole(slug=None),
        whole(at=None),
        whole(at=when(12)),
        piece("wire"),
    ],
    ids=["another source", "no source", "another slug", "no slug", "no time", "after it", "an add too"],
)
def test_an_add_without_a_home_stays_alone(other: Head) -> None:
    assert homes(other, piece()) == {}
    assert partition(built([other, piece()])) == {frozenset(["wire"]), frozenset(["add"])}


def test_without_source_slug_or_time_of_its_own_it_stays_alone() -> None:
    for lost in (piece(source=None), piece(slug=None), piece(at=None)):
        assert homes(whole(source=lost.source, slug=lost.slug, at=lost.published), lost) == {}


@pytest.mark.parametrize(("hour", "expected"), [(10, {}), (11, {"add": "wire"}), (12, {"add": "wire"})])
def test_a_day_and_no_more(hour: int, expected: dict[str, str]) -> None:
    """The add is sent at eleven, the story the day before."""
    assert homes(whole(at=when(hour, 3)), piece(at=when(11, 4))) == expected


def test_of_several_the_latest_before_it() -> None:
    heads = [whole("early", at=when(8)), whole("late", at=when(10)), whole("after", at=when(12)), piece()]
    assert homes(*heads) == {"add": "late"}
    assert homes(*heads, whole("same", at=when(11))) == {"add": "same"}
    assert set(offers(heads)) == {("add", "early"), ("add", "late")}


def test_what_is_no_add_continues_nothing_though_the_slug_is_the_same() -> None:
    assert homes(whole(), whole("again", at=when(11))) == {}


def test_the_first_version_of_each_decides() -> None:
    """The story's second version comes after the add; the add's second version is marked as an update."""
    wire, second = whole(), replace(whole(at=when(14)), uid="wire/2", version="2")
    add, corrected = piece(), replace(piece(at=when(13)), uid="add/2", version="2", edit_kind="update")
    assert takes({"wire": [wire, second], "add": [add, corrected]}) == {"add": "wire"}


def test_an_add_joins_as_an_update_for_sure_and_says_why() -> None:
    (family,) = built([piece(digest=2), whole()])
    found = member([family], "add")
    assert (found.relation, found.parent_uid, found.probability, found.direction_known) == ("update", whole().uid, 1.0, True)
    assert found.reasons == ("Its slug says that it is a later piece of the other.",)
    assert family.root_uid == whole().uid


def test_an_add_is_not_the_root_though_it_is_the_agency_s_and_the_story_an_outlet_s() -> None:
    add = head("add", 2, at=when(11), source="AP", agency="AP", slug="lake ferries", edit_kind="add")
    wire = replace(whole(), agency="AP")
    copy = head("copy", 3, at=when(8), naming=["AP"])
    (family,) = built([add, wire, copy], row(3, 1, 0.9), row(3, 2, 0.9))
    assert family.root_uid == wire.uid


def test_a_copy_that_holds_story_and_add_brings_no_third_family() -> None:
    """The copy tells both: it is like each of them, and they share nothing. All are one family, the add hung on its story."""
    wire, add = replace(whole(), agency="AP"), replace(piece(digest=2), agency="AP")
    copy = head("copy", 3, at=when(12), naming=["AP"])
    known = (row(1, 3, 0.9, cover_short=1.0, cover_long=0.6), row(2, 3, 0.8, cover_short=1.0, cover_long=0.4))
    families = built([wire, add, copy], *known)
    assert partition(families) == {frozenset(["wire", "add", "copy"])}
    assert member(families, "add").parent_uid == wire.uid
    assert member(families, "copy").parent_uid == wire.uid, "it took more from the story than from the add"


def test_the_families_of_story_and_add_become_one() -> None:
    """Each has a copy of its own, and the copies share nothing: apart without the slug, together with it."""
    wire, add = whole(), piece(digest=2)
    copies = [head("x", 3, at=when(12)), head("y", 4, at=when(12))]
    known = (row(1, 3, 0.9), row(2, 4, 0.9))
    assert partition(built([wire, add, *copies], *known)) == {frozenset(["wire", "add", "x", "y"])}
    assert partition(built([wire, replace(add, slug=None), *copies], *known)) == {frozenset(["wire", "x"]), frozenset(["add", "y"])}


WIRE = told(
    "wire",
    "BRINMOOR (AP) — Both ferries on Lake Tessary stop running on Friday because a crack was found in the hull of the older one, the "
    "Tessary Boat Company said. Its passengers, about 900 a day, are to be carried around the lake in coaches.\n\n"
    "Director Ilse Marchetti said a survey had been due in May and was brought forward after a deckhand noticed water in the bilge.",
    source="AP",
    at=when(9),
    slug="Lake Ferries",
)
ADD = told(
    "add",
    "Fishermen in Pellworth doubt that the coaches will cope. The shore road narrows to one lane at the quarry, and schoolchildren from "
    "three villages would have to rise an hour earlier, headmaster Corin Adebayo wrote to parents.\n\n"
    "In 1996 a storm kept the boats in harbour for eleven days, and bakeries on the western shore ran out of flour.",
    source="AP",
    at=when(11),
    slug="Lake Ferries, 1st Add",
    edit_kind="add",
)
COPY = told("copy", f"{WIRE.text}\n\n{ADD.text}", source="Lagoon City Mirror", at=when(14))


def test_real_texts_of_a_wire_its_add_and_the_copy_of_both() -> None:
    assert base_slug(WIRE.slug) == base_slug(ADD.slug)
    families = Shelf(WIRE, ADD, COPY).families()
    assert partition(families) == {frozenset(["swire", "sadd", "scopy"])}
    assert member(families, "sadd").relation == "update"
    assert partition(Shelf(WIRE, ADD).families()) == {frozenset(["swire", "sadd"])}
    unmarked = ADD.model_copy(update={"slug": None})
    assert partition(Shelf(WIRE, unmarked).families()) == {frozenset(["swire"]), frozenset(["sadd"])}
