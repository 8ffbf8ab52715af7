"""The rounds of a watch: look what is new, ingest it in batches, remember it, wait.

What a batch brings is remembered only when its run is published, so that a watch which dies anywhere finds it again. Batches that could not
be published are tried again in the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from pipelines.formats.reading import Limits
from pipelines.storage.fetched import all_fetched, keep_fetched
from pipelines.storage.objects import SCHEME
from pipelines.storage.store import Store, StoreError, UnsupportedStore
from pipelines.watching.asking import Asking
from pipelines.watching.clock import Clock
from pipelines.watching.feeds import Hosts, due_feeds, next_poll, poll_all
from pipelines.watching.folders import Looks, holds, look, unchanged
from pipelines.watching.memory import Remembered, remember, remembered

MOST_FILES: Final = 2000
"""Files of one batch: a first look at a full folder is cut up, so that it can be stopped, and goes on where it stopped."""


@dataclass(frozen=True)
class Batch:
    """What one run reads: `names` of files, and what was `fetched`, by its names in the store."""

    names: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pace:
    """Seconds: `every` between two looks, `settle` for which a file must stay as it is, `host` between two requests to one host."""

    every: float = 30.0
    settle: float = 2.0
    host: float = 1.0


class Telling(Protocol):
    """What a watch says as it goes."""

    def batch(self, files: int, answers: int) -> None:
        """A batch of so many files and answers of feeds is about to be read."""

    def trouble(self, source: str, why: str, again: float | None) -> None:
        """A source could not be looked at, and when it will be; None for the next round."""

    def waiting(self, until: float) -> None:
        """Nothing is to be done until then."""


Ingest = Callable[[Batch], bool]
"""Runs a batch: whether it is published."""


@dataclass
class Watch:
    """Folders and feeds that are watched for a store."""

    store: Store
    folders: Sequence[str]
    feeds: Sequence[str]
    ingest: Ingest
    ask: Asking
    clock: Clock
    telling: Telling
    pace: Pace = Pace()
    limits: Limits = Limits()
    most_files: int = MOST_FILES
    _known: dict[str, Remembered] = field(default_factory=dict, init=False)
    _generations: dict[str, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._hosts = Hosts(self.clock, self.pace.host)

    def run(self) -> None:
        """Round after round, until the clock says that the watch is to end; a batch is always finished. What a disk or a store refuses is
        said, and tried again in the next round."""
        while not self._ending():
            began = self.clock.now()
            try:
                self.round()
            except UnsupportedStore:
                raise
            except (OSError, StoreError) as error:
                self.telling.trouble("the store", _in_words(error), None)
            until = self._next(began)
            if not self._ending():
                self.telling.waiting(until)
                self.clock.wait(until - self.clock.now())

    def round(self) -> bool:
        """Look once at every folder, and at every feed that may be asked; whether everything that was found is ingested."""
        self._recall()
        polled = self._ask()
        fetched = tuple(all_fetched(self.store))  # also what an earlier watch has left
        new, seen = self._look()
        for number, part in enumerate(_cut(new, self.most_files) if new or fetched else ()):
            batch = Batch(tuple(part), () if number else fetched)
            if self._ending() or not self._ingested(batch):
                return False
            if number == 0:
                self._settle(polled, fetched)
            for folder in self.folders:
                self._seen(folder, part, seen[folder])
        return True

    def _recall(self) -> None:
        for source in (*self.folders, *self.feeds):
            if source not in self._known:
                self._known[source], self._generations[source] = remembered(self.store, source)

    def _ending(self) -> bool:
        return self.clock.wait(0)

    def _next(self, began: float) -> float:
        """When to look again. A round that took longer than the pace is followed by the next one after a second."""
        now = self.clock.now()
        polls = next_poll([self._known[url] for url in self.feeds if url in self._known], now)
        looks = [began + self.pace.every] if self.folders else []
        # Whatever the hosts want, what is left of a batch that failed is tried again within an hour.
        return max(min(*looks, *([polls] if polls is not None else []), now + 3600.0), now + min(1.0, self.pace.every))

    def _ask(self) -> list[Remembered]:
        """Ask the feeds that may be asked, and keep what they answer; what to remember of them when that is ingested."""
        now = self.clock.now()
        due = due_feeds([self._known[url] for url in self.feeds], now)
        waiting: list[Remembered] = []
        for polled in poll_all(due, self.ask, self._hosts, self.clock, self.pace.every, self.limits):
            url = polled.known.source
            if polled.said is not None:
                self.telling.trouble(url, polled.said, polled.known.due)
            if polled.news is None:
                self._remember(polled.known, worth=_worth(self._known[url], polled.known, self.pace.every))
                continue
            keep_fetched(self.store, url, polled.news)
            waiting.append(polled.known)
            # Until its news are ingested only this is known: that it was asked, and when it may be again.
            self._known[url] = self._known[url].with_(asked=polled.known.asked, due=polled.known.due)
        return waiting

    def _settle(self, polled: list[Remembered], fetched: tuple[str, ...]) -> None:
        """What was fetched is ingested: first it is remembered, then it may go."""
        for known in polled:
            self._remember(known)
        for name in fetched:
            self.store.delete(name)

    def _look(self) -> tuple[Looks, dict[str, set[str]]]:
        """Look at the folders: what is new in them; and folder -> what was seen before of that which is still there."""
        new: Looks = {}
        seen: dict[str, set[str]] = {}
        for folder in self.folders:
            looks, failed = look(folder)
            for why in failed:
                self.telling.trouble(folder, why, None)
            before = set(self._known[folder].seen)
            new.update((name, seen_as) for name, seen_as in looks.items() if seen_as not in before)
            # What cannot be listed now is not forgotten.
            seen[folder] = before if failed else before & set(looks.values())
        if self.pace.settle > 0 and any(not name.startswith(SCHEME) for name in new):
            self.clock.wait(self.pace.settle)
            new = unchanged(new)
        return new, seen

    def _seen(self, folder: str, part: Looks, before: set[str]) -> None:
        """Files of a batch are ingested: remember those that a walk of this folder as it was typed has found."""
        own = {seen_as for name, seen_as in part.items() if holds(folder, name)}
        if own:
            before |= own
            self._remember(self._known[folder].with_(seen=tuple(sorted(before))))

    def _ingested(self, batch: Batch) -> bool:
        self.telling.batch(len(batch.names), len(batch.fetched))
        return self.ingest(batch)

    def _remember(self, known: Remembered, *, worth: bool = True) -> None:
        source = known.source
        if worth:
            self._generations[source] = remember(self.store, known, self._generations[source])
        self._known[source] = known


def _worth(before: Remembered, after: Remembered, every: float) -> bool:
    """Whether it is worth a write: a feed that has nothing new, and may be asked in the next round, is as well off forgotten."""
    return after.due > after.asked + every or before.with_(asked=after.asked, due=after.due) != after


def _in_words(error: OSError | StoreError) -> str:
    return f"{error.filename}: {error.strerror}." if isinstance(error, OSError) and error.filename else f"{error}."


def _cut(new: Looks, most: int) -> Iterator[Looks]:
    """In parts, in the order of names; one that is empty where there is nothing."""
    names = sorted(new)
    for at in range(0, max(1, len(names)), most):
        yield {name: new[name] for name in names[at : at + most]}
