"""`wirekin explain`, as a user types it; and the page about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import explain_page
from pipelines.cli import main
from pipelines.report.explain import lasting
from tests.commands.test_changes import COPY, ITEMS, WIRE, stored
from tests.ingest.runs import ninjs
from tests.seed_files import ROOT, files_of


def said(capsys: pytest.CaptureFixture[str], store: str, name: str, *flags: str) -> str:
    capsys.readouterr()
    assert main(["explain", name, "--store", store, *flags]) == 0
    return capsys.readouterr().out


def test_the_page_is_what_the_command_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", str(explain_page.WIDTH))
    page = explain_page.PAGE.read_text(encoding="utf-8")
    block = explain_page.BLOCK.search(page)
    assert block is not None
    files = [name for kind in ("text", "html", "ninjs") for name in files_of(["marathon-mixup"], kind)]
    assert main(["ingest", *files, "--store", str(tmp_path / "store")]) == 0
    printed = said(capsys, str(tmp_path / "store"), block[2])
    assert explain_page.with_output(page, printed) == page, "run python -m bench.explain_page"


def test_a_changed_number_stands_with_both_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    printed = said(capsys, stored(tmp_path, ITEMS), "urn:test:copy")
    lines = [line.strip() for line in printed.splitlines()]
    assert "Numbers   changed: 183,000 → 138,000" in lines
    assert "was It weighs 4.6 tonnes and costs 183,000 crowns." in lines
    assert "is  It weighs 4.6 tonnes and costs 138,000 crowns." in lines
    assert any(line.startswith("2  Ostrevik Avis  2025-03-04 11:00, 2 h later") for line in lines)
    assert any(line.startswith("Cut ") and line.endswith("1 sentence at the end") for line in lines)


def test_lines_are_no_wider_than_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    store = stored(tmp_path, ITEMS)
    for width in (40, 72, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, said(capsys, store, "urn:test:wire").splitlines())) <= width


def test_the_document_holds_what_the_listings_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    killed = ninjs("urn:test:wire", "KILL. Do not use.", version="2", at="2025-03-04T12:00:00Z", source="AP", pubstatus="canceled")
    second = ninjs("urn:test:second", COPY, source="Gdynia Herald", at="2025-03-04T13:00:00Z")
    store = stored(tmp_path, [*ITEMS, killed, second])
    found = json.loads(said(capsys, store, "urn:test:wire", "--json"))
    listed = {}
    for command in ("members", "alerts", "changes"):
        capsys.readouterr()
        assert main([command, "--store", store]) == 0
        listed[command] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    mine = [line for line in listed["members"] if line["family_id"] == found["family_id"]]
    assert sorted(m["member"]["uid"] for m in found["members"]) == sorted(m["uid"] for m in mine)
    assert [m["number"] for m in found["members"]] == [1, 2, 3]
    numbers = {m["member"]["uid"]: m["number"] for m in found["members"]}
    assert all(m["parent_number"] == numbers.get(m["member"]["parent_uid"]) for m in found["members"])
    assert all(m["parent_number"] is None or m["parent_number"] < m["number"] for m in found["members"])
    assert found["alerts"] == listed["alerts"]
    changes = {change["uid"]: change for change in listed["changes"]}
    assert all(m["changes"] == changes.get(m["member"]["uid"]) for m in found["members"])


def test_a_story_alone_and_a_store_without_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = stored(tmp_path, ITEMS, "--text", "none")
    alone = said(capsys, store, "urn:test:other")
    assert "1 story" in alone
    both = " ".join(said(capsys, store, "urn:test:wire").split())
    assert "No words are kept: quotes, numbers and names cannot be compared." in both
    assert "Strindholm" not in both
    assert WIRE[:20] not in both


def test_an_unknown_id_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["explain", "urn:nobody:knows", "--store", stored(tmp_path, ITEMS)]) == 2


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59, "59 s"), (3600, "1 h"), (8640, "2 h 24 min"), (190_859, "2 d 5 h"), (86_460, "1 d 1 min")]
)
def test_how_long(seconds: int, words: str) -> None:
    assert lasting(seconds) == words
