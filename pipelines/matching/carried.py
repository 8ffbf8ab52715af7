"""A passage that one text carries of another: an item of a digest, an entry of a live page.

The shared part lies close together in the carrier, is a small part of it, and tells the head of the other. That alone also fits a brief
inside a long story: what tells a roundup is that it carries several stories that have nothing to do with each other
(`families/roundups.py`).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.score import FEATURES

LEAST_COVER: Final = 0.03
MOST_COVER: Final = 0.35
"""Share of the carrier's content that the passage makes up."""
MOST_WIDTH: Final = 0.35
"""Share of the carrier's length over which it is spread."""
LEAST_LEAD: Final = 0.35
"""Share of the other's lead that the carrier tells."""

Rows = NDArray[np.floating[Any]]


def carried_by(features: Rows, carrier_is_short: bool) -> NDArray[np.bool_]:
    """Rows of features -> whether the shorter (or the longer) text carries a passage of the other."""
    own, other = ("short", "long") if carrier_is_short else ("long", "short")

    def feature(name: str) -> Rows:
        column: Rows = features[:, FEATURES.index(name)]
        return column

    cover, width = feature(f"cover_{own}"), feature(f"to_{own}") - feature(f"from_{own}")
    told = feature(f"lead_{other}") >= LEAST_LEAD
    found: NDArray[np.bool_] = (cover >= LEAST_COVER) & (cover <= MOST_COVER) & (width <= MOST_WIDTH) & told
    return found
