"""What an engine sustains: `python -m bench.paced FILE --engine prism|flink --stories N --rate N [--every N] -- BEAM FLAGS`.

Items come so many a second by the clock, through the graph of `wirekin stream`, into a local store. Prints how long each took from when it
was due to its publication, and the processor time of this process (workers run in it) a story.
"""

from __future__ import annotations

import argparse
import gzip
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time

import apache_beam as beam
import orjson

from pipelines.formats import parse
from pipelines.ingest import Job, Live, build
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.stages.options import RememberedOptions
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import Manifest, keep_model, load_manifest
from pipelines.streaming.messages import Message, ReadMessages
from pipelines.streaming.take import Pace
from pipelines.streaming.trial import Paced, keep_messages, messages_of
from schemas import Story

RUNNERS = {"flink": "FlinkRunner", "prism": "PrismRunner"}


@dataclass
class Note(beam.PTransform):
    """Elements -> the same, each with the time at which it came in a line of a file."""

    file: str

    def expand(self, rows: beam.PCollection) -> beam.PCollection:
        """One line each."""
        return rows | "Note" >> beam.Map(self._note).with_output_types(rows.element_type)

    def _note(self, row: bytes | Message) -> bytes | Message:
        with Path(self.file).open("ab") as file:
            file.write(b"%.3f %s\n" % (time(), row.attributes["uri"].encode() if isinstance(row, Message) else row))
        return row


@dataclass
class Noted(beam.PTransform):
    """`Paced`, and when each message came."""

    paced: Paced
    file: str

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection:
        """-> Messages."""
        return begin | "Paced" >> self.paced | "Came" >> Note(self.file)


def messages_in(file: Path, count: int) -> list[Message]:
    """The first items of a file."""
    raw = file.read_bytes()
    data = gzip.decompress(raw) if file.suffix == ".gz" else raw
    lines = islice((line for line in data.splitlines() if line.strip()), count)
    return [message for number, line in enumerate(lines) for message in messages_of(f"{number}", line, None)]


def delays(folder: Path, messages: Sequence[Message], rate: float) -> list[float]:
    """Seconds from when a message was due until its story was told of, sorted."""
    told: dict[str, float] = {}
    for line in (folder / "news").read_bytes().splitlines():
        at, row = line.split(b" ", 1)
        story = orjson.loads(row).get("story_id")
        if story is not None:
            told.setdefault(story, float(at))
    came = [float(line.split(b" ", 1)[0]) for line in (folder / "came").read_bytes().splitlines()]
    found = []
    for number, message in enumerate(messages):
        due = came[0] + number / rate
        stories = [item for item in parse(message.data, message.attributes["uri"]) if isinstance(item, Story)]
        found += [told.pop(story.story_id) - due for story in stories if story.story_id in told]
    return sorted(found)


def run_paced(folder: Path, count: int, rate: float, engine: str, every: float, beam_flags: Sequence[str]) -> Manifest:
    """The file `messages` of a folder through the graph of `wirekin stream` into its `store`; what is current then."""
    store = LocalStore(folder / "store")
    keep_model(store, shipped_model())
    manifest, generation = load_manifest(store)
    paced = Paced(str(folder / "messages"), count, rate, engine == "flink", time() + 10)
    reader = ReadMessages(None, RunSettings().max_file_bytes, messages=Noted(paced, str(folder / "came")))
    live = Live(reader, Pace(every, time), news_to=Note(str(folder / "news")))
    job = Job((), None, store, manifest, generation, MatchSettings(), RunSettings(), shipped_model(), live=live)
    options = RememberedOptions([f"--runner={RUNNERS[engine]}", "--streaming", "--environment_type=LOOPBACK", *beam_flags])
    with beam.Pipeline(options=options) as pipeline:
        build(pipeline, job)
    return load_manifest(store)[0]


def main() -> None:
    """Run, and print."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("file", type=Path)
    flags.add_argument("--engine", choices=sorted(RUNNERS), required=True)
    flags.add_argument("--stories", type=int, default=3000)
    flags.add_argument("--rate", type=float, default=50.0)
    flags.add_argument("--every", type=float, default=2.0)
    asked, beam_flags = flags.parse_known_args()
    beam_flags = [flag for flag in beam_flags if flag != "--"]
    messages = messages_in(asked.file, asked.stories)
    with TemporaryDirectory(prefix="wirekin-paced-") as name:
        folder = Path(name)
        keep_messages(messages, folder / "messages")
        told = run_paced(folder, len(messages), asked.rate, asked.engine, asked.every, beam_flags)
        found = delays(folder, messages, asked.rate)
    spent = resource.getrusage(resource.RUSAGE_SELF)
    p50, p95 = (found[min(len(found) - 1, int(len(found) * share))] for share in (0.5, 0.95))
    print(f"{len(messages)} items at {asked.rate:g} a second, {told.revision} publications; {len(found)} stories told of")
    print(f"from due to told: half within {p50:.2f} s, 95 % within {p95:.2f} s, the last {found[-1]:.2f} s")
    cpu = spent.ru_utime + spent.ru_stime
    print(f"{cpu:.0f} s of processor in this process, {1000 * cpu / len(messages):.1f} ms an item; {spent.ru_maxrss // 1024} MB at most")


if __name__ == "__main__":
    main()
