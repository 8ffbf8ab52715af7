"""`wirekin translations`: what it proposes of a small store, and what it leaves as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from tests.ingest.runs import ninjs
from tests.matching.crosslingual_texts import CHINESE, ENGLISH, GERMAN, RUSSIAN, SPANISH_REPORT

KEYS = [
    "from_uid", "from_uri", "from_language", "to_uid", "to_uri", "to_language", "relation", "basis", "probability", "reasons",
    "experimental",
]  # fmt: skip


def item(name: str, text: str, language: str, **fields: Any) -> dict[str, Any]:
    return ninjs(f"urn:test:{name}", text, **{"source": f"Outlet {name}", "at": "2026-03-06T12:00:00Z", "language": language, **fields})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("translations")
    items = [
        item("wire", ENGLISH, "en", source="AP", at="2026-03-06T09:00:00Z"),
        item("copy", ENGLISH, "en", at="2026-03-06T14:00:00Z"),
        item("de", f"HALDEN (AP) - {GERMAN}", "de"),
        item("ru", RUSSIAN, "ru"),
        item("zh", CHINESE, "zh"),
        item("late", GERMAN, "de", at="2026-03-16T12:00:00Z"),
        item("report", SPANISH_REPORT, "es"),
    ]
    (folder / "feed.ndjson").write_text("\n".join(map(json.dumps, items)))
    assert main(["ingest", str(folder / "feed.ndjson"), "--store", str(folder / "store")]) == 0
    return str(folder / "store")


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(list(arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_translation_is_proposed_once_with_the_wire_as_its_source(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "translations", "--store", store)
    assert [(row["from_uri"], row["from_language"], row["to_uri"]) for row in found] == [
        ("urn:test:de", "de", "urn:test:wire"),
        ("urn:test:ru", "ru", "urn:test:wire"),
        ("urn:test:zh", "zh", "urn:test:wire"),
    ]
    for row in found:
        assert list(row) == KEYS
        assert (row["relation"], row["basis"], row["experimental"], row["to_language"]) == ("translation", "inferred", True, "en")
        assert 0.9 <= row["probability"] <= 1
    assert "One credits AP, and the other is AP's own copy." in found[0]["reasons"]


def test_all_prints_the_pairs_of_copies_and_of_translations_too(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = {frozenset((row["from_uri"][9:], row["to_uri"][9:])) for row in rows(capsys, "translations", "--all", "--store", store)}
    of_each = {frozenset((one, other)) for one in ("de", "ru", "zh") for other in ("wire", "copy", "de", "ru", "zh") if one != other}
    assert pairs == of_each


def test_families_stay_as_they_are(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = rows(capsys, "members", "--store", store)
    rows(capsys, "translations", "--store", store)
    assert rows(capsys, "members", "--store", store) == before
    families = {row["uri"]: row["family_id"] for row in before}
    assert families["urn:test:wire"] != families["urn:test:ru"]


def test_a_missing_store_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translations", "--store", str(tmp_path / "none")]) == 2
    assert "wirekin ingest" in capsys.readouterr().err


def test_help_says_that_it_is_experimental(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["translations", "--help"])
    assert "Experimental." in capsys.readouterr().out
