"""The dead letters of one file: their records, and the raw bytes kept that it takes to read them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice

from pipelines.formats.dead import Refused
from pipelines.formats.identity import digest
from pipelines.options import PARSER_VERSION, RunSettings
from pipelines.stages.beside import Asked
from pipelines.stages.read import Input
from pipelines.storage.barred import Barred
from pipelines.storage.dead_letters import keep_raw
from pipelines.storage.store import Store
from schemas import DeadLetter, Story
from schemas.dead_letter import Kept

Parse = Callable[[bytes, str, Asked], Iterator[Story | DeadLetter]]
"""Bytes and what they are called -> their items; what lies beside comes from the third."""


class Letters:
    """Makes the dead letters of one file. Bytes are in the store, each under its digest, before their letter is handed out."""

    def __init__(self, file: Input, store: Store, run: RunSettings, parse: Parse, barred: Barred) -> None:
        self._file = file
        self._store = store
        self._most = run.max_raw_bytes if run.dead_letters == "bytes" and not file.only_referred else -1
        self._max_beside = run.limits.max_item_bytes
        self._parse = parse
        self._barred = barred
        self._kept: set[str] = set()
        self.asked = self._beside()

    def items(self) -> Iterator[Story | DeadLetter]:
        """The items of the file."""
        return self._parse(self._file.data, self._file.uri, self.asked)

    def letter(self, item: DeadLetter, place: int) -> DeadLetter:
        """The record of the item at that place, which was refused."""
        file = self._file
        kept, asked = self._keep(item) if isinstance(item, Refused) else ("reference", self.asked)
        context = {
            "parser_version": PARSER_VERSION,
            "kept": kept,
            "file": file.file,
            "file_digest": file.file_digest or self._whole,
            "place": place,
            "provider": file.source,
            "beside": self._keep_beside(asked) if kept != "reference" else {},
        }
        return (item.letter() if isinstance(item, Refused) else item).model_copy(update=context)

    @cached_property
    def _whole(self) -> str:
        return digest(self._file.data)

    def _beside(self) -> Asked:
        return Asked(self._file.file, dict(self._file.beside), self._store, self._max_beside)

    def _keep(self, item: Refused) -> tuple[Kept, Asked]:
        """Keep what it takes to look at an item, and to read it again: itself if that is enough, else its file. And who asked what."""
        if self._most >= 0 and item.digest in self._barred.digests:
            return "reference", self.asked
        if self._keep_bytes(item.digest, item.data):
            if (item.uri, item.digest) == (self._file.uri, self._whole):
                return "item", self.asked
            alone = self._beside()
            if item.alone and self._reads_alone(item, alone):
                return "item", alone
        whole = len(self._file.data) <= self._most and not self._barred_within
        return ("file" if whole and self._keep_bytes(self._whole, self._file.data) else "reference"), self.asked

    @cached_property
    def _barred_within(self) -> bool:
        """Whether something that was forgotten stands in this file."""
        if self._whole in self._barred.digests:
            return True
        items = list(self._parse(self._file.data, self._file.uri, self._beside()))
        refused = any(isinstance(item, DeadLetter) and item.digest in self._barred.digests for item in items)
        return refused or self._barred.hold([item for item in items if isinstance(item, Story)])

    def _reads_alone(self, item: Refused, asked: Asked) -> bool:
        """Whether the bytes of an item, read alone, are that item, and fail as it did. Those of a broken archive are no item, for one."""
        found = list(islice(self._parse(item.data, item.uri, asked), 2))
        return len(found) == 1 and [again.letter() for again in found if isinstance(again, Refused)] == [item.letter()]

    def _keep_beside(self, asked: Asked) -> dict[str, str]:
        """Keep the files beside: the item must find the same ones again."""
        names = {name: (digest(data), data) for name, data in asked.found().items()}
        return {name: kept for name, (kept, data) in names.items() if self._keep_bytes(kept, data)}

    def _keep_bytes(self, name: str, data: bytes) -> bool:
        """Keep bytes by their digest; False if there are too many of them."""
        if len(data) > self._most:
            return False
        if name not in self._kept:
            keep_raw(self._store, name, data)
            self._kept.add(name)
        return True
