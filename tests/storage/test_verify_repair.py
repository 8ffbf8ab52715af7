"""`verify --repair`: what can be made again is the same again; what is lost is named, and comes in once more when it is ingested again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.cli import main
from pipelines.commands.ingest import run_job
from pipelines.ingest import Job
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage import places
from pipelines.storage.copies import KEPT, copies, copy_name, keep_copy
from pipelines.storage.current import Current
from pipelines.storage.forget import forgotten
from pipelines.storage.gcs import GcsStore
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import NAME, Manifest, load_manifest
from pipelines.storage.memory import MemoryStore
from pipelines.storage.packs import write_pack
from pipelines.storage.store import Store, StoreFailed
from pipelines.verification.finding import Finding
from pipelines.verification.repair import CannotRepair, lost, repair
from pipelines.verification.verify import verify
from tests.ingest.runs import ingest, listings, listings_of
from tests.storage.damaged import RUNS, change, flip, make, manifest_of, memory, put, rewrite
from tests.storage.emulators import talking_to
from tests.storage.fake_google import FakeGoogle, serving
from tests.storage.test_verify import FAULTS, Damage, Files, damages, harm

DERIVED = ("heads", "prints", "matches", "families", "directory", "beaten")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return make(tmp_path_factory.mktemp("repair") / "store")


@pytest.fixture(scope="module")
def listed(files: Files) -> dict[str, bytes]:
    return listings_of(Current.of(memory(files)))


def mended(store: Store) -> list[Finding]:
    """What a repair says that must leave nothing wrong."""
    said, after = repair(store, verify(store))
    assert after.findings == ()
    return said


@pytest.mark.parametrize("kind", DERIVED)
@pytest.mark.parametrize("missing", [False, True])
def test_what_is_made_of_stories_is_made_again(files: Files, listed: dict[str, bytes], kind: str, missing: bool) -> None:
    store = memory(files)
    names = sorted(set(manifest_of(store).packs(kind)))  # two days without texts share a pack of no prints
    for name in names:
        if missing:
            store.delete(name)
        else:
            flip(store, name)
    said = mended(store)
    assert list(lost(said)) == []
    assert listings_of(Current.of(store)) == listed
    if kind != "directory":  # its packs are cut as runs came; a repair makes one
        assert {name: store.read(name) for name in names} == {name: files[name] for name in names}
        assert {finding.name for finding in said} == set(names)
        assert store.read(NAME) == files[NAME], "the same names, so the same manifest"


def test_everything_but_the_stories_at_once(files: Files, listed: dict[str, bytes]) -> None:
    store = memory(files)
    for kind in DERIVED:
        for name in manifest_of(store).packs(kind):
            store.delete(name)
    assert list(lost(mended(store))) == []
    assert listings_of(Current.of(store)) == listed


@pytest.mark.parametrize(
    ("damage", "kind", "said"), [fault for fault in FAULTS if fault[1] in ("family", "head", "match", "beaten", "directory", "print")]
)
def test_what_a_fault_in_a_run_made_of_them_is_made_anew(
    files: Files, listed: dict[str, bytes], damage: Damage, kind: str, said: str
) -> None:
    store = memory(files)
    damage(store)
    before = manifest_of(store).revision
    mended(store)
    assert listings_of(Current.of(store)) == listed
    assert manifest_of(store).revision == before + 1


@pytest.mark.parametrize("how", ["missing", "junk", "tampered"])
def test_a_manifest_comes_back_from_its_copy(files: Files, listed: dict[str, bytes], how: str) -> None:
    store = memory(files)
    if how == "missing":
        store.delete(NAME)
    else:
        put(store, NAME, b"{" if how == "junk" else files[NAME].replace(b'"cap": 64', b'"cap": 65'))
    said = mended(store)
    assert said[0] == Finding("repaired", NAME, "It is that of revision 3 again, from its copy.")
    assert list(lost(said)) == []
    assert listings_of(Current.of(store)) == listed
    assert manifest_of(store).revision == 4, "no revision is used twice"


def test_a_revision_without_a_copy_is_lost_with_its_manifest_and_comes_in_again(
    files: Files, listed: dict[str, bytes], tmp_path: Path
) -> None:
    """The run was killed between its swap and the copy, and then the manifest was lost: the state before is the newest that is certain."""
    folder = tmp_path / "store"
    for name, data in files.items():
        LocalStore(folder).put_if_absent(name, data)
    store = LocalStore(folder)
    for name in (NAME, copy_name(3)):
        store.delete(name)
    said = mended(store)
    (gone,) = lost(said)
    assert gone.name == "runs/00000003.json"
    assert "ingest its inputs again" in gone.what
    assert manifest_of(store).revision == 4
    ingest(folder, RUNS[2])
    assert without_revisions(listings(folder)) == without_revisions(listed)
    assert verify(store).findings == ()


def without_revisions(listed: dict[str, bytes]) -> dict[str, bytes]:
    """When letters were first seen, and where they lay, depends on the runs."""
    return {name: data for name, data in listed.items() if name != "dead letters"}


def test_a_lost_pack_of_stories_is_named_and_can_come_in_again(files: Files, listed: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = LocalStore(folder)
    for name, data in files.items():
        store.put_if_absent(name, data)
    day = "20152"
    for name in manifest_of(store).stories[day]:
        flip(store, name)
    said = mended(store)
    told = {finding.what for finding in lost(said)}
    assert len(told) == 2, "two packs of that day, three records of two items, of which one is held twice"
    assert all("is lost. Ingest its item again" in what for what in told)
    assert without_revisions(listings(folder)) != without_revisions(listed)
    for items in RUNS:
        ingest(folder, items)
    assert without_revisions(listings(folder)) == without_revisions(listed)
    assert verify(store).findings == ()


def test_what_is_whole_in_a_damaged_pack_of_stories_is_kept(files: Files, listed: dict[str, bytes]) -> None:
    """The check sum at its end is wrong, no record is: nothing is lost. Cut in half, the first of its records may be whole."""
    store = memory(files)
    names = manifest_of(store).packs("stories")
    for name in names:
        put(store, name, files[name][:-4] + b"\0\0\0\0")
    assert list(lost(mended(store))) == []
    assert listings_of(Current.of(store)) == listed
    assert store.read(NAME) == files[NAME], "whole again, so under the same names"


def test_a_lost_part_of_the_event_log_is_mended_to_end_where_things_are(files: Files, listed: dict[str, bytes]) -> None:
    store = memory(files)
    store.delete(manifest_of(store).events[0])
    (gone,) = lost(mended(store))
    assert "What happened in some run is not known any more" in gone.what
    assert listings_of(Current.of(store)) == listed


def test_lost_letters_and_raw_bytes(files: Files) -> None:
    store = memory(files)
    for name in list(store.names("raw/")):
        flip(store, name)
    said = mended(store)
    assert {letter.kept for letter in Current.of(store).dead_letters()} == {"reference"}
    assert list(store.names("raw/")) == []
    assert any("replay now looks for the file where it lay" in finding.what for finding in lost(said))
    again = memory(files)
    again.delete(manifest_of(again).dead_letters[-1])
    assert any("It listed dead letters" in finding.what for finding in lost(mended(again)))


def test_the_shipped_model_is_written_again(files: Files) -> None:
    store = memory(files)
    (name,) = store.names("models/")
    flip(store, name)
    mended(store)
    assert store.read(name) == files[name]


def test_nothing_is_repaired_while_a_disk_refuses(files: Files) -> None:
    """What cannot be read now may be there: taking it for lost would lose it."""
    store = memory(files)
    name = manifest_of(store).packs("stories")[0]
    real = store.read

    def read(asked: str) -> bytes:
        if asked == name:
            raise StoreFailed("no answer that can be used")
        return real(asked)

    store.read = read  # type: ignore[method-assign]
    with pytest.raises(CannotRepair, match="though it may be there"):
        repair(store, verify(store))
    assert store.read(NAME) == files[NAME]


def test_a_repair_that_another_run_overtakes_changes_nothing(files: Files) -> None:
    store = memory(files)
    change(store, directory={})
    verdict = verify(store)
    manifest, generation = load_manifest(store)
    assert store.swap(NAME, manifest.json_bytes(), generation)
    with pytest.raises(CannotRepair, match="another run has published meanwhile"):
        repair(store, verdict)
    assert manifest_of(store) == manifest


def test_without_manifest_and_copies_nothing_can_be_known(files: Files) -> None:
    store = memory({name: data for name, data in files.items() if name != NAME and not name.startswith("manifests/")})
    with pytest.raises(CannotRepair, match="there is no copy of it"):
        repair(store, verify(store))


def test_copies_of_the_last_eight_revisions_are_kept() -> None:
    store = MemoryStore()
    for revision in range(1, KEPT + 4):
        keep_copy(store, Manifest(revision=revision))
    assert list(store.names("manifests/")) == [copy_name(revision) for revision in range(4, 12)]
    assert next(copies(store)) == (Manifest(revision=11), Manifest(revision=11).json_bytes())


def test_a_copy_of_a_revision_that_is_reached_once_more_gives_way() -> None:
    """Somebody put an older manifest back by hand."""
    store = MemoryStore()
    keep_copy(store, Manifest(revision=2, settings={"cap": 1}))
    keep_copy(store, Manifest(revision=2, settings={"cap": 2}))
    assert next(copies(store))[0].settings == {"cap": 2}


def test_a_copy_that_is_damaged_is_passed_over() -> None:
    store = MemoryStore()
    keep_copy(store, Manifest(revision=1))
    keep_copy(store, Manifest(revision=2))
    flip(store, copy_name(2))
    assert [manifest.revision for manifest, _ in copies(store)] == [1]


def test_runs_leave_copies_of_what_they_published(files: Files) -> None:
    assert [name for name in files if name.startswith("manifests/")] == [copy_name(revision) for revision in (1, 2, 3)]
    assert next(copies(memory(files)))[1] == files[NAME]


def test_a_run_that_is_refused_leaves_no_copy(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store")
    manifest, generation = load_manifest(store)
    ingest(tmp_path / "store", RUNS[0])
    (tmp_path / "more.json").write_bytes(orjson.dumps(RUNS[1][0]))
    name = (tmp_path / "more.json").as_posix()
    counts = run_job(Job((name,), None, store, manifest, generation, MatchSettings(), RunSettings(), shipped_model()), [])
    assert counts["moved"] == 1
    assert [copied for _, copied in copies(store)] == [store.read(NAME)]


def test_a_damaged_pack_that_no_manifest_names_is_removed(files: Files, listed: dict[str, bytes]) -> None:
    """It would refuse the run that comes to write it."""
    store = memory(files)
    name = write_pack(store, "stories", b"of a run that was killed", "ndjson.gz")
    flip(store, name)
    assert [finding.name for finding in verify(store).findings] == [name]
    assert list(lost(mended(store))) == []
    assert store.read_versioned(name) is None
    assert listings_of(Current.of(store)) == listed


@settings(max_examples=max(12, settings().max_examples // 4), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_damaged_a_repair_leaves_a_clean_store_and_names_what_is_lost(
    files: Files, listed: dict[str, bytes], data: st.DataObject
) -> None:
    store = memory(files)
    harm(store, files, data.draw(damages(sorted(files))))
    verdict = verify(store)
    try:
        said, after = repair(store, verdict) if verdict.findings else ([], verdict)
    except CannotRepair:
        assert verdict.findings[0].name == NAME
        return
    if after.contents is not None:
        assert after.findings == ()
        assert list(lost(said)) or listings_of(Current.of(store)) == listed


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGoogle]:
    monkeypatch.setattr(places, "GcsStore", partial(GcsStore, pause=0.001, patience=0.2))
    with serving(FakeGoogle({"bucket": {}})) as fake, talking_to(fake.url):
        yield fake


@pytest.mark.enable_socket
def test_the_same_in_a_bucket(google: FakeGoogle, files: Files, listed: dict[str, bytes]) -> None:
    store = GcsStore("bucket", "wire", pause=0.001, patience=0.2)
    for name, data in files.items():
        store.put_if_absent(name, data)
    assert verify(store).findings == ()
    for kind in ("heads", "families"):
        flip(store, manifest_of(store).packs(kind)[0])
    store.delete(NAME)
    assert list(lost(mended(store))) == []
    assert listings_of(Current.of(store)) == listed


def test_the_command(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "store")
    store = LocalStore(folder)
    assert main(["verify", "--store", folder]) == 2
    for name, data in files.items():
        store.put_if_absent(name, data)
    capsys.readouterr()
    assert main(["verify", "--store", folder]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("revision 3: ")
    assert "6 stories, 2 notices, 2 families, 4 edges" in told.err
    assert "nothing is wrong" in told.err
    name = manifest_of(store).packs("families")[0]
    flip(store, name)
    assert main(["verify", "--store", folder]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert orjson.loads(line) == {"kind": "pack", "name": name, "what": "Its bytes are not those that it is named by."}
    assert main(["verify", "--store", folder, "--repair"]) == 0
    lines = [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["kind"], line["name"]) for line in lines] == [("pack", name), ("repaired", name)]
    assert main(["verify", "--store", folder]) == 0
    store.delete(manifest_of(store).packs("stories")[0])
    capsys.readouterr()
    assert main(["verify", "--store", folder, "--repair"]) == 1, "something is lost"
    assert main(["verify", "--store", folder]) == 0


def test_a_dropped_record_is_taken_out(files: Files) -> None:
    store = memory(files)
    rewrite(store, "stories", lambda row: None if row["uri"] == "urn:test:late" else row)
    (gone,) = lost(mended(store))
    assert "urn:test:late" in gone.what
    assert b"urn:test:late" not in listings_of(Current.of(store))["members"]


def test_a_store_that_has_forgotten_words_is_clean_and_is_made_again_without_them(files: Files) -> None:
    store = memory(files)
    uids = {uid for uid, head in Current.of(store).heads.items() if head.uri in ("urn:test:ferry", "urn:test:late")}
    assert forgotten(store, lambda current: (uids, ())) is not None
    assert verify(store).findings == ()
    before, published = listings_of(Current.of(store)), store.read(NAME)
    for kind in ("matches", "families", "beaten"):
        for name in manifest_of(store).packs(kind):
            flip(store, name)
    assert list(lost(mended(store))) == []
    assert listings_of(Current.of(store)) == before
    assert store.read(NAME) == published


@pytest.mark.parametrize("kind", ["heads", "prints"])
def test_what_cannot_be_told_without_words_is_said_to_be_lost(files: Files, kind: str) -> None:
    store = memory(files)
    uids = {uid for uid, head in Current.of(store).heads.items() if head.uri == "urn:test:late"}
    assert forgotten(store, lambda current: (uids, ())) is not None
    for name in set(manifest_of(store).packs(kind)):
        store.delete(name)
    said = list(lost(mended(store)))
    assert {finding.name for finding in said} == uids
    after = Current.of(store).heads[min(uids)]
    assert after.removed == "forgotten"
    assert (after.digest != 0) == (kind == "heads"), "its print is still there, and found by its name"
    assert b"Vellingby will" not in b"".join(store.read(name) for name in manifest_of(store).packs("heads"))


def test_a_store_that_never_kept_words(tmp_path: Path) -> None:
    (tmp_path / "input.ndjson").write_bytes(b"\n".join(item if isinstance(item, bytes) else orjson.dumps(item) for item in RUNS[0]))
    assert main(["ingest", str(tmp_path / "input.ndjson"), "--text", "none", "--store", str(tmp_path / "store")]) == 0
    store = LocalStore(tmp_path / "store")
    assert verify(store).findings == ()
    before = listings(tmp_path / "store")
    for name in manifest_of(store).packs("families"):
        flip(store, name)
    assert list(lost(mended(store))) == []
    assert listings(tmp_path / "store") == before
