"""Packs: the same records make the same bytes under the same name, and come back as they went in."""

from __future__ import annotations

import gzip
from io import BytesIO
from itertools import count
from typing import Any

import numpy as np
import orjson
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.matching.candidates import UNDATED
from pipelines.matching.fingerprint import Print, fingerprint, fingerprints
from pipelines.matching.match import MATCH
from pipelines.matching.score import FEATURES
from pipelines.matching.tokens import Tokens
from pipelines.storage.memory import MemoryStore
from pipelines.storage.packs import (
    ROW_BITS,
    bytes_to_matches,
    bytes_to_rows,
    json_rows,
    matches_to_bytes,
    pack_of,
    place_of,
    postings_of,
    prints_to_bytes,
    rows_to_bytes,
    texts_of,
    write_pack,
)
from pipelines.storage.store import StoredDiffers
from tests.families.builders import row, rows, told

TEXTS = (
    "The tide mill at Corran Bay will grind oats again from May, its new tenants said on Monday, after forty years without a miller.",
    "A flash.",
    "Forty-one beekeepers in the Lower Vasna valley lost their hives in the flood, and the county will pay 120 crowns for each of them.",
    'Le moulin à marée tournera de nouveau en mai, ont dit lundi ses locataires. "Nous avons attendu quarante ans", a dit Maëlle Le Goff.',
)
STORIES = [told(str(i), text, at=at) for i, (text, at) in enumerate(zip(TEXTS, ["2025-03-04T09:00:00Z", None, None, None], strict=True))]


@pytest.fixture(scope="module")
def prints() -> list[Print]:
    return fingerprints(STORIES)


def test_a_pack_is_kept_once_under_a_name_made_of_its_bytes() -> None:
    store = MemoryStore()
    name = write_pack(store, "stories", b"some bytes", "ndjson.gz")
    assert write_pack(store, "stories", b"some bytes", "ndjson.gz") == name
    assert list(store.names("")) == [name]
    assert store.read(name) == b"some bytes"
    assert name.startswith("packs/stories/")
    assert name.endswith(".ndjson.gz")
    assert write_pack(store, "stories", b"other bytes", "ndjson.gz") != name


def test_two_packs_of_one_number_are_never_mixed_up() -> None:
    """Forty bits may meet one day: that run fails loudly, and what was there stays."""
    store = MemoryStore()
    name = write_pack(MemoryStore(), "stories", b"new", "ndjson.gz")
    store.put_if_absent(name, b"old")
    with pytest.raises(StoredDiffers):
        write_pack(store, "stories", b"new", "ndjson.gz")
    assert store.read(name) == b"old"


@given(st.integers(0, 2**40 - 1), st.integers(0, 2**ROW_BITS - 1))
def test_a_place_leads_back_to_its_pack_and_row(number: int, row: int) -> None:
    name = f"packs/prints/{number:010x}.parquet"
    place = place_of(name, row)
    assert place < 2**64
    assert pack_of("prints", place, "parquet") == name
    assert place & ((1 << ROW_BITS) - 1) == row


JSON = st.dictionaries(st.text(max_size=4), st.text(max_size=8) | st.integers(-(2**53), 2**53) | st.none(), max_size=3)


@given(st.lists(JSON, max_size=5))
def test_rows_come_back(some: list[dict[str, Any]]) -> None:
    lines = [orjson.dumps(one) for one in some]
    data = rows_to_bytes(lines)
    assert bytes_to_rows(data) == lines
    assert json_rows(data) == some
    assert gzip.decompress(data).count(b"\n") == len(some), "readable as NDJSON by anyone"


def test_equal_records_make_equal_bytes(prints: list[Print]) -> None:
    assert rows_to_bytes([b"{}"]) == rows_to_bytes(iter([b"{}"]))
    assert rows_to_bytes([b"{}"])[4:8] == bytes(4), "where gzip keeps the time of writing"
    assert prints_to_bytes(prints) == prints_to_bytes(fingerprints(STORIES))
    one, other = row(3, 4, 0.5), row(1, 2, 0.9)
    assert matches_to_bytes(rows(one, other)) == matches_to_bytes(rows(other, one, other)), "sorted, each pair once"


