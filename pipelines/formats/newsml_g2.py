"""NewsML-G2: newsItem, packageItem and newsMessage -> a `Story` for each item of text.

After the NewsML-G2 Guidelines (IPTC, 2.33) and what Reuters, AP, dpa, STT, TT, ANSA, Belga, NTB and press release wires make of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from pipelines.formats.dead import RefusedError, dead_letter
from pipelines.formats.g2_content import Content, content_of
from pipelines.formats.g2_meta import Children, edit_of, embargo_of, first, form_of, links_of, note_of, qcode_of, source_of, status_of
from pipelines.formats.reading import Item, Reading
from pipelines.formats.story import Parts, build_story
from pipelines.formats.versioned_ids import story_key
from pipelines.formats.xml import Element, attribute, by_name, language_of, line_of, local_name, parse_xml, whole_elements
from pipelines.trade.times import read_time
from pipelines.trade.words import words
from schemas import Story
from schemas.story import TimeBasis

_FORMAT: Final = "newsmlg2"
_ITEMS: Final = words("newsItem packageItem conceptItem knowledgeItem planningItem catalogItem")
_READ: Final = "newsItem"
_TEXT_CLASSES: Final = ("text", "composite")
_ASKED: Final = (
    "language",
    "slugline",
    "headline",
    "by",
    "dateline",
    "creditline",
    "genre",
    "infoSource",
    "contentModified",
    "contentCreated",
)
"""What is read of the metadata of the content; subjects are most of it."""
_SUB_HEADLINES: Final = ("sub", "kicker", "short", "seo", "social")
_NO_PLACE: Final = "0123456789"
MAPPING: Final = {
    "uri": "`@guid`",
    "version": "`@version`",
    "published": "`versionCreated`, else `firstCreated`, `contentCreated`, else `sent` of the message",
    "source": "`provider`, else the sender of the message, `infoSource`, `copyrightHolder`",
    "language": "`language` of the content, else of its markup, else of the fields",
    "headline": "`headline` without a role or of the first rank, else that of the content",
    "slug": "`slugline`",
    "byline": "`by`, else that of the content",
    "dateline": "in the text, else `dateline`, else that of the content",
    "credit": "`creditline`, and what the text credits",
    "note": "`edNote`, without contacts and sign-offs",
    "status": "`pubStatus`; withheld for an empty `embargoed`",
    "embargoed_until": "`embargoed`",
    "edit_kind": "`signal`, roles of `edNote`, else marks in headline, slug and note",
    "form": "`genre`, `edNote`, else slug, headline and text",
    "links": "`link`, without pages of the web and pictures",
    "text": "`contentSet`: NITF, XHTML, TT's markup or plain, the first that holds a text",
}
"""Field of a story -> where it comes from."""


class Message(NamedTuple):
    """What the message around an item says: who sent it and when."""

    sender: str | None = None
    sent: str | None = None


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The items of a document in order: a story or notice, or a dead letter for what holds no text.

    Of a document that breaks off, the items that are whole; a dead letter stands for the rest.
    """
    try:
        parsed = parse_xml(data, reading.limits)
    except RefusedError as broken:
        items, encoding = whole_elements(data, _ITEMS, reading.limits)
        if not items:
            raise
        for number, element in enumerate(items, 1):
            yield _item(element, reading.numbered(number), _message_of(element.getroottree().getroot()), encoding)
        yield dead_letter(broken, reading.numbered(len(items) + 1).uri, data, _FORMAT)
        return
    root = parsed.root
    if local_name(root.tag) in _ITEMS:
        yield _item(root, reading, Message(), parsed.encoding)
        return
    message, items = _message_of(root), list(_items_of(root))
    if not items:
        raise RefusedError("The news message holds no items.")
    for number, element in enumerate(items, 1):
        yield _item(element, reading.numbered(number) if len(items) > 1 else reading, message, parsed.encoding)


def _items_of(root: Element) -> Iterator[Element]:
    """The items below a message: in its item sets, or right below it."""
    for each in root:
        if local_name(each.tag) in _ITEMS:
            yield each
        elif local_name(each.tag) == "itemSet":
            yield from (item for item in each if local_name(item.tag) in _ITEMS)


def _message_of(root: Element) -> Message:
    """Names of elements vary in their capitals: Header and Sent occur."""
    header = next((each for each in root if local_name(each.tag).lower() == "header"), None)
    if header is None:
        return Message()
    fields = {local_name(each.tag).lower(): each for each in reversed(header)}
    return Message(line_of(fields.get("sender")), line_of(fields.get("sent")))


