"""`ReadItems`: names of files, and of what was fetched -> their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import apache_beam as beam

from pipelines.formats.identity import dead_id
from pipelines.options import PARSER_VERSION
from pipelines.stages.progress import count
from pipelines.storage.fetched import fetched
from pipelines.storage.objects import SCHEME, Objects
from pipelines.storage.store import Store
from schemas import DeadLetter


@dataclass(frozen=True)
class Input:
    """Bytes to be parsed: of a file or, when dead letters are read again, of one item.

    `file` is where they came from, for dead letters among their items. Of the items only those at the places `wanted` count, if any are
    named; but all do when there are not `places` of them any more.
    """

    uri: str
    data: bytes
    source: str | None
    file: str
    file_digest: str | None = None
    """None: that of `data`."""
    wanted: frozenset[int] = frozenset()
    places: int = 0
    beside: tuple[tuple[str, str], ...] = ()
    """Files beside it that the store keeps: name and digest. The others are looked for where it lies."""
    only_referred: bool = False
    """Keep no raw bytes of what is refused in it."""
    transport: str | None = None
    """When what brought it had it, for stories that tell no time themselves; RFC 3339, UTC."""


class Read(NamedTuple):
    """What the graph begins with."""

    files: beam.PCollection
    dead: beam.PCollection


@dataclass
class ReadItems(beam.PTransform):
    """Names of local files and of objects in buckets -> `files`, `Input`s; `dead`, files that could not be read. Bounded; order is free.

    A name is a path as it was typed plus the walk below it. A file above `max_bytes` is refused unread. `source` names the provider of
    items that name none. `fetched` are names of what a watch has put into `store`: such an input is called by the address that it is from.
    """

    names: tuple[str, ...]
    source: str | None
    max_bytes: int
    fetched: tuple[str, ...] = ()
    store: Store | None = None

    def expand(self, begin: beam.pvalue.PBegin) -> Read:
        """One element a file, spread over the workers."""
        opened = (
            begin
            | "Name files" >> beam.Create(self.names).with_output_types(str)
            | "Spread files" >> beam.Reshuffle()
            | "Open files" >> beam.ParDo(_Open(self.source, self.max_bytes)).with_outputs("dead", main="files")
        )
        if not self.fetched:
            return Read(opened.files, opened.dead)
        answers = (
            begin
            | "Name answers" >> beam.Create(self.fetched).with_output_types(str)
            | "Spread answers" >> beam.Reshuffle()
            | "Open answers" >> beam.ParDo(_OpenFetched(self.source, self.store))
        )
        return Read((opened.files, answers) | "Files and answers" >> beam.Flatten(), opened.dead)


class _OpenFetched(beam.DoFn):
    def __init__(self, source: str | None, store: Store | None) -> None:
        self._source = source
        self._store = store

    def process(self, name: str) -> Iterator[Input]:
        found = fetched(self._store, name) if self._store is not None else None
        if found is not None:  # else another watch of this store has taken it in, and dropped it since
            url, data = found
            yield Input(url, data, self._source, url)


class _Open(beam.DoFn):
    def __init__(self, source: str | None, max_bytes: int) -> None:
        self._source = source
        self._max_bytes = max_bytes
        self._objects = Objects()

    def process(self, name: str) -> Iterator[object]:
        found = opened(name, self._source, self._max_bytes, self._objects)
        if isinstance(found, DeadLetter):
            count("read")
            count("dead")
            yield beam.pvalue.TaggedOutput("dead", found)
        else:
            yield found


def opened(name: str, source: str | None, max_bytes: int, objects: Objects | None = None) -> Input | DeadLetter:
    """The bytes of a local file, or of an object `gs://BUCKET/NAME`, or why it stays closed: such a file counts as one item.

    A bucket that cannot be reached is a StoreError: it is no fault of the file.
    """
    path = Path(name)
    try:
        data = (objects or Objects()).read(name, max_bytes) if name.startswith(SCHEME) else _size_or_bytes(path, max_bytes)
    except OSError as error:
        return _unread(name, source, 0, f"The file could not be read: {error.strerror}.")
    if data is None:
        return _unread(name, source, 0, "The object is not in its bucket any more.")
    if isinstance(data, int):
        return _unread(name, source, data, f"The file is larger than {max_bytes} bytes.")
    return Input(printable(name), data, source, printable(name))


def _size_or_bytes(path: Path, max_bytes: int) -> bytes | int:
    size = path.stat().st_size
    return size if size > max_bytes else path.read_bytes()


def printable(name: str) -> str:
    """A name as it may stand in a record: names of files may hold bytes that are no text."""
    return name.encode("utf-8", "backslashreplace").decode()


def _unread(name: str, source: str | None, size: int, why: str) -> DeadLetter:
    digest = blake2b(b"", digest_size=12).hexdigest()
    uri = printable(name)
    return DeadLetter(
        dead_id=dead_id(uri, digest, "read", why),
        uri=uri,
        digest=digest,
        size=size,
        stage="read",
        error=why,
        parser_version=PARSER_VERSION,
        kept="reference",
        file=uri,
        provider=source,
    )
