"""Dead letters and their replay: what a broken parser refused comes in as if it had never been refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli import main
from pipelines.commands.ingest import run_job
from pipelines.formats import json_items, registry
from pipelines.formats.dead import DeadReason, RefusedError
from pipelines.formats.json_lists import Found
from pipelines.formats.reading import Reading
from pipelines.ingest import Job
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.stages import letters as making
from pipelines.stages import read as reading
from pipelines.storage.current import Current
from pipelines.storage.dead_letters import raw_name
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from schemas import DeadLetter, Run
from tests.ingest.runs import Item, examples_of_runs, listings, ninjs, tree
from tests.ingest.test_order import items, text_of


@contextmanager
def broken_parser(refuses: Callable[[Item], bool]) -> Iterator[None]:
    """The parser of JSON items refuses some that are good."""
    real = json_items._story_of

    def broken(dialect: str, found: Any, here: Any) -> Any:
        if refuses(found.value):
            raise RefusedError("The item is of a kind that is not read yet.")
        return real(dialect, found, here)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_items, "_story_of", broken)
        yield


def odd(item: Item) -> bool:
    """Every other item, by its text."""
    return isinstance(item, dict) and len(orjson.dumps(item)) % 2 == 1


def write(folder: Path, world: list[Item | bytes], name: str = "feed.ndjson") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(b"\n".join(item if isinstance(item, bytes) else orjson.dumps(item) for item in world))
    return path.as_posix()


def run(*arguments: str | Path) -> None:
    assert main([str(argument) for argument in arguments]) == 0


def letters(store: Path) -> list[DeadLetter]:
    return Current.of(LocalStore(store)).dead_letters()


WORLD: list[Item] = [ninjs(f"urn:test:{i}", text_of(i % 2, tuple(range(i % 3, 8)))) for i in range(7)]
BROKEN: list[bytes] = [b'{"uri": "urn:test:cut', orjson.dumps(ninjs("urn:test:empty", ""))]


@dataclass(frozen=True)
class Failed:
    """A file that a broken parser has read, the store that came of it, and what a good parser would have made of it."""

    feed: str
    store: Path
    expected: dict[str, bytes]


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Failed:
    folder = tmp_path_factory.mktemp("failed")
    feed = write(folder, [*WORLD, *BROKEN])
    run("ingest", feed, "--store", folder / "fixed")
    with broken_parser(odd):
        run("ingest", feed, "--store", folder / "store")
    return Failed(feed, folder / "store", listings(folder / "fixed"))


@pytest.fixture
def store(failed: Failed, tmp_path: Path) -> Path:
    """A copy of that store, to be repaired."""
    shutil.copytree(failed.store, tmp_path / "store")
    return tmp_path / "store"


def test_a_replay_after_the_fix_is_as_if_nothing_had_ever_failed(failed: Failed, store: Path) -> None:
    assert len(letters(store)) > len(BROKEN)
    assert listings(store) != failed.expected
    run("replay", "--all", "--store", store)
    assert listings(store) == failed.expected
    assert [letter.kept for letter in letters(store)] == ["item"] * len(BROKEN)
    before = tree(store)
    run("replay", "--all", "--store", store)
    assert tree(store) == before, "twice is once"
    run("ingest", failed.feed, "--store", store)
    assert tree(store) == before, "there is nothing new in it"


def test_bytes_that_were_tampered_with_are_not_read(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = letters(store)
    for letter in before:
        (store / raw_name(letter.digest)).write_bytes(b"{}")
    run("replay", "--all", "--store", store)
    assert letters(store) == before
    assert f"{len(before)} could not be read" in capsys.readouterr().err


def test_a_run_that_is_tried_again_writes_the_same_bytes(store: Path) -> None:
    """It published, and died before it knew: the second attempt finds its own manifest."""
    kept = LocalStore(store)
    manifest, generation = load_manifest(kept)
    again = tuple(Current(kept, manifest).dead_letters())
    job = Job((), None, kept, manifest, generation, MatchSettings(), RunSettings(), shipped_model(), again)
    run_job(job, [])
    before = tree(store)
    assert before.keys() > {"manifest.json"}
    assert "moved" not in run_job(job, [])
    assert tree(store) == before


def test_one_of_several_letters_is_read_again_alone(store: Path) -> None:
    one, *rest = (letter for letter in letters(store) if "not read yet" in letter.error)
    stories = len(listings(store)["stories"].splitlines())
    run("replay", one.dead_id[:12], "--store", store)
    assert {letter.dead_id for letter in rest} < {letter.dead_id for letter in letters(store)}
    assert one not in letters(store)
    assert len(listings(store)["stories"].splitlines()) == stories + 1


def replayed(folder: Path, feed: str, broken: AbstractContextManager[None], *flags: str) -> dict[str, bytes]:
    """Ingest with a broken parser, then replay with the good one."""
    with broken:
        run("ingest", feed, "--store", folder, *flags)
    run("replay", "--all", "--store", folder)
    return listings(folder)


def test_items_that_need_their_file_are_read_again_in_it_and_nothing_else_of_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "ALONE", frozenset())
    feed = write(tmp_path, [*WORLD, *BROKEN])
    run("ingest", feed, "--store", tmp_path / "fixed")
    assert replayed(tmp_path / "store", feed, broken_parser(odd)) == listings(tmp_path / "fixed")
    assert [letter.kept for letter in letters(tmp_path / "store")] == ["file"] * len(BROKEN)
    records = [Run.from_stored(data) for name, data in sorted(tree(tmp_path / "store").items()) if name.startswith("runs/")]
    first, second = records
    assert second.replayed == second.read == first.dead
    assert len(second.settled) == second.stories == first.dead - len(BROKEN)
    assert second.duplicates == 0


def test_a_fix_that_finds_more_items_in_a_file_loses_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken parser lost its way behind the second item: one dead letter stands for all that followed."""
    real = json_items.items_of

    def lost(data: bytes, most: int) -> Iterator[Found]:
        yield from islice(real(data, most), 2)
        yield Found(3, None, data[-40:], DeadReason("The rest of the file cannot be read."))

    feed = write(tmp_path, list(WORLD))
    run("ingest", feed, "--store", tmp_path / "fixed")
    with monkeypatch.context() as patch:
        patch.setattr(json_items, "items_of", lost)
        run("ingest", feed, "--store", tmp_path / "store")
    assert [(letter.place, letter.places) for letter in letters(tmp_path / "store")] == [(2, 3)]
    run("replay", "--all", "--store", tmp_path / "store")
    assert listings(tmp_path / "store") == listings(tmp_path / "fixed")


