"""What only a store of Google Cloud Storage promises: safe through lost answers, broken connections, spoilt bytes and refusals."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from pipelines.storage.gcs import LONGEST, GcsStore
from pipelines.storage.store import BadName, StoredDiffers, StoreFailed
from tests.storage.emulators import AT_HOME
from tests.storage.fake_google import FakeGoogle, Fault, Kept

pytestmark = AT_HOME
PACK = "packs/stories/ab12.ndjson.gz"
MANIFEST = "manifest.json"
LARGE = 9 << 20
"""Bytes; the library uploads what is above 8 MiB in another way (resumable)."""


@pytest.fixture
def store(fake: FakeGoogle) -> GcsStore:
    """Attempts follow each other at once; on a loaded machine a few may take their time."""
    return GcsStore("bucket", "wire/2025", pause=0.001, patience=30)


@pytest.fixture
def hasty(fake: FakeGoogle) -> GcsStore:
    """The same, that gives up after a fifth of a second."""
    return GcsStore("bucket", "wire/2025", pause=0.001, patience=0.2)


def test_objects_lie_below_the_prefix_with_the_bytes_given(store: GcsStore, fake: FakeGoogle) -> None:
    store.put_if_absent(PACK, b"\x1f\x8bpack")
    store.swap(MANIFEST, b"{}", 0)
    assert fake.kept("bucket") == {"wire/2025/manifest.json": b"{}", "wire/2025/packs/stories/ab12.ndjson.gz": b"\x1f\x8bpack"}
    whole = GcsStore("bucket")
    assert whole.read("wire/2025/manifest.json") == b"{}"
    assert list(whole.names("wire/2025/p")) == ["wire/2025/packs/stories/ab12.ndjson.gz"]


def test_stores_beside_each_other_do_not_see_each_other(store: GcsStore) -> None:
    other = GcsStore("bucket", "wire/2025-04")
    store.put_if_absent("a", b"one")
    other.put_if_absent("b", b"two")
    assert list(store.names("")) == ["a"]
    assert list(other.names("")) == ["b"]


def test_a_listing_asks_for_the_prefix_and_follows_the_pages(store: GcsStore, fake: FakeGoogle) -> None:
    for number in range(7):
        store.put_if_absent(f"packs/{number}", b"")
    store.put_if_absent("runs/1", b"")
    fake.page = 3
    fake.requests.clear()
    assert list(store.names("packs/")) == [f"packs/{number}" for number in range(7)]
    assert len(fake.requests) == 3
    assert all("prefix=wire%2F2025%2Fpacks%2F" in request for request in fake.requests)


def test_what_no_store_wrote_is_passed_over(store: GcsStore, fake: FakeGoogle) -> None:
    store.put_if_absent("good", b"")
    for name in ("wire/2025/", "wire/2025/packs/", "wire/2025/.hidden", "wire/2025/a//b"):
        fake.buckets["bucket"][name] = Kept(b"", 1, {})
    assert list(store.names("")) == ["good"]


def test_names_that_google_refuses_are_refused_before_it_is_asked(store: GcsStore, fake: FakeGoogle) -> None:
    room = LONGEST - len("wire/2025/")
    assert store.put_if_absent("a" * room, b"")
    fake.requests.clear()
    for name in ("a" * (room + 1), "é" * (room // 2 + 1), "a\nb", "a\rb"):
        with pytest.raises(BadName, match="cannot be a name in gs://bucket/wire/2025"):
            store.put_if_absent(name, b"")
    assert fake.requests == []


def test_one_request_a_call_where_nothing_is_in_the_way(store: GcsStore, fake: FakeGoogle) -> None:
    """A delete looks first which generation it is to delete; a refused write looks whose is there."""
    first = store.swap(MANIFEST, b"one", 0)
    assert first
    calls: list[tuple[int, Callable[[], object]]] = [
        (1, lambda: store.put_if_absent(PACK, b"pack")),
        (1, lambda: store.read(PACK)),
        (1, lambda: store.swap(MANIFEST, b"two", first)),
        (1, lambda: store.names("")),
        (2, lambda: store.swap(MANIFEST, b"three", first)),
        (3, lambda: store.put_if_absent(PACK, b"pack")),
        (2, lambda: store.delete(PACK)),
        (1, lambda: store.delete(PACK)),
    ]
    for requests, call in calls:
        fake.requests.clear()
        call()
        assert len(fake.requests) == requests, fake.requests


def test_every_write_and_delete_names_a_generation(store: GcsStore, fake: FakeGoogle) -> None:
    """That is what makes them safe to repeat."""
    made = store.swap(MANIFEST, b"one", 0)
    assert made
    store.swap(MANIFEST, b"two", made)
    store.put_if_absent(PACK, b"pack")
    store.put_if_absent("large", b"x" * LARGE)
    store.delete(PACK)
    changing = [request for request in fake.requests if request.startswith(("POST", "DELETE"))]
    assert len(changing) == 5
    assert all("ifGenerationMatch=" in request for request in changing)


def test_large_bytes_come_back_whole(store: GcsStore, fake: FakeGoogle) -> None:
    data = bytes(range(256)) * (LARGE // 256)
    assert store.put_if_absent(PACK, data)
    assert any("uploadType=resumable" in request for request in fake.requests)
    assert store.read(PACK) == data
    assert not store.put_if_absent(PACK, data)
    with pytest.raises(StoredDiffers):
        store.put_if_absent(PACK, data[:-1])


def test_travels_by_pickle_without_its_connection(store: GcsStore) -> None:
    store.put_if_absent(PACK, b"pack")
    there = pickle.loads(pickle.dumps(store))
    assert (there.bucket, there.prefix, there.pause, there.patience) == ("bucket", "wire/2025", 0.001, 30)
    assert there._connected is None
    assert there.read(PACK) == b"pack"


def test_a_process_makes_its_own_client(store: GcsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a fork the parent's connections belong to the parent."""
    first = store._bucket()
    assert store._bucket() is first
    monkeypatch.setattr("os.getpid", lambda: -1)
    assert store._bucket() is not first


