"""`GroupFamilies`: match rows and heads -> families, of every story that a run touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
import numpy as np
from numpy.typing import NDArray

from pipelines.families.build import families_of
from pipelines.families.head import Head
from pipelines.families.regions import Region, regions
from pipelines.families.rules import Rules
from pipelines.matching.match import MATCH
from pipelines.stages.compare import PrintReader
from pipelines.stages.remember import Reach
from pipelines.storage.store import Store
from schemas import Family

Rows = NDArray[np.void]


class Known(NamedTuple):
    """What families are made of: the collections that `GroupFamilies` takes in.

    `rows`: match rows of the days that look back; `stored`: those of the store, of all days.
    """

    rows: beam.PCollection
    stored: beam.PCollection
    new_heads: beam.PCollection
    old_heads: beam.PCollection
    replaced: beam.PCollection
    reach: beam.PCollection


@dataclass
class GroupFamilies(beam.PTransform):
    """`Known` -> (story ids, families), one element a region. Regions are found in one place, refined wherever there is room.

    The links are numbers: some hundred thousand edges a second pass through one worker, the world's news makes about a hundred.
    """

    store: Store
    rules: Rules

    def expand(self, known: Known) -> beam.PCollection:
        """Whole components only."""
        sides = (known.rows, known.stored, known.new_heads, known.old_heads, known.replaced)
        return (
            known.reach
            | "Find regions" >> beam.FlatMap(_regions, self.rules, *(beam.pvalue.AsIter(s) for s in sides)).with_output_types(Any)
            | "Spread regions" >> beam.Reshuffle()
            | "Refine regions" >> beam.ParDo(_Refine(self.store, self.rules)).with_output_types(Any)
        )


def _joined(arrays: Iterable[Rows]) -> Rows:
    return np.concatenate([np.empty(0, MATCH), *arrays])


def _missing_from(rows: Rows, others: Rows) -> Rows:
    """Rows whose pair and day are not among the others'."""
    columns = ["a", "b", "day"]
    held = {tuple(row) for row in others[columns].tolist()}
    return rows[[tuple(row) not in held for row in rows[columns].tolist()]] if len(rows) else rows


def _regions(
    reach: Reach,
    rules: Rules,
    found: Iterable[Rows],
    stored: Iterable[Rows],
    new: Iterable[list[Head]],
    old: Iterable[list[Head]],
    replaced: Iterable[list[Head]],
) -> Iterator[Region]:
    rows, before = _joined(found), _joined(stored)
    again = np.array([reach.looks_back(int(day)) for day in before["day"].tolist()], np.bool_)
    added, dropped = _missing_from(rows, before), _missing_from(before[again], rows)
    fresh = [head for heads in new for head in heads]
    gone = [head for heads in replaced for head in heads]
    texts = set(np.concatenate([added["a"], added["b"], dropped["a"], dropped["b"]]).tolist())
    uids = {head.uid for head in fresh}
    heads = [*fresh, *(head for heads in old for head in heads)]
    today = np.concatenate([rows, before[~again]])
    yield from regions(heads, gone, today, dropped, lambda h: h.uid in uids or h.digest in texts, rules)


class _Refine(beam.DoFn):
    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules

    def setup(self) -> None:
        self._reader = PrintReader(self._store, self._rules.scorer)

    def process(self, region: Region) -> Iterator[tuple[list[str], list[Family]]]:
        places = {head.digest: head.place for head in region.heads if head.digest}

        def compare(pairs: Sequence[tuple[int, int]]) -> Rows:
            return self._reader.compare_places((places[a], places[b]) for a, b in pairs)

        families = families_of(region, compare, self._rules)
        yield sorted({head.story_id for head in region.heads}), families
