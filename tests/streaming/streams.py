"""Run the real unbounded graph on TestStream, in Beam's bundle-based runner: the one that has its timers right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import apache_beam as beam
import orjson
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.test_stream import TestStream
from apache_beam.utils.timestamp import Timestamp

from pipelines.ingest import Job, Live, build
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import keep_model, load_manifest
from pipelines.streaming.messages import Message, ReadMessages
from pipelines.streaming.take import Pace
from tests.ingest.runs import Item
from tests.ingest.test_order import TIGHT

ON_BUNDLES = PipelineOptions(["--runner=BundleBasedDirectRunner", "--streaming"])
EVERY = 2.0


def at_nought() -> float:
    """The clock of TestStream, which stands still until it is advanced."""
    return 0.0


def message(item: Item | bytes, name: str = "message") -> Message:
    return Message(item if isinstance(item, bytes) else orjson.dumps(item), {"uri": name})


class Kept(beam.PTransform):
    """Writes what comes into files of a folder, each once whatever is told again."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def expand(self, told: beam.PCollection) -> beam.PCollection:
        return told | "Keep what is told" >> beam.Map(_keep, self._folder)


class Unsteady(Kept):
    """A sink that is not there for the first two of what comes."""

    def expand(self, told: beam.PCollection) -> beam.PCollection:
        return super().expand(told | "Fail twice" >> beam.Map(_pass_third_time, self._folder.with_name(f"{self._folder.name}.failed")))


def times(file: Path) -> int:
    """How often this was asked of the file, this time with it. Beside what workers have copies of."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as counted:
        counted.write(b".")
    return file.stat().st_size


def _pass_third_time(row: bytes, file: Path) -> bytes:
    if times(file) <= 2:
        raise ConnectionError("the topic is not there")
    return row


def _keep(row: bytes, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "told.ndjson").open("ab") as file:
        file.write(row + b"\n")


def told(folder: Path) -> list[dict[str, object]]:
    file = folder / "told.ndjson"
    return [orjson.loads(line) for line in file.read_bytes().splitlines()] if file.exists() else []


def job_of(folder: Path, live: Live, settings: MatchSettings = TIGHT, kind: type[LocalStore] = LocalStore) -> Job:
    store = kind(folder)
    keep_model(store, shipped_model())
    manifest, generation = load_manifest(store)
    return Job((), None, store, manifest, generation, settings, RunSettings(), shipped_model(), live=live)


def run_stream(
    folder: Path,
    batches: Sequence[Sequence[Message]],
    *,
    every: float = EVERY,
    settings: MatchSettings = TIGHT,
    kind: type[LocalStore] = LocalStore,
    sink: type[Kept] = Kept,
) -> None:
    """Messages, a batch every three seconds, into the store `folder`; what is told lies in `folder`.news and `folder`.dead."""
    events = TestStream().advance_watermark_to(Timestamp(0))
    for batch in batches:
        events = events.add_elements(list(batch)).advance_processing_time(3)
    messages = ReadMessages(None, 1 << 20, messages=events.advance_watermark_to_infinity())
    news, dead = (folder.with_name(f"{folder.name}.{kind}") for kind in ("news", "dead"))
    live = Live(messages, Pace(every, at_nought), sink(news), sink(dead), lateness_days=1)
    with beam.Pipeline(options=ON_BUNDLES) as pipeline:
        build(pipeline, job_of(folder, live, settings, kind))
