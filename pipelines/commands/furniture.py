"""`wirekin learn-furniture --store S --out TABLE.json`: what each source puts around its stories; and the flag that uses it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from pipelines.commands.usage import UsageError, add_store, current_at, say_wordless
from pipelines.families.head import record_digest
from pipelines.matching.scorer import SCALE
from pipelines.storage.current import Current
from pipelines.storage.packs import bytes_to_rows
from schemas import FurnitureTable, Story

LEAST_STORIES: Final = 3
LEAST_DAYS: Final = 7
LINKED: Final = 3 * SCALE // 10
"""Least probability, in 1/10,000, of a match that says that two stories may tell of one matter."""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `learn-furniture`."""
    parser = commands.add_parser(
        "learn-furniture", allow_abbrev=False, help="lines that come again in unlike stories of one source, as a table for --furniture"
    )
    add_store(parser)
    parser.add_argument("--out", required=True, metavar="TABLE.json", help="where to write the table")
    parser.add_argument("--least-stories", type=int, default=LEAST_STORIES, metavar="N", help=f"(default: {LEAST_STORIES})")
    parser.add_argument(
        "--least-days", type=int, default=LEAST_DAYS, metavar="N", help=f"between the first and the last of them (default: {LEAST_DAYS})"
    )
    parser.set_defaults(run=_run)


def add_furniture(parser: argparse.ArgumentParser) -> None:
    """The flag for a learned table."""
    parser.add_argument(
        "--furniture", metavar="TABLE.json", help="lines to leave out, as wirekin learn-furniture writes them, beside those that ship"
    )


def table_at(name: str | None) -> FurnitureTable | None:
    """The table in a file; None without a name."""
    if name is None:
        return None
    try:
        table = FurnitureTable.from_stored(Path(name).read_bytes())
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{name} is no table of furniture: make one with wirekin learn-furniture") from error
    if table.digest() != table.version:
        raise UsageError(f"{name} was changed since it was written (its version should be {table.digest()}): learn it anew")
    return table


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.furniture.learn import learn

    if arguments.least_stories < 2 or arguments.least_days < 0:
        raise UsageError("--least-stories must be 2 or more, and --least-days 0 or more")
    out = Path(arguments.out)
    if not out.parent.is_dir():
        raise UsageError(f"there is no folder for {out}")
    current = current_at(arguments.store)
    say_wordless(current)
    table = FurnitureTable.of(
        revision=current.manifest.revision,
        settings=current.manifest.settings,
        least_stories=arguments.least_stories,
        least_days=arguments.least_days,
        sources=learn(lambda: _stories(current), linked_in(current), arguments.least_stories, arguments.least_days),
    )
    out.write_bytes(table.file_bytes())
    lines = sum(len(source.lines) for source in table.sources)
    print(f"{lines} lines of {len(table.sources)} sources in {out}, version {table.version}", file=sys.stderr)
    return 0


def _stories(current: Current) -> Iterator[Story]:
    """The records that hold, a pack at a time: all texts at once may not fit in memory."""
    for name in current.manifest.packs("stories"):
        for row in bytes_to_rows(current.store.read(name)):
            story = Story.from_stored(row)
            if current.heads[story.uid].record_digest == record_digest(story, row):
                yield story


def linked_in(current: Current) -> Callable[[str, str], bool]:
    """Whether two stories, by story_id, are in one family, or have versions of the same text or with a match of .3 and more."""
    rows = current.matches[current.matches["probability"] >= LINKED]
    matched = set(zip(np.minimum(rows["a"], rows["b"]).tolist(), np.maximum(rows["a"], rows["b"]).tolist(), strict=True))
    texts: dict[str, set[int]] = {}
    for head in current.heads.values():
        if head.digest:
            texts.setdefault(head.story_id, set()).add(head.digest)
    family_of = {story: family.family_id for story, family in current.family_of.items()}

    def linked(one: str, other: str) -> bool:
        if one in family_of and family_of[one] == family_of.get(other):
            return True
        return any(a == b or (min(a, b), max(a, b)) in matched for a in texts.get(one, ()) for b in texts.get(other, ()))

    return linked
