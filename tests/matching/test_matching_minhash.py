"""MinHash: the same bits as datasketch, and what those bits mean."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.matching import minhash as subject
from pipelines.matching.minhash import (
    BANDS,
    PERMUTATIONS,
    ROWS,
    SCHEME,
    SEED,
    SHINGLE,
    jaccard,
    mix64,
    permutations,
    shingle_hashes,
    signature,
)

TOKENS = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9), max_size=60)
MASK = 2**64 - 1


def array(tokens: list[int]) -> NDArray[np.uint64]:
    return np.array(tokens, np.uint64)


def by_datasketch(shingles: NDArray[np.uint64]) -> list[int]:
    """The lower halves of the shingle hashes, as datasketch takes them."""
    reference = MinHash(num_perm=128, seed=1, hashfunc=lambda value: value)
    reference.update_batch((shingles & np.uint64(0xFFFFFFFF)).tolist())
    values: list[int] = reference.hashvalues.tolist()
    return values


def splitmix(value: int) -> int:
    """The finaliser of splitmix64, in plain integers."""
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & MASK
    return value ^ (value >> 31)


@settings(deadline=None)
@given(TOKENS)
def test_signatures_are_datasketchs_bit_for_bit(tokens: list[int]) -> None:
    assert signature(array(tokens)).tolist() == by_datasketch(shingle_hashes(array(tokens)))


def test_an_empty_text_has_the_signature_of_an_empty_minhash() -> None:
    found = signature(array([]))
    assert found.dtype == np.uint32
    assert found.tolist() == by_datasketch(array([])) == [2**32 - 1] * 128


@pytest.fixture
def fresh_permutations() -> Iterator[None]:
    permutations.cache_clear()
    yield
    permutations.cache_clear()


@pytest.mark.usefixtures("fresh_permutations")
def test_with_another_seed_the_bits_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: the permutations of seed 2."""
    monkeypatch.setattr(subject, "SEED", 2)
    tokens = array(list(range(40)))
    assert signature(tokens).tolist() != by_datasketch(shingle_hashes(tokens))


def test_bands_and_rows_are_those_of_datasketchs_optimiser() -> None:
    chosen = MinHashLSH(threshold=0.3, num_perm=PERMUTATIONS, weights=(0.2, 0.8))
    assert (chosen.b, chosen.r) == (BANDS, ROWS)
    assert BANDS * ROWS <= PERMUTATIONS


def test_the_scheme_is_datasketchs_default() -> None:
    default = MinHash(num_perm=PERMUTATIONS)
    assert (default.scheme, default.seed) == (SCHEME, SEED)


@settings(deadline=None)
@given(st.integers(0, MASK))
def test_mixing_is_splitmix64(value: int) -> None:
    assert int(mix64(np.uint64(value))) == splitmix(value)


@settings(deadline=None)
@given(TOKENS)
def test_shingles_are_the_word_3_grams_in_text_order(tokens: list[int]) -> None:
    length = min(SHINGLE, len(tokens))
    grams = [tokens[i : i + length] for i in range(len(tokens) - length + 1)] if tokens else []
    expected = []
    for gram in grams:
        rolled = 0
        for token in gram:
            rolled = (rolled * 0x9E3779B97F4A7C15 + token) & MASK
        expected.append(splitmix(rolled))
    assert shingle_hashes(array(tokens)).tolist() == expected


def test_shingles_know_the_order_of_words() -> None:
    assert shingle_hashes(array([1, 2, 3])).tolist() != shingle_hashes(array([3, 2, 1])).tolist()
    assert len(shingle_hashes(array([1]))) == len(shingle_hashes(array([1, 2]))) == len(shingle_hashes(array([1, 2, 3]))) == 1


@settings(deadline=None)
@given(TOKENS, TOKENS)
def test_jaccard_is_symmetric_and_one_for_the_same(one: list[int], other: list[int]) -> None:
    x, y = signature(array(one)), signature(array(other))
    assert jaccard(x, y) == jaccard(y, x)
    assert jaccard(x, x) == 1.0
    assert 0.0 <= jaccard(x, y) <= 1.0


@settings(deadline=None)
@given(st.lists(st.integers(0, MASK), min_size=3, max_size=30), st.integers(1, 4))
def test_repeating_a_text_changes_only_its_seams(tokens: list[int], times: int) -> None:
    """A signature is that of a set: shingles said again change nothing."""
    repeated = array(tokens * times)
    once = set(shingle_hashes(repeated).tolist())
    assert signature(repeated).tolist() == by_datasketch(np.array(sorted(once), np.uint64))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.8])
def test_jaccard_estimates_the_true_one(share: float) -> None:
    """Over 40 pairs the mean error is within four standard errors of the estimate."""
    chance = random.Random(7)
    errors = []
    for _ in range(40):
        union = [chance.getrandbits(64) for _ in range(400)]
        shared = round(share * 400)
        half = (400 - shared) // 2
        # Hashes stand for shingles: sets with a known Jaccard.
        one = np.array(union[: shared + half], np.uint64)
        other = np.array(union[:shared] + union[shared + half :], np.uint64)
        estimate = jaccard(subject.minima(one, *permutations()), subject.minima(other, *permutations()))
        errors.append(estimate - shared / len(union))
    standard = (share * (1 - share) / PERMUTATIONS / 40) ** 0.5
    assert abs(sum(errors) / 40) < 4 * standard
