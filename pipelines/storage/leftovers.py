"""What no manifest names any more and still holds words: what killed and beaten runs wrote, packs of before, raw bytes of settled letters.

Nobody reads it, but a run that is under way may have found such a file in place of the very one that it was about to write, and will
publish it. So files are deleted between two swaps of the manifest: a run that began before the first is refused by it, one that began
between them by the second. Where such a run was faster than the second, what it published is put back, and is then named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from typing import Final

import orjson

from pipelines.families.head import Head
from pipelines.storage.criteria import Criteria
from pipelines.storage.dead_letters import letters_of, raw_name
from pipelines.storage.manifest import NAME, Manifest, load_manifest
from pipelines.storage.packs import bytes_to_rows
from pipelines.storage.store import NotStored, Store
from schemas import DeadLetter, Family, Story

WORDED: Final = ("stories", "heads", "families")
"""Kinds of packs that hold words of stories."""
HELD: Final = 64 << 20
"""Bytes that are deleted between two swaps: they are in memory meanwhile."""


def kept_bytes(letters: Iterable[DeadLetter]) -> set[str]:
    """The names of the raw bytes that these letters are read from."""
    names = set()
    for letter in letters:
        if letter.kept in ("item", "file"):
            own = (letter.digest, letter.file_digest if letter.kept == "file" else None)
            names |= {raw_name(digest) for digest in (*own, *letter.beside.values()) if digest}
    return names


def leftovers(store: Store, manifest: Manifest, uids: Collection[str], criteria: Criteria | None) -> set[str]:
    """Packs that the manifest does not name, with words of these versions or of any that the criteria name; raw bytes of no letter.

    A pack that cannot be read may hold them as well, and goes."""
    named = _named(store, manifest)
    found = {name for name in store.names("raw/") if name not in named}
    for kind in WORDED:
        found |= {n for n in store.names(f"packs/{kind}/") if n not in named and _holds(store, kind, n, uids, criteria)}
    return found


def drop(store: Store, names: Collection[str], manifest: Manifest, generation: int) -> bool:
    """Delete names that the manifest, just published under that generation, does not name. False where another was published meanwhile."""
    published = manifest.json_bytes()
    for held in _held(store, names):
        for name in held:
            store.delete(name)
        swapped = store.swap(NAME, published, generation)
        if swapped is None:
            now = _named(store, load_manifest(store)[0])
            for name in held.keys() & now:
                store.put_if_absent(name, held[name])
            return False
        generation = swapped
    return True


def _held(store: Store, names: Iterable[str]) -> Iterator[dict[str, bytes]]:
    """Names and their bytes, some at a time."""
    held: dict[str, bytes] = {}
    for name in sorted(names):
        with suppress(NotStored):
            held[name] = store.read(name)
        if sum(map(len, held.values())) >= HELD:
            yield held
            held = {}
    if held:
        yield held


def _named(store: Store, manifest: Manifest) -> set[str]:
    letters = [letter for name in manifest.dead_letters for letter in letters_of(store.read(name))]
    return manifest.names | kept_bytes(letters)


def _holds(store: Store, kind: str, name: str, uids: Collection[str], criteria: Criteria | None) -> bool:
    def asked(uid: str, uri: str, source: str | None, published: str | None) -> bool:
        return uid in uids or (criteria is not None and criteria.name(uri, source, published))

    def story(row: bytes) -> bool:
        found = Story.from_stored(row)
        return found.removed is None and asked(found.uid, found.uri, found.source, found.published)

    def head(row: bytes) -> bool:
        found = Head.from_row(orjson.loads(row))
        return found.removed is None and asked(found.uid, found.uri, found.source, found.published)

    def family(row: bytes) -> bool:
        members = Family.from_stored(row).members
        return any(member.headline is not None and asked(member.uid, member.uri, member.source, member.published) for member in members)

    worded: dict[str, Callable[[bytes], bool]] = {"stories": story, "heads": head, "families": family}
    try:
        return any(map(worded[kind], bytes_to_rows(store.read(name))))
    except NotStored:
        return False
    except (ValueError, KeyError, TypeError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        return True
