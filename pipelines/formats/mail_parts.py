"""The parts of a mail, sorted: its text, plain and marked up, what is attached, and mails within it."""

from __future__ import annotations

from email.message import Message
from typing import Final, NamedTuple

from pipelines.formats.body import clean_line
from pipelines.formats.encoding import decode
from pipelines.formats.mail_headers import text_of
from pipelines.formats.mail_text import unflow

_PASSED_OVER: Final = ("image", "audio", "video", "font")
"""Kinds of attachments that hold no text."""
_NO_STORY: Final = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/ms-tnef",
    "text/calendar",
    "text/x-vcard",
    "text/vcard",
)
_LEAVES: Final = 1000
"""Most parts of a mail that are read."""
_LONGEST_NAME: Final = 200


class TextPart(NamedTuple):
    """A text part, and the set it was in."""

    text: str
    encoding: str | None


class MailParts(NamedTuple):
    """The parts of a mail: its text, plain and marked up, and what is attached, with names."""

    plain: list[TextPart]
    html: list[TextPart]
    attached: list[tuple[str, bytes]]
    mails: list[Message]


def parts_of(message: Message) -> MailParts:
    """The leaves of a mail, sorted."""
    parts = MailParts([], [], [], [])
    waiting, seen = [message], 0
    while waiting and seen < _LEAVES:
        part = waiting.pop()
        seen += 1
        kind, main = part.get_content_type(), part.get_content_maintype()
        if part.is_multipart():
            mails = [each for each in part.get_payload() if isinstance(each, Message)]
            if main == "message":
                parts.mails.extend(mails)
            else:
                waiting.extend(reversed(mails))
            continue
        if main in _PASSED_OVER or kind in _NO_STORY:
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or not data.strip():
            continue
        attached = part.get_content_disposition() == "attachment"
        if kind == "text/html" and not attached:
            parts.html.append(TextPart(*decode(data, _charset(part))))
        elif (kind in ("text/plain", "text/enriched") and not attached) or main == "multipart":
            decoded = decode(data, _charset(part))
            parts.plain.append(TextPart(_unflowed(part, decoded.text), decoded.encoding))
        else:
            parts.attached.append((_name(part, seen), data))
    return parts


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError, TypeError):
        return None


def _name(part: Message, number: int) -> str:
    """What an attachment is called, else its number."""
    try:
        name = part.get_filename()
    except (LookupError, ValueError, TypeError):
        name = None
    return ((clean_line(text_of(name)) if name else None) or f"part{number}")[:_LONGEST_NAME]


def _unflowed(part: Message, text: str) -> str:
    plain = text.replace("\r\n", "\n")
    if str(part.get_param("format") or "").lower() != "flowed":
        return plain
    return unflow(plain, deletes_blank=str(part.get_param("delsp") or "").lower() == "yes")
