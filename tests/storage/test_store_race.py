"""Many processes at one local store, and one that is killed while it writes."""

from __future__ import annotations

from hashlib import sha256
from itertools import count
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from pipelines.storage.local import LocalStore
from pipelines.storage.store import StoredDiffers

SPAWN = get_context("spawn")
RACERS = 16
ROUNDS = 12
ADDITIONS = 5
NAME = "manifest.json"
PATIENCE = 60
"""Seconds until a barrier gives up, so that a dead racer is a red test and no standstill."""


def run_racers(store: LocalStore) -> list[tuple[int, dict[str, list[Any]]]]:
    start, results = SPAWN.Barrier(RACERS), SPAWN.Queue()
    racers = [SPAWN.Process(target=race, args=(number, store, start, results)) for number in range(RACERS)]
    for racer in racers:
        racer.start()
    found = [results.get(timeout=2 * PATIENCE) for _ in racers]
    for racer in racers:
        racer.join()
        racer.close()
    results.close()
    results.join_thread()
    return found


def race(number: int, store: LocalStore, start: Barrier, results: Queue[tuple[int, dict[str, list[Any]]]]) -> None:
    """All read, then all swap, round after round; then all put; then all count up as fast as they can."""
    swaps: list[int | None] = []
    puts: list[str] = []
    for _ in range(ROUNDS):
        current = store.read_versioned(NAME)
        start.wait(PATIENCE)
        # Half of the racers write the same bytes: a generation made of the bytes alone would let several win.
        data = b"same" if number % 2 else b"racer %d" % number
        swaps.append(store.swap(NAME, data, current[1] if current else 0))
        start.wait(PATIENCE)
    for turn in range(ROUNDS):
        start.wait(PATIENCE)
        puts.append(str(store.put_if_absent(f"packs/{turn}/same", b"pack")))
        try:
            puts.append(str(store.put_if_absent(f"packs/{turn}/differs", b"racer %d" % number)))
        except StoredDiffers:
            puts.append("differs")
    start.wait(PATIENCE)
    for _ in range(ADDITIONS):
        while True:
            found = store.read_versioned("sum")
            total, generation = (int(found[0]), found[1]) if found else (0, 0)
            if store.swap("sum", b"%d" % (total + 1), generation) is not None:
                break
    results.put((number, {"swaps": swaps, "puts": puts}))


@pytest.fixture(scope="module")
def raced(tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalStore, dict[int, dict[str, list[Any]]]]:
    store = LocalStore(tmp_path_factory.mktemp("race") / "store")
    return store, dict(run_racers(store))


Raced = tuple[LocalStore, dict[int, dict[str, list[Any]]]]


def test_one_swap_wins_each_round(raced: Raced) -> None:
    store, found = raced
    assert len(found) == RACERS
    made = [[found[n]["swaps"][turn] for n in range(RACERS) if found[n]["swaps"][turn] is not None] for turn in range(ROUNDS)]
    assert [len(winners) for winners in made] == [1] * ROUNDS
    generations = [winners[0] for winners in made]
    assert generations == sorted(set(generations))
    current = store.read_versioned(NAME)
    assert current is not None
    assert current[1] == generations[-1]


def test_one_put_wins_each_round(raced: Raced) -> None:
    store, found = raced
    for turn in range(ROUNDS):
        same = [found[n]["puts"][2 * turn] for n in range(RACERS)]
        differs = [found[n]["puts"][2 * turn + 1] for n in range(RACERS)]
        assert sorted(same) == ["False"] * (RACERS - 1) + ["True"]
        assert sorted(differs) == ["True"] + ["differs"] * (RACERS - 1)
        assert store.read(f"packs/{turn}/differs") == b"racer %d" % differs.index("True")


def test_no_addition_is_lost(raced: Raced) -> None:
    store, _ = raced
    assert store.read("sum") == b"%d" % (RACERS * ADDITIONS)
    assert sorted(store.names("")) == sorted(
        [NAME, "sum", *(f"packs/{turn}/{kind}" for turn in range(ROUNDS) for kind in ("same", "differs"))]
    )


def signed(number: int) -> bytes:
    """Bytes that tell whether they are whole."""
    body = b"%d\n" % number * 20_000
    return sha256(body).hexdigest().encode() + body


def write_for_ever(store: LocalStore) -> None:
    generation = 0
    for number in count():
        generation = store.swap(NAME, signed(number), generation) or 0
        store.put_if_absent(f"packs/{number}", signed(number))


def test_readers_never_see_a_mix_nor_does_a_kill_leave_one(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store")
    writer = SPAWN.Process(target=write_for_ever, args=(store,))
    writer.start()
    seen: set[int] = set()
    while len(seen) < 20 and writer.is_alive():
        if found := store.read_versioned(NAME):
            assert found[0][:64] == sha256(found[0][64:]).hexdigest().encode()
            seen.add(found[1])
    assert writer.is_alive()
    writer.kill()
    writer.join()
    writer.close()
    for name in store.names(""):
        data = store.read(name)
        assert data[:64] == sha256(data[64:]).hexdigest().encode()
    found = store.read_versioned(NAME)
    assert found is not None
    assert store.swap(NAME, b"after", found[1]), "the lock of a dead process is free"
