"""JSON files with one item or many: a single object, an array, lines, or an object with a list of items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import orjson

from pipelines.formats.dead import DeadReason
from pipelines.formats.detect import mebibytes
from pipelines.formats.json_faults import TOO_DEEP, faithful, fault, repaired, twice_named

_WRAPPERS: Final = ("items", "_items", "entries", "item")
"""Fields that a file has its items in: Superdesk, JSON Feed and the AP's pages; dpa's queue; the BBC's ninjs."""
_WRAPPER_START = re.compile(r'\s*\{\s*"(?:items|_items|entries)"\s*:\s*\[')
_ARRAY_START = re.compile(r"\s*\[")
_BETWEEN = re.compile(r"[ \t\r\n]*")
_BODY_KEYS: Final = ("headline", "headlines", "bodies", "body_text", "body_html", "uri", "guid", "urn")
_FEED: Final = "jsonfeed.org/version/"


class Found(NamedTuple):
    """One item: its number from 1 (0 when the file is one item), its value or why it has none, and its raw bytes.

    `feed` is the document around an item of a JSON Feed.
    """

    number: int
    value: Any
    data: bytes
    reason: DeadReason | None = None
    feed: dict[str, Any] | None = None


def items_of(data: bytes, max_item_bytes: int) -> Iterator[Found]:
    """The items of a JSON file, in order. What cannot be read comes as a reason in its place; the others are not harmed.

    `data` is not empty and has no byte order mark. An object that names a field twice, with two values, is refused: the next reader
    may take the other one.
    """
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError:
        yield from _broken(data, max_item_bytes)
        return
    members, feed = _members(document)
    if members is None:
        yield _checked(0, document, data, max_item_bytes)
        return
    if not members:
        yield Found(0, None, data, DeadReason("The JSON list is empty."))
        return
    if not faithful(data, document):
        reason = twice_named(data)
        if reason is not None:
            yield from _member_by_member(data, max_item_bytes, feed) if isinstance(document, list) else [Found(0, None, data, reason)]
            return
    for number, member in enumerate(members, 1):
        yield _member(number, member, data, max_item_bytes, feed)


def _member(number: int, member: Any, data: bytes, max_item_bytes: int, feed: dict[str, Any] | None) -> Found:
    """One item of a file that was read as a whole; its bytes are written anew."""
    try:
        raw = orjson.dumps(member)
    except orjson.JSONEncodeError:
        return Found(number, None, data, TOO_DEEP)
    return _sized(Found(number, member, raw, None, feed), max_item_bytes)


def _members(document: object) -> tuple[list[Any] | None, dict[str, Any] | None]:
    """The items of a collection, None when the document is one item itself; and the document, if it is a JSON Feed."""
    if isinstance(document, list):
        return document, None
    if not isinstance(document, dict) or any(key in document for key in _BODY_KEYS):
        return None, None
    version = document.get("version")
    feed = document if isinstance(version, str) and _FEED in version else None
    within = document.get("data")
    for holder in (document, within) if isinstance(within, dict) else (document,):
        for key in _WRAPPERS:
            value = holder.get(key)
            if isinstance(value, list):
                return value, feed
    return None, None


def _sized(found: Found, max_item_bytes: int) -> Found:
    if len(found.data) <= max_item_bytes:
        return found
    return Found(found.number, None, found.data, DeadReason(f"The item is larger than {mebibytes(max_item_bytes)}."))


def _checked(number: int, value: Any, data: bytes, max_item_bytes: int, feed: dict[str, Any] | None = None) -> Found:
    """An item whose own bytes are at hand, if it is not too large and names no field twice."""
    if len(data) > max_item_bytes:
        return _sized(Found(number, None, data), max_item_bytes)
    reason = None if faithful(data, value) else twice_named(data)
    return Found(number, value, data, None, feed) if reason is None else Found(number, None, data, reason)


def _broken(data: bytes, max_item_bytes: int) -> Iterator[Found]:
    """A file that is no JSON document: lines of JSON, or a document with a fault in it."""
    if _is_lines(data):
        for number, line in enumerate(_lines(data), 1):
            yield _of_line(number, line, max_item_bytes)
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield Found(0, None, data, fault(data))
        return
    start = _ARRAY_START.match(text) or _WRAPPER_START.match(text)
    if start is not None:
        yield from _walk(text, start.end(), max_item_bytes)
        return
    document = repaired(data)
    if document is None:
        yield Found(0, None, data, fault(data))
        return
    members, feed = _members(document)
    if members is None:
        yield _sized(Found(0, document, data), max_item_bytes)
        return
    for number, member in enumerate(members, 1):
        yield _member(number, member, data, max_item_bytes, feed)


def _member_by_member(data: bytes, max_item_bytes: int, feed: dict[str, Any] | None) -> Iterator[Found]:
    """The members of a sound array, each with its own bytes."""
    text = data.decode("utf-8")
    start = _ARRAY_START.match(text)
    if start is not None:
        for found in _walk(text, start.end(), max_item_bytes):
            yield found._replace(feed=feed)


def _lines(data: bytes) -> Iterator[bytes]:
    """Lines that are not blank, one at a time."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        line = data[at:end].strip()
        if line:
            yield line
        at = end + 1


def _is_lines(data: bytes) -> bool:
    """Whether the file is one item a line: a line that starts at the margin is a whole object, or several begin like one."""
    starts = 0
    for number, line in enumerate(data.split(b"\n", 200)[:200]):
        if not line.startswith(b"{") or len(line.strip()) < 2:
            continue
        starts += line.startswith((b'{"', b'{ "'))
        if number and starts > 1:
            return True
        try:
            orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        return True
    return False


def _of_line(number: int, line: bytes, max_item_bytes: int) -> Found:
    if len(line) > max_item_bytes:
        return _sized(Found(number, None, line), max_item_bytes)
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        value = repaired(line)
        return Found(number, None, line, fault(line)) if value is None else Found(number, value, line)
    return _checked(number, value, line, max_item_bytes)


def _walk(text: str, at: int, max_item_bytes: int) -> Iterator[Found]:
    """The members of an array one by one: the whole ones, then, if it is broken, one reason for the rest."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
    number = 0
    while True:
        number += 1
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # matches the empty string too
        if text[at : at + 1] == "]":
            rest = text[at + 1 :].strip(" \t\r\n}")
            if rest or number == 1:
                yield Found(number, None, rest.encode(), DeadReason("Something follows the end of the JSON list."))
            return
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            raw = text[at:].encode()
            yield Found(number, None, raw, fault(raw) if at < len(text) else DeadReason("The JSON ends in the middle of the list."))
            return
        yield _of_line(number, text[at:end].encode(), max_item_bytes)
        at = _BETWEEN.match(text, end).end()  # type: ignore[union-attr]
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] != "]":
            number += 1
            raw = text[at:].encode()
            reason = DeadReason("The JSON ends in the middle of the list.") if not raw else fault(raw)
            yield Found(number, None, raw, reason)
            return
