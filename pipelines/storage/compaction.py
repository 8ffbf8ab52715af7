"""Fewer, larger packs in place of many small ones: what a stream or a watch leaves behind, a few packs a publication.

Nothing that a store says changes by it: rows are kept as they are, those that were beaten too; only places (which print of which pack) are
written anew. New packs come first, then one swap of the manifest. Then goes what neither it names nor any of the manifests before it of
which there are copies: so whoever reads the store meanwhile finds what he reads, and what was merged goes the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from pipelines.storage.beaten import beaten_at, beaten_places
from pipelines.storage.copies import copies, keep_copy
from pipelines.storage.leftovers import drop
from pipelines.storage.manifest import NAME, Manifest, load_manifest
from pipelines.storage.packs import ROW_BITS, bytes_to_rows, joined_prints, place_of, rows_to_bytes, write_pack
from pipelines.storage.store import Store

FULL: Final = 2048
"""Rows of a pack of a day, and with which it is left as it is: what a bounded run writes at most."""
FULL_LIST: Final = 8192
"""Rows of a pack of events or dead letters."""
Places = Mapping[int, int]
"""First place of a pack that was merged -> the place of its first row now."""


@dataclass(frozen=True)
class Compacted:
    """How many packs there were, and are; how many files that nothing names any more were deleted; the revision that is current."""

    before: int
    after: int
    deleted: int
    revision: int


def compact(store: Store, attempts: int = 3) -> Compacted | None:
    """Merge small packs; where other runs publish first, those that are there then. None after some attempts."""
    for _ in range(attempts):
        manifest, generation = load_manifest(store)
        after, published = compacted(store, manifest), generation or None
        if after != manifest:
            after = after.model_copy(update={"revision": manifest.revision + 1})
            published = store.swap(NAME, after.json_bytes(), generation)
            if published is None:
                continue
            keep_copy(store, after)
        left = _unnamed(store, after)
        if not left or (published is not None and drop(store, left, after, published)):
            return Compacted(len(manifest.names), len(after.names), len(left), after.revision)
    return None


def _unnamed(store: Store, manifest: Manifest) -> set[str]:
    named = manifest.names.union(*(copy.names for copy, _ in copies(store)))
    return {name for name in store.names("packs/") if name not in named}


def compacted(store: Store, manifest: Manifest) -> Manifest:
    """The manifest with larger packs, which are written."""
    stories, heads, prints = dict(manifest.stories), dict(manifest.heads), dict(manifest.prints)
    beaten = dict(manifest.beaten)
    for day in sorted(heads, key=int):
        places: dict[int, int] = {}
        prints[day] = tuple(_merged_prints(store, prints.get(day, ()), places))
        if day in beaten and places:
            beaten[day] = beaten_at(store, [_moved(place, places) for place in beaten_places(store, beaten[day])])
        move = _mover(places) if places else _same
        heads[day] = tuple(_merged_rows(store, "heads", heads[day], FULL, move))
        stories[day] = tuple(_merged_rows(store, "stories", stories.get(day, ()), FULL, _same))
    lists = {kind: tuple(_merged_rows(store, kind, getattr(manifest, kind), FULL_LIST, _same)) for kind in ("events", "dead_letters")}
    return manifest.model_copy(update={"stories": stories, "heads": heads, "prints": prints, "beaten": beaten, **lists})


def _merged_rows(store: Store, kind: str, names: Sequence[str], full: int, change: Callable[[bytes], bytes]) -> Iterator[str]:
    """The names of a day's packs of rows, or of a list's, neighbours put together."""
    if len(names) == 1 and change is _same:
        yield from names
        return
    held = [(name, bytes_to_rows(store.read(name))) for name in names]
    for group in _groups([len(rows) for _, rows in held], full):
        rows = [change(row) for _, rows in held[group] for row in rows]
        if len(held[group]) == 1 and rows == held[group][0][1]:
            yield held[group][0][0]
        else:
            yield write_pack(store, kind, rows_to_bytes(rows), "ndjson.gz")


def _merged_prints(store: Store, names: Sequence[str], places: dict[int, int]) -> Iterator[str]:
    """The same of prints; notes where rows lie now."""
    if len(names) <= 1:
        yield from names
        return
    held = [(name, joined_prints([store.read(name)])) for name in names]
    for group in _groups([rows for _, (_, rows) in held], FULL):
        own = held[group]
        if len(own) == 1:
            yield own[0][0]
            continue
        name = write_pack(store, "prints", joined_prints([store.read(name) for name, _ in own])[0], "parquet")
        row = 0
        for old, (_, rows) in own:
            places[place_of(old, 0)] = place_of(name, row)
            row += rows
        yield name


def _groups(sizes: Sequence[int], full: int) -> Iterator[slice]:
    """Neighbours that together have at most so many rows."""
    begin, rows = 0, 0
    for at, size in enumerate(sizes):
        if at > begin and rows + size > full:
            yield slice(begin, at)
            begin, rows = at, 0
        rows += size
    if sizes:
        yield slice(begin, len(sizes))


def _moved(place: int, places: Places) -> int:
    row = place & ((1 << ROW_BITS) - 1)
    first = place - row
    return places[first] + row if first in places else place


def _mover(places: Places) -> Callable[[bytes], bytes]:
    def move(row: bytes) -> bytes:
        head = orjson.loads(row)
        return orjson.dumps(head | {"place": _moved(head["place"], places)})

    return move


def _same(row: bytes) -> bytes:
    return row
