"""`wirekin ingest INPUT... --store S`: run the graph, and say what it did."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from pipelines.commands.failures import in_words, said_once, store_failure
from pipelines.commands.furniture import add_furniture, table_at
from pipelines.commands.inputs import input_files
from pipelines.commands.limits import add_limits, limits_of
from pipelines.commands.usage import UsageError, add_store, store_at
from pipelines.matching.scorer import Scorer, shipped_model
from pipelines.options import MatchSettings, RunSettings, furniture_with, learned_of, name_of
from pipelines.storage.copies import keep_copy
from pipelines.storage.current import Current
from pipelines.storage.manifest import Manifest, keep_model, load_manifest, stored_model
from pipelines.storage.store import NotStored, Store, StoreMoved
from pipelines.storage.tables import keep_table
from schemas import DeadLetter, FurnitureTable, Run
from schemas.model import Model

if TYPE_CHECKING:
    import apache_beam as beam

    from pipelines.ingest import Job

    Graph = Callable[[beam.Pipeline, Job], beam.PCollection]

RUNNERS: Final = {
    "DirectRunner": "apache_beam.runners.portability.fn_api_runner.FnApiRunner",
    "FnApiRunner": "apache_beam.runners.portability.fn_api_runner.FnApiRunner",
    "PrismRunner": "PrismRunner",
    "FlinkRunner": "FlinkRunner",
    "DataflowRunner": "DataflowRunner",
}
"""DirectRunner means Beam's in-process runner here, never Beam's switch that may pick another engine (docs/decisions/0001)."""
COUNTERS: Final = ("read", "stories", "notices", "late", "duplicates", "dead", "candidates", "compared", "matches")
CHOSEN: Final = ("horizon_days", "cap", "head", "operating_point", "text")
"""Settings that have a flag of their own."""
POINTS: Final = ("precise", "balanced", "wide")
ATTEMPTS: Final = 3


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `ingest`. Flags that it does not know pass through to Beam."""
    parser = commands.add_parser("ingest", allow_abbrev=False, help="read stories, find their families, keep them in a store")
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="files, folders, globs, gs://BUCKET/PREFIX; formats mixed and told by content"
    )
    add_store(parser)
    add_flags(parser)
    add_kept(parser)
    add_runner(parser)
    parser.set_defaults(run=_run, takes_beam_flags=True)


def add_kept(parser: argparse.ArgumentParser) -> None:
    """The flags that say what is refused, and what is kept of what comes."""
    fields = RunSettings.model_fields
    parser.add_argument("--dead-letters", choices=("bytes", "reference"), help=f"{fields['dead_letters'].description} (default: bytes)")
    most = fields["max_raw_bytes"]
    parser.add_argument("--max-raw-bytes", type=int, metavar="N", help=f"{most.description} (default: {most.default})")
    parser.add_argument(
        "--text", choices=("all", "none"), help="none: the store keeps no words, only what matching needs of them (default: all)"
    )
    add_limits(parser)


def run_settings(arguments: argparse.Namespace) -> RunSettings:
    """How a run does its work, by the flags of `add_kept` and `add_runner`."""
    given = {"dead_letters": arguments.dead_letters, "max_raw_bytes": arguments.max_raw_bytes}
    if (arguments.max_raw_bytes or 0) < 0:
        raise UsageError("--max-raw-bytes must be 0 or more")
    chosen = {name: value for name, value in given.items() if value is not None}
    return RunSettings(runner=arguments.runner, limits=limits_of(arguments.limit), **chosen)


def add_runner(parser: argparse.ArgumentParser) -> None:
    """The flag of every command that runs the graph."""
    parser.add_argument(
        "--runner", default="FnApiRunner", choices=sorted(RUNNERS), help="Beam runner (default: FnApiRunner, in this process)"
    )


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags that results depend on, for every command that ingests."""
    parser.add_argument("--source", metavar="NAME", help="the provider of items that name none")
    add_settings(parser)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The flags of the settings that a store keeps."""
    fields = MatchSettings.model_fields
    for flag, name in (("--horizon", "horizon_days"), ("--cap", "cap"), ("--head", "head")):
        field = fields[name]
        parser.add_argument(flag, dest=name, type=int, metavar="N", help=f"{field.description} (default: {field.default})")
    parser.add_argument("--operating-point", choices=POINTS, help="how sure is sure enough to join two stories (default: balanced)")
    add_furniture(parser)
    parser.add_argument(
        "--model", metavar="FILE", help="a model made by wirekin train, or 'shipped' (default: the store's own, else the shipped one)"
    )


