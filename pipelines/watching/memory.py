"""What a watch remembers of each of its sources: what of it was read already, and when it may be asked again. A small file a source, beside
the packs of the store: `watch/sources/<digest of the source>.json`.

The store stays as right without: a source that is not remembered is read once more, and what the store has comes out as duplicates. A
source is remembered only when the run that read it is published, and what was fetched (`storage/fetched.py`) is dropped only after that.
So whenever a watch dies, the next one finds each thing still to be read, or read.
"""

from __future__ import annotations

from typing import Any, Final, Literal, Self

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.formats.identity import digest
from pipelines.storage.store import Store

SOURCES: Final = "watch/sources/"


class Remembered(BaseModel):
    """What is known of one source.

    `seen`: files of a folder, each by the digest of its name, size and time, or entries of a feed, each by that of its bytes; only of what
    is there still. The rest is about feeds: `url`, where the answer came from in the end, and what it said so that it need not be sent
    again; times are in seconds since 1970.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_name: Literal["watch/1"] = "watch/1"
    source: str
    seen: tuple[str, ...] = ()
    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    ttl: int = 0
    asked: float = 0.0
    due: float = 0.0
    failures: int = 0
    quiet_until: float = 0.0
    """Until then nothing may be asked of its host."""

    def with_(self, **changes: Any) -> Self:
        """The same but for some fields."""
        return self.model_copy(update=changes)


def remembered(store: Store, source: str) -> tuple[Remembered, int]:
    """What is known of a source, and the generation of that; nothing and 0 for a new one. What cannot be read counts as nothing known."""
    found = store.read_versioned(_name(source))
    if found is None:
        return Remembered(source=source), 0
    try:
        known = Remembered.model_validate(orjson.loads(found[0]))
    except (orjson.JSONDecodeError, ValidationError):
        known = Remembered(source=source)
    return known if known.source == source else Remembered(source=source), found[1]


def remember(store: Store, known: Remembered, generation: int) -> int:
    """Keep what is known; the new generation. What another watch has put there meanwhile is replaced: it costs that one a second look."""
    name, data = _name(known.source), orjson.dumps(known.model_dump(mode="json")) + b"\n"
    while (made := store.swap(name, data, generation)) is None:
        found = store.read_versioned(name)
        generation = found[1] if found is not None else 0
    return made


def _name(source: str) -> str:
    return f"{SOURCES}{digest(source)}.json"
