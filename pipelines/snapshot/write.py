"""Rows -> Parquet files by date, and a folder of them that takes the place of the one before as a whole."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

import orjson

from pipelines.matching.candidates import UNDATED_DAY
from pipelines.snapshot.tables import TableOf, arrow_schema

MARK: Final = "_snapshot.json"
"""Says that a folder is a snapshot, and what is in it. Names with an underscore first are no data to readers of such folders."""
UNDATED: Final = "0001-01-01"
"""The date of what has none: a date for every reader, and before all news (`docs/decisions/0020`)."""
ROWS_TOGETHER: Final = 1 << 16
"""Rows of a row group."""
_EPOCH: Final = date(1970, 1, 1).toordinal()
_HERE: Final = -100
_EXCHANGE: Final = 2
"""`AT_FDCWD` and `RENAME_EXCHANGE` of Linux."""


class NotASnapshot(Exception):
    """What lies in the place of the snapshot is something else."""


def date_of(day: int) -> str:
    """Days since 1970-01-01 -> the value of the partition."""
    return UNDATED if day == UNDATED_DAY else date.fromordinal(_EPOCH + day).isoformat()


@dataclass
class Partitions:
    """One table on its way into files, a file a date. Rows wait as JSON until their date is complete."""

    folder: Path
    table: TableOf
    rows: int = 0
    files: int = 0
    _waiting: dict[int, list[bytes]] = field(default_factory=dict)
    _done: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._schema = arrow_schema(self.table)

    def add(self, day: int, row: bytes) -> None:
        """A row as JSON with the fields of the table; times as RFC 3339. Fields that the table does not have are a bug."""
        if day in self._done:
            raise ValueError(f"a row of {date_of(day)} comes after that date of {self.table.name} was written")
        self._waiting.setdefault(day, []).append(row)

    def write_before(self, day: int) -> None:
        """Write the dates before this one; not the undated."""
        for ready in sorted(waiting for waiting in self._waiting if UNDATED_DAY < waiting < day):
            self._write(ready)

    def write_rest(self) -> None:
        """Write all that waits. A table without rows gets a file without rows: readers must find its columns."""
        for ready in sorted(self._waiting):
            self._write(ready)
        if not self._done:
            self._write(UNDATED_DAY)

    def _write(self, day: int) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        held = self._waiting.pop(day, [])
        rows = [orjson.loads(row) for row in (sorted(set(held)) if self.table.distinct else held)]
        rows.sort(key=lambda row: tuple((row[name] is not None, row[name]) for name in self.table.sort))
        names = {column.name for column in self.table.columns}
        for row in rows:
            if row.keys() != names:
                raise ValueError(f"{sorted(row.keys() ^ names)} in a row or in the table {self.table.name}, not in both")
        arrays = [
            pa.array([_value(column.type, row[column.name]) for row in rows], kind.type)
            for column, kind in zip(self.table.columns, self._schema, strict=True)
        ]
        folder = self.folder / self.table.name / f"date={date_of(day)}"
        folder.mkdir(parents=True)
        with (folder / "part-0.parquet").open("xb") as file:
            data = pa.table(arrays, schema=self._schema)
            pq.write_table(data, file, compression="zstd", row_group_size=ROWS_TOGETHER)
        self._done.add(day)
        self.rows += len(rows)
        self.files += 1


def _value(kind: Any, value: Any) -> Any:
    return datetime.fromisoformat(value) if kind == "timestamp" and value is not None else value


def check_place(out: Path) -> None:
    """Raises `NotASnapshot` where something lies there that is neither a snapshot nor an empty folder."""
    if out.is_dir():
        if not (out / MARK).is_file() and any(out.iterdir()):
            raise NotASnapshot(f"{out} holds something else than a snapshot: give a new folder")
    elif os.path.lexists(out):
        raise NotASnapshot(f"{out} is no folder: give a new one")


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A new folder beside `out` that takes its place when the block ends, and is removed where it fails.

    `out` must then be what `check_place` allows. Where the system can exchange two names, readers see the old snapshot or the new one;
    elsewhere there is a moment without any.
    """
    out = Path(os.path.realpath(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    new = out.with_name(f".{out.name}.new-{token_hex(4)}")
    new.mkdir()
    try:
        yield new
        check_place(out)
        os.sync()  # once for all: a thousand small files, synced one by one, take longer than making them
        _put(new, out)
        _sync(out.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _put(new: Path, out: Path) -> None:
    """Give a folder its place; what was there before has the name `new` afterwards, if it is anywhere."""
    if not out.exists():
        new.rename(out)
    elif not _exchanged(new, out):
        old = out.with_name(f".{out.name}.old-{token_hex(4)}")
        out.rename(old)
        try:
            new.rename(out)
        except OSError:
            old.rename(out)
            raise
        old.rename(new)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the two names could be exchanged in one step, as Linux does on its own file systems."""
    try:
        exchange = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return bool(exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def write_mark(folder: Path, revision: int, tables: dict[str, Partitions]) -> None:
    """Say what the folder is, last of all."""
    held = {name: {"rows": table.rows, "files": table.files} for name, table in tables.items()}
    mark = {"schema": "snapshot/1", "revision": revision, "tables": held}
    with (folder / MARK).open("xb") as file:
        file.write(orjson.dumps(mark, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
