"""A store in memory, for tests: gone with its process, safe among threads, on purpose not to be pickled."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from pipelines.storage.store import NotStored, StoredDiffers, check_name, check_prefix


class MemoryStore:
    """A `Store` in memory. Generations count the writes to the whole store, so none comes back after a delete."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, int]] = {}
        self._writes = 0
        self._lock = Lock()

    def read(self, name: str) -> bytes:
        """See `Store.read`."""
        found = self.read_versioned(name)
        if found is None:
            raise NotStored(name)
        return found[0]

    def read_versioned(self, name: str) -> tuple[bytes, int] | None:
        """See `Store.read_versioned`."""
        check_name(name)
        with self._lock:
            return self._kept.get(name)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """See `Store.put_if_absent`."""
        check_name(name)
        with self._lock:
            if name not in self._kept:
                self._write(name, data)
                return True
            if self._kept[name][0] != data:
                raise StoredDiffers(name)
            return False

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        """See `Store.swap`."""
        check_name(name)
        with self._lock:
            current = self._kept[name][1] if name in self._kept else 0
            return self._write(name, data) if current == generation else None

    def names(self, prefix: str) -> Iterator[str]:
        """See `Store.names`."""
        check_prefix(prefix)
        with self._lock:
            return iter(sorted(name for name in self._kept if name.startswith(prefix)))

    def delete(self, name: str) -> None:
        """See `Store.delete`."""
        check_name(name)
        with self._lock:
            self._kept.pop(name, None)

    def sweep(self) -> int:
        """See `Store.sweep`: nothing is ever left."""
        return 0

    def _write(self, name: str, data: bytes) -> int:
        self._writes += 1
        self._kept[name] = (bytes(data), self._writes)
        return self._writes
