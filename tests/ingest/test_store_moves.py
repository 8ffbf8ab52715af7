"""Two runs on one store: one publishes, the other sees that the store moved, and nothing of it becomes current."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from pipelines.commands import ingest as command
from pipelines.commands.ingest import run_job
from pipelines.ingest import Job
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from tests.ingest.runs import ingest, listings, ninjs

ONE = ninjs(
    "urn:test:one", "The night ferry between Brinmoor and Vellingby will not sail on Thursday because its crew is on strike, the line said."
)
TWO = ninjs(
    "urn:test:two", "Sugar beet growers near Ostrava Hill asked the ministry for a bridging loan until spring after prices fell again."
)


def test_a_run_on_an_old_manifest_changes_nothing(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store")
    manifest, generation = load_manifest(store)
    ingest(tmp_path / "store", [ONE])
    before = listings(tmp_path / "store")
    (tmp_path / "two.json").write_bytes(orjson.dumps(TWO))
    name = (tmp_path / "two.json").as_posix()
    counts = run_job(Job((name,), None, store, manifest, generation, MatchSettings(), RunSettings(), shipped_model()), [])
    assert counts["moved"] == 1
    assert listings(tmp_path / "store") == before


def test_the_command_reads_the_store_again_and_finishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "two.json").write_bytes(orjson.dumps(TWO))
    real = command.run_job
    others = [ONE]

    def disturbed(job: Job, flags: list[str], graph: None) -> dict[str, int]:
        if others:
            ingest(tmp_path / "store", [others.pop()])
        return real(job, flags, graph)

    monkeypatch.setattr(command, "run_job", disturbed)
    assert main(["ingest", str(tmp_path / "two.json"), "--store", str(tmp_path / "store")]) == 0
    assert b"urn:test:one" in listings(tmp_path / "store")["members"]
    assert b"urn:test:two" in listings(tmp_path / "store")["members"]


def test_a_run_that_never_gets_its_turn_fails_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "two.json").write_bytes(orjson.dumps(TWO))
    monkeypatch.setattr(command, "run_job", lambda job, flags, graph: {"moved": 1})
    assert main(["ingest", str(tmp_path / "two.json"), "--store", str(tmp_path / "store")]) == 1
    assert "the store moved 3 times" in capsys.readouterr().err


def test_a_store_that_cannot_be_written_fails_with_1_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "two.json").write_bytes(orjson.dumps(TWO))
    (tmp_path / "file").write_text("in the way")
    assert main(["ingest", str(tmp_path / "two.json"), "--store", str(tmp_path / "file" / "store")]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("wirekin: the run failed: ")
