"""How fast stories are taken in: `python -m bench.stream FILE --stories N --batch N`. Prints a line a batch, then what was sustained.

Each batch is one publication, as a stream makes it every two seconds; batches follow each other without a pause.
"""

from __future__ import annotations

import argparse
import gzip
import resource
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from pipelines.formats import parse
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import keep_model
from pipelines.streaming.intake import Intake
from pipelines.streaming.take import packed, unpacked
from schemas import Story


def main() -> None:
    """Takes the items in their order."""
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("file", type=Path)
    flags.add_argument("--stories", type=int, default=2000)
    flags.add_argument("--batch", type=int, default=100)
    flags.add_argument("--store", type=Path)
    asked = flags.parse_args()
    raw = asked.file.read_bytes()
    data = gzip.decompress(raw) if asked.file.suffix == ".gz" else raw
    lines = list(islice((line for line in data.splitlines() if line.strip()), asked.stories))
    with TemporaryDirectory() as folder:
        store = LocalStore(asked.store or folder)
        keep_model(store, shipped_model())
        taking = Intake(store, MatchSettings(), RunSettings(), shipped_model())
        list(parse(lines[0], "warm"))
        walls, cpus, parsing = [], [], 0.0
        for at in range(0, len(lines), asked.batch):
            began, cpu = perf_counter(), process_time()
            batch = lines[at : at + asked.batch]
            found = [item for n, line in enumerate(batch) for item in parse(line, f"m{at + n}")]
            stories, _ = unpacked(packed("stories", [item.json_bytes() for item in found if isinstance(item, Story)]))
            parsing += perf_counter() - began
            taken = taking.take(stories)
            walls.append(perf_counter() - began)
            cpus.append(process_time() - cpu)
            assert taking.view is not None
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{at + len(batch):7} stories  {walls[-1]:6.2f} s  {taken.families:5} families touched  {len(taking.view.index):7} held"
                f"  {taking.view.days:3} days  {memory:6.0f} MB"
            )
    steady = walls[1:] or walls
    rate = asked.batch * len(steady) / sum(steady)
    slowest = sorted(steady)[min(len(steady) - 1, round(0.95 * len(steady)))]
    each, parsed = 1000 * sum(cpus) / len(lines), 1000 * parsing / len(lines)
    print(f"{rate:.1f} stories/s, {each:.1f} ms of processor a story, {parsed:.1f} of them parsing;")
    print(f"a batch of {asked.batch} took {slowest:.2f} s at the 95th percentile")


if __name__ == "__main__":
    main()
