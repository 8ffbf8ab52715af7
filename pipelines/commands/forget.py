"""`wirekin forget --store S --uri U | --source NAME | --before DATE`: take the words of stories out of a store for good."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from datetime import UTC, datetime

from pipelines.commands.usage import UsageError, add_store, current_at
from pipelines.formats import parse
from pipelines.options import learned_of
from pipelines.storage.criteria import Criteria
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
    criteria = Criteria(None if arguments.uri is None else frozenset(arguments.uri), arguments.source, before)

    def choose(current: Current) -> tuple[Collection[str], Collection[str]]:
        uids = {uid for uid, head in current.heads.items() if criteria.name(head.uri, head.source, head.published)}
        return uids, _letters(current, uids, criteria)

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
    done = forgotten(current.store, choose, criteria)
    if done is None:
        raise StoreMoved("other runs kept publishing to the store. Try again when they are done")
    print(f"the words of {_many(done.versions, 'version')} are gone, and {_many(done.deleted, 'file')} that held them", file=sys.stderr)
    if learned_of(str(current.manifest.settings.get("furniture", ""))) is not None:
        print("the store's table of furniture stays: lines that were learned from many stories of a source", file=sys.stderr)
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


def _letters(current: Current, uids: Collection[str], criteria: Criteria) -> set[str]:
    """Dead letters that are named; those in whose raw bytes a named uri stands; those whose whole kept file has such a version."""
    files: dict[tuple[str | None, ...], bool] = {}
    found = set()
    for letter in current.dead_letters():
        if letter.removed is not None:
            continue
        file = (letter.file_digest, letter.file, letter.provider)
        if letter.kept == "file" and file not in files:
            files[file] = _holds(current, letter, uids, criteria)
        if criteria.name_letter(letter) or (letter.kept == "file" and files[file]) or _tells_of(current, letter, criteria):
            found.add(letter.dead_id)
    return found


def _tells_of(current: Current, letter: DeadLetter, criteria: Criteria) -> bool:
    """Whether a uri stands in what is kept of an item that could not be parsed, and nothing else is asked for."""
    if letter.kept not in ("item", "file") or criteria.uris is None or criteria.source is not None or criteria.before is not None:
        return False
    return any(criteria.stand_in(kept_raw(current.store, kept) or b"") for kept in (letter.digest, *letter.beside.values()))


def _holds(current: Current, letter: DeadLetter, uids: Collection[str], criteria: Criteria) -> bool:
    data = kept_raw(current.store, letter.file_digest)
    items = () if data is None or letter.file is None else parse(data, letter.file, source=letter.provider)
    return any(isinstance(i, Story) and (i.uid in uids or criteria.name(i.uri, i.source, i.published)) for i in items)