def test_if_a_pack_held_the_time_of_writing_a_retry_would_write_it_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    ticks = count(1_700_000_000)
    compress = gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda data, compresslevel, mtime: compress(data, compresslevel, mtime=next(ticks)))
    store = MemoryStore()
    names = {write_pack(store, "stories", rows_to_bytes([b"{}"]), "ndjson.gz") for _ in range(2)}
    assert len(names) == 2


def test_texts_come_back_token_for_token(prints: list[Print]) -> None:
    texts = texts_of(prints_to_bytes(prints))
    assert texts.digest.tolist() == [p.digest for p in prints]
    assert prints[1].digest == 0, "too short to be matched, and kept in its place"
    for i, one in enumerate(prints):
        back = texts.tokens_of(i)
        for name in Tokens.__dataclass_fields__:
            kept, made = getattr(back, name), getattr(one.tokens, name)
            assert kept.dtype == made.dtype
            assert kept.tolist() == made.tolist()


@pytest.mark.parametrize("settled", [True, False])
def test_every_key_of_a_print_is_a_posting(prints: list[Print], settled: bool) -> None:
    data = prints_to_bytes(prints)
    name = write_pack(MemoryStore(), "prints", data, "parquet")
    found = postings_of(name, data, settled=settled)
    expected = [
        (int(key), p.published, p.digest, p.carrier, place_of(name, i), settled) for i, p in enumerate(prints) for key in p.keys.tolist()
    ]
    assert found.tolist() == expected
    assert len(prints[1].keys) == 0, "a text too short to be matched has none"
    assert {int(p) for p in found["published"]} == {prints[0].published, UNDATED}


def test_a_pack_without_prints_is_a_pack() -> None:
    """A day of notices only."""
    data = prints_to_bytes([])
    assert data == prints_to_bytes([])
    assert len(texts_of(data)) == 0
    assert len(postings_of("packs/prints/00000000aa.parquet", data, settled=False)) == 0


def test_a_pack_of_only_short_texts_is_a_pack() -> None:
    data = prints_to_bytes([fingerprint(STORIES[1])])
    assert texts_of(data).digest.tolist() == [0]
    assert len(postings_of("packs/prints/00000000aa.parquet", data, settled=False)) == 0


NUMBERS = st.integers(0, 2**64 - 1)
FLOATS = st.floats(0, 2**20, width=32)


@st.composite
def match_arrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    names = draw(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6, unique=True))
    made = np.zeros(len(names), MATCH)
    for i, (a, b) in enumerate(names):
        made[i]["a"], made[i]["b"] = a, b
        made[i]["day"] = draw(st.integers(-(2**31), 2**31 - 1))
        made[i]["probability"] = draw(st.integers(0, 10_000))
        made[i]["odds"] = draw(st.floats(-600, 600, width=32))
        made[i]["features"] = draw(st.lists(FLOATS, min_size=len(FEATURES), max_size=len(FEATURES)))
    return made


@settings(max_examples=40)
@given(match_arrays())
def test_matches_come_back_sorted_by_their_texts(made: np.ndarray[Any, Any]) -> None:
    back = bytes_to_matches(matches_to_bytes(made))
    assert back.dtype == MATCH
    by_pair = {(one["a"], one["b"]): one.tobytes() for one in made}
    assert [(one["a"], one["b"]) for one in back] == sorted(by_pair)
    assert all(one.tobytes() == by_pair[one["a"], one["b"]] for one in back)


def test_each_feature_is_a_column_under_its_name() -> None:
    """So that any tool can read a pack, and a feature added later shifts no other."""
    made = rows(row(1, 2, 0.5, u_short=0.75, flow=0.25))
    table = pq.read_table(BytesIO(matches_to_bytes(made)))
    assert set(FEATURES) | {"a", "b", "day", "probability", "odds"} == set(table.column_names)
    assert (table["u_short"].to_pylist(), table["flow"].to_pylist()) == ([0.75], [0.25])
