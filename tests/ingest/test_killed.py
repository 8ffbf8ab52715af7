"""Runs that are killed, as `bench/faults` does it: a few here, two hundred by `make faults`. In a process of its own, as it forks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SABOTAGE = """
import sys
from pipelines.storage.local import LocalStore
real, held = LocalStore.put_if_absent, []

def late(store, name, data):
    if name.startswith("packs/families"):
        held.append((name, data))
        return True
    while held and name.startswith("runs/"):
        real(store, *held.pop())
    return real(store, name, data)

LocalStore.put_if_absent = late
from bench.faults.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def faults(*arguments: str, how: tuple[str, ...] = ("-m", "bench.faults")) -> subprocess.CompletedProcess[str]:
    small = ("--families", "1", "--rivals", "0", "--processes", "0")
    return subprocess.run([sys.executable, *how, *small, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_killed_run_leaves_the_state_before_or_after_it_and_the_next_one_finishes() -> None:
    done = faults("--runs", "3")
    assert done.returncode == 0, done.stderr
    killed = re.search(r"^([0-9]+) runs killed, each followed by a normal run", done.stdout, re.MULTILINE)
    assert killed is not None, done.stdout
    assert int(killed[1]) >= 3
    assert "\n0 differences" in done.stdout


def test_a_store_that_swaps_its_manifest_before_all_packs_are_kept_is_found_out() -> None:
    """Deliberate break: the families are written behind the swap, and the run is killed in between."""
    done = faults("--runs", "1", "--only", "manifest.json", how=("-c", SABOTAGE))
    assert done.returncode == 1, done.stdout
    assert "a reader sees neither" in done.stderr
