"""`--limit NAME=N`: what parsers refuse for its size."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields

from pipelines.commands.usage import UsageError
from pipelines.formats.reading import Limits

NAMES = tuple(field.name for field in fields(Limits))


def add_limits(parser: argparse.ArgumentParser) -> None:
    """The flag of every command that parses."""
    usual = ", ".join(f"{field.name}={field.default}" for field in fields(Limits))
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=N",
        help=f"what is larger becomes a dead letter, sizes in bytes; repeatable (default: {usual})",
    )


def limits_of(given: Sequence[str]) -> Limits:
    """The limits with those given in place of the usual ones. UsageError for a name that is none, and for what is no number above 0."""
    chosen = {}
    for limit in given:
        name, _, number = limit.partition("=")
        if name not in NAMES:
            raise UsageError(f"--limit {limit}: there is no limit {name or 'without a name'}: take one of {', '.join(NAMES)}")
        if not (number.isascii() and number.isdigit() and 0 < int(number) <= 1 << 40):
            raise UsageError(f"--limit {limit}: {number or 'nothing'} is no size: write {name}={getattr(Limits(), name)}")
        chosen[name] = int(number)
    return Limits(**chosen)
