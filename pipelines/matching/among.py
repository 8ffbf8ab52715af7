"""Which of many values are among a few: by bisection, where `numpy.isin` would sort the many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def is_among(values: NDArray[np.uint64], ordered: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """One truth a value. `ordered` ascend."""
    if not len(ordered):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: NDArray[np.bool_] = ordered[at] == values
    return found
