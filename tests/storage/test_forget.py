"""What is forgotten leaves no byte behind: also raw bytes of dead letters, what killed runs left, and after a forget that was cut off."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from pipelines.storage.criteria import Criteria
from pipelines.storage.current import Current
from pipelines.storage.leftovers import drop, leftovers
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import NAME, load_manifest
from pipelines.storage.packs import rows_to_bytes, write_pack
from tests.ingest.runs import ingest, tree
from tests.ingest.test_forget import COPY, SECRET, WORDS, bytes_of

GOOD = (
    "<item><guid>urn:test:feed</guid><title>Lorry in the reservoir</title><pubDate>Tue, 04 Mar 2025 09:00:00 GMT</pubDate><description>"
    "Quillon Marchetti drove the green lorry into the reservoir at Ostrava Hill, a neighbour, Tamsin Oduya, said. It was lifted out "
    "on Thursday by a crane from Vellingby.</description></item>"
)
BAD = "<item><guid>urn:test:bad</guid><title>Only a headline</title></item>"
"""An entry that is refused: it has no text."""


def feed(*entries: str) -> bytes:
    """A feed. A refused entry needs its file to be read again, so the whole file is kept."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire Desk</title>{"".join(entries)}</channel></rss>'.encode()


BROKEN = b'{"uri": "urn:test:broken", "body_text": "Quillon again"'


class CutOff(Exception):
    pass


def refuse(self: LocalStore, name: str) -> None:
    raise CutOff


def put_in(file: Path, data: bytes, store: Path, *flags: str) -> None:
    file.write_bytes(data)
    assert main(["ingest", str(file), "--store", str(store), *flags]) == 0


def forget(store: Path, *flags: str) -> None:
    assert main(["forget", "--store", str(store), *flags]) == 0


def worded(store: Path) -> list[str]:
    return [word.decode() for word in WORDS if word in bytes_of(store)]


def test_cut_off_before_the_deletions_a_whole_file_goes_with_the_next_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    put_in(tmp_path / "feed.xml", feed(GOOD, BAD), store)
    with monkeypatch.context() as patched:
        patched.setattr(LocalStore, "delete", refuse)
        with pytest.raises(CutOff):
            main(["forget", "--store", str(store), "--uri", "urn:test:feed"])
    assert Current.of(LocalStore(store)).dead_letters()[0].removed == "forgotten", "the manifest is new"
    assert worded(store), "and the file is still there"
    forget(store, "--uri", "urn:test:feed")
    assert not worded(store)
    assert main(["verify", "--store", str(store)]) == 0


def test_bytes_of_a_letter_that_is_settled_go_with_its_story(tmp_path: Path) -> None:
    """An item too large at first, read again under a higher limit: its raw bytes are in the store, and no letter names them."""
    store = tmp_path / "store"
    put_in(tmp_path / "large.json", orjson.dumps(SECRET), store, "--limit", "max_item_bytes=300")
    assert b"Quillon" in bytes_of(store)
    assert main(["replay", "--store", str(store), "--all"]) == 0
    assert main(["dead-letters", "--store", str(store)]) == 0
    forget(store, "--uri", "urn:test:secret")
    assert not worded(store)


def test_a_forgotten_letter_does_not_get_its_bytes_back(tmp_path: Path) -> None:
    store = tmp_path / "store"
    put_in(tmp_path / "a.ndjson", orjson.dumps(COPY) + b"\n" + BROKEN, store, "--source", "Wire Desk")
    forget(store, "--source", "Wire Desk")
    assert b"Quillon again" not in bytes_of(store)
    before = tree(store)
    put_in(tmp_path / "a.ndjson", orjson.dumps(COPY) + b"\n" + BROKEN, store, "--source", "Wire Desk")
    assert tree(store) == before


