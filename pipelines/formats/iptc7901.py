"""IPTC 7901, the text transmission format of dpa, Keystone-SDA (ats) and others.

SOH, service and number, priority, category, words, agency and its number; a line of keywords; STX, marks, headline and byline up to
" ="; hard-wrapped paragraphs; a notebook for editors; ETX and the day, clock, zone and month (IPTC Recommendation 7901, revision 5, 1995;
dpa, Textformat IPTC 7901).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.formats.body import clean
from pipelines.formats.dead import RefusedError
from pipelines.formats.encoding import decode
from pipelines.formats.framed import pieces_of, read_framed
from pipelines.formats.iptc7901_head import Head, head_of
from pipelines.formats.iptc7901_notes import without_notes
from pipelines.formats.reading import Item, Reading
from pipelines.formats.story import Parts, build_story
from pipelines.formats.telegraph import IPTC7901_START
from pipelines.formats.wire_text import unwrap, width_of
from pipelines.trade.agencies import agency_code
from pipelines.trade.datelines import find_dateline
from pipelines.trade.times import read_time
from pipelines.trade.words import words
from schemas import Furniture, Story
from schemas.story import Form, TimeBasis

_HEADER = re.compile(
    r"[\s\x01]*(?P<service>[A-Za-z][\w.-]{0,12}?)(?P<number>\d{2,6}) +(?P<priority>\d) +(?P<category>[A-Za-z]{1,5}) +(?P<words>\d{1,5})"
    r"(?P<rest>[^\n]{0,80})(?:\n|\Z)"
)
_AGENCY = re.compile(r"(?P<agency>[A-Za-z][\w/-]{1,20}) +\d{1,5}\s*(?:\S.*)?\Z")
_DPA_STATES: Final = words("lah lby lbn lhe lmv lni lno lnw lrs lsn lsw lth azin")
"""How dpa signs its services of the German states."""
_BARE_STAMP = re.compile(r"\n\s*(?P<stamp>\d{6}Z?\s+(?:[A-Z]{2,4}\s+)?[^\W\d_]{3,9}\.?\s+\d{2}(?:\d\d)?)\s*\Z")
_STAMP = re.compile(r"\d{6}Z?\s*(?:[A-Z]{2,4}\s+)?(?P<month>[^\W\d_]{3,10})\.?\s+\d{2}(?:\d\d)?(?!\d)")
_MONTHS: Final = {
    "mrz": "mar",
    "fev": "feb",
    "fév": "feb",
    "avr": "apr",
    "aou": "aug",
    "aoû": "aug",
    "déc": "dec",
    "abr": "apr",
    "jän": "jan",
}
"""Months that the trade's table does not know by three letters."""
_INDENT: Final = "   "
_BULLET = re.compile(r"\s*[*+•-] ")
_CLOSING = re.compile(r"[a-z]{2,5}(?:[ /][a-zäöüß0-9]{1,6}){1,10}|\((?:[A-Za-z]{2,12}\\?/)+[a-z]{1,5}\)|(?:==+) ?\w[\w .]{0,30}")
"""dpa bwh bag, (SDA/sj): who wrote and edited it."""
_DATELINE = re.compile(r"(?P<shown>[^\W\d_][^()\n|]{1,40} \((?P<agencies>[\w/ -]{2,30})\))\s*[-–—]?\s*(?=\S)")
_ALERT_LENGTH: Final = 900
"""Longest text of an alert: characters."""
_URGENT: Final = "12"
_WITHDRAWN = re.compile(
    r"zurückgezogen|ziehen wir\b.{0,60}\bzurück|bitte nicht (?:mehr )?verwenden|annulliert|\bKILL\b|wird gestrichen",
    re.IGNORECASE | re.DOTALL,
)
MAPPING: Final = {
    "uri": "service and number in the header, unique within source and day",
    "version": "the number of the lead or version in the marks",
    "published": "the stamp behind the text, else none",
    "source": "the agency in the header, else in the dateline",
    "headline": 'the last line above " =" that is no byline and no mark',
    "slug": "the keyword line",
    "byline": "a line of the head",
    "dateline": "in the text",
    "credit": "the closing line of the text",
    "note": "marks of the head and the public part of the notebook",
    "status": "an embargo in the marks: withheld, or till its end",
    "embargoed_until": "the end of the embargo in the marks",
    "edit_kind": "marks of the head, words that withdraw, a note that corrects",
    "form": "priority and category, marks, rows of a table",
    "text": "the paragraphs, lines joined that a typesetter broke",
}
"""Field of a story -> where it comes from."""


