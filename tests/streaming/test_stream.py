"""The unbounded graph on an engine: what comes through messages is what a bounded run makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import apache_beam as beam
import orjson
import pytest
from apache_beam.portability.api import beam_runner_api_pb2
from apache_beam.testing import test_stream as beam_test_stream
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest import Live, build
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from pipelines.storage.store import StoreFailed
from pipelines.streaming.messages import ReadMessages
from pipelines.streaming.take import Pace, unpacked
from tests.ingest.runs import Item, examples_of_runs, listings, ninjs
from tests.ingest.test_order import WORLD, cut, in_one_run, text_of
from tests.streaming.streams import ON_BUNDLES, Unsteady, at_nought, job_of, message, run_stream, times, told
from tests.streaming.test_intake import stories_of

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
    """As at a drain: the clock did not move far enough after the first, but the watermark has gone to the end of time."""
    run_stream(tmp_path / "store", [[message(item)] for item in STORIES], every=1e6)
    assert load_manifest(LocalStore(tmp_path / "store"))[0].revision == 2
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


def test_a_kill_is_told_before_its_story_comes_and_once_more_when_it_is_carried(tmp_path: Path) -> None:
    copy = ninjs("urn:test:9", text_of(0, tuple(range(8))), source="Pune Ledger", at="2025-03-04T10:00:00Z")
    run_stream(tmp_path / "store", [[message(KILL)], [message(KILL)], [message(STORIES[0]), message(copy)], [message(KILL)]])
    first, *others = [one for one in told(tmp_path / "store.news") if one["news"] == "alert"]
    assert (first["family_id"], first["state"], first["cause_uri"]) == (None, "unclear", "urn:test:0")
    assert sorted((one["uri"], one["state"]) for one in others) == [("urn:test:0", "fixed"), ("urn:test:9", "still_carries")]


def test_an_item_without_a_time_has_that_of_its_message(tmp_path: Path) -> None:
    untimed = ninjs("urn:test:1", text_of(0, (0, 1, 2, 3)), at=None)
    run_stream(tmp_path / "store", [[replace(message(untimed), published="2025-03-09T08:00:00Z")]])
    assert b'"published":"2025-03-09T08:00:00Z","time_basis":"transport"' in listings(tmp_path / "store")["stories"]


class Failing(LocalStore):
    """Every other swap is refused by the network, and of those that are done the answer is lost. Counted beside the store, of which
    workers have copies."""

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        if times(self.path.with_name("tried")) % 2 == 0:
            super().swap(name, data, generation)
        raise StoreFailed("no answer")


def test_a_bundle_that_fails_after_its_swap_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    run_stream(tmp_path / "store", [[message(item) for item in STORIES[:3]], [message(item) for item in STORIES[3:]]], kind=Failing)
    assert (tmp_path / "tried").stat().st_size == 4
    assert listings(tmp_path / "store") == in_one_run(STORIES)
    joined = [one["story_id"] for one in told(tmp_path / "store.news") if one.get("kind") == "joined" and not one["other_family_id"]]
    assert len(joined) == len(set(joined)) == len(STORIES)


class Full(LocalStore):
    """Twice there is no room for a pack: of families once most others are written, and of heads."""

    def put_if_absent(self, name: str, data: bytes) -> bool:
        for kind in ("families", "heads"):
            if name.startswith(f"packs/{kind}/") and times(self.path.with_name(kind)) == 1:
                raise StoreFailed("no room")
        return super().put_if_absent(name, data)


def test_sinks_that_fail_twice_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    """The store, and the topics of news and of dead letters."""
    batches = [[message(item) for item in STORIES[:3]], [message(POISON, "poison")], [message(item) for item in STORIES[3:]]]
    run_stream(tmp_path / "store", batches, kind=Full, sink=Unsteady)
    assert (tmp_path / "families").stat().st_size > 1
    assert (tmp_path / "heads").stat().st_size > 1
    assert (tmp_path / "store.news.failed").stat().st_size > 2
    assert listings(tmp_path / "store")["members"] == in_one_run(STORIES)["members"]
    assert [one["uri"] for one in told(tmp_path / "store.dead")] == ["poison"]
    joined = [one["story_id"] for one in told(tmp_path / "store.news") if one.get("kind") == "joined" and not one["other_family_id"]]
    assert len(joined) == len(set(joined)) == len(STORIES)


def test_steps_and_state_have_the_names_that_running_jobs_know(tmp_path: Path) -> None:
    """An update of a running job is refused, or loses its state, where these change: change them knowingly."""
    pipeline = beam.Pipeline(options=ON_BUNDLES)
    build(pipeline, job_of(tmp_path / "store", Live(ReadMessages(None, 1, messages=beam_test_stream.TestStream()), Pace(2.0, at_nought))))
    found = pipeline.to_runner_api().components
    names = {one.unique_name: one for one in found.transforms.values()}
    assert {name for name in names if name.count("/") == 1} == {
        "ReadItems/Messages",
        "ReadItems/Open messages",
        "ParseStories/Parse",
        "TakeIn/Gather stories",
        "TakeIn/Gather dead",
        "TakeIn/Arrivals",
        "TakeIn/Bring together",
        "TakeIn/Take in",
    }
    take = next(one for one in names.values() if one.spec.urn == "beam:transform:pardo:v1" and one.unique_name.startswith("TakeIn/Take in"))
    payload = beam_runner_api_pb2.ParDoPayload.FromString(take.spec.payload)
    assert sorted(payload.state_specs) == ["due", "size", "told", "waiting"]
    assert sorted(payload.timer_family_specs) == ["ts-end", "ts-soon"]
    coders = {name: found.coders[_coder_of(spec)].spec.urn for name, spec in payload.state_specs.items()}
    number = "beam:coder:varint:v1"
    assert coders == {"waiting": "beam:coder:bytes:v1", "size": number, "told": number, "due": number}


def _coder_of(spec: beam_runner_api_pb2.StateSpec) -> str:
    return spec.bag_spec.element_coder_id or spec.read_modify_write_spec.coder_id


def test_what_waits_is_read_by_later_versions_and_refused_by_earlier_ones() -> None:
    (story,) = stories_of(STORIES[:1])
    assert unpacked(b"1s" + story.json_bytes()) == ([story], [])
    with pytest.raises(ValueError, match="later version"):
        unpacked(b"2s" + story.json_bytes())
