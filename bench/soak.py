"""What a stream holds in memory over a month: `python -m bench.soak [--days N] [--stories N] [--plot FILE.svg]`.

The invented stories of `bench.growth`, in the order of their times but for a tenth that comes up to an hour late and a tenth that comes
twice, a hundred a publication. Prints a line a day: carriers and postings of the index, days and packs held, memory of the process.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import orjson

from bench.growth import stories_of
from pipelines.formats import parse
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import keep_model
from pipelines.streaming.intake import Intake
from schemas import Story

BATCH = 100
Row = dict[str, float]


def day_of_messages(day: int, count: int) -> list[bytes]:
    """A day's items in the order in which they come."""
    chance = random.Random(day)
    items = stories_of(day, count)
    items.sort(key=lambda item: str(item["versioncreated"]))
    hour = max(1, count // 16)
    placed = [(at + (chance.randrange(hour) if chance.random() < 0.1 else 0), at, item) for at, item in enumerate(items)]
    order = [item for _, _, item in sorted(placed, key=lambda one: one[:2])]
    again = [item for item in order if chance.random() < 0.1]
    return [orjson.dumps(item) for item in (*order, *again)]


def resident() -> float:
    """Memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def soak(days: int, count: int, folder: str) -> list[Row]:
    """A row a day."""
    store = LocalStore(folder)
    keep_model(store, shipped_model())
    taking = Intake(store, MatchSettings(), RunSettings(), shipped_model())
    rows: list[Row] = []
    for day in range(days):
        began, new, messages = perf_counter(), 0, day_of_messages(day, count)
        for at in range(0, len(messages), BATCH):
            found = [item for n, data in enumerate(messages[at : at + BATCH]) for item in parse(data, f"m{at + n}")]
            new += taking.take([item for item in found if isinstance(item, Story)]).new
        view = taking.view
        assert view is not None
        rows.append(
            {
                "day": day + 1,
                "new": new,
                "carriers": len(view.index),
                "postings": view.index.entries,
                "days": view.days,
                "packs": len(view.held.heads),
                "mb": round(resident()),
                "seconds": round(perf_counter() - began, 1),
            }
        )
        print("  ".join(f"{name} {value:,}" for name, value in rows[-1].items()), flush=True)
    return rows


def plot(rows: list[Row], file: Path) -> None:
    """Carriers and memory by day."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.2), layout="constrained")
    left = figure.subplots()
    right = left.twinx()
    days = [row["day"] for row in rows]
    left.plot(days, [row["carriers"] for row in rows], color="tab:blue")
    left.set(xlabel="day of the stream", ylim=(0, None))
    left.set_ylabel("stories held", color="tab:blue")
    right.plot(days, [row["mb"] for row in rows], color="tab:orange")
    right.set_ylim(0, None)
    right.set_ylabel("memory of the process, MB", color="tab:orange")
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    """Soak, and draw."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--days", type=int, default=30)
    flags.add_argument("--stories", type=int, default=500, help="a day")
    flags.add_argument("--plot", type=Path)
    asked = flags.parse_args()
    with TemporaryDirectory(prefix="wirekin-soak-") as folder:
        rows = soak(asked.days, asked.stories, folder)
    if asked.plot is not None:
        plot(rows, asked.plot)


if __name__ == "__main__":
    main()
