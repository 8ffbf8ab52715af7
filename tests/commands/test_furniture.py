"""`learn-furniture`, and `--furniture` of `ingest` and `parse`: from a store to a table and into another store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from schemas import FurnitureTable
from tests.furniture.test_learn import BOX, FOLDED, prose
from tests.ingest.runs import ninjs, tree


def items(count: int, offset: int = 0) -> list[dict[str, Any]]:
    """Unlike stories of one outlet, two days apart, that carry one box."""
    return [
        ninjs(f"urn:q:{n}", "\n\n".join([*prose(n), BOX]), at=f"2025-03-{1 + 2 * n:02}T09:00:00Z") for n in range(offset, offset + count)
    ]


def write(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("\n".join(map(json.dumps, rows)))
    return str(path)


def learned(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    capsys.readouterr()
    assert main(list(arguments)) == 0
    stories = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [[s["text"][f["start"] : f["end"]] for f in s["furniture"] if f["kind"] == "learned"] for s in stories]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("furniture")
    feed = write(folder / "feed.ndjson", items(5))
    assert main(["ingest", feed, "--store", str(folder / "first")]) == 0
    assert main(["learn-furniture", "--store", str(folder / "first"), "--out", str(folder / "table.json")]) == 0
    assert main(["ingest", feed, "--store", str(folder / "second"), "--furniture", str(folder / "table.json")]) == 0
    return folder


def test_the_table_says_what_it_was_learned_from(folder: Path) -> None:
    table = FurnitureTable.from_stored((folder / "table.json").read_bytes())
    assert [(s.source, [line.text for line in s.lines]) for s in table.sources] == [("halden courier", [FOLDED])]
    assert (table.revision, table.least_stories, table.least_days) == (1, 3, 7)
    assert table.settings == json.loads((folder / "first/manifest.json").read_bytes())["settings"]
    assert table.version == table.digest()


def test_learning_again_writes_the_same_bytes(folder: Path) -> None:
    assert main(["learn-furniture", "--store", str(folder / "first"), "--out", str(folder / "again.json")]) == 0
    assert (folder / "again.json").read_bytes() == (folder / "table.json").read_bytes()


def test_parse_with_the_table_marks_its_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = str(folder / "feed.ndjson")
    assert learned(capsys, "parse", feed, "--furniture", str(folder / "table.json")) == [[BOX]] * 5
    assert learned(capsys, "parse", feed) == [[]] * 5


def test_a_store_keeps_the_table_and_later_runs_use_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(folder / "second")
    table = FurnitureTable.from_stored((folder / "table.json").read_bytes())
    assert (folder / f"second/furniture/{table.version}.json").read_bytes() == (folder / "table.json").read_bytes()
    assert learned(capsys, "stories", "--store", store) == [[BOX]] * 5
    assert main(["ingest", write(folder / "more.ndjson", items(2, 5)), "--store", store]) == 0
    assert learned(capsys, "stories", "--store", store) == [[BOX]] * 7


def test_a_store_refuses_another_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = folder / "other.json"
    other.write_bytes(FurnitureTable.of(sources=()).file_bytes())
    for store, table in (("first", folder / "table.json"), ("second", other)):
        before = tree(folder / store)
        assert main(["ingest", str(folder / "feed.ndjson"), "--store", str(folder / store), "--furniture", str(table)]) == 2
        assert "other settings (furniture built-in/" in capsys.readouterr().err
        assert tree(folder / store) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.replace(b"parking", b"barking"), "was changed since it was written"),
        (lambda data: b"{}", "is no table of furniture"),
        (lambda data: b"no JSON", "is no table of furniture"),
        (lambda data: data.replace(b"furniture/1", b"furniture/2"), "is no table of furniture"),
    ],
)
def test_a_table_that_is_none_is_refused(folder: Path, capsys: pytest.CaptureFixture[str], change: Any, said: str) -> None:
    broken = folder / "broken.json"
    broken.write_bytes(change((folder / "table.json").read_bytes()))
    assert main(["parse", str(folder / "feed.ndjson"), "--furniture", str(broken)]) == 2
    assert said in capsys.readouterr().err


def test_wrong_usage_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(folder / "x.json")
    for arguments, said in (
        (["--store", str(folder / "none"), "--out", out], "there is no store"),
        (["--store", str(folder / "first"), "--out", str(folder / "none/x.json")], "there is no folder for"),
        (["--store", str(folder / "first"), "--out", out, "--least-stories", "1"], "--least-stories must be 2 or more"),
    ):
        assert main(["learn-furniture", *arguments]) == 2
        assert said in capsys.readouterr().err
    assert main(["parse", str(folder / "feed.ndjson"), "--furniture", str(folder / "absent.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert not Path(out).exists()
