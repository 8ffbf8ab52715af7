"""What tells whether a text takes part of another and mixes it with reporting of its own.

Text likeness alone does not reach derivatives and should not: this score is only asked where the one credits the other's agency
(`families/attach.py`). It looks for what is *told again* from the head of the source; background pasted low in a text that has a lead of
its own is the mark of a follow-up, and speaks against.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.score import FEATURES

DERIVATIVE_MEANINGS: Final = {
    "told": "share of the shorter one's content words, by weight, that the other has",
    "lead_of_source": "share of the source's lead (its first 40 tokens) that the member has anywhere",
    "lead_of_member": "share of the member's lead that the source has anywhere",
    "names": "shared names, of those of the text that has fewer",
    "numbers_missing": "numbers of the shorter one that the other lacks",
    "bigrams": "log(1 + shared pairs of neighbouring content words)",
    "quoted": "log(1 + weight of such pairs inside quotes)",
    "sits_low": "how much more of the whole member than of its first third is shared: background pasted below a lead of its own",
    "pasted": "share of the source's word 3-grams found in the member",
}
DERIVATIVE_FEATURES: Final = tuple(DERIVATIVE_MEANINGS)
"""Of a member and its source."""


def derivative_features(features: NDArray[np.floating], member_is_short: bool) -> NDArray[np.float64]:
    """Rows of features -> (m, 9), for the shorter or the longer text as the member."""
    own, theirs = ("short", "long") if member_is_short else ("long", "short")

    def feature(name: str) -> NDArray[np.floating]:
        column: NDArray[np.floating] = features[:, FEATURES.index(name)]
        return column

    columns = (
        feature("u_short"),
        feature(f"lead_{theirs}"),
        feature(f"lead_{own}"),
        feature("name_short"),
        feature("num_conf"),
        feature("c2_n_log"),
        np.log1p(feature("quoted")),
        feature(f"low_{own}"),
        feature(f"w3_{theirs}"),
    )
    return np.stack(columns, axis=1).astype(np.float64)
