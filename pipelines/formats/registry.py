"""The formats by name, and the one way from bytes to their items. A module is loaded when its format is met: who reads one does not pay
for the others."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final, cast

from pipelines.formats.dead import DeadReason, Refused, RefusedError, dead_letter
from pipelines.formats.detect import detect, holds_records, unpack
from pipelines.formats.reading import Item, Reader, Reading

MODULES: Final = {
    "anpa": "pipelines.formats.anpa",
    "iptc7901": "pipelines.formats.iptc7901",
    "mail": "pipelines.formats.mail",
    "nitf": "pipelines.formats.nitf",
    "newsmlg2": "pipelines.formats.newsml_g2",
    "newsml1": "pipelines.formats.newsml_1",
    "json": "pipelines.formats.json_items",
    "html": "pipelines.formats.html",
    "text": "pipelines.formats.text",
    "feed": "pipelines.formats.feed",
    "warc": "pipelines.formats.warc",
    "zip": "pipelines.formats.archives",
    "tar": "pipelines.formats.archives",
}
"""Format, as `detect` calls it -> the module whose `read` reads it."""
ALONE: Final = frozenset({"json", "html", "text", "zip", "tar", "anpa", "iptc7901", "mail", "nitf"})
"""Formats whose items mean the same by themselves as in their file. What an item of another takes from around it (the date of a message,
the name of a feed) is lost when it is read alone, so a dead letter of it is read again in its file."""


def read_items(data: bytes, reading: Reading) -> Iterator[Item]:
    """The items of bytes of any format, in order; what cannot be used comes as a dead letter in its place. Raises nothing."""
    packed = holds_records(data)
    content = data if packed else unpack(data, reading.limits.max_bytes, reading.limits.max_ratio)
    if isinstance(content, DeadReason):
        yield dead_letter(content, reading.uri, data, None)
        return
    format_ = "warc" if packed else detect(content)
    if isinstance(format_, DeadReason):
        yield dead_letter(format_, reading.uri, data, None)
        return
    try:
        items = reader_of(format_)(content, reading)
        yield from items if format_ in ALONE else map(_in_its_file, items)
    except RefusedError as refused:
        yield dead_letter(refused, reading.uri, data, format_)


def _in_its_file(item: Item) -> Item:
    return item.in_its_file() if isinstance(item, Refused) else item


def reader_of(format_: str) -> Reader:
    """The reader of a format that `MODULES` names."""
    return cast(Reader, import_module(MODULES[format_]).read)
