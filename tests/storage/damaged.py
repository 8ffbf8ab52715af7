"""A store with something of everything in it, to be damaged; and ways to damage it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from pipelines.cli import main
from pipelines.families.head import record_digest
from pipelines.formats import parse
from pipelines.storage.copies import FOLDER
from pipelines.storage.manifest import NAME, Manifest, load_manifest
from pipelines.storage.memory import MemoryStore
from pipelines.storage.packs import bytes_to_rows, rows_to_bytes, write_pack
from pipelines.storage.store import Store
from schemas import Story
from tests.ingest.runs import Item, ninjs, tree

FERRY = (
    "The night ferry between Brinmoor and Vellingby will not sail on Thursday because its crew of forty is on strike over shifts, "
    "the Halden Line said. Passengers with tickets may take the morning boat or ask for their money back at any office of the line."
)
BEETS = (
    "Sugar beet growers near Ostrava Hill asked the ministry for a bridging loan until spring after prices fell again this autumn. "
    "Their union counts 1,250 farms that have not been paid since the mill at Port Adair changed hands in September."
)
BELLS = (
    "The bells of Kestrel Bay will ring at noon again from Sunday, after a clockmaker from Vellingby found the broken pawl, "
    "the parish said."
)
COPY = FERRY.replace("Thursday", "that day")


def digest_of(item: Item) -> str:
    """Of its record: the smaller one holds."""
    (story,) = parse(orjson.dumps(item), "input.ndjson")
    assert isinstance(story, Story)
    return record_digest(story)


BEATS, BEATEN = sorted(
    (ninjs("urn:test:copy", COPY, at="2025-03-04T11:00:00Z", source=source) for source in ("Echo", "Late Echo")), key=digest_of
)
RUNS: tuple[tuple[Item | bytes, ...], ...] = (
    (
        ninjs("urn:test:ferry", FERRY, source="AP"),
        BEATEN,
        ninjs("urn:test:beets", BEETS, at="2025-03-05T09:00:00Z"),
        ninjs("urn:test:undated", FERRY.replace("forty", "some forty"), at=None, source="Quay Post"),
        b'{"uri": "urn:test:broken", ',
    ),
    (
        ninjs("urn:test:late", FERRY.replace("over shifts", "over pay"), at="2025-03-05T07:00:00Z", source="Vellingby Post"),
        ninjs("urn:test:beets", BEETS.replace("1,250", "1,520"), version="2", at="2025-03-05T12:00:00Z"),
        ninjs("urn:test:bells", BELLS, at="2025-03-20T09:00:00Z", source="Kestrel Bay Mail"),
        ninjs("urn:test:bells", BELLS, at="2025-03-20T09:00:00Z", source="Kestrel Bay Mail", pubstatus="withheld"),
    ),
    (
        ninjs("urn:test:ferry", "", version="2", at="2025-03-06T09:00:00Z", source="AP", pubstatus="canceled"),
        BEATS,
        b"no item at all",
    ),
)
"""A family with a kill, a story of two versions, one without a time, a story whose only version becomes a notice, records that beat others,
and letters."""


def make(folder: Path) -> dict[str, bytes]:
    """Every file of a store of these runs."""
    for number, items in enumerate(RUNS):
        file = folder.parent / f"{number}.ndjson"
        file.write_bytes(b"\n".join(item if isinstance(item, bytes) else orjson.dumps(item) for item in items))
        assert main(["ingest", str(file), "--store", str(folder)]) == 0
    return {name: data for name, data in tree(folder).items() if name != ".lock"}


def memory(files: dict[str, bytes]) -> MemoryStore:
    """The same in memory."""
    store = MemoryStore()
    for name, data in files.items():
        store.put_if_absent(name, data)
    return store


def flip(store: Store, name: str, at: float = 0.5) -> None:
    """One bit of a file."""
    data = bytearray(store.read(name))
    data[int(len(data) * at)] ^= 1
    put(store, name, bytes(data))


def put(store: Store, name: str, data: bytes) -> None:
    """Other bytes under a name."""
    store.delete(name)
    store.put_if_absent(name, data)


def change(store: Store, **fields: Any) -> None:
    """Publish the manifest with other fields, as a run with a fault would do it: without a copy that tells."""
    manifest, generation = load_manifest(store)
    assert store.swap(NAME, manifest.model_copy(update=fields).json_bytes(), generation)
    for name in list(store.names(FOLDER)):
        store.delete(name)


def rewrite(store: Store, kind: str, edit: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Edit or drop (None) rows of all packs of a kind, each under the name that its new bytes have."""
    manifest = load_manifest(store)[0]

    def again(name: str) -> str:
        rows = [edited for row in bytes_to_rows(store.read(name)) if (edited := edit(orjson.loads(row))) is not None]
        return write_pack(store, kind, rows_to_bytes(orjson.dumps(row) for row in rows), "ndjson.gz")

    held = getattr(manifest, kind)
    if isinstance(held, tuple):
        change(store, **{kind: tuple(map(again, held))})
    else:
        change(store, **{kind: {day: again(v) if isinstance(v, str) else tuple(map(again, v)) for day, v in held.items()}})


def manifest_of(store: Store) -> Manifest:
    """The current one."""
    return load_manifest(store)[0]
