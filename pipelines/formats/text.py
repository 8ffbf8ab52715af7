"""A page copied by hand: headline, date, byline and caption lines in any common order, then the body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.formats.body import clean, one_paragraph_a_line, paragraphs
from pipelines.formats.dead import RefusedError
from pipelines.formats.detect import mebibytes
from pipelines.formats.encoding import decode
from pipelines.formats.reading import Item, Reading
from pipelines.formats.story import Parts, build_story
from pipelines.trade.furniture import find_furniture
from pipelines.trade.headers import header_kind, is_bare_name, is_date, is_signature
from schemas import Furniture, Story
from schemas.story import FurnitureKind

_HEADLINE: Final = 160
"""Longest headline: characters."""
_NO_HEADLINE_ENDS: Final = (".", ":", ";", ",")
_HEAD_LINES: Final = 8
"""Most lines of a page's head."""
_LONG_LINE: Final = 100
"""A line longer than this is a paragraph, not a typesetter's line: characters."""
MAPPING: Final = {
    "uri": "where the file lies",
    "published": "the latest date line in the text",
    "headline": "a short line without a full stop above the text",
    "byline": "a line below the headline, or in the text",
    "dateline": "in the text",
    "credit": "what the text credits",
    "form": "headline and text",
    "text": "the whole page, headline and date lines marked as furniture; UTF-8, UTF-16 with a mark, else Windows-1252",
}
"""Field of a story -> where it comes from."""


class _Line(NamedTuple):
    """A line of a page: offsets in the text, the line without outer blanks, and whether a blank line follows."""

    start: int
    end: int
    text: str
    ends_paragraph: bool


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The one story of a page."""
    if len(data) > reading.limits.max_item_bytes:
        raise RefusedError(f"The page is larger than {mebibytes(reading.limits.max_item_bytes)}.")
    yield story_of(data, reading.uri, reading.source)


def story_of(data: bytes, uri: str, source: str | None) -> Story:
    """The story on a page of plain text. RefusedError when there is none.

    UTF-8, UTF-16 with a byte order mark, else Windows-1252: which of them is in `format` ("text/utf-8"). Headline and date
    lines stay in the text, as furniture.
    """
    decoded, encoding = decode(data)
    text = paragraphs(one_paragraph_a_line(clean(decoded)))
    head = _head(text)
    headline = next((text[span.start : span.end] for span in head if span.kind == "headline"), None)
    format_ = f"text/{(encoding or 'utf-8').partition('+')[0]}"
    return build_story(
        Parts(uri=uri, format=format_, text=text, source=source, headline=headline, head=head, date_in_text=True, encoding=encoding)
    )


def _head(text: str) -> tuple[Furniture, ...]:
    """The headline and the date lines, bylines and credits around it. What follows is found as in any body.

    They stand in paragraphs of their own or right below each other. Without a headline there is no head: a page that
    begins with its byline is read like any body.
    """
    spans: list[Furniture] = []
    lines = list(_lines(text))
    has_headline = False
    for number, line in enumerate(lines[:_HEAD_LINES]):
        kind: FurnitureKind | None = "date" if is_date(line.text) else None
        if kind is None and not has_headline:
            if not _is_headline(lines, number):
                return ()
            kind, has_headline = "headline", True
        elif kind is None:
            kind = header_kind(line.text)
            if kind == "byline" and is_bare_name(line.text) and line.text in text[line.end :]:
                kind = None  # who is named in the story is not its writer; a place's name is none either
        if kind is None or number == len(lines) - 1:
            break
        spans.append(Furniture(start=line.start, end=line.end, kind=kind))
    return tuple(spans) if has_headline else ()


def _lines(text: str) -> Iterator[_Line]:
    """The first lines that are not empty, with what stands below them."""
    at = 0
    for line in text.split("\n", 2 * _HEAD_LINES)[: 2 * _HEAD_LINES]:
        if line and not line.isspace():
            start = at + len(line) - len(line.lstrip())
            end = at + len(line.rstrip())
            yield _Line(start, end, text[start:end], text.startswith("\n\n", at + len(line)))
        at += len(line) + 1


def _is_headline(lines: list[_Line], number: int) -> bool:
    """Whether a line stands above a text, is short, has no full stop and is no furniture.

    Above a text: before a blank line, or right above lines that are certainly none of a typesetter's.
    """
    line = lines[number].text
    return (
        number + 1 < len(lines)
        and len(line) <= _HEADLINE
        and not line.endswith(_NO_HEADLINE_ENDS)
        and all(span.kind == "dateline" and line[span.end - 1] == ":" for span in find_furniture(line))
        and (lines[number].ends_paragraph or len(lines[number + 1].text) > _LONG_LINE or _stands_on_header(lines, number + 1))
    )


def _stands_on_header(lines: list[_Line], number: int) -> bool:
    """Whether that line is a date or a byline with its "By", or the rest of the paragraph is lines of a head only."""
    for line in lines[number:]:
        kind = header_kind(line.text)
        if kind is None:
            return len(line.text) > _LONG_LINE
        if line.ends_paragraph or kind == "date" or (kind == "byline" and not is_signature(line.text)):
            return True
    return False
