"""`wirekin dead-letters --store S [ID]`: what could not be used, and why; of one letter also its raw bytes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from pipelines.commands.usage import UsageError, add_form, add_store, current_at, for_people, print_rows, time_of_run
from pipelines.storage.current import Current
from pipelines.storage.dead_letters import kept_raw
from pipelines.storage.store import Store
from schemas import DeadLetter


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `dead-letters`."""
    parser = commands.add_parser("dead-letters", help="what could not be used, and why")
    add_store(parser)
    parser.add_argument("id", nargs="?", metavar="ID", help="one dead letter, by the beginning of its id: also its first raw bytes")
    add_form(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.report.dead_letters import letter_table, one_letter

    current = current_at(arguments.store)
    letters = current.dead_letters()
    if arguments.id is not None:
        letters = chosen(letters, [arguments.id])
    if arguments.id is not None and not arguments.json:
        one_letter(letters[0], kept_raw(current.store, letters[0].digest), time_of(letters[0], current.store))
    elif for_people(arguments):
        letter_table(letters, {letter.dead_id: time_of(letter, current.store) for letter in letters})
    else:
        print_rows(letter.json_bytes() for letter in letters)
    return 0


def dead_letters(current: Current) -> Iterator[bytes]:
    """One line a dead letter."""
    return (letter.json_bytes() for letter in current.dead_letters())


def chosen(letters: Sequence[DeadLetter], ids: Sequence[str]) -> list[DeadLetter]:
    """The letters whose ids begin so, in the order of the listing. UsageError where none or several begin with one."""
    names = set()
    for given in ids:
        found = [letter.dead_id for letter in letters if letter.dead_id.startswith(given)]
        if len(found) != 1:
            much = "no dead letter begins" if not found else f"{len(found)} dead letters begin"
            raise UsageError(f"{much} with {given}: wirekin dead-letters lists them")
        names.add(found[0])
    return [letter for letter in letters if letter.dead_id in names]


def time_of(letter: DeadLetter, store: Store) -> str:
    """When a letter was first seen: the start of that run as its record has it, else the revision that the run made."""
    return "unknown" if letter.first_seen is None else time_of_run(letter.first_seen, store)
