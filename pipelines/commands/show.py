"""`wirekin show [FAMILY]`: one family for a person, or the list of them."""

from __future__ import annotations

import argparse

from pipelines.commands.usage import add_store, current_at, print_rows, resolved


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `show`."""
    parser = commands.add_parser("show", help="a family in the terminal: origin first, then who took what, and why")
    parser.add_argument(
        "family",
        nargs="?",
        metavar="FAMILY",
        help="any id that wirekin resolve takes; none lists families",
    )
    add_store(parser)
    parser.add_argument("--json", action="store_true", help="one line of JSON a family of two stories and more, or the one named")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.families.placeholder import said_of
    from pipelines.report import terminal

    current = current_at(arguments.store)
    if arguments.json:
        named = [resolved(current, arguments.family).family] if arguments.family is not None else current.families
        print_rows(family.json_bytes() for family in named if arguments.family is not None or len(family.story_ids) > 1)
        return 0
    if arguments.family is None:
        terminal.overview(current.families)
        print(f"\nwirekin show FAMILY --store {arguments.store} shows one of them.")
        return 0
    found = resolved(current, arguments.family).family
    terminal.family(found, current.some_stories({member.uid for member in found.members}), said_of(found, current.heads))
    return 0
