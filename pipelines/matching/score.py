"""What two texts share and what they do not: the features of a pair, computed in numba.

Each can be checked by a person against the two texts (docs/how-it-works.md). In a pair, a is the text of smaller content weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.matching.lexicon import CONTENT, RARE
from pipelines.matching.prepare import Sets
from pipelines.matching.texts import Texts
from pipelines.matching.tokens import QUOTED

FEATURES: Final = (
    "u_short", "plain_short", "len_ratio", "len_min_log", "name_short", "name_conf", "nameless", "num_conf", "c2_n_log", "qx_log",
    "rare_log", "quoted", "w3_short", "w3_long", "run_words", "al_short", "al_long", "foreign_long", "flow", "quote_gap", "cover_short",
    "cover_long", "top_short", "top_long", "low_short", "low_long", "lead_short", "lead_long", "opening_short", "from_short", "to_short",
    "from_long", "to_long",
)  # fmt: skip
"""`pipelines/matching/terms.py` says what each of them is."""

(
    U_SHORT, PLAIN_SHORT, LEN_RATIO, LEN_MIN_LOG, NAME_SHORT, NAME_CONF, NAMELESS, NUM_CONF, C2_N_LOG, QX_LOG, RARE_LOG, QUOTED_SHARED,
    W3_SHORT, W3_LONG, RUN_WORDS, AL_SHORT, AL_LONG, FOREIGN_LONG, FLOW, QUOTE_GAP, COVER_SHORT, COVER_LONG, TOP_SHORT, TOP_LONG,
    LOW_SHORT, LOW_LONG, LEAD_SHORT, LEAD_LONG, OPENING_SHORT, FROM_SHORT, TO_SHORT, FROM_LONG, TO_LONG,
) = range(len(FEATURES))  # fmt: skip

LEAD: Final = 40
"""Tokens that count as a story's lead: its first sentence or two."""

ALIGN_WORDS: Final = 4
"""Content words that a sentence needs to be aligned."""


@dataclass(frozen=True)
class Scores:
    """Of m pairs: their features (m, 33), and whether the pair's second text is the short one."""

    features: NDArray[np.float32]
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
def _runs(a, b, sh_a, pl_a, sh_b, pl_b, in_a, in_b):  # type: ignore[no-untyped-def]
    """Common token runs of three words and more: marks the covered tokens, returns the words of the longest.

    A run is walked once, from its first shingle; texts that repeat themselves cost at most the product of the repeats."""
    longest, i = 0, 0
    for j in range(len(sh_b)):
        while i < len(sh_a) and sh_a[i] < sh_b[j]:
            i += 1
        k = i
        while k < len(sh_a) and sh_a[k] == sh_b[j]:
            x, y = pl_a[k], pl_b[j]
            k += 1
            if x > 0 and y > 0 and a[x - 1] == b[y - 1]:
                continue
            words = 0
            while x + words < len(a) and y + words < len(b) and a[x + words] == b[y + words]:
                in_a[x + words] = True
                in_b[y + words] = True
                words += 1
            longest = max(longest, words)
    return longest


@njit(cache=True, nogil=True)
def _align(stem, weight, flags, sentence, other_stem, other_sentence, other_sentences, covered):  # type: ignore[no-untyped-def]
    """Align each sentence of four or more content words with the other text's sentence that covers most of its weight, at least half.

    Marks tokens of aligned sentences that the partner shares as covered. Returns aligned sentences, their weight, all weight, sentences;
    then of sentences whose partner covers at least three tenths how many there are, and how many of them have a partner below the one
    before; and the weight that partners cover in all, covered outside quotes, and all outside quotes."""
    gains = np.zeros(other_sentences, np.int64)
    aligned, aligned_weight, all_weight, sentences, at = 0, 0, 0, 0, 0
    told, onward, last = 0, 0, -1
    met, prose, all_prose = 0, 0, 0
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
            gain = gains[best] if other_sentences else 0
            met += gain
            if other_sentences and 10 * gain >= 3 * total:
                told += 1
                onward += 1 if best > last else 0
                last = best
            close = other_sentences > 0 and 2 * gain >= total
            if close:
                aligned += 1
                aligned_weight += total
            for i in range(at, stop):
                unquoted = weight[i] >= CONTENT and not flags[i] & QUOTED
                all_prose += weight[i] if unquoted else 0
                k = np.searchsorted(other_stem, stem[i])
                while k < len(other_stem) and other_stem[k] == stem[i]:
                    if other_sentence[k] == best:
                        covered[i] = covered[i] or close
                        prose += weight[i] if unquoted else 0
                    k += 1
        at = stop
    return aligned, aligned_weight, all_weight, sentences, told, onward, met, prose, all_prose


