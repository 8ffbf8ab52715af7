"""The manifest: the one small thing that says what in a store is current. Whoever swaps it has made a run."""

from __future__ import annotations

from typing import Any, Final

import orjson
from pydantic import BaseModel, ConfigDict

from pipelines.matching.candidates import DAY
from pipelines.matching.scorer import shipped_model
from pipelines.storage.store import Store
from schemas.model import Model

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


def keep_model(store: Store, model: Model) -> None:
    """Put a model into a store, under the name that its digest gives it."""
    store.put_if_absent(_model_file(model.digest), model.pretty())


def stored_model(store: Store, manifest: Manifest) -> Model:
    """The model that the store's settings name; the shipped one where the store is new, or older than models."""
    if "model" not in manifest.settings:
        return shipped_model()
    return Model.from_json(store.read(_model_file(str(manifest.settings["model"]).rpartition("/")[2])))


def _model_file(digest: str) -> str:
    return f"models/{digest}.json"


def load_manifest(store: Store) -> tuple[Manifest, int]:
    """The current manifest and its generation; an empty one and 0 where there is none."""
    found = store.read_versioned(NAME)
    if found is None:
        return Manifest(), 0
    data, generation = found
    return Manifest.model_validate(orjson.loads(data)), generation
