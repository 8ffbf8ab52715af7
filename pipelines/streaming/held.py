"""Packs of a store, decoded and kept while a view needs them. Packs never change, so what is kept of one is right for ever."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head
from pipelines.matching.scorer import Scorer
from pipelines.matching.texts import Texts
from pipelines.stages.compare import PrintReader
from pipelines.stages.days import Days, Outline, Rows, stored_heads, stored_rows
from pipelines.storage.dead_letters import letters_of
from pipelines.storage.directory import entries_in
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import ROW_BITS, bytes_to_rows, pack_of, texts_of
from pipelines.storage.store import Store
from schemas import DeadLetter, Family

TOKENS_IN_MEMORY: Final = 4_000_000
"""Of texts, some 60 bytes each."""
FAMILY_DAYS: Final = 4
Kept = TypeVar("Kept")


class Packs(Generic[Kept]):
    """Packs of one kind by name, decoded when first asked for."""

    def __init__(self, decode: Callable[[str], Kept]) -> None:
        self._decode = decode
        self._kept: dict[str, Kept] = {}

    def __call__(self, name: str) -> Kept:
        if name not in self._kept:
            self._kept[name] = self._decode(name)
        return self._kept[name]

    def put(self, name: str, content: Kept) -> None:
        """What a pack that was just written holds."""
        self._kept[name] = content

    def keep(self, names: AbstractSet[str]) -> None:
        """Forget all others."""
        self._kept = {name: content for name, content in self._kept.items() if name in names}

    def __len__(self) -> int:
        return len(self._kept)


class Held:
    """What is held of the packs of a store."""

    def __init__(self, store: Store) -> None:
        self.heads: Packs[Sequence[Head]] = Packs(lambda name: list(stored_heads(store, name)))
        self.outlines: Packs[Outline] = Packs(lambda name: Outline.of(self.heads(name)))
        self.families: Packs[Sequence[Family]] = Packs(lambda name: families_in(store, name))
        self.letters: Packs[Sequence[DeadLetter]] = Packs(lambda name: letters_of(store.read(name)))
        self.directory: Packs[Rows] = Packs(partial(entries_in, store))
        self._rows: dict[str, Rows] = {}

    def rows(self, store: Store, day: int, name: str) -> Rows:
        """The match rows of a day's pack."""
        if name not in self._rows:
            self._rows[name] = stored_rows(store, day, name)
        return self._rows[name]

    def put_rows(self, name: str, rows: Rows) -> None:
        """What a pack of match rows that was just written holds."""
        self._rows[name] = rows

    def keep(self, manifest: Manifest, days: AbstractSet[int]) -> None:
        """Forget what is not of these days, or is current no more."""
        heads = {name for day, names in manifest.heads.items() if int(day) in days for name in names}
        self.heads.keep(heads)
        self.outlines.keep(heads)
        rows = {name for day, name in manifest.matches.items() if int(day) in days}
        self._rows = {name: content for name, content in self._rows.items() if name in rows}
        latest = sorted((day for day in manifest.families if int(day) in days), key=int)[-FAMILY_DAYS:]
        self.families.keep({manifest.families[day] for day in latest})
        self.directory.keep(set(manifest.directory))
        self.letters.keep(set(manifest.dead_letters))


def families_in(store: Store, name: str) -> Sequence[Family]:
    """The families of a pack."""
    return [Family.from_stored(row) for row in bytes_to_rows(store.read(name))]


class HeldDays(Days):
    """`Days` that does not decode a pack twice."""

    def __init__(
        self,
        store: Store,
        manifest: Manifest,
        held: Held,
        new: Iterable[Head] = (),
        rows: Mapping[int, Rows] | None = None,
    ) -> None:
        afresh = rows or {}
        super().__init__(store, manifest, new, afresh, afresh.__contains__)
        self._held = held

    def outline(self, day: int) -> Outline:
        """See `Days.outline`."""
        if day not in self._outlines:
            parts = [self._held.outlines(name) for name in self._manifest.heads.get(str(day), ())]
            self._outlines[day] = _joined([*parts, Outline.of(self._new.get(day, ()))])
        return self._outlines[day]

    def rows(self, day: int) -> Rows:
        """See `Days.rows`."""
        name = self._manifest.matches.get(str(day))
        if self._afresh(day) or name is None:
            return super().rows(day)
        return self._held.rows(self._store, day, name)

    def _entries(self, name: str) -> Rows:
        return self._held.directory(name)

    def _stored(self, day: int) -> Iterator[Head]:
        for name in self._manifest.heads.get(str(day), ()):
            yield from self._held.heads(name)


def _joined(parts: Sequence[Outline]) -> Outline:
    starts = np.r_[0, np.cumsum([len(part.story) for part in parts])[:-1]].astype(np.uint64)

    def moved(name: str) -> NDArray[np.uint64]:
        pairs = [getattr(part, name) + np.array([start, 0], np.uint64) for part, start in zip(parts, starts, strict=True)]
        return np.concatenate(pairs)

    plain = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ("story", "digest", "slug", "add")}
    return Outline(**plain, names=moved("names"), meant=moved("meant"))


class TextReader(PrintReader):
    """Reads texts for comparison, and keeps those that it met last."""

    def __init__(self, store: Store, scorer: Scorer) -> None:
        super().__init__(store, scorer)
        self._texts: OrderedDict[int, Texts] = OrderedDict()
        self._tokens = 0

    def text(self, place: int) -> Texts:
        """The one text at a place."""
        found = self._texts.pop(place, None)
        if found is None:
            self.learn(pack_of("prints", place, "parquet"))
            found = self._texts.pop(place)
        self._texts[place] = found
        return found

    def learn(self, name: str) -> None:
        """Read a pack."""
        texts = texts_of(self._store.read(name))
        first = int(name.rpartition("/")[2].partition(".")[0], 16) << ROW_BITS
        while self._tokens > TOKENS_IN_MEMORY and self._texts:
            self._tokens -= len(self._texts.popitem(last=False)[1].token)
        for row in range(len(texts)):
            if first + row not in self._texts:
                own = Texts.of([int(texts.digest[row])], [texts.tokens_of(row)])
                self._texts[first + row] = own
                self._tokens += len(own.token)
