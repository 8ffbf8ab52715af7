"""What the metadata of a NewsML-G2 item says: source, status, embargo, kind of edit, kind of copy, notes and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError
from pipelines.formats.versioned_ids import story_key
from pipelines.formats.xml import Element, attribute, child, children, line_of, local_name
from pipelines.formats.xml_text import text_of_element
from pipelines.trade.agencies import agency_code
from pipelines.trade.relations import assertion
from pipelines.trade.times import read_time
from pipelines.trade.versions import edit_kind
from pipelines.trade.words import words
from schemas import Link
from schemas.story import EditKind, Form, Status

Children = dict[str, list[Element]]

_STATUS: Final[dict[str, Status]] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}
_SURE_EDITS: Final[dict[str, EditKind]] = {
    **dict.fromkeys(("sig:correction", "edstat:c", "sig:corrected"), "correction"),
    **dict.fromkeys(("sig:kill", "sig:cancel", "edstat:d"), "kill"),
}
"""Signals that say more than any mark in headline or note, in small letters."""
_UPDATES: Final = ("sig:update", "edstat:u", "tt_sig:replace", "sig:replace")
_UPDATE_PREFIX: Final = "update:"
_NOT_HELD: Final = words("businessdesk scoop cl scoop.co.nz")
"""Providers that send an empty `embargoed` with ordinary items."""
_NO_NOTES: Final = words("closingline notepad contacts dpacontacts localities picture internet genrenote service services background")
"""Roles of dpa's notes that tell the desk nothing of the edit; the notepad holds all of them once more."""
_MEDIA: Final = ("image/", "video/", "audio/")
_NO_TEXTS: Final = words("picture graphic video audio animation")
_FORMS: Final[dict[str, Form]] = {
    **dict.fromkeys(words("eilmeldung blitzmeldung eil blitz flash alert newsalert snap kiirehtivä pikauutinen"), "alert"),
    **dict.fromkeys(
        words("vorschau tagesvorschau wochenvorschau terminvorschau termine daybook diary calendar kalender agenda"), "daybook"
    ),
    **dict.fromkeys(words("achtung planungshinweis hinweis advisory redaktionshinweis tiedote"), "advisory"),
    **dict.fromkeys(words("überblick nachrichtenüberblick schlagzeilen kurznachrichten digest headlines"), "digest"),
    **dict.fromkeys(words("tabelle tabellen ergebnisse tulokset taulukko tabeller resultater results statistics"), "table"),
}
"""Names of genres, casefolded."""
_CODE_LENGTH: Final = 2
"""A name of so few letters is a code: characters."""


def first(found: Children, name: str) -> Element | None:
    """The first child of that name."""
    elements = found.get(name)
    return elements[0] if elements else None


def local_code(code: str) -> str:
    """A code without its vocabulary: "text" of "ninat:text" and of an address."""
    return code.rpartition("/")[2].rpartition(":")[2]


def qcode_of(element: Element | None) -> str | None:
    """The code of an element without its vocabulary, in small letters: "text" of "ninat:text"."""
    code = attribute(element, "qcode", "uri", "literal")
    return local_code(code).casefold() or None if code else None


def status_of(meta: Children) -> Status:
    """What pubStatus says; usable without one. RefusedError for a word that is none."""
    code = qcode_of(first(meta, "pubStatus"))
    if code is None or code == "embargoed":
        return "usable"
    if code not in _STATUS:
        raise RefusedError(f'The status is "{code}", not usable, withheld or canceled.')
    return _STATUS[code]


def source_of(meta: Children, about: Children, item: Children, sender: str | None) -> str | None:
    """Who delivers it: the provider by name or code, else who sent the message, else the source or the holder of the copyright.

    A known agency goes before a code that says nothing ("CL").
    """
    code = None
    for name in _names(meta, about, item, sender):
        if name and (len(name) > _CODE_LENGTH or agency_code(name) is not None):
            return name
        code = code or name
    return code