class Stamp(NamedTuple):
    time: str | None
    basis: TimeBasis


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The items of a file, one or a stream; what lies between items and is no filling is a dead letter."""
    bare = IPTC7901_START.search(data) is None
    pieces = [(True, data)] if bare else list(pieces_of(data, IPTC7901_START))
    yield from read_framed(pieces, reading, story_of, "iptc7901", "IPTC 7901")


def story_of(data: bytes, reading: Reading) -> Story:
    """The story or notice of one item. RefusedError when it has no header or no text."""
    decoded = decode(data)
    plain = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x7f", "").replace("\x07", "")
    header = _HEADER.match(plain)
    if header is None:
        raise RefusedError("The item has no IPTC 7901 header.")
    keywords, text, trailer = _parts_of(plain[header.end() :])
    lines = text.split("\n")
    head, rest = head_of(lines)
    body, notes = without_notes(rest)
    width = width_of([line.rstrip() for line in body])
    paragraphs = _paragraphs(body, width)
    closing = paragraphs.pop() if len(paragraphs) > 1 and _CLOSING.fullmatch(paragraphs[-1]) else None
    prose = clean("\n\n".join(paragraphs))
    source = _source(header, prose) or reading.source or _agency_of(header)
    stamp = _stamp(trailer, source)
    span = _dateline_span(prose)
    edit = head.edit or ("kill" if head.is_attention and _WITHDRAWN.search(prose) else "correction" if notes.corrects else None)
    return build_story(
        Parts(
            uri=reading.uri,
            format="iptc7901",
            text=prose,
            item_id=header["service"] + header["number"],
            scope=f"{source or ''} {stamp.time[:10] if stamp.time else reading.uri}",
            version=head.version,
            versioncreated=stamp.time,
            published=stamp.time,
            time_basis=stamp.basis,
            source=source,
            headline=head.headline,
            slug=keywords,
            byline=head.byline,
            located=prose[: span.end].rstrip(" -–—") if span else None,
            credit=closing.strip("()=").replace("\\", "") if closing else None,
            note=" | ".join((*head.notes, *notes.public)) or None,
            edit=edit,
            embargoed=head.embargo is not None,
            embargoed_until=head.embargo_ends(stamp.time),
            head=(span,) if span else (),
            form=_form(header, head, body, prose),
            encoding=decoded.encoding,
        )
    )


def _parts_of(rest: str) -> tuple[str | None, str, str]:
    """Keywords, text and stamp of what follows the header; control characters that were lost are done without."""
    before, opened, after = rest.partition("\x02")
    if not opened:
        first, _, after = rest.lstrip("\n ").partition("\n")
        before, after = (first, after) if "/" in first else ("", first + "\n" + after)
    text, closed, trailer = after.partition("\x03")
    if not closed:
        stamp = _BARE_STAMP.search(text)
        if stamp is not None:
            text, trailer = text[: stamp.start()], stamp["stamp"]
    keywords = " ".join(before.split()).strip("/ ")
    return keywords or None, text, trailer


def _agency_of(header: re.Match[str]) -> str | None:
    found = _AGENCY.search(header["rest"].strip())
    return found["agency"] if found else None


def _source(header: re.Match[str], prose: str) -> str | None:
    """The agency that the header names, else the one in the dateline."""
    agency = _agency_of(header)
    if agency is not None:
        if agency in _DPA_STATES or agency.startswith("dpa"):
            return "dpa"
        if agency_code(agency):
            return agency
    found = _DATELINE.match(prose)
    if found is not None:
        return next((name for name in re.split(r"[ /]", found["agencies"]) if agency_code(name)), None)
    return None


def _stamp(trailer: str, source: str | None) -> Stamp:
    """212101 GMT Nov 18, 241205 Sep 24, 091223 dec 18."""
    found = _STAMP.search(trailer)
    if found is None:
        return Stamp(None, "none")
    month = found["month"].casefold()
    start, end = found.span("month")
    text = trailer[found.start() : start] + _MONTHS.get(month, found["month"]) + trailer[end : found.end()]
    read_stamp = read_time(" ".join(text.split()), source)
    return Stamp(*read_stamp) if read_stamp is not None else Stamp(None, "none")


def _paragraphs(lines: list[str], width: int) -> list[str]:
    """Paragraphs are parted by blank lines, or begin with three blanks; their lines are joined, those of lists and tables stay."""
    out: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line.rstrip())
            continue
        if block:
            out += _blocks(block, width)
        block = []
    return [paragraph for paragraph in out if paragraph]


def _blocks(block: list[str], width: int) -> list[str]:
    """The paragraphs of lines without a blank one among them."""
    if any(_BULLET.match(line) for line in block) or not any(line.startswith(_INDENT) for line in block[1:]):
        return [unwrap(block, width)]
    starts = [number for number, line in enumerate(block) if number == 0 or line.startswith(_INDENT)]
    return [unwrap(block[at:end], width) for at, end in zip(starts, [*starts[1:], len(block)], strict=True)]


def _dateline_span(prose: str) -> Furniture | None:
    """A dateline that only this format has: of several agencies, or without a dash. "Paris (ats afp) The …"."""
    found = _DATELINE.match(prose)
    if found is None or found.end() >= len(prose) or not any(agency_code(name) for name in re.split(r"[ /]", found["agencies"])):
        return None
    if "\n" in prose[: found.end()] or find_dateline(prose) is not None:
        return None
    return Furniture(start=0, end=len(prose[: found.end()].rstrip()), kind="dateline")


def _form(header: re.Match[str], head: Head, body: list[str], prose: str) -> Form | None:
    rows = sum(line.lstrip().startswith("|") for line in body)
    if rows and rows * 2 >= sum(1 for line in body if line.strip()):
        return "table"
    if head.form is not None and (head.form != "alert" or len(prose) <= _ALERT_LENGTH):
        return head.form
    return "alert" if header["priority"] in _URGENT and len(prose) <= _ALERT_LENGTH else None
