"""Article pages: what the page says of itself for the fields, trafilatura for the body."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from pipelines.formats.body import clean, clean_line, one_paragraph_a_line, paragraphs, paragraphs_of_html
from pipelines.formats.detect import decode_bom
from pipelines.formats.page_head import letters, names_of, party_of, read_head, text_of, time_of
from pipelines.formats.story import Parts, build_story
from pipelines.trade.bylines import name_of
from schemas import Story

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CHARSET_REACH: Final = 4096
_LITTLE: Final = 0.5
"""An extracted body shorter than this share of the JSON-LD articleBody has missed the article."""
_LONG_BODY: Final = 200
"""An articleBody shorter than this is an abstract, unless nothing else is found: characters."""
_SILENT: Final = logging.CRITICAL + 1
_MOST: Final = 0.5
"""Links and captions that make up more of a page than this share are its story: characters."""


def story_of(data: bytes, uri: str, source: str | None) -> Story:
    """The story on an article page. RefusedError when there is no text on it."""
    html = decode_html(data)
    page = read_head(html)
    article = page.article
    headline = text_of(article.get("headline")) or page.meta.get("og:title") or page.h1 or page.title
    modified = time_of(article.get("dateModified"), page.meta.get("article:modified_time"), page.meta.get("og:updated_time"), page.modified)
    created = time_of(article.get("datePublished"), page.meta.get("article:published_time"), page.meta.get("date"), page.published)
    byline = names_of(article.get("author")) or page.meta.get("author") or page.byline
    titles = {page.title, page.h1, headline, page.meta.get("og:title")}
    return build_story(
        Parts(
            uri=uri,
            format="html",
            text=_drop_head(_drop_beside(body_of(html, article), page.beside), titles, {byline, page.byline}),
            item_id=page.canonical,
            version=modified,
            versioncreated=modified,
            published=modified or created,
            source=party_of(article.get("publisher")) or page.meta.get("og:site_name") or source,
            language=text_of(article.get("inLanguage")) or page.language,
            headline=headline,
            byline=byline,
            located=text_of(article.get("dateline")),
        )
    )


def decode_html(data: bytes) -> str:
    """The page as text: by its byte order mark, as UTF-8 if it is, else by the charset that it declares, else Windows-1252."""
    plain, encoding = decode_bom(data)
    if encoding is not None:
        return plain.decode(encoding, "replace")
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(plain, 0, _CHARSET_REACH)
    name = declared[1].decode("ascii").casefold() if declared else "cp1252"
    # Browsers read these as Windows-1252, and a page that says utf-8 and is not has a few bytes of it.
    if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "utf-8", "utf8"):
        name = "cp1252"
    try:
        return plain.decode(name, "replace")
    except (LookupError, UnicodeError):
        return plain.decode("cp1252", "replace")


def body_of(html: str, article: dict[str, Any]) -> str:
    """The running text: what trafilatura finds, the articleBody of the JSON-LD where it finds little, else all paragraphs."""
    extracted = _extract(html)
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
        found = extract(html, output_format="txt", include_comments=False, include_tables=False)
    except Exception:  # noqa: BLE001  # an extractor of heuristics on any page of the web: whatever fails in it, the page has other texts
        return ""
    return paragraphs(clean(found).replace("\n", "\n\n")) if found else ""


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
    kept = [line for line in lines if " ".join(line.split()) not in beside]
    return text if sum(map(len, kept)) < _MOST * len(text) else "\n\n".join(kept)


def _drop_head(text: str, titles: set[str | None], bylines: set[str | None]) -> str:
    """The body without the leading lines that are the byline, or the title or its beginning ("Ferry cut | Halden Courier")."""
    known = {letters(title) for title in titles if title}
    names = {letters(name_of(byline)) for byline in bylines if byline}
    while text:
        first, _, rest = text.partition("\n\n")
        line = letters(first)
        is_title = any(line == title or (title.startswith(line) and len(line) > len(title) // 2) for title in known)
        if not line or not rest or not (is_title or letters(name_of(first)) in names):
            break
        text = rest
    return text
