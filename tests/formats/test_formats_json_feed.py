"""JSON Feed 1 and 1.1."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pipelines.formats import parse
from schemas import DeadLetter, Link, Story

ITEM: dict[str, Any] = {
    "id": "https://elverum.example/7",
    "url": "https://elverum.example/7",
    "title": "Ferry &amp; bridge",
    "content_html": "<p>The ferry left.</p><p>The bridge stayed.</p><script>alert(1)</script>",
    "date_published": "2025-03-04T10:12:00+01:00",
    "date_modified": "2025-03-04T12:00:00+01:00",
    "authors": [{"name": "Jane Roe"}, {"url": "https://elverum.example/ivan"}, {"name": "Ivan Petrov"}],
}


def read(items: list[Any], **feed: Any) -> list[Story | DeadLetter]:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Elverum Courier",
        "feed_url": "https://elverum.example/feed.json",
        "language": "en",
        "items": items,
    }
    return list(parse(orjson.dumps(document | feed), "in/feed.json"))


def one(**fields: Any) -> Story:
    (story,) = read([ITEM | fields])
    assert isinstance(story, Story), story
    return story


def test_an_item() -> None:
    story = one()
    assert (story.uri, story.format, story.source, story.language) == ("https://elverum.example/7", "jsonfeed/1.1", "Elverum Courier", "en")
    assert (story.published, story.version, story.time_basis) == ("2025-03-04T11:00:00Z", "2025-03-04T11:00:00Z", "item")
    assert (story.headline, story.byline) == ("Ferry & bridge", "Jane Roe, Ivan Petrov")
    assert story.text == "The ferry left.\n\nThe bridge stayed."


def test_version_1_has_one_author_and_numbers_for_ids() -> None:
    (story,) = read(
        [{"id": 7, "content_text": "The ferry left.", "author": {"name": "Jane Roe"}}], version="https://jsonfeed.org/version/1"
    )
    assert isinstance(story, Story)
    assert (story.uri, story.byline, story.format, story.published, story.version) == ("7", "Jane Roe", "jsonfeed/1", None, None)


def test_the_author_of_the_feed_signs_what_nobody_signs() -> None:
    (story,) = read([{"id": "7", "content_text": "The ferry left."}], authors=[{"name": "The desk"}])
    assert isinstance(story, Story)
    assert story.byline == "The desk"


def test_ids_are_of_their_feed() -> None:
    item = {"id": "7", "content_text": "The ferry left."}
    (here,), (there,) = read([item]), read([item], feed_url="https://halden.example/feed.json")
    assert isinstance(here, Story)
    assert isinstance(there, Story)
    assert here.story_id != there.story_id


def test_plain_content_with_paragraphs_comes_first() -> None:
    assert one(content_text="One.\n\nTwo.").text == "One.\n\nTwo."
    assert one(content_text="One. Two.").text == "The ferry left.\n\nThe bridge stayed."
    assert one(content_html=None, content_text="One. Two.").text == "One. Two."
    assert one(content_html=None, summary="In short.").text == "In short."


def test_what_an_item_is_about_is_a_link() -> None:
    assert one(external_url="https://halden.example/9").links == (Link(relation="refersTo", target="https://halden.example/9"),)


def test_a_bad_item_harms_no_other() -> None:
    first, bad, worse, last = read([ITEM, {"id": "8", "title": "Only a title"}, ["no item"], ITEM | {"id": "9"}])
    assert isinstance(bad, DeadLetter)
    assert isinstance(worse, DeadLetter)
    assert [first.uri, last.uri] == ["https://elverum.example/7", "9"]
    assert (bad.uri, bad.error, bad.format) == ("in/feed.json#2", "The item has no text, only a title.", "jsonfeed")
    assert worse.error == "The item is a list, not a JSON object."


def test_an_empty_feed() -> None:
    (letter,) = read([])
    assert isinstance(letter, DeadLetter)
    assert letter.error == "The JSON list is empty."


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"content_html": 7}, 'The field "content_html" is a number, not a text.'),
        ({"authors": "Jane"}, 'The field "authors" is a text, not a list.'),
        ({"id": {"a": 1}}, 'The field "id" is an object, not a text.'),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], error: str) -> None:
    (letter,) = read([ITEM | fields])
    assert isinstance(letter, DeadLetter)
    assert letter.error == error
