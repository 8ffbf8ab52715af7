"""Article pages: what the page says of itself for the fields, trafilatura for the body."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from pipelines.formats.body import clean, clean_line, one_paragraph_a_line, paragraphs, paragraphs_of_html
from pipelines.formats.dead import RefusedError
from pipelines.formats.detect import mebibytes
from pipelines.formats.encoding import Decoded, decode
from pipelines.formats.hnews import HNews, read_hnews
from pipelines.formats.page_head import Page, letters, names_of, party_of, read_head, text_of, time_of, without_site_name
from pipelines.formats.page_text import with_passed_over, without_promos
from pipelines.formats.reading import Item, Reading
from pipelines.formats.stated import stated_paragraphs
from pipelines.formats.story import Parts, build_story
from pipelines.trade.bylines import name_of
from schemas import Link, Story

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CHARSET_REACH: Final = 4096
_PREFORMATTED = re.compile("<pre[ >]", re.IGNORECASE)
_MAX_NESTING: Final = 4000
"""Real pages reach 1,500, with elements that are never closed."""
_MANY_TAGS: Final = 30_000
"""On a page with more of them trafilatura takes seconds, and its paragraphs are taken as they stand. Real ones have up to 8,000."""
_NESTING = re.compile(
    r"<(/)?(?!(?:br|img|meta|link|input|hr|wbr|source|area|base|col|embed|param|track|p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option"
    r"|optgroup|rp|rt)\b)[a-zA-Z]",
    re.IGNORECASE,
)
"""Tags of elements that must be closed; a page may leave the others open."""
_LITTLE: Final = 0.5
"""An extracted body shorter than this share of the JSON-LD articleBody has missed the article."""
_LONG_BODY: Final = 200
"""An articleBody shorter than this is an abstract, unless nothing else is found: characters."""
_SILENT: Final = logging.CRITICAL + 1
_HEAD_LINES: Final = 20
_MOST: Final = 0.5
"""Links and captions that make up more of a page than this share are its story: characters."""
MAPPING: Final = {
    "uri": "the address that the page gives itself, else hNews' bookmark, else AP's item id",
    "version": "the time of the last change",
    "published": (
        "JSON-LD `dateModified`, `article:modified_time`, `og:updated_time`, hNews; else `datePublished`, "
        "`article:published_time`, `date`, a line below the title"
    ),
    "source": "JSON-LD `publisher`, else hNews `source-org`, `og:site_name`",
    "language": "JSON-LD `inLanguage`, else `lang`",
    "headline": "JSON-LD `headline`, else hNews `entry-title`, `og:title`, h1, title",
    "byline": "JSON-LD `author`, else hNews, `author`, a line below the title",
    "dateline": "in the text, else JSON-LD `dateline`, hNews",
    "links": "AP's item id of a page with an address: alternateFormatOf",
    "text": "hNews `entry-content`, else the JSON-LD `articleBody` in the page's paragraphs, else what trafilatura finds, else all p",
}
"""Field of a story -> where it comes from."""


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The one story of a page."""
    if len(data) > reading.limits.max_html_bytes:
        raise RefusedError(f"The page is larger than {mebibytes(reading.limits.max_html_bytes)}.")
    yield story_of(data, reading.uri, reading.source)


def story_of(data: bytes, uri: str, source: str | None) -> Story:
    """The story on an article page. RefusedError when there is no text on it."""
    from selectolax.lexbor import LexborHTMLParser

    html, encoding = decode_html(data)
    if _nests_too_deeply(html):
        raise RefusedError(f"The page is nested more than {_MAX_NESTING} elements deep.")
    tree = LexborHTMLParser(html)
    page, marked = read_head(tree), read_hnews(tree)
    article = page.article
    headline = text_of(article.get("headline")) or page.meta.get("og:title") or page.h1 or page.title
    if marked is not None:
        headline = text_of(article.get("headline")) or marked.headline or headline
    byline = names_of(article.get("author")) or (marked.byline if marked is not None else None) or page.meta.get("author") or page.byline
    source = (
        party_of(article.get("publisher")) or (marked.source if marked is not None else None) or page.meta.get("og:site_name") or source
    )
    modified, modified_basis = time_of(source, *_modified(page, marked))
    created, created_basis = time_of(source, *_created(page, marked))
    titles = {page.title, page.h1, headline, page.meta.get("og:title")}
    headline = without_site_name(headline, (page.h1, page.meta.get("og:title")), (source, page.meta.get("og:site_name")))
    text = marked.text if marked is not None else stated_paragraphs(tree, article) or with_passed_over(tree, body_of(html, article))
    address = page.canonical or (marked.permalink if marked is not None else None)
    return build_story(
        Parts(
            uri=uri,
            format="html",
            text=_drop_head(without_promos(_drop_beside(text, page.beside)), titles, {byline, page.byline}),
            item_id=address or page.ap_item,
            version=modified,
            versioncreated=modified,
            published=modified or created,
            time_basis=modified_basis if modified else created_basis,
            source=source,
            language=text_of(article.get("inLanguage")) or page.language,
            headline=headline,
            byline=byline,
            located=text_of(article.get("dateline")) or (marked.dateline if marked is not None else None),
            links=(Link(relation="alternateFormatOf", target=page.ap_item),) if address and page.ap_item else (),
            encoding=encoding,
        )
    )


