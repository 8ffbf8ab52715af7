"""Tables of learned furniture in a store, each under its own version."""

from __future__ import annotations

from pipelines.storage.store import Store, StoreError
from schemas import FurnitureTable


class BrokenTable(StoreError):
    """A kept table is not the one that its name says."""


def keep_table(store: Store, table: FurnitureTable) -> None:
    """Keep a table; nothing happens if it is there."""
    store.put_if_absent(table_name(table.version), table.file_bytes())


def kept_table(store: Store, version: str) -> FurnitureTable:
    """The table of that version. Raises `NotStored` where there is none, `BrokenTable` where its content is another."""
    table = FurnitureTable.from_stored(store.read(table_name(version)))
    if table.version != version or table.digest() != version:
        raise BrokenTable(f"{table_name(version)} is not the table that its name says")
    return table


def table_name(version: str) -> str:
    """Where a store keeps the table of that version."""
    return f"furniture/{version}.json"
