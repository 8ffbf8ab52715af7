"""Plays all scenarios of seeds/scenarios into one store: each round is a run that reads the next lines of every scenario."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.evaluation.scenario_gold import ScenarioGold, read_scenario
from pipelines.families.ids import named_after
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from tests.ingest.runs import ingest, listings

FOLDER = Path(__file__).parent.parent.parent / "seeds" / "scenarios"
GOLDS: dict[str, ScenarioGold] = {
    path.name.removesuffix(".gold.json"): read_scenario(path.read_bytes()) for path in sorted(FOLDER.glob("*.gold.json"))
}
LINES: dict[str, list[bytes]] = {name: (FOLDER / f"{name}.ndjson").read_bytes().splitlines() for name in GOLDS}


@dataclass(frozen=True)
class Played:
    """A store after all rounds, and what its listings print."""

    current: Current
    listings: dict[str, bytes]
    after: tuple[int, ...]
    """The store's revision after each round."""

    def missing_events(self, cuts: int) -> list[str]:
        """Events that the gold wants of a step, and that the round which read its line did not bring; played in order in so many rounds."""
        uris = {uri: name for name, gold in GOLDS.items() for uri in gold.uris}
        homes = {named_after(head.story_id): uris[head.uri] for head in self.current.heads.values()}
        found = {(homes[event.family_id], event.revision, event.kind) for event in self.current.events()}
        return [
            f"{name}, step {step.step}: {kind}"
            for name, gold in GOLDS.items()
            for step in gold.events
            for kind in step.must
            if (name, self.after[round_of(step.step - 1, len(LINES[name]), cuts)], kind) not in found
        ]


def play(folder: Path, rounds: Sequence[Sequence[bytes]]) -> Played:
    """One run a round into a new store."""
    folder.mkdir()
    store = folder / "store"
    after = []
    for lines in rounds:
        ingest(store, lines)
        after.append(Current.of(LocalStore(store)).manifest.revision)
    return Played(Current.of(LocalStore(store)), listings(store), tuple(after))


def round_of(line: int, lines: int, cuts: int) -> int:
    """The round that reads a line; where there are as many rounds as lines and more, each line is alone in its round."""
    return line * cuts // lines


def in_order(cuts: int) -> list[list[bytes]]:
    """As they came."""
    return _rounds(LINES.values(), cuts)


def reversed_in(cuts: int) -> list[list[bytes]]:
    """The last lines first."""
    return _rounds((lines[::-1] for lines in LINES.values()), cuts)


def shuffled_in(cuts: int, seed: int) -> list[list[bytes]]:
    """Each scenario's lines in any order."""
    chance = random.Random(seed)
    return _rounds((chance.sample(lines, len(lines)) for lines in LINES.values()), cuts)


def _rounds(orders: Iterable[list[bytes]], cuts: int) -> list[list[bytes]]:
    rounds: list[list[bytes]] = [[] for _ in range(cuts)]
    for lines in orders:
        for at, line in enumerate(lines):
            rounds[round_of(at, len(lines), cuts)].append(line)
    return rounds
