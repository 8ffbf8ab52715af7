"""NewsML 1.0 to 1.2: each NewsItem of a document -> a `Story` for each language or story that its components hold.

After the NewsML 1.2 Guidelines (IPTC, 2003) and what AFP, ANP, ANA, Belga, EFE, Kyodo, SDA/ATS, TASS and Business Wire make of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError, dead_letter
from pipelines.formats.newsml_1_content import Unit, text_of_unit, units_of
from pipelines.formats.reading import Item, Reading
from pipelines.formats.story import Parts, build_story
from pipelines.formats.versioned_ids import story_key
from pipelines.formats.xml import Element, attribute, by_name, child, children, language_of, line_of, local_name, parse_xml, whole_elements
from pipelines.trade.agencies import agency_code
from pipelines.trade.times import read_time
from pipelines.trade.versions import edit_kind
from schemas import Link, Story
from schemas.story import EditKind, Status, TimeBasis

_FORMAT: Final = "newsml1"
_ITEM: Final = frozenset(("NewsItem",))
_STATUS: Final[dict[str, Status]] = {
    **dict.fromkeys(("usable", "open", "released", "embargoed", ""), "usable"),
    **dict.fromkeys(("withheld", "hold", "onhold"), "withheld"),
    **dict.fromkeys(("canceled", "cancelled", "killed", "deleted", "cancel"), "canceled"),
}
_EDITS: Final[dict[str, EditKind]] = {
    **dict.fromkeys(("correction", "corrected", "correct", "rectify", "rectification"), "correction"),
    **dict.fromkeys(("update", "rectify:update", "replace"), "update"),
    **dict.fromkeys(("delete", "kill", "cancel"), "kill"),
}
"""Instructions, by FormalName in small letters."""
_NO_NEWS: Final = ("topicset", "catalog")
_REVISION_AT_END = re.compile(r":\d+[NUA]?\Z")
_NO_PLACE = re.compile(r"\d[\d./-]*(?:[T ]+\d\d?:\d\d.*)?")
_DASH_AT_END = re.compile(r"\s*(?:\.-|[-–—:])+\s*\Z")
_NO_ID: Final = ("", "0")
_ID_PARTS: Final = ("ProviderId", "DateId", "NewsItemId", "PublicIdentifier")
_WHOLE_ID: Final = 4
"""Colons in a public identifier that names provider, date and item: urn:newsml:provider:date:item."""
MAPPING: Final = {
    "uri": (
        "`PublicIdentifier` without its revision, else one made of `ProviderId`, `DateId` and `NewsItemId`; the id of "
        "the component where an item holds several stories"
    ),
    "version": "`RevisionId`",
    "published": "`ThisRevisionCreated`, else `FirstCreated`, else `DateAndTime` of the envelope",
    "source": "`Provider`, `Source`, else `SentFrom`, `CreditLine`, `ProviderId`",
    "language": "`Language` of the component, else `xml:lang`",
    "headline": "`HeadLine`, else that of the content",
    "slug": "`SlugLine`, else `NameLabel`, `KeywordLine`",
    "byline": "`ByLine` and `ByLineTitle`, else that of the content",
    "dateline": "in the text, else `DateLine`, else that of the content",
    "credit": "`CreditLine`, and what the text credits",
    "note": "news lines for editors, `Instruction`, `EditorialNote`",
    "status": "`Status`; withheld for Embargoed without a time",
    "embargoed_until": "`StatusWillChange`",
    "edit_kind": "`Instruction`, else marks in headline, slug and note",
    "form": "tables in the markup, else slug, headline and text",
    "links": "`DerivedFrom`, `AssociatedWith`",
    "text": "the `ContentItem`s of the story: NITF, XHTML, HTML or plain, the first that holds a text",
}
"""Field of a story -> where it comes from."""


class Envelope(NamedTuple):
    """What the envelope says for all items."""

    sender: str | None = None
    sent: str | None = None


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The stories of a document in order, or a dead letter for an item without one.

    Of a document that breaks off, the items that are whole; a dead letter stands for the rest.
    """
    fault: RefusedError | None = None
    try:
        parsed = parse_xml(data, reading.limits)
        encoding, root = parsed.encoding, parsed.root
        items = [root] if local_name(root.tag) in _ITEM else list(children(root, "NewsItem"))
    except RefusedError as broken:
        items, encoding = whole_elements(data, _ITEM, reading.limits)
        if not items:
            raise
        fault, root = broken, items[0].getroottree().getroot()
    if not items:
        raise RefusedError("The NewsML document holds no news items.")
    envelope = _envelope(root)
    number = 0
    found = [(item, _units(item)) for item in items]
    several = fault is not None or sum(max(1, len(units)) for _, units in found) > 1
    for item, units in found:
        for unit in units or (None,):
            number += 1
            here = reading.numbered(number) if several else reading
            try:
                yield _story_of(item, unit, here, envelope, encoding, alone=len(units) < 2)
            except RefusedError as refused:
                yield dead_letter(refused, here.uri, etree.tostring(item, with_tail=False, encoding="utf-8"), _FORMAT)
    if fault is not None:
        yield dead_letter(fault, reading.numbered(number + 1).uri, data, _FORMAT)


