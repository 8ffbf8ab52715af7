"""Web archives (WARC, and its forerunner ARC): each page, feed or file of JSON or XML that was fetched, read like a file of its own.

Items are records of type response with status 200, or of type resource, that hold a text by their media type; requests, revisits,
metadata and what is no text are none. FastWARC reads them, warcio where it refuses, and behind a broken place the next record that can
be found is read on. A gzipped archive has a gzip member a record: it is never unpacked as a whole.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError, dead_letter
from pipelines.formats.detect import GZIP, detect, holds_records, mebibytes
from pipelines.formats.reading import Item, Reading
from pipelines.formats.registry import read_items, reader_of
from pipelines.formats.responses import LONGEST_HEAD, Response, decoded, in_utf8, response_of
from pipelines.trade.times import parse_time
from schemas import Story

if TYPE_CHECKING:
    from collections.abc import Callable

_TYPES: Final = ("response", "resource")
_TEXT_TYPE = re.compile(
    r"(?:text|application)/(?:[\w.-]+\+)?(?:html|xhtml|xml|json|rss|atom|feed)|text/plain|application/(?:x-)?ndjson", re.ASCII
)
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_NO_STORY = re.compile(r"/robots\.txt(?:[?#]|$)|^(?:dns|whois|metadata):|^urn:(?:pageinfo|text|view|thumbnail|embeds):", re.IGNORECASE)
"""Addresses of what crawlers fetch or write for themselves."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_SNIFFED: Final = 4096
_TRIES: Final = 10_000
"""Places in one archive that are tried for the next record behind a broken one."""
_BROKEN: Final = "The web archive is broken here: a record or more are lost."
_PADDING: Final = b"\0\r\n"
_PIECE: Final = 1 << 20
_FREE_RATIO: Final = 1 << 20
_GZIP_MEMBER: Final = b"\x1f\x8b\x08"
_RECORD: Final = b"\nWARC/"
MAPPING: Final = {
    "published": "`WARC-Date`, for items that tell no time themselves (transport)",
    "text": "each response with status 200 and each resource that is a text, read like a file of its own",
}
"""Field of a story -> where it comes from."""


class _Record(NamedTuple):
    kind: str
    target: str
    date: str
    media_type: str
    """Of the block: of a response that of the whole exchange."""
    length: int
    block: bytes
    """Up to the largest item and a head."""
    offset: int


