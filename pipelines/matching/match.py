"""Compared pairs as rows of an array: what the store keeps of them and families are made of."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.carried import carried_by
from pipelines.matching.relation import CITES
from pipelines.matching.score import FEATURES, Scores
from pipelines.matching.scorer import Scorer, as_probability

MATCH: Final = np.dtype(
    [
        ("a", "u8"),
        ("b", "u8"),
        ("day", "i4"),
        ("probability", "i2"),
        ("odds", "f4"),
        ("features", "f4", (len(FEATURES),)),
    ]
)
"""`a` and `b` are digests of texts, a the shorter; `day` is that of the version that looked back. `probability` in 1/10,000 and its log
`odds` are what the texts alone say."""

KEPT: Final = 200
"""Probability in 1/10,000 from which a pair's evidence is kept: below, a row only says that the pair was compared."""
KEPT_DERIVATIVE: Final = 0.5
"""Probability of being a derivative, given a credit, from which the evidence is kept too."""


def match_rows(a: NDArray[np.uint64], b: NDArray[np.uint64], day: NDArray[np.int32], scores: Scores, scorer: Scorer) -> NDArray[np.void]:
    """Rows of compared pairs, the shorter text first; evidence of pairs that say nothing is dropped."""
    rows = np.zeros(len(a), MATCH)
    rows["a"], rows["b"] = np.where(scores.swapped, b, a), np.where(scores.swapped, a, b)
    odds = scorer.odds(scores.features)
    rows["day"], rows["odds"], rows["probability"] = day, odds, as_probability(odds)
    quoted = scores.features[:, FEATURES.index("quoted")]
    takes = [scorer.derivative(scores.features, short) >= KEPT_DERIVATIVE for short in (True, False)]
    carries = carried_by(scores.features, True) | carried_by(scores.features, False)
    kept = (rows["probability"] >= KEPT) | (quoted >= CITES) | takes[0] | takes[1] | carries
    rows["features"][kept] = scores.features[kept]
    return rows


def says_something(rows: NDArray[np.void]) -> NDArray[np.bool_]:
    """Which rows carry evidence."""
    told: NDArray[np.bool_] = rows["features"][:, FEATURES.index("u_short")] > 0
    return told


def named(row: np.void) -> dict[str, float]:
    """A row's features by name."""
    return dict(zip(FEATURES, row["features"].tolist(), strict=True))
