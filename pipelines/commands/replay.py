"""`wirekin replay --store S ID...|--all`: read dead letters again, and ingest what now parses as if it had parsed at first."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from pipelines.commands.dead_letters import chosen
from pipelines.commands.ingest import add_runner, import_beam, run_recorded, say, settings_for, settled
from pipelines.commands.limits import add_limits, limits_of
from pipelines.commands.usage import UsageError, add_store, current_at
from pipelines.options import RunSettings
from pipelines.storage.current import Current
from pipelines.storage.manifest import Manifest, stored_model

if TYPE_CHECKING:
    from pipelines.ingest import Job


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `replay`. Flags that it does not know pass through to Beam."""
    parser = commands.add_parser("replay", allow_abbrev=False, help="read dead letters again, after a fix, and ingest what parses now")
    add_store(parser)
    parser.add_argument("ids", nargs="*", metavar="ID", help="dead letters, by the beginnings of their ids")
    parser.add_argument("--all", action="store_true", help="every dead letter")
    add_limits(parser)
    add_runner(parser)
    parser.set_defaults(run=_run, takes_beam_flags=True)


def _run(arguments: argparse.Namespace) -> int:
    if bool(arguments.ids) == arguments.all:
        raise UsageError("name the dead letters to read again, or give --all: wirekin dead-letters lists them")
    current = current_at(arguments.store)
    letters = current.dead_letters()
    tried = letters if arguments.all else chosen(letters, arguments.ids)
    if not tried:
        print("there are no dead letters", file=sys.stderr)
        return 0
    store, ids = current.store, {letter.dead_id for letter in tried}
    match = settings_for(arguments, current.manifest, stored_model(store, current.manifest), None)
    run = RunSettings(runner=arguments.runner, limits=limits_of(arguments.limit))
    import_beam()
    from pipelines.ingest import Job

    def job(manifest: Manifest, generation: int) -> Job:
        again = tuple(letter for letter in Current(store, manifest).dead_letters() if letter.dead_id in ids)
        return Job((), None, store, manifest, generation, match, run, stored_model(store, manifest), again)

    done = run_recorded(store, job, run, (), arguments.beam_flags, f"reading {len(tried)} dead letters again")
    if done is None:
        return 1
    after = Current.of(store)
    say(done[0], after, done[1])
    gone = done[0].get("gone", 0)
    left = settled(tried, after)
    print(f"{len(left)} of {len(tried)} dead letters parse now; {len(tried) - len(left) - gone} are refused again", file=sys.stderr)
    if gone:
        print(f"{gone} could not be read: their bytes are not kept, and the files are not where they were, as they were", file=sys.stderr)
    return 0
