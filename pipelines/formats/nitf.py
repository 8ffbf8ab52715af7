"""NITF 3.x: one document -> one `Story`; and its body alone, for formats that carry NITF within them.

After NITF 3.6 (IPTC, 2012) and what AP, PA, EFE, NTB, Ritzau, AAP and The Canadian Press make of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError
from pipelines.formats.reading import Item, Reading
from pipelines.formats.story import Parts, build_story
from pipelines.formats.versioned_ids import story_key
from pipelines.formats.xml import Element, Parsed, attribute, by_name, child, children, language_of, line_of, local_name, parse_xml
from pipelines.formats.xml_text import form_of_element, text_of_element
from pipelines.trade.agencies import agency_code
from pipelines.trade.times import read_time
from schemas import Link, Story
from schemas.story import Form, Status, TimeBasis

Children = dict[str, list[Element]]

_ASKED: Final = ("title", "docdata", "pubdata", "revision-history")
"""What is read of the head; meta elements are most of it."""
_STATUS: Final[dict[str, Status]] = {
    "withheld": "withheld",
    "hold": "withheld",
    **dict.fromkeys(("canceled", "cancelled", "killed"), "canceled"),
}
_KNOWN_STATUS: Final = ("usable", "embargoed", "")
_LINK_OF_STATUS: Final = {"canceled": "cancels", "cancelled": "cancels", "withheld": "withholds"}
_NO_SLUG = re.compile(r"[\W\d_]*[^\W\d_]?[\W\d_]*")
_STAMP = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ].*)?")
MAPPING: Final = {
    "uri": "`doc-id/@id-string`",
    "version": "`du-key/@version`",
    "published": "`date.issue`, else `date.release`, `pubdata`, `story.date`, `revision-history`",
    "source": "`doc-id/@regsrc`, else `from-src`, `distributor`, `doc.copyright`, `rights.owner`",
    "language": "`xml:lang` or `baselang` of the document, `xml:lang` of its body",
    "headline": "`hedline`, else `title`",
    "slug": "`du-key/@key`, else `key-list`, `fixture`",
    "byline": "`byline`",
    "dateline": "in the text, else `dateline/location`",
    "credit": "what the text credits",
    "note": "`ed-msg`, `note`, the last `revision-history`",
    "status": "`docdata/@management-status`; withheld for embargoed without a time",
    "embargoed_until": "`date.release` of an embargoed document",
    "edit_kind": "the status, else marks in headline, slug and note",
    "form": "tables and lists in the markup, else slug, headline and text",
    "links": "`docdata/@management-doc-idref`",
    "text": "`body.content`, a paragraph a block; captions are left out",
}
"""Field of a story -> where it comes from."""


class NitfBody(NamedTuple):
    """What the body of an NITF document says, without its head. `text` has its paragraphs parted by a blank line; "" for none.

    `byline` is as printed, a title behind a comma. `dateline` is the place. `note` joins notes to editors by ' | '.
    """

    text: str
    byline: str | None = None
    dateline: str | None = None
    headline: str | None = None
    note: str | None = None
    abstract: str | None = None
    form: Form | None = None


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The one story of a document."""
    parsed = parse_xml(data, reading.limits)
    if local_name(parsed.root.tag) != "nitf":
        raise RefusedError("The XML is no NITF document.")
    yield story_of(parsed, reading)


def body_of(data: bytes) -> NitfBody:
    """The body of an NITF document in bytes, of AP's rendition for one. RefusedError with a plain sentence when it cannot be read."""
    return body_of_element(parse_xml(data).root)


def body_of_element(root: Element) -> NitfBody:
    """The body of an `nitf` element, also one without a body, a body.content of its own, or in another vocabulary's namespace."""
    body = child(root, "body")
    return _body_of(root if body is None else body)[0]


def _body_of(body: Element) -> tuple[NitfBody, Children]:
    """What a body says, with the children of its head."""
    parts = by_name(body)
    content, head = _first(parts, "body.content"), by_name(_first(parts, "body.head"))
    hedline = _first(head, "hedline", "headline")
    if content is None:
        content = body
    abstract = text_of_element(head["abstract"][0]) if "abstract" in head else None
    text = text_of_element(content)
    notes = (line_of(note) for note in head.get("note", ()))
    found = NitfBody(
        text=text or abstract or "",
        byline=_byline(_first(head, "byline")),
        dateline=_dateline(_first(head, "dateline")),
        headline=line_of(child(hedline, "hl1")) or (line_of(hedline) if hedline is not None and len(hedline) == 0 else None),
        note=" | ".join(filter(None, notes)) or None,
        abstract=abstract or None,
        form=form_of_element(content) if text else None,
    )
    return found, head


def story_of(parsed: Parsed, here: Reading) -> Story:
    """The story or notice that one document is. RefusedError when it has no text."""
    root = parsed.root
    sections = by_name(root)
    head, body_element = by_name(_first(sections, "head"), *_ASKED), _first(sections, "body")
    body, body_head = _body_of(root if body_element is None else body_element)
    docdata = _first(head, "docdata")
    fields = by_name(docdata)
    doc_id = _first(fields, "doc-id")
    source = _source(fields, body_head) or here.source
    stated = (attribute(docdata, "management-status") or "").casefold()
    if stated not in _STATUS and stated not in _KNOWN_STATUS:
        raise RefusedError(f'The management status is "{stated}", not usable, embargoed, withheld or canceled.')
    issued, basis = _issued(head, fields, body_head, source)
    release = read_time(attribute(_first(fields, "date.release"), "norm") or "", source) if stated == "embargoed" else None
    du_key = _first(fields, "du-key")
    return build_story(
        Parts(
            uri=here.uri,
            format=_format(root),
            text=body.text,
            item_id=attribute(doc_id, "id-string"),
            version=attribute(du_key, "version"),
            versioncreated=issued,
            published=issued,
            time_basis=basis,
            source=source,
            language=_language(root, body_element),
            headline=body.headline or line_of(_first(head, "title")),
            slug=_slug(fields),
            # ANSA sends its second headline as the byline.
            byline=None if agency_code(source or "") == "ANSA" else body.byline,
            located=body.dateline,
            note=_note(fields, head, body),
            status=_STATUS.get(stated, "usable"),
            embargoed=stated == "embargoed",
            embargoed_until=release[0] if release else None,
            links=_links(docdata),
            form=body.form,
            encoding=parsed.encoding,
            story_key=story_key(attribute(doc_id, "id-string"), source),
        )
    )


