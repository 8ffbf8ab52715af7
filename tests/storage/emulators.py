"""Where a store of Google Cloud Storage finds its service in tests: the fake of this folder, or a `fake-gcs-server` if one is installed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from shutil import which
from socket import socket
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

import pytest

AT_HOME: Final = pytest.mark.allow_hosts(["127.0.0.1"])
"""Tests may connect to this machine, and nowhere else."""
SERVER: Final = which("fake-gcs-server")
EMULATED: Final = (AT_HOME, pytest.mark.skipif(SERVER is None, reason="fake-gcs-server is not installed"))


@dataclass(frozen=True)
class Service:
    """A service with a bucket in it."""

    url: str
    bucket: str = "bucket"


@contextmanager
def talking_to(url: str) -> Iterator[None]:
    """The library connects there, and asks for nothing on its own account."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORAGE_EMULATOR_HOST", url)
        patch.setenv("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA", "true")
        yield


@contextmanager
def emulator() -> Iterator[Service]:
    """A `fake-gcs-server` in memory, on a port that was free just now."""
    assert SERVER is not None
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        service = Service(f"http://127.0.0.1:{free.getsockname()[1]}")
    host, port = service.url.removeprefix("http://").split(":")
    flags = ["-backend", "memory", "-scheme", "http", "-host", host, "-port", port, "-public-host", host]
    process = subprocess.Popen([SERVER, *flags], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    drain = Thread(target=process.stderr.read)  # it says a line a request, and stands still when nobody reads
    try:
        assert any("server started" in line for line in process.stderr), "fake-gcs-server ended at once"
        drain.start()
        connection = HTTPConnection(urlsplit(service.url).netloc)
        connection.request("POST", "/storage/v1/b?project=test", json.dumps({"name": service.bucket}), {"Content-Type": "application/json"})
        assert connection.getresponse().status == 200
        connection.close()
        yield service
    finally:
        process.kill()
        process.wait()
        if drain.ident:
            drain.join()
        process.stderr.close()
