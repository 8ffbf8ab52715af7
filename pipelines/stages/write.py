"""`WriteFamilies`: everything a run made -> the store, made current by one swap of the manifest as its very last step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head, day_of_head
from pipelines.families.history import events_of
from pipelines.families.ids import home_day
from pipelines.options import MatchSettings
from pipelines.stages.fingerprint import Receipt
from pipelines.stages.group import Refined
from pipelines.stages.progress import count
from pipelines.stages.remember import Reach
from pipelines.stages.versions import late_before
from pipelines.storage.beaten import with_beaten
from pipelines.storage.copies import keep_copy
from pipelines.storage.dead_letters import after_run, letters_of
from pipelines.storage.directory import entries_of, extended
from pipelines.storage.manifest import NAME, Manifest
from pipelines.storage.packs import bytes_to_rows, matches_to_bytes, rows_to_bytes, write_pack
from pipelines.storage.store import Store
from schemas import DeadLetter, Family


class Made(NamedTuple):
    """The collections that a run leaves behind."""

    receipts: beam.PCollection
    heads: beam.PCollection
    replaced: beam.PCollection
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
        entries = made.heads | "Name days of heads" >> beam.Map(entries_of_heads).with_output_types(Any)
        parts = (made.receipts, entries, made.replaced, matches, made.families, made.dead)
        sides = (beam.pvalue.AsIter(part) for part in parts)
        return made.reach | "Commit run" >> beam.FlatMap(self.commit, *sides).with_output_types(int)

    def commit(
        self,
        reach: Reach,
        receipts: Iterable[Receipt],
        entries: Iterable[NDArray[np.void]],
        replaced: Iterable[list[Head]],
        matches: Iterable[tuple[int, str]],
        families: Iterable[Refined],
        dead: Iterable[DeadLetter],
    ) -> Iterator[int]:
        """Write what is small, then swap the manifest."""
        before = self.manifest
        revision = before.revision + 1
        kept = sorted(receipts, key=lambda r: (r.day, r.prints, r.stories))
        packs, sizes, events = self._families(list(families), reach.new, revision)
        after = before.model_copy(
            update={
                "settings": self.settings.model_dump(),
                "stories": _appended(before.stories, {(r.day, r.stories) for r in kept}),
                "heads": _appended(before.heads, {(r.day, r.heads) for r in kept}),
                "prints": _appended(before.prints, {(r.day, r.prints) for r in kept}),
                "matches": {
                    **{day: name for day, name in before.matches.items() if not reach.looks_back(int(day))},
                    **{str(day): name for day, name in matches},
                },
                "families": packs,
                "sizes": sizes,
                "directory": extended(self.store, before.directory, entries),
                "beaten": self._beaten(replaced, kept),
                "events": (*before.events, *([self._pack("events", events)] if events else [])),
                "dead_letters": self._dead_letters(dead, revision),
            }
        )
        # A run that adds nothing writes nothing, nor does a rebuild that finds what was there.
        if after != before and (before.revision or kept or after.dead_letters):
            if self._publish(published := after.model_copy(update={"revision": revision})):
                keep_copy(self.store, published)
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

    def _beaten(self, replaced: Iterable[list[Head]], receipts: Iterable[Receipt]) -> dict[str, str]:
        """The places that count no more, by day."""
        held = self.manifest.beaten
        places: dict[str, list[int]] = {}
        packs: dict[str, list[str]] = {}
        for head in (head for heads in replaced for head in heads):
            places.setdefault(str(day_of_head(head)), []).append(head.place)
        for receipt in receipts:
            packs.setdefault(str(receipt.day), []).append(receipt.prints)
        days = sorted(places.keys() | (packs.keys() & held.keys()))
        found = {day: with_beaten(self.store, held.get(day), places.get(day, ()), packs.get(day, ())) for day in days}
        return {day: name for day, name in {**held, **found}.items() if name}

    def _dead_letters(self, dead: Iterable[DeadLetter], revision: int) -> tuple[str, ...]:
        """The packs of dead letters after this run: one more where some only came, one alone where others changed or went."""
        packs, came = self.manifest.dead_letters, list(dead)
        if not came and not self.again:
            return packs
        stored = {letter.dead_id: letter for name in packs for letter in self._stored_letters(name)}
        after = after_run(stored, came, {letter.dead_id for letter in self.again}, revision)
        if any(after.get(dead_id) != letter for dead_id, letter in stored.items()):
            packs, stored = (), {}
        new = [after[dead_id].json_bytes() for dead_id in sorted(after.keys() - stored.keys())]
        return (*packs, *([self._pack("dead_letters", new)] if new else []))

    def _families(
        self, found: list[Refined], days: frozenset[int], revision: int
    ) -> tuple[dict[str, str], dict[str, tuple[int, int]], list[bytes]]:
        """Replace the families of every touched story: packs and sizes by day, and the events. Days without a change keep their pack.

        A family lies on the day of the story that names it, and that story was touched, or is one that `days` tells of.
        """
        touched = {story for part in found for story in part.stories}
        after = [family for part in found for family in part.families]
        count("families", len(after))
        packs, sizes = dict(self.manifest.families), dict(self.manifest.sizes)
        added: dict[int, list[Family]] = {}
        for family in after:
            added.setdefault(home_day(family), []).append(family)
        before: list[Family] = []
        for day in sorted({*days, *added, *(day for part in found for day in part.days)}):
            name = str(day)
            held = self._stored_families(packs[name]) if name in packs else []
            kept = added.get(day, [])
            for family in held:
                (kept if touched.isdisjoint(family.story_ids) else before).append(family)
            packs.pop(name, None)
            sizes.pop(name, None)
            if kept:
                kept.sort(key=lambda family: family.family_id)
                packs[name] = self._keep_families(kept)
                sizes[name] = len(kept), max(len(family.story_ids) for family in kept)
        late = late_before(self.manifest.newest_day, self.settings.horizon_days)
        return packs, sizes, [event.json_bytes() for event in events_of(before, after, revision, late)]

    def _stored_letters(self, name: str) -> Sequence[DeadLetter]:
        return letters_of(self.store.read(name))

    def _stored_families(self, name: str) -> Sequence[Family]:
        return [Family.from_stored(row) for row in bytes_to_rows(self.store.read(name))]

    def _keep_families(self, families: Sequence[Family]) -> str:
        return self._pack("families", [family.json_bytes() for family in families])


def entries_of_heads(heads: list[Head]) -> NDArray[np.void]:
    """For the directory: on which days some stories lie."""
    return entries_of((head.story_id, day_of_head(head)) for head in heads)


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
