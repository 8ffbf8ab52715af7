"""Many at one store: processes at a local one, threads at one of Google; and a process that is killed while it writes."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from queue import SimpleQueue
from threading import Barrier as ThreadBarrier
from threading import Thread
from typing import Any

import pytest

from pipelines.storage.gcs import GcsStore
from pipelines.storage.local import LocalStore
from pipelines.storage.store import Store, StoredDiffers
from tests.storage.emulators import AT_HOME, EMULATED, emulator, talking_to
from tests.storage.fake_google import FakeGoogle, Fault, serving

SPAWN = get_context("spawn")
RACERS = 16
EFFORT = {"local": (12, 5), "fake": (4, 1), "emulator": (4, 1)}
"""Rounds of swaps and of puts, and additions, that each racer does."""
NAME = "manifest.json"
PATIENCE = 60
"""Seconds until a barrier gives up, so that a dead racer is a red test and no standstill."""


Found = dict[str, list[Any]]
Raced = tuple[Store, tuple[int, int], dict[int, Found]]


def run_racers(store: LocalStore, effort: tuple[int, int]) -> list[tuple[int, Found]]:
    start, results = SPAWN.Barrier(RACERS), SPAWN.Queue()
    racers = [SPAWN.Process(target=race, args=(number, store, *effort, start, results)) for number in range(RACERS)]
    for racer in racers:
        racer.start()
    found = [results.get(timeout=2 * PATIENCE) for _ in racers]
    for racer in racers:
        racer.join()
        racer.close()
    results.close()
    results.join_thread()
    return found


def run_threads(store: GcsStore, effort: tuple[int, int]) -> list[tuple[int, Found]]:
    """The referee is the service, and every thread has connections of its own."""
    start, results = ThreadBarrier(RACERS), SimpleQueue[tuple[int, Found]]()
    racers = [Thread(target=race, args=(number, pickle.loads(pickle.dumps(store)), *effort, start, results)) for number in range(RACERS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return [results.get(timeout=1) for _ in racers]


def race(
    number: int,
    store: Store,
    rounds: int,
    additions: int,
    start: Barrier | ThreadBarrier,
    results: Queue[tuple[int, Found]] | SimpleQueue[tuple[int, Found]],
) -> None:
    """All read, then all swap, round after round; then all put; then all count up as fast as they can."""
    swaps: list[int | None] = []
    puts: list[str] = []
    for _ in range(rounds):
        current = store.read_versioned(NAME)
        start.wait(PATIENCE)
        # Half of the racers write the same bytes: a generation made of the bytes alone would let several win.
        data = b"same" if number % 2 else b"racer %d" % number
        swaps.append(store.swap(NAME, data, current[1] if current else 0))
        start.wait(PATIENCE)
    for turn in range(rounds):
        start.wait(PATIENCE)
        puts.append(str(store.put_if_absent(f"packs/{turn}/same", b"pack")))
        try:
            puts.append(str(store.put_if_absent(f"packs/{turn}/differs", b"racer %d" % number)))
        except StoredDiffers:
            puts.append("differs")
    start.wait(PATIENCE)
    for _ in range(additions):
        while True:
            found = store.read_versioned("sum")
            total, generation = (int(found[0]), found[1]) if found else (0, 0)
            if store.swap("sum", b"%d" % (total + 1), generation) is not None:
                break
    results.put((number, {"swaps": swaps, "puts": puts}))


KINDS = ["local", pytest.param("fake", marks=AT_HOME), pytest.param("emulator", marks=EMULATED)]


@pytest.fixture(scope="module", params=KINDS)
def raced(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raced]:
    effort = EFFORT[request.param]
    if request.param == "local":
        local = LocalStore(tmp_path_factory.mktemp("race") / "store")
        yield local, effort, dict(run_racers(local, effort))
        return
    service = emulator() if request.param == "emulator" else serving(FakeGoogle({"bucket": {}}))
    with service as running, talking_to(running.url):
        store = GcsStore("bucket", "race")
        yield store, effort, dict(run_threads(store, effort))


def test_one_swap_wins_each_round(raced: Raced) -> None:
    store, (rounds, _), found = raced
    assert len(found) == RACERS
    made = [[found[n]["swaps"][turn] for n in range(RACERS) if found[n]["swaps"][turn] is not None] for turn in range(rounds)]
    assert [len(winners) for winners in made] == [1] * rounds
    generations = [winners[0] for winners in made]
    assert generations == sorted(set(generations))
    current = store.read_versioned(NAME)
    assert current is not None
    assert current[1] == generations[-1]


def test_one_put_wins_each_round(raced: Raced) -> None:
    store, (rounds, _), found = raced
    for turn in range(rounds):
        same = [found[n]["puts"][2 * turn] for n in range(RACERS)]
        differs = [found[n]["puts"][2 * turn + 1] for n in range(RACERS)]
        assert sorted(same) == ["False"] * (RACERS - 1) + ["True"]
        assert sorted(differs) == ["True"] + ["differs"] * (RACERS - 1)
        assert store.read(f"packs/{turn}/differs") == b"racer %d" % differs.index("True")


def test_no_addition_is_lost(raced: Raced) -> None:
    store, (rounds, additions), _ = raced
    assert store.read("sum") == b"%d" % (RACERS * additions)
    assert sorted(store.names("")) == sorted(
        [NAME, "sum", *(f"packs/{turn}/{kind}" for turn in range(rounds) for kind in ("same", "differs"))]
    )


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_an_emulator_without_preconditions_would_be_caught() -> None:
    """Such emulators let everybody win, so a race on them would prove nothing: this race sees it."""
    with serving(FakeGoogle({"bucket": {}}, heeds_generations=False)) as lying, talking_to(lying.url):
        found = swaps_of_one_round(GcsStore("bucket", "race"))
    assert len([made for made in found if made is not None]) == RACERS


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_one_of_sixteen_wins_though_every_answer_is_lost_once() -> None:
    """Each racer's first upload breaks off after it was done or refused: the one that was done is known by its mark."""
    lost = Fault("lost", methods=("POST",), times=RACERS)
    with serving(FakeGoogle({"bucket": {}}, faults=[lost])) as google, talking_to(google.url):
        store = GcsStore("bucket", "race", pause=0.001)
        found = swaps_of_one_round(store)
        (winner,) = [made for made in found if made is not None]
        assert store.read_versioned(NAME) == (b"same", winner)


def swaps_of_one_round(store: GcsStore) -> list[int | None]:
    """What sixteen get that write the same bytes at once."""
    start, found = ThreadBarrier(RACERS), SimpleQueue[int | None]()

    def swap(own: GcsStore) -> None:
        start.wait(PATIENCE)
        found.put(own.swap(NAME, b"same", 0))

    racers = [Thread(target=swap, args=(pickle.loads(pickle.dumps(store)),)) for _ in range(RACERS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return [found.get(timeout=1) for _ in racers]


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
