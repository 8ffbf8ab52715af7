"""How likely it is that one text reuses the other: features of a pair and the probability, computed in numba.

A sign-constrained logistic regression over thirteen features, each of which a person can check against the two texts
(docs/how-it-works.md explains them and their weights). In a pair, a is the text of smaller content weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.matching.lexicon import CONTENT, RARE
from pipelines.matching.prepare import Sets
from pipelines.matching.texts import Texts

FEATURES: Final = (
    "u_short", "len_ratio", "name_short", "num_conf", "name_conf", "c2_short", "c2_n_log", "n_al_log", "wrun_log", "len_min_log",
    "qx_log", "rare_log", "al_short",
)  # fmt: skip
WEIGHTS: Final = np.array([4.644, 2.412, 1.650, -1.555, -0.899, 0.605, 0.515, 0.461, 0.327, -0.225, 0.203, 0.092, 0.009])
INTERCEPT: Final = -7.142
MEASURES: Final = (
    "w3_short", "w3_long", "al_long", "run_words", "quoted", "foreign_long", "cover_short", "cover_long", "lead_short", "lead_long",
    "top_short", "top_long",
)  # fmt: skip
"""What the relation is read from. `w3_`: share of distinct word 3-grams found in the other; `al_long`: aligned share of the longer;
`run_words`: longest common run, in words; `quoted`: weight of shared bigrams inside quotes; `foreign_long`: share of the longer's
sentences that are aligned with nothing; `cover_`: share of content weight that lies in common runs or aligned
sentences, `top_`: the same in the first third of the text; `lead_`: share of the content weight of the first `LEAD` tokens whose stems
the other text has anywhere."""

LEAD: Final = 40
"""Tokens that count as a story's lead: its first sentence or two."""

ALIGN_WORDS: Final = 4
"""Content words that a sentence needs to be aligned."""
SCALE: Final = 10_000
"""Probabilities are integers in 1/10,000 wherever they are stored, compared or averaged."""


@dataclass(frozen=True)
class Scores:
    """Of m pairs: probability in 1/10,000, features (m, 13), measures (m, 12), and whether the pair's second text is the short one."""

    probability: NDArray[np.int32]
    features: NDArray[np.float32]
    measures: NDArray[np.float32]
    swapped: NDArray[np.bool_]


@njit(cache=True, nogil=True)
def _shared_weight(one, weight, other):  # type: ignore[no-untyped-def]
    total, count, j = 0, 0, 0
    for i in range(len(one)):
        while j < len(other) and other[j] < one[i]:
            j += 1
        if j < len(other) and other[j] == one[i]:
            total += weight[i]
            count += 1
    return total, count


@njit(cache=True, nogil=True)
def _stem_features(a, a_weight, a_name, b, b_weight, b_name):  # type: ignore[no-untyped-def]
    """Shared weight, shared rare stems, shared name weight, smaller name weight."""
    shared, rare, shared_name, name_a, name_b, j = 0, 0, 0, 0, 0, 0
    for k in range(len(b)):
        if b_name[k]:
            name_b += b_weight[k]
    for i in range(len(a)):
        if a_name[i]:
            name_a += a_weight[i]
        while j < len(b) and b[j] < a[i]:
            j += 1
        if j < len(b) and b[j] == a[i]:
            weight = min(a_weight[i], b_weight[j])
            shared += weight
            rare += 1 if weight >= RARE else 0
            if a_name[i] and b_name[j]:
                shared_name += weight
    return shared, rare, shared_name, min(name_a, name_b)


@njit(cache=True, nogil=True)
def _quoted_shared(one, weight, quoted, other):  # type: ignore[no-untyped-def]
    total, j = 0, 0
    for i in range(len(one)):
        while j < len(other) and other[j] < one[i]:
            j += 1
        if quoted[i] and j < len(other) and other[j] == one[i]:
            total += weight[i]
    return total


@njit(cache=True, nogil=True)
def _runs(a, a_weight, b, b_weight, sh_a, pl_a, sh_b, pl_b, in_a, in_b):  # type: ignore[no-untyped-def]
    """Common token runs of three words and more: marks the covered tokens, returns the heaviest run's weight and the longest's words.

    A run is walked once, from its first shingle; texts that repeat themselves cost at most the product of the repeats."""
    heaviest, longest, i = 0, 0, 0
    for j in range(len(sh_b)):
        while i < len(sh_a) and sh_a[i] < sh_b[j]:
            i += 1
        k = i
        while k < len(sh_a) and sh_a[k] == sh_b[j]:
            x, y = pl_a[k], pl_b[j]
            k += 1
            if x > 0 and y > 0 and a[x - 1] == b[y - 1]:
                continue
            words, weight = 0, 0
            while x + words < len(a) and y + words < len(b) and a[x + words] == b[y + words]:
                weight += a_weight[x + words]
                in_a[x + words] = True
                in_b[y + words] = True
                words += 1
            heaviest, longest = max(heaviest, weight), max(longest, words)
    return heaviest, longest


