"""Another file of the same folder: an AP item names the file with its body. Nothing else is ever opened on an item's word."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from pipelines.storage.dead_letters import kept_raw
from pipelines.storage.store import Store

_NEVER_IN_NAMES: Final = frozenset("/\\\0:")
"""What would make a path, a drive, a stream or an address of a name."""


def files_beside(name: str, max_bytes: int) -> Callable[[str], bytes | None]:
    """What gives the files that lie beside the local file `name`, by their bare names; None for one that is not there to be read.

    A name with a separator, a colon or a leading dot, a link, a folder, a pipe or a file above `max_bytes` is never read.
    """
    folder = Path(name).parent

    def beside(bare: str) -> bytes | None:
        if not bare or bare[0] == "." or not _NEVER_IN_NAMES.isdisjoint(bare):
            return None
        try:
            opened = os.open(folder / bare, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except (OSError, ValueError):
            return None
        try:
            return _content(opened, max_bytes)
        except OSError:
            return None
        finally:
            os.close(opened)

    return beside


def _content(opened: int, max_bytes: int) -> bytes | None:
    """What an open file holds; None if it is not a plain file, or too large."""
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        return None
    with os.fdopen(opened, "rb", closefd=False) as file:
        data = file.read(max_bytes + 1)
    return data if len(data) <= max_bytes else None


class Asked:
    """`files_beside`, with a memory of what was asked for and found; files that a store keeps come from there."""

    def __init__(self, name: str, kept: Mapping[str, str], store: Store, max_bytes: int) -> None:
        self._beside = files_beside(name, max_bytes)
        self._kept = kept
        self._store = store
        self._found: set[str] = set()

    def __call__(self, bare: str) -> bytes | None:
        """The file of that bare name."""
        data = kept_raw(self._store, self._kept.get(bare))
        data = self._beside(bare) if data is None else data
        if data is not None:
            self._found.add(bare)
        return data

    def found(self) -> dict[str, bytes]:
        """What was asked for and found, by name."""
        return {bare: data for bare in sorted(self._found) if (data := self(bare)) is not None}
