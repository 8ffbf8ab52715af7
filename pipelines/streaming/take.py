"""`TakeIn`: stories as they come -> the store, a few at a time, and what is to be told of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import apache_beam as beam
import orjson
from apache_beam.coders import BytesCoder, VarIntCoder
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import BagStateSpec, ReadModifyWriteStateSpec, TimerSpec, on_timer
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.timestamp import Timestamp
from apache_beam.utils.windowed_value import WindowedValue

from pipelines.options import MatchSettings, RunSettings
from pipelines.stages.progress import count
from pipelines.storage.store import Store
from pipelines.streaming.intake import Intake
from pipelines.streaming.shed import Minutes
from schemas import DeadLetter, Story
from schemas.model import Model

ONE_KEY: Final = 0
VERSION: Final = b"1"
"""First byte of what waits in the state: a later version of Wirekin reads this one too."""
MOST: Final = 2000
LOG = logging.getLogger("wirekin.stream")


class Arrivals(NamedTuple):
    """What `ParseStories` makes."""

    stories: beam.PCollection
    dead: beam.PCollection


@dataclass(frozen=True)
class Pace:
    """How often is published: at once, but `every` seconds after the last time at the soonest, or when `most` wait. `now` is the clock of
    timers."""

    every: float
    now: Callable[[], float]
    most: int = MOST


@dataclass
class TakeIn(beam.PTransform):
    """`Arrivals` -> JSON of what is to be told: events of families, and alerts that are new. Unbounded; any order, any repeats.

    What came waits in the state of one key until it is published; a publication swaps the store's manifest (docs/decisions/0030). A bundle
    that is retried finds its stories as duplicates, and tells again what it told: at least once. At a drain what waits is published.
    """

    store: Store
    settings: MatchSettings
    run: RunSettings
    model: Model
    since: int
    """The revision of which everything was told: that of the store when the stream began."""
    pace: Pace
    lateness_days: int | None = None

    def expand(self, came: Arrivals) -> beam.PCollection:
        """Bundles become one element each: a message a story would cost more than its families."""
        parts = (
            came.stories | "Gather stories" >> beam.ParDo(_Gather("stories")).with_output_types(tuple[int, bytes]),
            came.dead | "Gather dead" >> beam.ParDo(_Gather("dead")).with_output_types(tuple[int, bytes]),
        )
        # Prism gives a key to one worker at a time only where a stage of its own begins: fused with what is before, three had it at once.
        arrivals = parts | "Arrivals" >> beam.Flatten() | "Bring together" >> beam.transforms.util.ReshufflePerKey()
        return arrivals | "Take in" >> beam.ParDo(_Take(self)).with_output_types(bytes)


class _Gather(beam.DoFn):
    """Lists of `Story`, or `DeadLetter`s -> packed arrivals, under the one key."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def start_bundle(self) -> None:
        self._came: list[bytes] = []
        self._at = Timestamp(0)

    def process(self, element: list[Story] | DeadLetter, at: Timestamp = beam.DoFn.TimestampParam) -> None:
        self._came += [story.json_bytes() for story in element] if isinstance(element, list) else [element.json_bytes()]
        self._at = max(self._at, at)

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for start in range(0, len(self._came), MOST):
            yield WindowedValue((ONE_KEY, packed(self._kind, self._came[start : start + MOST])), self._at, [GlobalWindow()])


def packed(kind: str, rows: Iterable[bytes]) -> bytes:
    """Records of one kind as they wait."""
    return VERSION + kind[:1].encode() + b"\n".join(rows)


def unpacked(data: bytes) -> tuple[list[Story], list[DeadLetter]]:
    """Back again, of any version."""
    if data[:1] != VERSION:
        raise ValueError(f"what waits was packed by a later version of Wirekin ({data[:1]!r})")
    rows = data[2:].split(b"\n")
    if data[1:2] == b"s":
        return [Story.from_stored(row) for row in rows], []
    return [], [DeadLetter.from_stored(row) for row in rows]


