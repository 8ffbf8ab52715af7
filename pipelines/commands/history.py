"""`wirekin history FAMILY`: what happened to a family, and to those that it came from, in order."""

from __future__ import annotations

import argparse

from pipelines.commands.usage import add_form, add_store, current_at, for_people, print_rows, resolved, time_of_run
from pipelines.families.lineage import lineage


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `history`."""
    parser = commands.add_parser("history", help="what happened to a family, and to those that it came from, in order")
    parser.add_argument("family", metavar="FAMILY", help="any id that wirekin resolve takes")
    add_store(parser)
    add_form(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.report.history import history_table

    current = current_at(arguments.store)
    family = resolved(current, arguments.family).family
    events = lineage(current.events(), family.family_id)
    if not for_people(arguments):
        print_rows(event.json_bytes() for event in events)
        return 0
    headlines = {head.story_id: head.headline or head.uri for versions in current.by_uri.values() for head in versions if not head.notice}
    times = {revision: time_of_run(revision, current.store) for revision in sorted({event.revision for event in events})}
    history_table(family, events, headlines, times)
    return 0
