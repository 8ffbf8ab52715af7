"""What is wrong with JSON, in words for a desk; and what of it can be read all the same."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import orjson

from pipelines.formats.dead import DeadReason

TOO_DEEP: Final = DeadReason("The JSON is nested too deeply.")
_NOT_A_NUMBER = re.compile(r"\b(?:NaN|-?Infinity)\b")
_READ_WITHIN: Final = ("data", "item", "items", "_items", "entries", "altids", "nitf", "bodies", "headlines")
"""Fields with objects that say what the item is."""
_SHOWN: Final = 60
"""Longest part of a name that a message shows: characters."""


class _Twice(dict[str, Any]):
    """An object that names a field twice, with two values."""

    name = ""


def faithful(data: bytes, value: object) -> bool:
    """Whether no object in `data` can name a field twice; `value` is what orjson made of it. False means: look closer.

    Counts what ends a name before and after. A name that ends in a backslash escapes the count; no field that is read is called so.
    """
    try:
        again = orjson.dumps(value)
    except orjson.JSONEncodeError:  # it reads deeper nesting than it writes
        return False
    return data == again or (
        data.count(b'":') == again.count(b'":') and not (b" :" in data or b"\t:" in data or b"\n:" in data or b"\r:" in data)
    )


def twice_named(data: bytes) -> DeadReason | None:
    """Why a sound JSON document is refused: it, or an object in it that an item is read from, names a field twice, with two values.

    The next reader may take the other value. Real items do so far within, in what describes their pictures: that is let pass.
    """
    try:
        document = json.loads(data, object_pairs_hook=_marked, parse_int=str, parse_float=str, strict=False)
    except RecursionError:
        return TOO_DEEP
    return _reason(document)


def _marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        for name, value in pairs:
            if fields[name] != value:
                twice = _Twice(fields)
                twice.name = name
                return twice
    return fields


def _reason(document: object) -> DeadReason | None:
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            if isinstance(value, _Twice):
                shown = "".join(sign if sign.isprintable() else "?" for sign in value.name[:_SHOWN])
                return DeadReason(f'The JSON names the field "{shown}" twice in one object, with two values.')
            waiting += [value[name] for name in _READ_WITHIN if name in value]
    return None


def repaired(data: bytes) -> Any:
    """What a document says that only has line ends or other control characters in its texts; None for any other fault."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_marked, parse_constant=_refuse, strict=False)
        orjson.dumps(value)  # half a character, a number of a thousand digits
        if _reason(value) is not None:
            return None
    except (ValueError, RecursionError, orjson.JSONEncodeError):
        return None
    return value


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def fault(data: bytes) -> DeadReason:
    """What is wrong with bytes that are no JSON."""
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
    if "infinity" in message:
        return DeadReason(f"The JSON holds a number too large to be read at {place}.")
    if "recursion" in message or "depth" in message:
        return TOO_DEEP
    if _NOT_A_NUMBER.match(text, at) or _NOT_A_NUMBER.match(text, max(0, at - 1)):
        return DeadReason(f"The JSON holds NaN or Infinity at {place}, which JSON does not know.")
    if at >= len(text.rstrip()):
        return DeadReason("The JSON ends in the middle of an item.")
    return DeadReason(f"The JSON is broken at {place}.")
