"""A family as ninjs 3.1 (IPTC, 2025): a composite whose associations are its members, each with what it was made from as its own.

`associations[].rel` is free text in ninjs: `member` for a member, our names of links below it. How sure a link is stands in `edNote`, which
is for the staff of who receives it, as the schema has no field for it and lets no other in.
"""

from __future__ import annotations

from typing import Any, Final

from pipelines.export.dossier import Dossier, Tie
from pipelines.export.names import agent_iri, family_iri, item_iri, placeholder_iri
from pipelines.families.head import Head
from schemas import Membership

SCHEMA: Final = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
Node = dict[str, Any]


def document(dossier: Dossier) -> Node:
    """One ninjs object."""
    family = dossier.family
    root = dossier.members[family.root_uid]
    members = [_member(dossier, member) for member in family.members]
    return _without_nothing(
        {
            "uri": family_iri(family.family_id),
            "type": "composite",
            "representationType": "partial",
            "standard": {"name": "ninjs", "version": "3.1", "schema": SCHEMA},
            "versionCreated": dossier.latest,
            "pubStatus": family.status,
            "headlines": _headlines(root.headline),
            "infoSources": _sources(family.origin.provider),
            "edNote": family.origin.why,
            "associations": [*_origin(dossier), *members, *(_notice(dossier, notice) for notice in dossier.notices)],
        }
    )


def _origin(dossier: Dossier) -> list[Node]:
    """What the family goes back to, where that was never received."""
    origin = dossier.family.origin
    if origin.uid is not None or origin.provider is None:
        return []
    return [
        {
            "uri": placeholder_iri(dossier.family.family_id),
            "rel": "origin",
            "name": f"The copy of {origin.provider}, which was not received",
            "type": "text",
            "representationType": "partial",
            "infoSources": _sources(origin.provider),
        }
    ]


def _member(dossier: Dossier, member: Membership) -> Node:
    head, body = dossier.heads[member.uid], dossier.body(member.uid)
    return _without_nothing(
        {
            **_item(dossier, head, "origin" if member.uid == dossier.family.origin.uid else "member"),
            "pubStatus": member.status,
            "bodies": [{"role": "main", "contentType": "text/plain", "value": body}] if body else None,
            "associations": [_tie(dossier, tie) for tie in dossier.ties_of(member.uid)] or None,
        }
    )


def _notice(dossier: Dossier, notice: Head) -> Node:
    return _without_nothing({**_item(dossier, notice, notice.edit_kind), "pubStatus": notice.status})


def _item(dossier: Dossier, head: Head, rel: str) -> Node:
    """What a version and a notice have in common."""
    story = dossier.story(head.uid)
    return {
        "uri": item_iri(head),
        "rel": rel,
        "name": head.headline or head.uri,
        "type": "text",
        "representationType": "partial",
        "version": head.version,
        "versionCreated": head.versioncreated or head.published,
        "language": story.language if story is not None else None,
        "headlines": _headlines(head.headline),
        "slugline": story.slug if story is not None else None,
        "by": story.byline if story is not None else None,
        "infoSources": _sources(head.source),
        "altIds": [
            {"role": "wirekin:uid", "value": head.uid},
            {"role": "wirekin:storyId", "value": head.story_id},
            *([] if head.uri == item_iri(head) else [{"role": "wirekin:uri", "value": head.uri}]),
        ],
    }


def _tie(dossier: Dossier, tie: Tie) -> Node:
    to = tie.to
    return _without_nothing(
        {
            "uri": item_iri(to) if to is not None else tie.target,
            "rel": tie.term.ninjs,
            "name": (to.headline or to.uri) if to is not None else tie.target,
            "type": "text",
            "representationType": "partial",
            "version": to.version if to is not None and tie.exact else None,
            "altIds": [{"role": "wirekin:uid", "value": to.uid}] if to is not None and tie.exact else None,
            "edNote": _note(tie),
        }
    )


def _note(tie: Tie) -> str:
    """On what a link rests, in a sentence."""
    if tie.basis == "asserted":
        return "Asserted by the item."
    took = "" if tie.coverage is None else f" It takes {round(100 * tie.coverage)} % of the other text."
    sure = "" if tie.probability is None else f" with a probability of {tie.probability:.2f}"
    return " ".join((f"Inferred{sure}: {tie.member.relation}.{took}", *tie.reasons))


def _headlines(headline: str | None) -> list[Node] | None:
    return [{"role": "main", "value": headline}] if headline else None


def _sources(name: str | None) -> list[Node] | None:
    return [{"name": name, "uri": agent_iri(name)}] if name else None


def _without_nothing(node: Node) -> Node:
    return {key: value for key, value in node.items() if value is not None}
