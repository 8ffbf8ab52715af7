"""`wirekin rebuild`, as a user types it."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from pipelines.options import MatchSettings
from tests.ingest.runs import ninjs, tree
from tests.ingest.test_order import text_of


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Two tellings six days apart, made with a horizon of three."""
    items = [ninjs(f"urn:test:{n}", text_of(0, tuple(range(8 - n))), at=f"2025-03-{1 + 6 * n:02d}T09:00:00Z") for n in range(2)]
    file = tmp_path / "items.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, items)))
    assert main(["ingest", str(file), "--store", str(tmp_path / "store"), "--horizon", "3"]) == 0
    return str(tmp_path / "store")


def test_a_dry_run_says_what_would_change_and_changes_nothing(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(Path(store))
    assert main(["rebuild", "--store", store, "--horizon", "7", "--dry-run"]) == 0
    out, said = capsys.readouterr()
    assert "horizon_days: 3 -> 7" in out
    assert "2 stories: 2 families before, 1 now, 0 of the same stories" in out
    assert "Joined: a story that stood alone is in a family now: 2" in out
    assert "nothing was changed" in said
    assert tree(Path(store)) == before


def test_what_is_adopted_is_what_ingest_goes_on_with(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rebuild", "--store", store, "--horizon", "7", "--json"]) == 0
    out, said = capsys.readouterr()
    first, *changes = map(orjson.loads, out.splitlines())
    assert first["settings"] == {"horizon_days": {"before": 3, "after": 7}}
    assert [(change["kind"], len(change["after"][0]["stories"])) for change in changes] == [("joined", 2), ("joined", 2)]
    assert "revision 2" in said
    assert main(["ingest", store + "/../items.ndjson", "--store", store, "--horizon", "3"]) == 2
    assert "wirekin rebuild" in capsys.readouterr().err
    assert main(["ingest", store + "/../items.ndjson", "--store", store]) == 0
    assert main(["rebuild", "--store", store]) == 0
    assert "the store is as it was" in capsys.readouterr().err


def test_other_rules_of_parsing_take_the_items(store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("pipelines.options.SHIPPED_FURNITURE", "built-in/next")
    assert MatchSettings().furniture
    assert main(["rebuild", "--store", store]) == 2
    assert "ingest them into a new --store" in capsys.readouterr().err


def test_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rebuild", "--store", str(tmp_path / "none")]) == 2
    assert "there is no store" in capsys.readouterr().err
