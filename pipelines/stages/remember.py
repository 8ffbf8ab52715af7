"""`LoadHeads`, `LoadPostings`, `LoadMatches`: what the store remembers and a run needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import apache_beam as beam
import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head
from pipelines.matching.candidates import UNDATED_DAY, day_of
from pipelines.matching.fingerprint import microseconds
from pipelines.stages.days import stored_heads, stored_rows
from pipelines.storage.beaten import beaten_places
from pipelines.storage.directory import days_of, entries_in
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import postings_of
from pipelines.storage.store import Store
from schemas import Story


@dataclass(frozen=True)
class Reach:
    """Which days a run's new stories touch. A look-back from a day reaches the horizon before it, and all that is undated."""

    new: frozenset[int]
    horizon_days: int

    def looks_back(self, day: int) -> bool:
        """Whether stories of this day may meet a new story when they look back: their candidates are worked out afresh."""
        if UNDATED_DAY in self.new:
            return True
        return day != UNDATED_DAY and any(0 <= day - new <= self.horizon_days for new in self.new)

    def is_met(self, day: int) -> bool:
        """Whether stories of this day may be met by one that looks back."""
        if day == UNDATED_DAY or UNDATED_DAY in self.new:
            return bool(self.new)
        return any(-self.horizon_days <= day - new <= self.horizon_days for new in self.new)


@dataclass
class FindReach(beam.PTransform):
    """(lists of new (Story, Head), lists of replaced `Head`s) -> one `Reach`."""

    horizon_days: int

    def expand(self, inputs: tuple[beam.PCollection, beam.PCollection]) -> beam.PCollection:
        """A few numbers, gathered in one place."""
        new, replaced = inputs
        days = (
            new | "Days of the new" >> beam.Map(_days_of_new).with_output_types(frozenset),
            replaced | "Days of the replaced" >> beam.Map(_days_of_replaced).with_output_types(frozenset),
        )
        return (
            days
            | "Join days" >> beam.Flatten()
            | "Gather days" >> beam.CombineGlobally(_union).with_output_types(frozenset)
            | "Make reach" >> beam.Map(Reach, self.horizon_days).with_output_types(Reach)
        )


def _days_of_new(new: list[tuple[Story, Head]]) -> frozenset[int]:
    return frozenset(day_of(microseconds(story.published)) for story, _ in new)


def _days_of_replaced(heads: list[Head]) -> frozenset[int]:
    return frozenset(day_of(microseconds(head.published)) for head in heads)


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*sets)


@dataclass
class LoadHeads(beam.PTransform):
    """Lists of `Story` -> lists of stored `Head`s: those of the same stories, from whatever day."""

    store: Store
    manifest: Manifest

    def expand(self, parsed: beam.PCollection) -> beam.PCollection:
        """The ids are gathered in one place; one element a day that holds some of them."""
        return (
            parsed
            | "Name stories" >> beam.Map(_ids).with_output_types(frozenset)
            | "Gather stories" >> beam.CombineGlobally(_union).with_output_types(frozenset)
            | "Find their days" >> beam.FlatMap(_days_of_stories, self.store, self.manifest).with_output_types(tuple[int, Any])
            | "Spread days of heads" >> beam.Reshuffle()
            | "Read heads" >> beam.Map(_read_heads, self.store, self.manifest).with_output_types(list)
        )


def _ids(stories: list[Story]) -> frozenset[str]:
    return frozenset(story.story_id for story in stories)


def _days_of_stories(ids: frozenset[str], store: Store, manifest: Manifest) -> Iterator[tuple[int, frozenset[str]]]:
    for day, some in sorted(days_of(partial(entries_in, store), manifest.packs("directory"), ids).items()):
        yield day, frozenset(some)


def _read_heads(found: tuple[int, frozenset[str]], store: Store, manifest: Manifest) -> list[Head]:
    day, ids = found
    packs = manifest.heads.get(str(day), ())
    return [head for name in packs for head in stored_heads(store, name) if head.story_id in ids]


@dataclass
class LoadPostings(beam.PTransform):
    """`Reach` (one element) and replaced heads -> arrays of `POSTING`: those of the days that a look-back may come to.

    Postings of replaced records are left out, those that this run replaces and those of before.
    """

    store: Store
    manifest: Manifest

    def expand(self, inputs: tuple[beam.PCollection, beam.PCollection]) -> beam.PCollection:
        """One element a pack of prints."""
        reach, replaced = inputs
        packs = tuple((int(day), name) for day, names in sorted(self.manifest.prints.items()) for name in names)
        sides = (beam.pvalue.AsSingleton(reach), beam.pvalue.AsIter(replaced))
        return (
            reach.pipeline
            | "Name packs of prints" >> beam.Create(packs).with_output_types(tuple[int, str])
            | "Read postings" >> beam.FlatMap(_read_postings, self.store, self.manifest, *sides)
        )


def _read_postings(
    pack: tuple[int, str], store: Store, manifest: Manifest, reach: Reach, replaced: Iterable[list[Head]]
) -> Iterator[NDArray[np.void]]:
    day, name = pack
    if reach.is_met(day):
        postings = postings_of(name, store.read(name), settled=not reach.looks_back(day))
        beaten = manifest.beaten.get(str(day))
        gone = [*(head.place for heads in replaced for head in heads), *(beaten_places(store, beaten) if beaten else ())]
        yield postings[~np.isin(postings["place"], np.array(gone, np.uint64))] if gone else postings


@dataclass
class LoadMatches(beam.PTransform):
    """`Reach` (one element) -> stored match rows of the days that look back once more, an array a day."""

    store: Store
    manifest: Manifest

    def expand(self, reach: beam.PCollection) -> beam.PCollection:
        """One element a day."""
        return (
            reach.pipeline
            | "Name packs of matches" >> beam.Create(sorted(self.manifest.matches.items())).with_output_types(tuple[str, str])
            | "Read matches" >> beam.FlatMap(_read_matches, self.store, beam.pvalue.AsSingleton(reach))
        )


def _read_matches(pack: tuple[str, str], store: Store, reach: Reach) -> Iterator[NDArray[np.void]]:
    day, name = int(pack[0]), pack[1]
    if reach.looks_back(day):
        yield stored_rows(store, day, name)
