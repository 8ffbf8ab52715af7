"""A small, varied world of items for runs that are killed, and ways to cut it into runs.

Taken from `seeds/stories`: whole families with their kills and near misses, some files of every format, some that cannot be read; and
records that beat others of the same version.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from pipelines.formats import parse
from schemas import Story

SEEDS: Final = Path("seeds")
MEMBERS: Final = 5
"""Families of so many items or more are taken, the ones with a notice first."""
EACH_FORMAT: Final = 1
BROKEN: Final = {
    "broken-1.json": b'{"uri": "urn:faults:broken", "headlines": [',
    "broken-2.bin": bytes(range(256)) * 8,
    "broken-3.ndjson": b'{"uri": "urn:faults:half"\n{"nothing": true}\n',
}
Unit = tuple[str, bytes]


@dataclass(frozen=True)
class World:
    """A folder with a file an item, or a few items where their format has several, and the names of the files."""

    folder: Path
    names: tuple[str, ...]

    def cut(self, chance: random.Random) -> tuple[tuple[str, ...], ...]:
        """Three runs of at least a few files; each but the first gets some again that came before."""
        names = list(self.names)
        chance.shuffle(names)
        a, b = sorted(chance.sample(range(3, len(names) - 3, 3), 2))
        runs = [names[:a], names[a:b], names[b:]]
        runs[1] += chance.sample(runs[0], 2)
        runs[2] += chance.sample(runs[0] + runs[1], 2)
        return tuple(tuple(str(self.folder / name) for name in sorted(set(run))) for run in runs)


def gather(folder: Path, chance: random.Random, families_wanted: int) -> World:
    """Write a world into a folder."""
    units = _units()
    parsed = {name: [item for item in parse(data, name) if isinstance(item, Story)] for name, data in units.items()}
    families: dict[str, list[str]] = {}
    gold = _gold()
    for name, stories in sorted(parsed.items()):
        for family in sorted({gold[story.uri].partition("~")[0] for story in stories if story.uri in gold}):
            families.setdefault(family, []).append(name)
    with_notice = {family for family, own in families.items() if any(s.kind == "notice" for name in own for s in parsed[name])}
    large = [family for family, own in sorted(families.items()) if len(own) >= MEMBERS]
    chance.shuffle(large)
    large.sort(key=lambda family: family not in with_notice)
    chosen = {name for family in large[:families_wanted] for name in families[family]}
    for kind in sorted({name.partition("-")[0] for name in units}):
        own = sorted(name for name in units if name.partition("-")[0] == kind)
        chosen.update(chance.sample(own, min(EACH_FORMAT, len(own))))
    found = {name: units[name] for name in sorted(chosen)} | BROKEN | dict(_beating(units, sorted(chosen), chance))
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        (folder / name).write_bytes(data)
    return World(folder, tuple(sorted(found)))


def _units() -> dict[str, bytes]:
    """Files of the seeds; of NDJSON files, which hold a month of an agency, the lines."""
    found = {}
    for path in sorted((SEEDS / "stories").rglob("*")):
        if path.is_file():
            name = f"{path.parent.name}-{path.name}"
            lines = path.read_bytes().splitlines() if path.suffix == ".ndjson" else []
            found.update({f"{name}-{n:03d}.json": line for n, line in enumerate(lines)} if lines else {name: path.read_bytes()})
    return found


def _gold() -> dict[str, str]:
    """uri -> family; for a file without an id, its name here."""
    rows = [line.split("\t") for line in (SEEDS / "gold.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {uri.replace("seeds/stories/text/", "text-"): family for uri, family, *_ in rows}


def _beating(units: dict[str, bytes], chosen: list[str], chance: random.Random) -> list[Unit]:
    """Records of two items once more, withdrawn: graver than the first, so that they take its place whichever comes first."""
    usable = [name for name in chosen if name.startswith("ninjs-") and b'"pubstatus":"usable"' in units[name].replace(b" ", b"")]
    out = []
    for name in chance.sample(usable, min(2, len(usable))):
        out.append((f"beating-{name}", orjson.dumps(orjson.loads(units[name]) | {"pubstatus": "canceled"})))
    return out
