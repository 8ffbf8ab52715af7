"""What lies in a store beside its packs: the model, the table of furniture, raw bytes of dead letters, run records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from pipelines.formats.identity import dead_id, digest
from pipelines.options import MatchSettings, learned_of
from pipelines.storage.dead_letters import raw_name
from pipelines.storage.manifest import Manifest, model_file
from pipelines.storage.store import Store, StoreError
from pipelines.storage.tables import table_name
from pipelines.verification.contents import Contents, Reading
from pipelines.verification.finding import Finding
from schemas import FurnitureTable, Run
from schemas.model import Model


def check_beside(store: Store, found: Contents) -> Iterator[Finding]:
    """Settings and what they name, dead letters and their bytes, run records."""
    reading = Reading(store, found)
    yield from _settings(reading, found.manifest)
    kept = _raw(store, reading, found)
    yield from _letters(found, kept)
    yield from _runs(store, reading, found)


def _settings(reading: Reading, manifest: Manifest) -> Iterator[Finding]:
    try:
        MatchSettings(**manifest.settings)
    except (ValidationError, TypeError) as error:
        wrong = [str(e["loc"][0]) for e in error.errors()] if isinstance(error, ValidationError) else ["names"]
        yield Finding("settings", "manifest.json", f"Its settings are none: {', '.join(wrong)}.")
    if "model" in manifest.settings:
        name = model_file(str(manifest.settings["model"]).rpartition("/")[2])
        model = reading.parsed("model", name, Model.from_json)
        if model is not None and model_file(model.digest) != name:
            yield Finding("model", name, "Its numbers are not those that it is named by.")
    version = learned_of(str(manifest.settings.get("furniture", "")))
    if version is not None:
        name = table_name(version)
        table = reading.parsed("furniture", name, FurnitureTable.from_stored)
        if table is not None and not table.version == table.digest() == version:
            yield Finding("furniture", name, "Its lines are not those that it is named by.")


def _raw(store: Store, reading: Reading, found: Contents) -> dict[str, bool]:
    """Digest of raw bytes -> whether they are right, of all that are kept, also where their letter is settled."""
    kept = {}
    for name in listed(store, "raw/", found):
        own = name.rpartition("/")[2]
        data = reading.data("raw", name)
        kept[own] = data is not None and digest(data) == own
        if data is not None and not kept[own]:
            found.find("raw", name, "Its bytes are not those that it is named by.")
    return kept


def _letters(found: Contents, kept: dict[str, bool]) -> Iterator[Finding]:
    seen: set[str] = set()
    for letter in found.letters:
        if letter.dead_id in seen:
            yield Finding("dead letter", letter.dead_id, "It is listed twice.")
        seen.add(letter.dead_id)
        if dead_id(letter.uri, letter.digest, letter.stage, letter.error) != letter.dead_id:
            yield Finding("dead letter", letter.dead_id, "What it says is not what its id was made of.")
        needed = {"item": [letter.digest], "file": [letter.file_digest or ""]}.get(letter.kept or "", [])
        for own in sorted({*needed, *(letter.beside.values() if letter.kept in ("item", "file") else ())}):
            if not kept.get(own):
                what = "are missing" if own not in kept else "are damaged"
                yield Finding("dead letter", letter.dead_id, f"Its raw bytes {what}: {raw_name(own)}. It cannot be replayed.")


def _runs(store: Store, reading: Reading, found: Contents) -> Iterator[Finding]:
    for name in listed(store, "runs/", found):
        run = reading.parsed("run", name, Run.from_stored)
        if run is None:
            continue
        if name != f"runs/{run.revision:08d}.json":
            yield Finding("run", name, f"It is the record of revision {run.revision}.")
        if run.revision > found.manifest.revision:
            yield Finding("run", name, f"The store is at revision {found.manifest.revision}: what this run made is not current.")
        if run.read != run.stories + run.notices + run.duplicates + run.dead:
            told: dict[str, Any] = {n: getattr(run, n) for n in ("read", "stories", "notices", "duplicates", "dead")}
            yield Finding("run", name, f"Its numbers do not add up: {', '.join(f'{n} {v}' for n, v in told.items())}.")


def listed(store: Store, prefix: str, found: Contents) -> list[str]:
    """The names that begin so; none where they cannot be listed, which is then noted."""
    try:
        return list(store.names(prefix))
    except (OSError, StoreError) as error:
        found.unreadable.add(prefix)
        found.find("manifest", prefix, f"What lies there cannot be listed: {error}.")
        return []
