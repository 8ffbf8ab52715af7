"""Places of records that another record of the same version has beaten: their prints stay in their packs, and count no more."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipelines.storage.packs import ROW_BITS, bytes_to_columns, columns_to_bytes, place_of, write_pack
from pipelines.storage.store import Store

PLACE = np.dtype([("place", "u8")])


def beaten_places(store: Store, name: str) -> list[int]:
    """The places in a pack, sorted."""
    places: list[int] = bytes_to_columns(store.read(name), PLACE)["place"].tolist()
    return places


def with_beaten(store: Store, name: str | None, places: Iterable[int], packs: Iterable[str] = ()) -> str | None:
    """The pack of a day after some more were beaten; None while there are none. `packs` of prints were written just now: what lies in
    them holds, even where a record that was beaten has left the same bytes."""
    held = beaten_places(store, name) if name else []
    fresh = {place_of(pack, 0) >> ROW_BITS for pack in packs}
    every = [place for place in {*held, *places} - {0} if place >> ROW_BITS not in fresh]
    return beaten_at(store, every) if every else None


def beaten_at(store: Store, places: Iterable[int]) -> str:
    """A pack of places."""
    every = np.array(sorted(places), np.uint64)
    return write_pack(store, "beaten", columns_to_bytes(every.view(PLACE)), "parquet")
