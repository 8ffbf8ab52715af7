"""Who is worth comparing with whom: postings under index keys, cut to what a key may contribute.

A posting says that a carrier (one version of one story) has a key. Under each key a carrier looks back twice: at the texts published within
the horizon before it, and at all texts without a time. While those of one look are at most `cap`, it meets them all. Above, the key is
common there and the carrier meets only the `head` earliest: enough for the five-hundredth copy of one story to find the first ones. A
sketch key that leads to `head` texts at most is rare there, and counts more: in a window of a million stories two pairs of words that
dozens have are no sign. Equal texts count once, as the earliest of their carriers; a carrier's own text counts but is not met. So the
candidates of a carrier are a function of the set of stories in its window, never of the order of arrival (docs/decisions/0003).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.matching.keys import BAND_HITS, NEEDED_HITS, RARE_HITS

HOUR: Final = 3_600_000_000
DAY: Final = 24 * HOUR
"""In microseconds, as all times of matching."""

UNDATED: Final = np.iinfo(np.int64).min
"""Stands for an unknown time of publication: passes every time test."""
UNDATED_DAY: Final = -(2**31)
"""The day of the undated."""

POSTING = np.dtype([("key", "u8"), ("published", "i8"), ("digest", "u8"), ("carrier", "u8"), ("place", "u8"), ("settled", "?")])
"""A carrier's key. `place` says where its text lies; a `settled` carrier is only looked at, it does not look back."""
HIT = np.dtype([("place", "u8"), ("other", "u8"), ("digest", "u8"), ("other_digest", "u8"), ("day", "i4"), ("hits", "u1")])
"""Where a carrier's text and an earlier text lie, their digests, the carrier's day, and what the keys they share count."""


@njit(cache=True, nogil=True)
def day_of(published: int) -> int:
    """Days since 1970-01-01; `UNDATED_DAY` for an unknown time."""
    return UNDATED_DAY if published == UNDATED else published // DAY


@njit(cache=True, nogil=True)
def _look_back(rows, twin, low, high, at, cap, head, band, out, n):  # type: ignore[no-untyped-def]
    """Append the hits of posting `at` on the texts in rows `low` to `high` under its key, a `band` or not.

    Returns the array, grown if need be, its new length, and whether the key was common there."""
    texts = 0
    for k in range(low, high):
        texts += twin[k] < low
        if texts > cap:
            break
    common = texts > cap
    left = head if common else cap
    hits = BAND_HITS if band else RARE_HITS if texts <= min(cap, head) else 1
    for k in range(low, high):
        if twin[k] >= low:
            continue
        if left == 0:
            break
        left -= 1
        if rows[k].digest == rows[at].digest:
            continue
        if n == len(out):
            bigger = np.empty(2 * len(out), out.dtype)
            bigger[:n] = out
            out = bigger
        hit = out[n]
        hit.place, hit.other, hit.digest, hit.other_digest = rows[at].place, rows[k].place, rows[at].digest, rows[k].digest
        hit.day, hit.hits = day_of(rows[at].published), hits
        n += 1
    return out, n, common


@njit(cache=True, nogil=True)
def _hits(rows, twin, horizon, cap, head, out):  # type: ignore[no-untyped-def]
    n, begin, common = 0, 0, 0
    while begin < len(rows):
        end = begin
        while end < len(rows) and rows[end].key == rows[begin].key:
            end += 1
        undated = begin
        while undated < end and rows[undated].published == UNDATED:
            undated += 1
        window = undated
        band = rows[begin].key & np.uint64(1) == 1
        for at in range(begin, end):
            if rows[at].settled:
                continue
            out, n, crowded = _look_back(rows, twin, begin, min(undated, at), at, cap, head, band, out, n)
            if at >= undated:
                while rows[window].published < rows[at].published - horizon:
                    window += 1
                out, n, more = _look_back(rows, twin, window, at, at, cap, head, band, out, n)
                crowded = crowded or more
            common += crowded
        begin = end
    return out[:n], common


def _twins(rows: NDArray[np.void]) -> NDArray[np.int64]:
    """For each posting the row of the one before it under the same key with the same text, -1 if none."""
    order = np.lexsort((np.arange(len(rows)), rows["digest"], rows["key"]))
    same = np.zeros(len(rows), np.bool_)
    same[1:] = (rows["digest"][order[1:]] == rows["digest"][order[:-1]]) & (rows["key"][order[1:]] == rows["key"][order[:-1]])
    twin = np.full(len(rows), -1, np.int64)
    twin[order[same]] = order[np.flatnonzero(same) - 1]
    return twin


def hits_of(postings: NDArray[np.void], *, horizon: int, cap: int, head: int) -> tuple[NDArray[np.void], int]:
    """All hits under some keys, and how many look-backs met a common key. `horizon` in microseconds.

    `postings` must hold every posting of its keys within reach; hits of one pair under several keys are separate rows.
    """
    rows = postings[np.lexsort((postings["carrier"], postings["digest"], postings["published"], postings["key"]))]
    hits, common = _hits(rows, _twins(rows), horizon, cap, head, np.empty(max(1024, len(rows)), HIT))
    return hits, int(common)


def tally(hits: NDArray[np.void]) -> NDArray[np.void]:
    """Pairs of places with enough hits. All hits of a carrier must be there."""
    if not len(hits):
        return hits
    rows = hits[np.lexsort((hits["other"], hits["place"]))]
    first = np.ones(len(rows), np.bool_)
    first[1:] = (rows["place"][1:] != rows["place"][:-1]) | (rows["other"][1:] != rows["other"][:-1])
    starts = np.flatnonzero(first)
    totals = np.minimum(np.add.reduceat(rows["hits"].astype(np.int64), starts), 255)
    pairs = rows[starts]
    pairs["hits"] = totals
    return pairs[totals >= NEEDED_HITS]
