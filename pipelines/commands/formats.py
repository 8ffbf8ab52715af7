"""`wirekin formats [NAME]`: what is read, how it is told, and which field of a story comes from where."""

from __future__ import annotations

import argparse

from pipelines.commands.usage import UsageError, print_rows, row


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `formats`."""
    parser = commands.add_parser("formats", help="what is read, how it is told, and which field comes from where")
    parser.add_argument("names", nargs="*", metavar="NAME", help="formats, by name (default: all)")
    parser.add_argument("--json", action="store_true", help="NDJSON, one line a format")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.formats.described import described
    from pipelines.report.formats import format_tables

    found = {each.name: each for each in described()}
    unknown = [name for name in arguments.names if name not in found]
    if unknown:
        raise UsageError(f"there is no format {unknown[0]}: the formats are {', '.join(found)}")
    chosen = [each for name, each in found.items() if not arguments.names or name in arguments.names]
    if arguments.json:
        print_rows(row({**each._asdict(), "fields": dict(each.fields), "limits": list(each.limits)}) for each in chosen)
    else:
        format_tables(chosen)
    return 0
