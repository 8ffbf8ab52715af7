"""`wirekin parity`: what it compares, and that it says so where something differs."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from pipelines.matching import index
from pipelines.streaming.trial import disordered, from_bytes, messages_of, to_bytes
from tests.ingest.runs import ninjs
from tests.ingest.test_order import text_of

WORLD = [ninjs(f"urn:test:{i}", text_of(0, tuple(range(i % 3, 8))), at=f"2025-03-0{1 + i}T09:00:00Z") for i in range(5)]


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "in.ndjson"
    path.write_bytes(b"\n".join(map(orjson.dumps, WORLD)))
    return path.as_posix()


def test_equal_families_everywhere(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parity", file, "--cuts", "2"]) == 0
    out = capsys.readouterr().out
    assert "5 stories in 1 families; 0 versions are not in the same family everywhere" in out
    assert [line.split()[0] for line in out.splitlines()[1:5]] == ["batch", "stream", "incremental", "replay"]
    assert "differ" not in out


def test_a_stream_that_finds_no_candidates_is_told_of(
    file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deliberate break."""
    monkeypatch.setattr(index.Index, "_hits", lambda self, keys, times: (self._rows(keys)[:0].astype(index.HIT), 0))
    assert main(["parity", file, "--cuts", "2"]) == 1
    out = capsys.readouterr().out
    assert "versions are not in the same family everywhere" in out
    assert "urn:test:1 1: batch f" in out


def test_files_of_lines_are_taken_apart_and_others_are_not() -> None:
    data = b'{"a":1}\n\n{"b":2}\n'
    assert [(m.data, m.attributes["uri"]) for m in messages_of("x.ndjson", data, None)] == [
        (b'{"a":1}', "x.ndjson#1"),
        (b'{"b":2}', "x.ndjson#2"),
    ]
    assert [m.data for m in messages_of("x.ndjson", data + b"{", None)] == [data + b"{"]
    assert [m.data for m in messages_of("x.txt", data, "AP")] == [data]


def test_every_message_comes_and_survives_its_coding() -> None:
    messages = list(messages_of("x.ndjson", b'{"a":1}\n{"b":2}\n{"c":3}', "AP"))
    batches = disordered(messages, 3, 0.4, 2)
    assert len(batches) == 2
    assert {m.data for batch in batches for m in batch} == {m.data for m in messages}
    assert sum(map(len, batches)) == 4
    assert [from_bytes(to_bytes(message)) for message in messages] == messages