@njit(cache=True, nogil=True)
def _covered_share(weight, covered):  # type: ignore[no-untyped-def]
    total, taken = 0, 0
    for i in range(len(weight)):
        if weight[i] >= CONTENT:
            total += weight[i]
            taken += weight[i] if covered[i] else 0
    return taken / total if total else 0.0


@njit(cache=True, nogil=True)
def _plain_share(a, a_weight, a_name, b, b_name, a_number):  # type: ignore[no-untyped-def]
    """Share of the weight of a's content stems that b has, numbers and what is a name in either left out."""
    total, found, j, k = 0, 0, 0, 0
    for i in range(len(a)):
        while k < len(a_number) and a_number[k] < a[i]:
            k += 1
        if a_name[i] or (k < len(a_number) and a_number[k] == a[i]):
            continue
        while j < len(b) and b[j] < a[i]:
            j += 1
        shared = j < len(b) and b[j] == a[i]
        if shared and b_name[j]:
            continue
        total += a_weight[i]
        found += a_weight[i] if shared else 0
    return found / total if total else 0.0


@njit(cache=True, nogil=True)
def _bounds(weight, covered):  # type: ignore[no-untyped-def]
    """Where the middle four fifths of the covered content weight begin and end, as shares of the text; 0 and 0 where nothing is covered."""
    total = 0
    for i in range(len(weight)):
        if weight[i] >= CONTENT and covered[i]:
            total += weight[i]
    first, last, seen, started = 0.0, 0.0, 0, False
    for i in range(len(weight)):
        if weight[i] >= CONTENT and covered[i]:
            before = seen
            seen += weight[i]
            if not started and 10 * seen >= total:
                first, started = i / len(weight), True
            if 10 * before <= 9 * total:
                last = (i + 1) / len(weight)
    return first, last


@njit(cache=True, nogil=True)
def _lead_share(stem, weight, other):  # type: ignore[no-untyped-def]
    """Share of the content weight of the first `LEAD` tokens whose stems are among `other`, ascending."""
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
def _content_words(weight):  # type: ignore[no-untyped-def]
    words = 0
    for i in range(len(weight)):
        words += 1 if weight[i] >= CONTENT else 0
    return words


@njit(cache=True, nogil=True)
def _what_is_said(a, b, s, out):  # type: ignore[no-untyped-def]
    """Features of words, names, numbers and bigrams, wherever they stand."""
    ka, kb = slice(s.stem_at[a], s.stem_at[a + 1]), slice(s.stem_at[b], s.stem_at[b + 1])
    shared, rare, names, least = _stem_features(
        s.stem[ka], s.stem_weight[ka], s.stem_name[ka], s.stem[kb], s.stem_weight[kb], s.stem_name[kb]
    )
    wa, wb = s.stem_weight[ka].sum(), s.stem_weight[kb].sum()
    da, db = slice(s.number_at[a], s.number_at[a + 1]), slice(s.number_at[b], s.number_at[b + 1])
    numbers = s.number_weight[da].sum()
    same_numbers, _ = _shared_weight(s.number[da], s.number_weight[da], s.number[db])
    ga, gb = slice(s.bigram_at[a], s.bigram_at[a + 1]), slice(s.bigram_at[b], s.bigram_at[b + 1])
    _, n_bigrams = _shared_weight(s.bigram[ga], s.bigram_weight[ga], s.bigram[gb])
    quoted = max(
        _quoted_shared(s.bigram[ga], s.bigram_weight[ga], s.bigram_quoted[ga], s.bigram[gb]),
        _quoted_shared(s.bigram[gb], s.bigram_weight[gb], s.bigram_quoted[gb], s.bigram[ga]),
    )
    out[U_SHORT] = shared / wa if wa else 0.0
    out[PLAIN_SHORT] = _plain_share(s.stem[ka], s.stem_weight[ka], s.stem_name[ka], s.stem[kb], s.stem_name[kb], s.number[da])
    out[LEN_RATIO] = wa / wb if wb else 1.0
    out[NAME_SHORT] = names / (least + 400)
    out[NAME_CONF] = (least - names) / (least + 400)
    out[NAMELESS] = 1.0 if least == 0 else 0.0
    out[NUM_CONF] = (numbers - same_numbers) / (numbers + 200)
    out[C2_N_LOG] = log1p(n_bigrams)
    out[QX_LOG] = log1p(quoted / 100)
    out[QUOTED_SHARED] = quoted / 100
    out[RARE_LOG] = log1p(rare)


