"""On which days the heads of a story lie: so that a run finds the earlier versions of a story that it meets again, however old they are.

A run looks up every story that it parsed. Packs are read one after the other and none grows without end, so what that costs in memory
does not grow with the store; what it costs in reading is twelve bytes a version. An entry may name a day too many (a record was beaten, a
head moved), never one too few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.lexicon import hash64
from pipelines.storage.packs import bytes_to_columns, columns_to_bytes, write_pack
from pipelines.storage.store import Store

ENTRY = np.dtype([("story", "u8"), ("day", "i4")])
FULL: Final = 1 << 18
"""Entries from which a pack is left as it is."""
SMALL: Final = 16
"""Packs below that size which may lie side by side; one more, and they become one."""


def entries_of(heads: Iterable[tuple[str, int]]) -> NDArray[np.void]:
    """(story_id, day) of some heads -> entries."""
    return np.array([(hash64(story), day) for story, day in heads], ENTRY)


def extended(store: Store, held: Mapping[str, int], entries: Iterable[NDArray[np.void]]) -> dict[str, int]:
    """The packs (name -> number of entries) after some entries came. Those in `held` are only read where they are merged."""
    new = np.unique(np.concatenate([np.empty(0, ENTRY), *entries]))
    if not len(new):
        return dict(held)
    kept = {name: size for name, size in held.items() if size >= FULL}
    small = sorted(held.keys() - kept.keys())
    if len(small) >= SMALL:
        new = np.unique(np.concatenate([new, *(entries_in(store, name) for name in small)]))
        small = []
    name = write_pack(store, "directory", columns_to_bytes(new), "parquet")
    return {**kept, **{s: held[s] for s in small}, name: len(new)}


def days_of(entries_of_pack: Callable[[str], NDArray[np.void]], packs: Iterable[str], stories: Iterable[str]) -> dict[int, set[str]]:
    """Day -> those of the stories of which heads may lie on it."""
    wanted = {hash64(story): story for story in stories}
    numbers = np.sort(np.fromiter(wanted, np.uint64, len(wanted)))
    found: dict[int, set[str]] = {}
    for name in packs if wanted else ():
        entries = entries_of_pack(name)
        at = np.minimum(np.searchsorted(numbers, entries["story"]), len(numbers) - 1)
        for story, day in entries[numbers[at] == entries["story"]].tolist():
            found.setdefault(day, set()).add(wanted[story])
    return found


def entries_in(store: Store, name: str) -> NDArray[np.void]:
    """The entries of a pack."""
    return bytes_to_columns(store.read(name), ENTRY)