def _run(arguments: argparse.Namespace) -> int:
    store = store_at(arguments.store)
    done = ingest_into(store, arguments, run_settings(arguments))
    if done is None:
        return 1
    say(done[0], Current.of(store), done[1])
    return 0


def ingest_into(store: Store, arguments: argparse.Namespace, run: RunSettings) -> tuple[dict[str, int], float] | None:
    """Ingest the inputs into a store, showing progress: counters and seconds. None where the run failed, which is then said."""
    names = input_files(arguments.inputs)
    job = job_for(store, arguments, run, names)
    return run_recorded(store, job, run, tuple(arguments.inputs), arguments.beam_flags, f"reading {len(names)} files")


def job_for(
    store: Store, arguments: argparse.Namespace, run: RunSettings, names: tuple[str, ...], fetched: tuple[str, ...] = ()
) -> Callable[[Manifest, int], Job]:
    """What makes the job of a run over files, and over what was `fetched`. UsageError where flags do not go with the store."""
    manifest = load_manifest(store)[0]
    model = chosen_model(arguments, store, manifest)
    table = table_at(arguments.furniture)
    match = settings_for(arguments, manifest, model, table)
    if match.text == "none":
        if table is not None:
            raise UsageError("a table of furniture is words, and this store keeps none: leave --furniture out")
        if getattr(arguments, "dead_letters", None) == "bytes":
            raise UsageError("raw bytes are words, and this store keeps none: leave --dead-letters out")
    import_beam()
    from pipelines.ingest import Job

    def job(manifest: Manifest, generation: int) -> Job:
        keep_model(store, model)
        if table is not None:
            keep_table(store, table)
        return Job(names, arguments.source, store, manifest, generation, match, run, model, fetched=fetched)

    return job


def run_recorded(
    store: Store,
    job: Callable[[Manifest, int], Job],
    run: RunSettings,
    inputs: tuple[str, ...],
    flags: list[str],
    beginning: str,
    graph: Graph | None = None,
) -> tuple[dict[str, int], float] | None:
    """Run a job made for the store as it is, showing progress, and leave a run record: counters and seconds. `graph`: that of `ingest`, if
    not told. None where the run failed, which is then said."""
    from pipelines.report.progress import showing_progress

    print(f"runner: {run.runner} ({RUNNERS[run.runner]})", file=sys.stderr)
    try:
        with said_once(), showing_progress(beginning):
            return published(store, job, run, inputs, flags, graph)
    except Exception as error:
        failure = store_failure(error)
        if failure is None:
            raise
        print(f"wirekin: the run failed: {in_words(failure)}", file=sys.stderr)
        return None


def published(
    store: Store,
    job: Callable[[Manifest, int], Job],
    run: RunSettings,
    inputs: tuple[str, ...],
    flags: list[str],
    graph: Graph | None = None,
) -> tuple[dict[str, int], float]:
    """Run a job made for the store as it is, and leave a run record: counters and seconds.

    Where another run published first, the job is made anew and run again.
    """
    started, clock = datetime.now(UTC), monotonic()
    counts, done = _until_published(store, job, flags, graph)
    seconds = monotonic() - clock
    after = load_manifest(store)[0]
    if after.revision != done.manifest.revision:
        record = Run(
            revision=after.revision,
            started=started.strftime("%Y-%m-%dT%H:%M:%SZ"),
            seconds=round(seconds, 3),
            runner=run.runner,
            inputs=inputs,
            **{name: counts.get(name, 0) for name in COUNTERS},
            replayed=len(done.again),
            settled=settled(done.again, Current(store, after)),
        )
        store.put_if_absent(f"runs/{after.revision:08d}.json", record.json_bytes())
    return counts, seconds


def settled(tried: Iterable[DeadLetter], current: Current) -> tuple[str, ...]:
    """Those of the dead letters that have left the list, by id."""
    return tuple(sorted({letter.dead_id for letter in tried} - {letter.dead_id for letter in current.dead_letters()}))


