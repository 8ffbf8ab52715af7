"""`ReadItems`: names of files -> their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import apache_beam as beam

from pipelines.formats.identity import dead_id
from pipelines.stages.progress import count
from schemas import DeadLetter


@dataclass
class ReadItems(beam.PTransform):
    """Names of local files -> `files`, (name, bytes) pairs; `dead`, files that could not be read. Bounded; order is free.

    A name is a path as it was typed plus the walk below it. A file above `max_bytes` is refused unread.
    """

    names: tuple[str, ...]
    max_bytes: int

    def expand(self, begin: beam.pvalue.PBegin) -> beam.pvalue.DoOutputsTuple:
        """One element a file, spread over the workers."""
        return (
            begin
            | "Name files" >> beam.Create(self.names).with_output_types(str)
            | "Spread files" >> beam.Reshuffle()
            | "Open files" >> beam.ParDo(_Open(self.max_bytes)).with_outputs("dead", main="files")
        )


class _Open(beam.DoFn):
    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes

    def process(self, name: str) -> Iterator[object]:
        path = Path(name)
        try:
            size = path.stat().st_size
            if size > self._max_bytes:
                yield _unread(name, size, f"The file is larger than {self._max_bytes} bytes.")
                return
            data = path.read_bytes()
        except OSError as error:
            yield _unread(name, 0, f"The file could not be read: {error.strerror}.")
            return
        yield name, data


def _unread(name: str, size: int, why: str) -> object:
    """A file that stays closed counts as one item, read and dead."""
    count("read")
    count("dead")
    digest = blake2b(b"", digest_size=12).hexdigest()
    letter = DeadLetter(dead_id=dead_id(name, digest, "read", why), uri=name, digest=digest, size=size, stage="read", error=why)
    return beam.pvalue.TaggedOutput("dead", letter)
