"""Index keys: two kinds, told apart by the lowest bit; a function of the head of a text alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.matching import keys as subject
from pipelines.matching.keys import KEY_TOKENS, SKETCH, band_keys, pair_hashes, sketch_keys
from pipelines.matching.lexicon import CONTENT
from pipelines.matching.minhash import BANDS, PERMUTATIONS, ROWS, signature
from pipelines.matching.tokens import Tokens
from tests.matching.words import FERRY, ORCHARD, OTHER, SMALL, WIRE, stories, tokens_of

SIGNATURES = st.lists(st.integers(0, 2**32 - 1), min_size=PERMUTATIONS, max_size=PERMUTATIONS)


def made_of(stems: list[int], weights: list[int] | None = None) -> Tokens:
    """Tokens that have stems and weights and nothing else to speak of."""
    n = len(stems)
    stem = np.array(stems, np.uint64)
    weight = np.array([CONTENT] * n if weights is None else weights, np.uint16)
    places = np.arange(n, dtype=np.uint32)
    return Tokens(stem, stem, weight, np.zeros(n, np.uint8), np.zeros(n, np.uint16), places, places + 1)


def hashes(stems: list[int], weights: list[int] | None = None) -> list[int]:
    tokens = made_of(stems, weights)
    found: list[int] = pair_hashes(tokens.stem, tokens.weight).tolist()
    return found


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from([0, CONTENT - 1, CONTENT, 550])), max_size=30))
def test_pairs_are_of_neighbouring_content_stems_in_any_order(rows: list[tuple[int, int]]) -> None:
    content = [stem for stem, weight in rows if weight >= CONTENT]
    pairs = [frozenset(pair) for pair in pairwise(content) if pair[0] != pair[1]]
    found = hashes([s for s, _ in rows], [w for _, w in rows])
    assert len(found) == len(pairs)
    number: dict[frozenset[int], int] = {}
    for pair, key in zip(pairs, found, strict=True):
        assert number.setdefault(pair, key) == key
    assert len(set(number.values())) == len(number)


def test_the_order_of_a_pair_does_not_matter_but_its_stems_do() -> None:
    assert hashes([7, 9]) == hashes([9, 7])
    assert hashes([7, 9]) != hashes([7, 8])
    assert hashes([7, 1, 9], [550, 10, 550]) == hashes([7, 9])


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), max_size=300))
def test_sketch_keys_are_the_smallest_even_sorted_and_few(stems: list[int]) -> None:
    keys = sketch_keys(made_of(stems)).tolist()
    everything = sorted({key & ~1 for key in hashes(stems)})
    assert keys == everything[:SKETCH]
    assert not any(key & 1 for key in keys)


def test_a_long_text_has_128_sketch_keys_and_a_short_one_fewer() -> None:
    assert len(sketch_keys(made_of(list(range(1, 500))))) == SKETCH == 128
    assert len(sketch_keys(made_of(list(range(1, 11))))) == 9
    assert len(sketch_keys(made_of([4]))) == len(sketch_keys(made_of([]))) == 0


def long_text(words: tuple[str, ...], tokens: int) -> str:
    """A text of so many tokens that goes on without repeating its pairs too soon."""
    return " ".join(f"{words[i % len(words)]} {words[(i // 3) % len(words)]}" for i in range(tokens // 2))


def test_a_changed_tail_changes_no_sketch_key() -> None:
    head = long_text(FERRY[:16], KEY_TOKENS)
    assert len(tokens_of(head)) == KEY_TOKENS
    one, other = tokens_of(f"{head} {OTHER}"), tokens_of(f"{head} {WIRE}")
    assert sketch_keys(one).tolist() == sketch_keys(other).tolist() == sketch_keys(tokens_of(head)).tolist()


def test_with_keys_from_the_whole_text_a_tail_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: keys come from the first 2,000 tokens."""
    head = long_text(FERRY[:16], KEY_TOKENS)
    monkeypatch.setattr(subject, "KEY_TOKENS", 2000)
    assert sketch_keys(tokens_of(f"{head} {OTHER}")).tolist() != sketch_keys(tokens_of(f"{head} {WIRE}")).tolist()


@settings(deadline=None)
@given(SIGNATURES)
def test_a_key_a_band_with_its_lowest_bit_set(values: list[int]) -> None:
    keys = band_keys(np.array(values, np.uint32)).tolist()
    assert len(keys) == len(set(keys)) == BANDS
    assert all(key & 1 for key in keys)


@settings(deadline=None)
@given(SIGNATURES, st.integers(0, PERMUTATIONS - 1), st.integers(1, 2**32 - 1))
def test_a_band_key_is_that_of_its_own_rows(values: list[int], at: int, by: int) -> None:
    """One changed minimum changes the key of its band and no other."""
    changed = list(values)
    changed[at] = (values[at] + by) % 2**32
    one, other = band_keys(np.array(values, np.uint32)), band_keys(np.array(changed, np.uint32))
    assert np.flatnonzero(one != other).tolist() == ([at // ROWS] if at < BANDS * ROWS else [])


def test_the_same_rows_in_other_bands_are_other_keys() -> None:
    assert len(set(band_keys(np.full(PERMUTATIONS, 17, np.uint32)).tolist())) == BANDS


@settings(deadline=None)
@given(stories())
def test_equal_texts_have_equal_keys(text: str) -> None:
    """Also where they are set in other type: other quotes, other blanks."""
    one, other = tokens_of(text), tokens_of(text.replace('"', "”").replace(" ", "\n"))
    assert sketch_keys(one).tolist() == sketch_keys(other).tolist()
    assert band_keys(signature(one.token)).tolist() == band_keys(signature(other.token)).tolist()


@settings(deadline=None, max_examples=50)
@given(stories((*FERRY[:14], *SMALL)), stories((*ORCHARD[:14], *SMALL)))
def test_texts_without_a_common_content_word_share_no_sketch_key(one: str, other: str) -> None:
    assert not set(sketch_keys(tokens_of(one)).tolist()) & set(sketch_keys(tokens_of(other)).tolist())


def test_a_rewrite_shares_sketch_keys_where_word_order_changed() -> None:
    rewrite = (
        "The grain carrier Solveig Strand was pulled by two tugboats off a sandbank near Halden on Friday. "
        "Evensen, the harbour master of Halden, told reporters on the quay that no oil had leaked."
    )
    assert len(set(sketch_keys(tokens_of(WIRE)).tolist()) & set(sketch_keys(tokens_of(rewrite)).tolist())) >= 2
