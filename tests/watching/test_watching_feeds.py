"""Feeds: asked no more often than they like, and what they gave is ingested, whatever happens in between."""

from __future__ import annotations

import pytest

from pipelines.watching.rounds import Pace
from tests.formats.test_formats_feed_news import rss, stories
from tests.watching.worlds import World

ONE, TWO, THREE = "https://courier.example/a", "https://courier.example/b", "https://tribune.example/feed"


def headlines(taken: list[object]) -> list[str]:
    found: list[str] = []
    for _, data in sorted(taken):  # type: ignore[type-var]
        found += [str(story.headline) for story in stories(data)]
    return found


def test_only_what_is_new_is_taken_in_and_asked_for() -> None:
    here = World(feeds=(ONE,))
    here.web.put(ONE, rss("a", "b"), etag='"1"', last_modified="Mon, 03 Mar 2025 11:00:00 GMT")
    assert headlines(here.round()) == ["a", "b"]
    here.clock.time += 30
    assert here.round() == []
    here.web.put(ONE, rss("c", "a", "b"), etag='"2"')
    here.clock.time += 30
    assert headlines(here.again()) == ["c"]
    validators = {"If-None-Match": '"1"', "If-Modified-Since": "Mon, 03 Mar 2025 11:00:00 GMT"}
    assert [fields for _, _, fields in here.web.asked] == [{}, validators, validators]


def test_a_feed_is_called_by_its_address_and_dropped_when_it_is_ingested() -> None:
    here = World(feeds=(ONE,))
    here.web.put(ONE, rss("a"))
    assert here.round() == [(ONE, rss("a"))]
    assert list(here.store.names("watch/fetched/")) == []


def test_no_feed_is_asked_before_its_time() -> None:
    here = World(feeds=(ONE,))
    here.web.put(ONE, rss("a"), cache_control="max-age=300")
    for wait in (0, 30, 200, 69, 1):
        here.clock.time += wait
        here.again()
    assert [at for at, _, _ in here.web.asked] == [0.0, 300.0]


def test_the_rounds_wait_for_the_next_feed() -> None:
    here = World(feeds=(ONE, THREE), pace=Pace(every=30.0))
    here.web.put(ONE, rss("a"), cache_control="max-age=45")
    here.web.put(THREE, rss("b"))
    here.clock.ends_after = 4
    here.watch.run()
    assert [(at, url) for at, url, _ in here.web.asked] == [(0.0, ONE), (0.0, THREE), (30.0, THREE), (45.0, ONE), (60.0, THREE)]


def test_one_host_is_asked_one_at_a_time() -> None:
    here = World(feeds=(ONE, TWO), pace=Pace(host=5.0))
    for url in here.feeds:
        here.web.put(url, rss("a"))
    here.round()
    assert [(at, url) for at, url, _ in here.web.asked] == [(0.0, ONE), (5.0, TWO)]


def test_a_host_that_is_busy_is_left_alone_with_all_its_feeds_also_by_the_next_watch() -> None:
    here = World(feeds=(ONE, TWO, THREE), pace=Pace(host=0.0))
    here.web.put(ONE, status=429, retry_after="600")
    here.web.put(TWO, rss("b"))
    here.web.put(THREE, rss("c"))
    assert headlines(here.round()) == ["c"]
    assert here.told.troubles[0] == (ONE, "It answered 429.", 600.0)
    for wait in (30, 500, 69):
        here.clock.time += wait
        here.again()
    assert {url for _, url, _ in here.web.asked} == {ONE, THREE}
    here.web.put(ONE, rss("a"))
    here.clock.time += 1
    assert headlines(here.again()) == ["a", "b"]


def test_a_feed_that_fails_is_asked_less_and_less_and_does_not_hold_up_the_others() -> None:
    here = World(feeds=(ONE, THREE), pace=Pace(every=60.0))
    here.web.answers[ONE] = "It could not be asked: its host is not known."
    here.web.put(THREE, rss("a"))
    for _ in range(16):
        here.round()
        here.clock.time += 60
    assert [at for at, url, _ in here.web.asked if url == ONE] == [0.0, 60.0, 180.0, 420.0, 900.0]
    assert len([at for at, url, _ in here.web.asked if url == THREE]) == 16


@pytest.mark.parametrize("fails", [1, 3])
def test_what_was_fetched_is_kept_until_it_is_ingested_also_when_the_feed_has_dropped_it(fails: int) -> None:
    here = World(feeds=(ONE,))
    here.web.put(ONE, rss("a"), etag='"1"')
    here.noting.fails = fails
    for _ in range(fails):
        assert not here.watch.round()
    here.web.put(ONE, rss("b"), etag='"2"')
    assert headlines(here.again()) == ["a", "b"]
    assert here.noting.fails == 0


def test_what_another_watch_has_left_is_ingested_without_asking() -> None:
    here = World(feeds=(ONE,))
    here.web.put(ONE, rss("a"), cache_control="max-age=300")
    here.noting.fails = 1
    here.watch.round()
    here.feeds = ()
    assert headlines(here.again()) == ["a"]
    assert list(here.store.names("watch/fetched/")) == []


def test_what_is_no_feed_is_said_and_not_ingested() -> None:
    here = World(feeds=(ONE,))
    here.web.put(ONE, b"<html><body>We are back soon.</body></html>")
    assert here.round() == []
    assert here.told.troubles == [(ONE, "What came is no feed but a page.", 60.0)]


def test_a_feed_that_moved_for_good_is_said_once() -> None:
    here = World(feeds=(ONE,))
    here.web.put(ONE, rss("a"))
    answer = here.web.answers[ONE]
    assert not isinstance(answer, str)
    here.web.answers[ONE] = type(answer)(200, TWO, answer.fields, answer.body, moved=TWO)
    for _ in range(3):
        here.again()
        here.clock.time += 30
    assert [why for _, why, _ in here.told.troubles] == [f"It has moved for good to {TWO}: watch that address."]


def test_a_watch_that_is_to_end_asks_nobody_else() -> None:
    here = World(feeds=(ONE, TWO), pace=Pace(host=5.0))
    for url in here.feeds:
        here.web.put(url, rss("a"))
    here.clock.ends_after = 1
    here.watch.round()
    assert [url for _, url, _ in here.web.asked] == [ONE]
    here.clock.ends_after = None
    assert len(here.again()) == 2


def test_polls_without_news_write_nothing_unless_it_matters() -> None:
    here = World(feeds=(ONE,))
    here.web.put(ONE, rss("a"), etag='"1"')
    here.round()
    (name,) = here.store.names("watch/sources/")
    before = here.store.read_versioned(name)
    here.clock.time += 30
    here.round()
    assert here.store.read_versioned(name) == before
    here.web.put(ONE, status=503, retry_after="3600")
    here.clock.time += 30
    here.round()
    assert here.store.read_versioned(name) != before