def _names(meta: Children, about: Children, item: Children, sender: str | None) -> Iterator[str | None]:
    yield from _party(first(meta, "provider"))
    yield sender
    for source in about.get("infoSource", ()):
        yield from _party(source)
    yield from _party(child(first(item, "rightsInfo"), "copyrightHolder"))


def _party(element: Element | None) -> tuple[str | None, ...]:
    if element is None:
        return ()
    code = attribute(element, "qcode", "uri")
    return line_of(child(element, "name")), attribute(element, "literal"), local_code(code) if code else None


def embargo_of(meta: Children, source: str | None) -> tuple[bool, str | None]:
    """Whether the item is under an embargo, and till when. An empty element holds it back till further notice."""
    element = first(meta, "embargoed")
    if element is None:
        return qcode_of(first(meta, "pubStatus")) == "embargoed", None
    value = line_of(element)
    if value is None:
        return (source or "").casefold() not in _NOT_HELD, None
    until = read_time(value, source)
    return True, until[0] if until else None


def edit_of(meta: Children, headline: str | None, slug: str | None, note: str | None) -> EditKind | None:
    """What the signals say of the edit; None where they say nothing. An update may be told more closely by headline, slug or note."""
    update = False
    for signal in meta.get("signal", ()):
        code = (attribute(signal, "qcode", "uri") or "").casefold()
        sure = _SURE_EDITS.get(code) or _SURE_EDITS.get("sig:" + code.rpartition("/signal/")[2])
        if sure is not None:
            return sure
        update = update or code in _UPDATES or code.startswith(_UPDATE_PREFIX) or code.endswith("/signal/update")
    if any(_role(note_element) in ("correction", "correctionshort") for note_element in meta.get("edNote", ())):
        return "correction"
    if not update:
        return None
    marked = edit_kind(headline, slug, note)
    return marked if marked != "new" else "update"


def form_of(about: Children, meta: Children) -> Form | None:
    """The kind of copy by genres and notes; None for an ordinary story."""
    for genre in about.get("genre", ()):
        for name in (attribute(genre, "literal"), *(line_of(each) for each in children(genre, "name"))):
            form = _FORMS.get(name.casefold()) if name else None
            if form is not None:
                return form
    for note in meta.get("edNote", ()):
        form = _FORMS.get((line_of(note) or "").casefold().removeprefix("dpa-")) if len(note) == 0 else None
        if form is not None:
            return form
    return None


def note_of(meta: Children) -> str | None:
    """The notes to editors, joined by ' | ', without contacts, sign-offs and lists of pictures. They may hold markup."""
    notes: list[str | None] = []
    for element in (*meta.get("edNote", ()), *meta.get("ednote", ())):
        if _role(element) not in _NO_NOTES:
            notes.append(clean_line(text_of_element(element)) if len(element) else clean_line(element.text))
    return " | ".join(dict.fromkeys(filter(None, notes))) or None


def _role(element: Element) -> str:
    return local_code(attribute(element, "role") or "").casefold()


def links_of(meta: Children, own_id: str | None) -> tuple[Link, ...]:
    """The links to other items, each once. Pages of the web and pictures are none; a link without a relation refers to its target."""
    found: dict[Link, None] = {}
    own_key = story_key(own_id, None) if "link" in meta else None
    for element in meta.get("link", ()):
        target = attribute(element, "residref", "guidref")
        media = (attribute(element, "contenttype") or "").startswith(_MEDIA) or qcode_of(child(element, "itemClass")) in _NO_TEXTS
        if target is None or media:
            continue
        rel = attribute(element, "rel")
        if target == own_id or (own_key is not None and story_key(target, None) == own_key):
            relation: str | None = "previousVersion"
        else:
            relation = assertion(rel) if rel else "refersTo"
        if relation is not None:
            found[Link(relation=relation, target=target)] = None
    for element in meta.get("hopHistory", ()):
        for hop in element:
            if local_name(hop.tag) == "hop" and (target := attribute(child(hop, "target"), "uri", "guidref", "residref", "literal")):
                found[Link(relation="processedFrom", target=target)] = None
    return tuple(found)
