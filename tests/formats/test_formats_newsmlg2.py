"""NewsML-G2: items, messages of items, and what their providers make of them."""

from __future__ import annotations

import pytest

from pipelines.formats import parse
from schemas import DeadLetter, Link, Story

XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
    "<body><p>One.</p><p>Two.</p></body></html></inlineXML>"
)
META = '<itemClass qcode="ninat:text"/><provider literal="STT"/><versionCreated>2025-03-04T09:12:00Z</versionCreated>'

HEADLINE = "<headline>Ferry cut</headline>"


def item(meta: str = "", about: str = HEADLINE, content: str = XHTML, guid: str = "urn:newsml:x:1", kind: str = "newsItem") -> str:
    named = f' guid="{guid}" version="3"' if guid else ""
    return (
        f'<{kind}{named} standardversion="2.28" xml:lang="en"><itemMeta>{META}{meta}</itemMeta><contentMeta>{about}</contentMeta>'
        f"<contentSet>{content}</contentSet></{kind}>"
    )


def read(xml: str) -> list[Story | DeadLetter]:
    root = xml.replace(" ", ' xmlns="http://iptc.org/std/nar/2006-10-01/" ', 1)
    return list(parse(root.encode(), "in/a.xml"))


def one(meta: str = "", about: str = HEADLINE, content: str = XHTML, guid: str = "urn:newsml:x:1") -> Story:
    (found,) = read(item(meta, about, content, guid))
    assert isinstance(found, Story), found
    return found


def dead(xml: str) -> str:
    (found,) = read(xml)
    assert isinstance(found, DeadLetter), found
    assert (found.uri, found.format) == ("in/a.xml", "newsmlg2")
    return found.error


def message(*items: str) -> str:
    header = "<header><sent>2025-03-04T10:00:00Z</sent><sender>example.org</sender></header>"
    return f'<newsMessage a="b">{header}<itemSet>{"".join(items)}</itemSet></newsMessage>'


def test_the_fields() -> None:
    story = one(
        "<firstCreated>2025-03-03T00:00:00Z</firstCreated><edNote>Adds quotes.</edNote>",
        '<language tag="no"/><slugline>FERRY/</slugline><headline>Ferry cut</headline><by>By Jane Roe</by>'
        "<dateline>Halden</dateline><creditline>STT</creditline>",
    )
    assert (story.kind, story.uri, story.version, story.format) == ("story", "urn:newsml:x:1", "3", "newsmlg2/2.28")
    assert (story.published, story.versioncreated, story.time_basis) == ("2025-03-04T09:12:00Z", "2025-03-04T09:12:00Z", "item")
    assert (story.source, story.language, story.headline, story.slug) == ("STT", "no", "Ferry cut", "FERRY/")
    assert (story.byline, story.dateline, story.credit, story.note) == ("Jane Roe", "Halden", "STT", "Adds quotes.")
    assert (story.text, story.edit_kind, story.status) == ("One.\n\nTwo.", "update", "usable")


NITF = (
    "<nitf><head><title>T</title></head><body><body.head><hedline><hl1>H</hl1></hedline><byline>By A Roe</byline></body.head>"
    "<body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"
)


@pytest.mark.parametrize(
    "content",
    [
        XHTML,
        XHTML.replace("application/xhtml+xml", "application/xhtml+html"),
        XHTML.replace("application/xhtml+xml", "xhtml/xml"),
        '<inlineXML contenttype="xhtml/xml"><html><body><div><p>One.</p><p>Two.</p></div></body></html></inlineXML>',
        f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>',
        '<inlineXML contenttype="application/nitf+xml">' + NITF.replace("<nitf>", '<nitf xmlns="">') + "</inlineXML>",
        '<inlineXML contenttype="application/ttnitf+xml"><BODY xmlns="application/ttnitf+xml"><TEXT><RUBRIK>Ferry cut</RUBRIK>'
        "<DAT><ORT>Halden</ORT></DAT><INGRESS><P>One.</P></INGRESS><BRODTEXT><CITAT>Two.</CITAT></BRODTEXT>"
        "<BYLINE>A</BYLINE><BILD><BILDTEXT><P>Not this.</P></BILDTEXT></BILD></TEXT></BODY></inlineXML>",
        '<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData>',
        '<inlineData contenttype="text/plain">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</inlineData>',
        '<inlineData contenttype="text/html"><![CDATA[<p>One.</p><p>Two.</p>]]></inlineData>',
        '<remoteContent href="a.jpg" contenttype="image/jpeg"/><inlineXML contenttype="application/nitf+xml"/>' + XHTML,
    ],
)
def test_contents(content: str) -> None:
    story = one(content=content)
    assert (story.text, story.headline) == ("One.\n\nTwo.", "Ferry cut")


