"""A family as ninjs 3.1: valid by IPTC's schema, and read back by our own parser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator, ValidationError

from pipelines.export import ninjs
from pipelines.export.dossier import Dossier
from pipelines.formats import ninjs as parser
from pipelines.formats.reading import Limits, Reading
from schemas import Story
from tests.export import families
from tests.export.standards import standard

Made = Callable[..., Dossier]


def member(dossier: Dossier, uid: str) -> dict[str, Any]:
    (found,) = [one for one in ninjs.document(dossier)["associations"] if {"role": "wirekin:uid", "value": uid} in one.get("altIds", ())]
    return dict(found)


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("made", families.ALL)
def test_it_is_valid_by_the_schema_of_iptc(made: Made, words: bool) -> None:
    schema = orjson.loads(standard("ninjs-schema_3.1.json").read_bytes())
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator.validate(ninjs.document(made(words=words)))
    with pytest.raises(ValidationError, match="derivedFrom"):
        validator.validate({**ninjs.document(made()), "derivedFrom": "x"})


@pytest.mark.parametrize("made", [families.killed, families.corrected, families.relayed, families.translated])
def test_what_our_parser_reads_back_are_the_same_items(made: Made) -> None:
    dossier = made(words=True)
    for was in dossier.family.members:
        item = parser.story_of(member(dossier, was.uid), Reading(uri="export.json", source=None, limits=Limits()))
        assert isinstance(item, Story)
        assert (item.uri, item.version, item.published, item.source) == (was.uri, was.version, was.published, was.source)
        assert item.headline == was.headline
        assert (item.kind == "notice") == (was.status == "canceled")
        if item.kind == "story":
            assert item.text == dossier.stories[was.uid].text
        assert {(link.relation, link.target) for link in item.links} == {
            (tie.relation, tie.to.uri if tie.to is not None else tie.target) for tie in dossier.ties_of(was.uid)
        }


def test_links_say_on_what_they_rest() -> None:
    (again,) = member(families.killed(), "uagain-1")["associations"]
    assert again["rel"] == "derivedFrom"
    assert again["edNote"].startswith("Inferred with a probability of 1.00: edited. It takes 74 % of the other text. ")
    told = {one["rel"]: one["edNote"] for one in member(families.relayed(), "urelay-4")["associations"] if "version" not in one}
    assert told == {"processedFrom": "Asserted by the item.", "refersTo": "Asserted by the item."}


def test_the_origin_is_told_from_the_members() -> None:
    assert member(families.killed(), "uap-1")["rel"] == "origin"
    assert member(families.killed(), "ucopy-1")["rel"] == "member"
    first = ninjs.document(families.placeholder())["associations"][0]
    assert (first["rel"], first["infoSources"][0]["name"]) == ("origin", "AP")
    assert not {"bodies", "headlines", "version"} & first.keys()


def test_kills_are_told_beside_what_they_act_on() -> None:
    told = [
        (one["rel"], one["version"], one["pubStatus"]) for one in ninjs.document(families.killed())["associations"] if one["rel"] == "kill"
    ]
    assert told == [("kill", "2", "canceled"), ("kill", "3", "canceled")]
    assert member(families.killed(), "uap-1")["pubStatus"] == "canceled"


def test_no_words_where_there_are_none() -> None:
    assert not any("bodies" in one for one in ninjs.document(families.killed())["associations"])
    bare = member(families.wordless(words=True), "uap-1")
    assert not {"bodies", "headlines", "slugline", "by"} & bare.keys()
    assert bare["name"] == "urn:test:ap"
