"""Dead letters in a store: their raw bytes, each under its digest, and what a run changes of the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pipelines.storage.packs import bytes_to_rows
from pipelines.storage.store import NotStored, Store
from schemas import DeadLetter

_CONTEXT: Final = ("kept", "file", "file_digest", "place", "places", "provider", "beside")
"""Fields that say how to read a letter again."""


def raw_name(digest: str) -> str:
    """Where the bytes of that digest lie, exactly as they came."""
    return f"raw/{digest[:2]}/{digest}"


def keep_raw(store: Store, digest: str, data: bytes) -> None:
    """Keep raw bytes; nothing happens if they are there."""
    store.put_if_absent(raw_name(digest), data)


def kept_raw(store: Store, digest: str | None) -> bytes | None:
    """The raw bytes of that digest; None where they are not kept."""
    if digest is None:
        return None
    try:
        return store.read(raw_name(digest))
    except NotStored:
        return None


def letters_of(data: bytes) -> list[DeadLetter]:
    """The letters of a pack."""
    return [DeadLetter.from_stored(row) for row in bytes_to_rows(data)]


def without_bytes(letter: DeadLetter) -> DeadLetter:
    """The record of a letter whose raw bytes were forgotten. What was never read from anywhere has none."""
    if letter.stage == "read" or letter.removed is not None:
        return letter
    return letter.model_copy(update={"kept": "reference", "beside": {}, "removed": "forgotten"})


def after_run(
    stored: Mapping[str, DeadLetter], found: Iterable[DeadLetter], tried: Collection[str], revision: int
) -> dict[str, DeadLetter]:
    """The dead letters by id after a run that found these and read those of the ids `tried` again, which is gone unless it was found.

    A letter that is known keeps what it was first seen with: only another version of the parser makes another attempt, since the same
    one must refuse the same bytes for ever. The same bytes at the same place, refused for another reason, are the same letter that has
    got a new reason. So reading something twice is the same as reading it once.
    """
    fresh = {letter.dead_id: letter for letter in sorted(found, key=DeadLetter.json_bytes, reverse=True)}
    out = {dead_id: letter for dead_id, letter in stored.items() if dead_id not in tried and dead_id not in fresh}
    by_place = {(old.stage, old.uri, old.digest): old for dead_id, old in sorted(stored.items(), reverse=True) if dead_id not in fresh}
    for dead_id, letter in sorted(fresh.items()):
        old = stored.get(dead_id) or by_place.get((letter.stage, letter.uri, letter.digest))
        if old is None:
            out[dead_id] = letter.model_copy(update={"first_seen": revision})
            continue
        if old.dead_id != dead_id:
            out.pop(old.dead_id, None)
        out[dead_id] = _again(old, letter)
    return out


def _again(old: DeadLetter, new: DeadLetter) -> DeadLetter:
    """A letter that was refused before, by the same version or by another one."""
    told = old.kept is not None and not (old.kept == "reference" and new.kept != "reference")
    context = {name: getattr(old if told else new, name) for name in _CONTEXT}
    attempts = old.attempts + (old.parser_version != new.parser_version)
    again = new.model_copy(update=context | {"first_seen": old.first_seen, "attempts": attempts})
    return again if old.removed is None else without_bytes(again)