class _Take(beam.DoFn):
    WAITING = BagStateSpec("waiting", BytesCoder())
    SIZE = ReadModifyWriteStateSpec("size", VarIntCoder())
    TOLD = ReadModifyWriteStateSpec("told", VarIntCoder())
    DUE = ReadModifyWriteStateSpec("due", VarIntCoder())
    """When the next publication may be, in milliseconds of the clock."""
    SOON = TimerSpec("soon", TimeDomain.REAL_TIME)
    END = TimerSpec("end", TimeDomain.WATERMARK)

    def __init__(self, made: TakeIn) -> None:
        self._store, self._settings, self._run, self._model = made.store, made.settings, made.run, made.model
        self._since, self._pace, self._lateness = made.since, made.pace, made.lateness_days

    def setup(self) -> None:
        self._intake = Intake(self._store, self._settings, self._run, self._model, self._lateness)
        self._minutes = Minutes()

    def teardown(self) -> None:
        self._log(self._minutes.rest(self._pace.now()))

    def process(
        self,
        element: tuple[int, bytes],
        waiting: Any = beam.DoFn.StateParam(WAITING),
        size: Any = beam.DoFn.StateParam(SIZE),
        told: Any = beam.DoFn.StateParam(TOLD),
        due: Any = beam.DoFn.StateParam(DUE),
        soon: Any = beam.DoFn.TimerParam(SOON),
        end: Any = beam.DoFn.TimerParam(END),
    ) -> Iterator[bytes]:
        before = size.read() or 0
        now = before + element[1].count(b"\n") + 1
        if self._pace.every <= 0 or now >= self._pace.most:
            yield from self._publish([*waiting.read(), element[1]], told, due)
            waiting.clear()
            size.clear()
            soon.clear()
            return
        waiting.add(element[1])
        size.write(now)
        if due.read() is None:
            due.write(round(1000 * self._pace.now()))
        # Each time, and to the same moment: Flink once lost a timer, and what waited then did so until the end.
        soon.set(Timestamp(micros=1000 * due.read()))
        end.set(GlobalWindow().max_timestamp())

    @on_timer(SOON)
    def publish_soon(
        self,
        waiting: Any = beam.DoFn.StateParam(WAITING),
        size: Any = beam.DoFn.StateParam(SIZE),
        told: Any = beam.DoFn.StateParam(TOLD),
        due: Any = beam.DoFn.StateParam(DUE),
    ) -> Iterator[bytes]:
        """Enough was waited. A timer may fire when nothing waits any more. (Prism never ends where a timer is cleared as it fires.)"""
        yield from self._publish(list(waiting.read()), told, due)
        waiting.clear()
        size.clear()

    @on_timer(END)
    def publish_last(
        self,
        waiting: Any = beam.DoFn.StateParam(WAITING),
        size: Any = beam.DoFn.StateParam(SIZE),
        told: Any = beam.DoFn.StateParam(TOLD),
        due: Any = beam.DoFn.StateParam(DUE),
        soon: Any = beam.DoFn.TimerParam(SOON),
    ) -> Iterator[bytes]:
        """At a drain, and at the end of a bounded test."""
        yield from self._publish(list(waiting.read()), told, due)
        waiting.clear()
        size.clear()
        soon.clear()  # Flink waits for ever for a timer of the clock that is left when all has come

    def _publish(self, arrivals: list[bytes], told: Any, due: Any) -> list[bytes]:
        stories: list[Story] = []
        dead: list[DeadLetter] = []
        for own, letters in map(unpacked, arrivals):
            stories += own
            dead += letters
        if not stories and not dead:
            return []
        due.write(round(1000 * (self._pace.now() + self._pace.every)))
        since = told.read()
        taken = self._intake.take(stories, dead)
        news = list(self._intake.news_since(self._since if since is None else since))
        told.write(taken.revision)
        self._log(self._minutes.add(taken.shed, self._pace.now()))
        count("common_keys", taken.shed.common)
        count("unheld", taken.shed.unheld)
        count("publications", int(taken.new > 0))
        count("told", len(news))
        return [orjson.dumps(one) for one in news]

    def _log(self, shed: str | None) -> None:
        if shed is not None:
            LOG.warning("left out of matching: %s", shed)
