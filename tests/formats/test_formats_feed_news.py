"""What is new in a feed: each entry once, and what is cut reads as it did in the whole feed."""

from __future__ import annotations

import gzip

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import parse
from pipelines.formats.dead import DeadReason
from pipelines.formats.feed_news import News, news_of
from pipelines.formats.reading import Limits
from schemas import Story

URL = "https://courier.example/feed"


def rss(*entries: str, before: str = "", encoding: str = "utf-8") -> bytes:
    items = "".join(
        f"<item><title>{e}</title><guid>urn:e:{e}</guid><description>The tale of {e}, as told in Halden.</description></item>\n"
        for e in entries
    )
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0">'
    text = f"{head}<channel><title>Halden Courier</title>{before}{items}</channel></rss>"
    return text.encode(encoding)


def atom(*entries: str) -> bytes:
    items = "".join(
        f'<entry xml:lang="en"><id>urn:e:{e}</id><title>{e}</title><updated>2025-03-04T09:00:00Z</updated>'
        f'<content type="text">The tale of {e}, as told in Halden.</content></entry>'
        for e in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Halden Courier</title><id>urn:f</id>{items}</feed>'.encode()


def json_feed(*entries: str) -> bytes:
    items = [{"id": f"urn:e:{e}", "title": e, "content_text": f"The tale of {e}, as told in Halden."} for e in entries]
    return orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Halden Courier", "items": items})


def news(data: bytes, *seen: str, media_type: str = "") -> News:
    found = news_of(data, media_type, seen)
    assert isinstance(found, News), found
    return found


def stories(data: bytes | None) -> list[Story]:
    items = list(parse(data or b"", URL)) if data is not None else []
    assert all(isinstance(item, Story) for item in items)
    return [item for item in items if isinstance(item, Story)]


@pytest.mark.parametrize("make", [rss, atom, json_feed])
@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_the_new_entries_are_what_they_are_in_the_whole_feed(make: object, was: list[str], now: list[str]) -> None:
    before, after = make(*was), make(*now)  # type: ignore[operator]
    first = news(before)
    assert stories(first.data) == (stories(before) if was else [])
    second = news(after, *first.entries)
    new = [name for name in now if name not in was]
    assert second.new == len(new)
    assert stories(second.data) == [story for story in (stories(after) if now else []) if story.headline in new]
    assert news(after, *second.entries).data is None


def test_an_entry_that_was_changed_is_new() -> None:
    first = news(rss("a", "b"))
    changed = rss("a", "b").replace(b"The tale of b", b"The whole tale of b")
    assert [story.headline for story in stories(news(changed, *first.entries).data)] == ["b"]


def test_the_character_set_is_that_of_the_feed_also_when_it_is_cut() -> None:
    first = news(rss("Grünholz", encoding="iso-8859-1"))
    both = rss("Bjørnøya", "Grünholz", encoding="iso-8859-1")
    assert [story.headline for story in stories(news(both, *first.entries).data)] == ["Bjørnøya"]


def test_the_head_of_the_answer_may_name_the_character_set() -> None:
    data = rss("Grünholz", encoding="iso-8859-1").replace(b' encoding="iso-8859-1"', b"")
    assert stories(news(data, media_type="application/rss+xml; charset=windows-1252").data)[0].headline == "Grünholz"


def test_a_feed_packed_with_gzip_is_unpacked() -> None:
    assert news(gzip.compress(rss("a"))).new == 1


def test_a_feed_that_cannot_be_cut_cleanly_comes_whole_each_time() -> None:
    cut_off = rss("a", "b")[:-60]
    found = news(cut_off)
    assert (found.data, found.entries) == (cut_off, ())
    assert news(cut_off, *found.entries).data == cut_off


def test_a_feed_without_entries_is_no_news() -> None:
    assert news(rss()) == News(None, (), 0, 0)
    assert news(json_feed()) == News(None, (), 0, 0)


def test_its_own_time_to_live() -> None:
    assert news(rss("a", before="<ttl>15</ttl>")).ttl == 900
    assert news(rss("a")).ttl == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"<!DOCTYPE html><html><body>We are back soon.</body></html>", "What came is no feed but a page."),
        (b"We are back soon.", "What came is no feed but text."),
        (b'{"error": "busy"}', "What came is JSON, but no JSON Feed."),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "What came is no feed but broken JSON."),
        (b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item/></channel></rss>', "The feed declares entities"),
    ],
)
def test_what_is_no_feed_is_said_and_never_becomes_a_story(data: bytes, said: str) -> None:
    found = news_of(data, "text/html", ())
    assert isinstance(found, DeadReason)
    assert found.error.startswith(said)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * (8 << 20))
    assert isinstance(news_of(bomb, "", (), Limits(max_item_bytes=1 << 20)), DeadReason)


def test_items_of_an_address_are_told_apart_by_what_they_say_not_by_their_place() -> None:
    """An entry without an id is the same story, and one that is refused the same dead letter, wherever it stands in the feed."""
    one = "<item><description>A tug pulled the carrier off the bank at dawn.</description></item>"
    bad = "<item><title>Only a headline</title></item>"
    here = [
        list(parse(rss("a", before=before), URL)) for before in (one + bad, "<item><description>Other</description></item>" + bad + one)
    ]
    first, second = ({getattr(item, "uid", getattr(item, "dead_id", "")) for item in items} for items in here)
    assert len(first) == 3
    assert first < second
    assert {item.uri for item in here[0]} == {URL, "urn:e:a"}
