"""A clock that moves by itself, a web in memory, and a watch that only notes what it would ingest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from pipelines.storage.fetched import fetched
from pipelines.storage.memory import MemoryStore
from pipelines.storage.store import Store
from pipelines.watching.asking import Answer, Unreachable, host_of
from pipelines.watching.rounds import Batch, Pace, Watch

START = 1_741_000_000.0


@dataclass
class FakeClock:
    """Waiting takes no time, but moves the clock. After `ends_after` waits that took some, the watch is to end."""

    time: float = START
    ends_after: int | None = None
    waited: list[float] = field(default_factory=list)
    during: list[Callable[[], None]] = field(default_factory=list)
    """What happens in the first waits, one after the other."""

    def __post_init__(self) -> None:
        self._lock = Lock()

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> bool:
        if seconds > 0:
            with self._lock:
                self.time += seconds
                self.waited.append(seconds)
                happens = self.during.pop(0) if self.during else None
            if happens is not None:
                happens()
        return self.ends_after is not None and len(self.waited) >= self.ends_after


@dataclass
class FakeWeb:
    """Answers by address; what was asked, when and with which fields."""

    clock: FakeClock
    answers: dict[str, Answer | str] = field(default_factory=dict)
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)

    def put(self, url: str, body: bytes = b"", status: int = 200, **fields: str) -> None:
        """What an address gives from now on."""
        self.answers[url] = Answer(status, url, {name.replace("_", "-"): value for name, value in fields.items()}, body)

    def __call__(self, url: str, fields: Mapping[str, str], before: Callable[[str], None]) -> Answer:
        before(host_of(url))
        self.asked.append((self.clock.now() - START, url, {k: v for k, v in fields.items() if k != "Accept"}))
        answer = self.answers[url]
        if isinstance(answer, str):
            raise Unreachable(answer)
        etag = answer.fields.get("etag")
        if etag is not None and fields.get("If-None-Match") == etag:
            return Answer(304, url, answer.fields)
        return answer


@dataclass
class Noting:
    """Takes the place of a run: notes what the batches held; of what was fetched, address and bytes. Fails while `fails` is above 0."""

    store: Store
    taken: list[object] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    fails: int = 0

    def __call__(self, batch: Batch) -> bool:
        if self.fails:
            self.fails -= 1
            return False
        self.batches.append(len(batch.names) + len(batch.fetched))
        self.taken += [*batch.names, *(fetched(self.store, name) for name in batch.fetched)]
        return True


@dataclass
class Told:
    """What a watch said."""

    troubles: list[tuple[str, str, float | None]] = field(default_factory=list)
    until: list[float] = field(default_factory=list)

    def batch(self, files: int, answers: int) -> None:
        assert files + answers > 0

    def trouble(self, source: str, why: str, again: float | None) -> None:
        self.troubles.append((source, why, None if again is None else again - START))

    def waiting(self, until: float) -> None:
        self.until.append(until - START)


@dataclass
class World:
    """A watch of some sources, and everything around it."""

    folders: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    pace: Pace = field(default_factory=Pace)
    most_files: int = 2000
    store: Store = field(default_factory=MemoryStore)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.web, self.told, self.noting = FakeWeb(self.clock), Told(), Noting(self.store)
        self.watch = self.fresh()

    def fresh(self) -> Watch:
        """A watch as it begins anew: it knows what the store knows."""
        return Watch(
            self.store, self.folders, self.feeds, self.noting, self.web, self.clock, self.told, self.pace, most_files=self.most_files
        )

    def again(self) -> list[object]:
        """One more round of a new watch: what it took in."""
        self.noting.taken.clear()
        self.watch = self.fresh()
        self.watch.round()
        return list(self.noting.taken)

    def round(self) -> list[object]:
        """One more round of this watch: what it took in."""
        self.noting.taken.clear()
        self.watch.round()
        return list(self.noting.taken)
