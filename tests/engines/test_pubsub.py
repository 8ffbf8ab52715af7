"""`wirekin stream` on a real Pub/Sub: Google's server in memory, and this runner. `make test-pubsub`."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipelines.cli import main
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from pipelines.streaming.messages import Message
from tests.engines.processes import free_port, scenarios, started, until
from tests.ingest.runs import Item, listings_of, ninjs
from tests.ingest.test_order import text_of
from tests.storage.emulators import talking_to
from tests.storage.fake_google import FakeGoogle, Kept, serving

pytestmark = pytest.mark.enable_socket
PROJECT = "wirekin-trial"
ADDED = ("news", "news_id", "first_seen")
ITEMS, EVENTS, DEAD = "items", "events", "dead"


@dataclass
class Service:
    """A Pub/Sub with topics for items, events and dead letters, each with a subscription of the same name."""

    publisher: Any
    subscriber: Any
    address: str
    nothing_came: type[Exception]

    def send(self, messages: list[Message]) -> None:
        """Publish, and be sure of it."""
        topic = self.publisher.topic_path(PROJECT, ITEMS)
        for done in [self.publisher.publish(topic, one.data, **one.attributes) for one in messages]:
            done.result(60)

    def heard(self, name: str, wanted: Iterable[bytes]) -> list[dict[str, Any]]:
        """What comes on a topic, until all that is wanted of it came; each once."""
        rows: dict[bytes, dict[str, Any]] = {}
        until(partial(self._pull, name, rows, set(wanted)), f"all messages on {name}")
        return list(rows.values())

    def _pull(self, name: str, rows: dict[bytes, dict[str, Any]], wanted: set[bytes]) -> bool:
        where = self.subscriber.subscription_path(PROJECT, name)
        try:
            found = self.subscriber.pull(subscription=where, max_messages=1000, timeout=2, retry=None).received_messages
        except self.nothing_came:
            return wanted <= rows.keys()
        rows |= {_plain(row): row for row in (orjson.loads(one.message.data) for one in found)}
        if found:
            self.subscriber.acknowledge(subscription=where, ack_ids=[one.ack_id for one in found])
        return wanted <= rows.keys()


@pytest.fixture
def service(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    server = request.config.getoption("--pubsub")
    if server is None:
        pytest.skip("Pub/Sub is not given: make test-pubsub")
    pubsub = pytest.importorskip("google.cloud.pubsub_v1", reason="Pub/Sub takes the extra gcp: make test-pubsub")
    core = pytest.importorskip("google.api_core.exceptions")
    port = free_port()
    process = started([server, str(port)], tmp_path / "pubsub.log")
    until(lambda: str(port) in (tmp_path / "pubsub.log").read_text(), "Pub/Sub")
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"127.0.0.1:{port}")
    found = Service(pubsub.PublisherClient(), pubsub.SubscriberClient(), f"127.0.0.1:{port}", core.DeadlineExceeded)
    for name in (ITEMS, EVENTS, DEAD):
        topic = found.publisher.topic_path(PROJECT, name)
        found.publisher.create_topic(name=topic)
        found.subscriber.create_subscription(name=found.subscriber.subscription_path(PROJECT, name), topic=topic)
    yield found
    found.subscriber.close()
    process.kill()
    process.wait()


@pytest.fixture
def store(service: Service, tmp_path: Path) -> Iterator[LocalStore]:
    """The store of a `wirekin stream` that runs."""
    streams = f"projects/{PROJECT}"
    command = [
        *(sys.executable, "-m", "pipelines.cli", "stream", "--store", (tmp_path / "store").as_posix()),
        *("--subscription", f"{streams}/subscriptions/{ITEMS}", "--events-topic", f"{streams}/topics/{EVENTS}"),
        *("--dead-letter-topic", f"{streams}/topics/{DEAD}", "--runner", "BundleBasedDirectRunner"),
    ]
    process = started(command, tmp_path / "stream.log", {"PUBSUB_EMULATOR_HOST": service.address})
    yield LocalStore(tmp_path / "store")
    assert process.poll() is None, (tmp_path / "stream.log").read_text()[-2000:]
    process.kill()
    process.wait()


def _holds(store: LocalStore, versions: int, dead: int) -> bool:
    current = Current(store, load_manifest(store)[0])
    return len(current.heads) >= versions and len(current.dead_letters()) >= dead


def test_what_comes_by_pubsub_is_what_comes_from_files(service: Service, store: LocalStore, tmp_path: Path) -> None:
    """Shuffled, a tenth twice, with garbage among it."""
    files, messages = scenarios()
    bad = [Message(b'{"torn": %d' % number, {"uri": f"garbage-{number}"}) for number in range(20)]
    chance = random.Random(1)
    sent = [*messages, *bad, *chance.sample(messages, k=len(messages) // 10), *bad[:3]]
    chance.shuffle(sent)
    service.send(sent)
    assert main(["ingest", *files, "--store", (tmp_path / "here").as_posix()]) == 0
    here = Current.of(LocalStore(tmp_path / "here"))
    until(partial(_holds, store, len(here.heads), len(bad)), "all stories")
    until(lambda: listings_of(Current.of(store))["members"] == listings_of(here)["members"], "families")
    got, wanted = listings_of(Current.of(store)), listings_of(here)
    assert {name for name in wanted if got[name] != wanted[name]} == {"dead letters"}
    assert {letter.uri for letter in Current.of(store).dead_letters()} == {one.attributes["uri"] for one in bad}
    service.heard(DEAD, (_plain(orjson.loads(letter.json_bytes())) for letter in Current.of(store).dead_letters()))
    events = [_plain(orjson.loads(event.json_bytes())) for event in Current.of(store).events()]
    alerts = [_plain(orjson.loads(alert.json_bytes())) for family in Current.of(store).families for alert in family.alerts]
    news = service.heard(EVENTS, [*events, *alerts])
    assert sorted(_plain(row) for row in news if row["news"] == "event") == sorted(events)
    assert len({row["news_id"] for row in news}) == len(news)


def test_a_notice_of_an_object_stands_for_the_object(service: Service, request: pytest.FixtureRequest) -> None:
    """Cloud Storage tells of an object that came, of one that went, and of one that is gone when it is looked for."""
    with serving(FakeGoogle({"bucket": {}})) as google, talking_to(google.url):
        store: LocalStore = request.getfixturevalue("store")
        item: Item = ninjs("urn:test:1", text_of(0, tuple(range(8))), source="AP")
        google.buckets["bucket"]["in/one.json"] = Kept(orjson.dumps(item), 1, {})
        service.send([_notice("in/none.json", "OBJECT_DELETE"), _notice("in/gone.json"), _notice("in/one.json")])
        until(partial(_holds, store, 1, 1), "the story, and a dead letter")
        current = Current.of(store)
        assert [head.uri for head in current.heads.values()] == ["urn:test:1"]
        assert [(letter.uri, letter.stage) for letter in current.dead_letters()] == [("gs://bucket/in/gone.json", "read")]


def _notice(name: str, kind: str = "OBJECT_FINALIZE") -> Message:
    return Message(b"{}", {"bucketId": "bucket", "objectId": name, "eventType": kind, "payloadFormat": "JSON_API_V1"})


def _plain(row: dict[str, Any]) -> bytes:
    """A record without what a message adds to it."""
    return orjson.dumps({name: value for name, value in row.items() if name not in ADDED}, option=orjson.OPT_SORT_KEYS)


def test_poison_holds_up_nothing(service: Service, store: LocalStore) -> None:
    """A message that comes again and again, as one that is never acknowledged would."""
    poison = Message(b'{"uri": "urn:test:9", "headlines": ', {"uri": "poison"})
    for number in range(3):
        service.send([poison, poison, Message(orjson.dumps(ninjs(f"urn:test:{number}", text_of(number, tuple(range(8))))), {})])
        until(partial(_holds, store, number + 1, 1), f"story {number}")
    (letter,) = Current.of(store).dead_letters()
    assert len(service.heard(DEAD, [_plain(orjson.loads(letter.json_bytes()))])) == 1
