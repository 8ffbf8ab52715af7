"""What is read: the formats in words, with what their own modules say of where each field comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final, NamedTuple

from pipelines.formats.detect import mebibytes
from pipelines.formats.reading import Limits


class Described(NamedTuple):
    """A format in words. `fields`: field of a story -> where it comes from, in the order of `MAPPING` in the module of the format."""

    name: str
    module: str
    title: str
    told_by: str
    fields: Mapping[str, str]
    limits: tuple[str, ...]


class _Told(NamedTuple):
    module: str
    title: str
    told_by: str
    limits: tuple[str, ...] = ("max_bytes",)


_ITEM: Final = ("max_bytes", "max_item_bytes")
_PACKED: Final = ("max_bytes", "max_ratio", "max_members", "max_depth")
_TOLD: Final = {
    "ninjs": _Told(
        "ninjs", "ninjs 1.x, 2.x, 3.x, and the dialects of Superdesk, TT, NTB and PA", "JSON that is none of the next three", _ITEM
    ),
    "ap": _Told("ap_json", "AP Media API", "JSON with `altids` in an `item`, alone or in an envelope", _ITEM),
    "dpa": _Told("dpa", "dpa digitalwires", "JSON with `format` digitalwires, or with `urn` and another field of dpa's", _ITEM),
    "jsonfeed": _Told("json_feed", "JSON Feed 1, 1.1", "a JSON document whose `version` is an address of jsonfeed.org", _ITEM),
    "nitf": _Told("nitf", "NITF 3.x", "XML with the root `nitf`", _ITEM),
    "newsmlg2": _Told("newsml_g2", "NewsML-G2", "XML with the root `newsItem`, `newsMessage` or `packageItem`", _ITEM),
    "newsml1": _Told("newsml_1", "NewsML 1.0 to 1.2", "XML with the root `NewsML`", _ITEM),
    "feed": _Told("feed", "RSS 0.9x, 1.0, 2.0 and Atom", "XML with the root `rss`, `RDF` or `feed`", _ITEM),
    "anpa": _Told("anpa", "ANPA 1312", "SOH with service and number, then STX", _ITEM),
    "iptc7901": _Told("iptc7901", "IPTC 7901", "its header line, with or without SOH", _ITEM),
    "mail": _Told(
        "mail", "Mail (RFC 5322), and mailboxes", "header lines of a mail, or `From ` lines", ("max_bytes", "max_html_bytes", "max_depth")
    ),
    "html": _Told("html", "HTML pages", "a doctype or an element of HTML", ("max_bytes", "max_html_bytes")),
    "text": _Told("text", "Bare text", "what is none of the others, and no binary file", _ITEM),
    "warc": _Told("warc", "WARC and ARC", "`WARC/` or `filedesc://`", ("max_item_bytes", "max_ratio", "max_members", "max_depth")),
    "zip": _Told("archives", "ZIP archives", "`PK` and two numbers; no Office document or e-book", _PACKED),
    "tar": _Told("archives", "tar archives", "`ustar` at byte 257", _PACKED),
}
"""Format, as `registry.MODULES` calls it, or dialect of JSON -> its module, and what it is told by."""


def limits_in_words(limits: Limits) -> dict[str, str]:
    """Each limit by its name."""
    return {
        "max_bytes": f"a file, unpacked: {mebibytes(limits.max_bytes)}",
        "max_item_bytes": f"an item: {mebibytes(limits.max_item_bytes)}",
        "max_html_bytes": f"a page: {mebibytes(limits.max_html_bytes)}",
        "max_ratio": f"unpacked to packed: {limits.max_ratio} times",
        "max_members": f"files or records: {limits.max_members:,}",
        "max_depth": f"containers in each other: {limits.max_depth}",
    }


def described() -> Iterator[Described]:
    """Every format that is read, in the order of the page."""
    words = limits_in_words(Limits())
    for name, told in _TOLD.items():
        fields: Mapping[str, str] = import_module(f"pipelines.formats.{told.module}").MAPPING
        yield Described(name, told.module, told.title, told.told_by, fields, tuple(words[limit] for limit in told.limits))
