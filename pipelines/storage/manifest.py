"""The manifest: the one small thing that says what in a store is current. Whoever swaps it has made a run."""

from __future__ import annotations

from typing import Any, Final

import orjson
from pydantic import BaseModel, ConfigDict

from pipelines.matching.candidates import DAY
from pipelines.storage.store import Store

NAME: Final = "manifest.json"


class Manifest(BaseModel):
    """Names of the current packs. Append-only kinds list packs by day; replaced kinds map a day or a shard to its one pack.

    A day is its number since 1970-01-01; that of the undated is `UNDATED_DAY`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_name: str = "manifest/1"
    revision: int = 0
    settings: dict[str, Any] = {}
    stories: dict[str, tuple[str, ...]] = {}
    heads: dict[str, tuple[str, ...]] = {}
    prints: dict[str, tuple[str, ...]] = {}
    matches: dict[str, str] = {}
    families: dict[str, str] = {}
    dead_letters: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def json_bytes(self) -> bytes:
        """Readable JSON, keys sorted."""
        return orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"

    @property
    def horizon(self) -> int:
        """The horizon that the store was made with, in microseconds."""
        return int(self.settings["horizon_days"]) * DAY

    def packs(self, kind: str) -> tuple[str, ...]:
        """All current packs of a kind, sorted by day or shard."""
        held = getattr(self, kind)
        if isinstance(held, tuple):
            return held
        return tuple(n for key in sorted(held, key=int) for n in ([held[key]] if isinstance(held[key], str) else held[key]))


def load_manifest(store: Store) -> tuple[Manifest, int]:
    """The current manifest and its generation; an empty one and 0 where there is none."""
    found = store.read_versioned(NAME)
    if found is None:
        return Manifest(), 0
    data, generation = found
    return Manifest.model_validate(orjson.loads(data)), generation
