"""Bytes -> stories. Pure: no I/O, no clock, no environment; the same bytes and uri give the same records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipelines.formats import ninjs
from pipelines.formats.collections import items_of
from pipelines.formats.dead import DeadReason, RefusedError, dead_letter
from pipelines.formats.detect import decode_bom, detect, mebibytes, unpack
from pipelines.trade.learned import LearnedLines, mark_learned, shipped_lines
from schemas import DeadLetter, Story


@dataclass(frozen=True)
class Limits:
    """What is refused for its size: bytes."""

    max_bytes: int = 256 << 20
    """Of a file, unpacked."""
    max_item_bytes: int = 32 << 20
    max_html_bytes: int = 3 << 20
    max_ratio: int = 200
    """Unpacked size over packed size, for files of more than a mebibyte."""


def parse(
    data: bytes, uri: str, *, source: str | None = None, limits: Limits = Limits(), furniture: LearnedLines | None = None
) -> Iterator[Story | DeadLetter]:
    """The items of a file, in order: a story or notice each, or a dead letter. Never raises, whatever the bytes.

    `uri` says where the bytes lie: items without an id of their own and dead letters carry it, with #n (from 1) in files
    of several items. `source` names the provider of items that name none. `furniture` are the lines that sources put around
    their stories; without it, those that ship with Wirekin.
    """
    learned = furniture or shipped_lines()
    for item in _items(data, uri, source, limits):
        yield mark_learned(item, learned) if isinstance(item, Story) else item


def _items(data: bytes, uri: str, source: str | None, limits: Limits) -> Iterator[Story | DeadLetter]:
    """The items of a file as its format has them."""
    uri = uri.encode("utf-8", "backslashreplace").decode()  # names of files may hold bytes that are no text
    content = unpack(data, limits.max_bytes, limits.max_ratio)
    if isinstance(content, DeadReason):
        yield dead_letter(content, uri, data, None)
        return
    format_ = detect(content)
    if isinstance(format_, DeadReason):
        yield dead_letter(format_, uri, data, None)
    elif format_ == "ninjs":
        yield from _parse_ninjs(content, uri, source, limits)
    else:
        yield _parse_page(format_, content, uri, source, limits)


def _parse_ninjs(data: bytes, uri: str, source: str | None, limits: Limits) -> Iterator[Story | DeadLetter]:
    """A file of ninjs: one item or many."""
    plain, encoding = decode_bom(data)
    if encoding in ("utf-16-le", "utf-16-be"):
        plain = plain.decode(encoding, "replace").encode()
    for found in items_of(plain, limits.max_item_bytes):
        place = f"{uri}#{found.number}" if found.number else uri
        if found.reason is not None:
            yield dead_letter(found.reason, place, found.data, "ninjs")
            continue
        try:
            yield ninjs.story_of(found.value, place, source)
        except RefusedError as refused:
            yield dead_letter(refused, place, found.data, "ninjs")


def _parse_page(format_: Literal["text", "html"], data: bytes, uri: str, source: str | None, limits: Limits) -> Story | DeadLetter:
    """A file that is one page. The modules of pages are loaded here: who reads ninjs only does not pay for them."""
    limit = limits.max_html_bytes if format_ == "html" else limits.max_item_bytes
    if len(data) > limit:
        return dead_letter(f"The page is larger than {mebibytes(limit)}.", uri, data, format_)
    try:
        if format_ == "html":
            from pipelines.formats import html

            return html.story_of(data, uri, source)
        from pipelines.formats import text

        return text.story_of(data, uri, source)
    except RefusedError as refused:
        return dead_letter(refused, uri, data, format_)
