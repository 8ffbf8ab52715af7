"""`wirekin changes`, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipelines.cli import main
from tests.ingest.runs import ninjs
from tests.matching.test_matching_changes import WIRE

COPY = WIRE.replace("183,000 crowns", "138,000 crowns").rpartition("\n\n")[0]
ITEMS = [
    ninjs("urn:test:wire", WIRE, source="AP"),
    ninjs("urn:test:copy", f"{COPY}\n\n(AP)", source="Ostrevik Avis", at="2025-03-04T11:00:00Z"),
    ninjs("urn:test:other", "The choir of Port Lamberton sold its piano to the museum, and sings to an accordion now, said Imelda Quist."),
]


def stored(folder: Path, items: list[Any], *flags: str) -> str:
    file, store = folder / "items.ndjson", str(folder / "store")
    file.write_bytes(b"\n".join(map(orjson.dumps, items)))
    assert main(["ingest", str(file), "--store", store, *flags]) == 0
    return store


def listed(capsys: pytest.CaptureFixture[str], store: str, *families: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["changes", *families, "--store", store]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_line_a_member_with_a_parent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = stored(tmp_path, ITEMS)
    (line,) = listed(capsys, store)
    assert (line["uri"], line["parent_uri"]) == ("urn:test:copy", "urn:test:wire")
    assert 0.7 < line["coverage_of_parent"] < 1
    assert line["coverage_of_member"] > 0.9
    assert [stretch["where"] for stretch in line["cut"]] == ["tail"]
    assert [(n["was"], n["is"]) for n in line["numbers"] if n["kind"] == "changed"] == [("183,000", "138,000")]
    capsys.readouterr()
    assert main(["edges", "--store", store]) == 0
    (edge,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["relation"], line["coverage_of_parent"]) == (edge["relation"], edge["coverage"])


def test_some_families_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = stored(tmp_path, ITEMS)
    assert [line["uri"] for line in listed(capsys, store, "urn:test:wire")] == ["urn:test:copy"]
    assert listed(capsys, store, "urn:test:other") == []


def test_a_store_without_words_still_says_how_much(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "words").mkdir()
    (full,) = listed(capsys, stored(tmp_path / "words", ITEMS))
    (bare,) = listed(capsys, stored(tmp_path, ITEMS, "--text", "none"))
    without = {"text": None}
    assert (bare["quotes"], bare["numbers"], bare["names"]) == (None, None, None)
    for side in ("cut", "added"):
        assert [stretch["words"] for stretch in bare[side]] == [stretch["words"] for stretch in full[side]]
        assert all(stretch | without == stretch for stretch in bare[side])
    for field in ("relation", "coverage_of_parent", "coverage_of_member", "moved"):
        assert bare[field] == full[field]


def test_the_order_of_items_does_not_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "again").mkdir()
    assert listed(capsys, stored(tmp_path, ITEMS)) == listed(capsys, stored(tmp_path / "again", ITEMS[::-1]))
