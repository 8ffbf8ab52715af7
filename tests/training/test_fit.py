"""The fit: right signs, held bounds, and folds that keep what they hold out apart."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.training import fit as subject
from pipelines.training.fit import FOLDS, Column, fit, folds, held_out, precision_recall, probabilities

Rows = NDArray[np.float64]
FREE = Column("x")


def ones(n: int) -> Rows:
    return np.ones(n)


def apart(n: int = 60, seed: int = 1) -> tuple[Rows, NDArray[np.bool_]]:
    """Rows that two columns part: the first is higher where the label is true, the second lower; the third is noise."""
    chance = np.random.default_rng(seed)
    labels = np.arange(n) % 2 == 0
    signs = np.where(labels, 1.0, -1.0)
    noise = chance.uniform(0, 0.4, (n, 2))
    return np.stack([signs + noise[:, 0], 2 - 2 * signs + noise[:, 1], chance.uniform(0, 1, n)], axis=1), labels


def test_a_separable_set_gets_the_right_signs() -> None:
    rows, labels = apart()
    columns = [Column.signed("up", "+"), Column.signed("down", "-"), Column.signed("noise", "any")]
    weights = fit(columns, rows, labels, ones(len(rows)), 1e-3)
    assert weights[0] > 0 > weights[1]
    assert abs(weights[2]) < min(weights[0], -weights[1])
    assert ((probabilities(weights, rows) >= 0.5) == labels).all()
    free = fit([FREE, FREE, FREE], rows, labels, ones(len(rows)), 1e-3)
    assert free == pytest.approx(weights, abs=0.05), "where the data agree, the signs change nothing"


@pytest.mark.parametrize(("column", "sign"), [(0, "-"), (1, "+")])
def test_a_sign_holds_when_the_data_say_otherwise(column: int, sign: str) -> None:
    rows, labels = apart()
    columns = [FREE, FREE, FREE]
    columns[column] = Column.signed("against", sign)
    weights = fit(columns, rows, labels, ones(len(rows)), 1e-3)
    assert weights[column] == 0
    assert ((probabilities(weights, rows) >= 0.5) == labels).all(), "by the other column"


@settings(max_examples=40)
@given(st.integers(0, 2**16), st.sampled_from(["+", "-"]), st.floats(0.001, 1000))
def test_signs_hold_whatever_the_data_say(seed: int, sign: str, scale: float) -> None:
    chance = np.random.default_rng(seed)
    rows, labels = chance.normal(0, scale, (30, 3)), chance.random(30) < 0.5
    weights = fit([Column.signed("x", sign)] * 3, rows, labels, ones(30), 1e-2)
    assert ((weights[:3] >= 0) if sign == "+" else (weights[:3] <= 0)).all()


@pytest.mark.parametrize(("least", "most", "expected"), [(-0.1, 0.0, -0.1), (-3.0, -0.1, None), (0.1, 0.3, 0.1)])
def test_bounds_hold_for_each_unit_of_the_column(least: float, most: float, expected: float | None) -> None:
    """A column of tens that speaks against the label, with some -.27 a unit if it may: cut short, left alone, and told to speak for it."""
    rows, labels = apart()
    rows = rows[:, 1:2] * 10
    weights = fit([Column("x", least, most)], rows, labels, ones(len(rows)), 1e-3)
    assert weights[0] == pytest.approx(-0.27 if expected is None else expected, abs=0.02 if expected is None else 1e-9)


def table(zero: tuple[int, int], one: tuple[int, int]) -> tuple[Rows, NDArray[np.bool_]]:
    """Rows of one column that is 0 or 1: of each (true, false) so many."""
    labels = [True] * zero[0] + [False] * zero[1] + [True] * one[0] + [False] * one[1]
    return np.array([[0.0]] * sum(zero) + [[1.0]] * sum(one)), np.array(labels)


def test_without_a_penalty_the_weights_are_log_odds() -> None:
    """Of 40 rows 10 are true without the mark, of 40 with it 30: log(10/30), and log(30/10) more of twice that."""
    weights = fit([FREE], *table((10, 30), (30, 10)), ones(80), 0.0)
    assert weights == pytest.approx([2 * log(3), -log(3)], abs=1e-3)
    assert probabilities(weights, np.array([[0.0], [1.0]])) == pytest.approx([0.25, 0.75], abs=1e-3)


def test_a_row_that_counts_twice_is_two_rows() -> None:
    """The ten true ones with the mark as 30."""
    rows, labels = table((10, 30), (10, 10))
    weight = np.where(labels & (rows[:, 0] == 1), 3.0, 1.0)
    assert fit([FREE], rows, labels, weight, 0.0) == pytest.approx([2 * log(3), -log(3)], abs=1e-3)


def test_a_penalty_draws_weights_to_nothing() -> None:
    found = [abs(fit([FREE], *table((10, 30), (30, 10)), ones(80), penalty)[0]) for penalty in (0.0, 0.1, 1.0, 100.0)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.01


def test_a_column_that_never_changes_is_no_trouble() -> None:
    rows, labels = apart()
    rows[:, 2] = 0.0
    weights = fit([FREE, FREE, FREE], rows, labels, ones(len(rows)), 1e-3)
    assert np.isfinite(weights).all()
    assert weights[2] == 0


NAMES = st.lists(st.text(max_size=6), min_size=1, max_size=12)


@given(NAMES, NAMES)
def test_a_fold_depends_on_the_name_of_the_group_alone(names: list[str], others: list[str]) -> None:
    alone = {name: int(folds([name])[0]) for name in names}
    together = folds([*others, *names, *names])
    assert together[len(others) :].tolist() == [alone[name] for name in names] * 2
    assert set(together.tolist()) <= set(range(FOLDS))


def test_many_groups_fill_all_folds() -> None:
    counts = np.bincount(folds([f"group {i}" for i in range(500)]), minlength=FOLDS)
    assert (counts > 60).all()


def odd_one_out() -> tuple[Rows, NDArray[np.bool_], list[str]]:
    """One column that says the label in thirty groups, and a large group in which it says the opposite."""
    rows = np.array([[1.0], [0.0]] * 30 + [[1.0], [0.0]] * 300)
    labels = np.array([True, False] * 30 + [False, True] * 300)
    return rows, labels, [f"group {i // 2}" for i in range(60)] + ["odd"] * 600


def test_what_is_held_out_was_never_seen() -> None:
    rows, labels, groups = odd_one_out()
    odd = np.array(groups) == "odd"
    everything = probabilities(fit([FREE], rows, labels, ones(len(rows)), 1e-3), rows)
    assert precision_recall(everything[odd], labels[odd]) == (1.0, 1.0), "a fit that sees the group follows it"
    out = held_out([FREE], rows, labels, ones(len(rows)), groups, 1e-3)
    assert precision_recall(out[odd], labels[odd]) == (0.0, 0.0)


def test_if_folds_split_a_group_it_would_judge_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: folds by row, not by group."""
    rows, labels, groups = odd_one_out()
    odd = np.array(groups) == "odd"
    monkeypatch.setattr(subject, "folds", lambda groups: np.arange(len(groups)) % FOLDS)
    out = held_out([FREE], rows, labels, ones(len(rows)), groups, 1e-3)
    assert precision_recall(out[odd], labels[odd]) == (1.0, 1.0)


