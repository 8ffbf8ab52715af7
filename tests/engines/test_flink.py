"""The stream on Flink, with checkpoints: whatever is killed, nothing is lost and nothing is there twice. `make test-flink`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import time

import apache_beam as beam
import orjson
import pytest
from apache_beam.runners.runner import PipelineState

from pipelines.cli import main
from pipelines.ingest import Live, build
from pipelines.options import MatchSettings, RunSettings
from pipelines.stages.options import RememberedOptions
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from pipelines.streaming.messages import ReadMessages
from pipelines.streaming.take import Pace
from pipelines.streaming.trial import Paced, keep_messages
from tests.engines.processes import free_port, scenarios, started, two_thousand, until, with_reuters
from tests.ingest.runs import listings_of
from tests.streaming.streams import Kept, job_of, told

pytestmark = pytest.mark.enable_socket
RATE = 40.0


@dataclass(frozen=True)
class Workers:
    """A pool in a process of its own, that starts workers when Flink asks for one."""

    pool: subprocess.Popen[bytes]
    address: str

    def kill(self) -> int:
        """Kill all workers at once, wherever they are; how many there were."""
        killed = 0
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _parent(entry) == self.pool.pid:
                os.kill(int(entry.name), signal.SIGKILL)
                killed += 1
        return killed


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it is gone
        return 0


@pytest.fixture(scope="module")
def flink(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a job server, with a Flink in it."""
    jar = request.config.getoption("--flink")
    if jar is None:
        pytest.skip("Flink is not given: make test-flink")
    ports = [free_port() for _ in range(3)]
    names = ("--job-port", "--artifact-port", "--expansion-port")
    flags = [f"{name}={port}" for name, port in zip(names, ports, strict=True)]
    server = started(["java", "-jar", jar, "--flink-master=[local]", *flags], tmp_path_factory.mktemp("flink") / "server.log")
    yield f"localhost:{ports[0]}"
    server.kill()
    server.wait()


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    port = free_port()
    command = [sys.executable, "-m", "apache_beam.runners.worker.worker_pool_main", f"--service_port={port}"]
    pool = started(command, tmp_path / "workers.log")
    found = Workers(pool, f"localhost:{port}")
    yield found
    found.kill()
    pool.kill()
    pool.wait()


def test_workers_that_are_killed(flink: str, workers: Workers, tmp_path: Path) -> None:
    """All workers die twice, in the midst of bundles; Flink goes back to its last checkpoint, and the source begins anew."""
    files, messages = scenarios()
    keep_messages(messages, tmp_path / "messages")
    paced = Paced(str(tmp_path / "messages"), len(messages), RATE, on_flink=True)
    reader = ReadMessages(None, RunSettings().max_file_bytes, messages=paced)
    live = Live(reader, Pace(0.5, time), news_to=Kept(tmp_path / "news"))
    flags = [
        "--runner=PortableRunner",
        f"--job_endpoint={flink}",
        "--streaming",
        "--environment_type=EXTERNAL",
        f"--environment_config={workers.address}",
        "--parallelism=1",
        "--checkpointing_interval=500",
        "--max_bundle_time_mills=100",
    ]
    store = LocalStore(tmp_path / "store")
    pipeline = beam.Pipeline(options=RememberedOptions(flags))
    build(pipeline, job_of(tmp_path / "store", live, MatchSettings()))
    result = pipeline.run()
    for after in (2, 6):
        until(partial(_published, store, after), f"{after} publications")
        assert workers.kill() >= 1
    until(lambda: PipelineState.is_terminal(result.state), "done")
    assert result.state == "DONE"
    assert main(["ingest", *files, "--store", (tmp_path / "here").as_posix()]) == 0
    assert listings_of(Current.of(store)) == listings_of(Current.of(LocalStore(tmp_path / "here")))
    events = [orjson.loads(event.json_bytes()) for event in Current.of(store).events()]
    heard = {row["news_id"]: row for row in told(tmp_path / "news") if row["news"] == "event"}
    assert sorted(_plain(row) for row in heard.values()) == sorted(map(_plain, events))


@with_reuters
def test_two_thousand_stories_through_the_stream(flink: str, tmp_path: Path) -> None:
    flags = [f"--job_endpoint={flink}", "--environment_type=LOOPBACK", "--parallelism=1"]
    assert main(["parity", two_thousand(tmp_path), "--engine", "flink", *flags]) == 0


def _published(store: LocalStore, times: int) -> bool:
    return load_manifest(store)[0].revision >= times


def _plain(row: dict[str, object]) -> bytes:
    return orjson.dumps({name: value for name, value in row.items() if name not in ("news", "news_id")}, option=orjson.OPT_SORT_KEYS)
