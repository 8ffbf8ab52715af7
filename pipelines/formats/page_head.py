"""What a page says of its article: JSON-LD, OpenGraph, microdata, and the lines below its title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pipelines.formats.body import clean, clean_line
from pipelines.trade.headers import header_kind
from pipelines.trade.times import find_date_line, parse_time, read_time
from pipelines.trade.words import words
from schemas.story import TimeBasis

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ARTICLE_TYPES: Final = words(
    "NewsArticle Article ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle "
    "LiveBlogPosting BlogPosting Report"
)
_BLOCKS: Final = words("p div li dd td h2 h3 h4 h5 h6 aside section blockquote")
_LINES_BELOW_TITLE: Final = 8
"""Elements, and lines in each of them."""
_LONG_LINE: Final = 120
"""A line longer than this is the story: characters."""
_AP_ADDRESS = re.compile(r"https?://(?:www\.|hosted\.)?apnews\.com/(?:[^?#]*[/-])?([0-9a-fA-F]{32})/?(?:[?#]|$)")
_AP_ETAG = re.compile(r"([0-9a-fA-F]{32})(?:_\S*)?")
_BEFORE_NAME = re.compile(r"(\s+[-–—|•·]\s+)")
_CANONICAL: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass
class Page:
    """What a page's head says of its article; the first value found counts."""

    meta: dict[str, str] = field(default_factory=dict)
    article: dict[str, Any] = field(default_factory=dict)
    canonical: str | None = None
    """The address that the page gives itself."""
    ap_item: str | None = None
    """The id of AP's item that a page of AP is: its Media API calls it by that."""
    language: str | None = None
    title: str | None = None
    h1: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    beside: frozenset[str] = frozenset()
    """Captions of pictures, and blocks that are nothing but a link to another page: blanks collapsed."""


def read_head(tree: LexborHTMLParser) -> Page:
    """What the JSON-LD, the meta elements and the links of a page say."""
    page = Page()
    for node in tree.css("meta"):
        name, content = node.attributes.get("property") or node.attributes.get("name"), clean_line(node.attributes.get("content"))
        if name and content:
            page.meta.setdefault(name.casefold(), content)
    link = tree.css_first('link[rel="canonical"]')
    page.canonical = clean_line(link.attributes.get("href")) if link is not None else None
    root = tree.css_first("html")
    page.language = clean_line(root.attributes.get("lang")) if root is not None else None
    page.title, page.h1 = _first_text(tree, "title"), _first_text(tree, "h1")
    for script in tree.css('script[type="application/ld+json"]'):
        page.article = page.article or next(_articles(_json(script.text())), {})
    stated = (
        page.canonical,
        page.meta.get("og:url"),
        address_of(page.article.get("mainEntityOfPage")),
        address_of(page.article.get("url")),
    )
    page.canonical = next((address for address in stated if address and _CANONICAL.match(address)), None)
    page.ap_item = _ap_item(page)
    page.beside = frozenset(_beside(tree))
    page.published, page.modified = _microdata_time(tree, "datePublished"), _microdata_time(tree, "dateModified")
    author = tree.css_first('[itemprop="author"] [itemprop="name"]') or tree.css_first('[itemprop="author"]')
    page.byline = (clean_line(author.text()) or clean_line(author.attributes.get("content"))) if author is not None else None
    _read_below_title(page, tree)
    return page


def _ap_item(page: Page) -> str | None:
    """From the addresses of apnews.com, which end in it, or the meta element of its older pages, which holds it before the etag."""
    address = _AP_ADDRESS.match(page.canonical or "")
    etag = _AP_ETAG.fullmatch(page.meta.get("afs_etag", ""))
    return (address[1] if address else etag[1] if etag else "").lower() or None


def _microdata_time(tree: LexborHTMLParser, name: str) -> str | None:
    node = tree.css_first(f'[itemprop="{name}"]')
    return stamp_of(node.attributes.get("datetime"), node.attributes.get("content"), node.text()) if node is not None else None


def _read_below_title(page: Page, tree: LexborHTMLParser) -> None:
    """Byline and time from the lines between the title and the story, for a page that tells them nowhere else."""
    titles = {letters(title) for title in (page.title, page.meta.get("og:title"), text_of(page.article.get("headline"))) if title}
    heading = next((node for node in tree.css("h1") if (text := letters(node.text())) and any(text in title for title in titles)), None)
    if heading is None:
        return
    for node in _elements_after(heading):
        stamp = node if node.tag == "time" else node.css_first("time")
        if stamp is not None:
            page.published = page.published or stamp_of(stamp.attributes.get("datetime"))
        lines = filter(None, map(clean_line, node.text(separator="\n").split("\n")))
        for line in islice(lines, _LINES_BELOW_TITLE):
            kind = header_kind(line)
            if kind == "date" and page.published is None:
                found = find_date_line(line)
                page.published = found[0] if found else None
            elif kind in ("byline", "credit"):
                page.byline = page.byline or line
            elif len(line) > _LONG_LINE:
                return


