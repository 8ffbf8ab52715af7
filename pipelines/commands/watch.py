"""`wirekin watch FOLDER_OR_URL... --store S`: take in what comes, as it comes, on one machine."""

from __future__ import annotations

import argparse
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipelines.commands.failures import in_words, said_once, store_failure
from pipelines.commands.ingest import RUNNERS, add_flags, add_kept, add_runner, job_for, published, run_settings
from pipelines.commands.stopping import StoppingClock, stopping
from pipelines.commands.usage import UsageError, add_store, store_at
from pipelines.options import PARSER_VERSION, RunSettings
from pipelines.report.watching import Sums, WatchLog, telling
from pipelines.storage.gcs import GcsStore
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import Manifest, load_manifest
from pipelines.storage.objects import SCHEME
from pipelines.storage.packs import bytes_to_rows
from pipelines.storage.places import open_store
from pipelines.storage.store import NotStored, Store, UnsupportedStore
from pipelines.watching.asking import Web, fault_of
from pipelines.watching.rounds import Batch, Pace, Watch
from schemas import FamilyEvent
from schemas.family import EventKind

_PERIOD: Final = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(s|m|h)?")
_UNITS: Final = {None: 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
TELLING: Final[tuple[EventKind, ...]] = (
    "killed",
    "withheld",
    "corrected",
    "released",
    "merged",
    "split",
    "origin_changed",
    "joined",
    "created",
)
"""Kinds of events, what a desk wants to know first before the others."""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `watch`. Flags that it does not know pass through to Beam."""
    parser = commands.add_parser("watch", allow_abbrev=False, help="take in what comes into folders and feeds, as it comes")
    parser.add_argument(
        "sources", nargs="+", metavar="FOLDER_OR_URL", help="folders, gs://BUCKET/PREFIX, and addresses of RSS, Atom and JSON feeds"
    )
    add_store(parser)
    pace = Pace()
    for flag, usual, what in (
        ("--every", pace.every, "how often to look, such as 30s, 5m or 1h; a feed that says it holds longer is asked less often"),
        ("--settle", pace.settle, "how long a file must stay as it is before it is read; 0 where files are renamed into the folder"),
        ("--host-every", pace.host, "the least time between two requests to one host"),
    ):
        parser.add_argument(flag, type=_period, default=usual, metavar="TIME", help=f"{what} (default: {usual:g}s)")
    parser.add_argument(
        "--contact", metavar="TEXT", help="an address or page that hosts may turn to: it is sent to them with the name Wirekin"
    )
    parser.add_argument("--once", action="store_true", help="one round only, then end")
    add_flags(parser)
    add_kept(parser)
    add_runner(parser)
    parser.set_defaults(run=_run, takes_beam_flags=True)


def _period(given: str) -> float:
    found = _PERIOD.fullmatch(given)
    if found is None:
        raise argparse.ArgumentTypeError(f"{given} is no time: write it as 30s, 5m or 1h")
    return float(found[1]) * _UNITS[found[2]]


def _run(arguments: argparse.Namespace) -> int:
    store, run = store_at(arguments.store), run_settings(arguments)
    folders, feeds = _sources(arguments.sources, store)
    pace = Pace(arguments.every, arguments.settle, arguments.host_every)
    if pace.every <= 0:
        raise UsageError("--every must be more than 0")
    clock = StoppingClock()
    said = telling(clock.now, Sums(families=_families(load_manifest(store)[0])))
    ask = Web(user_agent(arguments.contact), run.limits.max_item_bytes, clock.now)
    watch = Watch(store, folders, feeds, Taking(store, arguments, run, said), ask, clock, said, pace, run.limits)
    try:
        with stopping(clock):
            print(f"runner: {run.runner} ({RUNNERS[run.runner]})", file=sys.stderr)
            if arguments.once:
                return 0 if watch.round() else 1
            watch.run()
    finally:
        said.close()
        clock.close()
    print("stopped; nothing is lost: the next watch goes on from here", file=sys.stderr)
    return 0


@dataclass(frozen=True)
class Taking:
    """Ingests the batches of a watch; says what came of each."""

    store: Store
    arguments: argparse.Namespace
    run: RunSettings
    said: WatchLog

    def __call__(self, batch: Batch) -> bool:
        """Whether the batch is published. What a disk or a store refuses is said, and may be tried again; a bug is raised."""
        before = load_manifest(self.store)[0]
        job = job_for(self.store, self.arguments, self.run, batch.names, batch.fetched)
        try:
            with said_once():
                counts, seconds = published(self.store, job, self.run, tuple(self.arguments.sources), self.arguments.beam_flags)
        except Exception as error:
            failure = store_failure(error)
            if failure is None:
                raise
            self.said.trouble("the run failed", in_words(failure) + ".", None)
            return False
        after = load_manifest(self.store)[0]
        self.said.sums.add(counts, _families(after), last_event(self.store, before, after))
        self.said.done(len(batch.names), len(batch.fetched), counts, seconds)
        return True


def user_agent(contact: str | None) -> str:
    """Who we are, to the hosts that are asked."""
    if contact is not None and not (contact.isascii() and contact.isprintable()):
        raise UsageError("--contact must be plain ASCII: an address or a page")
    return f"Wirekin/{PARSER_VERSION} (feed reader{'; ' + contact if contact else ''})"


def last_event(store: Store, before: Manifest, after: Manifest) -> str | None:
    """The most telling event that came between two revisions of a store, in words."""
    try:
        rows = [row for name in after.events if name not in before.events for row in bytes_to_rows(store.read(name))]
    except NotStored:  # another run has replaced them since
        return None
    events = [FamilyEvent.from_stored(row) for row in rows]
    born = {event.family_id for event in events if event.kind == "created"}
    events = [event for event in events if not (event.kind == "joined" and event.family_id in born)]
    for kind in TELLING:
        found = [event for event in events if event.kind == kind]
        if found:
            more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
            return f"{kind.replace('_', ' ')} {found[-1].family_id[:9]}{more}"
    return None


def _families(manifest: Manifest) -> int:
    return sum(count for count, _ in manifest.sizes.values())


def _sources(given: list[str], store: Store) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Folders and feeds, each once, in the order of their names."""
    folders, feeds = set(), set()
    for source in given:
        if source.startswith(SCHEME):
            folders.add(_bucket(source, store))
            continue
        if _SCHEME.match(source):
            fault = fault_of(source)
            if fault is not None:
                raise UsageError(f"{source} cannot be watched: {fault}")
            feeds.add(source)
            continue
        path = Path(source)
        if not path.is_dir():
            why = "is a file: watch the folder that it lies in" if path.exists() else "does not exist: make the folder first"
            raise UsageError(f"{source} {why}")
        if isinstance(store, LocalStore) and _holds(path, store.path):
            raise UsageError(f"the store lies in {source}, and would read itself: put it elsewhere")
        folders.add(source)
    return tuple(sorted(folders)), tuple(sorted(feeds))


def _bucket(source: str, store: Store) -> str:
    """A part of a bucket that can be watched."""
    try:
        found = open_store(source)
    except UnsupportedStore as error:
        raise UsageError(str(error)) from error
    if isinstance(found, GcsStore) and isinstance(store, GcsStore) and found.bucket == store.bucket:
        own, prefix = f"{store.prefix}/", f"{found.prefix}/" if found.prefix else ""
        if own.startswith(prefix) and not any(part.startswith(".") for part in own.removeprefix(prefix).split("/")):
            raise UsageError(f"the store lies in {source}, and would read itself: put it elsewhere")
    return source.rstrip("/")


def _holds(folder: Path, store: Path) -> bool:
    """Whether a walk of the folder comes by the store: not where a part of the way is hidden."""
    whole, inner = os.path.realpath(folder), os.path.realpath(store)
    if os.path.commonpath([whole, inner]) != whole:
        return False
    return not any(part.startswith(".") for part in Path(inner).relative_to(whole).parts)
