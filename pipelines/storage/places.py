"""Where a store is, as a user types it -> the store."""

from __future__ import annotations

import re

from pipelines.storage.local import LocalStore
from pipelines.storage.store import Store, UnsupportedStore


def open_store(url: str) -> Store:
    """The store at a local path, which is made at the first write. Raises `UnsupportedStore` for anything else."""
    if url.startswith("gs://"):
        raise UnsupportedStore(f"Google Cloud Storage comes with a later version: use a local folder instead of {url}")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", url):
        raise UnsupportedStore(f"there is no kind of store for {url}: use a local folder")
    if not url or "\0" in url:
        raise UnsupportedStore("a store needs the path of a local folder")
    return LocalStore(url)
