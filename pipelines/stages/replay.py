"""`ReadAgain`: dead letters -> the bytes that they were made of, to be parsed once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import apache_beam as beam

from pipelines.formats.identity import digest
from pipelines.stages.progress import count
from pipelines.stages.read import Input, opened
from pipelines.storage.dead_letters import kept_raw
from pipelines.storage.store import Store
from schemas import DeadLetter

Together = tuple[DeadLetter, ...]


@dataclass
class ReadAgain(beam.PTransform):
    """Dead letters -> `files`, `Input`s; `dead`, letters whose bytes are not to be had any more, as they are. Order is free.

    Letters of one file that must be read in it are read together, once. Nothing but the bytes, what they were called and what was
    assumed of them reaches the parser: so it finds what it would have found when the file came.
    """

    letters: Together
    store: Store
    max_bytes: int

    def expand(self, begin: beam.pvalue.PBegin) -> beam.pvalue.DoOutputsTuple:
        """One element a file, or an item that is read alone."""
        return (
            begin
            | "Name letters" >> beam.Create(list(read_together(self.letters))).with_output_types(tuple)
            | "Spread letters" >> beam.Reshuffle()
            | "Fetch bytes" >> beam.ParDo(_Fetch(self.store, self.max_bytes)).with_outputs("dead", main="files")
        )


def read_together(letters: Iterable[DeadLetter]) -> Iterator[Together]:
    """Letters that one reading of bytes settles, by what is read."""
    groups: dict[tuple[object, ...], list[DeadLetter]] = {}
    for letter in sorted(letters, key=lambda letter: letter.dead_id):
        alone = letter.kept == "item" or letter.stage == "read" or letter.file is None
        same = (letter.kept, letter.file, letter.file_digest, letter.provider, letter.places)
        key = (letter.dead_id,) if alone else same
        groups.setdefault(key, []).append(letter)
    yield from map(tuple, groups.values())


class _Fetch(beam.DoFn):
    def __init__(self, store: Store, max_bytes: int) -> None:
        self._store = store
        self._max_bytes = max_bytes

    def process(self, letters: Together) -> Iterator[object]:
        found = input_of(letters, self._store, self._max_bytes)
        if found is not None:
            yield found
            return
        count("gone", len(letters))
        for letter in letters:
            yield beam.pvalue.TaggedOutput("dead", letter)


def input_of(letters: Together, store: Store, max_bytes: int) -> Input | None:
    """What settles letters that are read together; None where the bytes are neither kept nor, unchanged, where they were."""
    first = letters[0]
    beside = tuple(sorted({name: kept for letter in letters for name, kept in letter.beside.items()}.items()))
    if first.file is None:
        return None
    if first.stage == "read":
        again = opened(first.file, first.provider, max_bytes)
        return again if isinstance(again, Input) else None
    if first.kept == "item":
        data = kept_raw(store, first.digest)
        if data is None or digest(data) != first.digest:
            return None
        return Input(first.uri, data, first.provider, first.file, first.file_digest, beside=beside)
    if first.kept == "file":
        kept = kept_raw(store, first.file_digest)
    else:
        found = opened(first.file, first.provider, max_bytes)
        kept = found.data if isinstance(found, Input) else None
    if kept is None or digest(kept) != first.file_digest:
        return None
    places = frozenset(letter.place for letter in letters if letter.place is not None)
    referred = first.kept == "reference"
    return Input(first.file, kept, first.provider, first.file, first.file_digest, places, first.places or 0, beside, referred)
