"""NITF 3.x, alone and as the body of other formats."""

from __future__ import annotations

import pytest

from pipelines.formats import parse
from pipelines.formats.dead import RefusedError
from pipelines.formats.nitf import body_of
from schemas import DeadLetter, Link, Story

HEAD = '<doc-id id-string="n7" regsrc="AP"/><date.issue norm="20250304T091200Z"/>'
TEXT = "<p>HALDEN, Norway (AP) — The council voted to cut the ferry.</p><p>Nineteen speakers came.</p>"


def document(head: str = HEAD, body_head: str = "<hedline><hl1>Ferry cut</hl1></hedline>", text: str = TEXT, **fields: str) -> bytes:
    docdata = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in fields.items())
    return (
        f'<nitf version="-//IPTC//DTD NITF 3.4//EN"><head><title>Ferry-Cut</title><docdata{docdata}>{head}</docdata></head>'
        f"<body><body.head>{body_head}</body.head><body.content>{text}</body.content></body></nitf>"
    ).encode()


def one(data: bytes, source: str | None = None) -> Story:
    (item,) = parse(data, "in/a.xml", source=source)
    assert isinstance(item, Story), item
    return item


def dead(data: bytes) -> str:
    (item,) = parse(data, "in/a.xml")
    assert isinstance(item, DeadLetter), item
    assert (item.uri, item.format) == ("in/a.xml", "nitf")
    return item.error


def test_the_fields() -> None:
    story = one(
        document(
            HEAD + '<du-key key="EU--Ferry" version="2"/><ed-msg info="Eds: CORRECTS the year"/>',
            "<hedline><hl1>Ferry cut</hl1><hl2>Not this</hl2></hedline><byline>By JANE ROE<byttl>Associated Press</byttl></byline>"
            "<dateline><location>HALDEN</location></dateline><note><body.content><p>With map.</p></body.content></note>",
        )
    )
    assert (story.kind, story.uri, story.version, story.format) == ("story", "n7", "2", "nitf/3.4")
    assert (story.published, story.versioncreated, story.time_basis) == ("2025-03-04T09:12:00Z", "2025-03-04T09:12:00Z", "item")
    assert (story.source, story.headline, story.slug, story.byline) == ("AP", "Ferry cut", "EU--Ferry", "JANE ROE, Associated Press")
    assert (story.dateline, story.edit_kind) == ("HALDEN, Norway (AP)", "correction")
    assert story.note == "Eds: CORRECTS the year | With map."
    assert story.text == "HALDEN, Norway (AP) — The council voted to cut the ferry.\n\nNineteen speakers came."


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("By <person>Jane Roe</person><byttl>Staff Writer</byttl>", "Jane Roe, Staff Writer"),
        ("By<person>Jane Roe</person>, <person>Ivan Petrov</person><byttl>AP</byttl>", "Jane Roe, Ivan Petrov, AP"),
        ("<person>Jane Roe and Ivan Petrov</person>\n <byttl>The Press</byttl>", "Jane Roe and Ivan Petrov, The Press"),
        ("By Jane Roe", "Jane Roe"),
    ],
)
def test_bylines_keep_name_and_title_apart(byline: str, name: str) -> None:
    assert one(document(body_head=f"<byline>{byline}</byline>")).byline == name


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("<location>NEW YORK</location>", "NEW YORK"),
        ("<location><city>Newport News</city>, <state>VA</state></location>", "Newport News, VA"),
        ("<location><city>Ottawa</city><country>Canada</country></location><story.date norm='20250304T0912Z'/>", "Ottawa, Canada"),
        ("<story.date norm='20250304T091200+0000'>20250304T091200+0000</story.date>", None),
        ("<location>BEIJING</location><story.date>July 23</story.date>", "BEIJING, July 23"),
        ("Oslo", "Oslo"),
    ],
)
def test_datelines_of_elements(dateline: str, place: str | None) -> None:
    assert one(document(body_head=f"<dateline>{dateline}</dateline>", text="<p>It was so.</p>")).dateline == place


def test_an_embargo_with_and_without_its_time() -> None:
    timed = one(document(HEAD + '<date.release norm="20250305T000100+0100"/>', management_status="embargoed"))
    assert (timed.status, timed.embargoed_until) == ("usable", "2025-03-04T23:01:00Z")
    untimed = one(document(management_status="Embargoed"))
    assert (untimed.status, untimed.embargoed_until) == ("withheld", None)
    usable = one(document(HEAD + '<date.release norm="20250305T000100+0100"/>', management_status="usable"))
    assert (usable.status, usable.embargoed_until) == ("usable", None)


