"""`WriteFamilies`: everything a run made -> the store, made current by one swap of the manifest as its very last step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import apache_beam as beam
import numpy as np
from numpy.typing import NDArray

from pipelines.families.history import events_of
from pipelines.options import MatchSettings
from pipelines.stages.fingerprint import Receipt
from pipelines.stages.progress import count
from pipelines.stages.remember import Reach
from pipelines.storage.dead_letters import after_run, letters_of
from pipelines.storage.manifest import NAME, Manifest
from pipelines.storage.packs import bytes_to_rows, matches_to_bytes, rows_to_bytes, write_pack
from pipelines.storage.store import Store
from schemas import DeadLetter, Family

FAMILY_SHARDS: Final = 64
Regions = Iterable[tuple[list[str], list[Family]]]


class Made(NamedTuple):
    """The collections that a run leaves behind."""

    receipts: beam.PCollection
    rows: beam.PCollection
    families: beam.PCollection
    dead: beam.PCollection
    reach: beam.PCollection


@dataclass
class WriteFamilies(beam.PTransform):
    """`Made` -> the revision that became current, none if there was nothing new. A run that adds nothing writes nothing.

    Where the manifest is no longer the one that the graph was built on, another run published first: nothing of this one becomes
    current, and the counter `moved` says so. (An exception would reach the caller under another name on every runner.)
    """

    store: Store
    manifest: Manifest
    generation: int
    settings: MatchSettings
    again: tuple[DeadLetter, ...] = ()
    """Dead letters that this run read again: those that it does not bring back are settled, and leave the list."""

    def expand(self, made: Made) -> beam.PCollection:
        """Matches are kept day by day; the rest is small and written in one place."""
        matches = (
            made.rows
            | "Key by look-back day" >> beam.FlatMap(_by_day).with_output_types(tuple[int, Any])
            | "Gather matches" >> beam.GroupByKey()
            | "Keep matches" >> beam.Map(_keep_matches, self.store).with_output_types(tuple[int, str])
        )
        sides = (beam.pvalue.AsIter(side) for side in (made.receipts, matches, made.families, made.dead))
        return made.reach | "Commit run" >> beam.FlatMap(self.commit, *sides).with_output_types(int)

    def commit(
        self,
        reach: Reach,
        receipts: Iterable[Receipt],
        matches: Iterable[tuple[int, str]],
        families: Regions,
        dead: Iterable[DeadLetter],
    ) -> Iterator[int]:
        """Write what is small, then swap the manifest."""
        before = self.manifest
        revision = before.revision + 1
        letters = self._dead_letters(dead, revision)
        kept = sorted(receipts, key=lambda r: (r.day, r.prints, r.stories))
        if not kept and letters == before.dead_letters:
            return
        shards, events = self._families(list(families), revision)
        after = before.model_copy(
            update={
                "revision": revision,
                "settings": self.settings.model_dump(),
                "stories": _appended(before.stories, {(r.day, r.stories) for r in kept}),
                "heads": _appended(before.heads, {(r.day, r.heads) for r in kept}),
                "prints": _appended(before.prints, {(r.day, r.prints) for r in kept}),
                "matches": {
                    **{day: name for day, name in before.matches.items() if not reach.looks_back(int(day))},
                    **{str(day): name for day, name in matches},
                },
                "families": shards,
                "events": (*before.events, *([self._pack("events", events)] if events else [])),
                "dead_letters": letters,
            }
        )
        if self._publish(after):
            yield revision
        else:
            count("moved")

    def _publish(self, after: Manifest) -> bool:
        """Swap the manifest; where that is refused, what is there may still be ours, from an attempt that was cut off."""
        data = after.json_bytes()
        if self.store.swap(NAME, data, self.generation) is not None:
            return True
        found = self.store.read_versioned(NAME)
        return found is not None and found[0] == data

    def _pack(self, kind: str, rows: list[bytes]) -> str:
        return write_pack(self.store, kind, rows_to_bytes(rows), "ndjson.gz")

    def _dead_letters(self, dead: Iterable[DeadLetter], revision: int) -> tuple[str, ...]:
        """The packs of dead letters after this run: one more where some only came, one alone where others changed or went."""
        packs = self.manifest.dead_letters
        stored = {letter.dead_id: letter for name in packs for letter in letters_of(self.store.read(name))}
        after = after_run(stored, dead, {letter.dead_id for letter in self.again}, revision)
        if any(after.get(dead_id) != letter for dead_id, letter in stored.items()):
            packs, stored = (), {}
        new = [after[dead_id].json_bytes() for dead_id in sorted(after.keys() - stored.keys())]
        return (*packs, *([self._pack("dead_letters", new)] if new else []))

    def _families(self, found: list[tuple[list[str], list[Family]]], revision: int) -> tuple[dict[str, str], list[bytes]]:
        """Replace the families of every touched story; shards without a change keep their pack."""
        touched = {story for stories, _ in found for story in stories}
        after = [family for _, families in found for family in families]
        count("families", len(after))
        kept: dict[int, dict[str, bytes]] = {}
        before: list[Family] = []
        changed = {_shard(family.family_id) for family in after}
        for number, name in sorted(self.manifest.families.items()):
            for row in bytes_to_rows(self.store.read(name)):
                family = Family.from_stored(row)
                if touched.isdisjoint(family.story_ids):
                    kept.setdefault(int(number), {})[family.family_id] = row
                else:
                    before.append(family)
                    changed.add(int(number))
        for family in after:
            kept.setdefault(_shard(family.family_id), {})[family.family_id] = family.json_bytes()
        shards = {s: n for s, n in self.manifest.families.items() if int(s) not in changed}
        for shard in sorted(changed & kept.keys()):
            rows = kept[shard]
            shards[str(shard)] = self._pack("families", [rows[name] for name in sorted(rows)])
        return shards, [event.json_bytes() for event in events_of(before, after, revision)]


def _shard(family_id: str) -> int:
    return int(family_id[-8:], 16) % FAMILY_SHARDS


def _appended(held: dict[str, tuple[str, ...]], new: set[tuple[int, str]]) -> dict[str, tuple[str, ...]]:
    out = dict(held)
    for day, name in sorted(new):
        if name not in out.get(str(day), ()):
            out[str(day)] = (*out.get(str(day), ()), name)
    return out


def _by_day(rows: NDArray[np.void]) -> Iterator[tuple[int, NDArray[np.void]]]:
    for day in np.unique(rows["day"]).tolist():
        yield day, rows[rows["day"] == day]


def _keep_matches(group: tuple[int, Iterable[NDArray[np.void]]], store: Store) -> tuple[int, str]:
    day, arrays = group
    return day, write_pack(store, "matches", matches_to_bytes(np.concatenate(list(arrays))), "parquet")
