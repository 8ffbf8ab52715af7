"""Whether pair probabilities rank and mean what they say.

Average precision: the area under precision over recall as a step function. Expected calibration error: Naeini, Cooper and Hauskrecht,
"Obtaining well calibrated probabilities using Bayesian binning" (2015), with ten bands of one width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.scorer import SCALE

BANDS: Final = 10
Probabilities = NDArray[np.int64]
"""Integers in 1/10,000."""
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Band:
    """Pairs whose probability lies in [low, high), 1 itself in the last band."""

    low: float
    high: float
    pairs: int
    mean: float | None
    """Mean probability; None without a pair."""
    true: float | None
    """Share that belong together; None without a pair."""


@dataclass(frozen=True)
class Reliability:
    """Ten bands, and how far on average the probability lies from the share of true pairs, weighted by pairs."""

    pairs: int
    expected_error: float | None
    """None without a pair."""
    bands: tuple[Band, ...]


def average_precision(probability: Probabilities, true: Truths, gold: int, counted: int) -> float | None:
    """Of `counted` pairs, `gold` of which belong together, where only some have a probability; the rest ranks behind them, in one tie.

    Pairs of one probability count as one step, so that their order plays no part. None if no pair belongs together.
    """
    if not gold:
        return None
    order = np.argsort(-probability, kind="stable")
    ends = np.flatnonzero(np.diff(probability[order], append=-1))
    right = np.cumsum(true[order])[ends] if len(order) else np.empty(0, np.int64)
    right, seen = np.append(right, gold), np.append(ends + 1, counted)
    return float(np.sum(np.diff(right, prepend=0) / gold * (right / np.maximum(seen, 1))))


def reliability(probability: Probabilities, true: Truths) -> Reliability:
    """Pairs with a probability, by band."""
    band = np.minimum(probability * BANDS // SCALE, BANDS - 1)
    bands, gap = [], 0.0
    for k in range(BANDS):
        own = band == k
        n = int(np.count_nonzero(own))
        mean = int(probability[own].sum()) / n / SCALE if n else None
        share = int(np.count_nonzero(true[own])) / n if n else None
        if mean is not None and share is not None:
            gap += n * abs(mean - share)
        bands.append(Band(k / BANDS, (k + 1) / BANDS, n, mean, share))
    total = len(probability)
    return Reliability(total, gap / total if total else None, tuple(bands))
