"""Work in a child process that may be killed: a fork of this one, so that nothing has to be loaded again."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import orjson

from pipelines.cli import main


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit status, None if it was killed; the seconds it took, and what it said or returned."""

    status: int | None
    seconds: float
    said: str
    returned: Any = None


class Child:
    """A fork of this process that does something and returns JSON, with its output in a file. This process must have no threads."""

    def __init__(self, work: Callable[[], Any], folder: Path) -> None:
        self._said, self._returned = folder / "said", folder / "returned"
        folder.mkdir(parents=True, exist_ok=True)
        self._returned.unlink(missing_ok=True)
        self._began = monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()
        self.pid = os.fork()
        if self.pid == 0:
            self._be(work)

    def _be(self, work: Callable[[], Any]) -> None:
        status = 70
        try:
            output = os.open(self._said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(output, 1)
            os.dup2(output, 2)
            self._returned.write_bytes(orjson.dumps(work()))
            status = 0
        except BaseException:  # noqa: BLE001  # a child never returns into what its parent was doing
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def kill_after(self, seconds: float) -> None:
        """SIGKILL after so many seconds since its start, wherever it is; nothing if it has ended."""
        until = self._began + seconds
        while (left := until - monotonic()) > 0:
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                return
            sleep(min(left, 0.005))
        os.kill(self.pid, signal.SIGKILL)

    def ended(self) -> Ended:
        """Wait for its end."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        seconds = monotonic() - self._began
        said = self._said.read_text(encoding="utf-8", errors="replace") if self._said.exists() else ""
        if code == -signal.SIGKILL:
            return Ended(None, seconds, said)
        return Ended(code, seconds, said, orjson.loads(self._returned.read_bytes()) if code == 0 else None)


def ingesting(files: Sequence[str], store: Path, prepare: Callable[[], Callable[[], Any] | None] = lambda: None) -> Callable[[], Any]:
    """`wirekin ingest` as the work of a child: its exit status, and what `prepare` gives to be asked at the end."""

    def work() -> Any:
        ask = prepare()
        status = main(["ingest", *files, "--store", str(store)])
        return [status, ask() if ask else None]

    return work


def real_process(files: Sequence[str], store: Path, folder: Path, kill_after: float) -> Ended:
    """`wirekin ingest` as a shell starts it, killed after so many seconds unless it has ended."""
    folder.mkdir(parents=True, exist_ok=True)
    began = monotonic()
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.cli", "ingest", *files, "--store", str(store)], stdout=said, stderr=said
        )
        try:
            code = process.wait(timeout=kill_after)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
    text = (folder / "said").read_text(encoding="utf-8", errors="replace")
    return Ended(None if code == -signal.SIGKILL else code, monotonic() - began, text, [code, None])
