"""`wirekin compact --store S`: fewer, larger packs in place of the many small ones of a stream or a watch."""

from __future__ import annotations

import argparse

from pipelines.commands.usage import add_store, current_at
from pipelines.storage.compaction import compact
from pipelines.storage.store import StoreMoved


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `compact`."""
    parser = commands.add_parser("compact", allow_abbrev=False, help="put the many small packs of a stream or a watch together")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    done = compact(current_at(arguments.store).store)
    if done is None:
        raise StoreMoved("other runs kept publishing to the store. Try again when they are done")
    print(f"{done.before:,} packs, now {done.after:,}; {done.deleted:,} that nothing named any more are deleted; revision {done.revision}")
    return 0
