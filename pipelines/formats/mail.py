"""Mails (RFC 822 and its successors): one, or a mailbox of many; the story in the text, and the items in attachments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import Any, Final

from pipelines.formats.bodies import looks_like_html
from pipelines.formats.body import paragraphs_of_html
from pipelines.formats.dead import DeadReason, RefusedError, dead_letter
from pipelines.formats.detect import detect
from pipelines.formats.mail_headers import address_of, header_of, received_times, time_of, without_prefix
from pipelines.formats.mail_parts import MailParts, parts_of
from pipelines.formats.mail_text import forwarded_in, paragraphs_of_mail
from pipelines.formats.reading import Item, Reading
from pipelines.formats.registry import read_items
from pipelines.formats.story import Parts, build_story
from pipelines.formats.telegraph import MAIL_SEPARATOR
from pipelines.trade.agencies import agency_code
from pipelines.trade.headers import is_bare_name
from schemas import Story
from schemas.story import TimeBasis

_LITTLE: Final = 200
"""A plain body shorter than this may only say "see the HTML": characters."""
_MUCH: Final = 3
_EMBARGO = re.compile(r"\W*(?:STRICT(?:LY)? |NOT FOR PUBLICATION[ -]+)?EMBARGO(?:ED)?\b|\W*(?:Sperrfrist|Embargoed)\b")
_NEWSROOM = re.compile(
    r"\b(?:News|Press|Presse|Media|Desk|Team|Office|Newsroom|Wire|Agency|Service|Redaktion|Redaksjon|Redacción|Rédaction|Redazione|Editor"
    r"|Editors|Communications|Relations|Radio|TV|Times|Post|Courier|Herald|Gazette)\b",
    re.IGNORECASE,
)
"""Words of names that are no person's."""
_MARKUP: Final = ("{", "[", "<")
MAPPING: Final = {
    "uri": "`Message-ID`",
    "published": "`Date` (of what is forwarded, if it is), else the first `Received`",
    "source": "an agency in `From`, else the provider given, else the sender's name if it is no person's, else its domain",
    "language": "`Content-Language`",
    "headline": "`Subject` without Fwd:, or the form's headline",
    "slug": "the form's slugline",
    "byline": "`From`, if it is a person's name, or the form's byline",
    "dateline": "in the text, else the form's dateline",
    "note": "the form's ednote",
    "status": "withheld for a subject that begins with an embargo",
    "text": ("the plain part, or the HTML part where that says more; without signature. Attached files are read like files of their own"),
}
"""Field of a story -> where it comes from."""


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The story of each mail, then the items of what is attached to it. A dead letter where mails lie within too many others."""
    mails = list(_mails(data))
    for number, mail in enumerate(mails, 1):
        here = reading.numbered(number) if len(mails) > 1 else reading
        try:
            message: Message = BytesParser(policy=policy.compat32).parsebytes(mail)
            yield from _items_of(message, mail, here)
        except RecursionError:
            yield dead_letter("The parts of the mail are nested too deeply.", here.uri, mail, "mail")


def _mails(data: bytes) -> Iterator[bytes]:
    """One mail, or those of a mailbox, without the blanks before them."""
    plain = data.lstrip()
    separators = list(MAIL_SEPARATOR.finditer(plain)) if plain.startswith(b"From ") else []
    if not separators:
        yield plain
        return
    for at, separator in enumerate(separators):
        end = separators[at + 1].start() if at + 1 < len(separators) else len(plain)
        yield plain[separator.end() : end]


def _items_of(message: Message, data: bytes, reading: Reading) -> Iterator[Item]:
    """The items of one mail; `data` are its bytes, or those of the mail that it is attached to."""
    parts = parts_of(message)
    is_carrier = bool(parts.attached or parts.mails)
    try:
        yield from _own_items(message, parts, reading)
    except RefusedError as refused:
        if not is_carrier:
            yield dead_letter(refused, reading.uri, data, "mail")
    if is_carrier and reading.depth >= reading.limits.max_depth:
        yield dead_letter(f"What is attached to the mail lies within {reading.depth + 1} others.", reading.uri, data, "mail")
        return
    for name, content in parts.attached:
        yield from read_items(content, reading.inside(name))
    for number, inner in enumerate(parts.mails, 1):
        yield from _items_of(inner, data, reading.inside(f"mail{number}"))


def _own_items(message: Message, parts: MailParts, reading: Reading) -> Iterator[Item]:
    """The story in the text of a mail, or the items that its text is. RefusedError for a mail without text."""
    plain = "\n\n".join(body.text for body in parts.plain).strip()
    if plain.startswith(_MARKUP):
        form = _form_of(plain)
        if form is not None:
            yield _story_of_form(message, form, reading)
            return
        content = plain.encode("utf-8", "replace")
        format_ = detect(content)
        if not isinstance(format_, DeadReason) and format_ not in ("text", "html", "mail"):
            yield from read_items(content, reading)
            return
    yield story_of(message, parts, reading)


def story_of(message: Message, parts: MailParts, reading: Reading) -> Story:
    """The story that the text of a mail is. RefusedError when it has none."""
    body, encoding = _body_of(parts, reading)
    forwarded = forwarded_in(body)
    lines = forwarded.lines if forwarded else {}
    text = paragraphs_of_mail(forwarded.text if forwarded else body)
    if not text:
        raise RefusedError("The mail has no text.")
    subject = header_of(message, "subject")
    headline = without_prefix(lines.get("subject") or subject)
    name, address = address_of(lines.get("from") or header_of(message, "from") or header_of(message, "sender"))
    is_person = name is not None and is_bare_name(name) and agency_code(name) is None and not _NEWSROOM.search(name)
    domain = address.rpartition("@")[2].casefold() if address else None
    source = name if agency_code(name) else reading.source or (domain if is_person or name is None else name)
    time, basis = _time_of(message, lines.get("date"))
    return build_story(
        Parts(
            uri=reading.uri,
            format="mail",
            text=text,
            item_id=header_of(message, "message-id"),
            scope="message-id",
            versioncreated=time if basis == "item" else None,
            published=time,
            time_basis=basis,
            source=source,
            language=_language(header_of(message, "content-language")),
            headline=headline,
            byline=name if is_person else None,
            embargoed=bool(headline and _EMBARGO.match(headline)),
            encoding=encoding,
        )
    )


def _body_of(parts: MailParts, reading: Reading) -> tuple[str, str | None]:
    """The plain text, or the marked-up one where the plain is missing or says little."""
    plain = "\n\n".join(body.text for body in parts.plain)
    encoding = next((body.encoding for body in parts.plain if body.encoding), None)
    size = sum(len(body.text) for body in parts.html)
    if parts.html and len(plain.strip()) < _LITTLE and size <= reading.limits.max_html_bytes:
        marked_up = "\n\n".join(filter(None, (paragraphs_of_html(body.text) for body in parts.html)))
        if len(marked_up) > _MUCH * len(plain.strip()):
            return marked_up, next((body.encoding for body in parts.html if body.encoding), None)
    return plain, encoding


def _time_of(message: Message, forwarded: str | None) -> tuple[str | None, TimeBasis]:
    """When it was written, else when it was first handed on."""
    written = time_of(forwarded) or time_of(header_of(message, "date"))
    if written is not None:
        return written, "item"
    received = list(received_times(message))
    return (received[-1], "transport") if received else (None, "none")


def _language(value: str | None) -> str | None:
    """The first of the languages that a mail names."""
    first = re.match(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value) if value else None
    return first[0] if first else None


def _form_of(text: str) -> dict[str, Any] | None:
    """The fields of a form that a desk fills in (as AAP has them), by small letters; None for other JSON, and for none."""
    if not text.startswith("{"):
        return None
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    fields = {name.casefold(): _filled_in(field) for name, field in value.items()}
    is_form = (
        all(isinstance(field, list) for field in value.values()) and fields.get("body") and ("headline" in fields or "slugline" in fields)
    )
    return fields if is_form else None


def _filled_in(field: object) -> str | None:
    """The text of a field: the first of a list."""
    value = field[0] if isinstance(field, list) and field else field
    return value if isinstance(value, str) else None


def _story_of_form(message: Message, form: dict[str, Any], reading: Reading) -> Story:
    """The story of a filled-in form; what the form does not tell, the mail does."""
    body = str(form["body"])
    text = paragraphs_of_html(body) if looks_like_html(body) else paragraphs_of_mail(body)
    time, basis = _time_of(message, None)
    _, address = address_of(header_of(message, "from"))
    return build_story(
        Parts(
            uri=reading.uri,
            format="mail",
            text=text,
            item_id=header_of(message, "message-id"),
            scope="message-id",
            versioncreated=time if basis == "item" else None,
            published=time,
            time_basis=basis,
            source=form.get("source") or reading.source or (address.rpartition("@")[2].casefold() if address else None),
            headline=form.get("headline") or header_of(message, "subject"),
            slug=form.get("slugline"),
            byline=form.get("byline"),
            located=form.get("dateline"),
            note=form.get("ednote"),
        )
    )
