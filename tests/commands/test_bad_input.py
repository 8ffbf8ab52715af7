"""Whatever comes in: a clear outcome, and the neighbours live."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from tests.ingest.runs import ninjs

STORY = (
    "The {} ferry will stop running in March, the harbour office of Brinmoor said on Tuesday, "
    "after its only engineer retired without a successor."
)
GOOD = json.dumps(ninjs("urn:test:good", STORY.format("northern"))).encode()


def parse(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
    """Exit status, stories and dead letters of `wirekin parse`."""
    status = main(["parse", str(path)])
    out, err = capsys.readouterr()
    return status, [json.loads(line) for line in out.splitlines()], [json.loads(line) for line in err.splitlines()]


def test_an_empty_file_is_one_dead_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.json"
    path.write_bytes(b"")
    status, stories, dead = parse(path, capsys)
    assert (status, stories) == (3, [])
    assert [letter["error"] for letter in dead] == ["The file is empty."]
    assert dead[0]["uri"] == path.as_posix()


def test_forty_megabytes_of_zeros_are_one_dead_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zeros.bin"
    path.write_bytes(bytes(40_000_000))
    status, stories, dead = parse(path, capsys)
    assert (status, stories, len(dead)) == (3, [], 1)
    assert dead[0]["size"] == 40_000_000
    assert "zero" in dead[0]["error"]


def test_truncated_json_kills_one_line_and_no_neighbour(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "feed.ndjson"
    path.write_bytes(GOOD + b"\n" + GOOD[:100] + b"\n" + GOOD.replace(b"urn:test:good", b"urn:test:next"))
    status, stories, dead = parse(path, capsys)
    assert status == 0
    assert [story["uri"] for story in stories] == ["urn:test:good", "urn:test:next"]
    assert [letter["uri"] for letter in dead] == [f"{path.as_posix()}#2"]


def test_json_in_another_encoding_says_so_and_the_neighbours_live(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "feed.ndjson"
    latin = json.dumps(ninjs("urn:test:latin", STORY.format("Malm\u00f6")), ensure_ascii=False).encode("latin-1")
    path.write_bytes(latin + b"\n" + GOOD)
    status, stories, dead = parse(path, capsys)
    assert status == 0
    assert [story["uri"] for story in stories] == ["urn:test:good"]
    assert len(dead) == 1
    assert "UTF-8" in dead[0]["error"]


def test_a_page_in_windows_1252_is_read_and_the_encoding_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("Harbour closes\n\nThe Malm\u00f6 ferry \u2013 the last one \u2013 will stop running in March.".encode("cp1252"))
    status, stories, _ = parse(path, capsys)
    assert status == 0
    assert stories[0]["format"] == "text/cp1252"
    assert "Malm\u00f6 ferry \u2013 the last one" in stories[0]["text"]


def test_a_story_of_three_words_is_a_story_that_is_never_matched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps(ninjs(f"urn:test:{i}", "Ferry stops today.")) for i in range(2)]
    (tmp_path / "feed.ndjson").write_text("\n".join(lines))
    store = str(tmp_path / "store")
    assert main(["ingest", str(tmp_path / "feed.ndjson"), "--store", store]) == 0
    capsys.readouterr()
    assert main(["members", "--store", store]) == 0
    members = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [member["relation"] for member in members] == ["origin", "origin"]
    assert main(["why", "urn:test:0", "urn:test:1", "--store", store]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "too short"


def test_a_story_without_a_date_is_matched_whatever_the_time_of_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        STORY.format("northern")
        + " Some 300 commuters use it every day, most of them nurses at the island's hospital. A bridge was refused in 2019."
    )
    undated = json.dumps(ninjs("urn:test:undated", text, at=None, source="Pune Ledger"))
    dated = json.dumps(ninjs("urn:test:dated", text, at="1987-03-04T09:00:00Z"))
    (tmp_path / "feed.ndjson").write_text(undated + "\n" + dated)
    store = str(tmp_path / "store")
    assert main(["ingest", str(tmp_path / "feed.ndjson"), "--store", store]) == 0
    capsys.readouterr()
    main(["members", "--store", store])
    members = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(m["uri"], m["published"], m["relation"]) for m in members] == [
        ("urn:test:dated", "1987-03-04T09:00:00Z", "origin"),
        ("urn:test:undated", None, "verbatim"),
    ]


def test_one_id_with_two_texts_is_two_versions_of_one_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps(ninjs("urn:test:1", STORY.format(name))) for name in ("northern", "southern")]
    (tmp_path / "feed.ndjson").write_text("\n".join(lines))
    _, stories, dead = parse(tmp_path / "feed.ndjson", capsys)
    assert dead == []
    assert len({story["story_id"] for story in stories}) == 1
    assert len({story["uid"] for story in stories}) == 2
    store = str(tmp_path / "store")
    main(["ingest", str(tmp_path / "feed.ndjson"), "--store", store])
    capsys.readouterr()
    main(["members", "--store", store])
    members = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len({member["family_id"] for member in members}) == 1
    assert sorted(member["relation"] for member in members) == ["origin", "update"]


def test_a_file_above_the_limit_stays_closed_and_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.options import RunSettings
    from tests.ingest import runs

    monkeypatch.setattr(runs, "RunSettings", lambda: RunSettings(max_file_bytes=100))
    counts = runs.ingest(tmp_path / "store", [ninjs("urn:test:1", STORY.format("northern"))])
    assert (counts["read"], counts["dead"]) == (1, 1)
    assert b"larger than 100 bytes" in runs.listings(tmp_path / "store")["dead letters"]
