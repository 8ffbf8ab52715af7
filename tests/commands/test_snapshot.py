"""`snapshot` says what the listings say, in any order of arrival, and replaces only what is its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pyarrow.dataset as ds
import pytest

from pipelines.cli import main
from pipelines.commands.snapshot import snapshot
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from tests.commands.test_commands import COPY, OTHER, WIRE
from tests.ingest.runs import ingest, listings, ninjs, tree
from tests.ingest.test_order import text_of

ITEMS = [
    ninjs("urn:test:wire", WIRE, source="AP", at="2025-03-07T08:00:00Z", slug="BC-EU--Ship"),
    ninjs("urn:test:copy", COPY, source="Halden Courier", at="2025-03-07T09:30:00Z", evolvedfrom="urn:test:wire"),
    ninjs("urn:test:undated", COPY, source="Pune Ledger", at=None),
    ninjs("urn:test:other", OTHER, source="AP", at="2025-03-09T10:00:00Z"),
    ninjs("urn:test:wire", "", source="AP", version="2", at="2025-03-08T12:00:00Z", pubstatus="canceled"),
    ninjs("urn:test:never-came", "", source="AP", at="2025-03-07T12:00:00Z", pubstatus="canceled"),
    *(ninjs(f"urn:test:{n}", text_of(n % 2, tuple(range(n % 3, 8))), at=f"2025-02-{n + 1:02d}T09:00:00Z") for n in range(12)),
]  # fmt: skip


def rows_of(out: Path, table: str) -> list[dict[str, Any]]:
    """A table as JSON, without what only the snapshot says; times as the listings have them."""
    found = []
    for row in ds.dataset(out / table, partitioning="hive").to_table().to_pylist():
        found.append({name: value.strftime("%Y-%m-%dT%H:%M:%SZ") if hasattr(value, "strftime") else value for name, value in row.items()})
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in one run, one of the same items in two, and a snapshot of each."""
    folder = tmp_path_factory.mktemp("snapshots")
    ingest(folder / "store", ITEMS)
    for part in (ITEMS[9:], ITEMS[:9]):
        ingest(folder / "other", part)
    for name in ("store", "other"):
        snapshot(Current.of(LocalStore(folder / name)), folder / f"{name}.out")
    return folder


def listed(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in listings(folder / "store")[name].splitlines()]


def sorted_rows(rows: list[dict[str, Any]], names: list[str]) -> list[bytes]:
    return sorted(orjson.dumps({name: row[name] for name in names}) for row in rows)


@pytest.mark.parametrize(
    ("table", "listing"), [("members", ["members"]), ("edges", ["edges", "all edges"]), ("alerts", ["alerts"]), ("stories", ["stories"])]
)
def test_a_table_has_the_rows_of_its_listing(folder: Path, table: str, listing: list[str]) -> None:
    lines = list({json.dumps(row): row for name in listing for row in listed(folder, name)}.values())
    found = rows_of(folder / "store.out", table)
    names = [name for name in lines[0] if name != "schema"]
    for line in lines:
        if "passages" in line:
            line["passages"] = len(line["passages"])
    assert len(lines) >= 4
    assert sorted_rows(found, names) == sorted_rows(lines, names)


def test_edges_say_what_is_asserted_and_what_inferred(folder: Path) -> None:
    edges = rows_of(folder / "store.out", "edges")
    assert {(row["basis"], row["relation"]) for row in edges if row["from_uri"] == "urn:test:copy"} >= {
        ("asserted", "evolvedFrom"),
        ("inferred", "trimmed"),
    }
    assert all((row["probability"] is None) == (row["basis"] == "asserted") for row in edges)


def test_rows_lie_on_their_date(folder: Path) -> None:
    out = folder / "store.out"
    members = {row["uri"]: row for row in rows_of(out, "members")}
    assert members["urn:test:copy"]["date"] == "2025-03-07"
    assert members["urn:test:undated"]["date"] == "0001-01-01"
    assert members["urn:test:undated"]["published"] is None
    families = {row["family_id"]: row for row in rows_of(out, "families")}
    assert families[members["urn:test:undated"]["family_id"]]["date"] == "2025-03-07"
    alerts = {(row["cause_uri"], row["uri"]): row["date"] for row in rows_of(out, "alerts")}
    assert alerts["urn:test:wire", "urn:test:copy"] == "2025-03-08"
    uids = {row["uid"]: row["date"] for row in rows_of(out, "stories")}
    assert all(row["date"] == uids[row["from_uid"]] for row in rows_of(out, "edges"))


def test_members_say_whose_copy_it_is_and_events_where_it_is_today(folder: Path) -> None:
    members = {row["uri"]: row for row in rows_of(folder / "store.out", "members")}
    assert (members["urn:test:wire"]["agency"], members["urn:test:copy"]["agency"]) == ("AP", None)
    assert members["urn:test:copy"]["credits"] == ["AP"]
    today = {row["family_id"] for row in members.values()}
    events = rows_of(folder / "other.out", "events")
    assert {row["today_family_id"] for row in events} <= today
    assert {row["family_id"] for row in events} - today, "some family had another name once"
    (family,) = (row for row in rows_of(folder / "store.out", "families") if row["family_id"] == members["urn:test:wire"]["family_id"])
    assert (family["stories"], family["members"], family["status"], family["origin_provider"]) == (3, 3, "canceled", "AP")
    assert family["weakest_probability"] > 0.9


def test_the_same_store_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    snapshot(Current.of(LocalStore(folder / "store")), tmp_path / "again")
    assert tree(tmp_path / "again") == tree(folder / "store.out")


def test_any_order_of_arrival_gives_the_same_tables_but_for_the_events(folder: Path) -> None:
    one, other = (
        {name: data for name, data in tree(folder / out).items() if not name.startswith(("events", "_"))}
        for out in ("store.out", "other.out")
    )
    assert one == other


def test_the_mark_says_what_there_is(folder: Path) -> None:
    mark = orjson.loads((folder / "store.out" / "_snapshot.json").read_bytes())
    assert (mark["schema"], mark["revision"]) == ("snapshot/1", 1)
    files = list((folder / "store.out").rglob("*.parquet"))
    assert sum(table["files"] for table in mark["tables"].values()) == len(files)
    assert mark["tables"]["stories"]["rows"] == len(ITEMS)


def test_a_second_snapshot_replaces_the_first(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "out"
    for name in ("other", "store"):
        assert main(["snapshot", "--store", str(folder / name), "--out", str(out)]) == 0
    assert tree(out) == tree(folder / "store.out")
    assert [p.name for p in out.parent.iterdir()] == ["out"]
    assert "stories" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("out", "says"),
    [
        ("gs://bucket/snap", "gcloud storage cp"),
        ("s3://bucket/snap", "a local folder"),
        ("store", "something else than a snapshot"),
        ("none/S", "there is no store at nowhere"),
    ],
)
def test_wrong_usage(folder: Path, out: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(folder)
    before = tree(folder / "store")
    assert main(["snapshot", "--store", "nowhere" if out == "none/S" else "store", "--out", out]) == 2
    assert says in capsys.readouterr().err
    assert tree(folder / "store") == before
    assert not (folder / "none").exists()