def _elements_after(node: LexborNode) -> Iterator[LexborNode]:
    """The elements that follow a node in its parent, and then those that follow the parent; a few."""
    after, count = node.next, 0
    while count < _LINES_BELOW_TITLE:
        if after is None:
            if node.parent is None or node.parent.tag in ("body", "html"):
                return
            node = node.parent
            after = node.next
            continue
        if after.is_element_node:
            yield after
            count += 1
        after = after.next


def _beside(tree: LexborHTMLParser) -> Iterator[str]:
    """The texts of captions, of blocks that hold nothing but one link, and of lists of links."""
    for caption in tree.css("figcaption"):
        yield " ".join(clean(caption.text()).split())
    for link in tree.css("a[href]"):
        node: LexborNode | None = link
        while node is not None and node.tag not in _BLOCKS:
            node = node.parent if _is_only_child(node) else None
        if node is not None:
            yield " ".join(clean(link.text()).split())
    for each in tree.css("ul"):
        items = [item for item in each.iter() if item.tag == "li"]
        if len(items) > 1 and all(_is_linked(item) for item in items):
            yield from (" ".join(clean(item.text()).split()) for item in items)


def _is_linked(item: LexborNode) -> bool:
    """Whether half of an item of a list or more is a link: "LOOK-UP TOOL: Check cases in your area"."""
    if item.css_first("ul") is not None:
        return False
    return 2 * sum(len(link.text()) for link in item.css("a[href]")) >= len(item.text().strip()) > 0


def _is_only_child(node: LexborNode) -> bool:
    """Whether only blanks stand beside a node in its parent."""
    before, after = node.prev, node.next
    while before is not None and before.is_text_node and not (before.text_content or "").strip():
        before = before.prev
    while after is not None and after.is_text_node and not (after.text_content or "").strip():
        after = after.next
    return before is None and after is None


def _first_text(tree: LexborHTMLParser, tag: str) -> str | None:
    node = tree.css_first(tag)
    return clean_line(node.text()) if node is not None else None


def _json(text: str) -> object:
    """JSON-LD as found on pages: control characters within texts occur; what cannot be read is null."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _articles(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The articles in a piece of JSON-LD: an object, a list, or an @graph of them."""
    if isinstance(value, list):
        for member in value:
            yield from _articles(member, depth + 1) if depth < 4 else ()
    elif isinstance(value, dict):
        kind = value.get("@type")
        kinds = kind if isinstance(kind, list) else [kind]
        if any(isinstance(name, str) and name.removeprefix("schema:") in _ARTICLE_TYPES for name in kinds):
            yield value
        elif depth < 4:
            yield from _articles(value.get("@graph"), depth + 1)
            yield from _articles(value.get("mainEntity"), depth + 1)


def text_of(value: object) -> str | None:
    """The first text of a JSON-LD value."""
    if isinstance(value, list):
        return next((text for member in value if isinstance(member, str) and (text := text_of(member))), None)
    if not isinstance(value, str):
        return None
    return clean_line(unescape(value) if "&" in value else value)


def without_site_name(headline: str | None, titles: Iterable[str | None], names: Iterable[str | None]) -> str | None:
    """A headline without the name of the site or of its section behind it: one of `names`, or what another title lacks."""
    parts = _BEFORE_NAME.split(headline) if headline else []
    if len(parts) < 2:
        return headline
    bare, known = {letters(title) for title in titles if title}, {letters(name) for name in names if name}
    for number in range(1, len(parts), 2):
        if letters("".join(parts[:number])) in bare or letters("".join(parts[number + 1 :])) in known:
            return "".join(parts[:number])
    return headline


def address_of(value: object) -> str | None:
    """An address in JSON-LD: as it is, or the id of a page."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return text_of(value)


def stamp_of(*values: object) -> str | None:
    """The first of the values that is a time, as it stands there."""
    return next((text for value in values if (text := text_of(value)) and parse_time(text)), None)


def time_of(provider: str | None, *values: object) -> tuple[str | None, TimeBasis]:
    """The first of the values that is a time, in UTC, and where its zone comes from."""
    stamp = stamp_of(*values)
    return (read_time(stamp, provider) if stamp else None) or (None, "item")


def party_of(value: object) -> str | None:
    """The name of a person or an organisation, however JSON-LD puts it."""
    if isinstance(value, list):
        return next((name for member in value if (name := party_of(member))), None)
    return text_of(value.get("name")) if isinstance(value, dict) else text_of(value)


def names_of(value: object) -> str | None:
    """The names of all authors, joined by commas."""
    names = [name for member in (value if isinstance(value, list) else [value]) if (name := party_of(member))]
    return ", ".join(dict.fromkeys(names)) or None


def letters(text: str) -> str:
    """For comparing titles: letters and digits only, casefolded."""
    return "".join(filter(str.isalnum, text.casefold()))
