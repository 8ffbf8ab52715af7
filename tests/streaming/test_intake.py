"""A store that stories were taken into a few at a time is, for every listing, the store of one bounded run."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import parse
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import keep_model, load_manifest
from pipelines.storage.store import Store
from pipelines.streaming.intake import Intake
from pipelines.streaming.view import View
from schemas import Story
from tests.ingest.runs import Item, examples_of_runs, ingest, listings, ninjs
from tests.ingest.test_order import TIGHT, WORLD, chains, cut, in_one_run, text_of


def stories_of(items: Iterable[Item]) -> list[Story]:
    """What the parser makes of items."""
    found = [item for n, data in enumerate(items) for item in parse(orjson.dumps(data), f"message-{n}")]
    return [item for item in found if isinstance(item, Story)]


def intake_of(store: Store, settings: MatchSettings = TIGHT, lateness: int | None = None) -> Intake:
    keep_model(store, shipped_model())
    return Intake(store, settings, RunSettings(), shipped_model(), lateness)


def taken_in(folder: Path, batches: Sequence[Sequence[Item]], lateness: int = 1) -> dict[str, bytes]:
    taking = intake_of(LocalStore(folder), lateness=lateness)
    for batch in batches:
        taking.take(stories_of(batch))
    return listings(folder)


@examples_of_runs(3)
@given(WORLD, st.integers(0, 2**16))
def test_any_order_and_cut_gives_the_listings_of_one_run(world: list[Item], seed: int) -> None:
    with TemporaryDirectory() as folder:
        assert taken_in(Path(folder) / "store", cut(world, seed)) == in_one_run(world)


@examples_of_runs(2)
@given(WORLD, st.integers(0, 2**16))
def test_one_by_one_with_repeats(world: list[Item], seed: int) -> None:
    chance = random.Random(seed)
    mixed = [*world, *chance.sample(world, k=min(3, len(world)))]
    chance.shuffle(mixed)
    with TemporaryDirectory() as folder:
        assert taken_in(Path(folder) / "store", [[item] for item in mixed]) == in_one_run(world)


@examples_of_runs(2)
@given(chains(), st.integers(0, 2**16))
def test_a_family_that_is_longer_than_what_is_held(world: list[Item], seed: int) -> None:
    with TemporaryDirectory() as folder:
        assert taken_in(Path(folder) / "store", cut(world, seed)) == in_one_run(world)


@examples_of_runs(2)
@given(WORLD, st.integers(0, 2**16))
def test_bounded_runs_in_between_are_followed(world: list[Item], seed: int) -> None:
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        taking = intake_of(LocalStore(store))
        for number, batch in enumerate(cut(world, seed)):
            if number % 2:
                ingest(store, batch, TIGHT)
            else:
                taking.take(stories_of(batch))
        taking.take(stories_of(world[:1]))
        assert listings(store) == in_one_run(world)


def test_what_is_there_is_a_duplicate_and_changes_no_byte(tmp_path: Path) -> None:
    world = [ninjs(f"urn:test:{i}", text_of(i % 2, tuple(range(i % 3, 8)))) for i in range(6)]
    first = intake_of(LocalStore(tmp_path / "store"))
    assert first.take(stories_of(world)).new == 6
    manifest = load_manifest(LocalStore(tmp_path / "store"))
    for again in (first, intake_of(LocalStore(tmp_path / "store"))):
        assert again.take(stories_of(world)).new == 0
    assert load_manifest(LocalStore(tmp_path / "store")) == manifest


class Overtaken(LocalStore):
    """Before a swap, somebody else publishes."""

    def __init__(self, folder: Path, others: list[Item]) -> None:
        super().__init__(folder)
        self.others = others

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        others, self.others = self.others, []
        if others:
            ingest(self.path, others, TIGHT)
        return super().swap(name, data, generation)


def test_who_is_overtaken_begins_again_on_what_is_there_now(tmp_path: Path) -> None:
    world = [ninjs(f"urn:test:{i}", text_of(0, tuple(range(i % 3, 8)))) for i in range(6)]
    taking = intake_of(Overtaken(tmp_path / "store", world[:3]))
    taken = taking.take(stories_of(world[2:]))
    assert (taken.revision, taken.new) == (2, 3)
    assert listings(tmp_path / "store") == in_one_run(world)


def test_days_out_of_reach_are_let_go(tmp_path: Path) -> None:
    """What is held is bounded by horizon and lateness, and a story that comes late is matched all the same."""
    taking = intake_of(LocalStore(tmp_path / "store"), lateness=1)
    sizes = []
    told = [ninjs(f"urn:test:{day}", text_of(day % 4, tuple(range(8))), at=f"2025-03-{day:02d}T09:00:00Z") for day in range(1, 16)]
    for item in told:
        taking.take(stories_of([item]))
        assert taking.view is not None
        sizes.append(len(taking.view.index))
    assert max(sizes[10:]) <= TIGHT.horizon_days + 2
    late = ninjs("urn:test:late", text_of(3, tuple(range(7))), at="2025-03-03T09:00:00Z")
    taking.take(stories_of([late]))
    assert len(taking.view.index) <= TIGHT.horizon_days + 2
    assert listings(tmp_path / "store") == in_one_run([*told, late])


def test_without_following_the_stories_of_other_runs_are_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: a view that takes itself for that of any manifest."""
    world = [ninjs(f"urn:test:{i}", text_of(0, tuple(range(i, 8)))) for i in range(3)]

    def mixed(folder: Path) -> dict[str, bytes]:
        taking = intake_of(LocalStore(folder))
        taking.take(stories_of(world[:1]))
        ingest(folder, world[1:2], TIGHT)
        taking.take(stories_of(world[2:]))
        return listings(folder)

    assert mixed(tmp_path / "one") == in_one_run(world)
    monkeypatch.setattr(View, "_load", lambda self, manifest, day, names: None)
    assert mixed(tmp_path / "two") != in_one_run(world)
