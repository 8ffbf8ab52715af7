"""Where a store is, as a user types it -> the store."""

from __future__ import annotations

import re
from typing import Final

from pipelines.storage.gcs import GcsStore
from pipelines.storage.local import LocalStore
from pipelines.storage.store import BadName, Store, UnsupportedStore, check_prefix

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")
HOW: Final = "use a local folder, or gs://BUCKET/PREFIX"


def open_store(url: str) -> Store:
    """The store at a local path, which is made at the first write, or at `gs://BUCKET/PREFIX`, where the bucket must exist.

    Asks neither disk nor network. Raises `UnsupportedStore` for anything else.
    """
    if url.startswith("gs://"):
        return _in_bucket(url)
    if SCHEME.match(url):
        raise UnsupportedStore(f"there is no kind of store for {url}: {HOW}")
    if not url or "\0" in url:
        raise UnsupportedStore(f"{url!a} names no place for a store: {HOW}")
    return LocalStore(url)


def _in_bucket(url: str) -> GcsStore:
    bucket, _, prefix = url.removeprefix("gs://").partition("/")
    prefix = prefix.rstrip("/")
    if not BUCKET.fullmatch(bucket):
        raise UnsupportedStore(f"{url} names no bucket: {HOW}")
    try:
        return GcsStore(bucket, check_prefix(prefix))
    except BadName as error:
        raise UnsupportedStore(f"{url} names no place in a bucket: {error}") from error
