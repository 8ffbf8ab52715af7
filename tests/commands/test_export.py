"""`wirekin export`: a family and a run of a real store on standard output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from pipelines.cli import main
from pipelines.commands.export import FAMILIES, family_document
from pipelines.options import MatchSettings
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from tests.export.families import GATE, GATE_MENDED, GATE_TOLD_AGAIN
from tests.ingest.runs import Item, ingest, ninjs

ITEMS: list[Item] = [
    ninjs("urn:test:ap", GATE, source="AP"),
    ninjs("urn:test:ap", GATE_MENDED, source="AP", version="2", at="2025-03-04T12:00:00Z", ednote="CORRECTS the number of barges."),
    ninjs("urn:test:ap", "Kill it.", source="AP", version="3", at="2025-03-04T15:00:00Z", pubstatus="canceled"),
    ninjs("urn:test:copy", GATE, at="2025-03-04T10:00:00Z"),
    ninjs("again", GATE_TOLD_AGAIN, at="2025-03-04T11:00:00Z", source="Tidaholm Post", evolvedfrom="urn:test:never"),
]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["export", *arguments]) == 0
    return capsys.readouterr().out


def exports(folder: Path) -> dict[str, bytes]:
    current = Current.of(LocalStore(folder))
    family = current.family_of[current.by_uri["urn:test:ap"][0].story_id]
    return {f"{form} {words}": family_document(current, family, form, words=words) for form in FAMILIES for words in (False, True)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    (folder / "wires.ndjson").write_bytes(b"\n".join(map(orjson.dumps, ITEMS)))
    assert main(["ingest", str(folder / "wires.ndjson"), "--store", str(folder / "store")]) == 0
    return folder / "store"


@pytest.mark.parametrize("name", ["urn:test:ap", "urn:test:copy", "again"])
def test_a_family_by_any_id_is_the_same_document(store: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    for form in FAMILIES:
        assert printed(capsys, name, "--as", form, "--store", str(store)).encode() == exports(store)[f"{form} False"]


def test_bodies_are_printed_when_asked_for(store: Path) -> None:
    for form in FAMILIES:
        assert b"malt for the brewery" not in exports(store)[f"{form} False"]
        assert b"malt for the brewery" in exports(store)[f"{form} True"]


def test_neither_order_nor_runs_nor_repeats_change_an_export(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    ingest(other, [ITEMS[4], ITEMS[2]])
    ingest(other, [ITEMS[3], ITEMS[1], ITEMS[0], ITEMS[2]])
    assert exports(other) == exports(store)


def test_a_store_without_words_is_exported_with_less(store: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    ingest(bare, ITEMS, MatchSettings(text="none"))
    for form, out in exports(bare).items():
        assert b"malt for the brewery" not in out, form
        assert b"Varnhem" not in out, form
        assert b"urn:test:copy" in out, form


def event(capsys: pytest.CaptureFixture[str], store: Path, revision: str) -> dict[str, Any]:
    return dict(orjson.loads(printed(capsys, "--run", revision, "--as", "openlineage", "--store", str(store))))


def test_a_run_is_exported_and_a_family_may_name_it(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = event(capsys, store, "last")
    assert last == event(capsys, store, "1")
    assert last["inputs"][0]["name"] == str(store.parent / "wires.ndjson")
    assert last["run"]["facets"]["wirekin_settings"]["horizon_days"] == 7
    assert last["run"]["facets"]["wirekin_counts"]["read"] == 5
    told = printed(capsys, "urn:test:ap", "--as", "prov", "--with-run", "--store", str(store))
    assert f"urn:uuid:{last['run']['runId']}" in told
    assert "urn:uuid:" not in printed(capsys, "urn:test:ap", "--as", "prov", "--store", str(store))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as", "prov"], "export takes the ID of a family"),
        (["urn:test:ap", "--as", "openlineage"], "export takes the ID of a family"),
        (["urn:test:ap", "--run", "1", "--as", "openlineage"], "export takes the ID of a family"),
        (["--run", "1", "--as", "ninjs"], "export takes the ID of a family"),
        (["urn:test:ap", "--as", "ninjs", "--with-run"], "--with-run goes with --as prov"),
        (["--run", "first", "--as", "openlineage"], "--run takes a revision such as 3, or last"),
        (["--run", "2", "--as", "openlineage"], "the store holds no record of a run 2: its latest is 1"),
        (["urn:test:nobody", "--as", "prov"], "urn:test:nobody is not in the store"),
    ],
)
def test_what_is_said_of_wrong_usage(store: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert main(["export", *arguments, "--store", str(store)]) == 2
    assert said in capsys.readouterr().err
