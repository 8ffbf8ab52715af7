"""A store in a bucket of Google Cloud Storage: one object a name, below a prefix, with exactly the bytes that were given.

A write is one upload that names the generation that it follows (`ifGenerationMatch`; 0 for none), and Google decides among
rivals. The answer to an upload can be lost after the write was done: the next attempt is then refused, as if a rival had
been first. So every write carries a mark of its own in the object's metadata, and a refused one looks whose mark is there.
The bytes alone would not tell: a rival may have written the same.

All requests are safe to repeat, and are repeated by the library's own policy. A download or an upload is repeated as a
whole, never resumed: a resumed download of an object that was replaced meanwhile fails as if there were none.

Bytes are checked by CRC32C in both directions: by Google before it keeps them, here before they are handed on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPException
from secrets import token_hex
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

from pipelines.storage.store import BadName, NotStored, StoredDiffers, StoreFailed, check_name, check_prefix

if TYPE_CHECKING:
    from google.api_core.retry import Retry
    from google.cloud.storage import Blob, Bucket

MARK: Final = "wirekin-write"
"""Key of the metadata that names one writing."""
LONGEST: Final = 1024
"""Bytes that the name of an object may have."""
PAUSE: Final = 1.0
PATIENCE: Final = 120.0
"""Those of the library."""
Found = TypeVar("Found")


class GcsStore:
    """A `Store` in a bucket that exists. Safe among threads and processes; can be pickled: a process connects at its first call.

    `pause`: seconds before the second attempt, about doubled for each further one. `patience`: seconds until a call gives up.
    Where `STORAGE_EMULATOR_HOST` is set, the library connects there, without credentials.
    """

    def __init__(self, bucket: str, prefix: str = "", *, pause: float = PAUSE, patience: float = PATIENCE) -> None:
        self.bucket = bucket
        self.prefix = prefix
        self.pause = pause
        self.patience = patience
        self._connected: tuple[int, Bucket] | None = None
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"GcsStore({self.bucket!r}, {self.prefix!r})"

    def __reduce__(self) -> tuple[Callable[..., GcsStore], tuple[object, ...]]:
        """Where it is, without its connections."""
        return _again, (self.bucket, self.prefix, self.pause, self.patience)

    def read(self, name: str) -> bytes:
        """See `Store.read`."""
        found = self.read_versioned(name)
        if found is None:
            raise NotStored(f"{name} is not in the store at {self._url('')}")
        return found[0]

    def read_versioned(self, name: str) -> tuple[bytes, int] | None:
        """See `Store.read_versioned`. Both come in one answer, so they belong together."""
        return self._asking(name, lambda bucket: _download(bucket.blob(self._object(name))))

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """See `Store.put_if_absent`. Where the answer of the first attempt was lost, the next one finds its own write: that is True."""
        while self._write(name, data, 0) is None:
            found = self.read_versioned(name)
            if found is not None and found[0] != data:
                raise StoredDiffers(f"other bytes are kept as {name} in the store at {self._url('')}")
            if found is not None:
                return False
        return True

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        """See `Store.swap`."""
        return self._write(name, data, generation)

    def names(self, prefix: str) -> Iterator[str]:
        """See `Store.names`. Google looks up the prefix, and answers a thousand names a request."""
        whole = self._below + check_prefix(prefix)
        with self._telling(prefix):
            bucket = self._bucket()
            blobs = bucket.list_blobs(prefix=whole, fields="items(name),nextPageToken", retry=self._policy())
            found = [blob.name.removeprefix(self._below) for blob in blobs]
        return iter(sorted(name for name in found if _can_be(name)))

    def delete(self, name: str) -> None:
        """See `Store.delete`. Looks once what there is and deletes that, however often it asks: what a rival writes meanwhile stays."""
        found = self._asking(name, lambda bucket: bucket.get_blob(self._object(name), retry=None))
        if found is not None:
            self._asking(name, lambda bucket: _delete(bucket.blob(found.name), found.generation))

    def sweep(self) -> int:
        """See `Store.sweep`. The service shows no object before it is whole."""
        return 0

    def objects(self) -> dict[str, int]:
        """Whatever lies below the prefix, written by whom it may be: the object's whole name -> its generation, one of each writing.

        Without what is hidden, by a dot before a part of its name, and without the empty objects that stand for folders.
        """
        with self._telling(""):
            fields = "items(name,generation),nextPageToken"
            blobs = self._bucket().list_blobs(prefix=self._below, fields=fields, retry=self._policy())
            found = {str(blob.name): int(blob.generation) for blob in blobs}
        hidden = len(self._below)
        return {n: g for n, g in sorted(found.items()) if not n.endswith("/") and not any(p[:1] == "." for p in n[hidden:].split("/"))}

    def generation_of(self, name: str) -> int | None:
        """The generation of the one object of that whole name; None where there is none."""
        with self._telling(name):
            blob = self._policy()(lambda: self._bucket().get_blob(name, retry=None))()
        return None if blob is None else int(blob.generation)

    def object(self, name: str, most: int) -> bytes | int | None:
        """The bytes of an object by its whole name; its size if that is more than `most` bytes; None where there is none."""
        with self._telling(name):
            blob = self._policy()(lambda: self._bucket().get_blob(name, retry=None))()
            if blob is None or blob.size > most:
                return None if blob is None else int(blob.size)
            found = self._policy()(_download)(self._bucket().blob(name))
        return None if found is None else found[0]

    def _write(self, name: str, data: bytes, generation: int) -> int | None:
        """The generation made; None where the current one was not the given."""
        mark = token_hex(16)
        return self._asking(name, lambda bucket: _upload(bucket, self._object(name), data, generation, mark))

    @property
    def _below(self) -> str:
        return f"{self.prefix}/" if self.prefix else ""

    def _object(self, name: str) -> str:
        whole = self._below + check_name(name)
        if len(whole.encode()) > LONGEST or "\n" in whole or "\r" in whole:
            raise BadName(f"{name!a} cannot be a name in {self._url('')}: it is longer than {LONGEST} bytes, or has a line break in it")
        return whole

    def _url(self, name: str) -> str:
        return f"gs://{self.bucket}/{self._below}{name}".rstrip("/")

    def _asking(self, name: str, call: Callable[[Bucket], Found]) -> Found:
        self._object(name)
        with self._telling(name):
            return self._policy()(call)(self._bucket())

    def _policy(self) -> Retry:
        from google.cloud.storage.retry import DEFAULT_RETRY

        policy: Retry = DEFAULT_RETRY.with_delay(initial=self.pause).with_timeout(self.patience)
        return policy

    def _bucket(self) -> Bucket:
        """The bucket, through a client of this process. Asks nothing of Google yet."""
        with self._lock:
            if self._connected is None or self._connected[0] != os.getpid():
                from google.cloud.storage import Client

                self._connected = os.getpid(), Client(project=None).bucket(self.bucket)
            return self._connected[1]

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        """Failures become one plain sentence that names the object."""
        from google.api_core.exceptions import Forbidden, GoogleAPICallError, NotFound, RetryError, Unauthorized
        from google.auth.exceptions import GoogleAuthError
        from google.cloud.storage.exceptions import DataCorruption

        try:
            yield
        except RetryError as error:
            why = f"no answer that can be used in {self.patience:g} seconds ({_reason(error.cause)}): try again"
            raise StoreFailed(f"{self._url(name)}: {why}") from error
        except (Forbidden, Unauthorized) as error:
            why = f"permission denied ({_reason(error)}): this account needs the role Storage Object User on the bucket"
            raise StoreFailed(f"{self._url(name)}: {why}") from error
        except NotFound as error:
            raise StoreFailed(f"{self._url(name)}: there is no bucket {self.bucket}: make it first") from error
        except GoogleAuthError as error:
            why = "no credentials that Google takes: run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS"
            raise StoreFailed(f"{self._url(name)}: {why} ({_reason(error)})") from error
        except DataCorruption as error:
            raise StoreFailed(f"{self._url(name)}: the bytes do not have the checksum that they were kept with") from error
        except (GoogleAPICallError, OSError) as error:
            raise StoreFailed(f"{self._url(name)}: the request failed ({_reason(error)})") from error


def _again(bucket: str, prefix: str, pause: float, patience: float) -> GcsStore:
    return GcsStore(bucket, prefix, pause=pause, patience=patience)


def _download(blob: Blob) -> tuple[bytes, int] | None:
    """Bytes and generation out of one answer; None where there is no such object, or no such bucket."""
    from google.cloud.exceptions import NotFound

    try:
        data: bytes = blob.download_as_bytes(checksum="crc32c", retry=None)
    except NotFound:
        return None
    if blob.crc32c is None or blob.generation is None:
        raise StoreFailed(f"gs://{blob.bucket.name}/{blob.name}: the answer names no checksum or no generation: it cannot be trusted")
    return data, blob.generation


def _upload(bucket: Bucket, name: str, data: bytes, generation: int, mark: str) -> int | None:
    """The generation made, by this attempt or by an earlier one with this mark; None where refused."""
    from google.cloud.exceptions import PreconditionFailed

    blob = bucket.blob(name)
    blob.metadata = {MARK: mark}
    try:
        blob.upload_from_string(data, "application/octet-stream", if_generation_match=generation, checksum="crc32c", retry=None)
    except PreconditionFailed:
        blob = bucket.get_blob(name, retry=None)
        if blob is None or (blob.metadata or {}).get(MARK) != mark:
            return None
    made: int = blob.generation
    return made


def _delete(blob: Blob, generation: int) -> None:
    """Delete that generation. Nothing happens where it is gone, or another one has come after it."""
    from google.cloud.exceptions import NotFound, PreconditionFailed

    with suppress(NotFound, PreconditionFailed):
        blob.delete(if_generation_match=generation, retry=None)


def _can_be(name: str) -> bool:
    """Whether a store can have written that: a bucket may hold more, such as the empty objects that stand for folders."""
    try:
        check_name(name)
    except BadName:
        return False
    return True


def _reason(error: BaseException | None) -> str:
    """What is at the bottom of a failure, in a few words: `503 Service Unavailable`, `Connection refused`."""
    said = str(error).partition("\n")[0]
    while error is not None:
        code = getattr(error, "code", None)
        if isinstance(code, int) and code in set(HTTPStatus):
            return f"{code:d} {HTTPStatus(code).phrase}"
        if isinstance(error, (OSError, HTTPException)):
            said = getattr(error, "strerror", None) or str(error)
        error = error.__cause__ or error.__context__
    return said
