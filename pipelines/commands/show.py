"""`wirekin show [FAMILY]`: one family for a person, or the list of them."""

from __future__ import annotations

import argparse

from pipelines.commands.usage import UsageError, add_store, current_at, print_rows
from pipelines.storage.current import Current
from schemas import Family


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `show`."""
    parser = commands.add_parser("show", help="a family in the terminal: origin first, then who took what, and why")
    parser.add_argument("family", nargs="?", metavar="FAMILY", help="family id or its beginning, or the uri of a member; none lists them")
    add_store(parser)
    parser.add_argument("--json", action="store_true", help="one line of JSON a family of two stories and more, or the one named")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.report import terminal

    current = current_at(arguments.store)
    if arguments.json:
        named = [_find(current, arguments.family)] if arguments.family is not None else current.families
        print_rows(family.json_bytes() for family in named if arguments.family is not None or len(family.story_ids) > 1)
        return 0
    if arguments.family is None:
        terminal.overview(current.families)
        print(f"\nwirekin show FAMILY --store {arguments.store} shows one of them.")
        return 0
    found = _find(current, arguments.family)
    terminal.family(found, current.some_stories({member.uid for member in found.members}))
    return 0


def _find(current: Current, name: str) -> Family:
    matching = [f for f in current.families if f.family_id.startswith(name) or any(name == m.uri for m in f.members)]
    if len(matching) == 1:
        return matching[0]
    if not matching:
        raise UsageError(f"no family is called {name}: wirekin show without a name lists them")
    raise UsageError(f"{len(matching)} families begin with {name}: give more of the id")
