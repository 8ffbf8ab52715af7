"""Objects of buckets as what is read: `gs://BUCKET/NAME`, or all that lies below `gs://BUCKET/PREFIX`."""

from __future__ import annotations

from typing import Final

from pipelines.storage import places
from pipelines.storage.gcs import GcsStore
from pipelines.storage.store import UnsupportedStore

SCHEME: Final = "gs://"


class Objects:
    """Reads them, with one connection a bucket. Can be pickled. Failures are `StoreFailed`, a name that is none `UnsupportedStore`."""

    def __init__(self) -> None:
        self._buckets: dict[str, GcsStore] = {}

    def below(self, url: str) -> dict[str, int]:
        """Whatever lies below a prefix, else the one object of that name: `gs://BUCKET/NAME` -> generation. Empty where nothing does."""
        store = places.open_store(url)
        assert isinstance(store, GcsStore)
        found = store.objects()
        if not found and store.prefix:
            alone = self._bucket(store.bucket).generation_of(store.prefix)
            found = {store.prefix: alone} if alone is not None else {}
        return {f"{SCHEME}{store.bucket}/{name}": generation for name, generation in found.items()}

    def read(self, url: str, most: int) -> bytes | int | None:
        """The bytes of one object; its size if that is more than `most`; None where there is none."""
        bucket, _, name = url.removeprefix(SCHEME).partition("/")
        return self._bucket(bucket).object(name, most)

    def _bucket(self, bucket: str) -> GcsStore:
        if bucket not in self._buckets:
            store = places.open_store(f"{SCHEME}{bucket}")
            if not isinstance(store, GcsStore):
                raise UnsupportedStore(f"{bucket} is no bucket")
            self._buckets[bucket] = store
        return self._buckets[bucket]
