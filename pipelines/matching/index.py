"""Candidates as stories come, in any order: what `hits_of` and `tally` say of all postings at once, after every change.

An index holds the postings within reach. For each change it looks back under the keys of what came or went, as it was and as it is. A pair
of which one text is new shares no other keys, so it is complete by that. A carrier of which another look-back changed (a key has become
common or is rare no more, an earlier copy of a text has come) is *shaken*: its pairs may come or go, and are to be worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.candidates import HIT, POSTING, UNDATED, day_of, hits_of, tally
from pipelines.matching.keys import NEEDED_HITS

Rows = NDArray[np.void]
Pair = tuple[int, int]
_ENTRY: Final = np.dtype([("key", "u8"), ("number", "i4")])
_CARRIER: Final = np.dtype([("published", "i8"), ("digest", "u8"), ("carrier", "u8"), ("place", "u8"), ("held", "?")])


@dataclass(frozen=True)
class Change:
    """`found`: pairs with a new text that are candidates now, as rows of `HIT`. `shaken`: (day, digest) of the carriers whose other pairs
    may have come or gone, and of those that left. `common`: look-backs that met a common key, in those windows."""

    found: Rows
    shaken: frozenset[tuple[int, int]]
    common: int = 0


class Index:
    """Postings by key. `horizon` in microseconds; `cap` and `head` as `hits_of` has them. Its work is a function of the set that it holds.

    Entries lie in sorted runs, each at least twice as long as the next: a lookup searches few of them.
    """

    def __init__(self, *, horizon: int, cap: int, head: int) -> None:
        self._horizon, self._cap, self._head = horizon, cap, head
        self._runs: list[Rows] = []
        self._carriers = np.zeros(64, _CARRIER)
        self._length = 0
        self._number: dict[int, int] = {}
        self._keys: dict[int, NDArray[np.uint64]] = {}
        self._on_day: dict[int, dict[int, set[int]]] = {}
        self._of_text: dict[int, set[int]] = {}
        self._gone = 0

    def __len__(self) -> int:
        """How many carriers are held."""
        return len(self._number)

    @property
    def entries(self) -> int:
        """How many postings are kept, those of carriers that left but were not swept yet among them."""
        return sum(map(len, self._runs))

    def load(self, postings: Rows) -> None:
        """Hold postings whose candidates are known already. All keys of a carrier come together; a place that is held stays as it is."""
        if not len(postings):
            return
        rows = postings[np.argsort(postings["place"], kind="stable")]
        starts = np.flatnonzero(np.r_[True, rows["place"][1:] != rows["place"][:-1]])
        ends = np.r_[starts[1:], len(rows)]
        parts = [
            self._hold(rows[start], rows["key"][start:end])
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
            if int(rows["place"][start]) not in self._number
        ]
        if parts:
            run = np.concatenate(parts)
            self._push(run[np.argsort(run["key"], kind="stable")])

    def drop(self, places: Iterable[int]) -> None:
        """Hold some places no more."""
        for place in places:
            number = self._number.pop(place, None)
            if number is None:
                continue
            row = self._carriers[number]
            row["held"] = False
            self._gone += len(self._keys.pop(number))
            texts = self._on_day[day_of(int(row["published"]))]
            _without(texts, int(row["digest"]), number)
            _without(self._of_text, int(row["digest"]), number)
        if self._gone * 4 > self.entries:
            self._sweep()

    def drop_day(self, day: int) -> None:
        """Hold nothing of a day any more."""
        own = [number for numbers in self._on_day.get(day, {}).values() for number in numbers]
        self.drop(self._carriers["place"][own].tolist() if own else ())
        self._on_day.pop(day, None)

    def change(self, new: Rows, gone: Collection[int] = ()) -> Change:
        """Hold new postings and drop the places `gone`; what that changes."""
        leaving = [self._number[place] for place in gone if place in self._number]
        keys = np.unique(np.concatenate([new["key"], *(self._keys[number] for number in leaving)]))
        left = {self._day_and_text(number) for number in leaving}
        times = [*new["published"].tolist(), *self._carriers["published"][leaving].tolist()]
        if not times:
            return Change(np.empty(0, HIT), frozenset())
        before = _totals(self._hits(keys, times)[0])
        self.drop(gone)
        own = {int(place) for place in np.unique(new["place"])}
        new = new[np.isin(new["place"], np.fromiter(own - self._number.keys(), np.uint64))] if own & self._number.keys() else new
        own -= self._number.keys()
        self.load(new)
        hits, common = self._hits(keys, times)
        after = _totals(hits)
        mine = np.fromiter(own, np.uint64, len(own))
        fresh = np.isin(after["place"], mine) | np.isin(after["other"], mine)
        found = after[fresh & (after["hits"] >= NEEDED_HITS)]
        shaken = {place for place, _ in _differing(before, after[~fresh])}
        texts = {self._day_and_text(self._number[place]) for place in shaken if place in self._number}
        return Change(found, frozenset(texts | left), common)

    def place_of(self, text: int) -> int:
        """Where a text that is held lies: the first of its places."""
        return min(int(self._carriers["place"][number]) for number in self._of_text[text])

    def pairs_on(self, day: int, texts: Collection[int]) -> set[Pair]:
        """The candidates that carriers of some texts on a day find when they look back: pairs of digests, the smaller first."""
        numbers = self._carriers_of(day, texts)
        if not numbers:
            return set()
        keys = np.unique(np.concatenate([self._keys[number] for number in numbers]))
        rows = self._rows(keys)
        rows["settled"] = ~np.isin(rows["place"], self._carriers["place"][numbers])
        hits, _ = hits_of(rows, horizon=self._horizon, cap=self._cap, head=self._head)
        return set(named(tally(hits)))

    def _carriers_of(self, day: int, texts: Collection[int]) -> list[int]:
        held = self._on_day.get(day, {})
        return [number for text in texts for number in held.get(text, ())]

    def _day_and_text(self, number: int) -> tuple[int, int]:
        row = self._carriers[number]
        return day_of(int(row["published"])), int(row["digest"])

    def _hits(self, keys: NDArray[np.uint64], times: Sequence[int]) -> tuple[Rows, int]:
        """What carriers find under some keys, of those that look back to one of these times, and how many met a common key."""
        rows = self._rows(keys)
        if UNDATED not in times:
            first, last = min(times), max(times) + self._horizon
            rows["settled"] = (rows["published"] < first) | (rows["published"] > last)
        return hits_of(rows, horizon=self._horizon, cap=self._cap, head=self._head)

    def _rows(self, keys: NDArray[np.uint64]) -> Rows:
        """The postings under some keys, sorted and each once; all look back."""
        found = [np.empty(0, _ENTRY)]
        for run in self._runs:
            low, high = (np.searchsorted(run["key"], keys, side) for side in ("left", "right"))
            lengths = high - low
            at = np.repeat(low - np.r_[0, np.cumsum(lengths)[:-1]], lengths) + np.arange(int(lengths.sum()))
            found.append(run[at])
        entries = np.concatenate(found)
        entries = entries[self._carriers["held"][entries["number"]]]
        rows = np.empty(len(entries), POSTING)
        rows["key"], rows["settled"] = entries["key"], False
        for name in ("published", "digest", "carrier", "place"):
            rows[name] = self._carriers[name][entries["number"]]
        return rows

    def _hold(self, row: np.void, keys: NDArray[np.uint64]) -> Rows:
        number = self._length
        if number == len(self._carriers):
            self._carriers = np.concatenate([self._carriers, np.zeros(number, _CARRIER)])
        published, digest, place = int(row["published"]), int(row["digest"]), int(row["place"])
        self._carriers[number] = (published, digest, row["carrier"], place, True)
        self._length += 1
        self._number[place] = number
        self._keys[number] = np.array(keys)
        self._note(number)
        entries = np.empty(len(keys), _ENTRY)
        entries["key"], entries["number"] = keys, number
        return entries

    def _note(self, number: int) -> None:
        day, digest = self._day_and_text(number)
        self._on_day.setdefault(day, {}).setdefault(digest, set()).add(number)
        self._of_text.setdefault(digest, set()).add(number)

    def _push(self, run: Rows) -> None:
        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = _merged(self._runs.pop(), run)
        self._runs.append(run)

    def _sweep(self) -> None:
        """Leave out what is held no more, and number the carriers afresh."""
        numbers = sorted(self._keys)
        again = np.full(self._length, -1, np.int32)
        again[numbers] = np.arange(len(numbers), dtype=np.int32)
        self._carriers = np.concatenate([self._carriers[numbers], np.zeros(max(64, len(numbers)), _CARRIER)])
        self._keys = {at: self._keys[number] for at, number in enumerate(numbers)}
        self._length, self._gone = len(numbers), 0
        self._number = {int(place): at for at, place in enumerate(self._carriers["place"][: len(numbers)].tolist())}
        self._on_day, self._of_text = {}, {}
        for at in range(len(numbers)):
            self._note(at)
        runs, self._runs = self._runs, []
        for run in runs:
            kept = run[again[run["number"]] >= 0]
            kept["number"] = again[kept["number"]]
            if len(kept):
                self._push(kept)


@dataclass(frozen=True)
class Pairs:
    """Candidates of a day, as pairs of digests, the smaller first: which came and which went."""

    came: frozenset[Pair]
    went: frozenset[Pair]


def changed_pairs(index: Index, change: Change, held: Callable[[int, Collection[int]], set[Pair]]) -> dict[int, Pairs]:
    """What a change does to the candidates of each day. `held` gives those of a day, before it, that have one of some texts.

    A pair is held on a day because a carrier of either text found the other when it looked back. So where one may have gone, all
    carriers of both texts on that day are asked again.
    """
    came: dict[int, set[Pair]] = {}
    went: dict[int, set[Pair]] = {}
    for day, pair in zip(change.found["day"].tolist(), named(change.found), strict=True):
        came.setdefault(day, set()).add(pair)
    for day in sorted({day for day, _ in change.shaken}):
        texts = {text for on, text in change.shaken if on == day}
        before = held(day, texts)
        now = index.pairs_on(day, texts.union(*before))
        went[day] = before - now
        came.setdefault(day, set()).update(pair for pair in now if not texts.isdisjoint(pair))
    new = {day: pairs - held(day, {text for pair in pairs for text in pair}) for day, pairs in came.items()}
    days = sorted(day for day in new.keys() | went.keys() if new.get(day) or went.get(day))
    return {day: Pairs(frozenset(new.get(day, ())), frozenset(went.get(day, ()))) for day in days}


def named(hits: Rows) -> list[Pair]:
    """The texts of hits, the smaller digest first."""
    return list(
        zip(
            np.minimum(hits["digest"], hits["other_digest"]).tolist(),
            np.maximum(hits["digest"], hits["other_digest"]).tolist(),
            strict=True,
        )
    )


def _without(held: dict[int, set[int]], text: int, number: int) -> None:
    held[text].discard(number)
    if not held[text]:
        del held[text]


def _merged(one: Rows, other: Rows) -> Rows:
    both = np.concatenate([one, other])
    return both[np.argsort(both["key"], kind="stable")]


def _totals(hits: Rows) -> Rows:
    """Hits of one pair under several keys -> one row, with their sum."""
    rows = hits[np.lexsort((hits["other"], hits["place"]))]
    if not len(rows):
        return rows
    starts = np.flatnonzero(np.r_[True, (rows["place"][1:] != rows["place"][:-1]) | (rows["other"][1:] != rows["other"][:-1])])
    totals = np.minimum(np.add.reduceat(rows["hits"].astype(np.int64), starts), 255)
    pairs = rows[starts]
    pairs["hits"] = totals
    return pairs


def _differing(before: Rows, after: Rows) -> set[Pair]:
    """Pairs of places whose sum is another."""
    columns = ["place", "other", "hits"]
    return {(place, other) for place, other, _ in {*before[columns].tolist()} ^ {*after[columns].tolist()}}
