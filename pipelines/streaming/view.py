"""`View`: what a worker holds of a store, as one manifest names it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipelines.matching.candidates import UNDATED_DAY
from pipelines.matching.index import Change, Index
from pipelines.options import MatchSettings
from pipelines.stages.days import Rows
from pipelines.storage.beaten import beaten_places
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import postings_of
from pipelines.storage.store import Store
from pipelines.streaming.held import Held


class View:
    """Index keys of the days within reach, and decoded packs. Made of packs alone: whatever was done to a view, `follow` makes it that of
    the manifest that is given, or a new view is as good.

    It holds the days from `lateness_days` and a horizon before the newest day on, and the undated. Others are read when a story of theirs
    comes, and dropped again.
    """

    def __init__(self, store: Store, settings: MatchSettings, lateness_days: int) -> None:
        self.held = Held(store)
        self._store, self._settings, self._lateness = store, settings, lateness_days
        self.index = Index(horizon=settings.horizon, cap=settings.cap, head=settings.head)
        self._packs: dict[int, set[str]] = {}
        self._beaten: dict[int, str] = {}
        self.manifest = Manifest()

    def follow(self, manifest: Manifest) -> bool:
        """Be the view of this manifest. False where packs are gone that the view was made of: then only a new view will do."""
        for day in sorted(self._packs):
            named = set(manifest.prints.get(str(day), ()))
            if not self._packs[day] <= named:
                return False
            self._load(manifest, day, named - self._packs[day])
        self.manifest = manifest
        return True

    def reach(self, days: Collection[int]) -> None:
        """Hold all days that new stories of these days may meet, or that may meet them."""
        horizon = self._settings.horizon_days
        stored = {int(day) for day in self.manifest.prints} | {UNDATED_DAY}
        wanted = stored.union(days) if UNDATED_DAY in days else {UNDATED_DAY} | _around(days, horizon)
        for day in sorted(wanted - self._packs.keys()):
            self._packs[day] = set()
            self._load(self.manifest, day, set(self.manifest.prints.get(str(day), ())))

    def change(self, receipts: Iterable[tuple[int, str]], postings: Rows, gone: Collection[int]) -> Change:
        """Take in new packs of prints, with their postings, and drop beaten places."""
        for day, name in receipts:
            self._packs[day].add(name)
        return self.index.change(postings, gone)

    def published(self, manifest: Manifest) -> None:
        """The view has become that of a manifest that was made from it: forget what it needs no more."""
        self.manifest = manifest
        self._beaten = {day: name for day in self._packs if (name := manifest.beaten.get(str(day)))}
        newest, first = manifest.newest_day, self.first_day()
        if newest is None or first is None:
            return
        for day in [day for day in self._packs if UNDATED_DAY < day < first]:
            self.index.drop_day(day)
            del self._packs[day]
        self.held.keep(manifest, {UNDATED_DAY, *range(first, newest + 1)})

    def first_day(self) -> int | None:
        """The first day that is held whatever comes; None while nothing with a time is stored."""
        newest = self.manifest.newest_day
        return None if newest is None else newest - self._settings.horizon_days - self._lateness

    @property
    def days(self) -> int:
        """How many days are held."""
        return len(self._packs)

    def _load(self, manifest: Manifest, day: int, names: Collection[str]) -> None:
        for name in sorted(names):
            self.index.load(postings_of(name, self._store.read(name), settled=True))
        self._packs[day].update(names)
        beaten = manifest.beaten.get(str(day))
        if beaten is not None and (names or self._beaten.get(day) != beaten):
            self.index.drop(beaten_places(self._store, beaten))
            self._beaten[day] = beaten


def _around(days: Iterable[int], horizon: int) -> set[int]:
    return {near for day in days for near in range(day - horizon, day + horizon + 1)}
