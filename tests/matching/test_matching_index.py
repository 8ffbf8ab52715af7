"""The incremental index against the bounded graph: candidates after every change are those of all postings at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching import index as index_module
from pipelines.matching.candidates import DAY, POSTING, UNDATED, day_of, hits_of, tally
from pipelines.matching.index import Index, changed_pairs, named

HORIZON, CAP, HEAD = 3 * DAY, 3, 1
HOURS = [UNDATED, *(hour * DAY // 24 for hour in (0, 1, 30, 49, 50, 72, 73, 96, 121, 122, 150, 199))]
Carrier = tuple[int, int, tuple[int, ...]]
"""(text, time, place): keys are a function of the text."""


def postings(carriers: Collection[tuple[int, int, int]]) -> Any:
    """Postings of (text, time, place)."""
    rows = [(key, time, text + 1, place, place, False) for text, time, place in carriers for key in keys_of(text)]
    return np.array(rows, POSTING)


def keys_of(text: int) -> list[int]:
    """Few keys for many texts: each is in common with several others. Odd ones are bands."""
    chance = np.random.default_rng(text)
    return [2 * int(key) for key in chance.choice(9, size=int(chance.integers(2, 6)), replace=False)] + (
        [2 * (text % 5) + 1] * (text % 3 == 0)
    )


def oracle(carriers: Collection[tuple[int, int, int]]) -> dict[int, set[tuple[int, int]]]:
    """Candidates by day, all at once."""
    hits, _ = hits_of(postings(carriers), horizon=HORIZON, cap=CAP, head=HEAD)
    rows = tally(hits)
    found: dict[int, set[tuple[int, int]]] = {}
    for day, pair in zip(rows["day"].tolist(), named(rows), strict=True):
        found.setdefault(day, set()).add(pair)
    return found


@dataclass
class Kept:
    """An index and the candidates that it has told of."""

    index: Index = field(default_factory=lambda: Index(horizon=HORIZON, cap=CAP, head=HEAD))
    pairs: dict[int, set[tuple[int, int]]] = field(default_factory=dict)

    def held(self, day: int, texts: Collection[int]) -> set[tuple[int, int]]:
        return {pair for pair in self.pairs.get(day, ()) if not set(texts).isdisjoint(pair)}

    def take(self, new: Collection[tuple[int, int, int]], gone: Collection[int] = ()) -> None:
        change = self.index.change(postings(new), gone)
        for day, pairs in changed_pairs(self.index, change, self.held).items():
            own = self.pairs.setdefault(day, set())
            assert pairs.came.isdisjoint(own)
            assert pairs.went <= own
            own |= pairs.came
            own -= pairs.went

    def told(self) -> dict[int, set[tuple[int, int]]]:
        return {day: pairs for day, pairs in self.pairs.items() if pairs}


CARRIERS = st.lists(st.tuples(st.integers(0, 15), st.sampled_from(HOURS)), min_size=1, max_size=40)


@given(CARRIERS, st.lists(st.integers(0, 2), min_size=40, max_size=40), st.data())
def test_any_order_cut_and_repeat_gives_the_candidates_of_all_at_once(world: Any, cuts: list[int], data: st.DataObject) -> None:
    carriers = [(text, time, place) for place, (text, time) in enumerate(world, 1)]
    kept, held = Kept(), set()
    batch: list[tuple[int, int, int]] = []
    for carrier, cut in zip(data.draw(st.permutations(carriers)), cuts, strict=False):
        batch.append(carrier)
        if cut == 0:
            continue
        gone = data.draw(st.sets(st.sampled_from(sorted(place for *_, place in held)), max_size=3)) if held and cut == 2 else set()
        kept.take([*batch, *batch[:1]][: len(batch)], gone)
        held = {one for one in held if one[2] not in gone} | set(batch)
        batch = []
        assert kept.told() == oracle(held)
    kept.take([*batch, *sorted(held)[:2]])
    assert kept.told() == oracle(held | set(batch))


@given(CARRIERS, st.integers(0, 8))
def test_days_that_are_out_of_reach_do_not_matter(world: Any, newest: int) -> None:
    """What lies more than the horizon before a new story and all its later ones can be dropped: the view of a stream does so."""
    carriers = sorted((text, time, place) for place, (text, time) in enumerate(world, 1))
    late = [one for one in carriers if one[1] != UNDATED and day_of(one[1]) >= newest]
    early = [one for one in carriers if one not in late]
    whole, short = Kept(), Kept()
    for kept in (whole, short):
        kept.take(early)
    for day in range(newest - 3):
        short.index.drop_day(day)
    for kept in (whole, short):
        for one in late:
            kept.take([one])
    assert short.told() == whole.told() == oracle(carriers)


def test_what_is_dropped_leaves_no_trace() -> None:
    index = Index(horizon=HORIZON, cap=CAP, head=HEAD)
    for day in range(100):
        index.load(postings([(text, day * DAY, 100 * day + text + 1) for text in range(10)]))
        index.drop_day(day - 5)
    assert len(index) == 50
    assert index.entries <= 2 * sum(5 * len(keys_of(text)) for text in range(10))


def test_without_a_second_look_common_keys_show_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: whose other look-backs changed is not looked at again."""
    world = [
        (text, hour * DAY // 24, place) for place, (text, hour) in enumerate(((2, 60), (3, 50), (8, 40), (5, 30), (12, 20), (1, 10)), 1)
    ]

    def one_by_one() -> dict[int, set[tuple[int, int]]]:
        kept = Kept()
        for carrier in world:
            kept.take([carrier])
        return kept.told()

    assert one_by_one() == oracle(world)
    monkeypatch.setattr(index_module, "_differing", lambda before, after: set())
    assert one_by_one() != oracle(world)
