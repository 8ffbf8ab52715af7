"""`PairStories`: postings -> pairs of texts that are worth comparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
import numpy as np
from numpy.typing import NDArray

from pipelines.matching.candidates import hits_of, tally
from pipelines.options import MatchSettings
from pipelines.stages.progress import count

Keyed = tuple[int, NDArray[np.void]]


@dataclass
class PairStories(beam.PTransform):
    """Arrays of `POSTING` -> arrays of `HIT`: for each carrier that looks back, the earlier texts that share enough keys with it.

    MinHash-LSH over a sharded key space: a shard sorts its keys and emits hits in bulk; a tally by carrier adds them up. All hits of a
    text's carriers come out in one array. Bounded; nothing is kept.
    """

    settings: MatchSettings
    shards: int

    def expand(self, postings: beam.PCollection) -> beam.PCollection:
        """Two shuffles: by key, then by carrier's text."""
        return (
            postings
            | "Shard keys" >> beam.FlatMap(_by, "key", self.shards).with_output_types(tuple[int, Any])
            | "Gather keys" >> beam.GroupByKey()
            | "Look up keys" >> beam.FlatMap(_hits, self.settings).with_output_types(Any)
            | "Shard hits" >> beam.FlatMap(_by, "digest", self.shards).with_output_types(tuple[int, Any])
            | "Gather hits" >> beam.GroupByKey()
            | "Tally hits" >> beam.Map(_tally).with_output_types(Any)
        )


def _by(rows: NDArray[np.void], column: str, shards: int) -> Iterator[Keyed]:
    yield from sharded(rows, rows[column], shards)


def sharded(rows: NDArray[np.void], key: NDArray[np.uint64], shards: int) -> Iterator[Keyed]:
    """Rows by the shard of their key. The upper bits decide: the lowest of an index key tells its kind."""
    shard = (key >> np.uint64(32)) % np.uint64(shards)
    for number in range(shards):
        own = rows[shard == number]
        if len(own):
            yield number, own


def _hits(group: tuple[int, Iterable[NDArray[np.void]]], settings: MatchSettings) -> Iterator[NDArray[np.void]]:
    rows = np.concatenate(list(group[1]))
    hits, common = hits_of(rows, horizon=settings.horizon, cap=settings.cap, head=settings.head)
    count("common_keys", common)
    yield hits


def _tally(group: tuple[int, Iterable[NDArray[np.void]]]) -> NDArray[np.void]:
    pairs = tally(np.concatenate(list(group[1])))
    count("candidates", len(pairs))
    return pairs
