"""`ParseStories`: files -> stories and notices; what cannot be used becomes a dead letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import apache_beam as beam

from pipelines.formats import parse
from pipelines.stages.progress import count
from schemas import DeadLetter, Story

BATCH = 512


@dataclass
class ParseStories(beam.PTransform):
    """(name, bytes) -> `stories`, lists of `Story`; `dead`, `DeadLetter`s. parsed + dead = items read, always."""

    source: str | None

    def expand(self, files: beam.PCollection) -> beam.pvalue.DoOutputsTuple:
        """Formats are told by content."""
        return files | "Parse" >> beam.ParDo(_Parse(self.source)).with_outputs("dead", main="stories")


class _Parse(beam.DoFn):
    def __init__(self, source: str | None) -> None:
        self._source = source

    def process(self, file: tuple[str, bytes]) -> Iterator[object]:
        name, data = file
        items = parse(data, name, source=self._source)
        while batch := list(islice(items, BATCH)):
            count("read", len(batch))
            stories = [item for item in batch if isinstance(item, Story)]
            for item in batch:
                if isinstance(item, DeadLetter):
                    count("dead")
                    yield beam.pvalue.TaggedOutput("dead", item)
            if stories:
                yield stories
