"""RSS 0.9x, 1.0 and 2.0, and Atom: the entries of a feed with what text the feed itself carries.

feedparser gets bytes that were decoded here and hold no document type, so that nothing can be expanded or looked up. An entry that
carries an abstract only is a story with that text: it is all that was delivered, and no page is fetched for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import Any, Final, NamedTuple

from pipelines.formats.body import clean, clean_line, one_paragraph_a_line, paragraphs, paragraphs_of_html
from pipelines.formats.dead import RefusedError, dead_letter
from pipelines.formats.detect import mebibytes
from pipelines.formats.encoding import decode
from pipelines.formats.reading import Item, Reading
from pipelines.formats.story import Parts, build_story
from pipelines.trade.times import read_time, rfc3339
from schemas import Link, Story
from schemas.story import TimeBasis

Entry = dict[str, Any]

_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ROOT = re.compile(r"<[A-Za-z_]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*>", re.IGNORECASE)
_FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTRY = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?:item|entry))(?:\s[^<>]*)?(?<!/)>", re.ASCII)
_NAMED = re.compile(r"(?P<kind>rss|atom|cdf)(?P<major>\d)?(?P<minor>\d+)?")
_MAX_NESTING: Final = 200
"""Elements within each other; feedparser slows down with the square of it."""
_RUN = re.compile(r"[A-Za-z0-9_.+-]{1000,}")
"""No word, but data; feedparser looks for an address in what it takes for an author, with the square of its length."""
_TAG = re.compile(r"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|(?P<end>/)?[A-Za-z_][^<>]*?(?P<empty>/)?>)", re.DOTALL)
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_TEXT_TYPES: Final = (*_HTML_TYPES, "text/plain")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d|#x|\w+;)")
_PARTED = re.compile(r"<(?:p|br)[\s/>]", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_MAILED_NAME = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")
_HAS_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d|\b[A-Za-z]{1,5})\s*(?:\([^()]*\))?$")
_RELATIONS: Final = {"via": "derivedFrom", "related": "refersTo"}
"""Relation of an Atom link (RFC 4287) -> ours."""
MAPPING: Final = {
    "uri": "`guid` or `id`, else `link`",
    "version": "`updated`, in RSS only beside a `pubDate`",
    "published": "`updated`, else `published`, `pubDate`, `dc:date`",
    "source": "`source` of the entry, else the title of the feed",
    "language": "of the entry, its content, the feed",
    "headline": "`title`",
    "byline": "`author`, `dc:creator`, without addresses",
    "links": "Atom `via`: derivedFrom, `related`: refersTo",
    "text": "the longest of `content:encoded` and `content`, else `description` or `summary`; no page is fetched",
}
"""Field of a story -> where it comes from."""


class _Source(NamedTuple):
    """What the feed says for all its entries."""

    format: str
    scope: str | None
    """In which names ids are unique that are no URLs: the feed's own id, else its link or title."""
    name: str | None
    language: str | None


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The entries in the feed's order."""
    if len(data) > reading.limits.max_item_bytes:
        raise RefusedError(f"The feed is larger than {mebibytes(reading.limits.max_item_bytes)}.")
    text = decoded(data)
    parsed = _parsed(text)
    found: list[Entry] = parsed["entries"]
    if not found:
        raise RefusedError("The feed has no entries.")
    source = _source(parsed, reading)
    raws = raw_entries(text)
    if len(raws) != len(found):
        raws = [RawEntry(text, whole=True)] * len(found)
    for number, (entry, raw) in enumerate(zip(found, raws, strict=True), 1):
        here = reading.numbered(number)
        try:
            if not raw.whole:
                raise RefusedError("The feed ends in the middle of this entry.")
            yield story_of(entry, source, here.uri)
        except RefusedError as refused:
            yield dead_letter(refused, here.uri, raw.text.encode("utf-8", "replace"), source.format)


