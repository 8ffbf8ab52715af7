"""`wirekin parity INPUT...`: the same items in one run, in many, again and again, and through a stream: are the families equal?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import orjson

from pipelines.commands.dead_letters import dead_letters
from pipelines.commands.ingest import add_flags, chosen_model, import_beam, run_job, settings_for
from pipelines.commands.inputs import input_files
from pipelines.commands.listings import alerts, all_matches, edges, members
from pipelines.commands.origins import origins
from pipelines.commands.usage import UsageError
from pipelines.options import MatchSettings, RunSettings
from pipelines.stages.read import Input, opened
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import Manifest, keep_model, load_manifest
from schemas.model import Model

if TYPE_CHECKING:
    import apache_beam as beam

    from pipelines.ingest import Job
    from pipelines.streaming.messages import Message

WAYS: Final = ("batch", "stream", "incremental", "replay")
ENGINES: Final = ("bundles", "prism", "flink")
EXAMPLES: Final = 20


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `parity`. Flags that it does not know pass through to Beam, for the stream."""
    parser = commands.add_parser("parity", allow_abbrev=False, help="compare stream, batch, increments and replay on some inputs")
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, globs; nothing is kept")
    parser.add_argument("--cuts", type=int, default=4, metavar="N", help="batches of the stream, and runs of the increments (default: 4)")
    parser.add_argument("--repeated", type=float, default=0.1, metavar="SHARE", help="messages that come twice (default: 0.1)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the order in which they come (default: 1)")
    parser.add_argument(
        "--engine", choices=ENGINES, default="bundles", help="what the stream runs on (default: Beam's bundle-based runner)"
    )
    add_flags(parser)
    parser.set_defaults(run=_run, takes_beam_flags=True)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.cuts < 1 or not 0 <= arguments.repeated <= 1:
        raise UsageError("--cuts must be 1 or more, --repeated between 0 and 1")
    import_beam()
    from pipelines.streaming.trial import disordered

    trial = Trial(arguments)
    messages = list(trial.messages())
    batches = disordered(messages, arguments.seed, arguments.repeated, arguments.cuts)
    said = f"{len(messages)} messages, {sum(map(len, batches)) - len(messages)} of them twice, in {len(batches)} batches"
    print(f"{said}; the stream runs on {arguments.engine}", file=sys.stderr)
    with TemporaryDirectory(prefix="wirekin-parity-") as folder:
        stores = {way: Path(folder) / way for way in WAYS}
        trial.bounded(stores["batch"], messages)
        trial.streamed(stores["stream"], batches)
        for batch in batches:
            trial.bounded(stores["incremental"], batch)
        for batch in (*reversed(batches), *batches):
            trial.bounded(stores["replay"], batch)
        return compared({way: Current.of(LocalStore(at)) for way, at in stores.items()})


class Trial:
    """Runs of one set of inputs."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._names = input_files(arguments.inputs)
        with TemporaryDirectory() as nowhere:
            store = LocalStore(nowhere)
            self._model: Model = chosen_model(arguments, store, Manifest())
        if arguments.furniture is not None:
            raise UsageError("a table of furniture is kept by a store, and here none is kept: leave --furniture out")
        self._settings: MatchSettings = settings_for(arguments, Manifest(), self._model, None)

    def messages(self) -> Iterator[Message]:
        """The inputs as messages."""
        from pipelines.streaming.trial import messages_of

        for name in self._names:
            found = opened(name, self._arguments.source, RunSettings().max_file_bytes)
            if not isinstance(found, Input):
                raise UsageError(f"{name}: {found.error}")
            yield from messages_of(found.uri, found.data, found.source)

    def bounded(self, at: Path, messages: Sequence[Message]) -> None:
        """One bounded run."""
        from pipelines.streaming.trial import Given

        run_job(self._job(at, Given(messages), every=0.0), [])

    def streamed(self, at: Path, batches: Sequence[Sequence[Message]]) -> None:
        """The unbounded graph, batch after batch."""
        import apache_beam as beam

        from pipelines.ingest import build
        from pipelines.stages.options import RememberedOptions
        from pipelines.streaming.trial import Streamed

        runner = {"bundles": "BundleBasedDirectRunner", "prism": "PrismRunner", "flink": "FlinkRunner"}[self._arguments.engine]
        # TestStream has a clock of its own there; elsewhere each bundle is published when it comes.
        every, seconds = (2.0, 3) if runner == "BundleBasedDirectRunner" else (0.0, 0)
        options = RememberedOptions([f"--runner={runner}", "--streaming", *self._arguments.beam_flags])
        with beam.Pipeline(options=options) as pipeline:
            build(pipeline, self._job(at, Streamed(batches, seconds), every))

    def _job(self, at: Path, messages: beam.PTransform, every: float) -> Job:
        from pipelines.ingest import Job, Live
        from pipelines.streaming.messages import ReadMessages
        from pipelines.streaming.take import Pace

        run, store = RunSettings(), LocalStore(at)
        keep_model(store, self._model)
        manifest, generation = load_manifest(store)
        live = Live(ReadMessages(None, run.max_file_bytes, messages=messages), Pace(every, _nought))
        return Job((), None, store, manifest, generation, self._settings, run, self._model, live=live)


def _nought() -> float:
    return 0.0


LISTINGS: Final[dict[str, Callable[[Current], Iterator[bytes]]]] = {
    "members": members,
    "edges": edges,
    "edges --all": all_matches,
    "alerts": alerts,
    "origins": origins,
    "stories": lambda current: current.stories(),
    "dead letters": lambda current: (_timeless(row) for row in dead_letters(current)),
}


def _timeless(row: bytes) -> bytes:
    """A dead letter without the run that first met it."""
    return orjson.dumps({name: value for name, value in orjson.loads(row).items() if name != "first_seen"})


def compared(stores: dict[str, Current]) -> int:
    """A line a way and listing, then the stories that differ: 1 if there are any."""
    told = {way: {name: sorted(set(rows(current))) for name, rows in LISTINGS.items()} for way, current in stores.items()}
    failed = 0
    print(f"{'':13}" + "".join(f"{name:>14}" for name in LISTINGS))
    for way, found in told.items():
        cells = []
        for name, rows in found.items():
            differing = len(set(rows) ^ set(told["batch"][name]))
            cells.append(f"{len(rows)}" if way == "batch" else "equal" if not differing else f"{differing} differ")
            failed += differing
        print(f"{way:13}" + "".join(f"{cell:>14}" for cell in cells))
    homes = {way: {row["uid"]: row for row in map(orjson.loads, found["members"])} for way, found in told.items()}
    uids = sorted({uid for home in homes.values() for uid in home})
    apart = [uid for uid in uids if len({_home(home.get(uid)) for home in homes.values()}) > 1]
    stories = {row["story_id"] for row in homes["batch"].values()}
    families = {row["family_id"] for row in homes["batch"].values()}
    print(f"{len(stories)} stories in {len(families)} families; {len(apart)} versions are not in the same family everywhere")
    for uid in apart[:EXAMPLES]:
        row = next(home[uid] for home in homes.values() if uid in home)
        print(f"  {row['uri']} {row['version'] or ''}: " + ", ".join(f"{way} {_home(home.get(uid))}" for way, home in homes.items()))
    return int(failed > 0)


def _home(row: dict[str, str] | None) -> str:
    return "not there" if row is None else row["family_id"]
