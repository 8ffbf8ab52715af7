"""The running text of an element of NITF, XHTML or TT's own markup: one paragraph a block."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipelines.formats.bodies import Body, looks_like_html, text_of
from pipelines.formats.body import clean, paragraphs
from pipelines.formats.wire_text import unwrap, width_of
from pipelines.formats.xml import Element, all_text, local_name
from pipelines.trade.words import words
from schemas.story import Form

_INLINE, _BLOCK, _SKIPPED, _BREAK, _TABLE, _PLAIN = range(6)
_KINDS: Final[dict[str, int]] = {
    **dict.fromkeys(
        words(
            "p div h1 h2 h3 h4 h5 h6 hl1 hl2 hl3 hl4 ul ol dl li dt dd blockquote bq section article main body html "
            "tr td th tbody thead tfoot hr "
            "block body.content body.end address center footer dir menu "
            "text rubrik ingress brodtext mellis citat faktatext bakgrundtext punkt fraga svar"
        ),
        _BLOCK,
    ),
    **dict.fromkeys(
        words(
            "head body.head docdata script style title media img image figure figcaption noscript template iframe svg button "
            "form object embed audio video "
            "nav header aside note nitf-table-metadata custom-caption colgroup caption "
            "bild bildtext dat byline"
        ),
        _SKIPPED,
    ),
    "br": _BREAK,
    "table": _TABLE,
    "nitf-table": _BLOCK,
    "pre": _PLAIN,
}
"""What an element does to the text, by its local name in small letters."""
_PARTED: Final = "\n\n"
_MANY_LINES = re.compile("\n{2,}")
_OTHER_BLANKS: Final = "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_CELLS: Final = words("td th")
_AT_MARGIN = re.compile(r"\n[^\s]")
_HEAD_CLASSES: Final = words("dat byline vignette")
"""Classes of blocks that hold place, source or name above a text, in TT's XHTML."""
_WEIGHED: Final = ("table", "pre", "p", "hl2", "h2", "li")
_MOST: Final = 0.5
"""A text of which more than this share stands in tables is a table: characters."""


@lru_cache(maxsize=4096)
def _kind(tag: str) -> int:
    return _KINDS.get(local_name(tag).lower(), _INLINE)


def text_of_element(element: Element, skipped: frozenset[Element] = frozenset()) -> str:
    """The text of an element with its paragraphs parted by a blank line; "" for none. `skipped` are elements to leave out.

    A table is one paragraph, a row a line, unless it only holds a layout in place. An element without markup is read as the plain or
    escaped text that it holds.
    """
    if len(element) == 0:
        value = element.text
        return text_of((Body(0, looks_like_html(value), value),)) if value and not value.isspace() else ""
    pieces: list[str] = []
    _collect(element, pieces, skipped)
    return _joined("".join(pieces))


def _collect(element: Element, pieces: list[str], skipped: frozenset[Element]) -> None:
    """The text below `element`: a blank line at either end of a block, a newline at each break."""
    text = element.text
    if text:
        pieces.append(_flat(text))
    for child in element:
        kind = _kind(child.tag)
        if kind == _BLOCK:
            if (skipped and child in skipped) or child.get("class") in _HEAD_CLASSES:
                pass
            elif len(child) == 0:
                text = child.text
                if text:
                    pieces += (_PARTED, _block(text), _PARTED)
                else:
                    pieces.append(_PARTED)
            else:
                pieces.append(_PARTED)
                _collect(child, pieces, skipped)
                pieces.append(_PARTED)
        elif kind == _INLINE:
            _collect(child, pieces, skipped)
        elif kind == _BREAK:
            pieces.append("\n")
        elif kind == _TABLE:
            _collect_table(child, pieces, skipped)
        elif kind == _PLAIN:
            pieces += (_PARTED, all_text(child), _PARTED)
        tail = child.tail
        if tail:
            pieces.append(" " if tail == "\n" else _flat(tail))


def _block(text: str) -> str:
    """The text of a block without markup: on one line, unless its lines are set at the margin, as a typesetter's are."""
    if "\n" not in text or _AT_MARGIN.search(text) is None:
        return _flat(text)
    found = paragraphs(clean(text)).split(_PARTED)
    lines = [[" ".join(line.split()) for line in paragraph.split("\n")] for paragraph in found]
    width = width_of([line for each in lines for line in each])
    return _PARTED.join(unwrap(each, width) for each in lines)


def _flat(text: str) -> str:
    """A text in which line breaks are blanks."""
    if "\n" in text:
        text = text.replace("\n", " ")
    return text.replace("\r", " ") if "\r" in text else text


def _collect_table(table: Element, pieces: list[str], skipped: frozenset[Element]) -> None:
    rows = [[cell for cell in row if local_name(cell.tag).lower() in _CELLS] for row in table.iter() if local_name(row.tag).lower() == "tr"]
    if all(len(row) < 2 for row in rows):
        pieces.append(_PARTED)
        _collect(table, pieces, skipped)
        pieces.append(_PARTED)
        return
    lines = [" | ".join(filter(None, (" ".join(_flat(all_text(cell)).split()) for cell in row))) for row in rows]
    pieces += (_PARTED, "\n".join(filter(None, lines)), _PARTED)


def _joined(text: str) -> str:
    """Blanks collapsed, paragraphs without text left out; a newline within a paragraph stays."""
    found: list[str] = []
    text = clean(text)
    if not ("  " in text or "\t" in text or (not text.isascii() and any(blank in text for blank in _OTHER_BLANKS))):
        text = text.replace("\n ", "\n").replace(" \n", "\n")
        return _PARTED.join(part for part in _MANY_LINES.split(text.strip()) if part)
    for block in text.split(_PARTED):
        if "\n" in block:
            lines = "\n".join(" ".join(line.split()) for line in block.split("\n"))
            found += filter(None, (part.strip() for part in _MANY_LINES.split(lines)))
        elif block and (line := " ".join(block.split())):
            found.append(line)
    return _PARTED.join(found)


def form_of_element(element: Element) -> Form | None:
    """ "table" where most of the text stands in tables, "agate" where most of it is set as it stands; None for running text."""
    if next(element.iter("{*}table", "{*}pre"), None) is None:
        return None
    total = tables = preserved = 0
    for each in element.iter():
        name = local_name(each.tag)
        if name in _WEIGHED:
            size = len(all_text(each))
            total += size
            if name == "table":
                tables += size
            elif name == "pre":
                preserved += size
    if total and tables > _MOST * total:
        return "table"
    return "agate" if total and preserved > _MOST * total else None