def _modified(page: Page, marked: HNews | None) -> tuple[object, ...]:
    """Stamps of the last change; JSON-LD first: meta elements leave the zone out."""
    meta = page.meta
    of_class = marked.updated if marked is not None else None
    return page.article.get("dateModified"), meta.get("article:modified_time"), meta.get("og:updated_time"), page.modified, of_class


def _created(page: Page, marked: HNews | None) -> tuple[object, ...]:
    of_class = marked.published if marked is not None else None
    return page.article.get("datePublished"), page.meta.get("article:published_time"), page.meta.get("date"), page.published, of_class


def _nests_too_deeply(html: str) -> bool:
    """Whether elements lie within each other so deeply that HTML parsers, whose time grows with the square of it, take seconds."""
    if html.count("<") - html.count("</") <= _MAX_NESTING:
        return False
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = depth - 1 if tag[1] else depth + 1
        if depth < 0:
            depth = 0
        elif depth > _MAX_NESTING:
            return True
    return False


def decode_html(data: bytes) -> Decoded:
    """The page as text: by its byte order mark, as UTF-8 if it is, else by the charset that it declares, else Windows-1252."""
    declared = _CHARSET.search(data, 0, _CHARSET_REACH)
    return decode(data, declared[1].decode("ascii", "replace") if declared else None)


def body_of(html: str, article: dict[str, Any]) -> str:
    """The running text: what trafilatura finds, the articleBody of the JSON-LD where it finds little, else all paragraphs."""
    extracted = _extract(html) if html.count("<") <= _MANY_TAGS else ""
    value = article.get("articleBody")
    stated = paragraphs(one_paragraph_a_line(clean(value))) if isinstance(value, str) else ""
    if "</p>" in stated:
        stated = paragraphs_of_html(stated)
    missed = len(stated) >= _LONG_BODY and len(extracted) < _LITTLE * len(stated)
    # trafilatura falls back on the articleBody too, and runs its paragraphs together.
    if stated and (not extracted or missed or extracted.split() == stated.split()):
        return stated
    return extracted or _all_paragraphs(html)


def _extract(html: str) -> str:
    """trafilatura's text, a paragraph a line -> paragraphs parted by blank lines; "" when it finds none."""
    extract = _extractor()
    try:
        found = extract(_without_line_ends(html), output_format="txt", include_comments=False, include_tables=False)
    except Exception:  # noqa: BLE001  # an extractor of heuristics on any page of the web: whatever fails in it, the page has other texts
        return ""
    return paragraphs(clean(found).replace("\n", "\n\n")) if found else ""


def _without_line_ends(html: str) -> str:
    """The page with its line ends as the blanks that they are: trafilatura hands them on, and ends paragraphs with its own."""
    return html if _PREFORMATTED.search(html) else html.replace("\r", " ").replace("\n", " ")


@cache
def _extractor() -> Callable[..., str | None]:
    """trafilatura, silenced: it warns of what it discards, which says nothing to whoever reads a corpus of pages."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(_SILENT)
    import trafilatura

    extract: Callable[..., str | None] = trafilatura.extract
    return extract


def _all_paragraphs(html: str) -> str:
    """The <p> elements of the article, or of the page; for pages too small for trafilatura the whole body."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    for selector in ("article p", "main p", "p"):
        texts = [clean_line(node.text()) for node in tree.css(selector)]
        if any(texts):
            return "\n\n".join(text for text in texts if text)
    return paragraphs_of_html(html)


def _drop_beside(text: str, beside: frozenset[str]) -> str:
    """The body without captions and lines that are links to other pages; a page of links keeps them."""
    lines = text.split("\n\n")
    kept = [line for line in lines if " ".join(line.split()).removeprefix("- ") not in beside]
    return text if sum(map(len, kept)) < _MOST * len(text) else "\n\n".join(kept)


def _drop_head(text: str, titles: set[str | None], bylines: set[str | None]) -> str:
    """The body without the leading lines that are the byline, or the title or its beginning ("Ferry cut | Halden Courier")."""
    known = {letters(title) for title in titles if title}
    names = {letters(name_of(byline)) for byline in bylines if byline}
    for _ in range(_HEAD_LINES):
        first, _, rest = text.partition("\n\n")
        line = letters(first)
        is_title = any(line == title or (title.startswith(line) and len(line) > len(title) // 2) for title in known)
        if not line or not rest or not (is_title or letters(name_of(first)) in names):
            break
        text = rest
    return text
