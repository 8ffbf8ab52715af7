"""`ParseStories`: files -> stories and notices; what cannot be used becomes a dead letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import apache_beam as beam

from pipelines.formats import parse
from pipelines.stages.progress import count
from pipelines.storage.store import Store
from pipelines.storage.tables import kept_table
from pipelines.trade.learned import LearnedLines
from schemas import DeadLetter, Story

BATCH = 512


@dataclass
class ParseStories(beam.PTransform):
    """(name, bytes) -> `stories`, lists of `Story`; `dead`, `DeadLetter`s. parsed + dead = items read, always."""

    source: str | None
    store: Store
    learned: str | None
    """Version of the table of furniture in the store; without one, only the lines that ship."""

    def expand(self, files: beam.PCollection) -> beam.pvalue.DoOutputsTuple:
        """Formats are told by content."""
        return files | "Parse" >> beam.ParDo(_Parse(self.source, self.store, self.learned)).with_outputs("dead", main="stories")


class _Parse(beam.DoFn):
    def __init__(self, source: str | None, store: Store, learned: str | None) -> None:
        self._source = source
        self._store = store
        self._learned = learned
        self._furniture: LearnedLines | None = None

    def setup(self) -> None:
        """Read the table once a worker: it may be large, and the graph must not carry it."""
        if self._learned is not None:
            self._furniture = LearnedLines.with_shipped(kept_table(self._store, self._learned))

    def process(self, file: tuple[str, bytes]) -> Iterator[object]:
        name, data = file
        items = parse(data, name, source=self._source, furniture=self._furniture)
        while batch := list(islice(items, BATCH)):
            count("read", len(batch))
            stories = [item for item in batch if isinstance(item, Story)]
            for item in batch:
                if isinstance(item, DeadLetter):
                    count("dead")
                    yield beam.pvalue.TaggedOutput("dead", item)
            if stories:
                yield stories
