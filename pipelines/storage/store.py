"""Bytes under names: the protocol that every kind of store keeps.

    StoreError
    ├── NotStored         (also a LookupError)   nothing is kept under that name
    ├── StoredDiffers                            something else is kept under that name
    ├── StoreMoved                               others keep publishing to the store
    ├── StoreFailed                              what keeps the store cannot be reached, or refuses
    ├── BadName           (also a ValueError)    no store can keep that name
    └── UnsupportedStore  (also a ValueError)    no store of that kind

What a disk refuses (it is full, a folder is read-only) is an `OSError` that names the file; what a network or a service far away
refuses is a `StoreFailed` that names the object. Each name then has its old bytes or, where only the last sync failed or the
answer was lost, the new ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class StoreError(Exception):
    """Something is wrong with a store, or with what was asked of it."""


class NotStored(StoreError, LookupError):
    """Nothing is kept under that name."""


class StoredDiffers(StoreError):
    """Something else is kept under that name."""


class StoreMoved(StoreError):
    """Others keep publishing to the store."""


class StoreFailed(StoreError):
    """What keeps the store cannot be reached, or refuses."""


class BadName(StoreError, ValueError):
    """No store can keep that name."""


class UnsupportedStore(StoreError, ValueError):
    """There is no store of that kind."""


class Store(Protocol):
    """Bytes under POSIX relative names, such as `packs/stories/ab12.ndjson.gz`. No name may be a folder of another one.

    Every call is atomic: others see the old bytes or the new ones, never a mix. When a call has returned, its work is durable.
    A generation is an integer above 0 that names one writing of one name; 0 means absent. No two writings of a name share one.
    """

    def read(self, name: str) -> bytes:
        """The bytes kept under a name. Raises `NotStored` where there are none."""
        ...

    def read_versioned(self, name: str) -> tuple[bytes, int] | None:
        """The bytes and their generation, as they were together; None where there are none."""
        ...

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Keep bytes under a free name; False if the same bytes are there already. Raises `StoredDiffers` if others are."""
        ...

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        """Write if the current generation is the given one. The new generation, or None where refused."""
        ...

    def names(self, prefix: str) -> Iterator[str]:
        """All names that begin with a prefix, sorted. A name written or deleted meanwhile may be among them or not."""
        ...

    def delete(self, name: str) -> None:
        """Forget a name. Deleting what is absent does nothing."""
        ...

    def sweep(self) -> int:
        """Remove what dead writers have left that never got a name. How many files that were."""
        ...


def check_name(name: str) -> str:
    """The name, if a store can keep it; else raises `BadName`.

    Parts that begin with a dot are refused: that covers `.` and `..`, and keeps a store's own files out of reach.
    """
    why = None
    if name.startswith("/"):
        why = "it is absolute"
    elif "\\" in name or "\0" in name:
        why = "it has a backslash or a null in it"
    elif any(not part or part.startswith(".") for part in name.split("/")):
        why = "a part of it is empty or begins with a dot"
    elif name.encode(errors="replace").decode() != name:
        why = "it is not valid Unicode"
    if why:
        raise BadName(f"{name!a} cannot be a name in a store: {why}")
    return name


def check_prefix(prefix: str) -> str:
    """The prefix, if names can begin with it; else raises `BadName`. The empty one is a prefix of all names."""
    if prefix:
        check_name(prefix.removesuffix("/"))
    return prefix
