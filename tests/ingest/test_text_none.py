"""A store made with `--text none` holds no words, and the same families."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli import main
from pipelines.stages.fingerprint import FingerprintStories
from tests.ingest.runs import Item, examples_of_runs, ingest, listings, ninjs
from tests.ingest.test_forget import COPY, SECRET, bytes_of
from tests.ingest.test_order import TIGHT, WORLD, cut

NONE = TIGHT.model_copy(update={"text": "none"})
WORDED = ("headline", "slug", "byline", "dateline", "credit", "note", "text", "of_text", "place", "removed", "record_digest")
ITEMS = [SECRET, COPY, ninjs("urn:test:short", "", version="2", pubstatus="canceled", ednote="Marchetti was not at the wheel.")]


def unworded(value: Any) -> Any:
    """A row without its fields of words; the places of an alert's passages stay."""
    if isinstance(value, dict):
        return {name: unworded(one) for name, one in value.items() if name not in WORDED}
    return [unworded(one) for one in value] if isinstance(value, list) else value


def without_words(lines: dict[str, bytes]) -> dict[str, bytes]:
    def row(line: bytes) -> bytes:
        return orjson.dumps(unworded(orjson.loads(line)))

    return {name: b"\n".join(row(line) for line in text.splitlines()) for name, text in lines.items()}


def words_of(items: list[Item]) -> set[bytes]:
    """Every word of seven letters and more that stands in a body, headline, byline or note."""
    told = b" ".join(orjson.dumps([item.get("bodies"), item.get("headlines"), item.get("byline"), item.get("ednote")]) for item in items)
    return set(re.findall(rb"[A-Za-z]{7,}", told)) - {b"contenttype", b"headlines"}


@examples_of_runs(1)
@given(WORLD, st.integers(0, 2**16))
def test_the_families_are_those_of_a_store_that_keeps_text(world: list[Item], seed: int) -> None:
    with TemporaryDirectory() as folder:
        for run in cut(world, seed):
            ingest(Path(folder) / "none", run, NONE)
            ingest(Path(folder) / "all", run, TIGHT)
        assert without_words(listings(Path(folder) / "none")) == without_words(listings(Path(folder) / "all"))


def test_no_word_is_in_any_byte(tmp_path: Path) -> None:
    items = [*map(orjson.dumps, ITEMS), b'{"body_text": "Unreadable: Marchetti"']
    ingest(tmp_path / "none", items, NONE)
    ingest(tmp_path / "all", items, TIGHT)
    assert b"Unreadable" in bytes_of(tmp_path / "all")
    assert b"Unreadable" not in bytes_of(tmp_path / "none"), "raw bytes of dead letters are words too"
    said = {b"textual", b"version", b"message"}
    words = {word for word in words_of(ITEMS) if word in bytes_of(tmp_path / "all")} - said
    assert {b"Marchetti", b"negligence", b"reservoir"} <= words
    assert not {word for word in words if word in bytes_of(tmp_path / "none")}


def test_the_command_and_what_it_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, store = tmp_path / "items.ndjson", str(tmp_path / "store")
    file.write_bytes(b"\n".join([*map(orjson.dumps, ITEMS), b'{"broken": "Marchetti was here"']))
    assert main(["ingest", str(file), "--store", store, "--text", "none"]) == 0
    assert b"Marchetti" not in bytes_of(tmp_path / "store")
    assert main(["ingest", str(file), "--store", store]) == 0, "the store knows that it keeps none"
    assert main(["ingest", str(file), "--store", store, "--text", "all"]) == 2
    assert main(["ingest", str(file), "--store", store, "--dead-letters", "bytes"]) == 2
    capsys.readouterr()
    family = orjson.loads(listings(tmp_path / "store")["members"].splitlines()[0])["family_id"]
    assert main(["show", family, "--store", store]) == 0
    assert "2 of 2 versions no words are kept" in capsys.readouterr().out
    assert main(["why", "urn:test:secret", "urn:test:copy", "--store", store]) == 0
    assert orjson.loads(capsys.readouterr().out)["same_family"] is True
    (tmp_path / "gold.tsv").write_text("story\tfamily\nurn:test:secret\ta\nurn:test:copy\ta\n", encoding="utf-8")
    assert main(["evaluate", "--gold", str(tmp_path / "gold.tsv"), "--store", store, "--json"]) == 0
    assert main(["edges", "--all", "--store", store]) == 0
    assert main(["verify", "--store", store]) == 0
    capsys.readouterr()
    assert main(["translations", "--store", store]) == 0
    assert "have no words" in capsys.readouterr().err
    assert main(["learn-furniture", "--store", store, "--out", str(tmp_path / "t.json")]) == 0
    assert "have no words" in capsys.readouterr().err


def test_if_text_was_kept_all_the_same_the_words_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    real = FingerprintStories.__init__
    monkeypatch.setattr(
        FingerprintStories, "__init__", lambda self, store, pack_stories, keeps_text=True: real(self, store, pack_stories, True)
    )
    ingest(tmp_path / "none", ITEMS, NONE)
    assert b"Marchetti" in bytes_of(tmp_path / "none")
