"""The manifest: the one small thing that says what in a store is current. Whoever swaps it has made a run."""

from __future__ import annotations

from typing import Any, Final

import orjson
from pydantic import BaseModel, ConfigDict

from pipelines.matching.candidates import DAY, UNDATED_DAY
from pipelines.matching.scorer import shipped_model
from pipelines.storage.store import Store, UnsupportedStore
from schemas.model import Model

NAME: Final = "manifest.json"
SCHEMA: Final = "manifest/2"
KINDS: Final = ("stories", "heads", "prints", "matches", "families", "directory", "beaten", "dead_letters", "events")


class Manifest(BaseModel):
    """Names of the current packs. Append-only kinds list packs by day; replaced kinds map a day to its one pack.

    A day is its number since 1970-01-01; that of the undated is `UNDATED_DAY`. A family lies on the day of the story that names it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_name: str = SCHEMA
    revision: int = 0
    settings: dict[str, Any] = {}
    stories: dict[str, tuple[str, ...]] = {}
    heads: dict[str, tuple[str, ...]] = {}
    prints: dict[str, tuple[str, ...]] = {}
    matches: dict[str, str] = {}
    families: dict[str, str] = {}
    sizes: dict[str, tuple[int, int]] = {}
    """Of a day's families: how many, and how many stories the largest holds."""
    directory: dict[str, int] = {}
    """Packs that say on which days a story lies, each with the number of its entries."""
    beaten: dict[str, str] = {}
    """Packs of the places of records that others have beaten."""
    dead_letters: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def json_bytes(self) -> bytes:
        """Readable JSON, keys sorted."""
        return orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"

    @property
    def horizon(self) -> int:
        """The horizon that the store was made with, in microseconds."""
        return int(self.settings["horizon_days"]) * DAY

    @property
    def newest_day(self) -> int | None:
        """The latest day of any version; None where all are undated."""
        return max((int(day) for day in self.heads if int(day) != UNDATED_DAY), default=None)

    @property
    def names(self) -> set[str]:
        """All current packs, of every kind."""
        return {name for kind in KINDS for name in self.packs(kind)}

    def packs(self, kind: str) -> tuple[str, ...]:
        """All current packs of a kind, sorted by day."""
        if kind == "directory":
            return tuple(sorted(self.directory))
        held = getattr(self, kind)
        if isinstance(held, tuple):
            return held
        return tuple(n for key in sorted(held, key=int) for n in ([held[key]] if isinstance(held[key], str) else held[key]))


def keep_model(store: Store, model: Model) -> None:
    """Put a model into a store, under the name that its digest gives it."""
    store.put_if_absent(model_file(model.digest), model.pretty())


def stored_model(store: Store, manifest: Manifest) -> Model:
    """The model that the store's settings name; the shipped one where the store is new, or older than models."""
    if "model" not in manifest.settings:
        return shipped_model()
    return Model.from_json(store.read(model_file(str(manifest.settings["model"]).rpartition("/")[2])))


def model_file(digest: str) -> str:
    """Where a store keeps the model of that digest."""
    return f"models/{digest}.json"


def load_manifest(store: Store) -> tuple[Manifest, int]:
    """The current manifest and its generation; an empty one and 0 where there is none."""
    found = store.read_versioned(NAME)
    if found is None:
        return Manifest(), 0
    data, generation = found
    manifest = Manifest.model_validate(orjson.loads(data))
    if manifest.schema_name != SCHEMA:
        raise UnsupportedStore(f"the store was made by another version of Wirekin ({manifest.schema_name}): ingest into a new one")
    return manifest, generation
