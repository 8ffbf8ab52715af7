"""`CompareStories`: candidate pairs -> match rows. Pairs that the store has compared keep their score."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import apache_beam as beam
import numpy as np
from numpy.typing import NDArray

from pipelines.families.rules import Rules
from pipelines.matching.match import match_rows
from pipelines.matching.prepare import Sets, prepare
from pipelines.matching.score import score
from pipelines.matching.scorer import Scorer
from pipelines.matching.texts import Texts, beside
from pipelines.matching.tokens import Tokens
from pipelines.stages.pair import sharded
from pipelines.stages.progress import count
from pipelines.storage.packs import ROW_BITS, pack_of, text_in, texts_of
from pipelines.storage.store import Store

ROWS: Final = np.uint64((1 << ROW_BITS) - 1)
Rows = NDArray[np.void]
PACKS_IN_MEMORY: Final = 16


@dataclass
class CompareStories(beam.PTransform):
    """(arrays of `HIT`, arrays of stored `MATCH`) -> arrays of `MATCH`, one row a pair of texts and day of its look-back.

    Pairs are grouped by the two packs that hold their texts, and scored in batches.
    """

    store: Store
    rules: Rules
    shards: int

    def expand(self, inputs: tuple[beam.PCollection, beam.PCollection]) -> beam.PCollection:
        """Known pairs leave early; the others meet their texts."""
        pairs, known = inputs
        told = (
            (
                pairs | "Key pairs" >> beam.FlatMap(_key_pairs, self.shards).with_output_types(tuple[int, Any]),
                known | "Key known" >> beam.FlatMap(_key_known, self.shards).with_output_types(tuple[int, Any]),
            )
            | "Join" >> beam.Flatten()
            | "Gather pairs" >> beam.GroupByKey()
            | "Tell the known" >> beam.FlatMap(_tell_known, self.rules.strong).with_outputs("unknown", main="known")
        )
        compared = (
            told.unknown
            | "Key by packs" >> beam.FlatMap(_by_packs).with_output_types(tuple[tuple[int, int], Any])
            | "Gather by packs" >> beam.GroupByKey()
            | "Compare" >> beam.ParDo(_Compare(self.store, self.rules)).with_output_types(Any)
        )
        return (told.known, compared) | "All matches" >> beam.Flatten()


def _low_high(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    return np.minimum(one, other), np.maximum(one, other)


def _key_pairs(pairs: Rows, shards: int) -> Iterator[tuple[int, Rows]]:
    yield from sharded(pairs, _low_high(pairs["digest"], pairs["other_digest"])[0], shards)


def _key_known(rows: Rows, shards: int) -> Iterator[tuple[int, Rows]]:
    yield from sharded(rows, _low_high(rows["a"], rows["b"])[0], shards)


def _pair_names(rows: Rows, one: str, other: str) -> NDArray[np.void]:
    names = np.empty(len(rows), np.dtype([("low", "u8"), ("high", "u8")]))
    names["low"], names["high"] = _low_high(rows[one], rows[other])
    return names


def _tell_known(group: tuple[int, Iterable[Rows]], strong: int) -> Iterator[object]:
    arrays = list(group[1])
    pairs = [a for a in arrays if "place" in (a.dtype.names or ())]
    known = [a for a in arrays if "place" not in (a.dtype.names or ())]
    if not pairs:
        return
    wanted = np.concatenate(pairs)
    _, first = np.unique(_with_day(wanted), return_index=True)
    wanted = wanted[first]
    if not known:
        yield beam.pvalue.TaggedOutput("unknown", wanted)
        return
    rows = np.concatenate(known)
    names, first = np.unique(_pair_names(rows, "a", "b"), return_index=True)
    own = _pair_names(wanted, "digest", "other_digest")
    at = np.minimum(np.searchsorted(names, own), len(names) - 1)
    hit = names[at] == own
    remembered = rows[first[at[hit]]]
    remembered["day"] = wanted["day"][hit]
    count("matches", int((remembered["probability"] >= strong).sum()))
    yield remembered
    if not hit.all():
        yield beam.pvalue.TaggedOutput("unknown", wanted[~hit])


def _with_day(pairs: Rows) -> NDArray[np.void]:
    named = np.empty(len(pairs), np.dtype([("low", "u8"), ("high", "u8"), ("day", "i4")]))
    named["low"], named["high"] = _low_high(pairs["digest"], pairs["other_digest"])
    named["day"] = pairs["day"]
    return named


def _by_packs(pairs: Rows) -> Iterator[tuple[tuple[int, int], Rows]]:
    one, other = pairs["place"] >> np.uint64(ROW_BITS), pairs["other"] >> np.uint64(ROW_BITS)
    order = np.lexsort((other, one))
    one, other, pairs = one[order], other[order], pairs[order]
    breaks = np.flatnonzero((np.diff(one) != 0) | (np.diff(other) != 0)) + 1
    for start, rows in zip([0, *breaks.tolist()], np.split(pairs, breaks), strict=True):
        yield (int(one[start]), int(other[start])), rows


class PrintReader:
    """Texts of packs, ready to score; the last few packs stay in memory."""

    def __init__(self, store: Store, scorer: Scorer) -> None:
        self._store = store
        self._scorer = scorer
        self._packs: OrderedDict[str, tuple[Texts, Sets]] = OrderedDict()

    def pack(self, name: str) -> tuple[Texts, Sets]:
        """A pack's texts and their sorted views."""
        found = self._packs.pop(name, None)
        if found is None:
            texts = texts_of(self._store.read(name))
            found = texts, prepare(texts)
        self._packs[name] = found
        while len(self._packs) > PACKS_IN_MEMORY:
            self._packs.popitem(last=False)
        return found

    def text(self, place: int) -> Texts:
        """The one text at a place."""
        return text_in(self.pack(pack_of("prints", place, "parquet"))[0], place)

    def compare_places(self, pairs: Iterable[tuple[int, int]]) -> Rows:
        """Match rows of pairs of places, wherever they lie; the day is left 0."""
        asked = list(pairs)
        places = sorted({place for pair in asked for place in pair})
        number = {place: at for at, place in enumerate(places)}
        texts = [self.text(place) for place in places]
        joined = Texts.of([int(t.digest[0]) for t in texts], [t.tokens_of(0) for t in texts])
        x = np.array([number[a] for a, _ in asked], np.int64)
        y = np.array([number[b] for _, b in asked], np.int64)
        return match_rows(
            joined.digest[x], joined.digest[y], np.zeros(len(x), np.int32), score(joined, prepare(joined), x, y), self._scorer
        )


