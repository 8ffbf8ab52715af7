"""`TrackVersions`: which of the parsed stories are new to the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from pipelines.families.head import Head, record_digest
from pipelines.stages.progress import count
from schemas import Story

NEW, OLD, REPLACED = "new", "old", "replaced"
Batch = list[Story] | list[Head]


@dataclass
class TrackVersions(beam.PTransform):
    """(lists of `Story`, lists of stored `Head`) -> `new`, lists of (Story, Head); `old`, lists of stored heads that hold;
    `replaced`, lists of stored heads that another record of the same uid beats.

    One record a uid: the graver status wins, then the smaller digest, so the outcome does not depend on what came first.
    """

    shards: int

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
            | "Tell the new" >> beam.FlatMap(_tell).with_outputs(OLD, REPLACED, main=NEW)
        )


def _by_shard(batch: Batch, shards: int) -> Iterator[tuple[int, Batch]]:
    groups: dict[int, Batch] = {}
    for item in batch:
        groups.setdefault(int(item.story_id[-8:], 16) % shards, []).append(item)  # type: ignore[arg-type]
    yield from groups.items()


def _tell(group: tuple[int, Iterable[Batch]]) -> Iterator[object]:
    stored: dict[str, Head] = {}
    parsed: dict[tuple[str, str], Story] = {}
    replaced: list[Head] = []
    items = 0
    for item in (item for batch in group[1] for item in batch):
        if isinstance(item, Story):
            items += 1
            parsed[item.uid, record_digest(item)] = item
        elif item.uid not in stored:
            stored[item.uid] = item
        else:
            winner, loser = (item, stored[item.uid]) if item.wins_over(stored[item.uid]) else (stored[item.uid], item)
            stored[item.uid] = winner
            replaced.append(loser)
    best: dict[str, Head] = {}
    for (uid, digest), story in parsed.items():
        if uid in stored and stored[uid].record_digest == digest:
            continue
        head = Head.of(story, digest)
        if head.wins_over(best.get(uid) or stored.get(uid) or head) or uid not in best | stored:
            best[uid] = head
    fresh = [head for uid, head in best.items() if uid not in stored]
    notices = sum(head.notice for head in fresh)
    count("notices", notices)
    count("stories", len(fresh) - notices)
    count("duplicates", items - len(fresh))
    replaced += [stored.pop(uid) for uid in best.keys() & stored.keys()]
    if best:
        yield [(parsed[uid, head.record_digest], head) for uid, head in sorted(best.items())]
    if stored:
        yield beam.pvalue.TaggedOutput(OLD, list(stored.values()))
    if replaced:
        yield beam.pvalue.TaggedOutput(REPLACED, replaced)
