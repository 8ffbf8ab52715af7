"""The quality gate: `python -m bench.floors` raises the floors under the figures of seeds/ to what is measured now, less a margin.

A floor is only lowered with `--lower FIGURE --why "a sentence"`, and the sentence must stand in CHANGELOG.md; tests/test_quality.py holds
the figures to the floors, and the floors to their own history.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from pipelines.cli import main as wirekin
from pipelines.evaluation.gold import read_gold
from pipelines.evaluation.judgement import Bench, Evaluation, evaluate
from pipelines.evaluation.truth import PairRules
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore

SEEDS: Final = Path("seeds")
FLOORS: Final = SEEDS / "floors.json"
MARGIN: Final = 0.005
"""Room below what was measured, so that a harmless change does not stop the work."""


def corpus_digest(seeds: Path = SEEDS) -> str:
    """Names the corpus: every story and the gold."""
    h = blake2b(digest_size=12)
    for path in [*sorted((seeds / "stories").rglob("*")), seeds / "gold.tsv"]:
        if path.is_file():
            h.update(path.relative_to(seeds).as_posix().encode() + b"\n" + blake2b(path.read_bytes()).digest())
    return h.hexdigest()


def measure(store: Path, seeds: Path = SEEDS) -> Evaluation:
    """The families of the corpus, ingested into a new store at `store`."""
    if wirekin(["ingest", str(seeds / "stories"), "--store", str(store)]) != 0:
        raise SystemExit("the corpus could not be ingested")
    gold = read_gold((seeds / "gold.tsv").read_bytes())
    return evaluate(Bench.of(Current.of(LocalStore(store)), gold, PairRules()), examples=0)


def figures(found: Evaluation) -> dict[str, float]:
    """What has a floor, by name; all of them shares, the more the better."""
    pairs = found.families.pairs
    relations = sum(r.right for r in found.relations), sum(r.total for r in found.relations)
    kept_out = [(kind.total - kind.joined, kind.total) for kind in found.kinds if not kind.wanted]
    out = {
        "precision": pairs.precision,
        "recall": pairs.recall,
        "f1": pairs.f1,
        "ari": pairs.ari,
        "relations right": relations[0] / relations[1],
        "hard negatives kept out": sum(n for n, _ in kept_out) / sum(n for _, n in kept_out),
        "candidate recall": found.candidate_recall,
    }
    return {name: round(value, 4) for name, value in out.items()}


def adopted(old: Mapping[str, Any], now: Mapping[str, float], digest: str, lower: Mapping[str, str]) -> dict[str, Any]:
    """The new floors. Raises ValueError where one would have to be lowered without a reason."""
    floors: dict[str, float] = dict(old.get("floors", {}))
    lowered = list(old.get("lowered", []))
    for name, value in now.items():
        before, floor = floors.get(name, 0.0), round(max(0.0, value - MARGIN), 4)
        if value < before and name not in lower:
            raise ValueError(f"{name} is {value}, below its floor of {before}: mend it, or give --lower {name!r} --why a reason")
        if name in lower and floor < before:
            lowered.append({"floor": name, "from": before, "to": floor, "why": lower[name]})
        floors[name] = floor if name in lower else max(before, floor)
    return {"corpus": digest, "floors": floors, "lowered": lowered}


def main(arguments: list[str]) -> int:
    """Measure, then write seeds/floors.json."""
    parser = argparse.ArgumentParser(description="raise the floors under the figures of seeds/ to what is measured now")
    parser.add_argument("--lower", action="append", default=[], metavar="FIGURE", help="a floor that may go down")
    parser.add_argument("--why", metavar="SENTENCE", help="why, as it stands in CHANGELOG.md")
    given = parser.parse_args(arguments)
    if given.lower and (given.why is None or given.why not in Path("CHANGELOG.md").read_text(encoding="utf-8")):
        parser.error("a floor goes down only with --why, and its sentence must stand in CHANGELOG.md")
    with TemporaryDirectory(prefix="wirekin-") as folder:
        now = figures(measure(Path(folder)))
    old = orjson.loads(FLOORS.read_bytes()) if FLOORS.exists() else {}
    try:
        floors = adopted(old, now, corpus_digest(), dict.fromkeys(given.lower, given.why or ""))
    except ValueError as error:
        parser.error(str(error))
    FLOORS.write_bytes(orjson.dumps(floors, option=orjson.OPT_INDENT_2) + b"\n")
    for name, value in now.items():
        print(f"{name:26} {value:.4f}  floor {floors['floors'][name]:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
