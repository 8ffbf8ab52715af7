"""A store in a local folder: one plain file a name, with exactly the bytes that were given.

A file is written whole under a temporary name and synced, and only then gets its name: by `link`, which never replaces
anything, or by `replace` under the store's lock. So a crash between any two steps leaves the old bytes or the new ones, and
at worst a temporary file that nobody reads.

The generation of a file is its modification time in nanoseconds, set before the file gets its name. It lies in the same inode
as the bytes, so the two change in one step, it survives the process, and the file stays as readable as it was given. A digest
would come back when the bytes do; a header would spoil the file; a second file could be left behind by a crash. The clock
only suggests the number: a new one is always above the one it follows, as the file system keeps it, and above that of any
deleted file. Copying a store without its times gives new generations: a swap begun before is then refused, as it should be.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from secrets import token_hex
from time import time_ns
from typing import Final

from pipelines.storage.store import BadName, NotStored, StoredDiffers, check_name, check_prefix

LOCK: Final = ".lock"
TEMPORARY: Final = ".new-"
ABSENT: Final = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
NO_LINKS: Final = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK}
"""What file systems say that have no hard links, or no more of them."""
TICKS: Final = (1, 1_000, 1_000_000, 1_000_000_000, 2_000_000_000)
"""Steps in which file systems keep times, in nanoseconds."""


class LocalStore:
    """A `Store` in a local folder, which is made at the first write. Safe among threads and processes; can be pickled."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path).absolute()

    def __repr__(self) -> str:
        return f"LocalStore({str(self.path)!r})"

    def read(self, name: str) -> bytes:
        """See `Store.read`."""
        found = self.read_versioned(name)
        if found is None:
            raise NotStored(f"{name} is not in the store at {self.path}")
        return found[0]

    def read_versioned(self, name: str) -> tuple[bytes, int] | None:
        """See `Store.read_versioned`. Both come from one open file, so they belong together."""
        try:
            with self._file(name).open("rb") as file:
                return file.read(), _generation(os.fstat(file.fileno()))
        except ABSENT:
            return None

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """See `Store.put_if_absent`. Takes no lock."""
        path = self._file(name)
        while (found := self.read_versioned(name)) is None:
            with _telling(path), _new_file(path, data, self._floor()) as (new, _):
                if self._claim(new, path):
                    return True
        if found[0] != data:
            raise StoredDiffers(f"other bytes are kept as {name} in the store at {self.path}")
        with _telling(path):
            _sync(path.parent)
        return False

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        """See `Store.swap`. A refused swap writes nothing."""
        path = self._file(name)
        if _current(path) != generation:
            return None
        with _telling(path), self._locked():
            if _current(path) != generation:
                return None
            with _new_file(path, data, max(generation, self._floor())) as (new, made):
                if generation == 0:
                    return made if self._claim(new, path, locked=True) else None
                os.replace(new, path)
                _sync(path.parent)
                return made

    def names(self, prefix: str) -> Iterator[str]:
        """See `Store.names`."""
        folder = check_prefix(prefix).rpartition("/")[0]
        return iter(sorted(name for name in self._walk(folder) if name.startswith(prefix)))

    def delete(self, name: str) -> None:
        """See `Store.delete`. The lock file's time remembers the highest generation deleted."""
        path = self._file(name)
        if not _current(path):
            return
        with _telling(path), self._locked() as lock:
            past = max(_current(path), self._floor())
            os.utime(lock, ns=(past, past))
            with suppress(FileNotFoundError):
                path.unlink()
            _sync(path.parent)

    def sweep(self) -> int:
        """See `Store.sweep`. A writer holds a lock on its file while it lives."""
        return sum(_abandoned(path) for path in sorted(self.path.rglob(TEMPORARY + "*")))

    def _file(self, name: str) -> Path:
        return self.path / check_name(name)

    def _floor(self) -> int:
        """What new generations must lie above."""
        return _current(self.path / LOCK)

    def _claim(self, new: Path, path: Path, *, locked: bool = False) -> bool:
        """Give a new file its name if that is free. Without hard links the lock stands in for them."""
        try:
            os.link(new, path)
        except FileExistsError:
            return _taken(path)
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            with nullcontext() if locked else self._locked():
                if os.path.lexists(path):
                    return _taken(path)
                os.replace(new, path)
        _sync(path.parent)
        return True

    def _walk(self, folder: str) -> Iterator[str]:
        def failed(error: OSError) -> None:
            if not isinstance(error, ABSENT):
                raise error

        for place, folders, files in os.walk(self.path / folder, onerror=failed):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for file in files:
                name = Path(place, file).relative_to(self.path).as_posix()
                with suppress(BadName):
                    yield check_name(name)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Alone among all who lock this store. The kernel lets go when the process dies."""
        _make_folder(self.path)
        lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)
            os.close(lock)


def _generation(status: os.stat_result) -> int:
    return max(1, status.st_mtime_ns)


def _current(path: Path) -> int:
    """The generation of a file, 0 where there is none."""
    try:
        status = path.stat()
    except ABSENT:
        return 0
    return _generation(status) if stat.S_ISREG(status.st_mode) else 0


def _taken(path: Path) -> bool:
    """False, for a name that is not free. Raises where it never will be: a folder has it."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return False


@contextmanager
def _new_file(path: Path, data: bytes, floor: int) -> Iterator[tuple[Path, int]]:
    """A whole, synced file beside `path` and its generation, above the floor. What is left of it in the end is removed."""
    _make_folder(path.parent)
    new = path.with_name(TEMPORARY + token_hex(8))
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(data)
            file.flush()
            made = _stamp(file.fileno(), floor)
            os.fsync(file.fileno())
            yield new, made
    finally:
        with suppress(OSError):
            new.unlink()


def _abandoned(path: Path) -> bool:
    """Remove a temporary file whose writer is dead. One that is empty may just have been made, and holds nothing."""
    with suppress(*ABSENT), path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if os.fstat(file.fileno()).st_size:
            path.unlink()
            return True
    return False


def _stamp(file: int, floor: int) -> int:
    """Set a file's time to now, or to the next above the floor that the file system can keep. Returns it."""
    for wanted in (time_ns(), *(floor + tick for tick in TICKS)):
        os.utime(file, ns=(wanted, wanted))
        made = _generation(os.fstat(file))
        if made > floor:
            return made
    raise OSError(errno.ENOTSUP, "the file system does not keep modification times")


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, durably."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system without anything to sync in folders
            raise
    finally:
        os.close(file)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Errors of the system name the file that was to be written, not a temporary one."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
