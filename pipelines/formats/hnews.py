"""hNews: an article marked by class names, as AP's own pages and those of its members were (microformats.org/wiki/hnews)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.formats.body import clean_line, paragraphs_below
from pipelines.formats.page_head import stamp_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(frozen=True)
class HNews:
    """What the class names say; `text` has one paragraph a block."""

    text: str
    headline: str | None
    byline: str | None
    source: str | None
    dateline: str | None
    updated: str | None
    published: str | None
    permalink: str | None


def read_hnews(tree: LexborHTMLParser) -> HNews | None:
    """The one article that a page marks so; None without one, and for a page that lists several."""
    marked = [node for node in tree.css(".hnews") if node.css_first(".entry-content") is not None]
    if len(marked) != 1:
        return None
    (node,) = marked
    text = "\n\n".join(filter(None, map(paragraphs_below, node.css(".entry-content"))))
    if not text:
        return None
    return HNews(
        text=text,
        headline=_line(node, ".entry-title"),
        byline=_line(node, ".byline .fn") or _line(node, ".author .fn") or _line(node, ".byline") or _line(node, ".author"),
        source=_line(node, ".source-org .org") or _line(node, ".source-org"),
        dateline=_line(node, ".dateline"),
        updated=_time(node, ".updated"),
        published=_time(node, ".published"),
        permalink=_permalink(node),
    )


def _line(node: LexborNode, selector: str) -> str | None:
    found = node.css_first(selector)
    return clean_line(found.text(separator=" ")) if found is not None else None


def _time(node: LexborNode, selector: str) -> str | None:
    """AP has it in the title of an empty element; microformats have it there of an abbr, or in the text."""
    found = node.css_first(selector)
    if found is None:
        return None
    inner = found.css_first("[title], [datetime]")
    stamps = [each.attributes.get(name) for each in (found, inner) if each is not None for name in ("datetime", "title")]
    return stamp_of(*stamps, found.text())


def _permalink(node: LexborNode) -> str | None:
    link = node.css_first('a[rel~="bookmark"]')
    href = clean_line(link.attributes.get("href")) if link is not None else None
    return href if href and href.casefold().startswith(("http://", "https://")) else None
