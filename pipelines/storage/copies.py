"""Copies of the latest manifests, for the day that `manifest.json` is lost: `manifests/<revision>.json.gz`.

A copy is written when it is certain that its manifest was published: by the run whose swap was done, right behind it, and once more by the
next run, which begins by reading it as current. So a run that is killed in between leaves no copy, and one that was refused never
writes any.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import orjson

from pipelines.storage.manifest import SCHEMA, Manifest
from pipelines.storage.store import Store, StoreError

FOLDER: Final = "manifests/"
KEPT: Final = 8
"""Copies that stay."""


def copy_name(revision: int) -> str:
    """Where the copy of a revision lies."""
    return f"{FOLDER}{revision:08d}.json.gz"


def keep_copy(store: Store, manifest: Manifest) -> None:
    """Keep a copy of a manifest that was published, and drop the one that is eight revisions older.

    As good as it goes: the manifest is what counts, and a store that refuses a copy will say so at its next write.
    """
    if manifest.revision < 1:
        return
    name, data = copy_name(manifest.revision), gzip.compress(manifest.json_bytes(), mtime=0)
    with suppress(OSError, StoreError):
        found = store.read_versioned(name)
        if found is not None and found[0] == data:
            return
        if found is not None:
            store.delete(name)  # somebody has put an older manifest back, and the store has come to this revision once more
        store.put_if_absent(name, data)
        if manifest.revision > KEPT:
            store.delete(copy_name(manifest.revision - KEPT))


def copy_of(store: Store, revision: int) -> Manifest | None:
    """The manifest of a revision, where a copy of it is left."""
    return next((manifest for manifest, _ in copies(store, copy_name(revision)) if manifest.revision == revision), None)


def copies(store: Store, beginning: str = FOLDER) -> Iterator[tuple[Manifest, bytes]]:
    """The copies that can be read, as manifests and as the bytes that were published, the newest first. gzip's checksum covers them."""
    for name in sorted(store.names(beginning), reverse=True):
        with suppress(OSError, StoreError, EOFError, ValueError, zlib.error):
            data = gzip.decompress(store.read(name))
            manifest = Manifest.model_validate(orjson.loads(data))
            if manifest.schema_name == SCHEMA and name == copy_name(manifest.revision):
                yield manifest, data
