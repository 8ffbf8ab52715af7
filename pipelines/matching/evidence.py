"""Why two texts are taken for reuse or not: reasons in a desk editor's words, and the passages they share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from pipelines.matching.lexicon import CONTENT
from pipelines.matching.minhash import shingle_hashes
from pipelines.matching.relation import CITES, STRONG
from pipelines.matching.tokens import Tokens
from schemas import Passage

LEAST_RUN: Final = 5
"""Words in a row that make a passage of the same words."""


def percent(share: float) -> str:
    """0.714 -> '71 %'."""
    return f"{round(100 * share)} %"


def reasons(probability: int, features: Mapping[str, float]) -> tuple[str, ...]:
    """What speaks for reuse, then what speaks against it, the weightiest first. `probability` in 1/10,000."""
    yes: list[tuple[float, str]] = []
    no: list[tuple[float, str]] = []
    words = int(features["run_words"])
    if words >= 8:
        yes.append((words / 10, f"The longest passage they share word for word has {words} words."))
    elif probability >= STRONG:
        no.append((0.3, f"No passage of eight words in a row is the same: the longest has {words}."))
    if features["al_short"] >= 0.3:
        yes.append(
            (
                features["al_short"] * 3,
                f"{percent(features['al_short'])} of the shorter one is told sentence by sentence in the other.",
            )
        )
    if features["u_short"] >= 0.45:
        yes.append(
            (
                features["u_short"] * 2,
                f"{percent(features['u_short'])} of the shorter one's telling words stand in the other too.",
            )
        )
    elif features["u_short"] < 0.3:
        no.append(
            (
                1 - features["u_short"],
                f"Only {percent(features['u_short'])} of the shorter one's telling words stand in the other.",
            )
        )
    if features["quoted"] >= CITES:
        yes.append((features["quoted"] / 12, "Words inside quotation marks are the same."))
    if features["name_short"] >= 0.5:
        yes.append((features["name_short"], "The same names of people and places occur."))
    if features["name_conf"] >= 0.5:
        no.append((features["name_conf"], "Most names of the one do not occur in the other."))
    if features["num_conf"] >= 0.5:
        no.append((features["num_conf"], "Figures of the shorter one do not occur in the other."))
    if features["len_ratio"] < 0.35:
        no.append((0.2, "One is much longer than the other."))
    ordered = [sentence for _, sentence in sorted(yes, reverse=True)] + [sentence for _, sentence in sorted(no, reverse=True)]
    return tuple(ordered) or ("They share little beyond common words.",)


def shared_runs(a: Tokens, b: Tokens, least: int = LEAST_RUN) -> list[tuple[int, int, int]]:
    """Common runs of `least` tokens and more as (place in a, place in b, tokens): the longest first, none overlapping another in a."""
    places: dict[int, list[int]] = {}
    for at, shingle in enumerate(shingle_hashes(b.token).tolist()):
        places.setdefault(shingle, []).append(at)
    found: list[tuple[int, int, int]] = []
    for x, shingle in enumerate(shingle_hashes(a.token).tolist()):
        for y in places.get(shingle, ()):
            if x and y and a.token[x - 1] == b.token[y - 1]:
                continue
            n = 0
            while x + n < len(a) and y + n < len(b) and a.token[x + n] == b.token[y + n]:
                n += 1
            if n >= least:
                found.append((x, y, n))
    taken = np.zeros(len(a), np.bool_)
    kept = []
    for x, y, n in sorted(found, key=lambda run: (-run[2], run[0], run[1])):
        if not taken[x : x + n].any():
            taken[x : x + n] = True
            kept.append((x, y, n))
    return kept


def aligned_sentences(a: Tokens, b: Tokens) -> list[tuple[int, int, float]]:
    """Sentences of a with the sentence of b that holds most of their content weight, at least half: (of a, of b, share)."""
    where: dict[int, set[int]] = {}
    for stem, weight, sentence in zip(b.stem.tolist(), b.weight.tolist(), b.sentence.tolist(), strict=True):
        if weight >= CONTENT:
            where.setdefault(stem, set()).add(sentence)
    out = []
    for number in sorted(set(a.sentence.tolist())):
        own = np.flatnonzero((a.sentence == number) & (a.weight >= CONTENT))
        gains: dict[int, int] = {}
        for i in own.tolist():
            for sentence in where.get(int(a.stem[i]), ()):
                gains[sentence] = gains.get(sentence, 0) + int(a.weight[i])
        total = int(a.weight[own].sum())
        if len(own) >= 4 and gains:
            best = min(gains, key=lambda s: (-gains[s], s))
            if 2 * gains[best] >= total:
                out.append((number, best, gains[best] / total))
    return out


def passages(a: Tokens, b: Tokens, text_a: str | None = None, text_b: str | None = None) -> tuple[Passage, ...]:
    """What two texts share, in the order of a: runs of the same words, and sentences told again in other words."""
    out = []
    covered = np.zeros(len(a), np.bool_)
    for x, y, n in shared_runs(a, b):
        covered[x : x + n] = True
        out.append(_passage(a, b, slice(x, x + n), slice(y, y + n), True, text_a, text_b))
    for one, other, _ in aligned_sentences(a, b):
        own = np.flatnonzero(a.sentence == one)
        if covered[own].mean() < 0.5:
            theirs = np.flatnonzero(b.sentence == other)
            spans = slice(own[0], own[-1] + 1), slice(theirs[0], theirs[-1] + 1)
            out.append(_passage(a, b, *spans, False, text_a, text_b))
    return tuple(sorted(out, key=lambda p: (p.a, p.b)))


def _passage(a: Tokens, b: Tokens, own: slice, theirs: slice, same: bool, text_a: str | None, text_b: str | None) -> Passage:
    span_a = int(a.start[own][0]), int(a.end[own][-1])
    span_b = int(b.start[theirs][0]), int(b.end[theirs][-1])
    return Passage(
        a=span_a,
        b=span_b,
        words=own.stop - own.start,
        same_words=same,
        text_a=None if text_a is None else text_a[slice(*span_a)],
        text_b=None if text_b is None else text_b[slice(*span_b)],
    )
