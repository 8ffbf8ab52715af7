"""`FingerprintStories`: new stories -> packs in the store, heads, and postings of their index keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import apache_beam as beam
import numpy as np
import orjson
from numpy.typing import NDArray

from pipelines.families.head import Head
from pipelines.families.wordless import head_without_words, story_without_words
from pipelines.matching.candidates import day_of
from pipelines.matching.fingerprint import fingerprints, microseconds
from pipelines.matching.tokens import MAX_TOKENS
from pipelines.stages.progress import count
from pipelines.storage.packs import place_of, postings_of, prints_to_bytes, rows_to_bytes, write_pack
from pipelines.storage.store import Store
from schemas import Story

HEADS, POSTINGS = "heads", "postings"
MATCHED: Final = frozenset(("story", "digest"))
"""Forms whose texts are compared. Alerts, daybooks, agate, tables and advisories are like each other every day and say nothing by it; a
digest is compared so that it can be said what it contains."""
New = list[tuple[Story, Head]]


@dataclass(frozen=True)
class Receipt:
    """The packs that hold some new stories of one day."""

    day: int
    stories: str
    heads: str
    prints: str


@dataclass
class FingerprintStories(beam.PTransform):
    """Lists of (Story, Head) -> `Receipt`s of what is now kept; `heads`, lists of `Head`; `postings`, arrays of `POSTING`.

    Packs are written before anything that points into them is emitted. The same stories make the same packs, so a retry finds its own.
    """

    store: Store
    pack_stories: int
    keeps_text: bool = True
    """Whether words are written to the store; comparing takes none."""

    def expand(self, new: beam.PCollection) -> beam.pvalue.DoOutputsTuple:
        """One key a day of publication."""
        return (
            new
            | "Key by day" >> beam.FlatMap(by_day).with_output_types(tuple[int, Any])
            | "Gather days" >> beam.GroupByKey()
            | "Fingerprint and keep"
            >> beam.ParDo(_Keep(self.store, self.pack_stories, self.keeps_text)).with_outputs(HEADS, POSTINGS, main="receipts")
        )


def by_day(new: New) -> Iterator[tuple[int, New]]:
    """New stories by their day of publication."""
    days: dict[int, New] = {}
    for story, head in new:
        days.setdefault(day_of(microseconds(story.published)), []).append((story, head))
    yield from days.items()


class _Keep(beam.DoFn):
    def __init__(self, store: Store, pack_stories: int, keeps_text: bool) -> None:
        self._store = store
        self._pack_stories = pack_stories
        self._keeps_text = keeps_text

    def process(self, group: tuple[int, Iterable[New]]) -> Iterator[object]:
        day, batches = group
        new = sorted((pair for batch in batches for pair in batch), key=lambda pair: pair[0].uid)
        for at in range(0, len(new), self._pack_stories):
            yield from self._keep(day, new[at : at + self._pack_stories])

    def _keep(self, day: int, new: New) -> Iterator[object]:
        kept = keep_new(self._store, day, new, self._keeps_text)
        yield kept.receipt
        yield beam.pvalue.TaggedOutput(HEADS, kept.heads)
        if len(kept.postings):
            yield beam.pvalue.TaggedOutput(POSTINGS, np.ascontiguousarray(kept.postings))


class Kept(NamedTuple):
    """What became of some new stories: their heads, with digest and place, their postings; of how many texts only the first
    `MAX_TOKENS` tokens are compared."""

    receipt: Receipt
    heads: list[Head]
    postings: NDArray[np.void]
    cut: int


def keep_new(store: Store, day: int, new: New, keeps_text: bool) -> Kept:
    """Write the packs of new stories of one day, in their order."""
    matched = [story for story, _ in new if story.kind == "story" and story.form in MATCHED and story.removed is None]
    prints = fingerprints(matched)
    data = prints_to_bytes(prints)
    name = write_pack(store, "prints", data, "parquet")
    where = {s.uid: (p.digest, place_of(name, row)) for row, (s, p) in enumerate(zip(matched, prints, strict=True))}
    heads = []
    for story, head in new:
        digest, place = where.get(story.uid, (0, 0))
        kept = replace(head, digest=digest, place=place)
        heads.append(kept if keeps_text else head_without_words(kept, "not kept"))
    records = (story_without_words(s, h.removed, h.record_digest) if h.removed else s for (s, _), h in zip(new, heads, strict=True))
    stories = write_pack(store, "stories", rows_to_bytes(record.json_bytes() for record in records), "ndjson.gz")
    names = write_pack(store, "heads", rows_to_bytes(orjson.dumps(h.as_row()) for h in heads), "ndjson.gz")
    cut = sum(len(one.tokens) == MAX_TOKENS for one in prints)
    count("fingerprinted", len(matched))
    count("cut", cut)
    return Kept(Receipt(day, stories, names, name), heads, postings_of(name, data, settled=False), cut)
