"""Membership by bisection is numpy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.among import is_among

NUMBERS = st.lists(st.integers(0, 9) | st.integers(0, 2**64 - 1))


@given(NUMBERS, NUMBERS)
def test_what_is_among_some_values_is_what_numpy_finds_in_them(values: list[int], others: list[int]) -> None:
    many, few = np.array(values, np.uint64), np.unique(np.array(others, np.uint64))
    assert is_among(many, few).tolist() == np.isin(many, few).tolist()
