"""Small stores made by hand: real texts and keys, but the families and what was compared are as a test wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson

from pipelines.families.head import Head, record_digest
from pipelines.matching.fingerprint import fingerprint
from pipelines.matching.match import MATCH, match_rows
from pipelines.matching.prepare import prepare
from pipelines.matching.score import score
from pipelines.matching.scorer import Scorer, shipped_model
from pipelines.matching.texts import Texts
from pipelines.options import MatchSettings, name_of
from pipelines.storage.current import Current
from pipelines.storage.manifest import Manifest, keep_model
from pipelines.storage.memory import MemoryStore
from pipelines.storage.packs import matches_to_bytes, place_of, prints_to_bytes, rows_to_bytes, write_pack
from pipelines.storage.store import Store
from schemas import Family, Membership, Story
from schemas.family import Origin
from schemas.model import Context


@dataclass(frozen=True)
class Told:
    """A story of a test: its name is its uri without `urn:test:`, and its family a word."""

    name: str
    text: str
    family: str
    at: str | None = "2025-03-04T09:00:00Z"
    source: str = "Halden Courier"
    language: str | None = "en"
    version: str = "1"
    relation: str = "origin"

    def story(self) -> Story:
        """As parsed; versions of one name are one story."""
        return Story(
            kind="story",
            story_id=f"s{self.name}",
            uid=f"u{self.name}-{self.version}",
            uri=f"urn:test:{self.name}",
            version=self.version,
            versioncreated=self.at,
            published=self.at,
            source=self.source,
            language=self.language,
            headline=f"About {self.name}",
            text=self.text,
            text_digest=f"t{self.name}{self.version}",
            format="test",
        )


def current_of(
    told: Sequence[Told], compared: Sequence[tuple[str, str]] = (), context: Context | None = None, store: Store | None = None
) -> Current:
    """A store of these stories, in which the first versions of the pairs `compared` have a match row by the shipped scorer."""
    store = store or MemoryStore()
    model = shipped_model() if context is None else shipped_model().model_copy(update={"context": context})
    keep_model(store, model)
    stories = [one.story() for one in told]
    prints = [fingerprint(story) for story in stories]
    pack = write_pack(store, "prints", prints_to_bytes(prints), "parquet")
    heads = [
        Head.of(story, record_digest(story), digest=own.digest, place=place_of(pack, row))
        for row, (story, own) in enumerate(zip(stories, prints, strict=True))
    ]
    first = {one.name: row for row, one in reversed(list(enumerate(told)))}
    pairs = [(first[a], first[b]) for a, b in compared]
    rows = np.empty(0, MATCH)
    if pairs:
        texts = Texts.of([own.digest for own in prints], [own.tokens for own in prints])
        x, y = (np.array([pair[end] for pair in pairs], np.int64) for end in (0, 1))
        found = score(texts, prepare(texts), x, y)
        rows = match_rows(texts.digest[x], texts.digest[y], np.zeros(len(x), np.int32), found, Scorer(model))
    manifest = Manifest(
        revision=1,
        settings=MatchSettings(model=name_of(model)).model_dump(),
        stories={"0": (write_pack(store, "stories", rows_to_bytes(story.json_bytes() for story in stories), "ndjson.gz"),)},
        heads={"0": (write_pack(store, "heads", rows_to_bytes(orjson.dumps(head.as_row()) for head in heads), "ndjson.gz"),)},
        prints={"0": (pack,)},
        matches={"0": write_pack(store, "matches", matches_to_bytes(rows), "parquet")},
        families={"0": write_pack(store, "families", rows_to_bytes(f.json_bytes() for f in _families(told, stories)), "ndjson.gz")},
    )
    store.put_if_absent("manifest.json", manifest.json_bytes())
    return Current(store, manifest)


def _families(told: Sequence[Told], stories: Sequence[Story]) -> list[Family]:
    held: dict[str, list[Membership]] = {}
    for one, story in zip(told, stories, strict=True):
        held.setdefault(one.family, []).append(
            Membership(
                family_id=f"f{one.family}",
                story_id=story.story_id,
                uid=story.uid,
                uri=story.uri,
                relation=one.relation,  # type: ignore[arg-type]
                status="usable",
            )
        )
    origin = Origin(in_store=False, confidence="unknown", why="A test does not say.")
    return [
        Family(family_id=f"f{name}", root_uid=members[0].uid, origin=origin, status="usable", members=tuple(members))
        for name, members in sorted(held.items())
    ]
