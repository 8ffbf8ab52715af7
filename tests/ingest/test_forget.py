"""What is forgotten is gone from every byte of the store, and nothing else is."""

from __future__ import annotations

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.commands.ingest import run_job
from pipelines.ingest import Job
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage import forget as module
from pipelines.storage.current import Current
from pipelines.storage.forget import Forgotten, forget, forgotten
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from pipelines.storage.packs import bytes_to_rows
from schemas import FamilyEvent
from tests.ingest.runs import Item, examples_of_runs, ingest, listings, ninjs, tree
from tests.ingest.test_order import TIGHT, WORLD, cut

SECRET = ninjs(
    "urn:test:secret",
    "Quillon Marchetti drove the green lorry into the reservoir at Ostrava Hill, a neighbour said. The lorry was lifted out on "
    "Thursday by a crane from Vellingby. Police spoke of negligence; his employer declined to comment on the accident and on his "
    "record as a driver.",
    byline="By Tamsin Oduya",
)
COPY = ninjs(
    "urn:test:copy",
    "A neighbour said a green lorry had been driven into the reservoir at Ostrava Hill. The lorry was lifted out on Thursday by a crane "
    "from Vellingby. Police spoke of negligence; the employer declined to comment on the accident and on the driver.",
    at="2025-03-04T15:00:00Z",
    source="Pune Ledger",
)
WORDS = (b"Quillon", b"Marchetti", b"Oduya")


def bytes_of(folder: Path) -> bytes:
    """Every byte of a store, packs unpacked."""
    return b"\n".join(gzip.decompress(data) if name.endswith(".gz") else data for name, data in tree(folder).items())


def forget_uri(folder: Path, uri: str) -> Forgotten:
    done = forgotten(LocalStore(folder), lambda current: ([head.uid for head in current.by_uri.get(uri, ())], ()))
    assert done is not None
    return done


def without(lines: dict[str, bytes], uri: str) -> dict[str, bytes]:
    """Listings in which an item has no words."""

    def row(line: bytes) -> bytes:
        told = orjson.loads(line)
        if uri in (told.get("uri"), told.get("root_uri")):
            for name in ("headline", "slug", "byline", "dateline", "credit", "note", "text", "removed", "record_digest"):
                told.pop(name, None)
        return orjson.dumps(told)

    return {name: b"\n".join(row(line) for line in text.splitlines()) for name, text in lines.items()}


def test_the_words_are_gone_from_every_byte_and_all_else_is_there(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, [SECRET, COPY])
    before = listings(store)
    assert all(word in bytes_of(store) for word in WORDS)
    assert forget_uri(store, "urn:test:secret").versions == 1
    assert not any(word in bytes_of(store) for word in WORDS)
    after = listings(store)
    assert without(after, "urn:test:secret") == without(before, "urn:test:secret")
    (story,) = [told for line in after["stories"].splitlines() if (told := orjson.loads(line))["uri"] == "urn:test:secret"]
    assert (story["removed"], story["text"], story["headline"], story["byline"]) == ("forgotten", "", None, None)
    assert b"green lorry" in bytes_of(store), "the copy is somebody else's"


def test_forgotten_twice_is_forgotten_once(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, [SECRET, COPY])
    forget_uri(store, "urn:test:secret")
    before = tree(store)
    assert forget_uri(store, "urn:test:secret").versions == 0
    assert tree(store) == before


def test_it_does_not_come_back_and_a_new_version_is_a_new_text(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, [SECRET])
    forget_uri(store, "urn:test:secret")
    before = tree(store)
    assert ingest(store, [SECRET])["duplicates"] == 1
    assert tree(store) == before
    for number in range(6):  # other records of the same version: some win over the one that holds
        ingest(store, [SECRET | {"byline": f"By Tamsin Oduya {number}"}])
    assert not any(word in bytes_of(store) for word in WORDS)
    ingest(store, [SECRET | {"version": "2"}, COPY])
    assert b"Quillon" in bytes_of(store)
    assert len(Current.of(LocalStore(store)).families) == 1


def test_an_event_says_that_it_was_forgotten(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, [SECRET, COPY])
    assert forget_uri(store, "urn:test:secret").revision == 2
    current = Current.of(LocalStore(store))
    (event,) = [FamilyEvent.from_stored(row) for row in bytes_to_rows(current.store.read(current.manifest.events[-1]))]
    (head,) = current.by_uri["urn:test:secret"]
    assert (event.kind, event.revision, event.story_id, event.detail) == ("forgotten", 2, head.story_id, head.uid)
    assert event.family_id == current.families[0].family_id


def test_cut_off_before_the_deletions_the_next_call_finishes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    ingest(store, [SECRET, COPY])
    ingest(tmp_path / "whole", [SECRET, COPY])
    forget_uri(tmp_path / "whole", "urn:test:secret")

    class CutOff(Exception):
        pass

    def refuse(self: LocalStore, name: str) -> None:
        raise CutOff

    with monkeypatch.context() as patched:
        patched.setattr(LocalStore, "delete", refuse)
        with pytest.raises(CutOff):
            forget_uri(store, "urn:test:secret")
    assert all(word in bytes_of(store) for word in WORDS), "nobody reads the old packs any more, but they are there"
    assert listings(store) == listings(tmp_path / "whole")
    forget_uri(store, "urn:test:secret")
    assert not any(word in bytes_of(store) for word in WORDS)


def test_packs_that_a_killed_run_has_left_lose_the_words_too(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, [COPY])
    manifest, generation = load_manifest(LocalStore(store))
    ingest(store, [SECRET])
    (tmp_path / "again.json").write_bytes(orjson.dumps(SECRET | {"byline": "By Tamsin Oduya, Vellingby"}))
    beaten = Job(
        ((tmp_path / "again.json").as_posix(),),
        None,
        LocalStore(store),
        manifest,
        generation,
        MatchSettings(),
        RunSettings(),
        shipped_model(),
    )
    assert run_job(beaten, [])["moved"] == 1, "it wrote its packs, and was not published"
    forget_uri(store, "urn:test:secret")
    assert not any(word in bytes_of(store) for word in WORDS)


def test_a_run_that_published_first_is_not_undone(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, [SECRET])
    manifest, generation = load_manifest(LocalStore(store))
    ingest(store, [COPY])
    uids = [head.uid for head in Current.of(LocalStore(store)).by_uri["urn:test:secret"]]
    before = listings(store)
    assert forget(LocalStore(store), manifest, generation, uids, ()) is None
    assert listings(store) == before


@examples_of_runs(2)
@given(WORLD, st.integers(0, 2**16), st.integers(0, 9))
def test_it_makes_no_difference_when_something_is_forgotten(world: list[Item], seed: int, number: int) -> None:
    """Between two runs or after them: the same listings; and those of a store that forgot nothing, but for the words."""
    uri = f"urn:test:{number}"
    first, *rest = cut(world, seed)
    with TemporaryDirectory() as folder:
        between, never = Path(folder) / "between", Path(folder) / "never"
        ingest(between, first, TIGHT)
        forget_uri(between, uri)
        for run in rest:
            ingest(between, run, TIGHT)
        for run in (first, *rest):
            ingest(never, run, TIGHT)
        assert without(listings(between), uri) == without(listings(never), uri)


def test_without_a_look_for_what_was_left_words_would_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    monkeypatch.setattr(module, "leftovers", lambda store, manifest, uids, criteria: set())
    with pytest.raises(AssertionError):
        test_packs_that_a_killed_run_has_left_lose_the_words_too(tmp_path)
