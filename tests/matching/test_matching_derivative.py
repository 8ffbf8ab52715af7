"""Derivatives: which way each mark speaks, and that the two sides are told apart."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.matching.derivative import DERIVATIVE_FEATURES, derivative_features
from pipelines.matching.score import FEATURES
from tests.matching.words import OTHER, SHIPPED, WIRE, compared

Row = NDArray[np.float64]
SIGNS = {
    "told": 1, "lead_of_source": 1, "lead_of_member": 1, "names": 1, "numbers_missing": -1, "bigrams": 1, "quoted": 1,
    "sits_low": -1, "pasted": -1,
}  # fmt: skip
MIDDLE = {"u_short": 0.5, "name_short": 0.5, "num_conf": 0.5, "c2_n_log": 2.0, "quoted": 4.0, "low_short": 0.2, "low_long": 0.1,
          "lead_short": 0.4, "lead_long": 0.6, "w3_short": 0.02, "w3_long": 0.01}  # fmt: skip


def row(**values: float) -> Row:
    """Features of one pair, the rest as in `MIDDLE`."""
    known = MIDDLE | values
    assert known.keys() <= set(FEATURES)
    return np.array([[known.get(name, 0.0) for name in FEATURES]])


def probability(pair: Row, member_is_short: bool) -> float:
    return float(SHIPPED.derivative(pair, member_is_short)[0])


def test_no_mark_speaks_against_its_meaning() -> None:
    assert tuple(SIGNS) == DERIVATIVE_FEATURES
    weights = {term.feature: term.weight for term in SHIPPED.model.derivative.weights}
    assert tuple(weights) == DERIVATIVE_FEATURES
    for name, weight in weights.items():
        assert weight * SIGNS[name] >= 0, name


SHORT = {
    "u_short": 1, "lead_long": 1, "lead_short": 1, "name_short": 1, "num_conf": -1, "c2_n_log": 1, "quoted": 1, "low_short": -1,
    "w3_long": -1, "low_long": 0, "w3_short": 0, "cover_short": 0, "top_short": 0,
}  # fmt: skip
"""What a rise of each value says when the shorter text is the member: the source is the longer."""
LONG = {
    "u_short": 1, "lead_long": 1, "lead_short": 1, "name_short": 1, "num_conf": -1, "c2_n_log": 1, "quoted": 1, "low_short": 0,
    "w3_long": 0, "low_long": -1, "w3_short": -1, "cover_short": 0, "top_short": 0,
}  # fmt: skip
"""The same when the longer text is the member."""


@pytest.mark.parametrize("member_is_short", [True, False])
@pytest.mark.parametrize("name", sorted(SHORT))
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_rise_moves_the_probability_one_way(name: str, member_is_short: bool, one: float, other: float) -> None:
    sign = (SHORT if member_is_short else LONG)[name]
    low, high = (probability(row(**{name: value}), member_is_short) for value in sorted((one, other)))
    assert sign * (high - low) >= 0 if sign else high == low


def test_features_by_hand() -> None:
    """The shorter text as the member, and the longer."""
    short = dict(zip(DERIVATIVE_FEATURES, derivative_features(row(), True)[0].tolist(), strict=True))
    long = dict(zip(DERIVATIVE_FEATURES, derivative_features(row(), False)[0].tolist(), strict=True))
    both = {"told": 0.5, "names": 0.5, "numbers_missing": 0.5, "bigrams": 2.0, "quoted": log(5)}
    assert short == pytest.approx(both | {"lead_of_source": 0.6, "lead_of_member": 0.4, "sits_low": 0.2, "pasted": 0.01})
    assert long == pytest.approx(both | {"lead_of_source": 0.4, "lead_of_member": 0.6, "sits_low": 0.1, "pasted": 0.02})


def test_the_probability_is_logistic() -> None:
    (features,) = derivative_features(row(), True).tolist()
    model = SHIPPED.model.derivative
    z = model.intercept + sum(term.weight * x for term, x in zip(model.weights, features, strict=True))
    assert probability(row(), True) == pytest.approx(1 / (1 + exp(-z)), abs=0.5e-4 + 1e-9)


def test_rows_are_judged_one_by_one() -> None:
    pairs = [row(u_short=value) for value in (0.1, 0.4, 0.9)]
    assert SHIPPED.derivative(np.concatenate(pairs), True).tolist() == [probability(pair, True) for pair in pairs]


TOLD_AGAIN = (
    "Two tugboats freed the barley carrier Solveig Strand from a sandbank at Halden, Tor Evensen, the harbour master, told the agency. "
    "“We were lucky with the wind and luckier with the tide,” Evensen said after nine hours aground. "
)
OWN = (
    "In the marina café, anglers shrugged. Skippers here have asked for another buoy since a yacht struck the same bank two summers ago, "
    "and the municipal budget has no line for one. Retired dredger Kari Moe keeps a scrapbook of strandings behind her counter."
)


def derived_from_wire(text: str) -> float:
    scores = compared(WIRE, text)
    # The text is the second of the pair: the short one if the pair was swapped.
    return float(SHIPPED.derivative(scores.features, bool(scores.swapped[0]))[0])


def test_a_telling_of_the_head_beside_own_reporting_looks_derived() -> None:
    assert derived_from_wire(TOLD_AGAIN + OWN) > derived_from_wire(OWN) + 0.2
    assert derived_from_wire(OTHER) < 0.3


def test_background_low_in_a_story_of_its_own_looks_less_derived() -> None:
    assert derived_from_wire(f"{OWN} {OWN} {TOLD_AGAIN}") < derived_from_wire(f"{TOLD_AGAIN} {OWN} {OWN}")
