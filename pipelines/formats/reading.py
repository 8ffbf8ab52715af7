"""What a reader of a format is told beside the bytes, and the shape that all readers have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

from schemas import DeadLetter, Story

Item = Story | DeadLetter


@dataclass(frozen=True)
class Limits:
    """What is refused for its size: bytes, unless said otherwise."""

    max_bytes: int = 256 << 20
    """Of a file, unpacked."""
    max_item_bytes: int = 32 << 20
    max_html_bytes: int = 3 << 20
    max_ratio: int = 200
    """Unpacked size over packed size, for files of more than a mebibyte."""
    max_members: int = 100_000
    """Files in an archive, records in a WARC file."""
    max_depth: int = 3
    """Containers within each other: a mail in a ZIP archive within a tar file."""


@dataclass
class Unpacked:
    """How many bytes the containers of one file have given so far: those within each other share it, so that none can hide a bomb."""

    size: int = 0


def nothing_beside(name: str) -> bytes | None:
    """No file of the same folder is to be had."""
    return None


@dataclass(frozen=True)
class Reading:
    """Where bytes lie and what may be assumed of them.

    `uri` says where they lie: items without an id of their own and dead letters carry it. `source` names the provider of items that
    name none. `beside` gives the bytes of another file of the same folder by its bare name, None where there is none: readers never
    open anything themselves. `polled`: the bytes come from an address that is asked again and again. `depth` counts the containers
    around the bytes, `unpacked` what they gave.
    """

    uri: str
    source: str | None = None
    limits: Limits = Limits()
    beside: Callable[[str], bytes | None] = nothing_beside
    polled: bool = False
    depth: int = 0
    unpacked: Unpacked = field(default_factory=Unpacked, compare=False, repr=False)

    def at(self, uri: str) -> Self:
        """The same for an item that lies elsewhere."""
        other = object.__new__(type(self))  # `replace` takes longer than reading a short item
        other.__dict__.update(self.__dict__, uri=uri)
        return other

    def numbered(self, number: int) -> Self:
        """The same for the nth item of a file of several (from 1). What is polled has its items at other places each time: they are told
        apart by what they say, not by a number."""
        return self if self.polled else self.at(f"{self.uri}#{number}")

    def inside(self, name: str) -> Self:
        """The same for a file within a container."""
        return replace(self, uri=f"{self.uri}!{name}", depth=self.depth + 1, beside=nothing_beside)


class Reader(Protocol):
    """The function `read` of a module of a format.

    Items in order, a story, notice or dead letter each. RefusedError, before the first item, when the file as a whole cannot be used:
    the caller makes the dead letter.
    """

    def __call__(self, data: bytes, reading: Reading, /) -> Iterator[Item]: ...
