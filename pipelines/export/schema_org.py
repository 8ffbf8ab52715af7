"""A family as schema.org in JSON-LD: a `CreativeWork` that all its versions are part of, each a `NewsArticle`.

schema.org has no term for how sure a link is, nor for who says so: prov.py does. A kill is the status of the work, a correction a
`CorrectionComment` on the version that was put right.
"""

from __future__ import annotations

from typing import Any, Final

from pipelines.export.dossier import Dossier, Tie
from pipelines.export.names import agent_iri, family_iri, item_iri, link_iri, place_iri, placeholder_iri, version_iri
from schemas import Membership

Node = dict[str, Any]
STATUS: Final = {"usable": "Published", "withheld": "Withheld", "canceled": "Withdrawn"}
"""Our statuses -> `creativeWorkStatus`, which takes any text."""


def document(dossier: Dossier) -> Node:
    """The whole of it: the family, its versions, the items that they are versions of, and what they go back to."""
    family = dossier.family
    nodes: dict[str, Node] = {}
    whole: Node = {
        "@id": family_iri(family.family_id),
        "@type": "CreativeWork",
        "identifier": family.family_id,
        "name": dossier.members[family.root_uid].headline,
        "creativeWorkStatus": STATUS[family.status],
        "isBasedOn": _origin(nodes, dossier),
        "hasPart": [{"@id": version_iri(member.uid)} for member in family.members],
    }
    for member in family.members:
        nodes[version_iri(member.uid)] = _article(nodes, dossier, member)
    for tie in dossier.ties:
        _link(nodes, dossier, tie)
    return {"@context": "https://schema.org", "@graph": [_tidy(node) for node in (whole, *nodes.values())]}


def _origin(nodes: dict[str, Node], dossier: Dossier) -> Node | None:
    origin, family = dossier.family.origin, dossier.family.family_id
    if origin.uid is not None:
        return {"@id": version_iri(origin.uid)}
    if origin.provider is None:
        return None
    iri = placeholder_iri(family)
    nodes[iri] = {
        "@id": iri,
        "@type": "CreativeWork",
        "name": f"The copy of {origin.provider}, which was not received",
        "identifier": origin.uri,
        "description": origin.why,
        "locationCreated": _place(dossier.said.place) if dossier.said.place is not None else None,
        "provider": _organization(origin.provider),
    }
    return {"@id": iri}


def _article(nodes: dict[str, Node], dossier: Dossier, member: Membership) -> Node:
    head, story = dossier.heads[member.uid], dossier.story(member.uid)
    item = item_iri(head)
    nodes.setdefault(item, {"@id": item, "@type": "CreativeWork", "identifier": member.uri})
    return {
        "@id": version_iri(member.uid),
        "@type": "NewsArticle",
        "identifier": member.uid,
        "url": member.uri if member.uri.startswith(("http://", "https://")) else None,
        "exampleOfWork": {"@id": item},
        "isPartOf": [{"@id": family_iri(member.family_id)}],
        "version": member.version,
        "headline": member.headline,
        "inLanguage": story.language if story is not None else None,
        "datePublished": member.published,
        "dateline": story.dateline if story is not None else None,
        "provider": _organization(member.source) if member.source is not None else None,
        "creditText": (story.credit if story is not None else None) or ", ".join(head.credits) or None,
        "creativeWorkStatus": STATUS[member.status],
        "articleBody": dossier.body(member.uid),
    }


def _link(nodes: dict[str, Node], dossier: Dossier, tie: Tie) -> None:
    """A link by the term that schema.org has for it; none where it has none, nor where it is not said which was made from which."""
    node = nodes[version_iri(tie.member.uid)]
    if not tie.exact:
        named = {} if tie.to is None else {"identifier": tie.to.uri}
        nodes.setdefault(tie.target, {"@id": tie.target, "@type": "CreativeWork", **named})
    if tie.term.schema_org is None:
        return
    held = node.setdefault(tie.term.schema_org, [])
    if {"@id": tie.target} not in held:
        held.append({"@id": tie.target})
    if tie.relation == "correctionOf" and tie.exact and tie.to is not None:
        nodes[version_iri(tie.to.uid)].setdefault("correction", []).append(_correction(dossier, tie))


def _correction(dossier: Dossier, tie: Tie) -> Node:
    """The remark on what was put right. Its words are the desk's note, where bodies are wanted, else ours."""
    story = dossier.story(tie.member.uid)
    note = story.note if dossier.words and story is not None else None
    named = f"version {tie.member.version}" if tie.member.version else "a later version"
    if tie.to is not None and tie.to.story_id != tie.member.story_id:
        named = tie.member.uri
    return {
        "@id": link_iri("correction", tie.member.uid, tie.target),
        "@type": "CorrectionComment",
        "text": note or f"Corrected by {named}.",
        "datePublished": tie.member.published,
        "isBasedOn": {"@id": version_iri(tie.member.uid)},
    }


def _organization(name: str) -> Node:
    return {"@id": agent_iri(name), "@type": "Organization", "name": name}


def _place(name: str) -> Node:
    return {"@id": place_iri(name), "@type": "Place", "name": name}


def _tidy(node: Node) -> Node:
    """Without what is not known; a single reference without a list around it."""
    out: Node = {}
    for term, value in node.items():
        if value is None:
            continue
        told = [_tidy(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value
        out[term] = told[0] if isinstance(told, list) and len(told) == 1 else _tidy(told) if isinstance(told, dict) else told
    return out
