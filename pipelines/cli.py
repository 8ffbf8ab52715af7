"""The command `wirekin`."""

from __future__ import annotations

import argparse
import os
import sys

from pipelines.commands import (
    changes,
    compact,
    dead_letters,
    evaluate,
    explain,
    export,
    forget,
    formats,
    furniture,
    history,
    ingest,
    listings,
    origins,
    pairs,
    parity,
    parse,
    rebuild,
    replay,
    resolve,
    show,
    snapshot,
    stream,
    train,
    translations,
    verify,
    watch,
)
from pipelines.commands.failures import in_words
from pipelines.commands.usage import UsageError
from pipelines.storage.store import NotStored, StoreError


def parser() -> argparse.ArgumentParser:
    """All commands and their flags."""
    top = argparse.ArgumentParser(prog="wirekin", description="For every wire story: who carries it, and how they changed it.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ingest.add_command(commands)
    watch.add_command(commands)
    stream.add_command(commands)
    show.add_command(commands)
    explain.add_command(commands)
    history.add_command(commands)
    resolve.add_command(commands)
    listings.add_commands(commands)
    changes.add_command(commands)
    origins.add_command(commands)
    snapshot.add_command(commands)
    export.add_command(commands)
    dead_letters.add_command(commands)
    replay.add_command(commands)
    rebuild.add_command(commands)
    parse.add_command(commands)
    forget.add_command(commands)
    compact.add_command(commands)
    formats.add_command(commands)
    pairs.add_commands(commands)
    evaluate.add_command(commands)
    furniture.add_command(commands)
    train.add_command(commands)
    translations.add_command(commands)
    verify.add_command(commands)
    parity.add_command(commands)
    return top


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 the run failed or the store does, 2 wrong usage, 3 nothing parsed (`parse`)."""
    top = parser()
    arguments, unknown = top.parse_known_args(argv)
    if unknown and not getattr(arguments, "takes_beam_flags", False):
        top.error(f"unrecognized arguments: {' '.join(unknown)}")
    arguments.beam_flags = unknown
    try:
        status: int = arguments.run(arguments)
    except UsageError as error:
        print(f"wirekin: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader went away (`| head`): that is no failure. Point stdout at nothing so that the exit flush does not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except NotStored as error:
        print(f"wirekin: {error}. If another command replaced it meanwhile, run this one again", file=sys.stderr)
        return 1
    except (OSError, StoreError) as error:
        print(f"wirekin: {in_words(error)}", file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