@njit(cache=True, nogil=True)
def _how_it_is_told(a, b, at, token, stem, weight, flags, sentence, s, out):  # type: ignore[no-untyped-def]
    """Features of runs and sentences: what is told in the same words or sentence by sentence, in which order, and where it stands."""
    ta, tb = slice(at[a], at[a + 1]), slice(at[b], at[b + 1])
    ha, hb = slice(s.shingle_at[a], s.shingle_at[a + 1]), slice(s.shingle_at[b], s.shingle_at[b + 1])
    pa, pb = slice(s.where_at[a], s.where_at[a + 1]), slice(s.where_at[b], s.where_at[b + 1])
    in_a, in_b = np.zeros(at[a + 1] - at[a], np.bool_), np.zeros(at[b + 1] - at[b], np.bool_)
    last_a = int(sentence[at[a + 1] - 1]) + 1 if len(in_a) else 0
    last_b = int(sentence[at[b + 1] - 1]) + 1 if len(in_b) else 0
    out[RUN_WORDS] = _runs(token[ta], token[tb], s.shingle[ha], s.shingle_place[ha], s.shingle[hb], s.shingle_place[hb], in_a, in_b)
    _, al, all_a, _, told, onward, met, prose, all_prose = _align(
        stem[ta], weight[ta], flags[ta], sentence[ta], s.where_stem[pb], s.where_sentence[pb], last_b, in_a
    )
    al_b, al_weight_b, all_b, sentences_b, _, _, _, _, _ = _align(
        stem[tb], weight[tb], flags[tb], sentence[tb], s.where_stem[pa], s.where_sentence[pa], last_a, in_b
    )
    out[LEN_MIN_LOG] = log1p(min(_content_words(weight[ta]), _content_words(weight[tb])))
    out[W3_SHORT] = _distinct_share(s.shingle[ha], s.shingle[hb])
    out[W3_LONG] = _distinct_share(s.shingle[hb], s.shingle[ha])
    out[AL_SHORT] = al / all_a if all_a else 0.0
    out[AL_LONG] = al_weight_b / all_b if all_b else 0.0
    out[FOREIGN_LONG] = 1 - al_b / sentences_b if sentences_b else 0.0
    out[FLOW] = (onward - 1) / (told - 1) if told > 1 else 0.5
    out[QUOTE_GAP] = max(0.0, (met / all_a if all_a else 0.0) - (prose / all_prose if all_prose else 0.0))
    third_a, third_b = len(in_a) // 3, len(in_b) // 3
    out[COVER_SHORT], out[COVER_LONG] = _covered_share(weight[ta], in_a), _covered_share(weight[tb], in_b)
    out[TOP_SHORT], out[TOP_LONG] = _covered_share(weight[ta][:third_a], in_a), _covered_share(weight[tb][:third_b], in_b)
    out[LOW_SHORT] = max(0.0, out[COVER_SHORT] - out[TOP_SHORT])
    out[LOW_LONG] = max(0.0, out[COVER_LONG] - out[TOP_LONG])
    out[LEAD_SHORT] = _lead_share(stem[ta], weight[ta], s.stem[s.stem_at[b] : s.stem_at[b + 1]])
    out[LEAD_LONG] = _lead_share(stem[tb], weight[tb], s.stem[s.stem_at[a] : s.stem_at[a + 1]])
    out[OPENING_SHORT] = _lead_share(stem[ta], weight[ta], np.sort(stem[tb][: 2 * LEAD]))
    out[FROM_SHORT], out[TO_SHORT] = _bounds(weight[ta], in_a)
    out[FROM_LONG], out[TO_LONG] = _bounds(weight[tb], in_b)


@njit(cache=True, nogil=True)
def _score(x, y, at, token, stem, weight, flags, sentence, digest, s, features, swapped):  # type: ignore[no-untyped-def]
    for i in range(len(x)):
        one, other = x[i], y[i]
        w_one = s.stem_weight[s.stem_at[one] : s.stem_at[one + 1]].sum()
        w_other = s.stem_weight[s.stem_at[other] : s.stem_at[other + 1]].sum()
        n_one, n_other = at[one + 1] - at[one], at[other + 1] - at[other]
        swapped[i] = (w_other, n_other, digest[other]) < (w_one, n_one, digest[one])
        a, b = (other, one) if swapped[i] else (one, other)
        _what_is_said(a, b, s, features[i])
        _how_it_is_told(a, b, at, token, stem, weight, flags, sentence, s, features[i])


def score(texts: Texts, sets: Sets, x: NDArray[np.int64], y: NDArray[np.int64]) -> Scores:
    """Features of the pairs (x[i], y[i]) of texts, by index. A text of no content words shares nothing."""
    features = np.zeros((len(x), len(FEATURES)))
    swapped = np.zeros(len(x), np.bool_)
    arrays = (texts.at, texts.token, texts.stem, texts.weight, texts.flags, texts.sentence, texts.digest)
    _score(x, y, *arrays, sets, features, swapped)
    return Scores(features.astype(np.float32), swapped)
