"""Compared pairs as rows of an array: what the store keeps of them and families are made of."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.derivative import derivative_probability
from pipelines.matching.relation import CITES
from pipelines.matching.score import FEATURES, MEASURES, Scores

MATCH: Final = np.dtype(
    [
        ("a", "u8"),
        ("b", "u8"),
        ("day", "i4"),
        ("probability", "i2"),
        ("features", "f4", (len(FEATURES),)),
        ("measures", "f4", (len(MEASURES),)),
    ]
)
"""`a` and `b` are digests of texts, a the shorter; `day` is that of the version that looked back; probability in 1/10,000."""
FEATURE_COLUMNS: Final = {"features": FEATURES, "measures": MEASURES}

KEPT: Final = 200
"""Probability in 1/10,000 from which a pair's evidence is kept: below, a row only says that the pair was compared."""
KEPT_DERIVATIVE: Final = 0.5
"""Probability of being a derivative, given a credit, from which the evidence is kept too."""


def match_rows(a: NDArray[np.uint64], b: NDArray[np.uint64], day: NDArray[np.int32], scores: Scores) -> NDArray[np.void]:
    """Rows of compared pairs, the shorter text first; evidence of pairs that say nothing is dropped."""
    rows = np.zeros(len(a), MATCH)
    rows["a"], rows["b"] = np.where(scores.swapped, b, a), np.where(scores.swapped, a, b)
    rows["day"], rows["probability"] = day, scores.probability
    quoted = scores.measures[:, MEASURES.index("quoted")]
    takes = [derivative_probability(scores.features, scores.measures, short) >= KEPT_DERIVATIVE for short in (True, False)]
    kept = (scores.probability >= KEPT) | (quoted >= CITES) | takes[0] | takes[1]
    rows["features"][kept], rows["measures"][kept] = scores.features[kept], scores.measures[kept]
    return rows


def says_something(rows: NDArray[np.void]) -> NDArray[np.bool_]:
    """Which rows carry evidence."""
    told: NDArray[np.bool_] = rows["features"][:, FEATURES.index("u_short")] > 0
    return told


def named(row: np.void) -> tuple[dict[str, float], dict[str, float]]:
    """A row's features and measures by name."""
    return (
        dict(zip(FEATURES, row["features"].tolist(), strict=True)),
        dict(zip(MEASURES, row["measures"].tolist(), strict=True)),
    )
