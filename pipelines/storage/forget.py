"""Takes the words of some versions out of a store for good: new packs without them, one swap of the manifest, and the old packs deleted.

Nothing is deleted before the swap, so a run that is cut off leaves the store as it was, or with some files that nobody reads any more. The
same call finds these among what no manifest names: done twice, it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import orjson

from pipelines.families.head import Head, record_digest
from pipelines.families.wordless import family_without_words, head_without_words, story_without_words
from pipelines.storage.copies import keep_copy
from pipelines.storage.criteria import Criteria
from pipelines.storage.current import Current
from pipelines.storage.dead_letters import letters_of, without_bytes
from pipelines.storage.leftovers import drop, kept_bytes, leftovers
from pipelines.storage.manifest import NAME, Manifest, load_manifest
from pipelines.storage.packs import bytes_to_rows, rows_to_bytes, write_pack
from pipelines.storage.store import Store
from schemas import Family, FamilyEvent, Story

Rewrite = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Forgotten:
    """What was taken out: versions that had words, files deleted; and the revision, the one of before where nothing changed."""

    versions: int
    letters: int
    deleted: int
    revision: int


def forget(
    store: Store, manifest: Manifest, generation: int, uids: Collection[str], letters: Collection[str], criteria: Criteria | None = None
) -> Forgotten | None:
    """Take out the words of these versions, and the raw bytes of these dead letters (by dead_id). None where another run published first.

    `manifest`, `generation`: as read before. `criteria`: what chose them; of what no manifest names, all goes that they name as well."""
    if not uids and not letters and criteria is None:
        return Forgotten(0, 0, 0, manifest.revision)
    packs: dict[str, str] = {}
    for kind, rewrite in _rewrites(uids).items():
        packs.update(_rewritten(store, kind, manifest.packs(kind), uids, rewrite))
    after, raw = _letters_forgotten(store, _renamed(manifest, packs), letters)
    versions = 0
    if after != manifest:
        events = list(_events(store, manifest, packs, manifest.revision + 1))
        versions = len(events)
        name = write_pack(store, "events", rows_to_bytes(event.json_bytes() for event in events), "ndjson.gz") if events else None
        after = after.model_copy(update={"revision": manifest.revision + 1, "events": (*after.events, *([name] if name else []))})
    replaced = {*packs, *raw}
    # Listed before the swap: what is there by now was written by runs that the swap refuses, or is needed by nobody.
    left = leftovers(store, after, uids, criteria) - replaced
    if after != manifest or left:
        swapped = store.swap(NAME, after.json_bytes(), generation)
        if swapped is None:
            return None
        keep_copy(store, after)
        for name in sorted(replaced):
            store.delete(name)
        if not drop(store, left, after, swapped):
            return None
    return Forgotten(versions, len(letters), len(replaced) + len(left) + store.sweep(), after.revision)


Choose = Callable[[Current], tuple[Collection[str], Collection[str]]]
"""A store as it is -> the uids and the dead_ids that are to be forgotten."""


def forgotten(store: Store, choose: Choose, criteria: Criteria | None = None, attempts: int = 3) -> Forgotten | None:
    """`forget` what is chosen of a store as it is; where other runs publish first, of the store as it is then. None after some attempts."""
    for _ in range(attempts):
        manifest, generation = load_manifest(store)
        done = forget(store, manifest, generation, *choose(Current(store, manifest)), criteria)
        if done is not None:
            return done
    return None


def _letters_forgotten(store: Store, manifest: Manifest, letters: Collection[str]) -> tuple[Manifest, set[str]]:
    """The manifest with these dead letters, and all that are read from the same bytes, without bytes; and the names of those."""
    found = [letter for name in manifest.dead_letters for letter in letters_of(store.read(name))]
    raw = kept_bytes(letter for letter in found if letter.dead_id in letters)
    after = [without_bytes(letter) if letter.dead_id in letters or not raw.isdisjoint(kept_bytes([letter])) else letter for letter in found]
    if after == found:
        return manifest, raw
    name = write_pack(store, "dead_letters", rows_to_bytes(letter.json_bytes() for letter in after), "ndjson.gz")
    return manifest.model_copy(update={"dead_letters": (name,)}), raw


def _rewrites(uids: Collection[str]) -> Mapping[str, Rewrite]:
    def story(row: bytes) -> bytes:
        found = Story.from_stored(row)
        if found.uid not in uids or found.removed is not None:
            return row
        return story_without_words(found, "forgotten", record_digest(found, row)).json_bytes()

    def head(row: bytes) -> bytes:
        found = Head.from_row(orjson.loads(row))
        return row if found.uid not in uids or found.removed is not None else orjson.dumps(head_without_words(found, "forgotten").as_row())

    def family(row: bytes) -> bytes:
        found = Family.from_stored(row)
        worded = any(member.uid in uids and member.headline is not None for member in found.members)
        return family_without_words(found, uids).json_bytes() if worded else row

    return {"stories": story, "heads": head, "families": family}


def _rewritten(store: Store, kind: str, names: Collection[str], uids: Collection[str], rewrite: Rewrite) -> Iterator[tuple[str, str]]:
    """Packs that change, and what is in their place."""
    for name in names:
        rows = bytes_to_rows(store.read(name))
        changed = [rewrite(row) if _names(row, uids) else row for row in rows]
        if changed != rows:
            yield name, write_pack(store, kind, rows_to_bytes(changed), "ndjson.gz")


def _names(row: bytes, uids: Collection[str]) -> bool:
    """Whether a row may hold one of these; a long list is not looked for one by one."""
    return len(uids) > 64 or any(uid.encode() in row for uid in uids)


def _renamed(manifest: Manifest, packs: Mapping[str, str]) -> Manifest:
    """The manifest with new names in place of some."""
    many = {
        kind: {day: tuple(dict.fromkeys(packs.get(name, name) for name in names)) for day, names in getattr(manifest, kind).items()}
        for kind in ("stories", "heads")
    }
    return manifest.model_copy(update={**many, "families": {day: packs.get(name, name) for day, name in manifest.families.items()}})


def _events(store: Store, manifest: Manifest, packs: Mapping[str, str], revision: int) -> Iterator[FamilyEvent]:
    """One a version that has lost its words, in the order of versions."""
    current = Current(store, manifest)
    lost = {
        head.uid: head
        for name in packs
        if name.startswith("packs/heads/")
        for row in bytes_to_rows(store.read(packs[name]))
        if (head := Head.from_row(orjson.loads(row))).removed == "forgotten" and current.heads[head.uid].removed is None
    }
    for uid, head in sorted(lost.items()):
        family = current.family_of.get(head.story_id)
        name = family.family_id if family else ""
        yield FamilyEvent(revision=revision, kind="forgotten", family_id=name, story_id=head.story_id, detail=uid)
