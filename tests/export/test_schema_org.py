"""A family as schema.org: every term is one of the type that carries it, and the graph says what the family does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec_schemaorg.models as types
import orjson
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SDO

from pipelines.export import schema_org
from pipelines.export.dossier import Dossier
from pipelines.export.names import family_iri, version_iri
from tests.export import families

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
Made = Callable[..., Dossier]


def node(dossier: Dossier, iri: str) -> dict[str, Any]:
    (found,) = [one for one in schema_org.document(dossier)["@graph"] if one["@id"] == iri]
    return dict(found)


def every_node(value: Any) -> Iterator[dict[str, Any]]:
    """All objects that have a type, however deep they lie."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from every_node(one)


@pytest.mark.parametrize("made", [*families.ALL, families.translation_inferred])
def test_every_term_belongs_to_the_type_that_carries_it(made: Made) -> None:
    """By the vocabulary as the package msgspec-schemaorg has it: the fields of a class are those of its type and of all above it."""
    told = list(every_node(schema_org.document(made())["@graph"]))
    assert {"CreativeWork", "NewsArticle"} <= {one["@type"] for one in told}
    for one in told:
        allowed = set(getattr(types, one["@type"]).__struct_fields__)
        assert one.keys() - {"@id", "@type"} <= allowed, one


@pytest.mark.parametrize("made", [*families.ALL, families.translation_inferred])
def test_it_is_json_ld_that_points_at_nothing_unknown(made: Made) -> None:
    document = schema_org.document(made())
    assert document["@context"] == "https://schema.org"
    graph = Graph()
    graph.parse(data=orjson.dumps({**document, "@context": {"@vocab": str(SDO)}}).decode(), format="json-ld")
    for term in (SDO.isBasedOn, SDO.isPartOf, SDO.hasPart, SDO.exampleOfWork, SDO.translationOfWork, SDO.mentions, SDO.citation):
        for target in graph.objects(None, term):
            assert (target, None, None) in graph, target


def test_a_killed_version_is_withdrawn_and_its_copy_is_not() -> None:
    dossier = families.killed()
    assert node(dossier, version_iri("uap-1"))["creativeWorkStatus"] == "Withdrawn"
    copy = node(dossier, version_iri("ucopy-1"))
    assert copy["creativeWorkStatus"] == "Published"
    assert copy["isBasedOn"] == {"@id": version_iri("uap-1")}
    assert copy["creditText"] == "AP"
    whole = node(dossier, family_iri(dossier.family.family_id))
    assert whole["creativeWorkStatus"] == "Withdrawn"
    assert {"@id": version_iri("ucopy-1")} in whole["hasPart"]


def test_a_correction_is_a_comment_on_what_was_put_right() -> None:
    wrong = node(families.corrected(), version_iri("uap-1"))
    assert wrong["correction"]["@type"] == "CorrectionComment"
    assert wrong["correction"]["text"] == "Corrected by version 2."
    assert wrong["correction"]["datePublished"] == "2025-03-04T12:00:00Z"
    assert node(families.corrected(words=True), version_iri("uap-1"))["correction"]["text"].startswith("CORRECTS the number")
    assert "correction" not in node(families.corrected(), version_iri("uap-2"))
    assert node(families.corrected(), version_iri("uap-2"))["isBasedOn"] == {"@id": version_iri("uap-1")}


@pytest.mark.parametrize("made", [families.translated, families.translation_inferred])
def test_a_translation_is_one(made: Made) -> None:
    german = node(made(), version_iri("ude-1"))
    assert german["inLanguage"] == "de"
    works = german["translationOfWork"] if isinstance(german["translationOfWork"], list) else [german["translationOfWork"]]
    assert {"@id": version_iri("uap-1")} in works
    assert "isBasedOn" not in german


def test_what_was_never_received_is_a_work_of_the_agency() -> None:
    dossier = families.placeholder()
    source = node(dossier, node(dossier, family_iri(dossier.family.family_id))["isBasedOn"]["@id"])
    assert source["provider"]["name"] == "AP"
    assert source["locationCreated"]["name"] == "VARNHEM, Sweden"
    assert "headline" not in source


def test_no_body_without_asking_and_none_where_there_is_none() -> None:
    assert "articleBody" not in node(families.killed(), version_iri("uap-1"))
    assert node(families.killed(words=True), version_iri("uap-1"))["articleBody"] == families.GATE
    bare = node(families.wordless(words=True), version_iri("uap-1"))
    assert not bare.keys() & {"articleBody", "headline", "dateline"}


def test_references_are_iris() -> None:
    for made in families.ALL:
        for one in every_node(schema_org.document(made())):
            assert URIRef(one["@id"]).n3().startswith("<")  # raises or warns where it is none
