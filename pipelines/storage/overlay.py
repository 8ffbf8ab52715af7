"""A store laid over another: what is written goes into the upper one, the lower one stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.storage.store import NotStored, Store, StoredDiffers


class Overlay:
    """A `Store` that reads through to `base` and writes to `top`: to try what a run would make. Nothing can be deleted of the base."""

    def __init__(self, base: Store, top: Store) -> None:
        self._base, self._top = base, top

    def read(self, name: str) -> bytes:
        """See `Store.read`."""
        try:
            return self._top.read(name)
        except NotStored:
            return self._base.read(name)

    def read_versioned(self, name: str) -> tuple[bytes, int] | None:
        """See `Store.read_versioned`. Generations are the upper store's; 0 for what only the base has."""
        found = self._top.read_versioned(name)
        if found is not None:
            return found
        below = self._base.read_versioned(name)
        return None if below is None else (below[0], 0)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """See `Store.put_if_absent`."""
        try:
            below = self._base.read(name)
        except NotStored:
            return self._top.put_if_absent(name, data)
        if below != data:
            raise StoredDiffers(name)
        return False

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        """See `Store.swap`."""
        return self._top.swap(name, data, generation)

    def names(self, prefix: str) -> Iterator[str]:
        """See `Store.names`."""
        return iter(sorted({*self._base.names(prefix), *self._top.names(prefix)}))

    def delete(self, name: str) -> None:
        """Deletes of the upper store only."""
        self._top.delete(name)

    def sweep(self) -> int:
        """Of the upper store only."""
        return self._top.sweep()
