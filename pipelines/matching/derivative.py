"""How likely it is that a text takes part of another and mixes it with reporting of its own.

Text likeness alone does not reach derivatives and should not: this score is only asked where the one credits the other's agency
(`families/attach.py`). It looks for what is *told again* from the head of the source; background pasted low in a text that has a lead of
its own is the mark of a follow-up, and speaks against.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.score import FEATURES, MEASURES, SCALE

DERIVATIVE_FEATURES: Final = (
    "told", "lead_of_source", "lead_of_member", "names", "numbers_missing", "bigrams", "quoted", "sits_low", "pasted",
)  # fmt: skip
"""Of a member and its source: share of the shorter one's telling words found in the other; share of the source's, and of the member's,
lead found in the other; shared names; the shorter one's numbers missing in the other; shared content bigrams (log); shared words inside
quotes (log); how much more of the member's whole than of its first third is shared; word 3-grams of the source found in the member."""
INTERCEPT: Final = -1.223
WEIGHTS: Final = np.array([4.028, 2.130, 0.0, 1.186, -1.807, 0.729, 0.910, -9.734, -29.664])
"""Made by `python -m bench.fit_attachment` from the invented examples in seeds/derivatives, never from other data; frozen."""


def derivative_features(features: NDArray[np.floating], measures: NDArray[np.floating], member_is_short: bool) -> NDArray[np.float64]:
    """(m, 13) features and (m, 12) measures -> (m, 9), for the shorter or the longer text as the member."""
    own, theirs = ("short", "long") if member_is_short else ("long", "short")

    def feature(name: str) -> NDArray[np.floating]:
        column: NDArray[np.floating] = features[:, FEATURES.index(name)]
        return column

    def measure(name: str) -> NDArray[np.floating]:
        column: NDArray[np.floating] = measures[:, MEASURES.index(name)]
        return column

    columns = (
        feature("u_short"),
        measure(f"lead_{theirs}"),
        measure(f"lead_{own}"),
        feature("name_short"),
        feature("num_conf"),
        feature("c2_n_log"),
        np.log1p(measure("quoted")),
        np.maximum(0.0, measure(f"cover_{own}") - measure(f"top_{own}")),
        measure(f"w3_{theirs}"),
    )
    return np.stack(columns, axis=1).astype(np.float64)


def derivative_probability(features: NDArray[np.floating], measures: NDArray[np.floating], member_is_short: bool) -> NDArray[np.float64]:
    """For each row the probability that the shorter (or the longer) text is a derivative of the other, given that it credits it.

    In steps of 1/10,000, and summed row by row: what is compared with a threshold must not depend on what else is in the batch.
    """
    odds = INTERCEPT + (derivative_features(features, measures, member_is_short) * WEIGHTS).sum(axis=1)
    found: NDArray[np.float64] = np.rint(SCALE / (1 + np.exp(-odds))) / SCALE
    return found
