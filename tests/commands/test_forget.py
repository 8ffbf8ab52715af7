"""`wirekin forget`, as a user types it."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from tests.ingest.runs import ninjs, tree
from tests.ingest.test_forget import COPY, SECRET, bytes_of
from tests.storage.test_forget import BAD, GOOD, feed

BROKEN = b'{"uri": "urn:test:broken", "body_text": "Quillon again"'


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Two stories, one of last year, and a dead letter."""
    old = ninjs(
        "urn:test:old",
        "The water tower of Kestrel Bay was painted blue by volunteers who had collected the money.",
        at="2024-03-04T09:00:00Z",
    )
    (tmp_path / "items.ndjson").write_bytes(b"\n".join([*map(orjson.dumps, (SECRET, COPY, old)), BROKEN]))
    assert main(["ingest", str(tmp_path / "items.ndjson"), "--store", str(tmp_path / "store"), "--source", "Wire Desk"]) == 0
    return str(tmp_path / "store")


def removed(store: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    capsys.readouterr()
    assert main(["stories", "--store", store]) == 0
    return {told["uri"] for told in map(orjson.loads, capsys.readouterr().out.splitlines()) if told["removed"]}


def test_a_dry_run_counts_and_changes_nothing(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(Path(store))
    assert main(["forget", "--store", store, "--uri", "urn:test:secret", "--dry-run"]) == 0
    out, said = capsys.readouterr()
    assert out.splitlines()[-1] == "1 version of 1 item, 1 of them with words; 0 dead letters"
    assert said.splitlines()[-1] == "nothing was changed"
    assert tree(Path(store)) == before


def test_by_uri_by_source_and_by_day(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "--store", store, "--before", "2025-01-01"]) == 0
    assert removed(store, capsys) == {"urn:test:old"}
    assert main(["forget", "--store", store, "--source", "halden courier", "--before", "2025-01-01"]) == 0
    assert removed(store, capsys) == {"urn:test:old"}, "all that is named must hold"
    assert main(["forget", "--store", store, "--source", "Pune Ledger"]) == 0
    assert removed(store, capsys) == {"urn:test:old", "urn:test:copy"}
    assert main(["forget", "--store", store, "--uri", "urn:test:secret", "--uri", "urn:test:none"]) == 0
    assert removed(store, capsys) == {"urn:test:old", "urn:test:copy", "urn:test:secret"}


def test_dead_letters_lose_their_bytes(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert b"Quillon again" in bytes_of(Path(store))
    assert main(["forget", "--store", store, "--source", "Wire Desk"]) == 0
    assert "1 dead letter" in capsys.readouterr().out
    assert b"Quillon again" not in bytes_of(Path(store))
    assert main(["dead-letters", "--store", store]) == 0
    assert orjson.loads(capsys.readouterr().out)["kept"] == "reference"


def test_a_whole_file_that_was_kept_for_a_letter_goes_with_its_stories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An entry of a feed is read again in its file: this one has a story and a dead letter, and is kept whole."""
    (tmp_path / "feed.xml").write_bytes(feed(GOOD, BAD))
    store = str(tmp_path / "store")
    assert main(["ingest", str(tmp_path / "feed.xml"), "--store", store]) == 0
    assert feed(GOOD, BAD) in bytes_of(Path(store))
    assert main(["forget", "--store", store, "--uri", "urn:test:feed"]) == 0
    assert b"Quillon" not in bytes_of(Path(store))
    assert "1 dead letter" in capsys.readouterr().out


def test_a_command_that_reads_while_packs_are_replaced_says_what_to_do(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    next((Path(store) / "packs" / "stories").iterdir()).unlink()
    assert main(["stories", "--store", store]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.endswith("If another command replaced it meanwhile, run this one again")
    assert last.count("not in the store") == 1


@pytest.mark.parametrize(("flags", "said"), [([], "say what is to be forgotten"), (["--before", "last week"], "is no day")])
def test_wrong_usage(store: str, capsys: pytest.CaptureFixture[str], flags: list[str], said: str) -> None:
    assert main(["forget", "--store", store, *flags]) == 2
    assert said in capsys.readouterr().err
