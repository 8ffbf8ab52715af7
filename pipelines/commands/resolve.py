"""`wirekin resolve ID`: an id from any time -> the family that holds its story today."""

from __future__ import annotations

import argparse

from pipelines.commands.usage import add_store, current_at, print_rows, resolved, row
from pipelines.storage.resolve import Resolved


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `resolve`."""
    parser = commands.add_parser("resolve", help="an id from any time: the story that it means, and the family that holds it today")
    parser.add_argument("id", metavar="ID", help="family id, story_id, uid or the beginning of one, or a uri")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    print_rows([line_of(resolved(current_at(arguments.store), arguments.id))])
    return 0


def line_of(found: Resolved) -> bytes:
    """The line that `resolve` prints."""
    return row(
        {
            "id": found.id,
            "kind": found.kind,
            "story_id": found.head.story_id,
            "uri": found.head.uri,
            "family_id": found.family.family_id,
        }
    )
