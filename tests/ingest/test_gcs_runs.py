"""Whole runs on a store in a bucket: the same as in a folder, few requests, and nothing half done where the service fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from pipelines.storage import places
from pipelines.storage.current import Current
from pipelines.storage.gcs import GcsStore
from tests.ingest.runs import Item, listings, listings_of, ninjs, tree
from tests.storage.emulators import AT_HOME, talking_to
from tests.storage.fake_google import FakeGoogle, Fault, Kept, serving

pytestmark = AT_HOME
STORE = "gs://bucket/wire"
WIRE = (
    "The night ferry between Brinmoor and Vellingby will not sail on Thursday because its crew of forty is on strike over shifts, "
    "the Halden Line said. Passengers with tickets may take the morning boat or ask for their money back at any office of the line."
)
BEETS = "Sugar beet growers near Ostrava Hill asked the ministry for a bridging loan until spring after prices fell again this autumn."
ITEMS = [
    ninjs("urn:test:wire", WIRE),
    ninjs("urn:test:copy", WIRE.replace("Thursday", "that day"), at="2025-03-04T11:00:00Z", source="Brinmoor Echo"),
    ninjs("urn:test:beets", BEETS, at="2025-03-05T09:00:00Z"),
]
LATER = ninjs("urn:test:later", WIRE.replace("over shifts", "over pay"), at="2025-03-05T07:00:00Z", source="Vellingby Post")
Run = Callable[..., str]


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGoogle]:
    """Stores that the commands open try again at once."""
    monkeypatch.setattr(places, "GcsStore", partial(GcsStore, pause=0.001, patience=30))
    with serving(FakeGoogle({"bucket": {}})) as fake, talking_to(fake.url):
        yield fake


@pytest.fixture
def hasty(google: FakeGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    """And these give up after a fifth of a second."""
    monkeypatch.setattr(places, "GcsStore", partial(GcsStore, pause=0.001, patience=0.2))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command that succeeds; what it printed."""

    def command(*arguments: str, status: int = 0) -> str:
        assert main([*arguments]) == status
        told = capsys.readouterr()
        return told.out if status == 0 else told.err

    return command


def file_of(folder: Path, items: list[Item]) -> str:
    path = folder / "input.ndjson"
    path.write_bytes(b"\n".join(orjson.dumps(item) for item in items))
    return path.as_posix()


@dataclass(frozen=True)
class World:
    """The same two runs on a folder and on a bucket; what is listed after the first, and after both."""

    folder: dict[str, bytes]
    bucket: dict[str, Kept]
    early: dict[str, Kept]
    listed_early: dict[str, bytes]
    listed: dict[str, bytes]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    buckets, said = [], []
    with serving(FakeGoogle({"bucket": {}})) as fake, talking_to(fake.url):
        for items in (ITEMS, [LATER]):
            name = file_of(folder, items)
            for store in (STORE, str(folder / "store")):
                assert main(["ingest", name, "--store", store]) == 0
            buckets.append(dict(fake.buckets["bucket"]))
            said.append(listings(folder / "store"))
            assert listings_of(Current.of(GcsStore("bucket", "wire"))) == said[-1]
    return World(tree(folder / "store"), buckets[1], buckets[0], said[0], said[1])


def listed() -> dict[str, bytes]:
    return listings_of(Current.of(GcsStore("bucket", "wire")))


def test_a_bucket_holds_byte_for_byte_what_a_folder_holds(world: World) -> None:
    """All but the run records, which hold wall time, and the lock, which no bucket needs."""
    there = {name.removeprefix("wire/"): kept.data for name, kept in world.bucket.items()}
    runs = {"runs/00000001.json", "runs/00000002.json"}
    assert {n: d for n, d in there.items() if n not in runs} == {n: d for n, d in world.folder.items() if n not in {*runs, ".lock"}}
    assert runs < there.keys()


def test_every_command_on_a_store_takes_a_bucket(google: FakeGoogle, world: World, run: Run, tmp_path: Path) -> None:
    google.buckets["bucket"] = dict(world.bucket)
    for command, name in (("members", "members"), ("edges", "edges"), ("alerts", "alerts"), ("stories", "stories")):
        assert run(command, "--store", STORE).encode().rstrip() == world.listed[name]
    assert "Halden Courier" in run("show", "urn:test:wire", "--store", STORE)
    assert json.loads(run("why", "urn:test:wire", "urn:test:copy", "--store", STORE))["verdict"] == "same family"
    (tmp_path / "gold.tsv").write_text("urn:test:wire\tone\nurn:test:copy\tone\nurn:test:later\tone\nurn:test:beets\ttwo\n")
    told = json.loads(run("evaluate", "--store", STORE, "--gold", str(tmp_path / "gold.tsv"), "--json"))
    assert told["families"]["pairs"] == {"right": 3, "false": 0, "missed": 0, "apart": 3}
    run("dead-letters", "--store", STORE)
    run("translations", "--store", STORE)
    assert {n: kept.data for n, kept in world.bucket.items()} == google.kept("bucket")


