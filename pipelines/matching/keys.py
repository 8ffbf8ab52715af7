"""Index keys of a text: two that share enough of them are candidates.

Two kinds. *Sketch keys*: the bottom-128 sketch of the unordered pairs of neighbouring content stems, the shingle that survives
rewriting; two shared ones that few texts have make a candidate, or three. *Band keys*: LSH bands over the word 3-gram MinHash; one
suffices. The lowest bit of a key tells them apart.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.matching.lexicon import CONTENT
from pipelines.matching.minhash import BANDS, ROWS, mix64
from pipelines.matching.tokens import Tokens

SKETCH: Final = 128
KEY_TOKENS: Final = 1000
"""Keys come from the head of a text: what is reused is mostly there."""
NEEDED_HITS: Final = 3
"""What the keys that a pair shares must count in all."""
BAND_HITS: Final = 3
RARE_HITS: Final = 2
"""What a shared band counts, and a shared sketch key that few texts have; other sketch keys count 1."""


@njit(cache=True, nogil=True)
def pair_hashes(stem: NDArray[np.uint64], weight: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Hashes of the unordered pairs of neighbouring content stems, in text order, repeats included."""
    out = np.empty(len(stem), np.uint64)
    n, last, some = 0, np.uint64(0), False
    for i in range(len(stem)):
        if weight[i] < CONTENT:
            continue
        if some and stem[i] != last:
            low, high = min(last, stem[i]), max(last, stem[i])
            out[n] = mix64(low * np.uint64(0x9E3779B97F4A7C15) + high)
            n += 1
        last, some = stem[i], True
    return out[:n]


@njit(cache=True, nogil=True)
def band_keys(signature: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """One key for each of the bands; the lowest bit is set."""
    out = np.empty(BANDS, np.uint64)
    for band in range(BANDS):
        key = np.uint64(band + 1)
        for row in range(ROWS):
            key = mix64(key * np.uint64(0x9E3779B97F4A7C15) + np.uint64(signature[band * ROWS + row]))
        out[band] = key | np.uint64(1)
    return out


def sketch_keys(tokens: Tokens) -> NDArray[np.uint64]:
    """The `SKETCH` smallest hashes of the content-stem pairs, sorted; fewer for a short text; the lowest bit is clear."""
    pairs = pair_hashes(tokens.stem[:KEY_TOKENS], tokens.weight[:KEY_TOKENS])
    return np.unique(pairs & ~np.uint64(1))[:SKETCH]
