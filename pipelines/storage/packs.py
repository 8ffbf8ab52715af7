"""How immutable things lie in the store: packs of many records under a name made of their own bytes.

Records that people may want to read are NDJSON, gzipped; arrays are Parquet. The same records give the same bytes, so a retried write
finds its own pack in place.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from pipelines.matching.candidates import POSTING
from pipelines.matching.fingerprint import Print
from pipelines.matching.match import MATCH
from pipelines.matching.score import FEATURES
from pipelines.matching.texts import Texts
from pipelines.matching.tokens import Tokens
from pipelines.storage.store import Store

ROW_BITS: Final = 24
"""A place is a pack's number in the upper 40 bits, a row in the lower 24."""


def write_pack(store: Store, kind: str, data: bytes, ending: str) -> str:
    """Keep a pack under `packs/<kind>/<number>.<ending>`; the number is the first 40 bits of its digest. Returns the name."""
    name = f"packs/{kind}/{blake2b(data, digest_size=5).hexdigest()}.{ending}"
    store.put_if_absent(name, data)
    return name


def place_of(name: str, row: int) -> int:
    """Where a row of a pack lies, as one integer."""
    return int(name.rpartition("/")[2].partition(".")[0], 16) << ROW_BITS | row


def pack_of(kind: str, place: int, ending: str) -> str:
    """The name of the pack that a place points into."""
    return f"packs/{kind}/{place >> ROW_BITS:010x}.{ending}"


def rows_to_bytes(rows: Iterable[bytes]) -> bytes:
    """JSON rows -> gzipped NDJSON, with no time in it."""
    return gzip.compress(b"".join(row + b"\n" for row in rows), compresslevel=6, mtime=0)


def bytes_to_rows(data: bytes) -> list[bytes]:
    """Gzipped NDJSON -> JSON rows."""
    return gzip.decompress(data).split(b"\n")[:-1]


def json_rows(data: bytes) -> list[dict[str, Any]]:
    """Gzipped NDJSON -> decoded rows."""
    return [orjson.loads(row) for row in bytes_to_rows(data)]


def _lists(arrays: Sequence[NDArray[Any]]) -> Any:
    import pyarrow as pa

    at = np.zeros(len(arrays) + 1, np.int32)
    np.cumsum([len(a) for a in arrays], out=at[1:])
    return pa.ListArray.from_arrays(pa.array(at), pa.array(np.concatenate(arrays) if arrays else np.empty(0, np.uint64)))


def _table_to_bytes(columns: dict[str, Any]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression="zstd", use_dictionary=False, write_statistics=False)
    return out.getvalue()


def _read_columns(data: bytes, names: Sequence[str] | None = None) -> Any:
    import pyarrow.parquet as pq

    return pq.read_table(io.BytesIO(data), columns=None if names is None else list(names)).combine_chunks()


def _column(table: Any, name: str) -> NDArray[Any]:
    array: NDArray[Any] = table.column(name).to_numpy()
    return array


def _flat(table: Any, name: str) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """A list column as offsets and values."""
    chunks = table.column(name)
    column = chunks.chunk(0) if chunks.num_chunks == 1 else chunks.combine_chunks()
    return column.offsets.to_numpy().astype(np.int64), column.values.to_numpy()


def prints_to_bytes(prints: Sequence[Print]) -> bytes:
    """Prints -> Parquet, one row a version."""
    import pyarrow as pa

    return _table_to_bytes(
        {
            "carrier": pa.array(np.array([p.carrier for p in prints], np.uint64)),
            "digest": pa.array(np.array([p.digest for p in prints], np.uint64)),
            "published": pa.array(np.array([p.published for p in prints], np.int64)),
            "signature": _lists([p.signature for p in prints]),
            "keys": _lists([p.keys for p in prints]),
            **{f.name: _lists([getattr(p.tokens, f.name) for p in prints]) for f in fields(Tokens)},
        }
    )


def joined_prints(packs: Sequence[bytes]) -> tuple[bytes, int]:
    """Packs of prints one after the other, as one, and how many rows it has."""
    import pyarrow as pa

    tables = [_read_columns(data) for data in packs]
    # A list column of no rows at all does not know what its values would be.
    table = pa.concat_tables([table for table in tables if len(table)] or tables[:1]).combine_chunks()
    return _table_to_bytes(dict(zip(table.column_names, table.columns, strict=True))), len(table)


def postings_of(name: str, data: bytes, *, settled: bool) -> NDArray[np.void]:
    """The postings of a pack of prints, in the order of its rows."""
    table = _read_columns(data, ("carrier", "digest", "published", "keys"))
    at, keys = _flat(table, "keys")
    row = np.repeat(np.arange(len(at) - 1), np.diff(at))
    postings = np.empty(len(keys), POSTING)
    postings["key"] = keys
    for column in ("carrier", "digest", "published"):
        postings[column] = _column(table, column)[row]
    postings["place"] = np.uint64(place_of(name, 0)) + row.astype(np.uint64)
    postings["settled"] = settled
    return postings


def texts_of(data: bytes) -> Texts:
    """The tokens of a pack of prints."""
    names = [f.name for f in fields(Tokens)]
    table = _read_columns(data, ("digest", *names))
    columns = {name: _flat(table, name) for name in names}
    return Texts(
        digest=_column(table, "digest").astype(np.uint64),
        at=columns[names[0]][0],
        # Arrow's own arrays may not be written to: another type to numba, which would compile every kernel for it once more.
        **{name: np.array(values) for name, (_, values) in columns.items()},
    )


def text_in(texts: Texts, place: int) -> Texts:
    """The one text at a place, out of the texts of its pack."""
    row = place & ((1 << ROW_BITS) - 1)
    return Texts.of([int(texts.digest[row])], [texts.tokens_of(row)])


def columns_to_bytes(rows: NDArray[np.void]) -> bytes:
    """Rows of plain numbers -> Parquet, a column a field, in their order."""
    return _table_to_bytes({name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names or ()})


def bytes_to_columns(data: bytes, dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Parquet -> rows of plain numbers."""
    table = _read_columns(data)
    rows = np.empty(len(table), dtype)
    for name in dtype.names or ():
        rows[name] = _column(table, name)
    return rows


def matches_to_bytes(matches: NDArray[np.void]) -> bytes:
    """Match rows -> Parquet, sorted by their texts, each pair once."""
    _, first = np.unique(matches[["a", "b"]], return_index=True)
    rows = matches[first]
    columns = {name: np.ascontiguousarray(rows[name]) for name in MATCH.names or () if name != "features"}
    columns.update({name: np.ascontiguousarray(rows["features"][:, i]) for i, name in enumerate(FEATURES)})
    return _table_to_bytes(columns)


def bytes_to_matches(data: bytes) -> NDArray[np.void]:
    """Parquet -> match rows."""
    table = _read_columns(data)
    rows = np.empty(len(table), MATCH)
    for name in MATCH.names or ():
        if name != "features":
            rows[name] = _column(table, name)
    for i, name in enumerate(FEATURES):
        rows["features"][:, i] = _column(table, name)
    return rows
