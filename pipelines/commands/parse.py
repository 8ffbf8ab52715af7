"""`wirekin parse FILE...`: the stories a file holds, without a store."""

from __future__ import annotations

import argparse
import sys

from pipelines.commands.furniture import add_furniture, table_at
from pipelines.commands.inputs import input_files
from pipelines.commands.limits import add_limits, limits_of
from pipelines.commands.usage import print_rows
from schemas import Story


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `parse`."""
    parser = commands.add_parser("parse", help="the stories that files hold, as NDJSON")
    parser.add_argument("inputs", nargs="+", metavar="FILE")
    parser.add_argument("--source", metavar="NAME", help="the provider of items that name none")
    add_furniture(parser)
    add_limits(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from pipelines.formats import parse
    from pipelines.stages.beside import files_beside
    from pipelines.trade.learned import LearnedLines

    table = table_at(arguments.furniture)
    furniture = None if table is None else LearnedLines.with_shipped(table)
    limits = limits_of(arguments.limit)
    parsed = 0
    for name in input_files(arguments.inputs):
        beside = files_beside(name, limits.max_item_bytes)
        for item in parse(Path(name).read_bytes(), name, source=arguments.source, limits=limits, furniture=furniture, beside=beside):
            if isinstance(item, Story):
                parsed += 1
                print_rows([item.json_bytes()])
            else:
                print(item.json_bytes().decode(), file=sys.stderr)
    return 0 if parsed else 3
