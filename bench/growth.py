"""What a store costs as it grows: `python -m bench.growth FOLDER [--stories N] [--steps N ...]`.

Makes a store of invented stories, `--together` days a run, and at some steps measures a run of one day more on a copy: peak memory of its
process, requests by kind, bytes read, processor time. Stories have 120 words: half of them the commonest of English, the others as rare as
such words are (Zipf), so that no two have more in common than chance brings. Every tenth is another outlet's edited copy of one of its day,
every hundredth a new version of one of the day before.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any, ClassVar, Final

from pipelines.storage.local import LocalStore

WORDS: Final = 120
VOCABULARY: Final = 40_000
COMMON: Final = (
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "it", "with", "as", "was", "at",
    "by", "be", "this", "have", "from", "or", "had", "not", "are", "but", "what", "were", "there", "can", "out",
)  # fmt: skip
START: Final = datetime(2024, 1, 1, 6, tzinfo=UTC)
Item = dict[str, Any]


class Counted(LocalStore):
    """A local store that counts what is asked of it, by all its copies in this process."""

    asked: ClassVar[Counter[str]] = Counter()
    bytes_read: ClassVar[Counter[str]] = Counter()

    def read(self, name: str) -> bytes:
        """Counts bytes too."""
        data = super().read(name)
        self.asked["read"] += 1
        self.bytes_read[name.split("/")[1] if name.startswith("packs/") else name] += len(data)
        return data

    def read_versioned(self, name: str) -> tuple[bytes, int] | None:
        """A read."""
        self.asked["read"] += 1
        return super().read_versioned(name)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """A write."""
        self.asked["write"] += 1
        return super().put_if_absent(name, data)

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        """A swap."""
        self.asked["swap"] += 1
        return super().swap(name, data, generation)

    def names(self, prefix: str) -> Iterator[str]:
        """A listing."""
        self.asked["list"] += 1
        return super().names(prefix)


def stories_of(day: int, count: int) -> list[Item]:
    """The stories of a day; the same day gives the same stories."""
    chance = random.Random(day)
    told: list[Item] = []
    for number in range(count):
        if number % 10 == 9:
            words = chance.choice(told)["bodies"][0]["value"].split()
            words[chance.randrange(20) : chance.randrange(21, 40)] = _words(chance, 12)
            told.append(_item(f"urn:growth:{day}:{number}", " ".join(words), day, chance, f"Outlet {chance.randrange(200)}"))
        elif number % 100 == 50 and day:
            told.append(_item(f"urn:growth:{day - 1}:{number - 50}", _text(chance), day, chance, "AP") | {"version": "2"})
        else:
            told.append(_item(f"urn:growth:{day}:{number}", _text(chance), day, chance, chance.choice(["AP", "Reuters", "AFP"])))
    return told


def _words(chance: random.Random, count: int) -> list[str]:
    """Half of them the commonest of English, the others spelt from their rank, drawn as often as such ranks occur."""
    return [
        chance.choice(COMMON) if chance.random() < 0.5 else _spelt(int(100 * (VOCABULARY / 100) ** chance.random())) for _ in range(count)
    ]


def _spelt(rank: int) -> str:
    out = ""
    while rank:
        rank, at = divmod(rank, 70)
        out += "bdfgklmnprstvz"[at % 14] + "aeiou"[at // 14]
    return out or "ba"


def _text(chance: random.Random) -> str:
    sentences = (" ".join(_words(chance, 15)).capitalize() + "." for _ in range(WORDS // 15))
    return " ".join(sentences)


def _item(uri: str, text: str, day: int, chance: random.Random, source: str) -> Item:
    at = START + timedelta(days=day, seconds=chance.randrange(16 * 3600))
    return {
        "uri": uri,
        "version": "1",
        "versioncreated": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "headlines": [{"role": "main", "value": text[:60]}],
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": text}],
        "infosources": [{"name": source}],
        "language": "en",
        "standard": {"name": "ninjs", "version": "2.1"},
    }


def run_once(folder: Path, file: Path) -> dict[str, Any]:
    """One run in this process, and what it took."""
    from pipelines.commands.ingest import run_job
    from pipelines.ingest import Job
    from pipelines.matching.scorer import shipped_model
    from pipelines.options import MatchSettings, RunSettings
    from pipelines.storage.manifest import keep_model, load_manifest

    store = Counted(folder)
    manifest, generation = load_manifest(store)
    keep_model(store, shipped_model())
    before = getrusage(RUSAGE_SELF)
    counts = run_job(Job((file.as_posix(),), None, store, manifest, generation, MatchSettings(), RunSettings(), shipped_model()), [])
    after = getrusage(RUSAGE_SELF)
    return {
        "stories": counts.get("stories", 0),
        "candidates": counts.get("candidates", 0),
        "memory_mb": after.ru_maxrss // 1024,
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "asked": dict(Counted.asked),
        "read_kb": {kind: size // 1024 for kind, size in sorted(Counted.bytes_read.items())},
    }


def _in_a_process(folder: Path, file: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.growth", str(folder), "--run", str(file)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _write(file: Path, days: Iterable[int], count: int) -> None:
    file.write_text("".join(json.dumps(item) + "\n" for day in days for item in stories_of(day, count)))


def main() -> int:
    """Grow and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stories", type=int, default=1000, help="a day")
    parser.add_argument("--steps", type=int, nargs="*", default=[10, 30, 100], help="after how many days to measure a run")
    parser.add_argument("--together", type=int, default=10, help="days in a run of those that make the store")
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(run_once(arguments.folder, arguments.run)))
        return 0
    store, file = arguments.folder / "store", arguments.folder / "day.ndjson"
    arguments.folder.mkdir(parents=True)
    asked: Counter[str] = Counter()
    for day in range(0, max(arguments.steps) + 1, arguments.together):
        if day in arguments.steps:
            _write(file, [day], arguments.stories)
            size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
            copy = arguments.folder / "copy"
            shutil.copytree(store, copy)
            told = _in_a_process(copy, file)
            shutil.rmtree(copy)
            history = day * arguments.stories
            print(
                json.dumps({"history": history, "bytes_a_story": size // history, "asked_until_then": dict(asked), "run": told}), flush=True
            )
        if day < max(arguments.steps):
            _write(file, range(day, day + arguments.together), arguments.stories)
            asked.update(_in_a_process(store, file)["asked"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
