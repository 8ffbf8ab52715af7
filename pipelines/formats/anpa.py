"""ANPA 1312, the telegraph format of AP and others: one item or a stream of them, framed by control characters.

SYN SYN SOH, service and number, US, selector; priority, category, format signs, keyword, version, date and word count; STX, the text,
ETX, the time of transmission, EOT. Lines with a caret are the head, lines with a tab the paragraphs (ANPA bulletin 1312, 1979; and what
AP, The Canadian Press, AAP and Kyodo make of it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.formats.anpa_head import head_of
from pipelines.formats.anpa_lines import Line, lines_of, prose_of, table_of
from pipelines.formats.body import clean, clean_line
from pipelines.formats.dead import RefusedError
from pipelines.formats.encoding import decode
from pipelines.formats.framed import pieces_of, read_framed
from pipelines.formats.reading import Item, Reading
from pipelines.formats.story import Parts, build_story
from pipelines.formats.telegraph import ANPA_START
from pipelines.trade.agencies import agency_code
from pipelines.trade.datelines import find_dateline
from pipelines.trade.times import read_time
from schemas import Story
from schemas.story import Form, TimeBasis

_FRAME = re.compile(r"\x01[A-Za-z]?\d{3,4}(?P<sender>[^\x00-\x1f]{0,16})(?:\x1f[^\r\n\x02]{0,40})?[\r\n]*(?P<rest>[^\x02]{0,300})\x02")
_SIGNS = re.compile(r"(?P<priority>[A-Za-z]) (?P<category>[A-Za-z0-9])? ?(?P<face>[\x13\x14])?(?P<shape>[\x11\x12])?")
_FILED = re.compile(r"(?P<month>\d\d)-(?P<day>\d\d)(?: \d{0,5})?\Z")
_AP_STAMP = re.compile(
    r"(?P<agency>[A-Z]{2,5})-[A-Z]{2,3}-(?P<m>\d\d)-(?P<d>\d\d)-(?P<y>\d\d)\s+(?P<hour>\d\d)(?P<minute>\d\d)\s?(?P<zone>[A-Z]{1,4})?"
)
_CP_STAMP = re.compile(r"(?P<hour>\d\d):(?P<minute>\d\d)\s?(?P<zone>[A-Z]{2,4})?[ -](?P<d>\d\d)-(?P<m>\d\d)-(?P<y>\d\d)")
_AAP_STAMP = re.compile(r"(?P<d>\d\d)-(?P<m>\d\d)-(?P<y>\d\d) (?P<hour>\d\d)-(?P<minute>\d\d)-\d\d")
_CENTURY: Final = 69
_ALERT = re.compile(r"NewsAlert", re.IGNORECASE)
_ALERT_PRIORITIES: Final = ("f", "b")
"""Flash and bulletin."""
_ALERT_LENGTH: Final = 400
"""Longest text of a flash: characters."""
_SIGN_OFF = re.compile(r"(?:==+|--+)\s?\w[\w .]{0,30}")
_MARKED_OFF = re.compile(r"[^a-z0-9]+")
_CYCLE = re.compile(r"(?:bc|am|pm|ap)-+", re.IGNORECASE)
_PIECE = re.compile(r"\b(?:add|take|sidebar|glance|box|sub)\b", re.IGNORECASE)
MAPPING: Final = {
    "uri": "where it lies; versions meet by source, slug without marks, and day",
    "version": "the number of the lead or writethru in slug or header",
    "published": "the stamp behind the text",
    "source": "the sender in the header, else the agency of stamp, credit or dateline",
    "headline": "the first free line of the head, or HL:",
    "slug": "the keyword line, else keyword and version of the header",
    "byline": "a line that begins with By",
    "dateline": "in the text",
    "credit": "the line below the byline, the sign-off",
    "note": "lines for editors in the head",
    "status": "an embargo in the notes: withheld",
    "edit_kind": "lines of the head such as KILL, else marks in headline, slug and note",
    "form": "priority (alert), face and shape (agate, table), else slug and text",
    "text": "the lines with a tab, joined; rows of a table as they are",
}
"""Field of a story -> where it comes from."""


class Header(NamedTuple):
    """What stands before the text; `keyword` has at most 24 characters and is often cut, `shape` tells a table, `face` agate."""

    end: int
    sender: str | None
    priority: str
    face: str | None
    shape: str | None
    keyword: str | None
    version: str | None
    month: int | None
    day: int | None


class Stamp(NamedTuple):
    """What stands behind the text: who sends it, and when."""

    agency: str | None
    year: int | None
    month: int | None
    time: str | None
    basis: TimeBasis


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The items of a stream; one that is broken, and what lies between items and is no filling, is a dead letter."""
    pieces = list(pieces_of(data, ANPA_START))
    if not any(is_item for is_item, _ in pieces):
        raise RefusedError("This file has no ANPA item in it.")
    yield from read_framed(pieces, reading, story_of, "anpa", "ANPA")


