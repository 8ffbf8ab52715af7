"""`verify`: everything that a store holds, read again and held against each other."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from pydantic import ValidationError

from pipelines.storage.copies import FOLDER, copies
from pipelines.storage.manifest import NAME, SCHEMA, Manifest
from pipelines.storage.store import Store, StoreError
from pipelines.verification.beside import check_beside, listed
from pipelines.verification.contents import KINDS, LEFT, Contents, Reading, read_contents
from pipelines.verification.families import check_families
from pipelines.verification.finding import Finding
from pipelines.verification.heads import check_heads

HOW = "wirekin verify --repair puts the newest copy in its place."


@dataclass(frozen=True)
class Verdict:
    """What was found. `contents`: what there is, where the manifest can be read."""

    findings: tuple[Finding, ...]
    counts: dict[str, int]
    contents: Contents | None
    manifest: bytes | None
    """The bytes of `manifest.json`, whatever they say, and their generation."""
    generation: int
    unreadable: frozenset[str] = frozenset()
    """What a disk or a network refused to give: it may well be there."""


def verify(store: Store) -> Verdict:
    """Read all of a store. Never raises for what is in it; a store that is not there at all has revision 0 and no findings."""
    broken = Contents(Manifest())
    try:
        found = store.read_versioned(NAME)
    except (OSError, StoreError) as error:
        broken.find("manifest", NAME, f"It cannot be read: {error}.")
        return Verdict(tuple(broken.findings), {}, None, None, 0, frozenset((NAME,)))
    if found is None:
        return _without_manifest(store, broken)
    data, generation = found
    manifest, why = read_manifest(data)
    if manifest is None:
        broken.find("manifest", NAME, f"{why} {HOW}")
        return Verdict(tuple(broken.findings), {}, None, data, generation)
    contents = read_contents(store, manifest)
    _check_copy(store, contents, data)
    # Side checks note what they cannot read in `contents`, so they come before its findings are taken.
    beside = list(check_beside(store, contents))
    counts = _counts(contents) | _left(store, contents)
    findings = (*contents.findings, *check_heads(contents), *check_families(contents), *beside)
    return Verdict(findings, counts, contents, data, generation, frozenset(contents.unreadable))


def read_manifest(data: bytes) -> tuple[Manifest | None, str]:
    """A manifest, or None and why it is none."""
    try:
        manifest = Manifest.model_validate(orjson.loads(data))
        days = [int(day) for kind in KINDS if isinstance(held := getattr(manifest, kind), dict) and kind != "directory" for day in held]
        if any(abs(day) > 1 << 31 for day in days) or int(manifest.settings["horizon_days"]) < 1:
            return None, "It names days that are none."
    except ValidationError as error:
        return None, f"It is no manifest: {error.errors()[0]['msg']}."
    except (ValueError, KeyError, TypeError) as error:
        return None, f"It is no manifest: {error}."
    if manifest.schema_name != SCHEMA:
        return None, f"It is of another version of Wirekin, or damaged: {manifest.schema_name}."
    return manifest, ""


def _without_manifest(store: Store, broken: Contents) -> Verdict:
    """A store that a first run has not yet published is none; one that was published before has lost its manifest."""
    if listed(store, FOLDER, broken) or listed(store, "runs/", broken):
        broken.find("manifest", NAME, f"It is missing. {HOW}")
    left = _left(store, broken) if not broken.findings else {}
    return Verdict(tuple(broken.findings), left, None, None, 0, frozenset(broken.unreadable))


def _check_copy(store: Store, contents: Contents, data: bytes) -> None:
    """The copy of this revision must be this manifest; there may be none, where a run was killed right behind its swap."""
    try:
        newest = next(copies(store), None)
    except (OSError, StoreError) as error:
        contents.find("manifest", FOLDER, f"The copies cannot be listed: {error}.")
        return
    if newest is None:
        return
    copy, published = newest
    if copy.revision == contents.manifest.revision and published != data:
        contents.find("manifest", NAME, f"It is not what the run published that made revision {copy.revision}. {HOW}")
    if copy.revision > contents.manifest.revision:
        what = (
            f"It is of revision {contents.manifest.revision}, and there is a copy of revision {copy.revision}: an older one was put back."
        )
        contents.find("manifest", NAME, what)


def _counts(found: Contents) -> dict[str, int]:
    members = [member for _, family in found.families for member in family.members]
    return {
        "revision": found.manifest.revision,
        "packs": len({name for kind in KINDS for name in found.manifest.packs(kind)}),
        "stories": sum(not head.notice for head in found.held.values()),
        "notices": sum(head.notice for head in found.held.values()),
        "families": len(found.families),
        "edges": sum(member.parent_uid is not None for member in members),
        "matches": sum(len(rows) for rows in found.matches.values()),
        "dead_letters": len(found.letters),
    }


def _left(store: Store, found: Contents) -> dict[str, int]:
    """Packs that the manifest does not name: of states before this one, and of runs that were killed or beaten. They are no fault, unless
    they are damaged: a run that came to write such a pack would be refused."""
    named = {name for kind in KINDS for name in found.manifest.packs(kind)}
    reading, sizes = Reading(store, found), []
    for name in listed(store, "packs/", found):
        if name not in named:
            data = reading.pack(LEFT, name, len)
            sizes.append(data or 0)
    return {"packs_left": len(sizes), "bytes_left": sum(sizes)}
