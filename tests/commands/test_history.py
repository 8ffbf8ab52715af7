"""`history` and `resolve` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipelines.cli import main
from tests.commands.test_commands import OTHER
from tests.ingest.runs import Item, ninjs
from tests.ingest.test_order import text_of

WHOLE = tuple(range(8))


def ingested(folder: Path, *runs: list[Item]) -> str:
    for number, run in enumerate(runs):
        (folder / f"{number}.ndjson").write_bytes(b"\n".join(map(orjson.dumps, run)))
        assert main(["ingest", str(folder / f"{number}.ndjson"), "--store", str(folder / "store")]) == 0
    return str(folder / "store")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A story; then the wire that it was made from, an hour earlier, and one that is unlike both."""
    copy = ninjs("urn:test:copy", text_of(0, WHOLE[:7]), at="2025-03-04T09:00:00Z")
    wire = ninjs("urn:test:wire", text_of(0, WHOLE), at="2025-03-04T08:00:00Z", source="AP")
    other = ninjs("urn:test:other", OTHER, at="2025-03-04T08:00:00Z", headlines=[{"role": "main", "value": "Beet \x1b[31mred"}])
    return ingested(tmp_path_factory.mktemp("history"), [copy], [wire, other])


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(list(arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_resolve_prints_one_line(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    members = {row["uri"]: row for row in rows(capsys, "members", "--store", store)}
    wire, copy = members["urn:test:wire"], members["urn:test:copy"]
    (found,) = rows(capsys, "resolve", copy["story_id"][:14], "--store", store)
    assert list(found) == ["id", "kind", "story_id", "uri", "family_id"]
    assert found == {
        "id": copy["story_id"], "kind": "story", "story_id": copy["story_id"], "uri": "urn:test:copy", "family_id": wire["family_id"],
    }  # fmt: skip


def test_the_history_goes_back_through_the_name_that_a_family_had(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    events = rows(capsys, "history", "urn:test:copy", "--store", store)
    was, now = events[0]["family_id"], events[-1]["family_id"]
    assert [(e["revision"], e["family_id"], e["kind"], e["other_family_id"]) for e in events] == [
        (1, was, "created", None),
        (1, was, "joined", None),
        (2, now, "joined", None),
        (2, now, "merged", was),
        (2, now, "origin_changed", None),
    ]
    assert rows(capsys, "history", was, "--store", store) == events
    assert rows(capsys, "resolve", was, "--store", store)[0]["family_id"] == now


def test_lines_have_no_clock_and_the_table_has(store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    started = json.loads(Path(store, "runs", "00000002.json").read_bytes())["started"].replace("T", " ").removesuffix("Z")
    assert main(["history", "urn:test:wire", "--store", store, "--json"]) == 0
    assert started[:10] not in capsys.readouterr().out
    assert main(["history", "urn:test:wire", "--store", store, "--table"]) == 0
    assert started in capsys.readouterr().out
    Path(store, "runs", "00000002.json").rename(Path(store, "runs", "kept.json"))
    assert main(["history", "urn:test:wire", "--store", store, "--table"]) == 0
    assert "revision 2" in capsys.readouterr().out
    Path(store, "runs", "kept.json").rename(Path(store, "runs", "00000002.json"))


def test_a_headline_does_nothing_to_the_terminal(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "urn:test:other", "--store", store, "--table"]) == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("command", [["resolve"], ["history"], ["show"], ["why", "urn:test:wire"]])
def test_an_unknown_id_is_wrong_usage_everywhere(store: str, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "s000", "--store", store]) == 2
    assert "s000 is not in the store: give a uri, uid, story_id or family_id" in capsys.readouterr().err


def test_show_and_why_take_an_old_id_too(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    was = rows(capsys, "history", "urn:test:copy", "--store", store)[0]["family_id"]
    (family,) = rows(capsys, "show", was, "--json", "--store", store)
    assert len(family["members"]) == 2
    (why,) = rows(capsys, "why", was, "urn:test:wire", "--store", store)
    assert (why["a"], why["same_family"]) == ("urn:test:copy", True)