class _Lost(NamedTuple):
    """A stretch of the archive that cannot be read."""

    start: int
    end: int


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The items of the records in their order. RefusedError when no record can be read at all."""
    limits = reading.limits
    if reading.depth >= limits.max_depth:
        raise RefusedError("The web archive lies too deep within others.")
    most = max(_FREE_RATIO, limits.max_ratio * len(data))
    number = size = items = 0
    for record in _records(data, limits.max_item_bytes + LONGEST_HEAD):
        number += 1
        here = reading.numbered(number)
        if isinstance(record, _Lost):
            if number == 1 and record.end == len(data):
                raise RefusedError("The web archive is broken: no record of it can be read.")
            items += 1
            yield dead_letter(_BROKEN, here.uri, data[record.start : record.end], "warc")
            continue
        size += record.length
        if number > limits.max_members or size > most:
            limit = f"{limits.max_members} records" if number > limits.max_members else f"{limits.max_ratio} times its size"
            yield dead_letter(f"The web archive holds more than {limit}: the rest was not read.", here.uri, data[record.offset :], "warc")
            return
        if record.kind in _TYPES:
            for item in _items_of(record, replace(reading, uri=record.target or here.uri, depth=reading.depth + 1)):
                items += 1
                yield item
    if not items:
        raise RefusedError("The web archive holds no page, feed or other text.")


def _items_of(record: _Record, here: Reading) -> Iterator[Item]:
    """What one record holds; nothing when it is no text that was fetched."""
    response = response_of(record.block) if record.kind == "response" else Response(200, {"content-type": record.media_type}, record.block)
    if response is None or response.status != 200:
        return
    media_type = response.fields.get("content-type", "")
    kind = media_type.partition(";")[0].strip().casefold()
    if not _TEXT_TYPE.fullmatch(kind) or _NO_STORY.search(record.target):
        return
    if len(record.block) < record.length:
        whole = record.length <= here.limits.max_item_bytes + LONGEST_HEAD
        reason = "The record ends too early." if whole else f"The record is larger than {mebibytes(here.limits.max_item_bytes)}."
        yield dead_letter(reason, here.uri, record.block, "warc")
        return
    try:
        content = decoded(response.payload, response.fields, here.limits)
    except RefusedError as refused:
        yield dead_letter(refused, here.uri, record.block, "warc")
        return
    transport = parse_time(record.date) if record.date else None
    for item in _read_as(kind, in_utf8(content, media_type), here):
        if isinstance(item, Story) and item.published is None and transport is not None:
            item = item.model_copy(update={"published": transport, "time_basis": "transport"})
        yield item


def _read_as(kind: str, content: bytes, here: Reading) -> Iterator[Item]:
    """The items of the content; what is said to be HTML and looks like plain text is HTML."""
    if kind in _HTML_TYPES and detect(content) == "text" and b"<" in content:
        try:
            yield from reader_of("html")(content, here)
        except RefusedError as refused:
            yield dead_letter(refused, here.uri, content, "html")
    else:
        yield from read_items(content, here)


def _records(data: bytes, most: int) -> Iterator[_Record | _Lost]:
    """The records in order, and the broken places between them."""
    at = tries = 0
    while True:
        count, end = 0, at
        for read_by in (_by_fastwarc, _by_warcio):
            try:
                for number, record in enumerate(read_by(data, at, most), 1):
                    if number > count:
                        count, end = number, _end_of(data, record)
                        yield record
            except Exception:  # noqa: BLE001  # both raise what zlib, struct and codecs raise, too; what cannot be read is told below
                continue
            if not data[end:].strip(_PADDING):
                return
        # Readers stop at a broken record, or pass over what follows it without a word.
        following = -1
        if not data[end:].strip(_PADDING):
            return
        for following in _candidates(data, end):
            tries += 1
            if tries > _TRIES or _can_be_read(data, following, most):
                break
        else:
            following = -1
        if following < 0 or tries > _TRIES:
            yield _Lost(end, len(data))
            return
        yield _Lost(end, following)
        at = following


def _candidates(data: bytes, at: int) -> Iterator[int]:
    """Where records may begin from `at` on."""
    mark, before = (_GZIP_MEMBER, 0) if data.startswith(GZIP) else (_RECORD, 1)
    while (found := data.find(mark, at)) >= 0:
        yield found + before
        at = found + 1


def _can_be_read(data: bytes, at: int, most: int) -> bool:
    """Whether a record begins there that FastWARC reads."""
    if not holds_records(data[at : at + _SNIFFED]):
        return False
    try:
        return next(_by_fastwarc(data, at, most), None) is not None
    except Exception:  # noqa: BLE001  # as above
        return False


def _end_of(data: bytes, record: _Record) -> int:
    """Where a record ends in the archive: its gzip member, or its block. The end of the archive where that cannot be told."""
    if not data.startswith(GZIP):
        head = _HEAD_END.search(data, record.offset)
        return min(head.end() + record.length, len(data)) if head else len(data)
    member = zlib.decompressobj(wbits=31)
    at = record.offset
    try:
        while not member.eof and at < len(data):
            rest = data[at : at + _PIECE]
            while rest and not member.eof:
                member.decompress(rest, _PIECE)
                rest = member.unconsumed_tail
            at += _PIECE
    except zlib.error:
        return len(data) if record.offset >= len(data) else record.offset + 1
    return min(at, len(data)) - len(member.unused_data)


def _by_fastwarc(data: bytes, at: int, most: int) -> Iterator[_Record]:
    from fastwarc.warc import ArchiveIterator

    stream = BytesIO(data)
    stream.seek(at)
    for record in ArchiveIterator(stream, parse_http=False):
        block = record.reader.read(min(record.content_length, most))
        fields = {name.casefold(): value for name, value in record.headers.items()}
        yield _record(fields, record.content_length, block, at + record.stream_pos)


def _by_warcio(data: bytes, at: int, most: int) -> Iterator[_Record]:
    from warcio.archiveiterator import ArchiveIterator

    stream = BytesIO(data)
    stream.seek(at)
    records = ArchiveIterator(stream, no_record_parse=True, arc2warc=True)
    for record in records:
        fields = {name.casefold(): value for name, value in record.rec_headers.headers}
        length = max(int(fields.get("content-length", 0)), 0)
        yield _record(fields, length, _read(record.raw_stream.read, min(length, most)), records.get_record_offset())


def _read(read_piece: Callable[[int], bytes], size: int) -> bytes:
    """`size` bytes, or as many as there are."""
    pieces: list[bytes] = []
    while size > 0 and (piece := read_piece(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _record(fields: dict[str, str], length: int, block: bytes, offset: int) -> _Record:
    return _Record(
        kind=fields.get("warc-type", "").strip().casefold(),
        target=clean_line(fields.get("warc-target-uri", "").strip().strip("<>")) or "",
        date=fields.get("warc-date", "").strip(),
        media_type=fields.get("content-type", ""),
        length=length,
        block=block,
        offset=offset,
    )
