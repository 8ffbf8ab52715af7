"""Run the real graph on stories made for a test, and read back what the listing commands print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from hypothesis import settings

from pipelines.commands.dead_letters import dead_letters
from pipelines.commands.ingest import run_job
from pipelines.commands.listings import alerts, all_matches, edges, members
from pipelines.commands.origins import origins
from pipelines.ingest import Job
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import keep_model, load_manifest
from schemas.model import Model

Item = dict[str, Any]


def examples_of_runs(few: int) -> settings:
    """For a property whose every example is several runs: so many examples in `make test`, forty by `make test-long`."""
    default = settings().max_examples < 400
    return settings(max_examples=few if default else 40)


def ninjs(
    uri: str, text: str, *, version: str = "1", at: str | None = "2025-03-04T09:00:00Z", source: str = "Halden Courier", **more: Any
) -> Item:
    """A ninjs 2 item."""
    item: Item = {
        "uri": uri,
        "version": version,
        "headlines": [{"role": "main", "value": text.split(".")[0][:60]}],
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": text}],
        "infosources": [{"name": source}],
        "standard": {"name": "ninjs", "version": "2.1"},
    }
    if at is not None:
        item["versioncreated"] = at
    return item | more


def ingest(
    folder: Path, items: Sequence[Item | bytes], settings: MatchSettings | None = None, model: Model | None = None
) -> dict[str, int]:
    """One run over one NDJSON file of these items into the store `folder`; the counters. `model`: the one that the settings name."""
    file = folder.parent / "input.ndjson"
    file.write_bytes(b"\n".join(item if isinstance(item, bytes) else orjson.dumps(item) for item in items))
    store = LocalStore(folder)
    manifest, generation = load_manifest(store)
    match, scorer = settings or MatchSettings(), model or shipped_model()
    keep_model(store, scorer)
    return run_job(Job((file.as_posix(),), None, store, manifest, generation, match, RunSettings(), scorer), [])


def listings(folder: Path) -> dict[str, bytes]:
    """What every listing command prints."""
    return listings_of(Current.of(LocalStore(folder)))


def listings_of(current: Current) -> dict[str, bytes]:
    """The same, of any kind of store."""
    return {
        "members": b"\n".join(members(current)),
        "edges": b"\n".join(edges(current)),
        "all edges": b"\n".join(sorted(set(all_matches(current)))),
        "alerts": b"\n".join(alerts(current)),
        "origins": b"\n".join(origins(current)),
        "stories": b"\n".join(current.stories()),
        "dead letters": b"\n".join(dead_letters(current)),
    }


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a store."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
