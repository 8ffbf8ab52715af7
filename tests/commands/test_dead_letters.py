"""`dead-letters` and `replay` as a user meets them: what they print, where, and how they exit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.report.dead_letters import lines_of, plain
from tests.ingest.runs import ninjs

HOSTILE = b'{"uri": "cut\x1b]0;owned\x07\x1b[31m\xe2\x80\xae\xff'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("letters")
    picture = json.dumps(ninjs("urn:test:picture", "A crane.", type="picture")).encode()
    (folder / "feed.ndjson").write_bytes(b"\n".join([picture, HOSTILE, b'{"uri": "' + b"x" * 5000]))
    assert main(["ingest", str(folder / "feed.ndjson"), "--store", str(folder / "store")]) == 0
    return str(folder / "store")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def ids(store: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Number of the line in the file -> id of its letter."""
    rows = map(json.loads, printed(capsys, "dead-letters", "--store", store).splitlines())
    return {row["uri"].rpartition("#")[2]: row["dead_id"] for row in rows}


def test_the_table_says_where_why_how_large_and_since_when(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    lines = printed(capsys, "dead-letters", "--store", store, "--table").splitlines()
    assert lines[0].split() == ["id", "where", "format", "error", "bytes", "first", "seen", "attempts"]
    assert lines[-1] == "3 dead letters"
    (picture,) = (line for line in lines if "of type picture" in line)
    assert "feed.ndjson#1" in picture
    assert "ninjs" in picture
    started = json.loads(Path(store, "runs", "00000001.json").read_bytes())["started"]
    assert picture.split()[-3:] == [*started.removesuffix("Z").split("T"), "1"]


def test_where_no_terminal_is_and_with_json_it_prints_lines(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "dead-letters", "--store", store)
    assert printed(capsys, "dead-letters", "--store", store, "--json") == lines
    assert [json.loads(line)["kept"] for line in lines.splitlines()] == ["item"] * 3
    one = ids(store, capsys)["1"]
    assert [json.loads(line)["dead_id"] for line in printed(capsys, "dead-letters", "--store", store, "--json", one).splitlines()] == [one]


def test_one_letter_shows_its_bytes_and_they_do_nothing_to_the_terminal(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = ids(store, capsys)
    shown = printed(capsys, "dead-letters", "--store", store, found["2"][:10])
    assert found["2"] in shown
    assert '{"uri": "cut' + r"\x1b]0;owned\x07\x1b[31m\u202e\xff" in shown
    assert all(c == "\n" or c.isprintable() for c in shown)
    assert "and 2,961 bytes more" in printed(capsys, "dead-letters", "--store", store, found["3"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["dead-letters", "dnone"], "no dead letter begins with dnone"),
        (["dead-letters", "d"], "3 dead letters begin with d"),
        (["replay"], "give --all"),
        (["replay", "--all", "d1"], "give --all"),
        (["replay", "dnone"], "no dead letter begins with dnone"),
    ],
)
def test_wrong_usage_says_what_to_do(store: str, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--store", store]) == 2
    assert says in capsys.readouterr().err


def test_a_negative_cap_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.txt").write_text("x")
    assert main(["ingest", str(tmp_path / "x.txt"), "--store", str(tmp_path / "store"), "--max-raw-bytes", "-1"]) == 2
    assert "0 or more" in capsys.readouterr().err


def test_a_replay_that_helps_nothing_says_so_and_changes_nothing(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = printed(capsys, "dead-letters", "--store", store)
    assert main(["replay", "--all", "--store", store]) == 0
    assert "0 of 3 dead letters parse now; 3 are refused again" in capsys.readouterr().err
    assert printed(capsys, "dead-letters", "--store", store) == before


def test_text_is_shown_with_nothing_in_it_that_acts() -> None:
    assert plain("a\x1b[2Jb\u202ec\ud800") == r"a\x1b[2Jb\u202ec\ud800"
    assert lines_of(b"one\r\n\ttwo\x00\xff\n\xc3\xa9") == ["one", r"    two\x00\xff", "é"]
