"""A family as PROV-O: read as RDF, by a PROV library, and held against what PROV-CONSTRAINTS asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from prov import model
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV

from pipelines.export import prov
from pipelines.export.dossier import Dossier
from pipelines.export.names import TERMS, family_iri, version_iri
from schemas import Run
from tests.export import families

pytestmark = [  # what rdflib and prov say of themselves
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
]
OWN = Namespace(TERMS)
DERIVED = (PROV.wasDerivedFrom, PROV.wasRevisionOf, PROV.wasQuotedFrom, PROV.hadPrimarySource)
Made = Callable[..., Dossier]


def graph_of(dossier: Dossier) -> Graph:
    graph = Graph()
    graph.parse(data=orjson.dumps(prov.document(dossier)).decode(), format="json-ld")
    return graph


def version(uid: str) -> URIRef:
    return URIRef(version_iri(uid))


def said_of(graph: Graph, start: URIRef, qualifier: URIRef, relation: str) -> dict[str, Any]:
    """What the one qualified node of that relation says."""
    (node,) = [one for one in graph.objects(start, qualifier) if str(graph.value(one, OWN.relation)) == relation]
    return {str(term).rpartition(":")[2].rpartition("#")[2]: value.toPython() for term, value in graph.predicate_objects(node)}


@pytest.mark.parametrize("made", [*families.ALL, families.translation_inferred])
def test_every_term_is_one_of_the_vocabulary_and_every_link_is_told_apart(made: Made) -> None:
    graph = graph_of(made())
    for term in {*graph.predicates(), *graph.objects(None, RDF.type)}:
        if str(term).startswith(str(PROV)):
            assert term in PROV, term  # a closed vocabulary: rdflib has it from the ontology
        else:
            assert str(term).startswith((TERMS, str(DCTERMS), str(RDF), str(RDFS))), term
    for link in set(graph.subjects(OWN.relation)):
        basis = str(graph.value(link, OWN.basis))
        assert basis in ("asserted", "inferred")
        assert (graph.value(link, OWN.inferredBy) is not None) == (basis == "inferred")
        if basis == "inferred":
            assert 0 <= graph.value(link, OWN.probability).toPython() <= 1
            assert str(graph.value(link, OWN.method)) == families.MAKER.model


@pytest.mark.parametrize("made", [*families.ALL, families.translation_inferred])
def test_what_prov_constraints_asks_holds(made: Made) -> None:
    graph = graph_of(made())
    of = {
        kind: set(graph.subjects(RDF.type, kind)) for kind in (PROV.Entity, PROV.Collection, PROV.Activity, PROV.Agent, PROV.SoftwareAgent)
    }
    entities, agents = of[PROV.Entity] | of[PROV.Collection], of[PROV.Agent] | of[PROV.SoftwareAgent]
    assert not entities & of[PROV.Activity]
    assert not entities & agents
    sources = {}
    for term in DERIVED:
        for start, source in graph.subject_objects(term):
            assert {start, source} <= entities
            sources.setdefault(start, set()).add(source)
    assert not in_a_circle(sources)
    assert not in_a_circle({start: set(graph.objects(start, PROV.specializationOf)) for start in entities})
    for start, source in graph.subject_objects(PROV.wasRevisionOf):
        assert set(graph.objects(start, PROV.specializationOf)) == set(graph.objects(source, PROV.specializationOf)) != set()
    for start in entities:
        assert len(set(graph.objects(start, PROV.wasInvalidatedBy))) <= 1
        assert len(set(graph.objects(start, PROV.wasGeneratedBy))) <= 1
        assert set(graph.objects(start, PROV.wasInvalidatedBy)) <= of[PROV.Activity]
        assert set(graph.objects(start, PROV.wasAttributedTo)) <= agents


def in_a_circle(sources: dict[Any, set[Any]]) -> bool:
    left = dict(sources)
    while left:
        free = [start for start, to in left.items() if not to & left.keys()]
        if not free:
            return True
        for start in free:
            del left[start]
    return False


def test_the_check_of_circles_finds_one() -> None:
    assert in_a_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert not in_a_circle({"a": {"b", "c"}, "b": {"c"}, "d": {"a"}})


@pytest.mark.parametrize("made", [*families.ALL, families.translation_inferred])
def test_a_prov_library_reads_all_of_it(made: Made) -> None:
    dossier = made()
    read = model.ProvDocument.deserialize(content=graph_of(dossier).serialize(format="turtle"), format="rdf", rdf_format="turtle")
    members = [
        record for record in read.get_records(model.ProvMembership) if str(record.args[0].uri) == family_iri(dossier.family.family_id)
    ]
    assert {str(record.args[1].uri) for record in members} == {version_iri(member.uid) for member in dossier.family.members}
    links = {record.identifier.uri: record for record in read.get_records(model.ProvRelation) if record.identifier is not None}
    for tie in dossier.ties:
        if tie.term.prov in ("wasDerivedFrom", "wasRevisionOf", "wasQuotedFrom"):
            assert isinstance(links[tie.iri], model.ProvDerivation)
            assert [str(name.uri) for name in links[tie.iri].args[:2]] == [version_iri(tie.member.uid), tie.target]
    if dossier.notices:
        assert [str(record.args[0].uri) for record in read.get_records(model.ProvInvalidation)] == [version_iri("uap-1")]


def test_a_kill_invalidates_once_and_at_its_time_and_leaves_the_copies_standing() -> None:
    graph = graph_of(families.killed())
    assert [str(one) for one in graph.objects(version("uap-1"), PROV.wasInvalidatedBy)] == ["urn:wirekin:notice:uap-kill2"]
    assert str(graph.value(version("uap-1"), PROV.invalidatedAtTime)).startswith("2025-03-04T12:00:00")
    assert graph.value(version("ucopy-1"), PROV.wasInvalidatedBy) is None
    assert set(map(str, graph.objects(None, OWN.kind))) == {"kill"}
    assert len(set(graph.subjects(OWN.actsOn, URIRef("urn:test:ap")))) == 2


def test_who_still_carries_what_was_taken_back_is_said() -> None:
    killed, corrected = graph_of(families.killed()), graph_of(families.corrected())
    assert URIRef("urn:wirekin:notice:uap-kill2") in killed.objects(version("ucopy-1"), OWN.stillCarries)
    assert list(corrected.objects(version("ucopy-1"), OWN.stillCarries)) == [version("uap-2")]


def test_a_copy_is_an_alternate_and_a_retelling_is_derived() -> None:
    graph = graph_of(families.killed())
    assert version("uap-1") in graph.objects(version("ucopy-1"), PROV.alternateOf)
    copy = said_of(graph, version("ucopy-1"), PROV.qualifiedDerivation, "processedFrom")
    assert (copy["basis"], copy["memberRelation"], copy["coverage"]) == ("inferred", "verbatim", 1.0)
    again = said_of(graph, version("uagain-1"), PROV.qualifiedDerivation, "derivedFrom")
    assert again["probability"] > 0.5
    assert "reason" in again
    assert graph.value(version("uagain-1"), PROV.alternateOf) is None


def test_a_correction_revises_its_own_item_and_the_family_goes_back_to_the_first() -> None:
    graph = graph_of(families.corrected())
    assert list(graph.objects(version("uap-2"), PROV.wasRevisionOf)) == [version("uap-1")]
    said = said_of(graph, version("uap-2"), PROV.qualifiedRevision, "correctionOf")
    assert said["basis"] == "asserted"
    assert str(said["assertedBy"]) == "urn:wirekin:agent:AP"
    whole = URIRef(family_iri(families.corrected().family.family_id))
    assert list(graph.objects(whole, PROV.hadPrimarySource)) == [version("uap-1")]


def test_an_asserted_link_stands_beside_the_inferred_one() -> None:
    graph = graph_of(families.relayed())
    nodes = list(graph.objects(version("urelay-4"), PROV.qualifiedDerivation))
    told = {(str(graph.value(node, OWN.basis)), str(graph.value(node, PROV.entity))) for node in nodes}
    assert told == {("inferred", version_iri("uap-1")), ("asserted", "urn:test:ap")}
    unknown = URIRef("urn:wirekin:unknown:halden%20courier:an%20id%20of%20its%20own%2C%207")
    assert list(graph.objects(version("urelay-4"), PROV.wasInfluencedBy)) == [unknown]
    assert graph.value(unknown, OWN.inStore).toPython() is False


def test_a_translation_names_what_it_was_made_from() -> None:
    graph = graph_of(families.translated())
    nodes = list(graph.objects(version("ude-1"), PROV.qualifiedDerivation))
    assert {str(graph.value(node, OWN.relation)) for node in nodes} == {"translationOf"}
    assert ("asserted", "urn:test:ap") in {(str(graph.value(node, OWN.basis)), str(graph.value(node, PROV.entity))) for node in nodes}


def test_a_link_out_of_the_family_is_told_and_joins_nothing() -> None:
    graph = graph_of(families.evolved())
    assert list(graph.objects(version("ulater-1"), PROV.wasDerivedFrom)) == [URIRef("urn:test:ap")]
    assert graph.value(URIRef("urn:test:ap"), OWN.inStore).toPython() is True
    assert list(graph.objects(None, PROV.hadMember)) == [version("ulater-1")]


def test_an_origin_that_was_never_received_has_a_place_of_its_own() -> None:
    dossier = families.placeholder()
    graph = graph_of(dossier)
    (source,) = graph.objects(URIRef(family_iri(dossier.family.family_id)), PROV.hadPrimarySource)
    assert source == URIRef(f"urn:wirekin:origin:{dossier.family.family_id}")
    assert list(graph.objects(source, PROV.wasAttributedTo)) == [URIRef("urn:wirekin:agent:AP")]
    assert str(graph.value(source, OWN.filedFrom)) == "VARNHEM, Sweden"
    assert graph.value(source, OWN.notAfter).toPython().isoformat() == str(dossier.family.origin.not_after).replace("Z", "+00:00")
    assert [str(one) for one in graph.objects(version("uone-1"), OWN.credit)] == ["credited"]
    (item,) = graph.objects(version("utwo-None"), PROV.specializationOf)
    assert item.startswith("urn:wirekin:story:")
    assert str(graph.value(item, DCTERMS.identifier)) == "wires/two (1).txt"


def test_bodies_are_told_only_where_they_are_wanted_and_kept() -> None:
    assert set(graph_of(families.killed()).objects(None, PROV.value)) == set()
    assert families.GATE in map(str, graph_of(families.killed(words=True)).objects(version("uap-1"), PROV.value))
    for graph in (graph_of(families.wordless(words=True)), graph_of(families.wordless())):
        assert set(graph.objects(None, PROV.value)) == set()
        assert set(graph.objects(None, DCTERMS.title)) == set()
        assert len(set(graph.objects(None, PROV.hadMember))) == 3


def test_the_run_is_named_where_it_is_wanted() -> None:
    run = Run(
        revision=3, started="2025-03-05T06:00:00Z", seconds=1.5, runner="FnApiRunner", inputs=("wires",), read=3, stories=3, notices=0,
        duplicates=0, dead=0, candidates=3, compared=3, matches=3,
    )  # fmt: skip
    plain = families.killed()
    graph = graph_of(Dossier(plain.family, plain.heads, plain.ties, plain.stories, families.MAKER._replace(run=run)))
    (activity,) = graph.objects(URIRef(family_iri(plain.family.family_id)), PROV.wasGeneratedBy)
    assert str(activity).startswith("urn:uuid:")
    assert graph.value(activity, OWN.revision).toPython() == 3
    assert str(graph.value(activity, PROV.endedAtTime)).startswith("2025-03-05T06:00:01.5")
    assert set(graph.objects(None, OWN.inferredBy)) == {activity}
    assert set(graph_of(plain).objects(None, OWN.inferredBy)) == {URIRef(f"urn:wirekin:grouping:{families.MAKER.settings}")}