def test_a_whole_file_that_was_forgotten_does_not_come_back(tmp_path: Path) -> None:
    store = tmp_path / "store"
    put_in(tmp_path / "feed.xml", feed(GOOD, BAD), store)
    assert worded(store)
    forget(store, "--uri", "urn:test:feed")
    before = tree(store)
    put_in(tmp_path / "feed.xml", feed(GOOD, BAD), store)
    assert tree(store) == before
    put_in(tmp_path / "feed.xml", feed(GOOD, BAD, BAD.replace("bad", "worse")), store)
    assert len(Current.of(LocalStore(store)).dead_letters()) == 2
    assert not worded(store), "another file, which holds the same story"


def test_a_file_that_a_killed_run_was_writing_goes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, [SECRET, COPY])
    (store / "packs" / "stories" / ".new-0011223344556677").write_bytes(b"half of a pack")
    forget(store, "--uri", "urn:test:secret")
    assert not list(store.rglob(".new-*"))


def test_a_story_that_only_a_killed_run_had_goes(tmp_path: Path) -> None:
    """Its packs were written and never published: no head names it."""
    store, other = tmp_path / "store", tmp_path / "other"
    ingest(store, [COPY])
    ingest(other, [SECRET])
    for name, data in tree(other).items():
        if name.startswith("packs/"):
            LocalStore(store).put_if_absent(name, data)
    assert b"Quillon" in bytes_of(store)
    forget(store, "--uri", "urn:test:secret")
    assert b"Quillon" not in bytes_of(store)


def test_an_item_that_could_not_be_parsed_goes_by_the_uri_in_it(tmp_path: Path) -> None:
    store = tmp_path / "store"
    put_in(tmp_path / "a.ndjson", orjson.dumps(COPY) + b"\n" + BROKEN, store)
    forget(store, "--uri", "urn:test:brok")
    assert b"Quillon again" in bytes_of(store), "the beginning of a uri is another uri"
    forget(store, "--uri", "urn:test:broken")
    assert b"Quillon again" not in bytes_of(store)


@pytest.mark.parametrize("published", [False, True])
def test_a_run_that_finds_a_file_which_is_just_being_deleted_is_refused_or_gets_it_back(tmp_path: Path, published: bool) -> None:
    """The file holds words of nobody who is named by a manifest: the run would name it."""
    store = LocalStore(tmp_path / "store")
    ingest(tmp_path / "store", [COPY])
    manifest, generation = load_manifest(store)
    name = write_pack(store, "stories", rows_to_bytes([b"{}"]), "ndjson.gz")
    theirs = manifest.model_copy(update={"revision": 2, "stories": {**manifest.stories, "1": (name,)}})

    class Raced(LocalStore):
        def delete(self, gone: str) -> None:
            super().delete(gone)
            if published:
                assert store.swap(NAME, theirs.json_bytes(), generation)

    if published:
        assert not drop(Raced(store.path), {name}, manifest, generation)
        assert store.read(name), "what the other run has published is whole"
    else:
        assert drop(Raced(store.path), {name}, manifest, generation)
        assert store.swap(NAME, theirs.json_bytes(), generation) is None
        assert list(store.names("packs/stories/")) == list(manifest.packs("stories"))


def test_of_packs_that_nobody_names_only_those_with_such_words_go(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store")
    ingest(tmp_path / "store", [COPY])
    ingest(tmp_path / "other", [SECRET])
    other = LocalStore(tmp_path / "other")
    for name in other.names("packs/"):
        store.put_if_absent(name, other.read(name))
    manifest = load_manifest(store)[0]
    secret = {n for kind in ("stories", "heads", "families") for n in other.names(f"packs/{kind}/")}
    assert leftovers(store, manifest, (), Criteria(uris=frozenset({"urn:test:secret"}))) == secret
    assert leftovers(store, manifest, (), Criteria(source="halden courier")) == secret
    assert leftovers(store, manifest, (), Criteria(source="Pune Ledger")) == set()
    assert leftovers(store, manifest, (), Criteria(before="2025-03-04T00:00:00Z")) == set()


def test_a_store_without_leftovers_is_not_published_again(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, [SECRET, COPY])
    forget(store, "--uri", "urn:test:secret")
    generation = load_manifest(LocalStore(store))[1]
    forget(store, "--uri", "urn:test:secret")
    assert load_manifest(LocalStore(store))[1] == generation
