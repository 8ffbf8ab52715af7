"""The unbounded graph on an engine: what comes through messages is what a bounded run makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from hypothesis import given
from hypothesis import strategies as st

from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from tests.ingest.runs import Item, examples_of_runs, listings, ninjs
from tests.ingest.test_order import WORLD, cut, in_one_run, text_of
from tests.streaming.streams import message, run_stream, told

STORIES = [ninjs(f"urn:test:{i}", text_of(i % 2, tuple(range(i % 3, 8)))) for i in range(6)]
POISON = b'{"uri": "urn:test:7", "headlines": '
KILL = ninjs("urn:test:0", "", version="2", pubstatus="canceled", at="2025-03-04T12:00:00Z")


@examples_of_runs(2)
@given(WORLD, st.integers(0, 2**16))
def test_a_stream_gives_the_listings_of_one_run(world: list[Item], seed: int) -> None:
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        run_stream(store, [[message(item) for item in batch] for batch in cut(world, seed)])
        assert listings(store) == in_one_run(world)


def test_what_waits_is_published_once_every_two_seconds(tmp_path: Path) -> None:
    run_stream(tmp_path / "store", [[message(item)] for item in STORIES])
    assert load_manifest(LocalStore(tmp_path / "store"))[0].revision == 6


def test_what_waits_at_the_end_is_published(tmp_path: Path) -> None:
    """As at a drain: no clock has moved far enough, but the watermark has gone to the end of time."""
    run_stream(tmp_path / "store", [[message(item)] for item in STORIES], every=1e6)
    assert load_manifest(LocalStore(tmp_path / "store"))[0].revision == 1
    assert listings(tmp_path / "store") == in_one_run(STORIES)


def test_a_poison_message_becomes_a_dead_letter_and_blocks_nothing(tmp_path: Path) -> None:
    run_stream(tmp_path / "store", [[message(STORIES[0]), message(POISON, "poison"), message(STORIES[1])], [message(POISON, "poison")]])
    (letter,) = [orjson.loads(line) for line in listings(tmp_path / "store")["dead letters"].splitlines()]
    assert (letter["uri"], letter["stage"]) == ("poison", "parse")
    tellings = told(tmp_path / "store.dead")
    assert [one["uri"] for one in tellings] == ["poison", "poison"]
    assert all(one["error"] for one in tellings)
    assert in_one_run(STORIES[:2])["members"] == listings(tmp_path / "store")["members"]


def test_events_and_alerts_are_told_once_each(tmp_path: Path) -> None:
    copy = ninjs("urn:test:9", text_of(0, tuple(range(8))), source="Pune Ledger", at="2025-03-04T10:00:00Z")
    run_stream(tmp_path / "store", [[message(STORIES[0]), message(copy)], [message(KILL)], [message(KILL)]])
    news = told(tmp_path / "store.news")
    assert len({one["news_id"] for one in news}) == len(news)
    assert [one["kind"] for one in news if one["news"] == "event" and one["kind"] == "killed"] == ["killed"]
    carriers = [one for one in news if one["news"] == "alert" and one["state"] == "still_carries"]
    assert [(one["cause_uri"], one["uri"]) for one in carriers] == [("urn:test:0", "urn:test:9")]


def test_an_item_without_a_time_has_that_of_its_message(tmp_path: Path) -> None:
    untimed = ninjs("urn:test:1", text_of(0, (0, 1, 2, 3)), at=None)
    run_stream(tmp_path / "store", [[replace(message(untimed), published="2025-03-09T08:00:00Z")]])
    assert b'"published":"2025-03-09T08:00:00Z","time_basis":"transport"' in listings(tmp_path / "store")["stories"]
