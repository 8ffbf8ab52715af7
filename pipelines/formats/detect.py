"""What a file is, by its content only; and gzip taken off, with a cap."""

from __future__ import annotations

import re
import zlib
from typing import Final, Literal

from pipelines.formats.dead import DeadReason
from pipelines.formats.telegraph import old_format
from pipelines.trade.words import words

Format = Literal["json", "text", "html", "feed", "warc", "zip", "tar", "anpa", "iptc7901", "mail", "nitf", "newsmlg2", "newsml1"]

GZIP: Final = b"\x1f\x8b"
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MAGIC: Final = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|(?:html|head|body|article|main|section|div|p|h1|h2|meta|title|span|script|link|header)[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?>\s*)*<([A-Za-z_][\w.:-]*)[^<>]*>", re.DOTALL)
_FEED_ROOTS: Final = words("rss RDF feed")
WARC: Final = (b"WARC/", b"filedesc://")
"""How files of web archives begin: WARC, and its forerunner ARC."""
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_TAR: Final = b"ustar"
_TAR_AT: Final = 257
_WIRE_ROOTS: Final[dict[str, Format]] = {
    "nitf": "nitf",
    **dict.fromkeys(("newsItem", "newsMessage", "packageItem"), "newsmlg2"),
    "NewsML": "newsml1",
}
_XML_ROOTS: Final = _FEED_ROOTS.union(_WIRE_ROOTS)
_JSON = re.compile(rb'\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:[\[{\]]|\Z))')
_JSON_SCALARS = re.compile(rb'\s*\[\s*(?:["\d-]|true|false|null)')
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\v\f\r")
_MAX_CONTROLS: Final = 0.05
"""Share of control characters that makes bytes binary; old wires have a few."""
_JSON_LINE = re.compile(rb'^\{\s*"', re.MULTILINE)
_SNIFFED: Final = 4096
"""Bytes from the first one that is not blank that decide."""
_BINARY_SNIFFED: Final = 1 << 16
_FREE_RATIO: Final = 1 << 20
"""Output up to this many bytes may have any ratio: short repetitive files harm nobody."""
_PIECE: Final = 1 << 20


def decode_bom(data: bytes) -> tuple[bytes, str | None]:
    """The bytes without a byte order mark, and the encoding that the mark names."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :], encoding
    return data, None


def detect(data: bytes) -> Format | DeadReason:
    """Which format the bytes are, by a byte order mark, the first byte that is not blank and the tags; never by a name."""
    if not data or data.isspace():
        return DeadReason("The file is empty.")
    if data.startswith(GZIP):
        return DeadReason("The file was compressed with gzip twice.")
    if data.startswith(WARC):
        return "warc"
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_TAR, _TAR_AT):
        return "tar"
    plain, encoding = decode_bom(data)
    for magic, name in _MAGIC:
        if plain.startswith(magic):
            return DeadReason(f"This is {name}, not a text.")
    if encoding in ("utf-16-le", "utf-16-be"):
        head = plain[:_SNIFFED].decode(encoding, "replace").encode("utf-8", "replace")
    elif (old := old_format(plain)) is not None:
        return old
    else:
        sniffed = plain[:_BINARY_SNIFFED]
        if b"\0" in sniffed:
            only_zeros = not plain.strip(b"\0")
            return DeadReason("The file holds nothing but zeros." if only_zeros else "The file is binary, not a text.")
        controls = len(sniffed) - len(sniffed.translate(None, _CONTROLS))
        # The old wires that are full of them are ASCII; two hundred bytes of noise have some twenty, and are no UTF-8.
        if controls > (_MAX_CONTROLS if sniffed.isascii() else _MAX_CONTROLS / 5) * len(sniffed) + 4:
            return DeadReason("The file is binary, not a text.")
        at = len(sniffed) - len(sniffed.lstrip())
        head = plain[at : at + _SNIFFED]
    if not head.strip():
        return DeadReason("The file is empty.") if not plain.strip() else "text"
    return _by_first_bytes(head, plain)


def _by_first_bytes(head: bytes, plain: bytes) -> Format | DeadReason:
    if _JSON.match(head) or (_JSON_SCALARS.match(head) and plain.rstrip().endswith(b"]")):
        return "json"
    if _HTML.match(head):
        return "html"
    root = _XML.match(head)
    if root is not None and (root[1].decode("ascii").split(":")[-1] in _XML_ROOTS or head.lstrip().startswith(b"<?xml")):
        name = root[1].decode("ascii").split(":")[-1]
        if name in _WIRE_ROOTS:
            return _WIRE_ROOTS[name]
        if name in _FEED_ROOTS:
            return "feed"
        if b"<html" in head.lower():
            return "html"
        return DeadReason(f"This is XML ({root[1].decode('ascii')[:40]}), a format that is not read.")
    lines = head.count(b"\n") + 1
    return "json" if len(_JSON_LINE.findall(head)) * 2 >= lines and lines > 1 else "text"


def holds_records(data: bytes) -> bool:
    """Whether the bytes are a web archive, as it is or packed with gzip: its records are unpacked one by one, never the whole."""
    if not data.startswith(GZIP):
        return data.startswith(WARC)
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:_SNIFFED], max(map(len, WARC))).startswith(WARC)
    except zlib.error:
        return False


def unpack(data: bytes, max_bytes: int, max_ratio: int) -> bytes | DeadReason:
    """The content of gzip bytes, all members of it; other bytes as they are. The reason when it is broken or too large."""
    if not data.startswith(GZIP):
        return data if len(data) <= max_bytes else DeadReason(f"The file is larger than {mebibytes(max_bytes)}.")
    pieces: list[bytes] = []
    size, rest = 0, data
    while rest.startswith(GZIP):
        member = zlib.decompressobj(wbits=31)
        try:
            while not member.eof:
                piece = member.decompress(rest, _PIECE)
                rest = member.unconsumed_tail
                if not piece and not rest and not member.eof:
                    return DeadReason("The gzip file ends too early.")
                pieces.append(piece)
                size += len(piece)
                if size > max_bytes:
                    return DeadReason(f"The gzip file holds more than {mebibytes(max_bytes)}.")
                if size > max(_FREE_RATIO, max_ratio * len(data)):
                    return DeadReason(f"The gzip file unpacks to more than {max_ratio} times its size.")
        except zlib.error:
            return DeadReason("The gzip file is broken.")
        rest = member.unused_data
    if rest.strip(b"\0"):
        return DeadReason("The gzip file is followed by something that is not gzip.")
    return b"".join(pieces)


def mebibytes(size: int) -> str:
    """A size limit in words."""
    return f"{size >> 20} MiB" if size >= 1 << 20 else f"{size} bytes"
