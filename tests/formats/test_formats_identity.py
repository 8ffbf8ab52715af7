"""Ids are functions of content."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import identity

TEXTS = st.text(max_size=20)


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_other_parts_give_another_digest(a: list[str], b: list[str]) -> None:
    assert (identity.digest(*a) == identity.digest(*b)) == (a == b)


def test_text_and_its_bytes_are_the_same_part() -> None:
    assert identity.digest("é") == identity.digest("é".encode())
    assert len(identity.digest()) == 24


def test_the_scope_is_the_provider_unless_the_id_is_unique_by_itself() -> None:
    assert identity.scope_of("urn:newsml:x", "Halden Courier") == ""
    assert identity.scope_of("tag:example.org,2025:1", "Halden Courier") == ""
    assert identity.scope_of("https://halden.example/1", "Halden Courier") == ""
    assert identity.scope_of("4711", "Halden Courier") == "halden courier"
    assert identity.scope_of("4711", None) == ""


def test_versions_of_an_item_share_the_story_and_nothing_else() -> None:
    story = identity.story_id("", "urn:x:1")
    text = identity.text_digest("Ferry cut", "The ferry left.")
    uids = {identity.uid(story, version, text) for version in (None, "", "0", "1")}
    assert len(uids) == 4
    assert all(uid.startswith("u") for uid in uids)
    assert identity.uid(story, "1", identity.text_digest("Ferry cut", "It came.")) not in uids


def test_an_item_and_a_place_of_the_same_name_are_two_stories() -> None:
    assert identity.story_id("a", "b") != identity.story_id_without_item_id("a", "b")
