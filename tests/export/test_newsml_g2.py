"""A family as NewsML-G2: valid by IPTC's schema, and read back by our own parser."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from pipelines.export import newsml_g2
from pipelines.export.dossier import Dossier
from pipelines.export.names import family_iri
from pipelines.formats import newsml_g2 as parser
from pipelines.formats.reading import Limits, Reading
from schemas import DeadLetter, Story
from tests.export import families
from tests.export.standards import standard

Made = Callable[..., Dossier]
G2 = {"g": newsml_g2.NAMESPACE}


def items(dossier: Dossier) -> dict[tuple[str, str], etree._Element]:
    """The news items by (guid, version)."""
    return {(one.get("guid", ""), one.get("version", "")): one for one in parsed(dossier).iterfind(".//g:newsItem", G2)}


def parsed(dossier: Dossier) -> etree._Element:
    return etree.fromstring(newsml_g2.document(dossier))


@cache
def schema_of(file: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(file))


def read_back(dossier: Dossier) -> list[Story | DeadLetter]:
    return list(parser.read(newsml_g2.document(dossier), Reading(uri="export.xml", source=None, limits=Limits())))


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("made", families.ALL)
def test_it_is_valid_by_the_schema_of_iptc(made: Made, words: bool) -> None:
    schema_of(standard("NewsML-G2_2.35-spec-All-Power.xsd")).assertValid(etree.fromstring(newsml_g2.document(made(words=words))))


@pytest.mark.parametrize("made", families.ALL)
def test_the_package_refers_to_every_member_and_every_item_says_so(made: Made) -> None:
    dossier = made()
    root = parsed(dossier)
    refs = [(one.get("residref"), one.get("version")) for one in root.iterfind(".//g:itemRef", G2)]
    assert len(set(refs)) == len(refs) == len(dossier.family.members)
    assert set(refs) <= items(dossier).keys()
    assert len(items(dossier)) == len(dossier.family.members) + len(dossier.notices)
    whole = family_iri(dossier.family.family_id)
    assert [one.get("guid") for one in root.iterfind(".//g:packageItem", G2)] == [whole]
    assert {one.get("uri") for one in root.iterfind(".//g:memberOf", G2)} == {whole}


@pytest.mark.parametrize("made", families.ALL)
def test_links_lead_to_items_of_the_message_or_out_of_the_family(made: Made) -> None:
    dossier = made()
    held = items(dossier)
    links = list(parsed(dossier).iterfind(".//g:link", G2))
    assert len(links) == len(dossier.ties)
    for link in links:
        if link.get("version") is not None:
            assert (link.get("residref"), link.get("version")) in held


@pytest.mark.parametrize("made", [families.killed, families.corrected, families.relayed, families.translated])
def test_what_our_parser_reads_back_are_the_same_items(made: Made) -> None:
    dossier = made(words=True)
    package, *found = read_back(dossier)
    assert isinstance(package, DeadLetter)
    assert "package" in package.error
    for item, was in zip(found, [*dossier.family.members, *dossier.notices], strict=True):
        assert isinstance(item, Story), item
        assert (item.uri, item.version, item.source, item.headline) == (was.uri, was.version, was.source, was.headline)
        assert item.published == was.published
        assert item.status == was.status
        assert (item.kind == "notice") == (was.status == "canceled")
        if item.kind == "story":
            assert item.text == dossier.stories[was.uid].text


def test_links_are_read_back_by_their_names() -> None:
    (_, first, relay) = read_back(families.relayed(words=True))
    assert isinstance(first, Story)
    assert isinstance(relay, Story)
    assert not first.links
    assert {(link.relation, link.target) for link in relay.links} == {
        ("processedFrom", "urn:test:ap"),
        ("refersTo", "urn:wirekin:unknown:halden%20courier:an%20id%20of%20its%20own%2C%207"),
    }
    (german,) = [one for one in read_back(families.translated(words=True)) if isinstance(one, Story) and one.uri == "urn:test:de"]
    assert german.language == "de"
    assert [(link.relation, link.target) for link in german.links] == [("translationOf", "urn:test:ap")]
    mended = [one for one in read_back(families.corrected(words=True)) if isinstance(one, Story) and one.version == "2"]
    assert [(one.edit_kind, [link.relation for link in one.links]) for one in mended] == [("correction", ["previousVersion"])]


def test_a_correction_says_so_and_points_at_the_version_before() -> None:
    second = items(families.corrected())["urn:test:ap", "2"]
    assert [one.get("qcode") for one in second.iterfind(".//g:signal", G2)] == ["sig:correction"]
    (link,) = second.iterfind(".//g:link", G2)
    assert (link.get("rel"), link.get("residref"), link.get("version")) == ("wkrel:correctionOf", "urn:test:ap", "1")


def test_a_kill_is_a_version_of_the_item_that_is_canceled() -> None:
    held = items(families.killed())
    assert [one for _, one in sorted(held) if _ == "urn:test:ap"] == ["1", "2", "3"]
    for number in ("1", "2", "3"):
        (status,) = held["urn:test:ap", number].iterfind(".//g:pubStatus", G2)
        assert status.get("qcode") == "stat:canceled"
    (status,) = held["urn:test:copy", "1"].iterfind(".//g:pubStatus", G2)
    assert status.get("qcode") == "stat:usable"


def test_what_is_inferred_says_how_sure_and_by_whom() -> None:
    (again,) = items(families.killed())["urn:test:again", "1"].iterfind(".//g:link", G2)
    assert again.get("rel") == "irel:derivedFrom"
    assert again.get("whyuri") == "urn:wirekin:basis:inferred"
    assert 0.5 < float(again.get("{urn:wirekin:terms}probability", "0")) <= 1
    relay = items(families.relayed())["urn:test:relay", "4"]
    told = {link.get("version"): (link.get("creatoruri"), link.get("whyuri")) for link in relay.iterfind(".//g:link", G2)}
    assert told[None] == ("urn:wirekin:agent:halden%20courier", None)
    assert told["1"] == ("urn:wirekin:software:9.9.9", "urn:wirekin:basis:inferred")


def test_a_version_that_is_no_number_gets_its_place_and_keeps_its_name() -> None:
    held = items(families.placeholder())
    (name,) = [guid for guid, _ in held if guid.startswith("urn:wirekin:story:")]
    altogether = [one.text for one in held[name, "1"].iterfind(".//g:altId", G2)]
    assert "wires/two (1).txt" in altogether


def test_control_characters_do_not_break_it() -> None:
    dossier = families.dossier([families.version("ap", "1", families.GATE, headline="A \x07bell & <a> gate")])
    assert parsed(dossier).findtext(".//g:itemRef/g:title", namespaces=G2) == "A \ufffdbell & <a> gate"


def test_no_words_where_there_are_none() -> None:
    out = newsml_g2.document(families.wordless(words=True))
    assert b"headline" not in out
    assert b"inlineData" not in out
    assert b"contentSet" not in newsml_g2.document(families.killed())
