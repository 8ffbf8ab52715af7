"""Article pages: JSON-LD and OpenGraph for the fields, trafilatura for the body."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pipelines.formats.body import clean, clean_line, one_paragraph_a_line, paragraphs, paragraphs_of_html
from pipelines.formats.detect import decode_bom
from pipelines.formats.story import Parts, build_story
from pipelines.trade.bylines import name_of
from pipelines.trade.headers import header_kind
from pipelines.trade.times import find_date_line, parse_time
from pipelines.trade.words import words
from schemas import Story

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CHARSET_REACH: Final = 4096
_ARTICLE_TYPES: Final = words(
    "NewsArticle Article ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle "
    "LiveBlogPosting BlogPosting Report"
)
_LITTLE: Final = 0.5
"""An extracted body shorter than this share of the JSON-LD articleBody has missed the article."""
_LONG_BODY: Final = 200
"""An articleBody shorter than this is an abstract, unless nothing else is found: characters."""
_BLOCKS: Final = words("p div li dd td h2 h3 h4 h5 h6 aside section blockquote")
_LINES_BELOW_TITLE: Final = 8
"""Elements."""
_LONG_LINE: Final = 120
"""A line longer than this is the story: characters."""
_SILENT: Final = logging.CRITICAL + 1
_MOST: Final = 0.5
"""Links and captions that make up more of a page than this share are its story: characters."""
_CANONICAL: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass
class _Page:
    """What a page's head says of its article; the first value found counts."""

    meta: dict[str, str] = field(default_factory=dict)
    article: dict[str, Any] = field(default_factory=dict)
    canonical: str | None = None
    language: str | None = None
    title: str | None = None
    h1: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    beside: frozenset[str] = frozenset()
    """Captions of pictures, and blocks that are nothing but a link to another page: blanks collapsed."""


def story_of(data: bytes, uri: str, source: str | None) -> Story:
    """The story on an article page. RefusedError when there is no text on it."""
    html = decode_html(data)
    page = read_head(html)
    article = page.article
    headline = _text(article.get("headline")) or page.meta.get("og:title") or page.h1 or page.title
    modified = _time(article.get("dateModified"), page.meta.get("article:modified_time"), page.meta.get("og:updated_time"), page.modified)
    created = _time(article.get("datePublished"), page.meta.get("article:published_time"), page.meta.get("date"), page.published)
    byline = _names(article.get("author")) or page.meta.get("author") or page.byline
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
            source=_name(article.get("publisher")) or page.meta.get("og:site_name") or source,
            language=_text(article.get("inLanguage")) or page.language,
            headline=headline,
            byline=byline,
            located=_text(article.get("dateline")),
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


def read_head(html: str) -> _Page:
    """What the JSON-LD, the meta elements and the links of a page say."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    page = _Page()
    for node in tree.css("meta"):
        name, content = node.attributes.get("property") or node.attributes.get("name"), clean_line(node.attributes.get("content"))
        if name and content:
            page.meta.setdefault(name.casefold(), content)
    link = tree.css_first('link[rel="canonical"]')
    canonical = clean((link.attributes.get("href") or "") if link is not None else "").strip() or page.meta.get("og:url", "")
    page.canonical = canonical if _CANONICAL.match(canonical) else None
    root = tree.css_first("html")
    page.language = clean_line(root.attributes.get("lang")) if root is not None else None
    page.title, page.h1 = _first_text(tree, "title"), _first_text(tree, "h1")
    for script in tree.css('script[type="application/ld+json"]'):
        page.article = page.article or next(_articles(_json(script.text())), {})
    page.beside = frozenset(_beside(tree))
    page.published, page.modified = _microdata_time(tree, "datePublished"), _microdata_time(tree, "dateModified")
    author = tree.css_first('[itemprop="author"] [itemprop="name"]') or tree.css_first('[itemprop="author"]')
    page.byline = (clean_line(author.text()) or clean_line(author.attributes.get("content"))) if author is not None else None
    _read_below_title(page, tree)
    return page


def _microdata_time(tree: LexborHTMLParser, name: str) -> str | None:
    node = tree.css_first(f'[itemprop="{name}"]')
    return _time(node.attributes.get("datetime"), node.attributes.get("content"), node.text()) if node is not None else None


def _read_below_title(page: _Page, tree: LexborHTMLParser) -> None:
    """Byline and time from the lines between the title and the story, for a page that tells them nowhere else."""
    titles = {_letters(title) for title in (page.title, page.meta.get("og:title"), _text(page.article.get("headline"))) if title}
    heading = next((node for node in tree.css("h1") if (text := _letters(node.text())) and any(text in title for title in titles)), None)
    if heading is None:
        return
    for node in _elements_after(heading):
        stamp = node if node.tag == "time" else node.css_first("time")
        if stamp is not None:
            page.published = page.published or _time(stamp.attributes.get("datetime"))
        for line in filter(None, map(clean_line, node.text(separator="\n").split("\n"))):
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
    """The texts of captions, and of blocks that hold nothing but one link."""
    for caption in tree.css("figcaption"):
        yield " ".join(clean(caption.text()).split())
    for link in tree.css("a[href]"):
        text = link.text().split()
        block = link.parent
        while text and block is not None and block.tag != "body" and block.text().split() == text:
            if block.tag in _BLOCKS:
                yield " ".join(clean(" ".join(text)).split())
                break
            block = block.parent


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


def _text(value: object) -> str | None:
    """The first text of a JSON-LD value."""
    if isinstance(value, list):
        return next((text for member in value if isinstance(member, str) and (text := _text(member))), None)
    return clean_line(value) if isinstance(value, str) else None


def _time(*values: object) -> str | None:
    """The first of the values that is a time."""
    return next((time for value in values if (text := _text(value)) and (time := parse_time(text))), None)


def _name(value: object) -> str | None:
    """The name of a person or an organisation, however JSON-LD puts it."""
    if isinstance(value, list):
        return next((name for member in value if (name := _name(member))), None)
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _names(value: object) -> str | None:
    """The names of all authors, joined by commas."""
    names = [name for member in (value if isinstance(value, list) else [value]) if (name := _name(member))]
    return ", ".join(dict.fromkeys(names)) or None


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
    import trafilatura

    # It warns of what it discards, which is no news to whoever reads a corpus: nothing found is told in the outcome.
    logging.getLogger("trafilatura").setLevel(_SILENT)
    try:
        found = trafilatura.extract(html, output_format="txt", include_comments=False, include_tables=False)
    except Exception:  # noqa: BLE001  # an extractor of heuristics on any page of the web: whatever fails in it, the page has other texts
        return ""
    return paragraphs(clean(found).replace("\n", "\n\n")) if found else ""


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
    known = {_letters(title) for title in titles if title}
    names = {_letters(name_of(byline)) for byline in bylines if byline}
    while text:
        first, _, rest = text.partition("\n\n")
        line = _letters(first)
        is_title = any(line == title or (title.startswith(line) and len(line) > len(title) // 2) for title in known)
        if not line or not rest or not (is_title or _letters(name_of(first)) in names):
            break
        text = rest
    return text


def _letters(text: str) -> str:
    """For comparing titles: letters and digits only, casefolded."""
    return "".join(character for character in text.casefold() if character.isalnum())
