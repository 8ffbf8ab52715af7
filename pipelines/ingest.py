"""The graph. Read it top to bottom: it is the picture in the README."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import apache_beam as beam

from pipelines.options import MatchSettings, RunSettings
from pipelines.stages.compare import CompareStories
from pipelines.stages.fingerprint import FingerprintStories
from pipelines.stages.group import GroupFamilies, Known
from pipelines.stages.pair import PairStories
from pipelines.stages.parse import ParseStories
from pipelines.stages.read import ReadItems
from pipelines.stages.remember import FindReach, LoadHeads, LoadMatches, LoadPostings
from pipelines.stages.replay import ReadAgain
from pipelines.stages.versions import TrackVersions
from pipelines.stages.write import Made, WriteFamilies
from pipelines.storage.manifest import Manifest
from pipelines.storage.store import Store
from pipelines.streaming.messages import ReadMessages
from pipelines.streaming.take import Arrivals, Pace, TakeIn
from schemas import DeadLetter
from schemas.model import Model


@dataclass(frozen=True)
class Live:
    """What a run is about that never ends: where its messages come from, how often it publishes, who is told what (JSON: events and alerts;
    dead letters), how late a story may come and still find its days in memory (None: one horizon)."""

    messages: ReadMessages
    pace: Pace
    news_to: beam.PTransform | None = None
    dead_to: beam.PTransform | None = None
    lateness_days: int | None = None


@dataclass(frozen=True)
class Job:
    """What a run is about: the files, who provides items that name no provider, the store and its manifest as read before.

    A replay reads the dead letters `again` in place of files; a watch also what it has `fetched` and put into the store, by its names
    there.
    """

    names: tuple[str, ...]
    source: str | None
    store: Store
    manifest: Manifest
    generation: int
    match: MatchSettings
    run: RunSettings
    model: Model
    again: tuple[DeadLetter, ...] = ()
    fetched: tuple[str, ...] = ()
    live: Live | None = None

    @property
    def keeping(self) -> RunSettings:
        """How the run does its work: where no words are kept, raw bytes are not either."""
        return self.run if self.match.text == "all" else self.run.model_copy(update={"dead_letters": "reference"})

    def reader(self) -> ReadItems | ReadAgain | ReadMessages:
        """What the graph begins with."""
        if self.live is not None:
            return self.live.messages
        most = self.run.max_file_bytes
        if self.again:
            return ReadAgain(self.again, self.store, most)
        return ReadItems(self.names, self.source, most, self.fetched, self.store)


def build(pipeline: beam.Pipeline, job: Job) -> beam.PCollection:
    """From files to the swap of the manifest; returns the revision that became current. From messages: to swap after swap (`stream`)."""
    store, manifest, match, run = job.store, job.manifest, job.match, job.keeping
    rules = match.rules(job.model)
    files = pipeline | "ReadItems" >> job.reader()
    parsed = files.files | "ParseStories" >> ParseStories(store, match.learned, run, manifest)
    if not files.files.is_bounded:
        return stream(job, job.live, Arrived(parsed.stories, files.dead, parsed.dead))
    stored_heads = parsed.stories | "LoadHeads" >> LoadHeads(store, manifest)
    versions = (parsed.stories, stored_heads) | "TrackVersions" >> TrackVersions(run.shards, manifest.newest_day, match.horizon_days)
    reach = (versions.new, versions.replaced) | "FindReach" >> FindReach(match.horizon_days)
    prints = versions.new | "FingerprintStories" >> FingerprintStories(store, run.pack_stories, match.text == "all")
    remembered = (reach, versions.replaced) | "LoadPostings" >> LoadPostings(store, manifest)
    postings = (prints.postings, remembered) | "All postings" >> beam.Flatten()
    pairs = postings | "PairStories" >> PairStories(match, run.shards)
    stored = reach | "LoadMatches" >> LoadMatches(store, manifest)
    rows = (pairs, stored) | "CompareStories" >> CompareStories(store, rules, run.shards)
    known = Known(rows, stored, prints.heads, versions.replaced, reach)
    families = known | "GroupFamilies" >> GroupFamilies(store, manifest, rules, match.horizon_days)
    dead = (files.dead, parsed.dead) | "Dead letters" >> beam.Flatten()
    made = Made(prints.receipts, prints.heads, versions.replaced, rows, families, dead, reach)
    return made | "WriteFamilies" >> WriteFamilies(store, manifest, job.generation, match, job.again)


class Arrived(NamedTuple):
    """What became of messages: stories, and dead letters of both stages."""

    stories: beam.PCollection
    unread: beam.PCollection
    refused: beam.PCollection


def stream(job: Job, live: Live | None, came: Arrived) -> beam.PCollection:
    """The unbounded expansion, from what was parsed on; returns what is told of families."""
    assert live is not None
    dead = (came.unread, came.refused) | "Dead messages" >> beam.Flatten()
    taking = TakeIn(job.store, job.match, job.keeping, job.model, job.manifest.revision, live.pace, live.lateness_days)
    news = Arrivals(came.stories, dead) | "TakeIn" >> taking
    if live.news_to is not None:
        news | "Tell news" >> live.news_to
    if live.dead_to is not None:
        dead | "Dead letters as JSON" >> beam.Map(DeadLetter.json_bytes).with_output_types(bytes) | "Tell of dead letters" >> live.dead_to
    return news
