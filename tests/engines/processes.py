"""What tests of engines share: processes of their own, ports, patience."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from pipelines.streaming.messages import Message
from pipelines.streaming.trial import messages_of

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds."""


def started(command: list[str], log: Path, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """A process that finds this Python first, and the tests; `more`: of its environment."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with log.open("wb") as out:
        return subprocess.Popen(command, env={**os.environ, "PATH": path, **(more or {})}, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)


def free_port() -> int:
    """One that was free just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(done: Callable[[], bool], what: str) -> None:
    """Wait for something, with an end to patience."""
    end, never = monotonic() + PATIENCE, Event()
    while not done():
        assert monotonic() < end, f"after {PATIENCE:.0f} s still not: {what}"
        never.wait(0.05)


REUTERS = ROOT.parent / "shared" / "data" / "reuters21578.ninjs.ndjson.gz"
with_reuters = pytest.mark.skipif(not REUTERS.is_file(), reason="the development data is not beside this checkout")


def two_thousand(folder: Path) -> str:
    """So many stories of Reuters, in a file."""
    file = folder / "stories.ndjson"
    with gzip.open(REUTERS) as packed:
        file.write_bytes(b"".join(islice(packed, 2_000)))
    return file.as_posix()


def scenarios() -> tuple[list[str], list[Message]]:
    """The files, and their items as messages."""
    files = sorted((ROOT / "seeds" / "scenarios").glob("*.ndjson"))
    return [file.as_posix() for file in files], [one for file in files for one in messages_of(file.as_posix(), file.read_bytes(), None)]