PASSING = [429, 500, 502, 503, 504, 408, "reset", "lost", "cut"]


@pytest.mark.parametrize("kind", PASSING)
@pytest.mark.parametrize("size", [9, LARGE], ids=["small", "large"])
def test_what_passes_is_tried_again(store: GcsStore, fake: FakeGoogle, kind: int | str, size: int) -> None:
    """Whatever happened to the first attempt, the write is done once, and is known as one's own."""
    data = b"x" * size
    store.patience = 20
    first = store.swap(MANIFEST, b"old", 0)
    assert first
    for method in ("POST", "PUT"):
        fake.faults[:] = [Fault(kind, methods=(method,))]
        assert store.put_if_absent(f"packs/{method}", data) is True
        assert store.read(f"packs/{method}") == data
    fake.faults[:] = [Fault(kind, methods=("POST",)), Fault(kind, methods=("PUT",))]
    made = store.swap(MANIFEST, data, first)
    assert made is not None
    fake.faults[:] = [Fault(kind)]
    assert store.read_versioned(MANIFEST) == (data, made)
    fake.faults[:] = [Fault(kind)]
    assert len(list(store.names(""))) == 3
    fake.faults[:] = [Fault(kind, methods=("DELETE",))]
    store.delete(MANIFEST)
    assert store.read_versioned(MANIFEST) is None


def test_a_lost_answer_is_known_as_own_write_and_a_rival_with_the_same_bytes_is_not(store: GcsStore, fake: FakeGoogle) -> None:
    """The bytes could not tell the two apart; two winners would mean that one of two runs vanishes."""
    rival = GcsStore("bucket", "wire/2025")
    fake.faults[:] = [Fault("lost", methods=("POST",))]
    own = store.swap(MANIFEST, b"same", 0)
    assert own == fake.buckets["bucket"]["wire/2025/manifest.json"].generation
    assert rival.swap(MANIFEST, b"same", 0) is None
    fake.faults[:] = [Fault("reset", methods=("POST",))]
    assert rival.swap(MANIFEST, b"same", own) not in (None, own)
    assert store.swap(MANIFEST, b"same", own) is None


