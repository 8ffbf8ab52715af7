"""Google Cloud Storage in this process, as far as a store uses it: a server on 127.0.0.1 with exact generations, and faults on demand.

What it does is after the documentation of the JSON API: `ifGenerationMatch` (0: no live object) on uploads, reads and deletes,
412 where it does not hold; uploads as multipart or resumable, refused with 400 where the bytes do not have the checksum that
came along; downloads with `x-goog-generation` and `x-goog-hash`; listings in the order of UTF-8 with prefix, delimiter and pages.
"""

from __future__ import annotations

import base64
import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import google_crc32c

PAGE: Final = 1000
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Fault:
    """What happens to one request, or to all as long as `times` is negative.

    `kind`: a status; `reset`, the connection breaks before anything is done; `lost`, it breaks after all was done;
    `cut`, it breaks in the middle of the answer; `spoilt`, one bit of the answer, or of what is uploaded, is another.
    """

    kind: int | str
    methods: tuple[str, ...] = ("GET", "POST", "PUT", "DELETE")
    times: int = 1
    name: str = ""
    """Only requests whose path and query have this in them, or what they tell of the object."""


@dataclass
class Kept:
    """One live object."""

    data: bytes
    generation: int
    metadata: dict[str, str]


@dataclass
class FakeGoogle:
    """The service: buckets, what went in, and what is to go wrong."""

    buckets: dict[str, dict[str, Kept]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    heeds_generations: bool = True
    """False is how some emulators are: everything succeeds."""
    page: int = PAGE
    url: str = ""
    _lock: Lock = field(default_factory=Lock)
    _writes: int = 1_700_000_000_000_000
    _sessions: dict[str, tuple[str, str, int | None, dict[str, Any], bytearray]] = field(default_factory=dict)
    _finished: dict[str, Answer] = field(default_factory=dict)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """One request, done as a whole or not at all."""
        where = urlsplit(target)
        asked = {key: values[0] for key, values in parse_qs(where.query, keep_blank_values=True).items()}
        path = [unquote(part) for part in where.path.split("/") if part]
        upload = path[:1] == ["upload"]
        path = path[path.index("b") + 1 :] if "b" in path else []
        with self._lock:
            if not path or path[0] not in self.buckets:
                return self._refused(404, "The specified bucket does not exist.")
            if upload:
                return self._upload(method, path[0], asked, headers, body)
            if len(path) == 2:
                return self._list(self.buckets[path[0]], asked)
            return self._object(method, path[0], path[2], asked)

    def _object(self, method: str, bucket: str, name: str, asked: dict[str, str]) -> Answer:
        found = self.buckets[bucket].get(name)
        if found is None or ("generation" in asked and int(asked["generation"]) != found.generation):
            return self._refused(404, f"No such object: {bucket}/{name}")
        if not self._holds(bucket, name, asked.get("ifGenerationMatch")):
            return self._refused(412, "At least one of the pre-conditions you specified did not hold.")
        if method == "DELETE":
            del self.buckets[bucket][name]
            return 204, {}, b""
        if asked.get("alt") == "media":
            hashes = f"crc32c={_crc32c(found.data)},md5={_md5(found.data)}"
            return 200, {"x-goog-generation": str(found.generation), "x-goog-hash": hashes}, found.data
        return self._json(_resource(bucket, name, found))

    def _list(self, objects: dict[str, Kept], asked: dict[str, str]) -> Answer:
        prefix, after, delimiter = asked.get("prefix", ""), asked.get("pageToken", ""), asked.get("delimiter")
        most = min(self.page, int(asked.get("maxResults", self.page)))
        names, folders = [], set()
        for name in sorted((n for n in objects if n.startswith(prefix) and n > after), key=str.encode):
            end = name.find(delimiter, len(prefix)) if delimiter else -1
            if end >= 0:
                folders.add(name[: end + 1])
            else:
                names.append(name)
        items = [{"name": name, "generation": str(objects[name].generation)} for name in names[:most]]
        out: dict[str, Any] = {"kind": "storage#objects", "items": items, "prefixes": sorted(folders)}
        if len(names) > most:
            out["nextPageToken"] = names[most - 1]
        return self._json(out)

    def _upload(self, method: str, bucket: str, asked: dict[str, str], headers: dict[str, str], body: bytes) -> Answer:
        match = asked.get("ifGenerationMatch")
        if asked.get("uploadType") == "multipart":
            about, data = _parts(headers["content-type"], body)
            return self._keep(bucket, about["name"], None if match is None else int(match), about, data)
        if method == "POST":
            about = json.loads(body)
            if not self._holds(bucket, about["name"], match):
                return self._refused(412, "At least one of the pre-conditions you specified did not hold.")
            session = f"session{len(self._sessions)}"
            self._sessions[session] = bucket, about["name"], None if match is None else int(match), about, bytearray()
            return 200, {"Location": f"{self.url}/upload/storage/v1/b/{bucket}/o?uploadType=resumable&upload_id={session}"}, b""
        return self._chunk(asked["upload_id"], headers, body)

    def _chunk(self, session: str, headers: dict[str, str], body: bytes) -> Answer:
        if session in self._finished:
            return self._finished[session]
        bucket, name, match, about, data = self._sessions[session]
        span, total = headers["content-range"].removeprefix("bytes ").split("/")
        if span != "*" and int(span.partition("-")[0]) == len(data):
            data += body
        if total == "*" or len(data) < int(total):
            return 308, {"Range": f"bytes=0-{len(data) - 1}"} if data else {}, b""
        told = headers.get("x-goog-hash", "").removeprefix("crc32c=")
        answer = self._keep(bucket, name, match, about | ({"crc32c": told} if told else {}), bytes(data))
        if answer[0] == 200:
            self._finished[session] = answer
        return answer

    def _keep(self, bucket: str, name: str, match: int | None, about: dict[str, Any], data: bytes) -> Answer:
        for key, made in (("crc32c", _crc32c(data)), ("md5Hash", _md5(data))):
            if about.get(key, made) != made:
                return self._refused(400, f"Provided {key} does not match calculated {made}.")
        if not self._holds(bucket, name, match):
            return self._refused(412, "At least one of the pre-conditions you specified did not hold.")
        self._writes += 1
        self.buckets[bucket][name] = Kept(data, self._writes, about.get("metadata") or {})
        return self._json(_resource(bucket, name, self.buckets[bucket][name]))

    def _holds(self, bucket: str, name: str, match: int | str | None) -> bool:
        found = self.buckets[bucket].get(name)
        return match is None or not self.heeds_generations or int(match) == (found.generation if found else 0)

    def _json(self, out: dict[str, Any]) -> Answer:
        return 200, {"Content-Type": "application/json"}, json.dumps(out).encode()

    def _refused(self, status: int, why: str) -> Answer:
        out = {"error": {"code": status, "message": why, "errors": [{"message": why, "domain": "global", "reason": "reason"}]}}
        return status, {"Content-Type": "application/json"}, json.dumps(out).encode()

    def fault_for(self, method: str, target: str, body: bytes) -> int | str | None:
        """What is to happen to this request; each fault is used up in its turn."""
        with self._lock:
            self.requests.append(f"{method} {target}")
            for fault in self.faults:
                if fault.times and method in fault.methods and (fault.name in unquote(target) or fault.name.encode() in body[:400]):
                    fault.times -= 1
                    return fault.kind
        return None

    def kept(self, bucket: str) -> dict[str, bytes]:
        """What a bucket holds."""
        with self._lock:
            return {name: kept.data for name, kept in sorted(self.buckets[bucket].items())}


def _crc32c(data: bytes) -> str:
    return base64.b64encode(google_crc32c.value(data).to_bytes(4, "big")).decode()


def _md5(data: bytes) -> str:
    return base64.b64encode(md5(data).digest()).decode()


def _resource(bucket: str, name: str, kept: Kept) -> dict[str, Any]:
    return {
        "kind": "storage#object",
        "bucket": bucket,
        "name": name,
        "generation": str(kept.generation),
        "metageneration": "1",
        "size": str(len(kept.data)),
        "crc32c": _crc32c(kept.data),
        "md5Hash": _md5(kept.data),
        "metadata": kept.metadata,
    }


def _parts(content_type: str, body: bytes) -> tuple[dict[str, Any], bytes]:
    """multipart/related: what is told of the object, and its bytes."""
    boundary = b"--" + content_type.partition("boundary=")[2].strip('"').encode()
    first, second = body.removeprefix(boundary + b"\r\n").removesuffix(b"\r\n" + boundary + b"--").split(b"\r\n" + boundary + b"\r\n", 1)
    return json.loads(first.partition(b"\r\n\r\n")[2]), second.partition(b"\r\n\r\n")[2]


def _spoilt(data: bytes) -> bytes:
    """One bit of the middle is another."""
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


@contextmanager
def serving(google: FakeGoogle) -> Iterator[FakeGoogle]:
    """Serve on a free port of 127.0.0.1 as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = google.fault_for(self.command, self.path, body)
            if fault == "reset":
                return self._break()
            if fault == "spoilt" and self.command != "GET":
                at = body.rindex(b"\r\n\r\n") + 4 if b"\r\n\r\n" in body else 0
                end = body.rindex(b"\r\n--") if at else len(body)
                body = body[:at] + _spoilt(body[at:end]) + body[end:]
            if isinstance(fault, int):
                status, headers, out = google._refused(fault, "the fake was told to say so")
            else:
                asked = {name.lower(): value for name, value in self.headers.items()}
                status, headers, out = google.answer(self.command, self.path, asked, body)
            if fault == "lost":
                return self._break()
            if fault == "spoilt" and self.command == "GET":
                out = _spoilt(out)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(out)))
            self.end_headers()
            self.wfile.write(out[: len(out) // 2] if fault == "cut" else out)
            if fault == "cut":
                self._break()
            return None

        def _break(self) -> None:
            """Reset the connection: no answer, no farewell."""
            self.wfile.flush()
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

    server = Server(("127.0.0.1", 0), Handler)
    google.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield google
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