def test_the_provider_given_and_the_files_beside_are_those_of_the_first_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item names no provider, and its body lies in a file beside, which is gone at the time of the replay."""
    real = json_items._story_of

    def with_body(dialect: str, found: Found, here: Reading) -> Any:
        body = here.beside("body.txt")
        text = {} if body is None else {"bodies": [{"contenttype": "text/plain", "value": body.decode()}]}
        return real(dialect, found._replace(value=found.value | text), here)

    def refusing(dialect: str, found: Found, here: Reading) -> Any:
        with_body(dialect, found, here)
        raise RefusedError("The item is of a kind that is not read yet.")

    feed = write(tmp_path / "in", [{name: value for name, value in ninjs("urn:test:1", "No.").items() if name != "infosources"}])
    body = tmp_path / "in" / "body.txt"
    body.write_text(text_of(0, (0, 1, 2)))
    monkeypatch.setattr(json_items, "_story_of", with_body)
    run("ingest", feed, "--store", tmp_path / "fixed", "--source", "Halden Courier")
    with monkeypatch.context() as patch:
        patch.setattr(json_items, "_story_of", refusing)
        run("ingest", feed, "--store", tmp_path / "store", "--source", "Halden Courier")
    body.unlink()
    run("replay", "--all", "--store", tmp_path / "store")
    assert listings(tmp_path / "store") == listings(tmp_path / "fixed")
    assert b"Halden Courier" in listings(tmp_path / "store")["stories"]


def test_what_is_only_referred_to_is_read_where_it_lay_and_stays_a_letter_if_it_is_not_there(
    failed: Failed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, feed = tmp_path / "store", Path(failed.feed)
    with broken_parser(odd):
        run("ingest", feed, "--store", store, "--dead-letters", "reference")
    assert not any(name.startswith("raw/") for name in tree(store))
    before, data = tree(store), feed.read_bytes()
    for there in (None, b"{}"):  # gone, and another file under that name
        feed.unlink() if there is None else feed.write_bytes(there)
        run("replay", "--all", "--store", store)
        assert tree(store) == before
        assert f"{len(letters(store))} could not be read" in capsys.readouterr().err
    feed.write_bytes(data)
    run("replay", "--all", "--store", store)
    got = listings(store)
    assert {name: got[name] for name in got if name != "dead letters"} == {
        name: lines for name, lines in failed.expected.items() if name != "dead letters"
    }
    assert [letter.kept for letter in letters(store)] == ["reference"] * len(BROKEN)


def test_of_what_is_too_large_only_the_reference_is_kept(tmp_path: Path) -> None:
    large = ninjs("urn:test:large", "x" * 900, type="picture")
    small = ninjs("urn:test:small", "Short.", type="picture")
    write(tmp_path / "in", [large], "large.json")
    write(tmp_path / "in", [small], "small.json")
    run("ingest", tmp_path / "in", "--store", tmp_path / "store", "--max-raw-bytes", "800")
    by_name = {Path(letter.uri).name: letter for letter in letters(tmp_path / "store")}
    assert {name: letter.kept for name, letter in by_name.items()} == {"large.json": "reference", "small.json": "item"}
    kept = {name: data for name, data in tree(tmp_path / "store").items() if name.startswith("raw/")}
    assert kept == {raw_name(by_name["small.json"].digest): (tmp_path / "in" / "small.json").read_bytes()}


def test_a_file_in_an_archive_and_one_that_could_not_be_opened(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        archive.writestr("one.json", orjson.dumps(WORLD[0]))
        archive.writestr("two.json", orjson.dumps(WORLD[1]))
    feed = write(tmp_path / "in", [WORLD[2]])
    run("ingest", tmp_path / "in", "--store", tmp_path / "fixed")
    missing = DeadLetter(
        dead_id="d0", uri=feed, digest="00", size=0, stage="read", error="The file could not be read.", kept="reference", file=feed
    )
    with broken_parser(lambda item: item["uri"] == "urn:test:1"), pytest.MonkeyPatch.context() as patch:
        real = reading.opened
        patch.setattr(reading, "opened", lambda name, *rest: missing if name == feed else real(name, *rest))
        run("ingest", tmp_path / "in", "--store", tmp_path / "store")
    assert {(letter.stage, letter.kept) for letter in letters(tmp_path / "store")} == {("read", "reference"), ("parse", "item")}
    run("replay", "--all", "--store", tmp_path / "store")
    assert listings(tmp_path / "store") == listings(tmp_path / "fixed")


def test_only_another_version_of_the_parser_makes_another_attempt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = write(tmp_path, list(BROKEN))
    run("ingest", feed, "--store", tmp_path / "store")
    run("ingest", feed, "--store", tmp_path / "store")
    assert {(letter.first_seen, letter.attempts) for letter in letters(tmp_path / "store")} == {(1, 1)}
    monkeypatch.setattr(making, "PARSER_VERSION", "99")
    run("replay", "--all", "--store", tmp_path / "store")
    run("replay", "--all", "--store", tmp_path / "store")
    told = {(letter.first_seen, letter.attempts, letter.parser_version) for letter in letters(tmp_path / "store")}
    assert told == {(1, 2, "99")}


@examples_of_runs(2)
@given(st.lists(items(), min_size=1, max_size=8), st.integers(2, 5))
def test_whatever_was_refused(world: list[Item], divisor: int) -> None:
    def refuses(item: Item) -> bool:
        return len(orjson.dumps(item)) % divisor == 0

    with TemporaryDirectory() as name:
        folder = Path(name)
        feed = write(folder, world)
        run("ingest", feed, "--store", folder / "fixed")
        with broken_parser(refuses):
            run("ingest", feed, "--store", folder / "store")
        run("replay", "--all", "--store", folder / "store") if letters(folder / "store") else None
        assert listings(folder / "store") == listings(folder / "fixed")
