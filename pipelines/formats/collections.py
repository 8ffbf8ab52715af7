"""JSON files with one item or many: a single object, an array, lines, or an object with a list of items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import orjson

from pipelines.formats.dead import DeadReason
from pipelines.formats.detect import mebibytes

_WRAPPERS: Final = ("items", "_items")
_WRAPPER_START = re.compile(r'\s*\{\s*"(?:items|_items)"\s*:\s*\[')
_ARRAY_START = re.compile(r"\s*\[")
_BETWEEN = re.compile(r"[ \t\r\n]*")
_NOT_A_NUMBER = re.compile(r"\b(?:NaN|-?Infinity)\b")
_BODY_KEYS: Final = ("headline", "headlines", "bodies", "body_text", "body_html", "uri", "guid")


class Found(NamedTuple):
    """One item: its number from 1 (0 when the file is one item), its value or why it has none, and its raw bytes."""

    number: int
    value: Any
    data: bytes
    reason: DeadReason | None = None


def items_of(data: bytes, max_item_bytes: int) -> Iterator[Found]:
    """The items of a JSON file, in order. What cannot be read comes as a reason in its place; the others are not harmed.

    `data` is not empty and has no byte order mark.
    """
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError:
        yield from _broken(data, max_item_bytes)
        return
    members = _members(document)
    if members is None:
        yield _sized(Found(0, document, data), max_item_bytes)
        return
    if not members:
        yield Found(0, None, data, DeadReason("The JSON list is empty."))
    for number, member in enumerate(members, 1):
        yield _sized(Found(number, member, orjson.dumps(member)), max_item_bytes)


def _members(document: object) -> list[Any] | None:
    """The items of a collection, None when the document is one item itself."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and not any(key in document for key in _BODY_KEYS):
        return next((value for key in _WRAPPERS if isinstance(value := document.get(key), list)), None)
    return None


def _sized(found: Found, max_item_bytes: int) -> Found:
    if len(found.data) <= max_item_bytes:
        return found
    return Found(found.number, None, found.data, DeadReason(f"The item is larger than {mebibytes(max_item_bytes)}."))


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
    if start is None:
        yield Found(0, None, data, fault(data))
    else:
        yield from _walk(text, start.end(), max_item_bytes)


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
        return Found(number, orjson.loads(line), line)
    except orjson.JSONDecodeError:
        return Found(number, None, line, fault(line))


def _walk(text: str, at: int, max_item_bytes: int) -> Iterator[Found]:
    """The members of a broken array one by one: the whole ones, then one reason for the rest."""
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


def fault(data: bytes) -> DeadReason:
    """What is wrong with bytes that are no JSON, in words for a desk."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return DeadReason(f"The JSON is not UTF-8: byte {error.start} is 0x{data[error.start]:02X}.")
    try:
        orjson.loads(data)
    except orjson.JSONDecodeError as error:
        message, at = error.msg, error.pos
    else:
        return DeadReason("The JSON is followed by something else.")
    place = f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"
    if "surrogate" in message:
        return DeadReason(f"The JSON holds half a character (an unpaired surrogate) at {place}.")
    if "recursion" in message or "depth" in message:
        return DeadReason("The JSON is nested too deeply.")
    if _NOT_A_NUMBER.match(text, at) or _NOT_A_NUMBER.match(text, max(0, at - 1)):
        return DeadReason(f"The JSON holds NaN or Infinity at {place}, which JSON does not know.")
    if at >= len(text.rstrip()):
        return DeadReason("The JSON ends in the middle of an item.")
    return DeadReason(f"The JSON is broken at {place}.")
