"""Kills in mid-batch, in a process of its own, as it forks. `python -m tests.watching.killed` kills in more places."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_watch_that_is_killed_anywhere_loses_nothing_and_brings_nothing_twice() -> None:
    command = [sys.executable, "-m", "tests.watching.killed", "--few"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["2 watches killed, no difference"]), done.stdout + done.stderr
