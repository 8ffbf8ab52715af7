"""`wirekin forget --store S --uri U | --source NAME | --before DATE`: take the words of stories out of a store for good."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from datetime import UTC, datetime

from pipelines.commands.usage import UsageError, add_store, current_at
from pipelines.families.head import Head
from pipelines.formats import parse
from pipelines.storage.current import Current
from pipelines.storage.dead_letters import kept_raw
from pipelines.storage.forget import forgotten
from pipelines.storage.store import StoreMoved
from schemas import DeadLetter, Story


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `forget`."""
    parser = commands.add_parser("forget", allow_abbrev=False, help="take the words of stories out of a store for good")
    add_store(parser)
    parser.add_argument("--uri", action="append", metavar="U", help="all versions of the item with this uri; may be repeated")
    parser.add_argument("--source", metavar="NAME", help="what this source delivered or published")
    parser.add_argument("--before", metavar="DATE", help="what was published before this day (YYYY-MM-DD, in UTC)")
    parser.add_argument("--dry-run", action="store_true", help="only say how much that is")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.uri is None and arguments.source is None and arguments.before is None:
        raise UsageError("say what is to be forgotten: --uri, --source or --before; of several, what all of them name")
    before = _time(arguments.before)

    def choose(current: Current) -> tuple[Collection[str], Collection[str]]:
        heads = {uid: head for uid, head in current.heads.items() if _named(head, arguments, before)}
        return heads.keys(), _letters(current, heads.keys(), arguments)

    current = current_at(arguments.store)
    uids, letters = choose(current)
    worded = [uid for uid in uids if current.heads[uid].removed is None]
    stories = len({current.heads[uid].story_id for uid in uids})
    print(
        f"{_many(len(uids), 'version')} of {_many(stories, 'item')}, {len(worded)} of them with words; {_many(len(letters), 'dead letter')}"
    )
    if arguments.dry_run:
        print("nothing was changed", file=sys.stderr)
        return 0
    done = forgotten(current.store, choose)
    if done is None:
        raise StoreMoved("other runs kept publishing to the store. Try again when they are done")
    print(f"the words of {_many(done.versions, 'version')} are gone, and {_many(done.deleted, 'file')} that held them", file=sys.stderr)
    return 0


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _time(day: str | None) -> str | None:
    if day is None:
        return None
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError as error:
        raise UsageError(f"{day} is no day: write it as 2025-03-04") from error


def _named(head: Head, arguments: argparse.Namespace, before: str | None) -> bool:
    """Whether all that is asked for holds of a version. One without a time is before no day."""
    return (
        (arguments.uri is None or head.uri in arguments.uri)
        and (arguments.source is None or _same(head.source, arguments.source))
        and (before is None or (head.published is not None and head.published < before))
    )


def _same(source: str | None, name: str) -> bool:
    return source is not None and source.casefold() == name.casefold()


def _letters(current: Current, uids: Collection[str], arguments: argparse.Namespace) -> set[str]:
    """Dead letters of that uri or source, none by time; and those whose whole file is kept, where it holds one of these versions."""
    found = set()
    files: dict[str | None, bool] = {}
    for letter in current.dead_letters():
        if letter.kept == "file" and letter.file_digest not in files:
            files[letter.file_digest] = _holds(current, letter, uids)
        named = arguments.before is None and (
            (arguments.uri is None or letter.uri in arguments.uri)
            and (arguments.source is None or _same(letter.provider, arguments.source))
        )
        if named or files.get(letter.file_digest):
            found.add(letter.dead_id)
    return found


def _holds(current: Current, letter: DeadLetter, uids: Collection[str]) -> bool:
    data = kept_raw(current.store, letter.file_digest)
    items = () if data is None or letter.file is None else parse(data, letter.file, source=letter.provider)
    return any(isinstance(item, Story) and item.uid in uids for item in items)
