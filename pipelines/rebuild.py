"""The graph of `wirekin rebuild`: everything that a store keeps, grouped once more under other settings."""

from __future__ import annotations

from typing import NamedTuple

import apache_beam as beam

from pipelines.ingest import Job
from pipelines.options import MatchSettings
from pipelines.stages.compare import CompareStories
from pipelines.stages.fingerprint import FingerprintStories
from pipelines.stages.group import GroupFamilies, Known
from pipelines.stages.kept import LoadAllHeads, ReadKept
from pipelines.stages.pair import PairStories
from pipelines.stages.remember import LoadPostings, Reach
from pipelines.stages.versions import TrackVersions
from pipelines.stages.write import Made, WriteFamilies
from pipelines.storage.manifest import Manifest

ABOUT_TEXTS = ("scheme", "words", "furniture")
"""Settings that fingerprints depend on: with others they are made anew, from the kept texts."""


MADE_OF_TEXTS = ("stories", "heads", "prints", "matches", "directory", "beaten")
"""What of a manifest is then empty."""


class Basis(NamedTuple):
    """What a rebuild groups: new packs (none where fingerprints stay as they are), heads and postings, over a manifest of what is there."""

    manifest: Manifest
    receipts: beam.PCollection
    heads: beam.PCollection
    postings: beam.PCollection
    reach: beam.PCollection


def needs_texts(before: Manifest, after: MatchSettings) -> bool:
    """Whether fingerprints must be made anew."""
    return any(before.settings.get(name) != getattr(after, name) for name in ABOUT_TEXTS)


def rebuild(pipeline: beam.Pipeline, job: Job) -> beam.PCollection:
    """From what is kept to the swap of the manifest; returns the revision that became current."""
    store, match, run = job.store, job.match, job.run
    rules = match.rules(job.model)
    basis = _from_texts(pipeline, job) if needs_texts(job.manifest, match) else _from_prints(pipeline, job)
    none = pipeline | "Nothing" >> beam.Create([])
    pairs = basis.postings | "PairStories" >> PairStories(match, run.shards)
    rows = (pairs, none) | "CompareStories" >> CompareStories(store, rules, run.shards)
    known = Known(rows, none, basis.heads, none, basis.reach)
    families = known | "GroupFamilies" >> GroupFamilies(store, basis.manifest, rules, match.horizon_days)
    new_heads = basis.heads if basis.manifest is not job.manifest else none
    made = Made(basis.receipts, new_heads, none, rows, families, none, basis.reach)
    return made | "WriteFamilies" >> WriteFamilies(store, basis.manifest, job.generation, match)


def _from_prints(pipeline: beam.Pipeline, job: Job) -> Basis:
    """Texts need not be there: `--text none`, or forgotten."""
    none = pipeline | "No receipts" >> beam.Create([])
    heads = pipeline | "LoadHeads" >> LoadAllHeads(job.store, job.manifest)
    reach = pipeline | "All days" >> beam.Create([_all_days(job)])
    postings = (reach, none) | "LoadPostings" >> LoadPostings(job.store, job.manifest)
    return Basis(job.manifest, none, heads, postings, reach)


def _from_texts(pipeline: beam.Pipeline, job: Job) -> Basis:
    """As if all that is kept had just come; what came of it until now stays only for the events to tell what changed."""
    emptied = job.manifest.model_copy(update={name: {} for name in MADE_OF_TEXTS})
    none = pipeline | "No heads" >> beam.Create([])
    kept = pipeline | "ReadKept" >> ReadKept(job.store, job.manifest, job.match.learned)
    versions = (kept, none) | "TrackVersions" >> TrackVersions(job.run.shards, None, job.match.horizon_days)
    prints = versions.new | "FingerprintStories" >> FingerprintStories(job.store, job.run.pack_stories, job.match.text == "all")
    reach = pipeline | "All days" >> beam.Create([_all_days(job)])
    return Basis(emptied, prints.receipts, prints.heads, prints.postings, reach)


def _all_days(job: Job) -> Reach:
    days = {int(day) for kind in ("heads", "families", "matches") for day in getattr(job.manifest, kind)}
    return Reach(frozenset(days), job.match.horizon_days)