@njit(cache=True, nogil=True)
def _align(stem, weight, sentence, other_stem, other_sentence, other_sentences, covered):  # type: ignore[no-untyped-def]
    """Align each sentence of four or more content words with the other text's sentence that covers most of its weight, at least half.

    Marks tokens of aligned sentences that the partner shares as covered. Returns aligned sentences, their weight, all weight, sentences."""
    gains = np.zeros(other_sentences, np.int64)
    aligned, aligned_weight, all_weight, sentences, at = 0, 0, 0, 0, 0
    while at < len(stem):
        stop = at
        while stop < len(stem) and sentence[stop] == sentence[at]:
            stop += 1
        total, words = 0, 0
        gains[:] = 0
        for i in range(at, stop):
            if weight[i] < CONTENT:
                continue
            total += weight[i]
            words += 1
            k = np.searchsorted(other_stem, stem[i])
            while k < len(other_stem) and other_stem[k] == stem[i]:
                gains[other_sentence[k]] += weight[i]
                k += 1
        all_weight += total
        if words >= ALIGN_WORDS:
            sentences += 1
            best = int(np.argmax(gains)) if other_sentences else 0
            if other_sentences and 2 * gains[best] >= total:
                aligned += 1
                aligned_weight += total
                for i in range(at, stop):
                    k = np.searchsorted(other_stem, stem[i])
                    while k < len(other_stem) and other_stem[k] == stem[i]:
                        if other_sentence[k] == best:
                            covered[i] = True
                        k += 1
        at = stop
    return aligned, aligned_weight, all_weight, sentences


@njit(cache=True, nogil=True)
def _covered_share(weight, covered):  # type: ignore[no-untyped-def]
    total, taken = 0, 0
    for i in range(len(weight)):
        if weight[i] >= CONTENT:
            total += weight[i]
            taken += weight[i] if covered[i] else 0
    return taken / total if total else 0.0


@njit(cache=True, nogil=True)
def _lead_share(stem, weight, other):  # type: ignore[no-untyped-def]
    total, found = 0, 0
    for i in range(min(LEAD, len(stem))):
        if weight[i] >= CONTENT:
            total += weight[i]
            k = np.searchsorted(other, stem[i])
            found += weight[i] if k < len(other) and other[k] == stem[i] else 0
    return found / total if total else 0.0


@njit(cache=True, nogil=True)
def _distinct_share(one, other):  # type: ignore[no-untyped-def]
    """Share of the distinct values of one sorted array that the other has."""
    distinct, found, j = 0, 0, 0
    for i in range(len(one)):
        if i and one[i] == one[i - 1]:
            continue
        distinct += 1
        while j < len(other) and other[j] < one[i]:
            j += 1
        if j < len(other) and other[j] == one[i]:
            found += 1
    return found / distinct if distinct else 0.0


