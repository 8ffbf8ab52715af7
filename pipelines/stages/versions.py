"""`TrackVersions`: which of the parsed stories are new to the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from pipelines.families.head import Head, record_digest
from pipelines.families.wordless import head_without_words
from pipelines.matching.candidates import UNDATED_DAY, day_of
from pipelines.matching.fingerprint import microseconds
from pipelines.stages.progress import count
from schemas import Story
from schemas.story import Removed

NEW, REPLACED = "new", "replaced"
Batch = list[Story] | list[Head]


@dataclass
class TrackVersions(beam.PTransform):
    """(lists of `Story`, lists of stored `Head`s of the same stories) -> `new`, lists of (Story, Head); `replaced`, lists of stored heads
    that a new record of the same uid beats.

    One record a uid: the graver status wins, then the smaller digest, so the outcome does not depend on what came first.
    """

    shards: int
    newest: int | None
    """The latest day that the store holds, if any."""
    horizon_days: int

    def expand(self, inputs: tuple[beam.PCollection, beam.PCollection]) -> beam.pvalue.DoOutputsTuple:
        """Keyed by story: all versions of a story meet."""
        keyed = [
            part | f"Key {name}" >> beam.FlatMap(_by_shard, self.shards).with_output_types(tuple[int, Any])
            for name, part in zip(("stories", "heads"), inputs, strict=True)
        ]
        return (
            keyed
            | "Join" >> beam.Flatten()
            | "Meet" >> beam.GroupByKey()
            | "Tell the new" >> beam.FlatMap(tell_new, late_before(self.newest, self.horizon_days)).with_outputs(REPLACED, main=NEW)
        )


def _by_shard(batch: Batch, shards: int) -> Iterator[tuple[int, Batch]]:
    groups: dict[int, Batch] = {}
    for item in batch:
        groups.setdefault(int(item.story_id[-8:], 16) % shards, []).append(item)  # type: ignore[arg-type]
    yield from groups.items()


def _removed(head: Head | None) -> Removed | None:
    return head.removed if head is not None else None


def late_before(newest: int | None, horizon_days: int) -> int:
    """The day before which a story comes late: more than the horizon before the latest that the store holds."""
    return UNDATED_DAY if newest is None else newest - horizon_days


def tell_new(group: tuple[int, Iterable[Batch]], late: int) -> Iterator[object]:
    """Parsed stories and stored heads of the same ones -> (Story, Head) of what is new; `replaced`, the stored heads that are beaten."""
    stored: dict[str, Head] = {}
    parsed: dict[tuple[str, str], Story] = {}
    items = 0
    for item in (item for batch in group[1] for item in batch):
        if isinstance(item, Story):
            items += 1
            parsed[item.uid, record_digest(item)] = item
        elif item.uid not in stored or item.wins_over(stored[item.uid]):
            stored[item.uid] = item
    best: dict[str, Head] = {}
    for (uid, digest), story in parsed.items():
        if uid in stored and stored[uid].record_digest == digest:
            continue
        head = Head.of(story, digest)
        if head.wins_over(best.get(uid) or stored.get(uid) or head) or uid not in best | stored:
            best[uid] = head
    # Words that were forgotten do not come back with another record of the same version.
    best = {uid: head_without_words(head, why) if (why := _removed(stored.get(uid))) else head for uid, head in best.items()}
    fresh = [head for uid, head in best.items() if uid not in stored]
    notices = sum(head.notice for head in fresh)
    count("notices", notices)
    count("stories", len(fresh) - notices)
    count("duplicates", items - len(fresh))
    count("late", sum(UNDATED_DAY < day_of(microseconds(head.published)) < late for head in fresh))
    replaced = [stored[uid] for uid in sorted(best.keys() & stored.keys())]
    if best:
        yield [(parsed[uid, head.record_digest], head) for uid, head in sorted(best.items())]
    if replaced:
        yield beam.pvalue.TaggedOutput(REPLACED, replaced)
