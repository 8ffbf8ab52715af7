"""Ranks and reliability, by hand, by brute force and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.evaluation.calibration import average_precision, reliability
from pipelines.report.reliability import reliability_svg
from tests.evaluation import oracle

RANKED = st.lists(st.tuples(st.sampled_from([None, 0, 100, 5000, 9999, 10_000]), st.booleans()), min_size=1, max_size=12)


def of(pairs: list[tuple[int | None, bool]]) -> float | None:
    """Average precision of pairs, those without a probability handed over as mere numbers."""
    known = [(p, true) for p, true in pairs if p is not None]
    gold = sum(true for _, true in pairs)
    return average_precision(np.array([p for p, _ in known], np.int64), np.array([t for _, t in known], np.bool_), gold, len(pairs))


@given(RANKED.filter(lambda pairs: any(true for _, true in pairs)))
def test_average_precision_goes_down_the_ranks(pairs: list[tuple[int | None, bool]]) -> None:
    from sklearn.metrics import average_precision_score

    probability, true = zip(*pairs, strict=True)
    assert of(pairs) == pytest.approx(oracle.average_precision(probability, true))
    assert of(pairs) == pytest.approx(average_precision_score(true, [-1 if p is None else p for p in probability]))


@given(RANKED.flatmap(lambda pairs: st.tuples(st.just(pairs), st.permutations(pairs))))
def test_the_order_of_pairs_plays_no_part(orders: tuple[list[tuple[int | None, bool]], list[tuple[int | None, bool]]]) -> None:
    assert of(orders[0]) == of(orders[1])


def test_average_precision_by_hand() -> None:
    """Right, wrong, right, and one right pair of three that were never compared: 1/3 x 1 + 1/3 x 2/3 + 1/3 x 3/6."""
    pairs = [(9000, True), (8000, False), (7000, True), (None, True), (None, False), (None, False)]
    assert of(pairs) == pytest.approx((1 + 2 / 3 + 3 / 6) / 3)
    assert of([(9000, False)]) is None


def test_calibration_error_by_hand() -> None:
    """Two pairs at .05, none true: gap .05. Four at .85, three true: gap .1. The error is (2 x .05 + 4 x .1) / 6."""
    found = reliability(np.array([500, 500, 8500, 8500, 8500, 8500]), np.array([False, False, True, True, True, False]))
    assert (found.pairs, found.expected_error) == (6, pytest.approx(0.5 / 6))
    assert [(band.low, band.high, band.pairs, band.mean, band.true) for band in found.bands if band.pairs] == [
        (0.0, 0.1, 2, 0.05, 0.0),
        (0.8, 0.9, 4, 0.85, 0.75),
    ]
    assert [band.mean for band in found.bands].count(None) == 8


def test_bands_begin_with_their_lower_end_and_the_last_holds_1() -> None:
    found = reliability(np.array([0, 999, 1000, 9999, 10_000]), np.zeros(5, np.bool_))
    assert [band.pairs for band in found.bands] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]


def test_without_a_pair_there_is_no_error() -> None:
    found = reliability(np.empty(0, np.int64), np.empty(0, np.bool_))
    assert (found.pairs, found.expected_error, {band.pairs for band in found.bands}) == (0, None, {0})
    assert b"0 pairs" in reliability_svg(found)
