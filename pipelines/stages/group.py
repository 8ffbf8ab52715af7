"""`GroupFamilies`: match rows and heads -> families, of every story that a run touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
import numpy as np
from numpy.typing import NDArray

from pipelines.families.build import families_of
from pipelines.families.head import Head, day_of_head
from pipelines.families.regions import Region
from pipelines.families.rules import Rules
from pipelines.matching.among import is_among
from pipelines.matching.match import MATCH
from pipelines.stages.compare import PlacedTexts, PrintReader
from pipelines.stages.days import Days, Outline
from pipelines.stages.remember import Reach
from pipelines.stages.surroundings import Surroundings
from pipelines.storage.manifest import Manifest
from pipelines.storage.store import Store
from schemas import Family

Rows = NDArray[np.void]


class Known(NamedTuple):
    """What families are made of: the collections that `GroupFamilies` takes in. What else it needs it reads from the store.

    `rows`: match rows of the days that look back; `stored`: those that the store had of them.
    """

    rows: beam.PCollection
    stored: beam.PCollection
    new_heads: beam.PCollection
    replaced: beam.PCollection
    reach: beam.PCollection


class Refined(NamedTuple):
    """A region after refinement: the stories in it, the days that they lie on, their families."""

    stories: frozenset[str]
    days: frozenset[int]
    families: tuple[Family, ...]


@dataclass
class GroupFamilies(beam.PTransform):
    """`Known` -> `Refined`, one element a region. Regions are found in one place, refined wherever there is room.

    The links are numbers: some hundred thousand edges a second pass through one worker, the world's news makes about a hundred.
    """

    store: Store
    manifest: Manifest
    rules: Rules
    horizon_days: int

    def expand(self, known: Known) -> beam.PCollection:
        """Whole components only."""
        sides = (known.rows, known.stored, known.new_heads, known.replaced)
        return (
            known.reach
            | "Find regions" >> beam.FlatMap(self.regions, *(beam.pvalue.AsIter(s) for s in sides)).with_output_types(Any)
            | "Spread regions" >> beam.Reshuffle()
            | "Refine regions" >> beam.ParDo(_Refine(self.store, self.rules)).with_output_types(Any)
        )

    def regions(
        self, reach: Reach, found: Iterable[Rows], stored: Iterable[Rows], new: Iterable[list[Head]], replaced: Iterable[list[Head]]
    ) -> Iterator[Region]:
        """The regions that a run touches: by a new head, by one that was replaced, by a match that came or went."""
        rows, before = _joined(found), _joined(stored)
        dropped = _missing_from(before, rows)
        changed = np.concatenate([_missing_from(rows, before), dropped])
        fresh = [head for heads in new for head in heads]
        gone = [head for heads in replaced for head in heads]
        days = Days(self.store, self.manifest, fresh, _by_day(rows), reach.looks_back)
        yield from touched_regions(days, fresh, gone, changed, dropped, self.rules, self.horizon_days)


def touched_regions(
    days: Days, fresh: Sequence[Head], gone: Sequence[Head], changed: Rows, dropped: Rows, rules: Rules, horizon_days: int
) -> list[Region]:
    """The regions of some new heads, of heads that others beat (`gone`), and of match rows that came or went (`changed`, of which `dropped`
    are those that went). `days` are as they will stand."""
    stories = {head.story_id for head in (*fresh, *gone)}
    new = np.setdiff1d([head.digest for head in fresh if head.digest], _digests_elsewhere(days, changed, fresh, stories, horizon_days))
    # A row of a new text tells of a new version, from which its region and all that are linked to it are found anyway.
    changed = changed[~(is_among(changed["a"], new) | is_among(changed["b"], new))]
    stories |= _carriers(days, changed, horizon_days)
    texts = {*changed["a"].tolist(), *changed["b"].tolist()}
    uids = {head.uid for head in fresh}
    around = Surroundings(days, rules, horizon_days, gone, dropped)
    return around.regions(stories, lambda head: head.uid in uids or head.digest in texts)


def _carriers(days: Days, rows: Rows, horizon_days: int) -> set[str]:
    """The stories that rows speak of, and maybe more."""
    found: set[str] = set()
    for texts, outline in _outlines(days, rows, horizon_days):
        found.update(outline.stories(is_among(outline.digest, texts)))
    return found


def _digests_elsewhere(days: Days, rows: Rows, fresh: Sequence[Head], stories: AbstractSet[str], horizon_days: int) -> NDArray[np.uint64]:
    """Of the texts of some heads those that rows tell of and that other stories than these have too."""
    own = np.unique(np.array([head.digest for head in fresh], np.uint64))
    ids = np.array(sorted(story.encode() for story in stories), np.bytes_)
    found = [np.empty(0, np.uint64)]
    for _, outline in _outlines(days, rows, horizon_days):
        found.append(outline.digest[is_among(outline.digest, own) & ~np.isin(outline.story, ids)])
    return np.unique(np.concatenate(found))


def _outlines(days: Days, rows: Rows, horizon_days: int) -> Iterator[tuple[NDArray[np.uint64], Outline]]:
    """The texts of each day's rows, ascending, with the outline of each day on which versions lie that these rows may speak of."""
    for day, some in _by_day(rows).items():
        texts = np.union1d(some["a"], some["b"])
        for near in days.near([day], horizon_days, 0):
            yield texts, days.outline(near)


def _by_day(rows: Rows) -> dict[int, Rows]:
    return {day: rows[rows["day"] == day] for day in np.unique(rows["day"]).tolist()}


def _joined(arrays: Iterable[Rows]) -> Rows:
    return np.concatenate([np.empty(0, MATCH), *arrays])


def _missing_from(rows: Rows, others: Rows) -> Rows:
    """Rows whose pair and day are not among the others'."""
    columns = ["a", "b", "day"]
    held = {tuple(row) for row in others[columns].tolist()}
    return rows[[tuple(row) not in held for row in rows[columns].tolist()]] if len(rows) else rows


class _Refine(beam.DoFn):
    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules

    def setup(self) -> None:
        self._reader = PrintReader(self._store, self._rules.scorer)

    def process(self, region: Region) -> Iterator[Refined]:
        places = {head.digest: head.place for head in region.heads if head.digest}
        families = families_of(region, PlacedTexts(self._reader, places), self._rules)
        stories, days = ({head.story_id for head in region.heads}, {day_of_head(head) for head in region.heads})
        yield Refined(frozenset(stories), frozenset(days), tuple(families))
