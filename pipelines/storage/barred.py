"""`Barred`: what was forgotten, and must not come back as raw bytes of a dead letter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, partial

from pipelines.families.head import Head
from pipelines.storage.dead_letters import letters_of
from pipelines.storage.directory import days_of, entries_in
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import json_rows
from pipelines.storage.store import Store
from schemas import Story


@dataclass(frozen=True)
class Barred:
    """The forgotten things of a store, read when somebody asks: only a run with dead letters does."""

    store: Store
    manifest: Manifest

    @cached_property
    def digests(self) -> frozenset[str]:
        """Of items that were refused and forgotten, and of the files that they came in."""
        letters = (letter for name in self.manifest.dead_letters for letter in letters_of(self.store.read(name)))
        gone = [letter for letter in letters if letter.removed is not None]
        return frozenset(digest for letter in gone for digest in (letter.digest, letter.file_digest) if digest)

    def hold(self, stories: Collection[Story]) -> bool:
        """Whether the words of one of these versions were forgotten. Reads the days that versions of these stories lie on."""
        uids = {story.uid for story in stories}
        days = days_of(partial(entries_in, self.store), self.manifest.packs("directory"), {story.story_id for story in stories})
        packs = (name for day in sorted(days) for name in self.manifest.heads.get(str(day), ()))
        heads = (Head.from_row(row) for name in packs for row in json_rows(self.store.read(name)))
        return any(head.uid in uids and head.removed is not None for head in heads)
