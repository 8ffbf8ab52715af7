"""Figures from contingency tables are those that one gets pair by pair, and those of examples worked out by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.evaluation.figures import PairCounts, b_cubed, count_pairs, listed_false
from pipelines.evaluation.truth import APART, LEFT_OUT, TOGETHER, Truth
from tests.evaluation import oracle
from tests.evaluation.oracle import truth_of


@st.composite
def judged(draw: st.DrawFn) -> tuple[list[int], Truth]:
    """A grouping of up to nine stories, and a truth over them with some listed pairs."""
    n = draw(st.integers(1, 9))
    found, family = (draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)) for _ in range(2))
    pairs = list(combinations(range(n), 2))
    listed = draw(st.dictionaries(st.sampled_from(pairs), st.sampled_from([TOGETHER, LEFT_OUT, APART]))) if pairs else {}
    return found, truth_of(family, listed, closed=draw(st.booleans()), unjudged=draw(st.sets(st.integers(0, n - 1))))


@given(judged())
def test_pairs_are_counted_as_if_one_by_one(case: tuple[list[int], Truth]) -> None:
    found, truth = case
    assert count_pairs(np.array(found), truth) == oracle.counted(found, truth)


@given(judged(), st.data())
def test_b_cubed_is_the_mean_over_stories(case: tuple[list[int], Truth], data: st.DataObject) -> None:
    found, truth = case
    ends = {*truth.low.tolist(), *truth.high.tolist()}
    others = data.draw(st.sets(st.integers(0, len(found) - 1), min_size=0 if ends else 1))
    named = sorted(ends | others)
    result = b_cubed(np.array(found), truth, np.array(named))
    precision, recall = oracle.b_cubed(found, truth, named)
    assert (result.precision, result.recall) == pytest.approx((float(precision), float(recall)))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_ari_is_that_of_scikit_learn(labels: list[tuple[int, int]]) -> None:
    from sklearn.metrics import adjusted_rand_score

    found, family = zip(*labels, strict=True)
    assert count_pairs(np.array(found), truth_of(family)).ari == pytest.approx(adjusted_rand_score(family, found))


def test_an_example_by_hand() -> None:
    """Gold {a b c} {d e}, found {a b} {c d} {e}: one pair of two is right, three of four gold pairs are missed."""
    pairs = count_pairs(np.array([0, 0, 1, 1, 2]), truth_of([0, 0, 0, 1, 1]))
    assert pairs == PairCounts(right=1, false=1, missed=3, apart=5)
    assert (pairs.gold, pairs.counted) == (4, 10)
    assert (pairs.precision, pairs.recall, pairs.f1) == pytest.approx((1 / 2, 1 / 4, 1 / 3))
    # Hubert and Arabie: (index - expected) / (maximum - expected), with 1, 4 * 2 / 10 and (4 + 2) / 2.
    assert pairs.ari == pytest.approx((1 - 0.8) / (3 - 0.8))


def test_b_cubed_of_an_example_by_hand() -> None:
    """Of the same: precision 1 1 1/2 1/2 1, recall 2/3 2/3 1/3 1/2 1/2."""
    result = b_cubed(np.array([0, 0, 1, 1, 2]), truth_of([0, 0, 0, 1, 1]), np.arange(5))
    assert result.precision == pytest.approx(4 / 5)
    assert result.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2) / 5)
    assert result.f1 == pytest.approx(2 * 0.8 * result.recall / (0.8 + result.recall))


def test_the_example_of_bagga_and_baldwin() -> None:
    """Their 12 entities, 1-5, 6-7 and 8-12; the second response joins 1-5 with 8-12: precision .583, recall 1."""
    family = [0] * 5 + [1] * 2 + [2] * 5
    first = b_cubed(np.array([0] * 5 + [1] * 7), truth_of(family), np.arange(12))
    second = b_cubed(np.array([0] * 5 + [1] * 2 + [0] * 5), truth_of(family), np.arange(12))
    assert (first.precision, first.recall) == (pytest.approx(0.762, abs=0.0005), 1.0)
    assert (second.precision, second.recall) == (pytest.approx(0.583, abs=0.0005), 1.0)


def test_the_right_families_have_full_marks_and_singles_no_recall() -> None:
    gold = truth_of([0, 0, 1, 1, 2])
    right, singles = (count_pairs(np.array(found), gold) for found in ([5, 5, 3, 3, 9], [0, 1, 2, 3, 4]))
    assert (right.precision, right.recall, right.f1, right.ari) == (1, 1, 1, 1)
    assert (singles.precision, singles.recall, singles.f1, singles.ari) == (1, 0, 0, 0)
    assert count_pairs(np.array([0, 1]), truth_of([0, 1])).ari == 1


def test_a_left_out_pair_counts_nowhere_and_a_listed_one_against_its_family() -> None:
    pairs = count_pairs(np.array([0, 0, 0]), truth_of([0, 0, 1], {(0, 1): APART, (1, 2): LEFT_OUT}))
    assert pairs == PairCounts(right=0, false=2, missed=0, apart=0)
    assert listed_false(np.array([0, 0, 0]), truth_of([0, 0, 1], {(0, 1): APART, (1, 2): LEFT_OUT})) == 1


def test_many_stories_are_no_many_pairs() -> None:
    """A million stories in two families: some 10^11 pairs, counted without looking at any."""
    found = np.zeros(1_000_000, np.int64)
    pairs = count_pairs(found, truth_of(np.arange(1_000_000) % 2))  # type: ignore[arg-type]
    half = 500_000 * 499_999 // 2
    assert (pairs.right, pairs.false, pairs.missed, pairs.apart) == (2 * half, 500_000**2, 0, 0)