def decoded(data: bytes) -> str:
    """The feed as text without XML declaration, document type and characters that XML forbids.

    RefusedError for one that declares entities.
    """
    declared = _DECLARED.match(data)
    text = _FORBIDDEN_IN_XML.sub("", decode(data, declared[1].decode("ascii") if declared else None).text)
    text = _DECLARATION.sub("", text, count=1)
    root = _ROOT.search(text)
    if root is None:
        raise RefusedError("The feed has no elements.")
    prolog = _COMMENT.sub("", text[: root.start()])
    body = text[root.start() :]
    if "<!--" in prolog:  # a comment with markup in it: the first element was none
        prolog, body = "", _COMMENT.sub("", text)
        root = _ROOT.search(body)
        if root is None:
            raise RefusedError("The feed has no elements.")
        prolog, body = body[: root.start()], body[root.start() :]
    if "<!" in _DOCTYPE.sub("", prolog) or "<!ENTITY" in body or "<!DOCTYPE" in body:
        outside = re.sub(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", "", body, flags=re.DOTALL)
        if "<!" in _DOCTYPE.sub("", prolog) or "<!ENTITY" in outside or "<!DOCTYPE" in outside:
            raise RefusedError("The feed declares entities or a document type of its own, which are not read.")
    return body


def _parsed(text: str) -> Any:
    """What feedparser makes of the feed. RefusedError when that fails."""
    if _nesting(text) > _MAX_NESTING:
        raise RefusedError(f"The feed is nested more than {_MAX_NESTING} elements deep.")
    import feedparser

    document = b'<?xml version="1.0" encoding="utf-8"?>\n' + _RUN.sub("", text).encode("utf-8", "replace")
    try:
        # From bytes in memory: what is not a file to it, feedparser takes for an address or a path, and opens.
        return feedparser.parse(BytesIO(document), sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001  # a parser of anything that ever called itself a feed: whatever fails in it, the feed is unusable
        raise RefusedError("The feed is broken.") from None


def _nesting(text: str) -> int:
    """How deep elements lie within each other at most, as far as the tags tell."""
    depth = deepest = 0
    for tag in _TAG.finditer(text):
        if tag["end"]:
            depth -= depth > 0
        elif tag[0][1] != "!" and not tag["empty"]:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


class RawEntry(NamedTuple):
    """An entry as it stands in the feed, without its end tag."""

    text: str
    whole: bool
    """Whether its end is there."""
    start: int = 0
    """Where in the feed it begins."""


def raw_entries(text: str) -> list[RawEntry]:
    """The entries as they stand in the feed. Their number is not that of feedparser where entries lie within each other."""
    starts = list(_ENTRY.finditer(text))
    raws = []
    limits = [*(following.start() for following in starts[1:]), len(text)]
    for start, limit in zip(starts, limits, strict=False):
        end = text.find(f"</{start['name']}", start.end(), limit)
        raws.append(RawEntry(text[start.start() : end if end >= 0 else limit], end >= 0, start.start()))
    return raws


def _source(parsed: Any, reading: Reading) -> _Source:
    feed: Entry = parsed["feed"]
    name = _line(feed, "title")
    scope = _line(feed, "id") or _line(feed, "link") or name
    return _Source(_format(parsed["version"]), scope, name or reading.source, _line(feed, "language"))


def _format(version: str) -> str:
    """feedparser's "rss20", "rss091u", "atom10" -> "rss/2.0", "rss/0.91", "atom/1.0"."""
    named = _NAMED.match(version)
    if named is None:
        return "feed"
    return named["kind"] + (f"/{named['major']}.{named['minor'] or 0}" if named["major"] else "")


def story_of(entry: Entry, source: _Source, uri: str) -> Story:
    """The story that one entry is. RefusedError when it has no text."""
    text, language = _body(entry)
    within = dict.get(entry, "source")
    publisher = (_line(within, "title") if isinstance(within, dict) else None) or source.name
    updated, updated_basis = _time(entry, publisher, "updated")
    published, published_basis = _time(entry, publisher, "published", "created")
    headline = _headline(entry)
    if not text:
        raise RefusedError("The entry has no text, only a headline." if headline else "The entry has no text.")
    return build_story(
        Parts(
            uri=uri,
            format=source.format,
            text=text,
            item_id=clean(_text(entry, "id") or _text(entry, "link") or "").strip() or None,
            # Atom demands a time of the last change; in RSS dc:date alone is the time of the item.
            version=updated if published or source.format.startswith("atom") else None,
            versioncreated=updated,
            published=updated or published,
            time_basis=updated_basis if updated else published_basis,
            source=publisher,
            scope=source.scope,
            language=_line(entry, "language") or language or source.language,
            headline=headline,
            byline=_byline(entry),
            links=_links(entry),
        )
    )


def _text(entry: Entry, name: str) -> str | None:
    """A field that is a text. feedparser's own look-up answers one field with another, and warns."""
    value = dict.get(entry, name)
    return value if isinstance(value, str) else None


def _line(entry: Entry, name: str) -> str | None:
    return clean_line(_text(entry, name))


def _headline(entry: Entry) -> str | None:
    """The title without markup; escaped twice is common."""
    title = _text(entry, "title") or ""
    if _MARKUP.search(title):
        title = paragraphs_of_html(title) if "<" in title else unescape(title)
    return clean_line(title)


def _body(entry: Entry) -> tuple[str, str | None]:
    """The longest text among the contents, else the summary; and the language that it is said to be in."""
    contents = [part for part in dict.get(entry, "content") or () if part.get("type") in _TEXT_TYPES]
    best, language = "", None
    for part in contents:
        text = _paragraphs(part)
        if len(text) > len(best):
            best, language = text, clean_line(part.get("language"))
    if best:
        return best, language
    summary = dict.get(entry, "summary_detail")
    if not isinstance(summary, dict):
        return "", None
    return _paragraphs(summary), clean_line(summary.get("language"))


def _paragraphs(part: Entry) -> str:
    value = part.get("value") or ""
    if part.get("type") in _HTML_TYPES and _MARKUP.search(value):
        if not _PARTED.search(value):  # exports of WordPress part paragraphs by blank lines, among other markup
            value = _BLANK_LINE.sub("<p>", value)
        return paragraphs_of_html(value)
    return paragraphs(one_paragraph_a_line(clean(value)))


def _time(entry: Entry, provider: str | None, *names: str) -> tuple[str | None, TimeBasis]:
    """The first of the times that can be read, in UTC, and where its zone comes from."""
    for name in names:
        stamp = _line(entry, name)
        parsed = dict.get(entry, f"{name}_parsed")
        if not stamp:
            continue
        found = read_time(stamp, provider)
        if found is not None:
            return found
        if parsed is not None:  # forms that only feeds have: "Sun Jan 04 16:29:06 PST 2004", Korean and Greek months
            try:
                year, month, day, hour, minute, second = parsed[:6]
                moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
                return rfc3339(moment), "item" if _HAS_ZONE.search(stamp) else "utc"
            except (ValueError, OverflowError):
                continue
    return None, "item"


def _byline(entry: Entry) -> str | None:
    """The names of the authors; addresses are left out."""
    names = []
    for author in dict.get(entry, "authors") or ():
        name = clean_line(author.get("name"))
        if name and "@" not in name and "(" not in name and "email" not in author:
            names.append(name)
    stated = _line(entry, "author")
    mailed = _MAILED_NAME.fullmatch(stated) if stated else None
    if mailed is not None:
        names.append(mailed["name"].strip())
    elif not names and stated and "@" not in stated:
        names.append(stated)
    return ", ".join(dict.fromkeys(names)) or None


def _links(entry: Entry) -> tuple[Link, ...]:
    """Links to what the entry was made from, and to what it is about."""
    links = []
    for link in dict.get(entry, "links") or ():
        relation, target = _RELATIONS.get(link.get("rel") or ""), clean_line(link.get("href"))
        if relation and target:
            links.append(Link(relation=relation, target=target))
    return tuple(dict.fromkeys(links))
