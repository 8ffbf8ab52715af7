"""What all commands share: the error for wrong usage, the flag for the store, and NDJSON on standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any

import orjson

from pipelines.storage.current import Current
from pipelines.storage.places import open_store
from pipelines.storage.resolve import Resolved, Unresolved, resolve
from pipelines.storage.store import NotStored, Store, UnsupportedStore
from schemas import Run


class UsageError(Exception):
    """Wrong usage: the command exits with 2 and says what to do."""


def add_store(parser: argparse.ArgumentParser) -> None:
    """The flag that every command on a store has."""
    parser.add_argument("--store", required=True, metavar="DIR_OR_GS", help="the store: a local folder, or gs://BUCKET/PREFIX")


def store_at(url: str) -> Store:
    """Open a store, in words for a user where that cannot be."""
    try:
        return open_store(url)
    except UnsupportedStore as error:
        raise UsageError(str(error)) from error


def current_at(url: str) -> Current:
    """The state of a store that must exist."""
    current = Current.of(store_at(url))
    if current.manifest.revision == 0:
        raise UsageError(f"there is no store at {url}: make one with wirekin ingest INPUT... --store {url}")
    return current


def say_wordless(current: Current) -> None:
    """Say on standard error how many stories have no words, where a command needs them."""
    without = len({head.story_id for head in current.heads.values() if head.removed is not None and not head.notice})
    if without:
        every = len({head.story_id for head in current.heads.values() if not head.notice})
        print(f"{without:,} of {every:,} stories have no words in this store, and are passed over", file=sys.stderr)


def add_form(parser: argparse.ArgumentParser) -> None:
    """The flags of commands that print a table on a terminal and lines elsewhere."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="NDJSON also on a terminal")
    form.add_argument("--table", action="store_true", help="a table also where standard output is no terminal")


def for_people(arguments: argparse.Namespace) -> bool:
    """Whether a table is wanted."""
    return bool(arguments.table or (sys.stdout.isatty() and not arguments.json))


def resolved(current: Current, name: str) -> Resolved:
    """What a user calls `name`: any id from any time, its beginning, or a uri."""
    try:
        return resolve(current, name)
    except Unresolved as error:
        raise UsageError(str(error)) from error


def time_of_run(revision: int, store: Store) -> str:
    """When the run that made a revision started, as its record has it; the revision where there is no record."""
    try:
        record = Run.from_stored(orjson.loads(store.read(f"runs/{revision:08d}.json")))
    except NotStored:
        return f"revision {revision}"
    return record.started.replace("T", " ").removesuffix("Z")


def print_rows(rows: Iterable[bytes]) -> None:
    """NDJSON on standard output."""
    out = sys.stdout.buffer
    for row in rows:
        out.write(row + b"\n")
    out.flush()


def row(fields: dict[str, Any]) -> bytes:
    """One line of JSON, keys in the order given."""
    return orjson.dumps(fields)
