"""A family as PROV-O (W3C Recommendation, 2013) in JSON-LD 1.1, its context inline: nothing has to be fetched to read it.

The family is a collection; a version an entity that specialises its item; a kill an activity that invalidates. Every link has a node of
its own, a qualified derivation where PROV-O has one, that says who asserts it, or how sure we are. What PROV-CONSTRAINTS (2013) asks of
such a document holds: no derivation leads round in a circle, revisions stay within an item, an entity has one invalidation.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from pipelines.export.dossier import Dossier, Maker, Tie
from pipelines.export.names import (
    OURS,
    TERMS,
    agent_iri,
    encoded,
    family_iri,
    item_iri,
    link_iri,
    notice_iri,
    placeholder_iri,
    version_iri,
)
from pipelines.export.openlineage import run_id
from pipelines.families.head import Head
from schemas import Membership

_TIMES: Final = ("prov:generatedAtTime", "prov:invalidatedAtTime", "prov:startedAtTime", "prov:endedAtTime", "wirekin:notAfter")
CONTEXT: Final[dict[str, Any]] = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "wirekin": TERMS,
    **{time: {"@id": time, "@type": "xsd:dateTime"} for time in _TIMES},
}
_QUALIFIED: Final = {
    "wasRevisionOf": ("prov:qualifiedRevision", ("prov:Revision",), "prov:entity"),
    "wasQuotedFrom": ("prov:qualifiedQuotation", ("prov:Quotation",), "prov:entity"),
    "wasDerivedFrom": ("prov:qualifiedDerivation", ("prov:Derivation",), "prov:entity"),
    "wasInfluencedBy": ("prov:qualifiedInfluence", ("prov:Influence",), "prov:influencer"),
}
"""Term -> how it is qualified: the property, the types of the node, and the property by which that points at the source."""
Node = dict[str, Any]


class _Graph:
    """Nodes by @id, in the order in which they were first named."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}

    def node(self, iri: str, *types: str) -> Node:
        """The node of that name, of these types as well."""
        node = self.nodes.setdefault(iri, {"@id": iri, "@type": []})
        node["@type"].extend(kind for kind in types if kind not in node["@type"])
        return node

    def point(self, node: Node, term: str, iri: str) -> None:
        """One more reference to another node, each once."""
        held = node.setdefault(term, [])
        if {"@id": iri} not in held:
            held.append({"@id": iri})


def document(dossier: Dossier) -> Node:
    """The whole of it, as a JSON-LD document."""
    graph = _Graph()
    _collection(graph, dossier)
    for member in dossier.family.members:
        _version(graph, dossier, member)
    for tie in dossier.ties:
        _link(graph, dossier.maker, tie)
    for notice in dossier.notices:
        _notice(graph, notice)
    for member, ending in dossier.endings():
        if ending.notice is not None:
            node = graph.node(version_iri(member.uid))
            graph.point(node, "prov:wasInvalidatedBy", notice_iri(ending.notice.uid))
            if at := _time(ending.notice):
                node["prov:invalidatedAtTime"] = at
    for alert in dossier.family.alerts:
        cause = dossier.heads.get(alert.cause_uid or "")
        if alert.state == "still_carries" and alert.uid in dossier.members and cause is not None:
            named = notice_iri(cause.uid) if cause.notice else version_iri(cause.uid)
            graph.point(graph.node(version_iri(alert.uid)), "wirekin:stillCarries", named)
    return {"@context": CONTEXT, "@graph": [_tidy(node) for node in graph.nodes.values()]}


def _collection(graph: _Graph, dossier: Dossier) -> None:
    family = dossier.family
    node = graph.node(family_iri(family.family_id), "prov:Entity", "prov:Collection")
    _set(node, "dcterms:identifier", family.family_id)
    _set(node, "dcterms:title", dossier.members[family.root_uid].headline)
    _set(node, "wirekin:status", family.status)
    _set(node, "wirekin:coherence", family.coherence)
    for member in family.members:
        graph.point(node, "prov:hadMember", version_iri(member.uid))
    _origin(graph, node, dossier)
    _made(graph, node, dossier.maker)


def _origin(graph: _Graph, family: Node, dossier: Dossier) -> None:
    """What the family goes back to: one of its members, or what was never received."""
    origin = dossier.family.origin
    if origin.uid is not None:
        source = version_iri(origin.uid)
    elif origin.provider is not None:
        source = placeholder_iri(dossier.family.family_id)
        node = graph.node(source, "prov:Entity")
        _set(node, "rdfs:label", f"The copy of {origin.provider}, which was not received")
        graph.point(node, "prov:wasAttributedTo", _agent(graph, origin.provider))
        _set(node, "dcterms:identifier", origin.uri)
        _set(node, "wirekin:notAfter", origin.not_after)
        _set(node, "wirekin:filedFrom", dossier.said.place)
        _set(node, "wirekin:byline", dossier.said.byline)
    else:
        return
    graph.point(family, "prov:hadPrimarySource", source)
    said = graph.node(link_iri("origin", dossier.family.family_id, source), "prov:PrimarySource")
    graph.point(family, "prov:qualifiedPrimarySource", said["@id"])
    graph.point(said, "prov:entity", source)
    _set(said, "wirekin:basis", "inferred")
    _set(said, "wirekin:inStore", origin.in_store)
    _set(said, "wirekin:confidence", origin.confidence)
    _set(said, "wirekin:probability", origin.probability)
    said["wirekin:reason"] = list(dict.fromkeys((origin.why, *origin.reasons)))


