"""The editorial life of invented stories: whatever the order in which their lines come, what is printed is the same, and it is true."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import orjson
import pytest

from pipelines.commands.listings import alerts
from pipelines.evaluation.scenarios import Judgement, judge
from tests.scenarios.known import KNOWN, KNOWN_EVENTS
from tests.scenarios.player import FOLDER, GOLDS, LINES, Played, in_order, play, reversed_in, shuffled_in

ROUNDS: Final = 6
"""Of the play in order: scenarios of up to six lines have a run a line. A run takes two seconds, and more as the store grows."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("in_order") / "s", in_order(ROUNDS))


@pytest.fixture(scope="module")
def judged(played: Played) -> Judgement:
    return judge(list(GOLDS.values()), played.current.families, [orjson.loads(line) for line in alerts(played.current)])


def test_there_are_enough_of_them() -> None:
    families = [name for name in GOLDS if name.startswith(("families-", "heldout-"))]
    assert len(families) >= 20
    assert len(GOLDS) - len(families) >= 25
    assert all(4 <= len(lines) <= 10 for lines in LINES.values())


def test_each_step_brings_its_events(played: Played) -> None:
    assert sorted(played.missing_events(ROUNDS)) == sorted(KNOWN_EVENTS)


@pytest.mark.parametrize("name", GOLDS)
def test_what_is_told_is_true(judged: Judgement, name: str) -> None:
    """But for credits, of which the test below speaks, and for what is known."""
    found = {(name, miss.what, miss.who): miss for miss in judged.misses if miss.scenario == name}
    told = {key: miss for key, miss in found.items() if miss.what != "credits"}
    known = {key for key in KNOWN if key[0] == name}
    assert [miss for key, miss in told.items() if key not in known] == []
    assert known - told.keys() == set(), "right by now: take it off the list"


def test_nothing_is_known_of_what_is_not_there(judged: Judgement) -> None:
    assert {scenario for scenario, _, _ in KNOWN} <= GOLDS.keys()
    assert {miss.scenario for miss in judged.misses} <= GOLDS.keys(), "a line of alerts that has to do with no scenario"


def test_credits(judged: Judgement) -> None:
    assert [miss for miss in judged.misses if miss.what == "credits"] == []


def test_relations_and_directions(judged: Judgement) -> None:
    assert judged.shares["relations"].value >= 0.9
    assert judged.shares["directions"].value >= 0.97


@pytest.mark.parametrize("rounds", [reversed_in(2), shuffled_in(1, seed=6)], ids=["reversed", "shuffled, in one run"])
def test_the_order_of_arrival_plays_no_part(played: Played, rounds: list[list[bytes]], tmp_path: Path) -> None:
    other = play(tmp_path / "s", rounds)
    assert {name for name, printed in other.listings.items() if printed != played.listings[name]} == set()


def test_the_page_of_the_seeds_tells_of_each_scenario_that_is_not_held_out() -> None:
    page = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    rows = {
        f"| `{name}` | {len(LINES[name])} | {len(gold.alerts)} | {gold.about} |"
        for name, gold in GOLDS.items()
        if not name.startswith("heldout-")
    }
    assert {row for row in rows if row not in page} == set()
    assert f"{len(GOLDS)} scenarios with {sum(map(len, LINES.values()))} items" in page