def test_an_own_write_that_was_overtaken_is_refused(store: GcsStore, fake: FakeGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was done, but is no longer what is there: whoever swaps reads again, and finds its work in the rival's."""
    rival = GcsStore("bucket", "wire/2025")
    real = fake.answer

    def overtaken(method: str, target: str, headers: dict[str, str], body: bytes) -> Any:
        answer = real(method, target, headers, body)
        monkeypatch.setattr(fake, "answer", real)
        made = fake.buckets["bucket"]["wire/2025/manifest.json"].generation
        assert rival.swap(MANIFEST, b"theirs", made)
        return answer

    monkeypatch.setattr(fake, "answer", overtaken)
    fake.faults[:] = [Fault("lost", methods=("POST",))]
    assert store.swap(MANIFEST, b"ours", 0) is None
    assert store.read(MANIFEST) == b"theirs"


def test_what_is_replaced_during_a_broken_read_is_read_anew(store: GcsStore, fake: FakeGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    """A resumed download would ask for the rest of an object that is gone, and take the manifest for absent."""
    first = store.swap(MANIFEST, b"old old old", 0)
    assert first
    rival, real = GcsStore("bucket", "wire/2025"), fake.answer

    def replaced(method: str, target: str, headers: dict[str, str], body: bytes) -> Any:
        answer = real(method, target, headers, body)
        monkeypatch.setattr(fake, "answer", real)
        assert rival.swap(MANIFEST, b"new", first)
        return answer

    monkeypatch.setattr(fake, "answer", replaced)
    fake.faults[:] = [Fault("cut", methods=("GET",))]
    found = store.read_versioned(MANIFEST)
    assert found is not None
    assert found[0] == b"new"
    assert found[1] > first


def test_a_delete_that_is_repeated_leaves_a_later_write_alone(store: GcsStore, fake: FakeGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_if_absent(PACK, b"old")
    rival, real = GcsStore("bucket", "wire/2025"), fake.answer

    def rewritten(method: str, target: str, headers: dict[str, str], body: bytes) -> Any:
        answer = real(method, target, headers, body)
        if method == "DELETE":
            monkeypatch.setattr(fake, "answer", real)
            assert rival.put_if_absent(PACK, b"new")
        return answer

    monkeypatch.setattr(fake, "answer", rewritten)
    fake.faults[:] = [Fault("lost", methods=("DELETE",))]
    store.delete(PACK)
    assert sum(request.startswith("DELETE") for request in fake.requests) == 2
    assert store.read(PACK) == b"new"


LASTING = [
    (503, "503 Service Unavailable"),
    ("reset", "Remote end closed connection"),
    ("cut", "IncompleteRead"),
    (403, "permission denied (403 Forbidden): this account needs the role Storage Object User on the bucket"),
    (404, "there is no bucket bucket: make it first"),
    (400, "400 Bad Request"),
    ("spoilt", "400 Bad Request"),
]


@pytest.mark.parametrize(("kind", "said"), LASTING)
@pytest.mark.parametrize("size", [9, LARGE], ids=["small", "large"])
def test_what_does_not_pass_is_a_plain_error_and_the_store_stays(
    hasty: GcsStore, fake: FakeGoogle, kind: int | str, said: str, size: int
) -> None:
    store = hasty
    first = store.swap(MANIFEST, b"old", 0)
    assert first
    store.put_if_absent(PACK, b"pack")
    kept = fake.kept("bucket")
    writes: list[tuple[str, Callable[[], object]]] = [
        ("packs/new", lambda: store.put_if_absent("packs/new", b"x" * size)),
        (MANIFEST, lambda: store.swap(MANIFEST, b"x" * size, first)),
    ]
    for name, write in writes:
        fake.faults[:] = [Fault(kind, ("PUT",) if kind == "spoilt" and size == LARGE else ("POST", "PUT", "GET"), times=-1)]
        with pytest.raises(StoreFailed) as caught:
            write()
        assert str(caught.value).startswith(f"gs://bucket/wire/2025/{name}: ")
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)
    fake.faults.clear()
    if kind == "cut":  # the write was done, and only its answer is missing: then the new bytes are there, whole
        kept |= {"wire/2025/packs/new": b"x" * size, "wire/2025/manifest.json": b"x" * size}
    assert fake.kept("bucket") == kept
    assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args


@pytest.mark.parametrize("kind", [503, "reset", "cut", 403, "spoilt"])
def test_a_read_that_fails_is_never_taken_for_absent(hasty: GcsStore, fake: FakeGoogle, kind: int | str) -> None:
    store = hasty
    store.put_if_absent(PACK, b"pack")
    fake.faults[:] = [Fault(kind, times=-1)]
    with pytest.raises(StoreFailed, match="gs://bucket/wire/2025/packs/stories/ab12"):
        store.read_versioned(PACK)
    if kind != "spoilt":
        with pytest.raises(StoreFailed, match="gs://bucket/wire/2025: "):
            store.names("")


def test_bytes_that_changed_on_their_way_are_not_handed_on(store: GcsStore, fake: FakeGoogle) -> None:
    store.put_if_absent(PACK, b"pack")
    fake.faults[:] = [Fault("spoilt", methods=("GET",))]
    with pytest.raises(StoreFailed, match="the bytes do not have the checksum that they were kept with"):
        store.read(PACK)
    assert store.read(PACK) == b"pack"


def test_an_answer_without_a_checksum_is_not_trusted(store: GcsStore, fake: FakeGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_if_absent(PACK, b"pack")
    real = fake.answer

    def bare(method: str, target: str, headers: dict[str, str], body: bytes) -> Any:
        status, told, out = real(method, target, headers, body)
        return status, {name: value for name, value in told.items() if name != "x-goog-hash"}, out

    monkeypatch.setattr(fake, "answer", bare)
    with pytest.raises(StoreFailed, match="no checksum"):
        store.read(PACK)


def test_a_bucket_that_is_not_there_is_said_at_the_first_write(fake: FakeGoogle) -> None:
    store = GcsStore("other", "wire")
    assert store.read_versioned(MANIFEST) is None
    with pytest.raises(StoreFailed, match=r"gs://other/wire/manifest\.json: there is no bucket other: make it first"):
        store.swap(MANIFEST, b"{}", 0)
    with pytest.raises(StoreFailed, match="gs://other/wire: there is no bucket other"):
        store.names("")


def test_nobody_listening_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "http://127.0.0.1:9")
    monkeypatch.setenv("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA", "true")
    with pytest.raises(StoreFailed, match=r"gs://bucket/a: no answer that can be used in 0\.1 seconds \(Connection refused\): try again"):
        GcsStore("bucket", pause=0.001, patience=0.1).read("a")


def test_without_credentials_it_says_how_to_get_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STORAGE_EMULATOR_HOST", raising=False)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nonexistent/key.json")
    with pytest.raises(StoreFailed, match="gs://bucket/a: no credentials that Google takes: run gcloud auth application-default login"):
        GcsStore("bucket").read("a")