def settings_for(arguments: argparse.Namespace, manifest: Manifest, model: Model, table: FurnitureTable | None) -> MatchSettings:
    """The store's own settings; flags only where they agree, or where the store is new."""
    given = {name: getattr(arguments, name, None) for name in CHOSEN}
    given = {name: value for name, value in given.items() if value is not None} | {"model": name_of(model)}
    stored = learned_of(str(manifest.settings.get("furniture", "")))
    given["furniture"] = furniture_with(stored if table is None else table.version)
    if manifest.revision == 0:
        return MatchSettings(**given)
    ours = MatchSettings(**{**{k: v for k, v in manifest.settings.items() if k in CHOSEN}, **given})
    differing = [name for name, value in ours.model_dump().items() if manifest.settings.get(name) != value]
    if differing:
        old = ", ".join(f"{name} {manifest.settings.get(name)}" for name in differing)
        raise UsageError(f"the store was made with other settings ({old}): use those, or adopt others with wirekin rebuild --store S")
    return ours


def chosen_model(arguments: argparse.Namespace, store: Store, manifest: Manifest) -> Model:
    """The model that a flag names; without one the store's own, and of a new store the shipped one."""
    if arguments.model is None:
        return stored_model(store, manifest)
    name = arguments.model
    if name == "shipped":
        return shipped_model()
    try:
        model = Model.from_json(Path(name).read_bytes())
        Scorer(model)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{name} is no model file ({where + ': ' if where else ''}{first['msg']}): make one with wirekin train") from error
    except KeyError as error:
        raise UsageError(f"{name} weighs {error}, a feature that this version does not have: make it anew with wirekin train") from error
    lacking = [point for point in POINTS if point not in model.points]
    if lacking:
        raise UsageError(f"{name} lacks the operating point {lacking[0]}: make it anew with wirekin train")
    return model


def _until_published(
    store: Store, job: Callable[[Manifest, int], Job], flags: list[str], graph: Graph | None
) -> tuple[dict[str, int], Job]:
    """Run; where another run published first, read the store again and retry. Counters, and the job that was done."""
    for _ in range(ATTEMPTS):
        manifest, generation = load_manifest(store)
        keep_copy(store, manifest)
        made = job(manifest, generation)
        try:
            counts = run_job(made, flags, graph)
        except Exception as error:
            # `forget` deletes what it has replaced: a pack that was there when the run began may be gone.
            if not isinstance(store_failure(error), NotStored) or load_manifest(store)[1] == generation:
                raise
            counts = {"moved": 1}
        if not counts.get("moved"):
            return counts, made
        print("the store moved under this run; trying again", file=sys.stderr)
    raise StoreMoved(f"the store moved {ATTEMPTS} times under this run: other runs are publishing to it. Try again when they are done")


def import_beam() -> None:
    """Without the cloud extra Beam warns at its import that BigQuery is missing; nobody here asked for it."""
    logging.disable(logging.WARNING)
    try:
        import apache_beam  # noqa: F401
    finally:
        logging.disable(logging.NOTSET)


def run_job(job: Job, flags: list[str], graph: Graph | None = None) -> dict[str, int]:
    """Run the graph to its end, that of `ingest` if not told; counters by name."""
    import apache_beam as beam

    from pipelines.ingest import build
    from pipelines.stages.options import RememberedOptions
    from pipelines.stages.progress import NAMESPACE

    options = RememberedOptions([f"--runner={RUNNERS[job.run.runner]}", *flags])
    pipeline = beam.Pipeline(options=options)
    (graph or build)(pipeline, job)
    result = pipeline.run()
    result.wait_until_finish()
    found = result.metrics().query()["counters"]
    return {c.key.metric.name: c.committed for c in found if c.key.metric.namespace == NAMESPACE}


def say(counts: dict[str, int], current: Current, seconds: float) -> None:
    from pipelines.report.terminal import run_table

    sizes = current.manifest.sizes.values()
    rows = {
        "read": counts.get("read", 0),
        "parsed": counts.get("read", 0) - counts.get("dead", 0),
        "dead": counts.get("dead", 0),
        "stories": counts.get("stories", 0),
        "notices": counts.get("notices", 0),
        **({"late": counts["late"]} if counts.get("late") else {}),
        "duplicates": counts.get("duplicates", 0),
        "candidates": counts.get("candidates", 0),
        "compared": counts.get("compared", 0),
        "matches": counts.get("matches", 0),
        "families": sum(count for count, _ in sizes),
        "largest family": max((largest for _, largest in sizes), default=0),
        "seconds": round(seconds, 1),
        "stories/s": round(counts.get("stories", 0) / seconds, 1) if seconds else 0,
    }
    run_table(rows)
    sys.stdout.flush()
    if counts.get("dead"):
        print(f"{counts['dead']} dead letters: wirekin dead-letters says why", file=sys.stderr)
    else:
        print("0 dead letters", file=sys.stderr)
