"""Streams for trials: files as messages, shuffled, repeated and cut by chance, through TestStream."""

from __future__ import annotations

import random
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import time
from typing import Final

import apache_beam as beam
import orjson
from apache_beam.coders import BytesCoder
from apache_beam.io.flink.flink_streaming_impulse_source import FlinkStreamingImpulseSource
from apache_beam.testing.test_stream import TestStream
from apache_beam.transforms.periodicsequence import PeriodicImpulse

from pipelines.streaming.messages import URI, Message

TICKS: Final = 10.0
"""A second, of `Paced`."""
LINES: Final = (".ndjson", ".jsonl")
"""Endings of files that are taken apart, a message a line, where every line is JSON."""


def messages_of(name: str, data: bytes, source: str | None) -> Iterator[Message]:
    """A file as messages, under the names that its items have in it."""
    lines = [line for line in data.splitlines() if line.strip()] if name.endswith(LINES) else []
    provider = {} if source is None else {"source": source}
    if len(lines) > 1 and all(_is_object(line) for line in lines):
        for number, line in enumerate(lines, 1):
            yield Message(line, {URI: f"{name}#{number}", **provider})
    else:
        yield Message(data, {URI: name, **provider})


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def disordered(messages: Sequence[Message], seed: int, repeated: float, cuts: int) -> list[list[Message]]:
    """Shuffled, a share of them twice, in so many batches."""
    chance = random.Random(seed)
    mixed = [*messages, *chance.sample(messages, k=round(len(messages) * repeated))]
    chance.shuffle(mixed)
    size = -(-len(mixed) // max(1, cuts))
    return [mixed[at : at + size] for at in range(0, len(mixed), size)]


@dataclass
class Given(beam.PTransform):
    """-> `Message`s, all there from the beginning. Bounded."""

    messages: Sequence[Message]

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection:
        """One element each."""
        rows = begin | "Given" >> beam.Create([to_bytes(message) for message in self.messages]).with_output_types(bytes)
        return rows | "Spread given" >> beam.Reshuffle() | "From bytes" >> beam.Map(from_bytes).with_output_types(Message)


@dataclass
class Streamed(beam.PTransform):
    """-> `Message`s, batch after batch, so many seconds of an engine's clock apart. Unbounded.

    0 seconds where an engine's clock can not be moved: Flink refuses ("Advancing Processing time is not supported").
    """

    batches: Sequence[Sequence[Message]]
    seconds: int = 3

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection:
        """The watermark says nothing until the end."""
        events = TestStream(coder=BytesCoder()).advance_watermark_to(0)
        for batch in self.batches:
            events = events.add_elements([to_bytes(message) for message in batch])
            if self.seconds:
                events = events.advance_processing_time(self.seconds)
        rows = begin | "Streamed" >> events.advance_watermark_to_infinity().with_output_types(bytes)
        return rows | "From bytes" >> beam.Map(from_bytes).with_output_types(Message)


@dataclass
class Paced(beam.PTransform):
    """-> `Message`s of a file that `keep_messages` has written, so many a second by the clock. Unbounded.

    On Flink the source forgets how far it was when a job is restored, so all come again: redelivery, as a transport may do it. (A
    splittable source would not, but its waiting is not woken there while checkpoints are taken.)
    """

    file: str
    count: int
    per_second: float
    on_flink: bool = False
    began: float = 0.0
    """Seconds since 1970, when the first comes; Flink begins when it is ready."""

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection:
        """Ten times a second some of them together."""
        together = max(1, round(self.per_second / TICKS))
        interval, turns = together / self.per_second, -(-self.count // together)
        if self.on_flink:
            clock = FlinkStreamingImpulseSource().set_interval_ms(round(interval * 1000)).set_message_count(turns)
            numbers = begin | "Tick" >> clock | "Number" >> beam.ParDo(_CatchUp(turns, interval)).with_output_types(int)
        else:
            ticks = PeriodicImpulse(self.began, self.began + (turns - 0.5) * interval, interval)
            numbers = begin | "Tick" >> ticks | "Number" >> beam.Map(_turn, self.began, interval).with_output_types(int)
        return numbers | "Read on" >> beam.FlatMap(read_messages, self.file, together).with_output_types(Message)


class _CatchUp(beam.DoFn):
    """Ticks, as many as turns, between which Flink sleeps whatever the time -> the turns that are due by the clock."""

    def __init__(self, turns: int, interval: float) -> None:
        self._turns, self._interval = turns, interval

    def process(self, tick: bytes) -> Iterator[int]:
        if int(tick) == 0:
            self._began, self._next = time(), 0
        due = 1 + int((time() - self._began) / self._interval)
        due = self._turns if int(tick) == self._turns - 1 else min(self._turns, due)
        yield from range(self._next, due)
        self._next = due


def _turn(at: float, began: float, interval: float) -> int:
    return round((float(at) - began) / interval)


def keep_messages(messages: Sequence[Message], file: Path) -> None:
    """One a line."""
    file.write_bytes(b"".join(to_bytes(message) + b"\n" for message in messages))


@cache
def _lines(file: str) -> list[bytes]:
    return Path(file).read_bytes().splitlines()


def read_messages(turn: int, file: str, together: int) -> Iterator[Message]:
    """Those of one turn."""
    for row in _lines(file)[turn * together : (turn + 1) * together]:
        yield from_bytes(row)


def to_bytes(message: Message) -> bytes:
    """For coders that know bytes only."""
    return orjson.dumps([b64encode(message.data).decode(), dict(message.attributes), message.published])


def from_bytes(row: bytes) -> Message:
    """Back again."""
    data, attributes, published = orjson.loads(row)
    return Message(b64decode(data), attributes, published)