class PlacedTexts:
    """Compares texts by their digests, of which it knows the places; see `families.scored.Compare`."""

    def __init__(self, reader: PrintReader, places: Mapping[int, int]) -> None:
        self._reader = reader
        self._places = places

    def __call__(self, pairs: Sequence[tuple[int, int]]) -> Rows:
        """Match rows, one a pair."""
        return self._reader.compare_places((self._places[a], self._places[b]) for a, b in pairs)

    def tokens(self, digest: int) -> Tokens:
        """Of one text."""
        return self._reader.text(self._places[digest]).tokens_of(0)


class _Compare(beam.DoFn):
    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules

    def setup(self) -> None:
        self._reader = PrintReader(self._store, self._rules.scorer)

    def process(self, group: tuple[tuple[int, int], Iterable[Rows]]) -> Iterator[Rows]:
        (one, other), arrays = group
        pairs = np.concatenate(list(arrays))
        texts, sets = self._reader.pack(pack_of("prints", one << ROW_BITS, "parquet"))
        x = (pairs["place"] & ROWS).astype(np.int64)
        y = (pairs["other"] & ROWS).astype(np.int64)
        if other != one:
            more, more_sets = self._reader.pack(pack_of("prints", other << ROW_BITS, "parquet"))
            y += len(texts)
            texts, sets = beside(texts, more), sets.beside(more_sets)
        rows = match_rows(texts.digest[x], texts.digest[y], pairs["day"], score(texts, sets, x, y), self._rules.scorer)
        count("compared", len(rows))
        count("matches", int((rows["probability"] >= self._rules.strong).sum()))
        yield rows
