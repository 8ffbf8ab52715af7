"""The directory misses no day of a story, however its packs were merged."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.storage import directory
from pipelines.storage.directory import days_of, entries_in, entries_of, extended
from pipelines.storage.memory import MemoryStore

HEADS = st.lists(st.tuples(st.sampled_from([f"s{n:024x}" for n in range(12)]), st.integers(-3, 20)), max_size=8)


def after(store: MemoryStore, runs: list[list[tuple[str, int]]]) -> dict[str, int]:
    held: dict[str, int] = {}
    for heads in runs:
        held = extended(store, held, [entries_of(heads)])
    return held


@given(st.lists(HEADS, max_size=25), st.sets(st.sampled_from([f"s{n:024x}" for n in range(14)])))
def test_every_day_of_a_story_is_found(runs: list[list[tuple[str, int]]], asked: set[str]) -> None:
    store = MemoryStore()
    held = after(store, runs)
    expected: dict[int, set[str]] = {}
    for story, day in (head for heads in runs for head in heads if head[0] in asked):
        expected.setdefault(day, set()).add(story)
    assert days_of(partial(entries_in, store), held, asked) == expected


def test_small_packs_become_one_and_full_ones_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "FULL", 20)
    store = MemoryStore()
    held = after(store, [[(f"s{n}", 1)] for n in range(17)])
    assert list(held.values()) == [17], "sixteen packs of one entry, and the seventeenth merged them"
    held = extended(store, held, [entries_of((f"s{n}", 2) for n in range(30))])
    assert sorted(held.values()) == [17, 30]
    held = extended(store, held, [entries_of([("s1", 3)])])
    assert sorted(held.values()) == [1, 17, 30]
    for day in range(4, 19):
        held = extended(store, held, [entries_of([("s1", day)])])
    assert sorted(held.values()) == [30, 33], "17 + 1 + 15 became one; the full one of before was not touched"
    assert sorted(days_of(partial(entries_in, store), held, {"s1"})) == list(range(1, 19))


def test_nothing_new_writes_nothing() -> None:
    store = MemoryStore()
    assert extended(store, {}, []) == {}
    assert list(store.names("")) == []


def test_only_what_is_asked_for_is_read() -> None:
    assert days_of(partial(entries_in, MemoryStore()), ["packs/directory/gone.parquet"], set()) == {}
