"""Candidates against brute force: horizon, the undated, common keys, equal texts, settled carriers, any order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.matching import candidates as subject
from pipelines.matching.candidates import DAY, HIT, HOUR, POSTING, UNDATED, UNDATED_DAY, day_of, hits_of, tally
from tests.matching.oracle import Carrier, Limits, candidates, hits

PLACE = 1 << 24
WIDE = Limits(7 * DAY, 64, 8)


def postings(world: Sequence[Carrier]) -> NDArray[np.void]:
    """As the stages have them, in the order given."""
    rows = [
        (key, UNDATED if c.published is None else c.published, c.text, c.name, PLACE + c.name, c.settled)
        for c in world
        for key in sorted(c.keys, reverse=True)
    ]
    return np.array(rows, POSTING)


def found(world: Sequence[Carrier], limits: Limits) -> tuple[NDArray[np.void], int]:
    return hits_of(postings(world), horizon=limits.horizon, cap=limits.cap, head=limits.head)


def counted(rows: NDArray[np.void]) -> Counter[tuple[int, int, int]]:
    return Counter((int(r["place"]) - PLACE, int(r["other"]) - PLACE, int(r["hits"])) for r in rows)


def paired(world: Sequence[Carrier], limits: Limits) -> dict[tuple[int, int], int]:
    rows = tally(found(world, limits)[0])
    return {(int(r["place"]) - PLACE, int(r["other"]) - PLACE): int(r["hits"]) for r in rows}


@st.composite
def worlds(draw: st.DrawFn) -> list[Carrier]:
    """A small, crowded world: few texts, few keys, few times; equal texts have equal keys."""
    texts = draw(st.lists(st.frozensets(st.integers(0, 5), max_size=5), min_size=1, max_size=6))
    hours = st.none() | st.integers(-30, 60).map(lambda h: h * HOUR) | st.sampled_from([0, DAY - 1, DAY, DAY + 1, 2 * DAY])
    made = draw(st.lists(st.tuples(st.integers(0, len(texts) - 1), hours, st.booleans()), min_size=1, max_size=16))
    return [Carrier(name, text, texts[text], at, settled and name % 2 == 0) for name, (text, at, settled) in enumerate(made)]


LIMITS = st.builds(Limits, st.sampled_from([HOUR, DAY, 2 * DAY]), st.integers(1, 4), st.integers(1, 5))


@settings(max_examples=400, deadline=None)
@given(worlds(), LIMITS)
def test_hits_are_those_of_brute_force(world: list[Carrier], limits: Limits) -> None:
    rows, common = found(world, limits)
    assert (counted(rows), common) == hits(world, limits)
    text = {c.name: c.text for c in world}
    when = {c.name: c.published for c in world}
    for row in rows:
        one, other = int(row["place"]) - PLACE, int(row["other"]) - PLACE
        assert (int(row["digest"]), int(row["other_digest"])) == (text[one], text[other])
        published = when[one]
        assert int(row["day"]) == (UNDATED_DAY if published is None else published // DAY)


@settings(max_examples=300, deadline=None)
@given(worlds(), LIMITS)
def test_pairs_are_those_of_brute_force(world: list[Carrier], limits: Limits) -> None:
    assert paired(world, limits) == candidates(world, limits)


@settings(max_examples=150, deadline=None)
@given(worlds(), LIMITS, st.integers(0, 2**16))
def test_the_order_of_postings_does_not_matter(world: list[Carrier], limits: Limits, seed: int) -> None:
    rows = postings(world)
    mixed = rows[np.random.default_rng(seed).permutation(len(rows))]
    hits_as_is, common = found(world, limits)
    hits_mixed, common_mixed = hits_of(mixed, horizon=limits.horizon, cap=limits.cap, head=limits.head)
    assert (hits_as_is.tobytes(), common) == (hits_mixed.tobytes(), common_mixed)
    shuffled = hits_as_is[np.random.default_rng(seed).permutation(len(hits_as_is))]
    assert counted(tally(shuffled)) == counted(tally(hits_as_is))


@settings(max_examples=100, deadline=None)
@given(worlds(), LIMITS)
def test_keys_can_be_looked_up_in_shards(world: list[Carrier], limits: Limits) -> None:
    """A key's hits depend on nothing but the postings of that key."""
    rows = postings(world)
    parts = [rows[rows["key"] % 3 == shard] for shard in range(3)]
    apart = [hits_of(part, horizon=limits.horizon, cap=limits.cap, head=limits.head)[0] for part in parts]
    assert counted(np.concatenate(apart)) == counted(found(world, limits)[0])


@settings(max_examples=100, deadline=None)
@given(worlds(), LIMITS, st.data())
def test_a_settled_carrier_is_met_but_does_not_look(world: list[Carrier], limits: Limits, data: st.DataObject) -> None:
    settled = data.draw(st.sets(st.sampled_from(range(len(world)))))
    awake = [Carrier(c.name, c.text, c.keys, c.published) for c in world]
    some = [Carrier(c.name, c.text, c.keys, c.published, c.name in settled) for c in world]
    all_pairs = paired(awake, limits)
    assert paired(some, limits) == {pair: count for pair, count in all_pairs.items() if pair[0] not in settled}


def test_two_sketch_keys_or_one_band_make_a_pair() -> None:
    at = [h * HOUR for h in range(4)]
    world = [
        Carrier(0, 70, frozenset({2, 4, 5}), at[0]),
        Carrier(1, 71, frozenset({2}), at[1]),  # one sketch key
        Carrier(2, 72, frozenset({2, 4}), at[2]),  # two
        Carrier(3, 73, frozenset({5}), at[3]),  # one band
    ]
    assert paired(world, WIDE) == {(2, 0): 4, (3, 0): 3}


