"""What a watch has fetched and not ingested yet: `watch/fetched/<digest>`, a line of JSON that says from where, then the bytes.

A feed drops its oldest entries: what was fetched before a crash may not be had a second time. So it is kept before anything is made of it,
and dropped only when the run that took it in is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

import orjson

from pipelines.storage.store import NotStored, Store

FOLDER: Final = "watch/fetched/"


def keep_fetched(store: Store, url: str, data: bytes) -> str:
    """Keep what an address gave; its name in the store, always the same for the same bytes of the same address."""
    whole = orjson.dumps({"url": url}) + b"\n" + data
    name = FOLDER + blake2b(whole, digest_size=12).hexdigest()
    store.put_if_absent(name, whole)
    return name


def fetched(store: Store, name: str) -> tuple[str, bytes] | None:
    """Address and bytes of what was fetched; None where another watch has ingested and dropped it."""
    try:
        head, _, data = store.read(name).partition(b"\n")
    except NotStored:
        return None
    return str(orjson.loads(head)["url"]), data


def all_fetched(store: Store) -> Iterator[str]:
    """The names of what was fetched and is not known to be ingested."""
    return store.names(FOLDER)
