"""`verify` on a store that nothing is wrong with, and on the same store with one thing wrong at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.storage.copies import copy_name
from pipelines.storage.current import Current
from pipelines.storage.manifest import NAME
from pipelines.storage.memory import MemoryStore
from pipelines.storage.packs import bytes_to_matches, matches_to_bytes, write_pack
from pipelines.storage.store import Store, StoreFailed
from pipelines.verification import families, heads
from pipelines.verification.contents import KINDS
from pipelines.verification.finding import Finding
from pipelines.verification.verify import verify
from tests.ingest.runs import listings_of
from tests.storage.damaged import change, flip, make, manifest_of, memory, put, rewrite

Files = dict[str, bytes]
Damage = Callable[[MemoryStore], Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return make(tmp_path_factory.mktemp("verify") / "store")


def found(store: Store) -> list[Finding]:
    return list(verify(store).findings)


def test_a_store_that_nothing_is_wrong_with(files: Files) -> None:
    verdict = verify(memory(files))
    assert verdict.findings == ()
    counts = verdict.counts
    assert (counts["stories"], counts["notices"], counts["families"], counts["edges"]) == (6, 2, 2, 4)
    assert (counts["revision"], counts["dead_letters"]) == (3, 2)
    assert counts["packs"] == len({name for name in files if name.startswith("packs/")}) - counts["packs_left"]
    assert counts["packs_left"] > 0, "families of earlier revisions"


def test_what_a_killed_run_leaves_is_no_fault(files: Files) -> None:
    """Packs without a manifest that names them, before the first run has published and later; a revision without its run record or copy."""
    unpublished = memory({name: data for name, data in files.items() if name.startswith(("packs/", "models/", "raw/"))})
    assert found(unpublished) == []
    left = memory({name: data for name, data in files.items() if name not in ("runs/00000003.json", copy_name(3))})
    name = write_pack(left, "stories", b"of a run that was killed", "ndjson.gz")
    before = verify(memory(files)).counts
    after = verify(left)
    assert after.findings == ()
    assert after.counts["packs_left"] == before["packs_left"] + 1
    assert after.counts["bytes_left"] == before["bytes_left"] + len(left.read(name))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", ["flipped", "cut", "missing", "other"])
def test_every_kind_of_pack_is_read_and_checked(files: Files, kind: str, damage: str) -> None:
    store = memory(files)
    name = manifest_of(store).packs(kind)[-1]
    if damage == "flipped":
        flip(store, name)
    elif damage == "cut":
        put(store, name, files[name][:-7])
    elif damage == "other":
        put(store, name, b"")
    else:
        store.delete(name)
    said = {"missing": "It is missing."}.get(damage, "Its bytes are not those that it is named by.")
    assert Finding("pack", name, said) in found(store)


@pytest.mark.parametrize("kind", ["stories", "heads", "prints", "matches", "families", "dead_letters", "events", "directory", "beaten"])
def test_a_pack_with_a_right_name_and_no_content_of_its_kind(files: Files, kind: str) -> None:
    store = memory(files)
    held = getattr(manifest_of(store), kind)
    name = write_pack(store, kind, b"neither gzip nor Parquet", "ndjson.gz")
    if isinstance(held, tuple):
        change(store, **{kind: (*held[1:], name)})
    elif kind == "directory":
        change(store, directory={name: 1})
    else:
        day, value = sorted(held.items())[0]
        change(store, **{kind: {**held, day: name if isinstance(value, str) else (name,)}})
    assert any(f.kind == "pack" and f.name == name and f.what.startswith("It cannot be parsed (") for f in found(store))


def drop(kind: str, **fields: Any) -> Damage:
    """Rows that have these values."""
    return lambda store: rewrite(store, kind, lambda row: None if fields.items() <= row.items() else row)


def edit(kind: str, change_of: dict[str, Any], **fields: Any) -> Damage:
    """Other values in rows that have these."""
    return lambda store: rewrite(store, kind, lambda row: row | change_of if fields.items() <= row.items() else row)


def member(change_of: dict[str, Any], uri: str, version: str = "1") -> Damage:
    """Other values in one member of its family."""

    def edited(row: dict[str, Any]) -> dict[str, Any]:
        row["members"] = [m | change_of if (m["uri"], m["version"]) == (uri, version) else m for m in row["members"]]
        return row

    return lambda store: rewrite(store, "families", edited)


def twice(store: MemoryStore) -> None:
    """The record of the beets once more, in a pack of its own."""
    held = manifest_of(store).stories
    rewrite(store, "stories", lambda row: row if row["uri"] == "urn:test:beets" else None)
    only = manifest_of(store).stories["20152"]
    change(store, stories={**held, "20152": (*held["20152"], *only)})


def swapped(store: MemoryStore) -> None:
    """Two members each the other's parent."""

    def edited(row: dict[str, Any]) -> dict[str, Any]:
        uids = {m["uri"]: m["uid"] for m in row["members"]}
        parents = {"urn:test:copy": "urn:test:late", "urn:test:late": "urn:test:copy"}
        row["members"] = [m | {"parent_uid": uids[parents[m["uri"]]]} if m["uri"] in parents else m for m in row["members"]]
        return row

    rewrite(store, "families", edited)


