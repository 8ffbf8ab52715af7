"""MinHash of word 3-grams, bit-identical to datasketch's `affine32` scheme on the same shingle hashes, without its imports in the hot path.

Broder, "On the resemblance and containment of documents" (1997). datasketch supplies the permutations and the choice of bands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

PERMUTATIONS: Final = 128
SEED: Final = 1
SCHEME: Final = "affine32"
SHINGLE: Final = 3
BANDS: Final = 42
ROWS: Final = 3
"""42 bands of 3: what datasketch's optimiser gives near a threshold of .3; a test holds that the signature has room for them."""

_ROLL: Final = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=1)
def permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """datasketch's own multipliers and offsets."""
    from datasketch import MinHash

    a, b = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME).permutations
    return np.ascontiguousarray(a), np.ascontiguousarray(b)


@njit(cache=True, nogil=True)
def mix64(value: np.uint64) -> np.uint64:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014): every input bit reaches every output bit."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@njit(cache=True, nogil=True)
def shingle_hashes(token: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """64-bit hashes of the word 3-grams, in text order. A text of one or two words is one shingle."""
    n = len(token)
    if n == 0:
        return np.empty(0, np.uint64)
    length = min(SHINGLE, n)
    out = np.empty(n - length + 1, np.uint64)
    for at in range(len(out)):
        rolled = np.uint64(0)
        for k in range(length):
            rolled = rolled * _ROLL + token[at + k]
        out[at] = mix64(rolled)
    return out


@njit(cache=True, nogil=True)
def minima(shingles: NDArray[np.uint64], a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The MinHash signature: for each permutation the least `fmix32(h) * a + b` modulo 2^32. All ones for an empty text."""
    mixed = np.empty(len(shingles), np.uint32)
    for i in range(len(shingles)):
        h = np.uint32(shingles[i])
        h = np.uint32((h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B))
        h = np.uint32((h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35))
        mixed[i] = h ^ (h >> np.uint32(16))
    out = np.empty(len(a), np.uint32)
    for p in range(len(a)):
        least = np.uint32(0xFFFFFFFF)
        for i in range(len(mixed)):
            least = min(least, np.uint32(mixed[i] * a[p] + b[p]))
        out[p] = least
    return out


def signature(token: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The MinHash signature of a text's word 3-grams: `PERMUTATIONS` values."""
    result: NDArray[np.uint32] = minima(shingle_hashes(token), *permutations())
    return result


def jaccard(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The estimated Jaccard similarity of two texts' word 3-grams."""
    return float(np.count_nonzero(one == other)) / len(one)
