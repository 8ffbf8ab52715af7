"""From features to probabilities: what a `Model` says of two texts, of their times and sources, and of derivatives.

Sign-constrained logistic regression: every weight can be read, and none speaks against the meaning of its feature
(docs/how-it-works.md explains them one by one). Sums are made row by row: what is compared with a threshold must not depend on what else
is in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from math import exp
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.derivative import DERIVATIVE_FEATURES, derivative_features
from pipelines.matching.score import FEATURES
from schemas.model import Model, Score

SCALE: Final = 10_000
"""Probabilities are integers in 1/10,000 wherever they are stored, compared or averaged."""
NOTHING: Final = -20.0
"""Log odds of two texts that share no content word, whatever their lengths."""
SHIPPED: Final = "model.v1.json"

Columns = NDArray[np.floating[Any]]


class Scorer:
    """A model, made ready for arrays of features. Equal models give equal probabilities everywhere."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._texts = _weights(model.texts, FEATURES)
        self._derivative = _weights(model.derivative, DERIVATIVE_FEATURES)

    def odds(self, features: Columns) -> NDArray[np.float64]:
        """Log odds that one text reuses the other, of m rows: what is said of two texts alone. Time and source can only lower it."""
        found: NDArray[np.float64] = self.model.texts.intercept + (features.astype(np.float64) * self._texts).sum(axis=1)
        found[features[:, FEATURES.index("u_short")] == 0] = NOTHING
        return found

    def derivative(self, features: Columns, member_is_short: bool) -> NDArray[np.float64]:
        """Of m rows the probability, in steps of 1/10,000, that the shorter (or the longer) text is a derivative of the other, given
        that it credits it."""
        columns = derivative_features(features, member_is_short)
        odds = self.model.derivative.intercept + (columns * self._derivative).sum(axis=1)
        found: NDArray[np.float64] = as_probability(odds) / SCALE
        return found

    def in_context(self, odds: float, *, same_source: bool, rivals: bool, hours: float | None) -> int:
        """The probability in 1/10,000 of log odds, with what is known beside the texts: whether one source sent both, whether they name
        agencies and none in common, and how many hours lie between them (None: unknown)."""
        context = self.model.context
        days = context.unknown_days if hours is None else min(hours / 24, context.most_days)
        if same_source:
            odds += context.same_source + days * context.day_same_source
        else:
            odds += days * context.day_other_source
        odds += context.rivals if rivals else 0.0
        return round(SCALE / (1 + exp(-max(-500.0, min(500.0, odds)))))


def as_probability(odds: NDArray[np.float64]) -> NDArray[np.int32]:
    """Log odds -> 1/10,000."""
    return np.rint(SCALE / (1 + np.exp(-np.clip(odds, -500, 500)))).astype(np.int32)


def _weights(score: Score, names: Sequence[str]) -> NDArray[np.float64]:
    """One weight a column; KeyError for a feature that nobody computes."""
    at = {name: i for i, name in enumerate(names)}
    weights = np.zeros(len(names))
    for term in score.weights:
        weights[at[term.feature]] = term.weight
    return weights


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model that comes with the package."""
    return Model.from_json(files("pipelines.matching").joinpath(SHIPPED).read_bytes())
