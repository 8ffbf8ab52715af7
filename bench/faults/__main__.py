"""Kill runs and see what is left: `python -m bench.faults --runs 200 --seed N`.

A small world of items is ingested in three runs. Each run is killed by SIGKILL, at a random moment, before or after some write of the
store, or before or after some call of the system; a reader then must see the state before that run or the one after it, every listing
byte for byte. The run is started again: it must finish, count every item once, and leave the listings of runs that nobody disturbed.
Some runs are processes of their own, as a shell starts them; the others fork from this one, which has loaded everything. Then two runs at
once on one store, with and without a kill. Prints a table; exits with 1 on any difference. The same seed kills in the same places, but for
those at random moments.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench.faults.trials import Mode, Tally, Trials
from bench.faults.world import gather
from bench.remembered_arguments import remember_arguments
from pipelines.commands.ingest import import_beam

CUTS_EVERY = 30
"""Kills until the world is cut anew."""


def modes(chance: random.Random, runs: int, processes: int) -> Iterator[Mode]:
    """How to kill, one after the other: half at random moments, three tenths at writes, two tenths at calls, and some real processes."""
    kinds: tuple[Mode, ...] = ("moment", "write", "call")
    first = chance.choices(kinds, [5, 3, 2], k=max(0, runs - processes))
    first += ["process"] * processes
    chance.shuffle(first)
    yield from first
    while True:  # for the runs that ended before their kill
        yield "write"


def report(tally: Tally, seconds: float) -> None:
    """The table."""
    rows = tally.killed
    width = max((len(how) for how, _ in rows), default=4)
    print(f"{'killed':{width}}  runs  a reader saw: before  after  another")
    for how in sorted({how for how, _ in rows}):
        before, after, another = (rows[how, told] for told in ("before", "after", "another"))
        print(f"{how:{width}}  {before + after + another:4}  {before:20}  {after:5}  {another:7}")
    print(
        f"{tally.kills} runs killed, each followed by a normal run; {tally.ended_first} had ended before their kill and count for nothing"
    )
    for told, count in sorted(tally.rivals.items()):
        print(f"two runs at once, {told}: {count}")
    print(f"{tally.packs_left} packs left in the stores that their manifests do not name")
    print(f"{len(tally.faults)} differences; {seconds:.0f} seconds")


def main(arguments: list[str]) -> int:
    """Gather, warm, kill, compare."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description="kill runs and see what is left")
    parser.add_argument("--runs", type=int, default=200, help="runs to kill (default: 200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1, help="kills of a run before it is run to its end (default: 1)")
    parser.add_argument("--processes", type=int, default=6, help="of these as processes of their own (default: 6)")
    parser.add_argument("--rivals", type=int, default=10, help="times two runs at once (default: 10)")
    parser.add_argument("--families", type=int, default=6, help="families of the seeds in the world (default: 6)")
    parser.add_argument("--only", metavar="KIND", help="kill only at writes of one kind: packs/families, manifest.json, runs, ...")
    parser.add_argument("--keep", type=Path, help="a folder for the stores (default: one that is removed)")
    given = parser.parse_args(arguments)
    import_beam()
    remember_arguments()
    with TemporaryDirectory(prefix="wirekin-faults-") as scratch:
        folder = given.keep or Path(scratch)
        chance, began = random.Random(given.seed), monotonic()
        world = gather(folder / "items", chance, given.families)
        trials = Trials(world, folder, chance, given.only)
        trials.warm()
        tally, kills, rounds = trials.tally, -1, 0
        how: Iterator[Mode] = modes(chance, given.runs, given.processes) if given.only is None else repeat("write")
        while tally.kills < given.runs or rounds < given.rivals:
            if kills < 0 or tally.kills - kills >= CUTS_EVERY:
                pieces, kills = trials.reference(), tally.kills
            if tally.kills < given.runs:
                trials.chain(pieces, how, given.times)
            if rounds < given.rivals and (tally.kills >= given.runs or rounds * given.runs <= tally.kills * given.rivals):
                rounds += 1
                trials.rivals(pieces, kill=rounds % 2 == 0)
            print(f"{tally.kills} killed, {len(tally.faults)} differences, {monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        report(tally, monotonic() - began)
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
