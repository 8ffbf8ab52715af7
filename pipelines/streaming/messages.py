"""`ReadMessages`: messages of Pub/Sub -> the bytes of items, ready to be parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import apache_beam as beam

from pipelines.formats.identity import digest
from pipelines.stages.progress import count
from pipelines.stages.read import Input, Read, opened
from pipelines.storage.objects import SCHEME, Objects
from schemas import DeadLetter

URI, SOURCE = "uri", "source"
"""Attributes of a message that say what its item is called where it has no id of its own, and who provides it where it does not say so."""
OBJECT_MADE = "OBJECT_FINALIZE"
"""What Cloud Storage says in `eventType` when an object is there; the message then holds no item but names one."""


@dataclass(frozen=True)
class Message:
    """A message as it came. `published`: when it was handed to the transport, RFC 3339 in UTC."""

    data: bytes
    attributes: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None


@dataclass
class ReadMessages(beam.PTransform):
    """Messages of a subscription, or of `messages` in a test -> `files`, `Input`s; `dead`, objects that could not be read. Unbounded.

    Nothing is assumed of order, and a message may come again: what is known is a duplicate. A notification of Cloud Storage stands for the
    object that it names; what becomes of objects otherwise is ignored.
    """

    subscription: str | None
    max_bytes: int
    source: str | None = None
    messages: beam.PTransform | None = None
    """What begins the graph in place of the subscription."""

    def expand(self, begin: beam.pvalue.PBegin) -> Read:
        """One element a message."""
        if self.messages is not None:
            messages = begin | "Messages" >> self.messages
        else:
            from apache_beam.io.gcp.pubsub import ReadFromPubSub

            received = begin | "Receive" >> ReadFromPubSub(subscription=self.subscription, with_attributes=True)
            messages = received | "As messages" >> beam.Map(message_of).with_output_types(Message)
        read = messages | "Open messages" >> beam.ParDo(_Open(self.source, self.max_bytes)).with_outputs("dead", main="files")
        return Read(read.files, read.dead)


def message_of(received: Any) -> Message:
    """From Beam's own record of a message."""
    at: datetime | None = received.publish_time
    return Message(
        received.data, dict(received.attributes or {}), None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    )


class _Open(beam.DoFn):
    def __init__(self, source: str | None, max_bytes: int) -> None:
        self._source = source
        self._max_bytes = max_bytes
        self._objects = Objects()

    def process(self, message: Message) -> Iterator[object]:
        found = input_of(message, self._source, self._max_bytes, self._objects)
        if isinstance(found, DeadLetter):
            count("read")
            count("dead")
            yield beam.pvalue.TaggedOutput("dead", found)
        elif found is None:
            count("ignored")
        else:
            yield found


def input_of(message: Message, source: str | None, max_bytes: int, objects: Objects) -> Input | DeadLetter | None:
    """What a message brings; None where it tells of an object that did not come."""
    told, provider = message.attributes, message.attributes.get(SOURCE, source)
    if "bucketId" in told and "objectId" in told:
        return (
            opened(f"{SCHEME}{told['bucketId']}/{told['objectId']}", provider, max_bytes, objects)
            if told.get("eventType") == OBJECT_MADE
            else None
        )
    name = told.get(URI) or f"message:{digest(message.data)}"
    return Input(name, message.data, provider, name, transport=message.published)
