"""`Intake`: some stories at a time into a store: the bounded graph in small, over a view that stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, NamedTuple, cast

import numpy as np
import orjson
from apache_beam.pvalue import TaggedOutput
from numpy.typing import NDArray

from pipelines.families.alerts import tombstones
from pipelines.families.build import families_of
from pipelines.families.head import Head, day_of_head
from pipelines.families.regions import Region
from pipelines.matching.candidates import POSTING, UNDATED_DAY
from pipelines.matching.index import Pair, changed_pairs
from pipelines.matching.match import MATCH
from pipelines.options import MatchSettings, RunSettings
from pipelines.stages.compare import PlacedTexts
from pipelines.stages.days import Rows
from pipelines.stages.fingerprint import New, Receipt, by_day, keep_new
from pipelines.stages.group import Refined, touched_regions
from pipelines.stages.progress import count
from pipelines.stages.versions import late_before, tell_new
from pipelines.stages.write import entries_of_heads
from pipelines.storage.copies import copy_of
from pipelines.storage.manifest import Manifest, load_manifest
from pipelines.storage.packs import bytes_to_rows, matches_to_bytes, write_pack
from pipelines.storage.store import NotStored, Store, StoreError, StoreMoved
from pipelines.streaming.held import Held, HeldDays, TextReader
from pipelines.streaming.publish import Changed, PublishFamilies
from pipelines.streaming.shed import Shed
from pipelines.streaming.view import View
from schemas import DeadLetter, FamilyEvent, Story
from schemas.model import Model

ATTEMPTS: Final = 5


@dataclass(frozen=True)
class Taken:
    """What a publication took in: the revision that is current after it, how many stories were new, and what was left out of matching."""

    revision: int
    new: int
    families: int
    shed: Shed


class Intake:
    """Takes stories into a store. Safe to be called again with the same stories, by whomever: what is there is a duplicate.

    Other writers may publish to the store in between: the view follows. `lateness_days`: how late a story may come and still find its days
    in memory.
    """

    def __init__(self, store: Store, settings: MatchSettings, run: RunSettings, model: Model, lateness_days: int | None = None) -> None:
        self._store, self._settings, self._run = store, settings, run
        self._rules = settings.rules(model)
        self._lateness = settings.horizon_days if lateness_days is None else lateness_days
        self._reader = TextReader(store, self._rules.scorer)
        self._view: View | None = None

    @property
    def view(self) -> View | None:
        """What is held, for figures."""
        return self._view

    def take(self, stories: Sequence[Story], dead: Sequence[DeadLetter] = ()) -> Taken:
        """Publish some stories and dead letters, in one revision; none where nothing is new. StoreMoved where others always were faster."""
        for _ in range(ATTEMPTS):
            manifest, generation = load_manifest(self._store)
            try:
                taken = self._try(manifest, generation, stories, dead)
            except NotStored:
                # Others delete what they have replaced: a pack that was there when this began may be gone.
                self._view = None
                if load_manifest(self._store)[1] == generation:
                    raise
                continue
            except BaseException:
                self._view = None  # it may have run ahead of the store
                raise
            if taken is not None:
                return taken
            self._view = None
        raise StoreMoved(f"the store moved {ATTEMPTS} times: other runs are publishing to it")

    def news_since(self, revision: int) -> Iterator[dict[str, Any]]:
        """What the store tells since a revision, as JSON fields: events in their order, then alerts that are new or have changed.

        A function of the two revisions, so what was told and lost is told again in the same words. `news_id` is the same each time.
        """
        manifest = load_manifest(self._store)[0]
        for event in self._events_since(manifest, revision):
            yield _news("event", event.json_bytes())
        for alert in self._alerts_since(manifest, revision):
            yield _news("alert", alert)

    def _events_since(self, manifest: Manifest, revision: int) -> Iterator[FamilyEvent]:
        found: list[list[FamilyEvent]] = []
        for name in reversed(manifest.events):
            events = [FamilyEvent.from_stored(row) for row in bytes_to_rows(self._store.read(name))]
            found.append([event for event in events if event.revision > revision])
            if len(found[-1]) < len(events):
                break
        for events in reversed(found):
            yield from events

    def _alerts_since(self, manifest: Manifest, revision: int) -> list[bytes]:
        """Of the days of which the families changed, and of notices whose story was never received. Where no copy of that revision's
        manifest is left, all of those days and notices."""
        before = copy_of(self._store, revision) or Manifest()
        changed = [day for day, name in manifest.families.items() if before.families.get(day) != name]
        gone = [day for day in before.families if day not in manifest.families]
        was = {alert for day in (*changed, *gone) if (name := before.families.get(day)) for alert in self._alerts(name)}
        now = {alert for day in changed for alert in self._alerts(manifest.families[day])}
        noticed = self._noticed_since(manifest, before)
        return sorted((now | self._tombstones(manifest, noticed)) - was - self._tombstones(before, noticed))

    def _noticed_since(self, manifest: Manifest, before: Manifest) -> set[str]:
        """The stories on which notices act that came between two manifests, and maybe more."""
        new = (name for day, names in manifest.heads.items() for name in names if name not in before.heads.get(day, ()))
        return {head.story_id for name in new for head in self._held.heads(name) if head.notice}

    def _tombstones(self, manifest: Manifest, stories: Collection[str]) -> set[bytes]:
        found = HeldDays(self._store, manifest, self._held).versions(stories)
        return {alert.json_bytes() for own in found.values() for alert in tombstones(own)}

    @property
    def _held(self) -> Held:
        return self._view.held if self._view is not None else Held(self._store)

    def _alerts(self, name: str) -> Iterator[bytes]:
        try:
            families = self._held.families(name)
        except NotStored:  # forgotten since
            return
        for family in families:
            yield from (alert.json_bytes() for alert in family.alerts)

    def _try(self, manifest: Manifest, generation: int, stories: Sequence[Story], dead: Sequence[DeadLetter]) -> Taken | None:
        """One attempt; None where another run published first."""
        view = self._followed(manifest)
        new, replaced = self._tell(view, stories)
        days = frozenset(day_of_head(head) for head in (*(head for _, head in new), *replaced))
        view.reach(days)
        late = _late(view, self._settings, [head for _, head in new])
        receipts, heads, postings, cut = self._keep(new)
        changed = self._rows(view, receipts, postings, replaced)
        after = HeldDays(self._store, manifest, view.held, heads, changed.rows)
        refined = list(
            self._refined(
                touched_regions(
                    after,
                    heads,
                    replaced,
                    np.concatenate([changed.came, changed.went]),
                    changed.went,
                    self._rules,
                    self._settings.horizon_days,
                )
            )
        )
        publish = PublishFamilies(self._store, manifest, generation, self._settings, held=view.held)
        matches = [(day, self._keep_rows(view, own)) for day, own in sorted(changed.rows.items()) if len(own)]
        reach = Changed(days, self._settings.horizon_days, frozenset(changed.rows))
        list(publish.commit(reach, receipts, [entries_of_heads(heads)], [replaced], matches, refined, dead))
        if publish.refused:
            return None
        view.published(publish.published or manifest)
        shed = late._replace(cut=cut, common=changed.common)
        return Taken(view.manifest.revision, len(heads), sum(len(part.families) for part in refined), shed)

    def _followed(self, manifest: Manifest) -> View:
        """The view, as that of a manifest; a new one where it can not become that."""
        ours = self._settings.model_dump()
        if manifest.revision and manifest.settings != ours:
            raise StoreError("the store has other settings than this stream: begin the stream anew")
        if self._view is None or not self._view.follow(manifest):
            self._view = View(self._store, self._settings, self._lateness)
            self._view.follow(manifest)
        return self._view

    def _tell(self, view: View, stories: Sequence[Story]) -> tuple[New, list[Head]]:
        """Which stories are new, and the stored heads that they beat."""
        stored = HeldDays(self._store, view.manifest, view.held).versions({story.story_id for story in stories})
        batches: list[list[Story] | list[Head]] = [list(stories), *stored.values()]
        new: New = []
        replaced: list[Head] = []
        for out in tell_new((0, batches), late_before(view.manifest.newest_day, self._settings.horizon_days)):
            if isinstance(out, TaggedOutput):
                replaced += out.value
            else:
                new += cast("New", out)
        return new, replaced

    def _keep(self, new: New) -> tuple[list[Receipt], list[Head], Rows, int]:
        """Write the packs of what is new."""
        receipts, heads, postings, cut = [], [], [np.empty(0, POSTING)], 0
        for day, own in sorted(by_day(new)):
            own.sort(key=lambda pair: pair[0].uid)
            for at in range(0, len(own), self._run.pack_stories):
                kept = keep_new(self._store, day, own[at : at + self._run.pack_stories], self._settings.text == "all")
                receipts.append(kept.receipt)
                heads += kept.heads
                postings.append(kept.postings)
                cut += kept.cut
        return receipts, heads, np.concatenate(postings), cut

    def _rows(self, view: View, receipts: Sequence[Receipt], postings: Rows, replaced: Sequence[Head]) -> ChangedRows:
        """The match rows of the days on which candidates came or went."""
        before = HeldDays(self._store, view.manifest, view.held)
        change = view.change(((r.day, r.prints) for r in receipts), postings, [head.place for head in replaced])
        pairs = changed_pairs(view.index, change, lambda day, texts: pairs_of(before.rows(day), texts))
        wanted = sorted({pair for changed in pairs.values() for pair in changed.came})
        scored = self._compare(view, wanted)
        rows, came, went = {}, [np.empty(0, MATCH)], [np.empty(0, MATCH)]
        for day, changed in pairs.items():
            own = before.rows(day)
            leaving = _among(own, changed.went)
            new = scored[[at for at, pair in enumerate(wanted) if pair in changed.came]]
            new["day"] = day
            rows[day] = np.concatenate([own[~leaving], new])
            came.append(new)
            went.append(own[leaving])
        return ChangedRows(rows, np.concatenate(came), np.concatenate(went), change.common)

    def _compare(self, view: View, pairs: Sequence[Pair]) -> Rows:
        """Match rows of pairs of texts, in their order."""
        if not pairs:
            return np.empty(0, MATCH)
        rows = self._reader.compare_places([(view.index.place_of(a), view.index.place_of(b)) for a, b in pairs])
        count("candidates", len(rows))
        count("compared", len(rows))
        count("matches", int((rows["probability"] >= self._rules.strong).sum()))
        return rows

    def _keep_rows(self, view: View, rows: Rows) -> str:
        name = write_pack(self._store, "matches", matches_to_bytes(rows), "parquet")
        view.held.put_rows(name, rows)
        return name

    def _refined(self, regions: Iterable[Region]) -> Iterator[Refined]:
        for region in regions:
            places = {head.digest: head.place for head in region.heads if head.digest}
            families = families_of(region, PlacedTexts(self._reader, places), self._rules)
            stories, days = {head.story_id for head in region.heads}, {day_of_head(head) for head in region.heads}
            yield Refined(frozenset(stories), frozenset(days), tuple(families))


class ChangedRows(NamedTuple):
    """Match rows of the days that changed, as they are now; of all days together those that came and those that went; look-backs that met
    a common key."""

    rows: dict[int, Rows]
    came: Rows
    went: Rows
    common: int


def _late(view: View, settings: MatchSettings, heads: Sequence[Head]) -> Shed:
    """How many of some new versions come later than the horizon, and how many of those later than what is held."""
    days = [day for head in heads if (day := day_of_head(head)) != UNDATED_DAY]
    before, first = late_before(view.manifest.newest_day, settings.horizon_days), view.first_day()
    return Shed(late=sum(day < before for day in days), unheld=0 if first is None else sum(day < first for day in days))


def pairs_of(rows: Rows, texts: Collection[int]) -> set[Pair]:
    """Those of some match rows that speak of one of these texts, as pairs of digests, the smaller first."""
    wanted = np.fromiter(texts, np.uint64, len(texts))
    return set(_named(rows[np.isin(rows["a"], wanted) | np.isin(rows["b"], wanted)]))


def _named(rows: Rows) -> list[Pair]:
    low, high = np.minimum(rows["a"], rows["b"]), np.maximum(rows["a"], rows["b"])
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _among(rows: Rows, pairs: Collection[Pair]) -> NDArray[np.bool_]:
    if not pairs:
        return np.zeros(len(rows), np.bool_)
    return np.array([pair in pairs for pair in _named(rows)], np.bool_)


def _news(kind: str, row: bytes) -> dict[str, Any]:
    return {"news": kind, "news_id": blake2b(row, digest_size=12).hexdigest(), **orjson.loads(row)}
