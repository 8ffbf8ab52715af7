"""What is current in a store, read back: the winning records only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipelines.families.asserted import names_of
from pipelines.families.head import Head, record_digest
from pipelines.families.lifecycle import chains
from pipelines.families.rules import Rules
from pipelines.matching.match import MATCH
from pipelines.matching.scorer import Scorer
from pipelines.matching.texts import Texts
from pipelines.storage.dead_letters import letters_of
from pipelines.storage.manifest import Manifest, load_manifest, stored_model
from pipelines.storage.packs import bytes_to_matches, bytes_to_rows, json_rows, pack_of, postings_of, text_in, texts_of
from pipelines.storage.store import Store
from schemas import DeadLetter, Family, FamilyEvent, Story


@dataclass(frozen=True)
class Current:
    """A store as its manifest has it. Everything is read when first asked for."""

    store: Store
    manifest: Manifest

    @classmethod
    def of(cls, store: Store) -> Current:
        """The store's latest published state."""
        return cls(store, load_manifest(store)[0])

    @cached_property
    def rules(self) -> Rules:
        """What the store's families were decided by."""
        settings = self.manifest.settings
        return Rules(self.manifest.horizon, Scorer(stored_model(self.store, self.manifest)), settings["operating_point"])

    @cached_property
    def heads(self) -> dict[str, Head]:
        """uid -> the record that holds, notices too."""
        out: dict[str, Head] = {}
        for name in self.manifest.packs("heads"):
            for row in json_rows(self.store.read(name)):
                head = Head.from_row(row)
                if head.uid not in out or head.wins_over(out[head.uid]):
                    out[head.uid] = head
        return out

    @cached_property
    def by_uri(self) -> dict[str, list[Head]]:
        """uri -> its versions, in the order of versions."""
        out: dict[str, list[Head]] = {}
        for chain in chains(self.heads.values()).values():
            for head in chain:
                out.setdefault(head.uri, []).append(head)
        return out

    @cached_property
    def by_name(self) -> dict[str, list[Head]]:
        """What an item is called by -> its versions: its uri, and the id of the agency that wrote it."""
        out: dict[str, list[Head]] = {}
        for head in (head for own in self.by_uri.values() for head in own):
            for name in names_of(head):
                out.setdefault(name, []).append(head)
        return out

    @cached_property
    def notices_on(self) -> dict[str, list[Head]]:
        """story_id -> the notices on it, in the order of versions."""
        out: dict[str, list[Head]] = {}
        for own in self.by_uri.values():
            for head in own:
                if head.notice:
                    out.setdefault(head.story_id, []).append(head)
        return out

    @cached_property
    def families(self) -> list[Family]:
        """All families, by id."""
        rows = (row for name in self.manifest.packs("families") for row in bytes_to_rows(self.store.read(name)))
        return sorted((Family.from_stored(row) for row in rows), key=lambda family: family.family_id)

    @cached_property
    def family_of(self) -> dict[str, Family]:
        """story_id -> its family."""
        return {story: family for family in self.families for story in family.story_ids}

    @cached_property
    def matches(self) -> NDArray[np.void]:
        """All match rows."""
        return np.concatenate([np.empty(0, MATCH), *(bytes_to_matches(self.store.read(n)) for n in self.manifest.packs("matches"))])

    def stories(self) -> Iterator[bytes]:
        """The JSON of all stories and notices that hold, by (uri, uid)."""
        found: dict[tuple[str, str], bytes] = {}
        for name in self.manifest.packs("stories"):
            for row in bytes_to_rows(self.store.read(name)):
                story = Story.from_stored(row)
                if self.heads[story.uid].record_digest == record_digest(story, row):
                    found[story.uri, story.uid] = row
        for key in sorted(found):
            yield found[key]

    def story(self, uid: str) -> Story:
        """One story, by uid."""
        return self.some_stories({uid})[uid]

    def some_stories(self, uids: set[str]) -> dict[str, Story]:
        """Some stories, by uid, from the days they lie in."""
        out = {}
        for name in self.manifest.packs("stories"):
            for row in bytes_to_rows(self.store.read(name)):
                if any(uid.encode() in row for uid in uids):
                    story = Story.from_stored(row)
                    if story.uid in uids and self.heads[story.uid].record_digest == record_digest(story, row):
                        out[story.uid] = story
        return out

    def dead_letters(self) -> list[DeadLetter]:
        """All dead letters, by (uri, id)."""
        found = (letter for name in self.manifest.dead_letters for letter in letters_of(self.store.read(name)))
        return sorted(found, key=lambda letter: (letter.uri, letter.dead_id))

    def events(self) -> list[FamilyEvent]:
        """All events, in the order in which runs brought them."""
        return [FamilyEvent.from_stored(row) for name in self.manifest.events for row in bytes_to_rows(self.store.read(name))]

    def text_at(self, place: int) -> Texts:
        """The tokens of the text at a place."""
        return text_in(texts_of(self.store.read(pack_of("prints", place, "parquet"))), place)

    def postings_at(self, place: int) -> NDArray[np.void]:
        """The postings of the version at a place."""
        name = pack_of("prints", place, "parquet")
        rows = postings_of(name, self.store.read(name), settled=False)
        own: NDArray[np.void] = rows[rows["place"] == place]
        return own