def test_notices_name_what_they_act_on() -> None:
    kill = one(document(text="", management_status="canceled", management_doc_idref="n6", management_idref_status="canceled"))
    assert (kill.kind, kill.status, kill.edit_kind, kill.links) == ("notice", "canceled", "kill", (Link(relation="cancels", target="n6"),))
    hold = one(document(management_status="withheld"))
    assert (hold.kind, hold.status, hold.edit_kind, hold.links) == ("notice", "withheld", "withhold", ())
    later = one(document(management_doc_idref="n6"))
    assert (later.kind, later.links) == ("story", (Link(relation="previousVersion", target="n6"),))
    assert dead(document(management_status="perhaps")).startswith('The management status is "perhaps"')


def test_an_item_without_an_id_is_called_by_where_it_lies() -> None:
    for head in ('<doc-id regsrc="AP"/>', '<doc-id id-string=" "/>', ""):
        story = one(document(head))
        assert (story.uri, story.published, story.time_basis) == ("in/a.xml", None, "none")
    assert one(document(""), source="Halden Courier").source == "Halden Courier"


def test_stamps_without_a_zone_are_the_providers() -> None:
    story = one(document('<doc-id id-string="NTB5df9281a-a270_00" regsrc="NTB"/><date.issue norm="2025-07-04T09:12:00"/>'))
    assert (story.published, story.time_basis) == ("2025-07-04T07:12:00Z", "zone")
    bad = one(document('<doc-id id-string="c"/><date.issue norm="YYYYMMDD"/><date.release norm="20250304T091200Z"/>'))
    assert bad.published == "2025-03-04T09:12:00Z"


def test_versions_in_ids_meet() -> None:
    def of(item_id: str, version: str) -> Story:
        return one(document(f'<doc-id id-string="{item_id}" regsrc="NTB"/><du-key version="{version}"/>'))

    first, second = of("NTB5df9281a-a270_00", "1"), of("NTB5df9281a-a270_01", "2")
    assert first.story_id == second.story_id
    assert (first.uri, first.uid == second.uid) == ("NTB5df9281a-a270_00", False)
    assert of("NTB5df9281a-a271_01", "2").story_id != first.story_id
    assert one(document('<doc-id id-string="AAP.1.2_1"/>')).story_id != one(document('<doc-id id-string="AAP.1.2_2"/>')).story_id


def test_slugs() -> None:
    assert one(document('<du-key key="580001T"/><key-list><keyword key="INT-Teams"/></key-list>')).slug == "INT-Teams"
    assert one(document("<key-list><keyword>National</keyword><keyword>Justice</keyword></key-list>")).slug == "National, Justice"
    assert one(document('<fixture fix-id="tide-update"/>')).slug == "tide-update"


def test_bodies() -> None:
    namespaced = document().replace(b"<nitf ", b'<n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/" ').replace(b"</nitf>", b"</n:nitf>")
    assert one(namespaced).text.startswith("HALDEN")
    picture = '<media media-type="image"><media-caption>Not this.</media-caption></media>'
    assert one(document(text=f"<block><hl2>Ships</hl2><p>One.</p>{picture}<p>Two.</p></block>")).text == "Ships\n\nOne.\n\nTwo."
    abstract = one(document(body_head="<hedline><hl1>Flash</hl1></hedline><abstract><p>In short.</p></abstract>", text=""))
    assert (abstract.text, abstract.headline) == ("In short.", "Flash")
    bare = one(b"<nitf><head><title>T</title></head><body><p>Only this.</p></body></nitf>")
    assert (bare.text, bare.headline) == ("Only this.", "T")
    assert dead(document(text="", body_head="")) == "The item has no text."
    rows = "<table><tr><td>Minot</td><td>14</td></tr><tr><td>Rugby</td><td>6</td></tr></table>"
    assert one(document(text=rows)).form == "table"


def test_language() -> None:
    def language(attributes: str) -> str | None:
        story = one(f"<nitf {attributes}><body><body.content><p>Ett.</p></body.content></body></nitf>".encode())
        return story.language if story.language_basis == "item" else None

    assert (language('xml:lang="sv"'), language('baselang="nb-NO"'), language("")) == ("sv", "nb-NO", None)


def test_body_of_is_for_formats_that_carry_nitf() -> None:
    body = body_of(document(body_head="<hedline><hl1>Ferry cut</hl1></hedline><byline>By JANE ROE<byttl>AP</byttl></byline>"))
    assert (body.headline, body.byline, body.dateline, body.note) == ("Ferry cut", "By JANE ROE, AP", None, None)
    assert body.text.count("\n\n") == 1
    assert body_of(b"<body.content><p>One.</p></body.content>").text == "One."
    assert body_of(b"<nitf/>").text == ""
    with pytest.raises(RefusedError, match="The XML is broken"):
        body_of(b"<nitf><p></nitf>")