@njit(cache=True, nogil=True)
def _pair(x, y, at, token, stem, weight, sentence, digest, s, features, measures):  # type: ignore[no-untyped-def]
    """Fill one pair's features and measures; returns whether y is the short text."""
    wx = s.stem_weight[s.stem_at[x] : s.stem_at[x + 1]].sum()
    wy = s.stem_weight[s.stem_at[y] : s.stem_at[y + 1]].sum()
    nx, ny = at[x + 1] - at[x], at[y + 1] - at[y]
    swapped = (wy, ny, digest[y]) < (wx, nx, digest[x])
    a, b, wa, wb = (y, x, wy, wx) if swapped else (x, y, wx, wy)
    ka, kb = slice(s.stem_at[a], s.stem_at[a + 1]), slice(s.stem_at[b], s.stem_at[b + 1])
    shared, rare, names, least = _stem_features(
        s.stem[ka], s.stem_weight[ka], s.stem_name[ka], s.stem[kb], s.stem_weight[kb], s.stem_name[kb]
    )
    da, db = slice(s.number_at[a], s.number_at[a + 1]), slice(s.number_at[b], s.number_at[b + 1])
    numbers = s.number_weight[da].sum()
    same_numbers, _ = _shared_weight(s.number[da], s.number_weight[da], s.number[db])
    ga, gb = slice(s.bigram_at[a], s.bigram_at[a + 1]), slice(s.bigram_at[b], s.bigram_at[b + 1])
    bigrams = s.bigram_weight[ga].sum()
    same_bigrams, n_bigrams = _shared_weight(s.bigram[ga], s.bigram_weight[ga], s.bigram[gb])
    quoted = max(
        _quoted_shared(s.bigram[ga], s.bigram_weight[ga], s.bigram_quoted[ga], s.bigram[gb]),
        _quoted_shared(s.bigram[gb], s.bigram_weight[gb], s.bigram_quoted[gb], s.bigram[ga]),
    )
    ta, tb = slice(at[a], at[a + 1]), slice(at[b], at[b + 1])
    ha, hb = slice(s.shingle_at[a], s.shingle_at[a + 1]), slice(s.shingle_at[b], s.shingle_at[b + 1])
    in_a, in_b = np.zeros(at[a + 1] - at[a], np.bool_), np.zeros(at[b + 1] - at[b], np.bool_)
    run_weight, run_words = _runs(
        token[ta],
        weight[ta],
        token[tb],
        weight[tb],
        s.shingle[ha],
        s.shingle_place[ha],
        s.shingle[hb],
        s.shingle_place[hb],
        in_a,
        in_b,
    )
    pa, pb = slice(s.where_at[a], s.where_at[a + 1]), slice(s.where_at[b], s.where_at[b + 1])
    last_a = int(sentence[at[a + 1] - 1]) + 1 if at[a + 1] > at[a] else 0
    last_b = int(sentence[at[b + 1] - 1]) + 1 if at[b + 1] > at[b] else 0
    n_al, al, all_a, _ = _align(stem[ta], weight[ta], sentence[ta], s.where_stem[pb], s.where_sentence[pb], last_b, in_a)
    content = 0
    for i in range(at[a], at[a + 1]):
        content += 1 if weight[i] >= CONTENT else 0
    if at[b + 1] - at[b] < at[a + 1] - at[a]:
        other = 0
        for i in range(at[b], at[b + 1]):
            other += 1 if weight[i] >= CONTENT else 0
        content = min(content, other)
    features[0] = shared / wa if wa else 0.0
    features[1] = wa / wb if wb else 1.0
    features[2] = names / (least + 400)
    features[3] = (numbers - same_numbers) / (numbers + 200)
    features[4] = (least - names) / (least + 400)
    features[5] = same_bigrams / bigrams if bigrams else 0.0
    features[6] = log(1 + n_bigrams)
    features[7] = log(1 + n_al)
    features[8] = log(1 + run_weight / 100)
    features[9] = log(1 + content)
    features[10] = log(1 + quoted / 100)
    features[11] = log(1 + rare)
    features[12] = al / all_a if all_a else 0.0
    al_b, al_weight_b, all_b, sentences_b = _align(stem[tb], weight[tb], sentence[tb], s.where_stem[pa], s.where_sentence[pa], last_a, in_b)
    measures[0] = _distinct_share(s.shingle[ha], s.shingle[hb])
    measures[1] = _distinct_share(s.shingle[hb], s.shingle[ha])
    measures[2] = al_weight_b / all_b if all_b else 0.0
    measures[3] = run_words
    measures[4] = quoted / 100
    measures[5] = 1 - al_b / sentences_b if sentences_b else 0.0
    measures[6] = _covered_share(weight[ta], in_a)
    measures[7] = _covered_share(weight[tb], in_b)
    measures[8] = _lead_share(stem[ta], weight[ta], s.stem[kb])
    measures[9] = _lead_share(stem[tb], weight[tb], s.stem[ka])
    measures[10] = _covered_share(weight[ta][: len(in_a) // 3], in_a)
    measures[11] = _covered_share(weight[tb][: len(in_b) // 3], in_b)
    return swapped


@njit(cache=True, nogil=True)
def _score(x, y, at, token, stem, weight, sentence, digest, sets, features, measures, swapped):  # type: ignore[no-untyped-def]
    for i in range(len(x)):
        swapped[i] = _pair(x[i], y[i], at, token, stem, weight, sentence, digest, sets, features[i], measures[i])


def score(texts: Texts, sets: Sets, x: NDArray[np.int64], y: NDArray[np.int64]) -> Scores:
    """Score the pairs (x[i], y[i]) of texts, by index. A text of no content words scores as nothing shared."""
    features = np.zeros((len(x), len(FEATURES)))
    measures = np.zeros((len(x), len(MEASURES)))
    swapped = np.zeros(len(x), np.bool_)
    _score(x, y, texts.at, texts.token, texts.stem, texts.weight, texts.sentence, texts.digest, sets, features, measures, swapped)
    # Summed row by row: a matrix product may add in another order in a batch of another size.
    probability = 1 / (1 + np.exp(-(INTERCEPT + (features * WEIGHTS).sum(axis=1))))
    return Scores(np.rint(probability * SCALE).astype(np.int32), features.astype(np.float32), measures.astype(np.float32), swapped)