def _made(graph: _Graph, family: Node, maker: Maker) -> None:
    """Which activity of Wirekin grouped it: the run, where that is asked for, else a grouping by these settings."""
    activity = graph.node(activity_iri(maker), "prov:Activity")
    graph.point(family, "prov:wasGeneratedBy", activity["@id"])
    _set(activity, "wirekin:model", maker.model)
    _set(activity, "wirekin:settings", maker.settings)
    if maker.run is not None:
        began = datetime.fromisoformat(maker.run.started)
        activity["prov:startedAtTime"] = _stamp(began)
        activity["prov:endedAtTime"] = _stamp(began + timedelta(seconds=maker.run.seconds))
        _set(activity, "wirekin:revision", maker.run.revision)
    software = graph.node(f"{OURS}software:{encoded(maker.software)}", "prov:Agent", "prov:SoftwareAgent")
    _set(software, "rdfs:label", f"Wirekin {maker.software}")
    graph.point(activity, "prov:wasAssociatedWith", software["@id"])


def activity_iri(maker: Maker) -> str:
    """Of the run, else of every grouping by the same settings."""
    return f"{OURS}grouping:{maker.settings}" if maker.run is None else f"urn:uuid:{run_id(maker.run)}"


def _version(graph: _Graph, dossier: Dossier, member: Membership) -> None:
    head, story = dossier.heads[member.uid], dossier.story(member.uid)
    node = graph.node(version_iri(member.uid), "prov:Entity")
    _set(node, "dcterms:identifier", member.uri)
    _set(node, "wirekin:version", member.version)
    _set(node, "dcterms:title", member.headline)
    _set(node, "dcterms:language", story.language if story is not None else None)
    _set(node, "prov:generatedAtTime", member.published)
    _set(node, "wirekin:status", member.status)
    _set(node, "wirekin:role", "origin" if member.relation == "origin" else None)
    _set(node, "wirekin:credit", member.credit)
    _set(node, "prov:value", dossier.body(member.uid))
    item = graph.node(item_iri(head), "prov:Entity")
    graph.point(node, "prov:specializationOf", item["@id"])
    _set(item, "dcterms:identifier", member.uri)
    if member.source is not None:
        graph.point(node, "prov:wasAttributedTo", _agent(graph, member.source))


def _link(graph: _Graph, maker: Maker, tie: Tie) -> None:
    """The plain statement, and a node that says on what it rests."""
    start = graph.node(version_iri(tie.member.uid))
    if tie.to is None or not tie.exact:
        item = graph.node(tie.target, "prov:Entity")
        _set(item, "wirekin:inStore", tie.to is not None)
    term = _stated(tie)
    if term == "hadMember":
        graph.point(graph.node(tie.target, "prov:Entity", "prov:Collection"), "prov:hadMember", start["@id"])
    else:
        graph.point(start, f"prov:{term}", tie.target)
    if tie.relation == "processedFrom":
        graph.point(start, "prov:alternateOf", tie.target)
    qualifier, types, pointer = _QUALIFIED.get(term, ("wirekin:link", ("prov:Entity", "wirekin:Link"), "wirekin:target"))
    node = graph.node(tie.iri, *types)
    graph.point(start, qualifier, tie.iri)
    graph.point(node, pointer, tie.target)
    _set(node, "wirekin:relation", tie.relation)
    _set(node, "wirekin:basis", tie.basis)
    if tie.basis == "asserted":
        if tie.member.source is not None:
            graph.point(node, "wirekin:assertedBy", _agent(graph, tie.member.source))
    else:
        graph.point(node, "wirekin:inferredBy", activity_iri(maker))
        _set(node, "wirekin:memberRelation", tie.member.relation)
        _set(node, "wirekin:probability", tie.probability)
        _set(node, "wirekin:method", maker.model)
    _set(node, "wirekin:coverage", tie.coverage)
    if tie.reasons:
        node["wirekin:reason"] = list(tie.reasons)


def _stated(tie: Tie) -> str:
    """The term of PROV-O. A revision is of the same item."""
    if tie.term.prov == "wasRevisionOf" and (tie.to is None or tie.to.story_id != tie.member.story_id):
        return "wasDerivedFrom"
    return tie.term.prov


def _notice(graph: _Graph, notice: Head) -> None:
    """A kill, withhold, release or advisory: something that was done to an item."""
    node = graph.node(notice_iri(notice.uid), "prov:Activity")
    _set(node, "wirekin:kind", notice.edit_kind)
    _set(node, "dcterms:identifier", notice.uri)
    _set(node, "wirekin:version", notice.version)
    graph.point(node, "wirekin:actsOn", item_iri(notice))
    graph.node(item_iri(notice), "prov:Entity")
    if at := _time(notice):
        node["prov:startedAtTime"] = node["prov:endedAtTime"] = at
    if notice.source is not None:
        graph.point(node, "prov:wasAssociatedWith", _agent(graph, notice.source))


def _agent(graph: _Graph, name: str) -> str:
    """The node of a newsroom or agency. One that goes by several names gets the first of them as its label."""
    node = graph.node(agent_iri(name), "prov:Agent", "prov:Organization")
    node["rdfs:label"] = min(name, node.get("rdfs:label", name))
    return str(node["@id"])


def _set(node: Node, term: str, value: Any) -> None:
    if value is not None:
        node[term] = value


def _tidy(node: Node) -> Node:
    """A single reference without a list around it."""
    return {term: value[0] if isinstance(value, list) and len(value) == 1 else value for term, value in node.items()}


def _time(head: Head) -> str | None:
    return head.versioncreated or head.published


def _stamp(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
