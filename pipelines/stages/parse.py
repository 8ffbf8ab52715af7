"""`ParseStories`: files -> stories and notices; what cannot be used becomes a dead letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import apache_beam as beam

from pipelines.formats import parse
from pipelines.options import RunSettings
from pipelines.stages.beside import Asked
from pipelines.stages.letters import Letters
from pipelines.stages.progress import count
from pipelines.stages.read import Input
from pipelines.storage.barred import Barred
from pipelines.storage.manifest import Manifest
from pipelines.storage.store import Store
from pipelines.storage.tables import kept_table
from pipelines.trade.learned import LearnedLines, shipped_lines
from schemas import DeadLetter, Story

BATCH = 512
Numbered = tuple[int, Story | DeadLetter]


@dataclass
class ParseStories(beam.PTransform):
    """`Input`s -> `stories`, lists of `Story`; `dead`, `DeadLetter`s. parsed + dead = items read, always.

    The raw bytes of what is refused are in the store before its letter is emitted, each under its digest: a retry finds them there.
    """

    store: Store
    learned: str | None
    """Version of the table of furniture in the store; without one, only the lines that ship."""
    run: RunSettings
    manifest: Manifest

    def expand(self, files: beam.PCollection) -> beam.pvalue.DoOutputsTuple:
        """Formats are told by content."""
        return files | "Parse" >> beam.ParDo(_Parse(self.store, self.learned, self.run, self.manifest)).with_outputs("dead", main="stories")


class _Parse(beam.DoFn):
    def __init__(self, store: Store, learned: str | None, run: RunSettings, manifest: Manifest) -> None:
        self._store = store
        self._learned = learned
        self._run = run
        self._manifest = manifest

    def setup(self) -> None:
        """Read the table once a worker: it may be large, and the graph must not carry it."""
        self._furniture = learned_lines(self._store, self._learned)
        self._barred = Barred(self._store, self._manifest)

    def process(self, file: Input) -> Iterator[object]:
        letters = Letters(file, self._store, self._run, partial(self._parse, file.source), self._barred)
        items, wanted = _numbered(letters.items(), file)
        dead: list[DeadLetter] = []
        places = 0
        while batch := list(islice(items, BATCH)):
            places = batch[-1][0] + 1
            batch = [(place, item) for place, item in batch if wanted is None or place in wanted]
            count("read", len(batch))
            dead += [letters.letter(item, place) for place, item in batch if isinstance(item, DeadLetter)]
            stories = [_timed(item, file.transport) for _, item in batch if isinstance(item, Story)]
            if stories:
                yield stories
        count("dead", len(dead))
        for letter in dead:
            yield beam.pvalue.TaggedOutput("dead", letter.model_copy(update={"places": places}))

    def _parse(self, source: str | None, data: bytes, uri: str, asked: Asked) -> Iterator[Story | DeadLetter]:
        return parse(data, uri, source=source, limits=self._run.limits, furniture=self._furniture, beside=asked)


def learned_lines(store: Store, version: str | None) -> LearnedLines:
    """The lines that ship, and those of the table of that version in the store."""
    return shipped_lines() if version is None else LearnedLines.with_shipped(kept_table(store, version))


def _timed(story: Story, transport: str | None) -> Story:
    """With the time of what brought it, where it has none."""
    if story.published is not None or transport is None:
        return story
    return story.model_copy(update={"published": transport, "time_basis": "transport"})


def _numbered(items: Iterator[Story | DeadLetter], file: Input) -> tuple[Iterator[Numbered], frozenset[int] | None]:
    """The items with their places in the file, and the places that count: None for all."""
    if not file.wanted:
        return enumerate(items), None
    found = list(items)
    # With another number of items nobody can say which of them was refused. Those that are known come out as duplicates.
    return enumerate(found), file.wanted if len(found) == file.places else None
