"""Streams for trials: files as messages, shuffled, repeated and cut by chance, through TestStream."""

from __future__ import annotations

import random
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import apache_beam as beam
import orjson
from apache_beam.coders import BytesCoder
from apache_beam.testing.test_stream import TestStream

from pipelines.streaming.messages import URI, Message

LINES = (".ndjson", ".jsonl")
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
    """-> `Message`s, batch after batch, so many seconds of an engine's clock apart. Unbounded."""

    batches: Sequence[Sequence[Message]]
    seconds: int = 3

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection:
        """The watermark says nothing until the end."""
        events = TestStream(coder=BytesCoder()).advance_watermark_to(0)
        for batch in self.batches:
            events = events.add_elements([to_bytes(message) for message in batch]).advance_processing_time(self.seconds)
        rows = begin | "Streamed" >> events.advance_watermark_to_infinity()
        return rows | "From bytes" >> beam.Map(from_bytes).with_output_types(Message)


def to_bytes(message: Message) -> bytes:
    """For coders that know bytes only."""
    return orjson.dumps([b64encode(message.data).decode(), dict(message.attributes), message.published])


def from_bytes(row: bytes) -> Message:
    """Back again."""
    data, attributes, published = orjson.loads(row)
    return Message(b64decode(data), attributes, published)