def test_a_run_that_adds_nothing_writes_nothing(google: FakeGoogle, world: World, run: Run, tmp_path: Path) -> None:
    google.buckets["bucket"] = dict(world.early)
    run("ingest", file_of(tmp_path, ITEMS), "--store", STORE)
    assert google.buckets["bucket"] == world.early


def test_requests_go_by_packs_and_not_by_stories(google: FakeGoogle, run: Run, tmp_path: Path) -> None:
    """Texts that share nothing: 600 stories of one day take a pack each of stories, heads and prints, and 64 of families at most."""
    words = [f"{a}{b}{c}" for a in ("bal", "dor", "fen", "gim", "hul", "kar") for b in "aeiou" for c in ("tam", "rik", "sund", "vel")]
    made = [" ".join(f"{word}{number}" for word in words[:40]) + "." for number in range(600)]
    run("ingest", file_of(tmp_path, [ninjs(f"urn:test:{n}", text) for n, text in enumerate(made)]), "--store", STORE)
    assert len(run("stories", "--store", STORE).splitlines()) == 600
    writes = [request for request in google.requests if request.startswith("POST")]
    assert len(writes) <= 64 + 10
    assert len(google.requests) <= 3 * 64


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(("step", "kind"), [("stories", 503), ("families", "reset"), ("manifest", 503), ("manifest", "lost")])
def test_a_service_that_fails_in_mid_run_leaves_the_store_as_it_was(
    google: FakeGoogle,
    world: World,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: int | str,
    step: str,
) -> None:
    """Exit code 1, one sentence; all that is listed stays the same, and the next run does the work as if nothing had been."""
    google.buckets["bucket"] = dict(world.early)
    real = google.fault_for

    def fault_for(method: str, target: str, body: bytes) -> int | str | None:
        if method == "POST" and step.encode() in body[:400] and not google.faults:
            google.faults.append(Fault(kind, times=-1))
        return real(method, target, body)

    monkeypatch.setattr(google, "fault_for", fault_for)
    said = run("ingest", file_of(tmp_path, [LATER]), "--store", STORE, status=1).splitlines()
    assert said[-1].startswith(f"wirekin: the run failed: gs://bucket/wire/{'packs/' * (step != 'manifest')}{step}")
    assert "while running" not in said[-1]
    assert caplog.records == [], "nothing said twice, no traceback"
    monkeypatch.setattr(google, "fault_for", real)
    google.faults.clear()
    if kind == "lost":  # the swap was done, and only nobody heard of it
        assert listed() == world.listed
    else:
        assert google.buckets["bucket"]["wire/manifest.json"] == world.early["wire/manifest.json"]
        assert listed() == world.listed_early
    run("ingest", file_of(tmp_path, [LATER]), "--store", STORE)
    assert listed() == world.listed


def test_a_passing_failure_is_not_noticed(google: FakeGoogle, world: World, run: Run, tmp_path: Path) -> None:
    google.faults[:] = [Fault(kind, methods=(method,)) for kind in (503, "lost", "cut", "reset") for method in ("POST", "GET")]
    run("ingest", file_of(tmp_path, ITEMS), "--store", STORE)
    assert all(fault.times == 0 for fault in google.faults)
    assert listed() == world.listed_early


@pytest.mark.usefixtures("hasty")
def test_no_such_bucket_no_such_store_no_service(google: FakeGoogle, run: Run, tmp_path: Path) -> None:
    name = file_of(tmp_path, ITEMS)
    assert "wirekin: the run failed: gs://other/wire/" in (said := run("ingest", name, "--store", "gs://other/wire", status=1))
    assert "there is no bucket other: make it first" in said
    assert run("members", "--store", STORE, status=2).startswith(f"wirekin: there is no store at {STORE}: make one with wirekin ingest")
    assert "names no bucket" in run("members", "--store", "gs://Big_Bucket!/a", status=2)
    google.faults[:] = [Fault(503, times=-1)]
    said = run("members", "--store", STORE, status=1)
    assert said == (f"wirekin: {STORE}/manifest.json: no answer that can be used in 0.2 seconds (503 Service Unavailable): try again\n")
