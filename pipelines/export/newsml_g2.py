"""A family as a NewsML-G2 message (IPTC, 2.35, power): a package item that refers to the members, and the members as news items.

A member says that it is `memberOf` the family, and by `link` what it was made from. IPTC's own relations are used where they mean the same
(alias `irel`), else ours, whose scheme the document declares. Without `--text` news items have no content, which the standard allows.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from pipelines.export.dossier import Dossier, Tie
from pipelines.export.names import OURS, RELATIONS, TERMS, agent_iri, family_iri, item_iri
from pipelines.families.head import Head
from pipelines.families.vocabulary import OUR_SCHEME
from schemas import Membership

NAMESPACE: Final = "http://iptc.org/std/nar/2006-10-01/"
STANDARD: Final = "2.35"
CATALOG: Final = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"
NO_TIME: Final = "0001-01-01T00:00:00Z"
"""`versionCreated` must be there: what has no time lies on the day that `wirekin snapshot` uses for that."""
_EXTRA: Final = TERMS.removesuffix(":")
"""Namespace of what NewsML-G2 has no attribute for."""
_ITEM_TYPE: Final = "application/vnd.iptc.g2.newsitem+xml"
_SIGNALS: Final = {"correction": "sig:correction", "update": "sig:update"}
_ILLEGAL = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Element = etree._Element


def document(dossier: Dossier) -> bytes:
    """The message as XML, UTF-8."""
    spaces: Any = {None: NAMESPACE, "wirekin": _EXTRA}  # the stubs know no default namespace
    root = etree.Element(f"{{{NAMESPACE}}}newsMessage", nsmap=spaces)
    header = _child(root, "header")
    _child(header, "sent", dossier.latest or NO_TIME)
    _child(header, "sender", "Wirekin")
    items = _child(root, "itemSet")
    _package(items, dossier)
    for member in dossier.family.members:
        _news_item(items, dossier, dossier.heads[member.uid], member)
    for notice in dossier.notices:
        _news_item(items, dossier, notice, None)
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return out


def _package(items: Element, dossier: Dossier) -> None:
    family = dossier.family
    item = _item(items, "packageItem", family_iri(family.family_id), 1)
    headline = dossier.members[family.root_uid].headline
    _meta(item, "composite", family.origin.provider or "Wirekin", dossier.latest, family.status)
    if headline:
        _child(_child(item, "contentMeta"), "headline", headline)
    group = _child(_child(item, "groupSet", root="members"), "group", id="members", role="group:main", mode="pgrmod:bag")
    for member in family.members:
        head = dossier.heads[member.uid]
        ref = _child(group, "itemRef", residref=item_iri(head), version=str(dossier.number(head)), contenttype=_ITEM_TYPE)
        _child(ref, "itemClass", qcode="ninat:text")
        if member.source:
            _provider(ref, member.source)
        _child(ref, "pubStatus", qcode=f"stat:{member.status}")
        if member.headline:
            _child(ref, "title", member.headline)


def _news_item(items: Element, dossier: Dossier, head: Head, member: Membership | None) -> None:
    """A member, or a notice: in NewsML-G2 both are versions of the item."""
    item = _item(items, "newsItem", item_iri(head), dossier.number(head))
    status = member.status if member is not None else head.status
    meta = _meta(item, "text", head.source or "unknown", head.versioncreated or head.published, status)
    named = _child(meta, "memberOf", uri=family_iri(dossier.family.family_id))
    if headline := dossier.members[dossier.family.root_uid].headline:
        _child(named, "name", headline)
    if signal := _SIGNALS.get(head.edit_kind):
        _child(meta, "signal", qcode=signal)
    for tie in dossier.ties_of(head.uid) if member is not None else ():
        _link(meta, dossier, tie)
    about = _child(item, "contentMeta")
    _child(about, "altId", head.uid, type=f"{OUR_SCHEME}:uid")
    if head.version is not None:
        _child(about, "altId", head.version, type=f"{OUR_SCHEME}:version")
    if head.uri != item_iri(head):
        _child(about, "altId", head.uri, type=f"{OUR_SCHEME}:uri")
    story = dossier.story(head.uid)
    if story is not None and story.language:
        _child(about, "language", tag=story.language)
    if story is not None and story.slug:
        _child(about, "slugline", story.slug)
    if head.headline:
        _child(about, "headline", head.headline)
    if story is not None and story.byline:
        _child(about, "by", story.byline)
    if story is not None and story.credit:
        _child(about, "creditline", story.credit)
    if body := dossier.body(head.uid):
        _child(_child(item, "contentSet"), "inlineData", body, contenttype="text/plain")


def _link(meta: Element, dossier: Dossier, tie: Tie) -> None:
    """To the item, and where the link is to that very version, to the version. Of an inferred one it is said how it came about."""
    target = item_iri(tie.to) if tie.to is not None else tie.target
    link = _child(meta, "link", rel=tie.term.g2, residref=target, contenttype=_ITEM_TYPE)
    if tie.exact and tie.to is not None:
        link.set("version", str(dossier.number(tie.to)))
    if tie.basis == "inferred":
        link.set("creatoruri", f"{OURS}software:{dossier.maker.software}")
        link.set("whyuri", f"{OURS}basis:inferred")
        if tie.probability is not None:
            link.set(f"{{{_EXTRA}}}probability", f"{tie.probability:.4f}")
    elif tie.member.source:
        link.set("creatoruri", agent_iri(tie.member.source))


def _item(items: Element, kind: str, guid: str, version: int) -> Element:
    """The element of an item with its catalogs."""
    item = _child(items, kind, standard="NewsML-G2", standardversion=STANDARD, conformance="power", guid=guid, version=str(version))
    _child(item, "catalogRef", href=CATALOG)
    _child(_child(item, "catalog"), "scheme", alias=OUR_SCHEME, uri=RELATIONS)
    return item


def _meta(item: Element, kind: str, provider: str, created: str | None, status: str) -> Element:
    meta = _child(item, "itemMeta")
    _child(meta, "itemClass", qcode=f"ninat:{kind}")
    _provider(meta, provider)
    _child(meta, "versionCreated", created or NO_TIME)
    _child(meta, "pubStatus", qcode=f"stat:{status}")
    _child(meta, "generator", "Wirekin")
    return meta


def _provider(parent: Element, name: str) -> None:
    _child(_child(parent, "provider", uri=agent_iri(name)), "name", name)


def _child(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", {key: _legal(value) for key, value in attributes.items()})
    if text is not None:
        element.text = _legal(text)
    return element


def _legal(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)