def _item(element: Element, here: Reading, message: Message, encoding: str | None) -> Item:
    try:
        return story_of(element, here, message, encoding)
    except RefusedError as refused:
        return dead_letter(refused, here.uri, etree.tostring(element, with_tail=False, encoding="utf-8"), _FORMAT)


def story_of(item: Element, here: Reading, message: Message, encoding: str | None) -> Story:
    """The story or notice of one item. RefusedError when it is no text: a picture, a package of references, a concept."""
    kind = local_name(item.tag)
    fields = by_name(item)
    meta, about = by_name(first(fields, "itemMeta")), by_name(first(fields, "contentMeta"), *_ASKED)
    status = status_of(meta)
    if kind != _READ:
        raise RefusedError(_no_news(kind))
    item_class = qcode_of(first(meta, "itemClass"))
    content = content_of(first(fields, "contentSet"))
    if item_class and item_class not in _TEXT_CLASSES:
        raise RefusedError(f"The item is of class {item_class}: only texts are read.")
    if status == "usable" and not content.text:
        raise RefusedError(content.reason)
    source = source_of(meta, about, fields, message.sender) or here.source
    created = _time(meta, "versionCreated", source)
    published, basis = created or _other_time(meta, about, message, source)
    headline = _headline(about) or content.headline
    slug, note = line_of(first(about, "slugline")), note_of(meta)
    embargoed, until = embargo_of(meta, source)
    item_id = attribute(item, "guid")
    version = attribute(item, "version")
    return build_story(
        Parts(
            uri=here.uri,
            format=_format(item),
            text=content.text,
            item_id=item_id,
            version=version,
            versioncreated=created[0] if created else None,
            published=published,
            time_basis=basis,
            source=source,
            language=_language(item, about, content),
            headline=headline,
            slug=slug,
            byline=_byline(about) or content.byline,
            located=_place(line_of(first(about, "dateline"))) or content.dateline,
            credit=line_of(first(about, "creditline")),
            note=note,
            status=status,
            embargoed=embargoed,
            embargoed_until=until,
            links=links_of(meta, item_id),
            edit=edit_of(meta, headline, slug, note),
            form=form_of(about, meta) or content.form,
            encoding=encoding,
            story_key=story_key(item_id, source),
        )
    )


def _no_news(kind: str) -> str:
    if kind == "packageItem":
        return "The item is a package of references to other items: it has no text of its own."
    return f"The item is a {kind}: only news items are read."


def _format(item: Element) -> str:
    version = attribute(item, "standardversion")
    return f"{_FORMAT}/{version}" if version else _FORMAT


def _time(meta: Children, name: str, source: str | None) -> tuple[str, TimeBasis] | None:
    value = line_of(first(meta, name))
    return read_time(value, source) if value else None


def _other_time(meta: Children, about: Children, message: Message, source: str | None) -> tuple[str | None, TimeBasis]:
    """When an item was made that does not say when its version was; else when it was sent."""
    for found in (_time(meta, "firstCreated", source), _time(about, "contentModified", source), _time(about, "contentCreated", source)):
        if found is not None:
            return found
    sent = read_time(message.sent, source or message.sender) if message.sent else None
    return (sent[0], "transport") if sent else (None, "item")


def _language(item: Element, about: Children, content: Content) -> str | None:
    """The language of the content, else that of its markup, else that of the fields."""
    return attribute(first(about, "language"), "tag") or content.language or language_of(item)


def _headline(about: Children) -> str | None:
    """The headline without a role, or the one of the first rank; a sub-headline never goes before it."""
    found = [(_rank(element), line) for element in about.get("headline", ()) if (line := line_of(element))]
    return min(found, key=lambda each: each[0])[1] if found else None


def _rank(headline: Element) -> int:
    role = (attribute(headline, "role") or "").casefold()
    rank = attribute(headline, "rank") or "1"
    return (100 if any(word in role for word in _SUB_HEADLINES) else 0) + (int(rank) if rank.isdecimal() and len(rank) < 3 else 50)


def _byline(about: Children) -> str | None:
    return ", ".join(dict.fromkeys(filter(None, map(line_of, about.get("by", ()))))) or None


def _place(dateline: str | None) -> str | None:
    """A dateline that tells a place. Reuters sends stamps of machines there."""
    return dateline if dateline and dateline[0] not in _NO_PLACE else None
