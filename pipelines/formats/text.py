"""A page copied by hand: headline, date, byline and caption lines in any common order, then the body."""

from __future__ import annotations

from typing import Final

from pipelines.formats.body import clean, one_paragraph_a_line, paragraphs
from pipelines.formats.detect import decode_bom
from pipelines.formats.story import Parts, build_story
from pipelines.trade.furniture import find_furniture
from pipelines.trade.times import find_date_line
from schemas import Furniture, Story

_HEADLINE: Final = 160
"""Longest headline: characters."""
_NO_HEADLINE_ENDS: Final = (".", ":", ";", ",")


def story_of(data: bytes, uri: str, source: str | None) -> Story:
    """The story on a page of plain text. RefusedError when there is none.

    UTF-8, UTF-16 with a byte order mark, else Windows-1252: which of them is in `format` ("text/utf-8"). Headline and date
    lines stay in the text, as furniture.
    """
    decoded, encoding = decode_text(data)
    text = paragraphs(one_paragraph_a_line(clean(decoded)))
    head = _head(text)
    headline = next((text[span.start : span.end] for span in head if span.kind == "headline"), None)
    return build_story(Parts(uri=uri, format=f"text/{encoding}", text=text, source=source, headline=headline, head=head, date_in_text=True))


def decode_text(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was in. Bytes that Windows-1252 does not know become U+FFFD."""
    plain, encoding = decode_bom(data)
    if encoding in ("utf-16-le", "utf-16-be"):
        return plain.decode(encoding, "replace"), "utf-16"
    try:
        return plain.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return plain.decode("cp1252", "replace"), "cp1252"


def _head(text: str) -> tuple[Furniture, ...]:
    """The headline, with a date line above it if there is one. What follows is found as in any body."""
    first, _, below = text.partition("\n\n")
    if _is_headline(first, below):
        return (Furniture(start=0, end=len(first), kind="headline"),)
    second, _, body = below.partition("\n\n")
    if _is_date(first) and _is_headline(second, body):
        start = len(first) + 2
        return Furniture(start=0, end=len(first), kind="date"), Furniture(start=start, end=start + len(second), kind="headline")
    return ()


def _is_date(paragraph: str) -> bool:
    found = find_date_line(paragraph)
    return found is not None and found[1] == len(paragraph)


def _is_headline(paragraph: str, below: str) -> bool:
    """A short first paragraph on one line, without a full stop, that is no furniture and stands above a text."""
    return (
        bool(below)
        and 0 < len(paragraph) <= _HEADLINE
        and "\n" not in paragraph
        and not paragraph.endswith(_NO_HEADLINE_ENDS)
        and not find_furniture(paragraph)
    )
