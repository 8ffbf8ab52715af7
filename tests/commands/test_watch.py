"""`wirekin watch`: what it takes in, what it says, how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from pipelines.commands import ingest as ingesting
from pipelines.commands.stopping import StoppingClock, stopping
from pipelines.ingest import Job
from tests.ingest.runs import ingest, listings, ninjs
from tests.watching.test_asking import AT_HOME, Handler, server
from tests.watching.worlds import START

__all__ = ["server"]
WIRE = (
    "Two tugs pulled the grain carrier Solveig Strand off a sandbank outside Halden on Friday, nine hours after it ran aground. "
    "Nobody was hurt and no oil leaked, harbour master Tor Evensen said. The ship was carrying barley to a mill in Fredrikstad."
)
OTHER = "Growers near Ostrava Hill asked the ministry for a bridging loan until spring after beet prices fell again last week."


def put(folder: Path, name: str, text: str, **more: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(orjson.dumps(ninjs(f"urn:test:{name}", text, **more)))


def watch(*arguments: object) -> int:
    return main(["watch", *map(str, arguments), "--once", "--settle", "0"])


def test_rounds_give_what_one_bounded_run_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, store = tmp_path / "in", tmp_path / "watched"
    put(folder, "one", WIRE, source="AP")
    (folder / "broken.json").write_bytes(b'{"uri": ')
    assert watch(folder, "--store", store) == 0
    said = capsys.readouterr().err
    assert "2 files: 1 new story, 0 duplicates, 1 dead letter in " in said
    put(folder, "two", WIRE)
    put(folder, "three", OTHER)
    assert watch(folder, "--store", store) == 0
    assert "2 files: 2 new stories, 0 duplicates, 0 dead letters in " in (said := capsys.readouterr().err)
    assert "2 stories since the start, 2 families, 0 dead letters; last: joined f" in said
    assert watch(folder, "--store", store) == 0
    assert "files" not in capsys.readouterr().err
    assert main(["ingest", str(folder), "--store", str(tmp_path / "bounded")]) == 0
    assert listings(store) == listings(tmp_path / "bounded")
    assert main(["verify", "--store", str(store)]) == 0


@AT_HOME
def test_a_feed_of_a_server(tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    body = f"<rss version='2.0'><channel><title>Halden Courier</title><item><description>{WIRE}</description></item></channel></rss>"
    monkeypatch.setattr("tests.watching.test_asking.BODY", body.encode())
    url, store = f"{server}/feed", tmp_path / "store"
    arguments = (url, f"{server}/gone", "--store", store, "--contact", "desk@courier.example", "--every", "0.001", "--host-every", "0")
    assert watch(*arguments) == 0
    said = capsys.readouterr().err
    assert "1 feed: 1 new story, 0 duplicates, 0 dead letters in " in said
    assert f"{server}/gone: It answered 410. Asked again at " in said
    (story,) = map(orjson.loads, listings(store)["stories"].splitlines())
    assert (story["uri"], story["source"]) == (url, "Halden Courier")
    assert "Wirekin/" in (agent := Handler.seen[0][1]["user-agent"])
    assert "desk@courier.example" in agent


def test_another_run_may_publish_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "in", "one", WIRE)
    real, others = ingesting.run_job, [ninjs("urn:test:other", OTHER)]

    def disturbed(job: Job, flags: list[str], graph: None) -> dict[str, int]:
        if others:
            ingest(tmp_path / "store", [others.pop()])
        return real(job, flags, graph)

    monkeypatch.setattr(ingesting, "run_job", disturbed)
    assert watch(tmp_path / "in", "--store", tmp_path / "store") == 0
    assert listings(tmp_path / "store")["members"].count(b"\n") == 1
    assert "the store moved under this run; trying again" in capsys.readouterr().err


def test_a_run_that_fails_is_said_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "in", "one", WIRE)
    with monkeypatch.context() as patch:
        patch.setattr(ingesting, "run_job", lambda job, flags, graph: {"moved": 1})
        assert watch(tmp_path / "in", "--store", tmp_path / "store") == 1
    assert "the run failed: the store moved 3 times" in capsys.readouterr().err
    assert watch(tmp_path / "in", "--store", tmp_path / "store") == 0
    assert b"urn:test:one" in listings(tmp_path / "store")["members"]


def test_a_signal_ends_it_after_what_it_is_doing(tmp_path: Path) -> None:
    """The signal comes when the log says that a batch is done: the watch is then waiting, or about to."""
    put(tmp_path / "in", "one", WIRE)
    command = [sys.executable, "-m", "pipelines.cli", "watch", str(tmp_path / "in"), "--store", str(tmp_path / "store")]
    with subprocess.Popen([*command, "--settle", "0", "--every", "1h"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert any("1 new story" in line for line in process.stderr)
        process.send_signal(signal.SIGTERM)
        assert process.stderr.read() == "stopped; nothing is lost: the next watch goes on from here\n"
    assert process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_wait_and_a_second_one_does_what_it_always_does(number: signal.Signals) -> None:
    clock, before = StoppingClock(), signal.getsignal(number)
    try:
        assert not clock.wait(0)
        with stopping(clock):
            os.kill(os.getpid(), number)
            assert clock.wait(3600)
            assert signal.getsignal(number) == before
        assert clock.wait(0)
    finally:
        clock.close()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nowhere",), "nowhere does not exist: make the folder first"),
        (("file",), "file is a file: watch the folder that it lies in"),
        (("ftp://courier.example/feed",), "only http and https are spoken"),
        (("https://desk:secret@courier.example/feed",), "it has a name or a password in it"),
        (("in", "--every", "0"), "--every must be more than 0"),
        (("in", "--contact", "Bjørn"), "--contact must be plain ASCII"),
        ((".",), "the store lies in ., and would read itself"),
    ],
)
def test_wrong_usage(
    tmp_path: Path, arguments: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkdir("in")
    Path("file").touch()
    assert watch(*arguments, "--store", "store") == 2
    assert why in capsys.readouterr().err


def test_a_hidden_store_may_lie_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert watch(".", "--store", ".wirekin/store") == 0


@pytest.mark.parametrize("given", ["soon", "5d", "-1s", ""])
def test_times_are_written_in_one_way(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["watch", "in", "--store", "store", f"--every={given}"])
    assert "write it as 30s, 5m or 1h" in capsys.readouterr().err


def test_a_terminal_has_a_line_that_says_how_things_stand() -> None:
    from rich.console import Console

    from pipelines.report.watching import Sums, WatchLine

    shown = StringIO()
    line = WatchLine(lambda: START, Sums(families=7), Console(file=shown, force_terminal=True, width=200))
    line.batch(3, 1)
    line.sums.add({"stories": 4, "dead": 1}, 9, "killed f3ce162e1")
    line.done(3, 1, {"stories": 4, "notices": 1, "dead": 1}, 2.345)
    line.waiting(START + 30)
    line.close()
    said = shown.getvalue()
    assert "3 files and 1 feed: 4 new stories, 1 notice, 0 duplicates, 1 dead letter in 2.3 s." in said
    assert "4 stories since the start, 9 families, 1 dead letter; last: killed f3ce162e1" in said


def test_a_log_has_the_time_of_the_clock_that_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    from pipelines.report.watching import Sums, WatchLog

    log = WatchLog(lambda: START, Sums())
    log.trouble("in", "in cannot be read: Permission denied.", None)
    log.trouble("https://courier.example/feed", "It answered 503.", START + 60)
    assert capsys.readouterr().err.splitlines() == [
        "2025-03-03T11:06:40Z  in: in cannot be read: Permission denied. Tried again in the next round.",
        "2025-03-03T11:06:40Z  https://courier.example/feed: It answered 503. Asked again at 2025-03-03T11:07:40Z.",
    ]
