"""`LoadAllHeads`, `ReadKept`: everything that a store keeps, to be grouped once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import apache_beam as beam

from pipelines.families.head import Head
from pipelines.stages.parse import learned_lines
from pipelines.stages.progress import count
from pipelines.storage.current import Current
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import bytes_to_rows
from pipelines.storage.store import Store
from pipelines.trade.learned import mark_learned
from schemas import Story

BATCH = 2048


@dataclass
class LoadAllHeads(beam.PTransform):
    """-> lists of the `Head`s that hold. In one place: which of two records holds is known when all are read."""

    store: Store
    manifest: Manifest

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection:
        """Some thousands an element."""
        return begin | "Begin" >> beam.Create([None]) | "Read all heads" >> beam.FlatMap(self.heads).with_output_types(list)

    def heads(self, _: None) -> Iterator[list[Head]]:
        """In the order of uids."""
        held = [head for _, head in sorted(Current(self.store, self.manifest).heads.items())]
        for at in range(0, len(held), BATCH):
            yield held[at : at + BATCH]


@dataclass
class ReadKept(beam.PTransform):
    """-> lists of `Story`: the records that hold, furnished anew by a table of learned lines.

    What the rules of the trade have told of a text stays as it was told: that takes the item itself.
    """

    store: Store
    manifest: Manifest
    learned: str | None

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection:
        """One element a pack of stories."""
        return (
            begin
            | "Name packs of stories" >> beam.Create(self.manifest.packs("stories")).with_output_types(str)
            | "Spread packs of stories" >> beam.Reshuffle()
            | "Read stories" >> beam.ParDo(_Read(self.store, self.learned)).with_output_types(list)
        )


class _Read(beam.DoFn):
    def __init__(self, store: Store, learned: str | None) -> None:
        self._store, self._learned = store, learned

    def setup(self) -> None:
        self._lines = learned_lines(self._store, self._learned)

    def process(self, name: str) -> Iterator[list[Story]]:
        stories = [Story.from_stored(row) for row in bytes_to_rows(self._store.read(name))]
        count("read", len(stories))
        yield [mark_learned(_by_rule(story), self._lines) for story in stories]


def _by_rule(story: Story) -> Story:
    """Without what a table of learned lines has marked."""
    return story.model_copy(update={"furniture": tuple(span for span in story.furniture if span.kind != "learned")})
