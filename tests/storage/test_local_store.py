"""What only the local store promises: plain files, safe through crashes, read-only folders and odd file systems."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import pickle
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipelines.storage import local
from pipelines.storage.local import LocalStore, _new_file
from pipelines.storage.store import NotStored, StoredDiffers

MANIFEST = "manifest.json"
PACK = "packs/stories/ab12.ndjson.gz"
Write = Callable[[], object]


class Killed(BaseException):
    """Stands for the end of the process: nothing that handles errors may catch it."""


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "store")


def all_files(store: LocalStore) -> list[str]:
    return sorted(path.relative_to(store.path).as_posix() for path in store.path.rglob("*") if path.is_file())


def leftovers(store: LocalStore) -> list[Path]:
    return list(store.path.rglob(local.TEMPORARY + "*"))


def kill_at(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Die when a system call is made, and leave all files as they are then."""

    def killed(*_: Any, **__: Any) -> Any:
        raise Killed

    monkeypatch.setattr(os, step, killed)
    monkeypatch.setattr(Path, "unlink", killed)


def is_locked(store: LocalStore) -> bool:
    """Whether somebody holds the store's lock."""
    with open(store.path / local.LOCK, "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def fails(code: int) -> Callable[..., Any]:
    def call(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    return call


def test_files_are_named_and_filled_as_given(store: LocalStore) -> None:
    data = json.dumps({"revision": 1}, indent=2).encode()
    store.swap(MANIFEST, data, 0)
    store.put_if_absent(PACK, b"pack")
    assert (store.path / MANIFEST).read_bytes() == data
    assert (store.path / PACK).read_bytes() == b"pack"
    assert set(all_files(store)) - {local.LOCK} == {MANIFEST, PACK}
    assert list(store.names("")) == [MANIFEST, PACK]


def test_files_get_the_rights_that_the_user_set(store: LocalStore) -> None:
    before = os.umask(0o027)
    try:
        store.put_if_absent(PACK, b"pack")
    finally:
        os.umask(before)
    assert (store.path / PACK).stat().st_mode & 0o777 == 0o640


def test_reading_refusing_and_deleting_make_no_folder(store: LocalStore) -> None:
    assert store.read_versioned(MANIFEST) is None
    assert list(store.names("packs/")) == []
    store.delete(PACK)
    assert store.swap(MANIFEST, b"one", 7) is None
    assert not store.path.exists()


def test_travels_by_pickle_and_keeps_its_place(store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    relative = LocalStore("store")
    generation = store.swap(MANIFEST, b"one", 0)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    for other in (pickle.loads(pickle.dumps(store)), relative, pickle.loads(pickle.dumps(relative))):
        assert other.read_versioned(MANIFEST) == (b"one", generation)


def test_left_over_temporary_files_are_not_seen(store: LocalStore) -> None:
    store.put_if_absent(PACK, b"pack")
    for place in (store.path, (store.path / PACK).parent):
        (place / (local.TEMPORARY + "0123")).write_bytes(b"half a pa")
    assert list(store.names("")) == [PACK]
    assert list(store.names("packs/stories/")) == [PACK]


@pytest.mark.parametrize("step", ["utime", "fsync", "link"])
def test_killed_before_a_new_file_has_its_name(store: LocalStore, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    (store.path / PACK).parent.mkdir(parents=True)
    writes: list[Write] = [lambda: store.put_if_absent(PACK, b"pack"), lambda: store.swap(PACK, b"pack", 0)]
    for write in writes:
        with monkeypatch.context() as patch:
            kill_at(patch, step)
            with pytest.raises(Killed):
                write()
    assert len(leftovers(store)) == 2
    assert list(store.names("")) == []
    assert store.put_if_absent(PACK, b"pack")


@pytest.mark.parametrize("step", ["utime", "fsync", "replace"])
def test_killed_before_the_swap_leaves_the_old(store: LocalStore, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    first = store.swap(MANIFEST, b"old", 0)
    assert first
    with monkeypatch.context() as patch:
        kill_at(patch, step)
        with pytest.raises(Killed):
            store.swap(MANIFEST, b"new", first)
    assert leftovers(store)
    assert LocalStore(store.path).read_versioned(MANIFEST) == (b"old", first)
    assert list(store.names("")) == [MANIFEST]
    assert store.swap(MANIFEST, b"new", first)


def test_killed_after_the_swap_leaves_the_new(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.swap(MANIFEST, b"old", 0)
    assert first
    with monkeypatch.context() as patch:
        real = os.replace

        def replace_and_die(*paths: Any) -> None:
            real(*paths)
            raise Killed

        patch.setattr(os, "replace", replace_and_die)
        with pytest.raises(Killed):
            store.swap(MANIFEST, b"new", first)
    found = LocalStore(store.path).read_versioned(MANIFEST)
    assert found is not None
    assert found[0] == b"new"
    assert found[1] > first
    assert store.swap(MANIFEST, b"newer", first) is None
    assert store.swap(MANIFEST, b"newer", found[1])


def test_killed_after_the_link_is_done_at_the_next_try(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        real = os.link

        def link_and_die(*paths: Any) -> None:
            real(*paths)
            kill_at(patch, "fsync")
            raise Killed

        patch.setattr(os, "link", link_and_die)
        with pytest.raises(Killed):
            store.put_if_absent(PACK, b"pack")
    assert len(leftovers(store)) == 1
    assert not store.put_if_absent(PACK, b"pack")
    assert list(store.names("")) == [PACK]


@pytest.mark.parametrize("step", ["utime", "fsync"])
def test_killed_in_a_delete_leaves_the_file_or_not(store: LocalStore, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    first = store.swap(MANIFEST, b"one", 0)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, lambda *_, **__: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            store.delete(MANIFEST)
    assert store.read_versioned(MANIFEST) == ((b"one", first) if step == "utime" else None)
    store.delete(MANIFEST)
    assert store.read_versioned(MANIFEST) is None


def test_an_error_that_is_no_crash_leaves_nothing_behind(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.swap(MANIFEST, b"old", 0)
    assert first
    before = all_files(store)
    writes: list[Write] = [lambda: store.swap(MANIFEST, b"new", first), lambda: store.put_if_absent("runs", b"1")]
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails(errno.ENOSPC))
        for write in writes:
            with pytest.raises(OSError, match="No space left") as caught:
                write()
            assert caught.value.filename in (str(store.path / MANIFEST), str(store.path / "runs"))
    assert all_files(store) == before
    assert store.read_versioned(MANIFEST) == (b"old", first)


def test_files_are_synced_before_they_are_named_and_folders_after(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    (store.path / "packs").mkdir(parents=True)

    def noted(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            folder = name == "fsync" and stat.S_ISDIR(os.fstat(args[0]).st_mode)
            steps.append("fsync folder" if folder else name)
            return real(*args, **kwargs)

        return call

    for name in ("utime", "fsync", "link", "replace"):
        monkeypatch.setattr(os, name, noted(name))
    store.put_if_absent("packs/a", b"1")
    assert steps == ["utime", "fsync", "link", "fsync folder"]
    found = store.read_versioned("packs/a")
    assert found
    steps.clear()
    store.swap("packs/a", b"2", found[1])
    assert steps == ["utime", "fsync", "replace", "fsync folder"]
    steps.clear()
    store.put_if_absent("packs/a", b"2")
    assert steps == ["fsync folder"]


@pytest.fixture(params=[errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
def linkless(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(os, "link", fails(request.param))
    return int(request.param)


@pytest.mark.usefixtures("linkless")
def test_works_without_hard_links(store: LocalStore) -> None:
    assert store.put_if_absent(PACK, b"pack")
    assert not store.put_if_absent(PACK, b"pack")
    with pytest.raises(StoredDiffers):
        store.put_if_absent(PACK, b"other")
    first = store.swap(MANIFEST, b"one", 0)
    assert first
    assert store.swap(MANIFEST, b"two", 0) is None
    assert store.swap(MANIFEST, b"two", first)
    assert not leftovers(store)


@pytest.mark.usefixtures("linkless")
def test_without_hard_links_a_kill_leaves_no_half_file(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        kill_at(patch, "replace")
        with pytest.raises(Killed):
            store.put_if_absent(PACK, b"pack")
    assert store.read_versioned(PACK) is None
    assert store.put_if_absent(PACK, b"pack")


@pytest.mark.usefixtures("linkless")
def test_without_hard_links_a_rival_in_between_wins(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rival puts its file when ours is written but has no name yet."""
    rival = LocalStore(store.path)
    for name, theirs in (("same", b"ours"), ("other", b"theirs")):
        with monkeypatch.context() as patch:
            patch.setattr(os, "link", _once(partial(rival.put_if_absent, name, theirs), os.link))
            if theirs == b"ours":
                assert not store.put_if_absent(name, b"ours")
            else:
                with pytest.raises(StoredDiffers):
                    store.put_if_absent(name, b"ours")
        assert store.read(name) == theirs


@pytest.mark.usefixtures("linkless")
def test_without_hard_links_the_lock_is_held_from_look_to_name(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []
    monkeypatch.setattr(os, "replace", _once(lambda: held.append(is_locked(store)), os.replace))
    assert store.put_if_absent(PACK, b"pack")
    assert held == [True]
    assert not is_locked(store)


def _once(first: Callable[[], object], then: Callable[..., Any]) -> Callable[..., Any]:
    """A call with something before it, the first time."""
    waiting = [first]

    def call(*args: Any, **kwargs: Any) -> Any:
        if waiting:
            waiting.pop()()
        return then(*args, **kwargs)

    return call


def test_a_rival_that_puts_between_check_and_link_wins(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    rival = LocalStore(store.path)
    monkeypatch.setattr(os, "link", _once(lambda: rival.put_if_absent(MANIFEST, b"theirs"), os.link))
    assert store.swap(MANIFEST, b"ours", 0) is None
    assert store.read(MANIFEST) == b"theirs"


def test_what_is_deleted_between_link_and_look_is_put_again(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_for_a_moment(*_: Any) -> None:
        raise FileExistsError(errno.EEXIST, "taken")

    calls: Iterator[Callable[..., None]] = iter([taken_for_a_moment, os.link])
    monkeypatch.setattr(os, "link", lambda *paths: next(calls)(*paths))
    assert store.put_if_absent(PACK, b"pack")


@pytest.mark.parametrize("locking", [True, False])
def test_it_is_the_lock_that_lets_one_swap_win(store: LocalStore, monkeypatch: pytest.MonkeyPatch, locking: bool) -> None:
    """A rival swaps when ours has been checked but not yet written. Without the lock, both would win: the control."""
    first = store.swap(MANIFEST, b"old", 0)
    assert first
    rivals: list[int | None] = []

    def rival() -> None:
        if not is_locked(store):
            rivals.append(LocalStore(store.path).swap(MANIFEST, b"theirs", first))

    if not locking:
        monkeypatch.setattr(fcntl, "flock", lambda *_: None)
    monkeypatch.setattr(os, "replace", _once(rival, os.replace))
    assert store.swap(MANIFEST, b"ours", first)
    winners = 1 + sum(made is not None for made in rivals)
    assert winners == (1 if locking else 2)


@pytest.fixture(params=[1_000, 1_000_000, 1_000_000_000, 2_000_000_000])
def coarse(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """A file system that keeps times in ticks of that many nanoseconds, and a clock that stands still."""
    tick, real = int(request.param), os.utime
    monkeypatch.setattr(os, "utime", lambda file, *, ns: real(file, ns=tuple(n // tick * tick for n in ns)))
    monkeypatch.setattr(local, "time_ns", lambda: 1_741_079_520_123_456_789)
    return tick


@pytest.mark.usefixtures("coarse")
def test_generations_rise_on_coarse_file_systems_and_stopped_clocks(store: LocalStore) -> None:
    seen = [0]
    for turn in range(6):
        made = store.swap(MANIFEST, b"same", seen[-1])
        assert made is not None
        assert made > seen[-1]
        seen.append(made)
        if turn % 2:
            store.delete(MANIFEST)
            assert store.swap(MANIFEST, b"same", seen[-1]) is None
            seen.append(0)
            assert store.put_if_absent(MANIFEST, b"same")
            found = store.read_versioned(MANIFEST)
            assert found is not None
            assert found[1] > max(seen)
            seen[-1] = found[1]


def test_generations_rise_when_the_clock_goes_back(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.swap(MANIFEST, b"one", 0)
    assert first
    monkeypatch.setattr(local, "time_ns", lambda: 5)
    second = store.swap(MANIFEST, b"two", first)
    assert second
    assert second > first
    store.delete(MANIFEST)
    third = store.swap(MANIFEST, b"three", 0)
    assert third
    assert third > second


def test_a_file_system_without_times_is_refused(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.swap(MANIFEST, b"one", 0)
    assert first
    real = os.utime
    monkeypatch.setattr(os, "utime", lambda file, *, ns: real(file, ns=(0, 0)))
    with pytest.raises(OSError, match="does not keep modification times"):
        store.swap(MANIFEST, b"two", first)
    assert store.read_versioned(MANIFEST) == (b"one", first)


def test_a_file_from_elsewhere_has_a_generation(store: LocalStore) -> None:
    """An unpacked archive may have set all times to 0, which would read as absent."""
    store.path.mkdir()
    (store.path / MANIFEST).write_bytes(b"one")
    os.utime(store.path / MANIFEST, ns=(0, 0))
    found = store.read_versioned(MANIFEST)
    assert found is not None
    assert found[1] > 0
    assert store.swap(MANIFEST, b"two", 0) is None
    assert store.swap(MANIFEST, b"two", found[1])


def test_an_edit_by_hand_is_a_new_generation(store: LocalStore) -> None:
    first = store.swap(MANIFEST, b"one", 0)
    assert first
    (store.path / MANIFEST).write_bytes(b"by hand")
    assert store.swap(MANIFEST, b"two", first) is None
    assert store.read(MANIFEST) == b"by hand"


def test_a_name_cannot_be_a_folder_too(store: LocalStore) -> None:
    store.put_if_absent("a/b", b"one")
    on_a_folder: list[Write] = [lambda: store.put_if_absent("a", b""), lambda: store.swap("a", b"", 0)]
    for write in on_a_folder:
        with pytest.raises(IsADirectoryError):
            write()
    below_a_file: list[Write] = [lambda: store.put_if_absent("a/b/c", b""), lambda: store.swap("a/b/c", b"", 0)]
    for write in below_a_file:
        with pytest.raises((NotADirectoryError, FileExistsError)):
            write()
    for name in ("a", "a/b/c"):
        with pytest.raises(NotStored):
            store.read(name)
        store.delete(name)
    assert list(store.names("")) == ["a/b"]
    assert not leftovers(store)


def test_names_that_cannot_be_are_passed_over(store: LocalStore) -> None:
    store.put_if_absent("good", b"")
    (store.path / "bad\\name").write_bytes(b"")
    (store.path / ".hidden").mkdir()
    (store.path / ".hidden" / "file").write_bytes(b"")
    assert list(store.names("")) == ["good"]


def test_a_folder_that_cannot_be_listed_is_an_error(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_if_absent(PACK, b"pack")
    monkeypatch.setattr(os, "scandir", fails(errno.EACCES))
    with pytest.raises(PermissionError):
        store.names("")


@pytest.fixture
def read_only(store: LocalStore) -> Iterator[LocalStore]:
    store.swap(MANIFEST, b"one", 0)
    store.put_if_absent(PACK, b"pack")
    places = [store.path / local.LOCK, store.path, *(p for p in store.path.rglob("*") if p.is_dir())]
    for place in places:
        place.chmod(0o400 if place.is_file() else 0o500)
    if os.access(store.path, os.W_OK):
        for place in places:
            place.chmod(0o700)
        pytest.skip("permissions do not bite: running as root")
    yield store
    for place in places:
        place.chmod(0o700)


def check_read_only(store: LocalStore, code: int) -> None:
    before = {name: store.read_versioned(name) for name in store.names("")}
    current = before[MANIFEST]
    assert current
    writes: list[tuple[str, Write]] = [
        ("new", lambda: store.put_if_absent("new", b"")),
        ("packs/stories/new", lambda: store.put_if_absent("packs/stories/new", b"")),
        ("new", lambda: store.swap("new", b"", 0)),
        (MANIFEST, lambda: store.swap(MANIFEST, b"two", current[1])),
        (MANIFEST, lambda: store.delete(MANIFEST)),
    ]
    for name, write in writes:
        with pytest.raises(OSError, match=os.strerror(code)) as caught:
            write()
        assert caught.value.errno == code
        assert caught.value.filename == str(store.path / name)
    assert not store.put_if_absent(PACK, b"pack")
    assert {name: store.read_versioned(name) for name in store.names("")} == before
    assert not leftovers(store)


def test_a_read_only_folder_can_be_read_and_says_why_not_written(read_only: LocalStore) -> None:
    check_read_only(read_only, errno.EACCES)


def test_a_read_only_file_system_too(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.swap(MANIFEST, b"one", 0)
    store.put_if_absent(PACK, b"pack")
    real = os.open

    def read_only_open(path: Any, flags: int, *rest: Any, **kwargs: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real(path, flags, *rest, **kwargs)

    monkeypatch.setattr(os, "open", read_only_open)
    check_read_only(store, errno.EROFS)


def test_sweep_removes_what_the_dead_left_and_nothing_of_the_living(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put_if_absent("packs/a", b"a")
    (tmp_path / "packs" / ".new-dead").write_bytes(b"half")
    with _new_file(tmp_path / "packs" / "b", b"whole", 0) as (living, _):
        assert store.sweep() == 1
        assert living.read_bytes() == b"whole"
    assert not list(tmp_path.rglob(".new-*"))
    assert list(store.names("")) == ["packs/a"]
    assert store.sweep() == 0