def test_what_the_content_says_where_the_fields_do_not() -> None:
    story = one(about="", content=f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>')
    assert (story.headline, story.byline) == ("H", "A Roe")
    headed = "<head><title>T</title></head><body><header><h1>T</h1></header><h1>T</h1><p>One.</p></body>"
    story = one(about="", content=f'<inlineXML><html xml:lang="fi">{headed}</html></inlineXML>')
    assert (story.headline, story.text, story.language) == ("T", "One.", "fi")


@pytest.mark.parametrize(
    ("status", "expected", "kind"),
    [
        ("usable", "usable", "story"),
        ("withheld", "withheld", "notice"),
        ("canceled", "canceled", "notice"),
        ("cancelled", "canceled", "notice"),
    ],
)
def test_status(status: str, expected: str, kind: str) -> None:
    story = one(f'<pubStatus qcode="stat:{status}"/>')
    assert (story.status, story.kind) == (expected, kind)


def test_a_notice_needs_no_text_and_another_status_is_refused() -> None:
    assert one('<pubStatus qcode="stat:canceled"/>', content="").edit_kind == "kill"
    assert dead(item('<pubStatus qcode="stat:maybe"/>')) == 'The status is "maybe", not usable, withheld or canceled.'


@pytest.mark.parametrize(
    ("meta", "headline", "kind"),
    [
        ('<signal qcode="sig:correction"/><signal qcode="sig:update"/>', "UPDATE 1-Ferry cut", "correction"),
        ('<signal qcode="edStat:C"/>', "Ferry cut", "correction"),
        ('<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>', "Ferry cut", "correction"),
        ('<signal qcode="sig:update"/>', "Ferry cut", "update"),
        ('<signal qcode="update:append-major-content"/>', "Ferry cut", "update"),
        ('<signal qcode="tt_sig:replace"/>', "Ferry cut", "update"),
        ('<signal qcode="edStat:U"/>', "CORRECTED-Ferry cut", "correction"),
        ('<signal qcode="edStat:U"/>', "RPT-Ferry cut", "repeat"),
        ('<signal qcode="edStat:N"/>', "Ferry cut", "new"),
        ('<edNote role="dpaednoterole:correction">Es muss 26 heißen.</edNote>', "Ferry cut", "correction"),
        ("<edNote>Eds: Adds quotes.</edNote>", "Ferry cut", "update"),
    ],
)
def test_edits(meta: str, headline: str, kind: str) -> None:
    assert one(meta, f"<headline>{headline}</headline>").edit_kind == kind


def test_embargoes() -> None:
    timed = one("<embargoed>2025-03-05T01:00:00+01:00</embargoed>")
    assert (timed.status, timed.embargoed_until) == ("usable", "2025-03-05T00:00:00Z")
    untimed = one("<embargoed/>")
    assert (untimed.status, untimed.embargoed_until) == ("withheld", None)
    (ordinary,) = read(message(item("<embargoed></embargoed>").replace('"STT"', '"CL"')).replace("example.org", "BusinessDesk"))
    assert isinstance(ordinary, Story)
    assert (ordinary.status, ordinary.source) == ("usable", "BusinessDesk")


def test_headlines_by_role_and_rank() -> None:
    about = '<headline role="hld:subHeadline">Sub</headline><headline rank="3">Third</headline><headline rank="1">First</headline>'
    assert one(about=about).headline == "First"
    assert one(about='<headline role="hld:subHeadline">Sub</headline>').headline == "Sub"


def test_notes_without_contacts() -> None:
    story = one(
        '<edNote role="dpaednoterole:notepad"><section><h4>Notizblock</h4></section></edNote>'
        '<edNote role="dpaednoterole:embargo"><p>Sperrfrist</p><p>18 Uhr</p></edNote>'
        '<edNote role="dpaednoterole:closingline">dpa wh</edNote><edNote/><edNote>Eds: With map.</edNote>'
    )
    assert story.note == "Sperrfrist 18 Uhr | Eds: With map."


def test_links() -> None:
    story = one(
        '<link rel="irel:derivedFrom" residref="urn:a"/><link rel="irel:seeAlso" href="https://example.org"/>'
        '<link rel="irel:seeAlso" residref="urn:b" contenttype="image/jpeg"/><link guidref="urn:newsml:x:1" version="2"/>'
        '<link rel="irel:evolvedFrom" residref="urn:c"/><link residref="urn:d"/><link rel="x:unknown" residref="urn:e"/>'
        '<link rel="irel:associatedWith" residref="urn:f"><itemClass qcode="ninat:picture"/></link>'
    )
    assert story.links == (
        Link(relation="derivedFrom", target="urn:a"),
        Link(relation="previousVersion", target="urn:newsml:x:1"),
        Link(relation="evolvedFrom", target="urn:c"),
        Link(relation="refersTo", target="urn:d"),
    )


def test_ids_whose_date_comes_and_goes_meet() -> None:
    dated, bare = one(guid="urn:newsml:stt.fi:20250116:107734402"), one(guid="urn:newsml:stt.fi::107734402")
    assert (dated.story_id, dated.uri) == (bare.story_id, "urn:newsml:stt.fi:20250116:107734402")
    linked = one('<link guidref="urn:newsml:stt.fi:20250116:107734402"/>', guid="urn:newsml:stt.fi::107734402")
    assert linked.links[0].relation == "previousVersion"
    assert one(guid="urn:newsml:tt.se:20250508:TT:771903:0").story_id == one(guid="urn:newsml:tt.se:20250508:TT:771903:1").story_id
    assert (one(guid="").uri, one(guid="").version) == ("in/a.xml", None)


def test_times() -> None:
    def timed(created: str, more: str = "") -> tuple[str | None, str]:
        xml = item(more).replace("<versionCreated>2025-03-04T09:12:00Z</versionCreated>", created)
        (story,) = read(message(xml))
        assert isinstance(story, Story)
        return story.published, story.time_basis

    assert timed("<versionCreated>2025-07-04T12:12:00</versionCreated>") == ("2025-07-04T09:12:00Z", "zone")
    assert timed("<versionCreated/>", "<firstCreated>2025-03-03T00:00:00Z</firstCreated>") == ("2025-03-03T00:00:00Z", "item")
    assert timed("") == ("2025-03-04T10:00:00Z", "transport")


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (item(kind="packageItem"), "The item is a package of references to other items: it has no text of its own."),
        (item(kind="conceptItem").replace("conceptItem", "newsMessage"), "The news message holds no items."),
        (item().replace("ninat:text", "ninat:picture"), "The item is of class picture: only texts are read."),
        (item(content=""), "The item has no text."),
        (item(content='<remoteContent href="a"/>'), "The content of the item lies elsewhere: it was not delivered with it."),
        (item(content='<inlineXML contenttype="application/sportsml+xml"><sports-content/></inlineXML>'), "The content of the item is "),
        (item(content="<inlineXML><html><body/></html></inlineXML>"), "The item has no text."),
    ],
)
def test_what_is_no_text_is_told_in_a_sentence(xml: str, sentence: str) -> None:
    assert dead(xml).startswith(sentence)


