"""Lines of a mail's head as text, whatever they hold: encoded words, bytes of any set, folded lines.

The standard library's own objects for headers raise on broken ones; what stands in them is read here from the raw lines.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parseaddr, parsedate_tz
from quopri import decodestring
from typing import Final

from pipelines.formats.body import clean_line
from pipelines.formats.encoding import decode, undo_mojibake
from pipelines.trade.times import read_time, rfc3339

_WORD = re.compile(r"=\?(?P<set>[^?\s]{1,60})\?(?P<how>[bBqQ])\?(?P<text>[^?]*)\?=")
_BETWEEN = re.compile(r"[ \t\r\n]*")
_LONGEST: Final = 4000
"""Characters of a header line that are read."""
_PREFIX = re.compile(r"(?:(?:fwd?|fw|wg|tr|rv|enc|i|vs|doorst)\s*:\s*)+", re.IGNORECASE)


def header_of(message: Message, name: str) -> str | None:
    """The first line of that name as people read it; None where there is none, or it is empty."""
    for given, value in message.raw_items():
        if given.lower() == name and (text := clean_line(text_of(str(value)[:_LONGEST]))):
            return text
    return None


def text_of(raw: str) -> str:
    """A raw line with its encoded words (RFC 2047) decoded. Words of one set right behind each other are decoded together."""
    pieces: list[tuple[bytes, str | None]] = []
    at = 0
    for word in _WORD.finditer(raw):
        between = raw[at : word.start()]
        if between and not (pieces and pieces[-1][1] and _BETWEEN.fullmatch(between)):
            pieces.append((_bytes_of(between), None))
        charset = word["set"].partition("*")[0].lower()
        data = _word_bytes(word)
        if pieces and pieces[-1][1] == charset:
            pieces[-1] = (pieces[-1][0] + data, charset)
        else:
            pieces.append((data, charset))
        at = word.end()
    if at < len(raw):
        pieces.append((_bytes_of(raw[at:]), None))
    return undo_mojibake("".join(decode(data, charset).text for data, charset in pieces))


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _word_bytes(word: re.Match[str]) -> bytes:
    data = _bytes_of(word["text"])
    if word["how"] in "qQ":
        return decodestring(data, header=True)
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return data


def address_of(line: str | None) -> tuple[str | None, str | None]:
    """Name and address of who sends: ("Jane Roe", "jane@courier.example")."""
    if not line:
        return None, None
    try:
        name, address = parseaddr(line)
    except (ValueError, IndexError, TypeError, RecursionError):
        return None, None
    return clean_line(name.strip("'\" ")), address if "@" in address else None


def time_of(value: str | None) -> str | None:
    """A mail's date, or the date behind the last semicolon of a Received line; None where it is none."""
    if not value:
        return None
    stamp = value.rpartition(";")[2].strip()
    try:
        parsed = parsedate_tz(stamp)
        if parsed is not None and 1970 <= parsed[0] < 2200:
            moment = datetime(*parsed[:6], tzinfo=UTC)
            return rfc3339(moment - timedelta(seconds=parsed[9] or 0))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    found = read_time(stamp, None)
    return found[0] if found else None


def received_times(message: Message) -> Iterator[str]:
    """When the mail was handed on, the latest first."""
    for name, value in message.raw_items():
        if name.lower() == "received" and (time := time_of(str(value)[:_LONGEST])):
            yield time


def without_prefix(subject: str | None) -> str | None:
    """A subject without "Fwd:"."""
    return clean_line(_PREFIX.sub("", subject, count=1) if subject and _PREFIX.match(subject) else subject)