def _first(found: Children, *names: str) -> Element | None:
    for name in names:
        if name in found:
            return found[name][0]
    return None


def _format(root: Element) -> str:
    """ "nitf/3.4" where the document names its version."""
    named = re.search(r"(\d(?:\.\d)*)(?://|$)", attribute(root, "version") or "")
    return f"nitf/{named[1]}" if named else "nitf"


def _language(root: Element, body: Element | None) -> str | None:
    stated = language_of(root) or attribute(root, "baselang") or language_of(body)
    if stated is None:
        content = child(body, "body.content")
        stated = language_of(content) or attribute(child(content, "lang"), "lang")
    return stated


def _source(fields: Children, body_head: Children) -> str | None:
    """Who delivers it: the registrar of the id, the first agency of the list, the distributor, the owner of the rights."""
    return (
        attribute(_first(fields, "doc-id"), "regsrc")
        or attribute(child(_first(fields, "del-list"), "from-src"), "src-name")
        or line_of(_first(body_head, "distributor"))
        or attribute(_first(fields, "doc.copyright"), "holder")
        or line_of(child(_first(body_head, "rights"), "rights.owner"))
    )


def _issued(head: Children, fields: Children, body_head: Children, source: str | None) -> tuple[str | None, TimeBasis]:
    """When this version was issued, with what its zone was taken from."""
    for stamp in _stamps(head, fields, body_head):
        found = read_time(stamp, source) if stamp else None
        if found is not None:
            return found
    return None, "item"


def _stamps(head: Children, fields: Children, body_head: Children) -> Iterator[str | None]:
    """Stamps of the issue, the best first."""
    yield attribute(_first(fields, "date.issue"), "norm")
    yield attribute(_first(fields, "date.release"), "norm")
    yield attribute(_first(head, "pubdata"), "date.publication") or attribute(_first(fields, "pubdata"), "date.publication")
    yield attribute(child(_first(body_head, "dateline"), "story.date"), "norm")
    yield from (attribute(each, "norm") for each in head.get("revision-history", ()))


def _slug(fields: Children) -> str | None:
    """The key for dynamic use, else the keywords. A key without letters is a serial number; PA sends its page and key as the title."""
    key = attribute(_first(fields, "du-key"), "key")
    if key and not _NO_SLUG.fullmatch(key):
        return key
    key_list = _first(fields, "key-list")
    keywords = [attribute(each, "key") or line_of(each) for each in children(key_list, "keyword")]
    return ", ".join(filter(None, keywords)) or attribute(key_list, "key") or attribute(_first(fields, "fixture"), "fix-id")


def _note(fields: Children, head: Children, body: NitfBody) -> str | None:
    """Messages to editors and what the last revision changed."""
    revisions = [attribute(each, "comment") for each in head.get("revision-history", ())]
    notes = [*(attribute(each, "info") for each in fields.get("ed-msg", ())), body.note, revisions[-1] if revisions else None]
    return " | ".join(dict.fromkeys(filter(None, notes))) or None


def _links(docdata: Element | None) -> tuple[Link, ...]:
    """The document that this one acts on: it cancels or withholds it, or comes in its place."""
    target = attribute(docdata, "management-doc-idref")
    if target is None:
        return ()
    relation = _LINK_OF_STATUS.get((attribute(docdata, "management-idref-status") or "").casefold(), "previousVersion")
    return (Link(relation=relation, target=target),)


def _byline(byline: Element | None) -> str | None:
    """The byline with titles behind a comma: "By Jane Roe, Staff Writer"."""
    if byline is None or len(byline) == 0:
        return line_of(byline)
    titles = [line_of(each) for each in byline.iter() if local_name(each.tag) == "byttl"]
    names = clean_line(" ".join(_texts_without(byline, "byttl")))
    return ", ".join(filter(None, (names.replace(" ,", ",").strip(" ,") if names else None, *titles))) or None


def _texts_without(element: Element, left_out: str) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        if local_name(each.tag) != left_out:
            yield from _texts_without(each, left_out)
        yield each.tail or ""


def _dateline(dateline: Element | None) -> str | None:
    """The place; with the day where it is in words. Stamps of machines in a dateline are none."""
    if dateline is None or len(dateline) == 0:
        return line_of(dateline)
    parts = [clean_line(dateline.text)]
    for each in dateline:
        parts += (_place(each), clean_line(each.tail))
    line = ", ".join(part.strip(" ,") for part in parts if part and part.strip(" ,") and not _STAMP.fullmatch(part.strip(" ,")))
    return line or None


def _place(location: Element) -> str | None:
    """A location; its city, state and country parted by commas, whether or not they are printed so."""
    parts = [line_of(each) for each in location]
    return ", ".join(filter(None, parts)) if any(parts) and not clean_line(location.text) else line_of(location)