def story_of(data: bytes, reading: Reading) -> Story:
    """The story or notice of one item, SOH first. RefusedError when it has no text."""
    decoded = decode(data)
    header = _header_of(decoded.text)
    text, _, trailer = decoded.text[header.end :].partition("\x03")
    head, body = head_of(lines_of(text), header.keyword)
    prose = prose_of(body)
    stamp = _stamp(trailer, header.sender or reading.source)
    source = header.sender or _known(stamp.agency) or _known(head.credit) or reading.source or _agency_in(prose) or stamp.agency
    is_agate = _is_agate(header, body)
    if is_agate or not prose:
        prose = table_of([*head.rest, *body])
    sign_off = None
    if prose and _SIGN_OFF.fullmatch(prose[-1]):
        sign_off = prose.pop().strip("=- ")
    slug = head.slug or " ".join(filter(None, (header.keyword, header.version))) or None
    return build_story(
        Parts(
            uri=reading.uri,
            format="anpa1312",
            text=clean("\n\n".join(prose)),
            story_key=_key(source, slug, header, stamp),
            version=head.version_of(header.version),
            versioncreated=stamp.time,
            published=stamp.time,
            time_basis=stamp.basis,
            source=source,
            headline=head.headline,
            slug=slug,
            byline=head.byline,
            credit=" | ".join(filter(None, (head.credit, sign_off))) or None,
            note=head.note,
            edit=head.edit,
            embargoed=head.embargoed,
            form=_form(header, slug, prose, is_agate=is_agate),
            encoding=decoded.encoding,
        )
    )


def _header_of(text: str) -> Header:
    """The header of an item. RefusedError when no text starts behind it."""
    frame = _FRAME.match(text)
    if frame is None:
        raise RefusedError("The item has no header, or no start of text (STX).")
    rest = frame["rest"].strip()
    signs = _SIGNS.match(rest)
    fields = " ".join(rest[signs.end() :].split()) if signs else ""
    filed = _FILED.search(fields)
    keyword, _, version = (fields[: filed.start()] if filed else fields).strip().partition(" ")
    return Header(
        end=frame.end(),
        sender=clean_line(frame["sender"]),
        priority=signs["priority"].lower() if signs else "",
        face=signs["face"] if signs else None,
        shape=signs["shape"] if signs else None,
        keyword=clean_line(keyword),
        version=clean_line(version),
        month=int(filed["month"]) if filed else None,
        day=int(filed["day"]) if filed else None,
    )


def _known(name: str | None) -> str | None:
    return name if name and agency_code(name) else None


def _agency_in(prose: list[str]) -> str | None:
    """The agency in the dateline."""
    found = (find_dateline(paragraph) for paragraph in prose[:3])
    return next((dateline.agency for dateline in found if dateline is not None and dateline.agency), None)


def _stamp(trailer: str, provider: str | None) -> Stamp:
    """AP-WF-08-29-16 1626GMT, 16:35ET 31-10-14, KWS-21:37-09-12-18, 09-12-18 21-37-05."""
    for pattern in (_AP_STAMP, _CP_STAMP, _AAP_STAMP):
        match = pattern.search(trailer)
        if match is not None:
            break
    else:
        return Stamp(None, None, None, None, "none")
    fields = match.groupdict()
    year = int(fields["y"]) + (1900 if int(fields["y"]) >= _CENTURY else 2000)
    agency = fields.get("agency")
    zone = f" {fields['zone']}" if fields.get("zone") else ""
    day = f"{year}-{fields['m']}-{fields['d']}T{fields['hour']}:{fields['minute']}:00"
    read_stamp = read_time(day.replace("T", " ") + zone if zone else day, _known(agency) or provider)
    time, basis = read_stamp or (None, "none")
    return Stamp(agency, year, int(fields["m"]), time, basis)


def _key(source: str | None, slug: str | None, header: Header, stamp: Stamp) -> str | None:
    """What the versions of an item have in common: provider, slug without its marks, day. None where a slug names no one story."""
    if slug is None or stamp.year is None or header.day is None or header.month is None or _ALERT.search(slug):
        return None
    name, _, marks = slug.partition(",")
    name = _MARKED_OFF.sub(" ", _CYCLE.sub("", name if not _PIECE.search(marks) else slug, count=1).casefold()).strip()
    month = header.month
    year = stamp.year - (1 if stamp.month == 1 and month == 12 else 0) + (1 if stamp.month == 12 and month == 1 else 0)
    return f"{agency_code(source) or source or ''} {name} {year}-{month:02}-{header.day:02}" if name else None


def _is_agate(header: Header, body: list[Line]) -> bool:
    """Whether the text is set as rows: rows of a table, or the sign for agate over lines that are no prose."""
    rows = sum(line.kind == "row" or line.text.count(";") >= 3 for line in body)
    if rows * 2 >= len(body) > 0 or (rows and header.face == "\x14"):
        return True
    long = sum(len(line.text) > 120 for line in body)
    return header.face == "\x14" and header.shape == "\x12" and long * 4 < len(body)


def _form(header: Header, slug: str | None, prose: list[str], *, is_agate: bool) -> Form | None:
    if slug and _ALERT.search(slug):
        return "alert"
    if header.priority in _ALERT_PRIORITIES and sum(map(len, prose)) <= _ALERT_LENGTH:
        return "alert"
    if is_agate:
        return "agate" if header.face == "\x14" else "table"
    return None