def _units(item: Element) -> list[Unit]:
    component = child(item, "NewsComponent")
    return units_of(component) if component is not None else []


def _envelope(root: Element) -> Envelope:
    envelope = child(root, "NewsEnvelope")
    return Envelope(attribute(child(envelope, "SentFrom", "Party"), "FormalName"), line_of(child(envelope, "DateAndTime")))


def _story_of(item: Element, unit: Unit | None, here: Reading, envelope: Envelope, encoding: str | None, *, alone: bool) -> Story:
    """The story of one unit of an item; `unit` is None for an item without text, of which only a notice can be made."""
    management = child(item, "NewsManagement")
    kind = (attribute(child(management, "NewsItemType"), "FormalName") or "").casefold()
    if kind in _NO_NEWS:
        raise RefusedError(f"The item is of type {kind}: only news is read.")
    stated = (attribute(child(management, "Status"), "FormalName") or line_of(child(management, "Status")) or "").casefold()
    if stated not in _STATUS:
        raise RefusedError(f'The status is "{stated[:40]}", not usable, embargoed, withheld or canceled.')
    status = _STATUS[stated]
    if unit is None:
        top = child(item, "NewsComponent")
        unit = Unit((top,) if top is not None else (), ())
    text = text_of_unit(unit)
    if not text.text and status == "usable":
        raise RefusedError(text.reason)
    source = _source(unit, item, envelope) or here.source
    item_id, key = _identity(item, unit, source, alone=alone)
    revision = child(item, "Identification", "NewsIdentifier", "RevisionId")
    created = _time(child(management, "ThisRevisionCreated"), source)
    first_created = _time(child(management, "FirstCreated"), source)
    sent = read_time(envelope.sent, source) if envelope.sent else None
    published, basis = created or first_created or ((sent[0], "transport") if sent else (None, "item"))
    headline, slug = unit.line("HeadLine") or text.headline, _slug(unit, item)
    note = _note(unit, item, management)
    embargoed, until = _embargo(management, stated, source)
    return build_story(
        Parts(
            uri=here.uri,
            format=_format(item),
            text=text.text,
            item_id=item_id,
            version=line_of(revision),
            versioncreated=created[0] if created else None,
            published=published,
            time_basis=basis,
            source=source,
            language=_language(unit, item) or text.language,
            headline=headline,
            slug=slug,
            byline=_byline(unit) or text.byline,
            located=_dateline(unit) or text.dateline,
            credit=unit.line("CreditLine"),
            note=note,
            status=status,
            embargoed=embargoed,
            embargoed_until=until,
            links=_links(management, item_id),
            edit=_edit(management, headline, slug, note),
            form=text.form,
            encoding=encoding,
            story_key=key,
        )
    )


def _format(item: Element) -> str:
    version = attribute(item.getroottree().getroot(), "Version")
    return f"{_FORMAT}/{version}" if version else _FORMAT


def _identity(item: Element, unit: Unit, source: str | None, *, alone: bool) -> tuple[str | None, str | None]:
    """The id of a story and, where that changes with every version, what tells the story over them.

    The public identifier without its revision; else the parts that the standard makes an id of. Where an item holds several stories, or
    has no id, the id of its component.
    """
    identifier = by_name(child(item, "Identification", "NewsIdentifier"))
    parts = {name: line_of(identifier[name][0]) or "" for name in _ID_PARTS if name in identifier}
    own = parts.get("NewsItemId", "")
    public = _REVISION_AT_END.sub("", parts.get("PublicIdentifier", ""))
    local = unit.guid
    if own in _NO_ID or (not alone and local is not None):
        return local, None
    whole = public.count(":") >= _WHOLE_ID
    found = public if whole else ":".join(("urn:newsml", parts.get("ProviderId", ""), parts.get("DateId", ""), own))
    if not alone:
        found = f"{found}#{unit.number}"
    # A date that is the revision's makes an id of the standard's form change with each version.
    changing = not whole and parts.get("DateId", "") == (line_of(child(item, "NewsManagement", "ThisRevisionCreated")) or "-")
    return found, f"{parts.get('ProviderId', '')}:{own}" if changing else story_key(found, source)


