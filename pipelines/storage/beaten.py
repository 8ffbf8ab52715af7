"""Places of records that another record of the same version has beaten: their prints stay in their packs, and count no more."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipelines.storage.packs import bytes_to_columns, columns_to_bytes, write_pack
from pipelines.storage.store import Store

PLACE = np.dtype([("place", "u8")])


def beaten_places(store: Store, name: str) -> list[int]:
    """The places in a pack, sorted."""
    places: list[int] = bytes_to_columns(store.read(name), PLACE)["place"].tolist()
    return places


def with_beaten(store: Store, name: str | None, places: Iterable[int]) -> str | None:
    """The pack of a day after some more were beaten; None while there are none."""
    held = beaten_places(store, name) if name else []
    every = np.array(sorted({*held, *places} - {0}), np.uint64)
    return write_pack(store, "beaten", columns_to_bytes(every.view(PLACE)), "parquet") if len(every) else None
