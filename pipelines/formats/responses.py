"""What an HTTP server sent, as a web archive keeps it: the payload without chunks and compression, in a character set that can be told."""

from __future__ import annotations

import re
import zlib
from typing import Final, NamedTuple

from pipelines.formats.dead import RefusedError
from pipelines.formats.detect import GZIP, mebibytes
from pipelines.formats.encoding import python_name
from pipelines.formats.reading import Limits

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=|<\?xml[^>]{0,200}?encoding\s*=", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_SNIFFED: Final = 4096
LONGEST_HEAD: Final = 1 << 16
"""Of a response: bytes."""
_FREE_RATIO: Final = 1 << 20
"""What unpacks to up to this many bytes may have any ratio."""
_PIECE: Final = 1024
"""Bytes of Brotli that are unpacked at once: its decoder has no cap."""


class Response(NamedTuple):
    """Status, fields by casefolded name, and payload as it was sent."""

    status: int
    fields: dict[str, str]
    payload: bytes


def response_of(block: bytes) -> Response | None:
    """The response in the block of a record; None where there is none."""
    found = _STATUS.match(block)
    end = _HEAD_END.search(block, 0, LONGEST_HEAD) if found else None
    if found is None or end is None:
        return None
    fields: dict[str, str] = {}
    for line in block[: end.start()].decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip().casefold()] = value.strip()
    return Response(int(found[1]), fields, block[end.end() :])


def decoded(payload: bytes, fields: dict[str, str], limits: Limits) -> bytes:
    """The payload without chunks and compression. Archives often keep the fields and store the payload without either."""
    if fields.get("transfer-encoding", "").casefold() == "chunked":
        payload = _unchunked(payload)
    coding = fields.get("content-encoding", "").casefold()
    if coding in ("gzip", "x-gzip", "deflate") and not payload.startswith(GZIP):
        return _inflated(payload, limits)
    if coding == "br":
        return _unbrotlied(payload, limits)
    return payload  # gzip is taken off, with caps, like that of any file


def _unchunked(payload: bytes) -> bytes:
    """The chunks joined (RFC 9112, 7.1); bytes that are no chunks as they are."""
    pieces: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(payload, at):
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(payload[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if payload.startswith(b"\r\n", at) else 1 if payload.startswith(b"\n", at) else 0
    return b"".join(pieces) if pieces and at >= len(payload) else payload


def _inflated(payload: bytes, limits: Limits) -> bytes:
    """deflate, with or without the head of zlib; what is neither as it is."""
    for bits in (15, -15):
        decoder = zlib.decompressobj(wbits=bits)
        try:
            content = decoder.decompress(payload, limits.max_item_bytes + 1)
        except zlib.error:
            continue
        _check(len(content), len(payload), limits)
        if decoder.eof:
            return content
    return payload


def _unbrotlied(payload: bytes, limits: Limits) -> bytes:
    """Brotli, in small pieces: its decoder has no cap; what is none as it is."""
    from brotli import Decompressor, error

    decoder = Decompressor()
    pieces, size = [], 0
    try:
        for at in range(0, len(payload), _PIECE):
            pieces.append(decoder.process(payload[at : at + _PIECE]))
            size += len(pieces[-1])
            _check(size, len(payload), limits)
    except error:
        return payload
    return b"".join(pieces)


def _check(size: int, packed: int, limits: Limits) -> None:
    if size > limits.max_item_bytes:
        raise RefusedError(f"The record unpacks to more than {mebibytes(limits.max_item_bytes)}.")
    if size > max(_FREE_RATIO, limits.max_ratio * packed):
        raise RefusedError(f"The record unpacks to more than {limits.max_ratio} times its size.")


def in_utf8(content: bytes, media_type: str) -> bytes:
    """The content in UTF-8 where only the head of the response tells its character set."""
    found = _CHARSET.search(media_type)
    name = python_name(found[1]) if found else None
    if name is None or name == "utf-8" or content.isascii() or content.startswith(GZIP) or _META_CHARSET.search(content, 0, _SNIFFED):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(name, "replace").encode()
    return content
