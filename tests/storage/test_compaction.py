"""Compaction: fewer packs, and everything that the store says, or will say, is as if there had been none."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli import main
from pipelines.families.head import record_digest
from pipelines.storage import compaction
from pipelines.storage.compaction import compact
from pipelines.storage.copies import copies
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from pipelines.verification.verify import verify
from tests.ingest.runs import Item, examples_of_runs, ingest, listings, ninjs, tree
from tests.ingest.test_order import TIGHT, WORLD, cut, in_one_run, text_of
from tests.streaming.test_intake import intake_of, stories_of

BODY = tuple(range(8))


def _digest(item: Item) -> str:
    return record_digest(*stories_of([item]))


# Two records of one version: the second one beats the first.
RECORDS = sorted(
    (ninjs("urn:test:1", text_of(0, BODY[1:]), at=f"2025-03-04T{hour}:00:00Z") for hour in (10, 11)), key=_digest, reverse=True
)
# Two days; a record of urn:test:1 that is beaten by another one of the same version; a kill; what cannot be parsed.
WORLD_OF_TWO_DAYS: list[Item | bytes] = [
    ninjs("urn:test:0", text_of(0, BODY), source="AP"),
    *RECORDS,
    ninjs("urn:test:2", text_of(1, BODY), at="2025-03-05T09:00:00Z"),
    b'{"uri": "urn:test:3", "headlines": ',
    ninjs("urn:test:4", text_of(1, BODY[:6]), at="2025-03-05T11:00:00Z"),
    b'{"uri": "urn:test:5", "headlines": ',
    ninjs("urn:test:0", "", version="2", pubstatus="canceled", at="2025-03-05T12:00:00Z", source="AP"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run an item."""
    folder = tmp_path_factory.mktemp("made") / "store"
    for item in WORLD_OF_TWO_DAYS:
        ingest(folder, [item], TIGHT)
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> LocalStore:
    """A copy of it."""
    return LocalStore(copytree(made, tmp_path / "store"))


KINDS = ("stories", "heads", "prints", "beaten", "events", "dead_letters")


def packs(store: LocalStore) -> set[str]:
    """What lies there."""
    return set(store.names("packs/"))


def test_one_pack_a_day_and_kind_is_left(store: LocalStore, tmp_path: Path) -> None:
    before, events = listings(tmp_path / "store"), Current.of(store).events()
    assert load_manifest(store)[0].beaten
    done = compact(store)
    assert done is not None
    assert done.before > done.after
    assert done.revision == len(WORLD_OF_TWO_DAYS) + 1
    manifest = load_manifest(store)[0]
    assert [len(manifest.packs(kind)) for kind in KINDS] == [2, 2, 2, 1, 1, 1]
    assert listings(tmp_path / "store") == before
    assert Current.of(store).events() == events
    assert not list(verify(store).findings)


def test_a_second_time_nothing_is_left_to_do(store: LocalStore, tmp_path: Path) -> None:
    compact(store)
    before = tree(tmp_path / "store")
    again = compact(store)
    assert again is not None
    assert (again.before, again.deleted) == (again.after, 0)
    assert tree(tmp_path / "store") == before


def test_what_is_named_no_more_goes_once_no_copy_of_a_manifest_names_it(store: LocalStore, tmp_path: Path) -> None:
    compact(store)
    for number in range(8):
        ingest(tmp_path / "store", [ninjs(f"urn:test:2{number}", text_of(2, BODY))], TIGHT)
    left = packs(store)
    done = compact(store)
    assert done is not None
    named = {name for copy, _ in copies(store) for name in copy.names}
    assert packs(store) == named
    assert done.deleted == len(left - named) > 20
    assert not list(verify(store).findings)


def test_packs_that_are_full_stay(store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "FULL", 2)
    before = listings(tmp_path / "store")
    compact(store)
    manifest = load_manifest(store)[0]
    assert sorted(len(names) for names in manifest.stories.values()) == [2, 2]  # three records of one day, three of the other
    assert listings(tmp_path / "store") == before
    assert not list(verify(store).findings)


@examples_of_runs(3)
@given(WORLD, st.integers(0, 2**16), st.integers(0, 3))
def test_runs_and_streams_go_on_as_if_there_had_been_none(world: list[Item], seed: int, first: int) -> None:
    """A run, a stream that holds its view, compaction; in turns."""
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        taking = intake_of(LocalStore(store))
        for number, batch in enumerate(cut(world, seed), first):
            if number % 2:
                ingest(store, batch, TIGHT)
            else:
                taking.take(stories_of(batch))
            if number % 3:
                assert compact(LocalStore(store)) is not None
        assert not list(verify(LocalStore(store)).findings)
        assert listings(store) == in_one_run(world)


def test_news_of_before_are_not_told_again(tmp_path: Path) -> None:
    taking = intake_of(LocalStore(tmp_path / "store"))
    for at in range(4):
        revision = taking.take(stories_of([ninjs(f"urn:test:{at}", text_of(at, BODY))])).revision
    compact(LocalStore(tmp_path / "store"))
    assert [one["revision"] for one in taking.news_since(revision - 1) if one["news"] == "event"] == [revision, revision]


class Overtaken(LocalStore):
    """Before each of the first swaps somebody else publishes."""

    def __init__(self, folder: Path, others: list[Item]) -> None:
        super().__init__(folder)
        self.others = others

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        if self.others:
            ingest(self.path, [self.others.pop()], TIGHT)
        return super().swap(name, data, generation)


def test_who_is_overtaken_begins_again(store: LocalStore, tmp_path: Path) -> None:
    done = compact(Overtaken(tmp_path / "store", [ninjs("urn:test:8", text_of(2, BODY)), ninjs("urn:test:9", text_of(2, BODY[1:]))]))
    assert done is not None
    assert not list(verify(LocalStore(tmp_path / "store")).findings)
    assert {"urn:test:8", "urn:test:9"} <= {head.uri for head in Current.of(LocalStore(tmp_path / "store")).heads.values()}
    ingest(tmp_path / "store", [ninjs("urn:test:10", text_of(3, BODY))], TIGHT)
    many = [ninjs(f"urn:test:{number}", text_of(2, BODY)) for number in range(20, 23)]
    assert compact(Overtaken(tmp_path / "store", many)) is None


def test_without_new_places_verify_says_so(store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: heads that point where their prints lay before."""
    monkeypatch.setattr(compaction, "_moved", lambda place, places: place)
    compact(store)
    assert list(verify(store).findings)


def test_the_command(store: LocalStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compact", "--store", (tmp_path / "store").as_posix()]) == 0
    said = capsys.readouterr().out
    assert "packs, now " in said
    assert said.endswith("; revision 9\n")
    assert main(["compact", "--store", (tmp_path / "none").as_posix()]) == 2
    assert "there is no store" in capsys.readouterr().err