def other_match(store: MemoryStore, *, day: int | None = None) -> None:
    """A match row with an end that no story has, or of another day."""
    held = manifest_of(store).matches
    name = sorted(held)[-1]
    rows = bytes_to_matches(store.read(held[name]))
    if day is None:
        rows["a"][0] = np.uint64(12345)
    else:
        rows["day"][0] = day
    change(store, matches={**held, name: write_pack(store, "matches", matches_to_bytes(rows), "parquet")})


def moved_match(store: MemoryStore) -> None:
    """Rows that say that they are of a day on which no such two stories met."""
    held = manifest_of(store).matches
    name = sorted(held)[-1]
    rows = bytes_to_matches(store.read(held[name]))
    rows["day"] = 20167
    kept = {day: pack for day, pack in held.items() if day != name}
    change(store, matches={**kept, "20167": write_pack(store, "matches", matches_to_bytes(rows), "parquet")})


def moved_family(store: MemoryStore) -> None:
    held = manifest_of(store).families
    change(store, families={("20153" if day == "20152" else day): name for day, name in held.items()})


def alert(store: MemoryStore) -> None:
    def edited(row: dict[str, Any]) -> dict[str, Any]:
        row["alerts"] = [a | {"uid": "unobody"} for a in row["alerts"]]
        return row

    rewrite(store, "families", edited)


def raw(store: MemoryStore) -> str:
    return next(iter(store.names("raw/")))


def of_run(store: MemoryStore, **fields: Any) -> None:
    put(store, "runs/00000002.json", orjson.dumps(orjson.loads(store.read("runs/00000002.json")) | fields))


def settings(store: MemoryStore, **fields: Any) -> None:
    change(store, settings={**manifest_of(store).settings, **fields})


FAULTS: list[tuple[Damage, str, str]] = [
    (drop("stories", uri="urn:test:beets", version="2"), "record", "The record of urn:test:beets is lost"),
    (edit("stories", {"source": "Nobody"}, uri="urn:test:bells"), "record", "The record of urn:test:bells is lost"),
    (twice, "record", "have the record of urn:test:beets 2 times"),
    (drop("heads", uri="urn:test:bells"), "record", "No head stands for this record of urn:test:bells"),
    (edit("heads", {"published": "2025-03-21T09:00:00Z"}, uri="urn:test:bells"), "head", "It lies on day 20167, but is of day 20168."),
    (edit("heads", {"digest": 77}, uri="urn:test:late"), "print", "is of another text"),
    (edit("heads", {"place": 77 << 24}, uri="urn:test:late"), "print", "which the manifest does not name"),
    (lambda store: change(store, beaten={}), "beaten", "was beaten by another one, but its print still counts"),
    (lambda store: change(store, directory={}), "directory", "the directory does not say so"),
    (other_match, "match", "has no end at 0000000000003039"),
    (lambda store: other_match(store, day=1), "match", "is of day 1, but lies on day"),
    (moved_match, "match", "speaks of no two stories that could meet on day 20167"),
    (drop("families", family_id="never"), "", ""),
    (lambda store: rewrite(store, "families", lambda r: None if len(r["members"]) == 2 else r), "head", "urn:test:beets is in no family"),
    (swapped, "family", "no way leads to the root"),
    (member({"parent_uid": "unobody"}, "urn:test:late"), "family", "has no other end: unobody is no member"),
    (member({"relation": "origin", "parent_uid": None}, "urn:test:late"), "family", "It has 2 origins"),
    (member({"uid": "unobody"}, "urn:test:late"), "family", "Its member unobody is no story of this store"),
    (member({"published": "2025-03-04T08:00:00Z"}, "urn:test:late"), "family", "is not what its head says"),
    (member({"family_id": "fother"}, "urn:test:late"), "family", "says that it is of fother"),
    (member({"status": "usable"}, "urn:test:ferry"), "family", "is usable, by its notices it is canceled"),
    (edit("families", {"family_id": "fother"}), "family", "Its stories make the id"),
    (moved_family, "family", "It lies on day 20153, but is of day 20152."),
    (alert, "family", "It has an alert about unobody, which is no member"),
    (lambda store: change(store, sizes={}), "manifest", "It counts families of day"),
    (lambda store: change(store, events=manifest_of(store).events[:-1]), "event", "The events leave it usable, and it is canceled."),
    (lambda store: change(store, events=manifest_of(store).events[1:]), "event", "The events leave it in"),
    (lambda store: store.delete(raw(store)), "dead letter", "Its raw bytes are missing"),
    (lambda store: flip(store, raw(store)), "raw", "Its bytes are not those that it is named by."),
    (edit("dead_letters", {"error": "Who knows."}), "dead letter", "is not what its id was made of"),
    (lambda store: of_run(store, duplicates=9), "run", "Its numbers do not add up: read 4"),
    (lambda store: of_run(store, revision=8), "run", "It is the record of revision 8."),
    (lambda store: put(store, "runs/00000009.json", store.read("runs/00000003.json").replace(b":3,", b":9,", 1)), "run", "not current"),
    (lambda store: put(store, "runs/00000002.json", b"{"), "run", "It cannot be parsed"),
    (lambda store: store.delete(next(iter(store.names("models/")))), "model", "It is missing."),
    (lambda store: put(store, next(iter(store.names("models/"))), b"{}"), "model", "It cannot be parsed"),
    (lambda store: settings(store, furniture="built-in/1+0badcafe"), "furniture", "It is missing."),
    (lambda store: settings(store, cap=0), "settings", "Its settings are none: cap."),
    (lambda store: store.delete(NAME), "manifest", "It is missing."),
    (lambda store: put(store, NAME, b"{"), "manifest", "It is no manifest"),
    (lambda store: put(store, NAME, store.read(NAME).replace(b'"cap": 64', b'"cap": 65')), "manifest", "It is not what the run published"),
    (lambda store: put(store, NAME, store.read(NAME).replace(b"manifest/2", b"manifest/0")), "manifest", "another version of Wirekin"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "kind", "said"), FAULTS)