@settings(max_examples=20)
@given(st.integers(0, 2**16), st.integers(0, FOLDS - 1))
def test_the_labels_of_a_fold_change_nothing_that_is_said_of_it(seed: int, number: int) -> None:
    chance = np.random.default_rng(seed)
    rows, labels = chance.normal(0, 1, (50, 2)), chance.random(50) < 0.5
    groups = [f"group {i % 25}" for i in range(50)]
    own = folds(groups) == number
    turned = np.where(own, ~labels, labels)
    one, other = (held_out([FREE, FREE], rows, said, ones(50), groups, 1e-2) for said in (labels, turned))
    assert one[own].tolist() == other[own].tolist()


def test_one_group_alone_is_judged_by_nothing() -> None:
    rows, labels = apart()
    assert held_out([FREE] * 3, rows, labels, ones(len(rows)), ["only"] * len(rows), 1e-3).tolist() == [0.0] * len(rows)


@pytest.mark.parametrize(
    ("found", "labels", "expected"),
    [
        ([0.9, 0.5, 0.4, 0.1], [True, False, True, False], (0.5, 0.5)),
        ([0.9, 0.8, 0.7, 0.1], [True, True, False, True], (2 / 3, 2 / 3)),
        ([0.1, 0.2], [True, False], (1.0, 0.0)),
        ([0.9, 0.2], [False, False], (0.0, 1.0)),
        ([], [], (1.0, 1.0)),
    ],
)
def test_precision_and_recall_by_hand(found: list[float], labels: list[bool], expected: tuple[float, float]) -> None:
    assert precision_recall(np.array(found), np.array(labels, np.bool_)) == pytest.approx(expected)
