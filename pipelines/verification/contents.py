"""What the packs that a manifest names hold, each read once. What cannot be read is a finding, never an exception."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head, day_of_head, record_digest
from pipelines.families.ids import home_day
from pipelines.matching.match import MATCH
from pipelines.storage.beaten import PLACE
from pipelines.storage.dead_letters import letters_of
from pipelines.storage.directory import ENTRY
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import bytes_to_columns, bytes_to_matches, bytes_to_rows, json_rows, postings_of, texts_of
from pipelines.storage.store import NotStored, Store, StoreError
from pipelines.verification.finding import Finding, Kind
from schemas import DeadLetter, Family, FamilyEvent, Story

KINDS: Final = ("stories", "heads", "prints", "matches", "families", "directory", "beaten", "dead_letters", "events")
LEFT: Final = "left"
"""Stands for the kind of packs that the manifest does not name."""
BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, OSError, EOFError, zlib.error)
"""What the readers of packs, of JSON, gzip and Parquet raise for content that is not theirs."""
Parsed = TypeVar("Parsed")


class Row(NamedTuple):
    """A story in its pack, without its text."""

    story_id: str
    uid: str
    uri: str
    digest: str
    day: int
    pack: str


class Prints(NamedTuple):
    """The rows of a pack of prints, without their tokens."""

    day: int
    carrier: NDArray[np.uint64]
    digest: NDArray[np.uint64]


@dataclass
class Contents:
    """A store as it was found. `heads` has every record of a version with its day and pack, `held` the one of each that holds."""

    manifest: Manifest
    rows: list[Row] = field(default_factory=list)
    heads: list[tuple[int, str, Head]] = field(default_factory=list)
    held: dict[str, Head] = field(default_factory=dict)
    prints: dict[str, Prints] = field(default_factory=dict)
    matches: dict[int, NDArray[np.void]] = field(default_factory=dict)
    families: list[tuple[int, Family]] = field(default_factory=list)
    directory: dict[str, NDArray[np.void]] = field(default_factory=dict)
    beaten: dict[int, list[int]] = field(default_factory=dict)
    letters: list[DeadLetter] = field(default_factory=list)
    events: list[FamilyEvent] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lost: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in (*KINDS, LEFT)})
    """Packs that cannot be used, by kind."""
    unreadable: set[str] = field(default_factory=set)
    """What could not be read although it may be there: a disk or a network refused."""

    def whole(self, *kinds: str) -> bool:
        """Whether all packs of these kinds could be used: what is missing elsewhere is then really missing."""
        return not any(self.lost[kind] for kind in kinds)

    def find(self, kind: Kind, name: str, what: str) -> None:
        """Note that something is wrong."""
        self.findings.append(Finding(kind, name, what))


class Reading:
    """Reads names of a store, and notes those that cannot be read."""

    def __init__(self, store: Store, contents: Contents) -> None:
        self._store, self._contents = store, contents

    def data(self, kind: Kind, name: str) -> bytes | None:
        """The bytes under a name; None where there are none to be had, which is then noted."""
        try:
            return self._store.read(name)
        except NotStored:
            self._contents.find(kind, name, "It is missing.")
        except (OSError, StoreError, ValueError) as error:
            self._contents.unreadable.add(name)
            self._contents.find(kind, name, f"It cannot be read: {error}.")
        return None

    def parsed(self, kind: Kind, name: str, parse: Callable[[bytes], Parsed]) -> Parsed | None:
        """The same, parsed."""
        data = self.data(kind, name)
        if data is None:
            return None
        try:
            return parse(data)
        except BROKEN as error:
            self._contents.find(kind, name, f"It cannot be parsed ({_first_line(error)}).")
            return None

    def pack(self, kind: str, name: str, parse: Callable[[bytes], Parsed]) -> Parsed | None:
        """A pack, whose bytes must be those that its name was made of."""

        def checked(data: bytes) -> Parsed | None:
            number = name.rpartition("/")[2].partition(".")[0]
            if blake2b(data, digest_size=5).hexdigest() != number:
                self._contents.find("pack", name, "Its bytes are not those that it is named by.")
                return None
            return parse(data)

        found = self.parsed("pack", name, checked)
        if found is None:
            self._contents.lost[kind].add(name)
        return found


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def read_contents(store: Store, manifest: Manifest) -> Contents:
    """All packs that the manifest names."""
    found = Contents(manifest)
    reading = Reading(store, found)
    for day, name in _by_day(manifest.stories):
        found.rows += reading.pack("stories", name, lambda data, day=day, name=name: _rows(data, day, name)) or ()  # type: ignore[misc]
    for day, name in _by_day(manifest.heads):
        found.heads += [(day, name, head) for head in reading.pack("heads", name, _heads) or ()]
    for _, _, head in found.heads:
        if head.uid not in found.held or head.wins_over(found.held[head.uid]):
            found.held[head.uid] = head
    for day, name in _by_day(manifest.prints):
        if (columns := reading.pack("prints", name, _prints)) is not None:
            found.prints[name] = Prints(day, *columns)
    for day, name in _by_day(manifest.matches):
        if (rows := reading.pack("matches", name, bytes_to_matches)) is not None:
            found.matches[day] = rows
    for day, name in _by_day(manifest.families):
        found.families += [(day, family) for family in reading.pack("families", name, _families) or ()]
    for name in manifest.packs("directory"):
        if (entries := reading.pack("directory", name, lambda data: bytes_to_columns(data, ENTRY))) is not None:
            found.directory[name] = entries
    for day, name in _by_day(manifest.beaten):
        if (places := reading.pack("beaten", name, _places)) is not None:
            found.beaten[day] = places
    for name in manifest.dead_letters:
        found.letters += reading.pack("dead_letters", name, letters_of) or ()
    for name in manifest.events:
        found.events += reading.pack("events", name, _events) or ()
    return found


def no_matches() -> NDArray[np.void]:
    """An empty array of match rows."""
    return np.empty(0, MATCH)


def _by_day(held: dict[str, tuple[str, ...]] | dict[str, str]) -> Iterable[tuple[int, str]]:
    for day in sorted(held, key=int):
        names = held[day]
        yield from ((int(day), name) for name in ([names] if isinstance(names, str) else names))


def _rows(data: bytes, day: int, pack: str) -> list[Row]:
    out = []
    for row in bytes_to_rows(data):
        story = Story.from_stored(row)
        out.append(Row(story.story_id, story.uid, story.uri, record_digest(story, row), day, pack))
    return out


def _heads(data: bytes) -> list[Head]:
    heads = [Head.from_row(row) for row in json_rows(data)]
    for head in heads:
        day_of_head(head)  # a time that is none must show here
    return heads


def _prints(data: bytes) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    texts_of(data)
    postings_of("packs/prints/0.parquet", data, settled=False)
    columns = bytes_to_columns(data, np.dtype([("carrier", "u8"), ("digest", "u8")]))
    return columns["carrier"], columns["digest"]


def _families(data: bytes) -> list[Family]:
    families = [Family.from_stored(row) for row in bytes_to_rows(data)]
    for family in families:
        home_day(family)
    return families


def _events(data: bytes) -> list[FamilyEvent]:
    return [FamilyEvent.from_stored(row) for row in bytes_to_rows(data)]


def _places(data: bytes) -> list[int]:
    places: list[int] = bytes_to_columns(data, PLACE)["place"].tolist()
    return places