def test_one_item_harms_no_other() -> None:
    found = read(message(item(kind="packageItem"), item(guid="urn:2"), item(content=""), item(guid="")))
    assert [each.uri for each in found] == ["in/a.xml#1", "urn:2", "in/a.xml#3", "in/a.xml#4"]
    assert [isinstance(each, Story) for each in found] == [False, True, False, True]


def test_items_before_the_break_of_a_message_are_read() -> None:
    whole = message(item(guid="urn:1"), item(guid="urn:2"), item(guid="urn:3"))
    found = read(whole[: whole.index("urn:3") + 40])
    assert [each.uri for each in found] == ["urn:1", "urn:2", "in/a.xml#3"]
    assert isinstance(found[2], DeadLetter)
    assert found[2].error.startswith("The XML is broken")


def test_prefixes_and_forms() -> None:
    xml = message(item()).replace("<newsMessage ", '<g2:newsMessage xmlns:g2="http://iptc.org/std/nar/2006-10-01/" ')
    (story,) = parse(xml.replace("</newsMessage>", "</g2:newsMessage>").encode(), "in/a.xml")
    assert isinstance(story, Story)
    assert one(about='<genre qcode="dpatextgenre:32"><name>Vorschau</name></genre>').form == "daybook"
    assert one('<edNote role="dpaednoterole:editorialnote">dpa-Eilmeldung</edNote>').form == "alert"