def _source(unit: Unit, item: Element, envelope: Envelope) -> str | None:
    """Who delivers it: the provider, else the source, the credit, the sender, the owner of the id."""
    names = [
        *(attribute(child(each, "Provider", "Party"), "FormalName") for each in unit.administrative()),
        *(attribute(child(each, "Source", "Party"), "FormalName") for each in unit.administrative()),
        envelope.sender,
        unit.line("CreditLine"),
        line_of(child(item, "Identification", "NewsIdentifier", "ProviderId")),
    ]
    stated = [name for name in names if name]
    return next((name for name in stated[:3] if agency_code(name)), None) or (stated[0] if stated else None)


def _time(element: Element | None, source: str | None) -> tuple[str, TimeBasis] | None:
    value = line_of(element)
    return read_time(value, source) if value else None


def _language(unit: Unit, item: Element) -> str | None:
    """The stated language, else that of the component's or the item's own fields: a code, never "x-default"."""
    for language in (*unit.languages(), language_of(item)):
        if language and not language.casefold().startswith("x-"):
            return language
    return None


def _slug(unit: Unit, item: Element) -> str | None:
    """The slug line, else the label that the item bears, else its keywords."""
    return unit.line("SlugLine") or line_of(child(item, "Identification", "NameLabel")) or unit.line("KeywordLine")


def _byline(unit: Unit) -> str | None:
    return ", ".join(filter(None, (unit.line("ByLine"), unit.line("ByLineTitle")))) or None


def _dateline(unit: Unit) -> str | None:
    """The dateline without the dash behind it; a stamp of a machine is none."""
    line = unit.line("DateLine")
    if line is None or _NO_PLACE.match(line):
        return None
    return _DASH_AT_END.sub("", line) or None


def _note(unit: Unit, item: Element, management: Element | None) -> str | None:
    """Notes to editors: lines of such a type, and instructions in words."""
    notes: list[str | None] = []
    for lines in unit.lines_of("NewsLine"):
        kind = (attribute(child(lines, "NewsLineType"), "FormalName") or "").casefold()
        if any(word in kind for word in ("advisory", "editor", "note", "correction", "advis")):
            notes += (line_of(each) for each in children(lines, "NewsLineText"))
    notes += (line_of(child(each, "Comment")) or line_of(each) for each in children(management, "Instruction"))
    notes += (line_of(each) for each in item.iter("{*}EditorialNote"))
    return clean_line(" | ".join(dict.fromkeys(filter(None, notes))))


def _embargo(management: Element | None, stated: str, source: str | None) -> tuple[bool, str | None]:
    """Whether the item is under an embargo, and when its status is to change."""
    if stated != "embargoed":
        return False, None
    until = _time(child(management, "StatusWillChange", "DateAndTime"), source)
    return True, until[0] if until else None


def _edit(management: Element | None, headline: str | None, slug: str | None, note: str | None) -> EditKind | None:
    """What an instruction says of the edit, told more closely by headline, slug and note."""
    for each in children(management, "Instruction"):
        edit = _EDITS.get((attribute(each, "FormalName") or "").casefold())
        if edit is not None:
            marked = edit_kind(headline, slug, note) if edit == "update" else edit
            return marked if marked != "new" else edit
    return None


def _links(management: Element | None, own_id: str | None) -> tuple[Link, ...]:
    """What the item derives from and is associated with: items, not pictures or names."""
    found: dict[Link, None] = {}
    for name, relation in (("DerivedFrom", "derivedFrom"), ("AssociatedWith", "refersTo")):
        for each in children(management, name):
            target = attribute(each, "NewsItem")
            if target is not None:
                plain = _REVISION_AT_END.sub("", target) if target.count(":") > _WHOLE_ID else target
                found[Link(relation="previousVersion" if plain == own_id else relation, target=plain)] = None
    return tuple(found)