def test_of_sketch_keys_that_many_texts_have_a_pair_needs_three() -> None:
    """At most three texts are few: the fifth sees four, under each key."""
    limits = Limits(7 * DAY, 9, 3)
    for keys, expected in ((frozenset({2, 4}), set()), (frozenset({2, 4, 6}), {(4, j) for j in range(4)})):
        world = [Carrier(i, 70 + i, keys, i * HOUR) for i in range(5)]
        assert {pair for pair in paired(world, limits) if pair[0] == 4} == expected
        assert (3, 0) in paired(world, limits)


def test_the_horizon_is_inclusive() -> None:
    keys = frozenset({1})
    world = [Carrier(0, 70, keys, 0), Carrier(1, 71, keys, 7 * DAY), Carrier(2, 72, keys, 7 * DAY + 1)]
    assert paired(world, WIDE) == {(1, 0): 3, (2, 1): 3}


def test_the_undated_pass_every_time_test_and_are_looked_at_by_all() -> None:
    keys = frozenset({1})
    world = [Carrier(0, 70, keys, None), Carrier(1, 71, keys, -900 * DAY), Carrier(2, 72, keys, 900 * DAY), Carrier(3, 73, keys, None)]
    assert paired(world, WIDE) == {(1, 0): 3, (2, 0): 3, (3, 0): 3, (1, 3): 3, (2, 3): 3}


def test_a_common_key_leads_to_its_earliest_texts_only() -> None:
    keys = frozenset({1})
    world = [Carrier(i, 70 + i, keys, i * HOUR) for i in range(6)]
    limits = Limits(7 * DAY, 3, 2)
    # The fifth and sixth see four and five texts, more than three: they meet the first two.
    expected = {(i, j): 3 for i in range(4) for j in range(i)} | {(4, 0): 3, (4, 1): 3, (5, 0): 3, (5, 1): 3}
    assert paired(world, limits) == expected
    assert found(world, limits)[1] == 2


def test_a_key_is_common_within_a_window_only() -> None:
    keys = frozenset({1})
    world = [Carrier(i, 70 + i, keys, i * DAY) for i in range(20)]
    limits = Limits(2 * DAY, 2, 1)
    assert paired(world, limits) == {(i, j): 3 for i in range(20) for j in range(max(0, i - 2), i)}
    assert found(world, limits)[1] == 0


def test_a_text_sent_a_hundred_times_does_not_make_a_key_common() -> None:
    keys = frozenset({1})
    resent = [Carrier(i, 70, keys, i * HOUR) for i in range(100)]
    late = Carrier(200, 71, keys, 120 * HOUR)
    assert paired([*resent, late], Limits(7 * DAY, 1, 1)) == {(200, 0): 3}


def test_without_shared_postings_of_equal_texts_resends_crowd_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: every posting counts as a text of its own."""
    keys = frozenset({1})
    world = [*(Carrier(i, 70, keys, i * HOUR) for i in range(10)), Carrier(20, 71, keys, 10 * HOUR), Carrier(21, 72, keys, 11 * HOUR)]
    limits = Limits(7 * DAY, 2, 1)
    assert paired(world, limits) == candidates(world, limits) == {(20, 0): 3, (21, 0): 3, (21, 20): 3}
    monkeypatch.setattr(subject, "_twins", lambda rows: np.full(len(rows), -1, np.int64))
    assert (21, 20) not in paired(world, limits)


def test_without_a_full_order_the_order_of_arrival_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: postings are sorted by key and time alone, so texts of one time stay as they came."""
    world = [Carrier(i, 70 + i, frozenset({1}), 0) for i in range(5)]
    limits = Limits(DAY, 1, 1)
    mixed = world[::-1]
    assert paired(world, limits) == paired(mixed, limits)

    class ByTimeAlone:
        """numpy, but for a sort that forgets all but time and key."""

        def __getattr__(self, name: str) -> object:
            return getattr(np, name)

        @staticmethod
        def lexsort(columns: tuple[NDArray[np.generic], ...]) -> NDArray[np.intp]:
            return np.lexsort(columns[-2:])

    monkeypatch.setattr(subject, "np", ByTimeAlone())
    assert paired(world, limits) != paired(mixed, limits)


def test_counts_of_shared_keys_stop_at_255() -> None:
    keys = frozenset(range(0, 600, 2))
    world = [Carrier(0, 70, keys, 0), Carrier(1, 71, keys, HOUR)]
    assert paired(world, WIDE) == {(1, 0): 255}


def test_nothing_gives_nothing() -> None:
    rows, common = hits_of(np.empty(0, POSTING), horizon=DAY, cap=1, head=1)
    assert (len(rows), common, len(tally(rows))) == (0, 0, 0)
    assert tally(rows).dtype == HIT


@pytest.mark.parametrize(
    ("published", "day"), [(UNDATED, UNDATED_DAY), (0, 0), (DAY - 1, 0), (DAY, 1), (-1, -1), (-DAY, -1), (-DAY - 1, -2)]
)
def test_days(published: int, day: int) -> None:
    assert day_of(published) == day


def test_many_hits_outgrow_the_first_array() -> None:
    chance = random.Random(5)
    world = [Carrier(i, 70 + i, frozenset(chance.sample(range(40), 20)), i * HOUR) for i in range(60)]
    limits = Limits(7 * DAY, 64, 8)
    assert len(found(world, limits)[0]) > 2 * len(postings(world))
    assert paired(world, limits) == candidates(world, limits)
