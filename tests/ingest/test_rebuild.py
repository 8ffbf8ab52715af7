"""A store that is rebuilt is the store that had been made with those settings; a dry run touches nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.commands.ingest import run_job
from pipelines.ingest import Job
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.rebuild import rebuild
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from pipelines.storage.overlay import Overlay
from pipelines.storage.store import Store, StoredDiffers
from tests.ingest.runs import Item, examples_of_runs, ingest, listings, listings_of, tree
from tests.ingest.test_order import TIGHT, WORLD, chains, cut

WIDE = MatchSettings(horizon_days=9, cap=64, head=8, operating_point="wide")
OTHER_KEYS = TIGHT.model_copy(update={"scheme": "as of another version"})
"""Makes the fingerprints anew; the keys are those of today all the same."""


def rebuilt(store: Store, match: MatchSettings) -> None:
    manifest, generation = load_manifest(store)
    run_job(Job((), None, store, manifest, generation, match, RunSettings(), shipped_model()), [], rebuild)


@examples_of_runs(1)
@given(st.one_of(WORLD, chains()), st.integers(0, 2**16), st.sampled_from([WIDE, OTHER_KEYS]))
def test_a_rebuilt_store_is_one_made_with_those_settings(world: list[Item], seed: int, match: MatchSettings) -> None:
    with TemporaryDirectory() as folder:
        for run in cut(world, seed):
            ingest(Path(folder) / "store", run, TIGHT)
        ingest(Path(folder) / "new", world, match)
        rebuilt(LocalStore(Path(folder) / "store"), match)
        assert listings(Path(folder) / "store") == listings(Path(folder) / "new")
        more = [item | {"uri": f"{item['uri']}:more"} for item in world[:3]]
        for name in ("store", "new"):
            ingest(Path(folder) / name, more, match)
        assert listings(Path(folder) / "store") == listings(Path(folder) / "new"), "and it goes on from there"


@pytest.fixture(scope="module")
def world() -> list[Item]:
    from tests.ingest.runs import ninjs
    from tests.ingest.test_order import text_of

    return [ninjs(f"urn:test:{n}", text_of(n % 3, tuple(range(n % 3, 8))), at=f"2025-03-{1 + n:02d}T09:00:00Z") for n in range(9)]


def test_the_same_settings_change_no_byte(tmp_path: Path, world: list[Item]) -> None:
    ingest(tmp_path / "store", world[:5], TIGHT)
    ingest(tmp_path / "store", world[5:], TIGHT)
    before = (tmp_path / "store" / "manifest.json").read_bytes()
    rebuilt(LocalStore(tmp_path / "store"), TIGHT)
    assert (tmp_path / "store" / "manifest.json").read_bytes() == before


def test_an_overlay_shows_what_would_be_and_leaves_the_store(tmp_path: Path, world: list[Item]) -> None:
    ingest(tmp_path / "store", world, TIGHT)
    before, store = tree(tmp_path / "store"), Overlay(LocalStore(tmp_path / "store"), LocalStore(tmp_path / "top"))
    rebuilt(store, WIDE)
    assert tree(tmp_path / "store") == before
    ingest(tmp_path / "new", world, WIDE)
    assert listings_of(Current.of(store)) == listings(tmp_path / "new")
    assert listings_of(Current.of(store)) != listings(tmp_path / "store")


def test_an_overlay_is_a_store(tmp_path: Path) -> None:
    base, top = LocalStore(tmp_path / "base"), LocalStore(tmp_path / "top")
    base.put_if_absent("packs/one", b"1")
    store = Overlay(base, top)
    assert store.read("packs/one") == b"1"
    assert not store.put_if_absent("packs/one", b"1")
    with pytest.raises(StoredDiffers):
        store.put_if_absent("packs/one", b"other")
    assert store.put_if_absent("packs/two", b"2")
    assert store.swap("packs/one", b"new", 0) is not None
    assert store.read("packs/one") == b"new"
    assert list(store.names("packs/")) == ["packs/one", "packs/two"]
    assert (base.read("packs/one"), list(base.names(""))) == (b"1", ["packs/one"])


def test_events_tell_what_a_rebuild_changed(tmp_path: Path, world: list[Item]) -> None:
    from pipelines.storage.packs import bytes_to_rows
    from schemas import FamilyEvent

    ingest(tmp_path / "store", world, TIGHT)
    rebuilt(LocalStore(tmp_path / "store"), WIDE)
    current = Current.of(LocalStore(tmp_path / "store"))
    events = [FamilyEvent.from_stored(row) for name in current.manifest.events for row in bytes_to_rows(current.store.read(name))]
    assert {event.kind for event in events if event.revision == 2} & {"merged", "joined", "split", "left"}
    assert current.manifest.settings == WIDE.model_dump()