def test_one_thing_that_is_wrong(files: Files, damage: Damage, kind: str, said: str) -> None:
    store = memory(files)
    damage(store)
    findings = found(store)
    if not kind:
        assert findings == [], "rewritten, and the same"
        return
    assert any(f.kind == kind and said in f.what for f in findings), findings


@pytest.mark.parametrize(
    ("module", "check", "damage"),
    [
        (families, "_tree", swapped),
        (families, "_everyone", FAULTS[13][0]),
        (families, "_matches", other_match),
        (families, "_events", FAULTS[25][0]),
        (families, "_standing", FAULTS[20][0]),
        (heads, "_directory", FAULTS[8][0]),
        (heads, "_beaten", FAULTS[7][0]),
        (heads, "_records", FAULTS[0][0]),
    ],
)
def test_without_its_check_it_would_go_unnoticed(
    files: Files, monkeypatch: pytest.MonkeyPatch, module: Any, check: str, damage: Damage
) -> None:
    """Deliberate break: the check says nothing. Other checks may see the same damage, but not in its words."""
    store = memory(files)
    damage(store)
    before = found(store)
    monkeypatch.setattr(module, check, lambda *_: iter(()))
    assert len(found(store)) < len(before)


def test_a_disk_that_refuses_is_a_finding_and_no_proof_of_loss(files: Files) -> None:
    store = memory(files)
    name = manifest_of(store).packs("heads")[0]
    real = store.read

    def read(asked: str) -> bytes:
        if asked == name:
            raise StoreFailed("no answer that can be used")
        return real(asked)

    store.read = read  # type: ignore[method-assign]
    verdict = verify(store)
    assert Finding("pack", name, "It cannot be read: no answer that can be used.") in verdict.findings
    assert verdict.unreadable == {name}


@st.composite
def damages(draw: st.DrawFn, names: list[str]) -> list[tuple[str, str, float]]:
    """One to three files, and what happens to each."""
    how = st.sampled_from(["flip", "cut", "delete", "empty"])
    return draw(st.lists(st.tuples(st.sampled_from(names), how, st.floats(0, 0.999)), min_size=1, max_size=3))


def harm(store: Store, files: Files, harmed: list[tuple[str, str, float]]) -> set[str]:
    """Do it; the names that are not what they were."""
    for name, how, at in harmed:
        if how == "delete":
            store.delete(name)
        elif how == "empty":
            put(store, name, b"")
        elif how == "cut":
            put(store, name, files[name][: int(len(files[name]) * at)])
        else:
            put(store, name, files[name])
            flip(store, name, at)
    return {name for name, *_ in harmed}


@given(st.data())
def test_whatever_is_damaged_verify_says_so_and_raises_nothing(files: Files, data: st.DataObject) -> None:
    store = memory(files)
    named = {name for kind in KINDS for name in manifest_of(store).packs(kind)}
    harmed = harm(store, files, data.draw(damages(sorted(files))))
    findings = found(store)
    for name in harmed & named:
        right = (found_now := store.read_versioned(name)) is not None and found_now[0] == files[name]
        assert NAME in harmed or right or any(f.name == name for f in findings)
    manifest = store.read_versioned(NAME)
    if NAME in harmed and (manifest is None or manifest[0] != files[NAME]) and copy_name(3) not in harmed:
        assert any(f.name == NAME for f in findings)


def test_the_damaged_store_is_really_the_one_that_was_made(files: Files) -> None:
    listed = listings_of(Current.of(memory(files)))
    assert listed["alerts"].count(b"still_carries") == 3
    assert listed["members"].count(b"\n") == 5
