"""What every kind of store promises, held against all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.storage.gcs import GcsStore
from pipelines.storage.local import LocalStore
from pipelines.storage.memory import MemoryStore
from pipelines.storage.places import open_store
from pipelines.storage.store import (
    BadName,
    NotStored,
    Store,
    StoredDiffers,
    StoreError,
    StoreFailed,
    UnsupportedStore,
    check_name,
)
from tests.storage.emulators import AT_HOME, EMULATED

NAME = "packs/stories/2025-03-04/ab12.ndjson.gz"
BAD_NAMES = ["", "/", "/etc/passwd", "..", "a/../b", "./a", "a//b", "a/", "a\\b", "a\0b", ".lock", "a/.new-1", "\udc80"]


@pytest.fixture(params=["local", "memory", pytest.param("google", marks=AT_HOME), pytest.param("emulator", marks=EMULATED)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        return MemoryStore()
    if request.param == "local":
        return LocalStore(tmp_path / "made" / "later")
    return GcsStore(request.getfixturevalue(request.param).bucket, f"stores/{tmp_path.name}")


def test_reads_what_was_put(store: Store) -> None:
    assert store.put_if_absent(NAME, b"\x00\xff\r\n")
    assert store.read(NAME) == b"\x00\xff\r\n"


def test_an_empty_store_has_nothing(store: Store) -> None:
    with pytest.raises(NotStored, match=NAME):
        store.read(NAME)
    with pytest.raises(LookupError):
        store.read(NAME)
    assert store.read_versioned(NAME) is None
    assert list(store.names("")) == []
    store.delete(NAME)


def test_empty_bytes_are_not_absent(store: Store) -> None:
    assert store.put_if_absent(NAME, b"")
    assert store.read(NAME) == b""
    assert not store.put_if_absent(NAME, b"")
    assert store.swap("other", b"", 0)
    assert store.swap("other", b"", 0) is None


def test_putting_the_same_again_is_done_already(store: Store) -> None:
    assert store.put_if_absent(NAME, b"one")
    before = store.read_versioned(NAME)
    assert not store.put_if_absent(NAME, b"one")
    assert store.read_versioned(NAME) == before


def test_putting_something_else_raises_and_changes_nothing(store: Store) -> None:
    store.put_if_absent(NAME, b"one")
    before = store.read_versioned(NAME)
    with pytest.raises(StoredDiffers, match=NAME):
        store.put_if_absent(NAME, b"two")
    assert store.read_versioned(NAME) == before


def test_swap_needs_the_current_generation(store: Store) -> None:
    first = store.swap("manifest.json", b"one", 0)
    assert first is not None
    assert first > 0
    assert store.read_versioned("manifest.json") == (b"one", first)
    assert store.swap("manifest.json", b"two", 0) is None
    assert store.swap("manifest.json", b"two", first + 1) is None
    second = store.swap("manifest.json", b"two", first)
    assert second not in (None, first)
    assert store.swap("manifest.json", b"three", first) is None
    assert store.read_versioned("manifest.json") == (b"two", second)


def test_swap_of_what_is_absent_is_refused(store: Store) -> None:
    assert store.swap("manifest.json", b"one", 7) is None
    assert store.read_versioned("manifest.json") is None


def test_swap_goes_on_from_what_was_put(store: Store) -> None:
    store.put_if_absent(NAME, b"one")
    found = store.read_versioned(NAME)
    assert found is not None
    assert store.swap(NAME, b"two", 0) is None
    assert store.swap(NAME, b"two", found[1])
    assert store.read(NAME) == b"two"


def test_generations_never_come_back(store: Store) -> None:
    """Neither with the same bytes, nor with former bytes, nor after a delete."""
    seen = [0]
    for data in (b"one", b"one", b"two", b"one", b"two"):
        made = store.swap("manifest.json", data, seen[-1])
        assert made is not None
        seen.append(made)
    store.delete("manifest.json")
    assert store.swap("manifest.json", b"one", seen[-1]) is None
    made = store.swap("manifest.json", b"one", 0)
    assert made is not None
    assert len({*seen, made}) == 7


def test_deletes_and_forgets(store: Store) -> None:
    store.put_if_absent(NAME, b"one")
    store.delete(NAME)
    store.delete(NAME)
    assert store.read_versioned(NAME) is None
    assert list(store.names("")) == []
    assert store.put_if_absent(NAME, b"two")


def test_names_are_sorted_as_strings(store: Store) -> None:
    """`.` sorts before `/`, so a walk from folder to folder would be in another order."""
    kept = ["a.b", "a/b.c/d", "a/b/c", "a0", "ab/c", "z", "é"]
    for name in reversed(kept):
        store.put_if_absent(name, b"")
    assert list(store.names("")) == kept
    assert list(store.names("a")) == ["a.b", "a/b.c/d", "a/b/c", "a0", "ab/c"]
    assert list(store.names("a/")) == ["a/b.c/d", "a/b/c"]
    assert list(store.names("a/b")) == ["a/b.c/d", "a/b/c"]
    assert list(store.names("z")) == ["z"]
    assert list(store.names("z/")) == []
    assert list(store.names("nothing/here")) == []


@pytest.mark.parametrize("name", BAD_NAMES)
def test_bad_names_are_refused_everywhere(store: Store, name: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: store.read(name),
        lambda: store.read_versioned(name),
        lambda: store.put_if_absent(name, b""),
        lambda: store.swap(name, b"", 0),
        lambda: store.delete(name),
    ]
    for call in calls:
        with pytest.raises(BadName):
            call()
    assert list(store.names("")) == []


@pytest.mark.parametrize("prefix", ["/", "..", "../", "a/../b", "a//", "\\"])
def test_bad_prefixes_are_refused_at_once(store: Store, prefix: str) -> None:
    with pytest.raises(BadName):
        store.names(prefix)


@pytest.mark.parametrize("name", [NAME, "a", "a b", "a..b", "a.", "ü/日本", "a:b", "~", "C", "*"])
def test_good_names_are_kept_as_they_are(store: Store, name: str) -> None:
    assert check_name(name) == name
    store.put_if_absent(name, b"here")
    assert list(store.names("")) == [name]
    assert store.read(name) == b"here"


def test_the_exceptions_are_one_tree() -> None:
    assert all(issubclass(kind, StoreError) for kind in (NotStored, StoredDiffers, StoreFailed, BadName, UnsupportedStore))
    assert issubclass(NotStored, LookupError)
    assert issubclass(BadName, ValueError)
    assert issubclass(UnsupportedStore, ValueError)


def test_a_path_opens_a_local_store(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    assert isinstance(store, LocalStore)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "bucket", "prefix"),
    [
        ("gs://wire-stories/2025/march", "wire-stories", "2025/march"),
        ("gs://wire-stories/a/", "wire-stories", "a"),
        ("gs://wire.example.org", "wire.example.org", ""),
    ],
)
def test_a_bucket_opens_a_store_there_and_asks_nothing_yet(url: str, bucket: str, prefix: str) -> None:
    store = open_store(url)
    assert isinstance(store, GcsStore)
    assert (store.bucket, store.prefix) == (bucket, prefix)


BAD_PLACES = ["gs://", "gs:///a", "gs://Bucket/a", "gs://b/a", "gs://bucket/a//b", "gs://bucket//a", "gs://bucket/../a", "gs://bucket/.a"]


@pytest.mark.parametrize("url", ["", "s3://bucket", "https://example.org/store", "a\0b", *BAD_PLACES])
def test_other_urls_are_no_stores(url: str) -> None:
    with pytest.raises(UnsupportedStore):
        open_store(url)
