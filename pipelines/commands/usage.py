"""What all commands share: the error for wrong usage, the flag for the store, and NDJSON on standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any

import orjson

from pipelines.storage.current import Current
from pipelines.storage.places import open_store
from pipelines.storage.store import Store, UnsupportedStore


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


def print_rows(rows: Iterable[bytes]) -> None:
    """NDJSON on standard output."""
    out = sys.stdout.buffer
    for row in rows:
        out.write(row + b"\n")
    out.flush()


def row(fields: dict[str, Any]) -> bytes:
    """One line of JSON, keys in the order given."""
    return orjson.dumps(fields)
