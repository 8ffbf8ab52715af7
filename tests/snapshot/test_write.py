"""Files by date, in order, of fixed types; and a folder that is replaced as a whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.matching.candidates import UNDATED_DAY
from pipelines.snapshot import write
from pipelines.snapshot.tables import TABLES, Column, TableOf, arrow_schema
from pipelines.snapshot.write import MARK, NotASnapshot, Partitions, check_place, date_of, replacing, write_mark
from schemas import Alert, Bridge, Family, FamilyEvent, Furniture, Link, Membership, Origin, Record, Story, WeakestLink

SMALL = TableOf(
    "small", "For a test.", "a day", ("name",),
    (
        Column("name", "string", "A name."),
        Column("at", "timestamp", "A time."),
        Column("share", "double", "A share."),
        Column("why", "strings", "Reasons."),
        Column("parts", (Column("start", "int64", "Where."),), "Parts."),
    ),
)  # fmt: skip


def line(name: str | None, at: str | None = None) -> bytes:
    return orjson.dumps({"name": name, "at": at, "share": 1, "why": ["a", "b"], "parts": [{"start": 3}]})


def test_dates() -> None:
    assert [date_of(day) for day in (0, 20_000, -1, UNDATED_DAY)] == ["1970-01-01", "2024-10-04", "1969-12-31", "0001-01-01"]


def test_rows_lie_by_date_in_order_with_the_types_of_their_columns(tmp_path: Path) -> None:
    table = Partitions(tmp_path, SMALL)
    for day, row in ((1, line("b", "2025-03-04T09:00:00Z")), (0, line("z")), (1, line("a")), (1, line(None))):
        table.add(day, row)
    table.write_before(1)
    assert [p.name for p in (tmp_path / "small").iterdir()] == ["date=1970-01-01"]
    table.write_rest()
    found = pq.read_table(tmp_path / "small/date=1970-01-02/part-0.parquet", partitioning=None)
    assert found.schema.equals(arrow_schema(SMALL))
    assert found.schema.field("at").metadata[b"description"] == b"A time."
    assert found.column("name").to_pylist() == [None, "a", "b"]
    assert found.column("at").to_pylist()[2] == datetime(2025, 3, 4, 9, tzinfo=UTC)
    assert found.schema.field("at").type == pa.timestamp("us", "UTC")
    assert found.to_pylist()[0]["parts"] == [{"start": 3}]
    assert (table.rows, table.files) == (4, 2)


def test_a_row_for_a_date_that_is_written_is_a_bug_and_so_is_another_field(tmp_path: Path) -> None:
    table = Partitions(tmp_path, SMALL)
    table.add(0, line("a"))
    table.write_before(1)
    with pytest.raises(ValueError, match="a row of 1970-01-01 comes after that date of small was written"):
        table.add(0, line("b"))
    table.add(1, orjson.dumps({"name": "c"}))
    with pytest.raises(ValueError, match="not in both"):
        table.write_rest()


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    table = Partitions(tmp_path, SMALL)
    table.write_rest()
    found = pq.read_table(tmp_path / "small/date=0001-01-01/part-0.parquet", partitioning=None)
    assert (len(found), found.schema.names) == (0, [column.name for column in SMALL.columns])


def made(out: Path, content: str) -> None:
    with replacing(out) as folder:
        (folder / MARK).write_text(content)


def test_a_snapshot_takes_the_place_of_the_one_before_and_leaves_nothing_beside(tmp_path: Path) -> None:
    for content in ("one", "two"):
        made(tmp_path / "out", content)
        assert (tmp_path / "out" / MARK).read_text() == content
        assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_where_names_cannot_be_exchanged_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_exchanged", lambda one, other: False)
    test_a_snapshot_takes_the_place_of_the_one_before_and_leaves_nothing_beside(tmp_path)


def made_twice(folder: Path) -> None:
    """A mark where one is already."""
    for revision in (2, 3):
        write_mark(folder, revision, {})


def test_what_fails_leaves_the_old_snapshot(tmp_path: Path) -> None:
    made(tmp_path / "out", "one")
    with pytest.raises(FileExistsError), replacing(tmp_path / "out") as folder:
        made_twice(folder)
    assert (tmp_path / "out" / MARK).read_text() == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_other_things_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("")
    (tmp_path / "empty").mkdir()
    for name in ("file", "full"):
        with pytest.raises(NotASnapshot):
            check_place(tmp_path / name)
        with pytest.raises(NotASnapshot):
            made(tmp_path / name, "one")
    assert (tmp_path / "full" / "letter.txt").exists()
    made(tmp_path / "empty", "one")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "file", "full"]


def test_no_field_of_a_record_is_missing() -> None:
    """What a record gains has to be a column too."""
    columns = {table.name: {column.name: column for column in table.columns} for table in TABLES}

    def names(record: type[Record]) -> set[str]:
        return {field.serialization_alias or field.alias or name for name, field in record.model_fields.items()}

    assert columns["stories"].keys() == names(Story)
    assert columns["events"].keys() == names(FamilyEvent) | {"number", "today_family_id"}
    assert columns["alerts"].keys() == names(Alert) | {"cause_published"}
    assert columns["members"].keys() == (names(Membership) - {"schema"}) | {"position", "agency", "credits"}
    for table, column, record in (("stories", "links", Link), ("stories", "furniture", Furniture), ("families", "bridges", Bridge)):
        kind = columns[table][column].type
        assert isinstance(kind, tuple)
        gained = {"stories", "other_stories"} if record is Bridge else set()
        assert {inner.name for inner in kind} == (names(record) - {"parts"}) | gained
    told = {"family_id", "root_uid", "status", "coherence", "bridges", "notes"}
    taken_apart = {"schema", "members", "alerts", "origin", "weakest"}
    assert names(Family) == told | taken_apart
    assert told <= columns["families"].keys()
    for part, other in (("origin", Origin), ("weakest", WeakestLink)):
        assert {f"{part}_{name}" for name in names(other)} == {name for name in columns["families"] if name.startswith(f"{part}_")}


def test_every_column_is_described_and_none_is_the_partition() -> None:
    for table in TABLES:
        assert all(column.says for column in table.columns)
        assert "date" not in {column.name for column in table.columns}
        assert set(table.sort) <= {column.name for column in table.columns}
        assert not any(pa.types.is_unsigned_integer(kind) for kind in arrow_schema(table).types)
