"""NewsML 1: items, components within each other, and the forms of content that providers send."""

from __future__ import annotations

import pytest

from pipelines.formats import parse
from schemas import DeadLetter, Link, Story

NITF = "<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"
LINES = "<NewsLines><HeadLine>Ferry cut</HeadLine></NewsLines>"
ID = (
    "<ProviderId>example.org</ProviderId><DateId>20250304</DateId><NewsItemId>n7</NewsItemId>"
    '<RevisionId PreviousRevision="1" Update="N">2</RevisionId><PublicIdentifier>urn:newsml:example.org:20250304:n7:2</PublicIdentifier>'
)
MANAGED = "<FirstCreated>20250304T080000Z</FirstCreated><ThisRevisionCreated>20250304T101200+0100</ThisRevisionCreated>"


def content(data: str = NITF, format_: str = "NITF", media: str = "Text") -> str:
    return f'<ContentItem><MediaType FormalName="{media}"/><Format FormalName="{format_}"/><DataContent>{data}</DataContent></ContentItem>'


def component(inner: str, role: str = "", duid: str = "", language: str = "") -> str:
    named = f'<Role FormalName="{role}"/>' if role else ""
    fields = (f' Duid="{duid}"' if duid else "") + (f' xml:lang="{language}"' if language else "")
    return f"<NewsComponent{fields}>{named}{inner}</NewsComponent>"


def item(inner: str = LINES + content(), managed: str = "", status: str = "Usable", identifier: str = ID) -> str:
    return (
        f"<NewsItem><Identification><NewsIdentifier>{identifier}</NewsIdentifier><NameLabel>ferry-label</NameLabel></Identification>"
        f'<NewsManagement><NewsItemType FormalName="News"/>{MANAGED}<Status FormalName="{status}"/>{managed}</NewsManagement>'
        f"{component(inner)}</NewsItem>"
    )


def read(*items: str) -> list[Story | DeadLetter]:
    head = '<NewsEnvelope><SentFrom><Party FormalName="Example"/></SentFrom><DateAndTime>20250304T120000Z</DateAndTime></NewsEnvelope>'
    return list(parse(f'<NewsML Version="1.2">{head}{"".join(items)}</NewsML>'.encode(), "in/a.xml"))


def one(*items: str) -> Story:
    (found,) = read(*items)
    assert isinstance(found, Story), found
    return found


def dead(*items: str) -> str:
    (found,) = read(*items)
    assert isinstance(found, DeadLetter), found
    assert (found.uri, found.format) == ("in/a.xml", "newsml1")
    return found.error


def test_the_fields() -> None:
    story = one(
        item(
            "<NewsLines><HeadLine>Ferry cut</HeadLine><ByLine>By Jane Roe</ByLine><DateLine>HALDEN, Mar 4, 2025 (AFP) -</DateLine>"
            "<CreditLine>AFP</CreditLine><SlugLine>Norway-ferry</SlugLine><NewsLine><NewsLineType FormalName='AdvisoryLine'/>"
            "<NewsLineText>UPDATES with quotes</NewsLineText></NewsLine></NewsLines>"
            "<AdministrativeMetadata><Provider><Party FormalName='AFP'/></Provider></AdministrativeMetadata>"
            "<DescriptiveMetadata><Language FormalName='en'/></DescriptiveMetadata>" + content(),
            '<DerivedFrom NewsItem="urn:newsml:example.org:20250303:n6:1"/>'
            '<AssociatedWith NewsItem="urn:newsml:example.org:20250303:p1:3"/><AssociatedWith FormalName="Photo"/>',
        )
    )
    assert (story.kind, story.uri, story.version, story.format) == ("story", "urn:newsml:example.org:20250304:n7", "2", "newsml1/1.2")
    assert (story.published, story.time_basis, story.source, story.language) == ("2025-03-04T09:12:00Z", "item", "AFP", "en")
    assert (story.headline, story.slug, story.byline, story.credit) == ("Ferry cut", "Norway-ferry", "Jane Roe", "AFP")
    assert (story.dateline, story.note, story.edit_kind) == ("HALDEN, Mar 4, 2025 (AFP)", "UPDATES with quotes", "update")
    assert story.links == (
        Link(relation="derivedFrom", target="urn:newsml:example.org:20250303:n6"),
        Link(relation="refersTo", target="urn:newsml:example.org:20250303:p1"),
    )
    assert story.text == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (NITF, "NITF3.1"),
        (NITF.replace("<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'), "bcNITF2.5"),
        ("<p>One.</p><p>Two.</p>", "XML"),
        ("<html><head><title/></head><body><p>One.</p><p>Two.</p></body></html>", "XHTML"),
        ("<![CDATA[<P>One.</P><P>Two.</P>]]>", "HTML"),
        ("<![CDATA[<p class='x'>One.</p>\n<p>Two.</p>]]>", ""),
        ("One.\n\nTwo.", "Text"),
        ("One.\n\n&lt;b&gt;Two.&lt;/b&gt;", "Text"),
        ("<body><body.content><p>One.</p><p>Two.</p></body.content></body>", "NITF"),
    ],
)
def test_forms_of_content(data: str, format_: str) -> None:
    assert one(item(LINES + content(data, format_))).text == "One.\n\nTwo."


def test_renditions_of_one_text() -> None:
    plain = content("One. Two. Plain.", "Text")
    html = content("<html><body><p>One.</p><p>Two.</p></body></html>", "XHTML")
    css = '<ContentItem><MimeType FormalName="text/css"/><DataContent>.a {}</DataContent></ContentItem>'
    story = one(item(LINES + component(plain + html + css, "Main") + component(content("x"), "SubHeadLine") + component(css, "StyleSheet")))
    assert story.text == "One.\n\nTwo."


def test_lead_and_body_in_components() -> None:
    parts = component(content("Title", "Text"), "Title") + component(content("In short.", "Text"), "Lead")
    story = one(item(LINES + parts + component(content("One.\n\nTwo.", "Text"), "Body")))
    assert story.text == "In short.\n\nOne.\n\nTwo."


def test_languages_of_one_item_are_stories_of_their_own() -> None:
    def told(language: str, duid: str, headline: str) -> str:
        body = component(content(f"{headline} body.", "Text"), "Body")
        return component(f"<NewsLines><HeadLine>{headline}</HeadLine></NewsLines>{body}", "Short", duid, language)

    found = read(item(LINES + told("nl", "98055801", "Veer") + told("fr", "98056977", "Bac")))
    assert [(each.uri, each.language, each.headline, each.text) for each in found if isinstance(each, Story)] == [
        ("98055801", "nl", "Veer", "Veer body."),
        ("98056977", "fr", "Bac", "Bac body."),
    ]
    unnamed = read(item(LINES + told("nl", "0", "Veer") + told("fr", "0", "Bac")))
    assert [each.uri for each in unnamed] == ["urn:newsml:example.org:20250304:n7#1", "urn:newsml:example.org:20250304:n7#2"]


@pytest.mark.parametrize(
    ("identifier", "uri"),
    [
        (ID, "urn:newsml:example.org:20250304:n7"),
        (ID.replace("n7:2<", "n7:2N<"), "urn:newsml:example.org:20250304:n7"),
        (ID.replace("urn:newsml:example.org:20250304:n7:2", "urn:newsml:www.example.org"), "urn:newsml:example.org:20250304:n7"),
        (ID.replace(">n7<", ">0<").replace("urn:newsml:example.org:20250304:n7:2", "urn:x"), "in/a.xml"),
        (ID.replace(">n7<", "><").replace("urn:newsml:example.org:20250304:n7:2", ""), "in/a.xml"),
        ("<ProviderId>example.org</ProviderId>", "in/a.xml"),
    ],
)
def test_ids(identifier: str, uri: str) -> None:
    assert one(item(identifier=identifier)).uri == uri


def test_an_id_whose_date_is_the_revisions_meets_its_versions() -> None:
    def version(stamp: str) -> Story:
        identifier = f"<ProviderId>b.be</ProviderId><DateId>{stamp}</DateId><NewsItemId>98055798</NewsItemId><RevisionId>1</RevisionId>"
        return one(item(identifier=identifier).replace("20250304T101200+0100", stamp))

    first, second = version("20250304T101200"), version("20250304T111200")
    assert (first.story_id == second.story_id, first.uri) == (True, "urn:newsml:b.be:20250304T101200:98055798")


@pytest.mark.parametrize(
    ("status", "expected", "kind"),
    [
        ("Usable", "usable", "story"),
        ("OPEN", "usable", "story"),
        ("", "usable", "story"),
        ("WITHHELD", "withheld", "notice"),
        ("Canceled", "canceled", "notice"),
        ("Embargoed", "withheld", "story"),
    ],
)
def test_status(status: str, expected: str, kind: str) -> None:
    story = one(item(status=status))
    assert (story.status, story.kind) == (expected, kind)


def test_an_embargo_with_its_time() -> None:
    change = "<StatusWillChange><FutureStatus FormalName='Usable'/><DateAndTime>20250305T060000Z</DateAndTime></StatusWillChange>"
    story = one(item(managed=change, status="Embargoed"))
    assert (story.status, story.embargoed_until) == ("usable", "2025-03-05T06:00:00Z")


def test_instructions() -> None:
    assert one(item(managed='<Instruction FormalName="Correction"/>')).edit_kind == "correction"
    assert one(item(managed='<Instruction FormalName="Update"/>')).edit_kind == "update"
    assert one(item("", managed='<Instruction FormalName="Delete"/>', status="Canceled")).edit_kind == "kill"


def test_several_items_and_one_that_is_none() -> None:
    second = item(identifier=ID.replace("n7", "n8"))
    found = read(item(), item(LINES), second)
    assert [each.uri for each in found] == ["urn:newsml:example.org:20250304:n7", "in/a.xml#2", "urn:newsml:example.org:20250304:n8"]
    whole = f"<NewsML>{item()}{second}"
    cut = list(parse(whole[: whole.index("n8") + 30].encode(), "in/a.xml"))
    assert [each.uri for each in cut] == ["urn:newsml:example.org:20250304:n7", "in/a.xml#2"]


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (item(LINES), "The item has no text."),
        (
            item(
                LINES
                + component(content("<p>c</p>"), "Caption")
                + component('<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>', "main")
            ),
            "The item is of type photo: only texts are read.",
        ),
        (item().replace('"News"', '"TopicSet"'), "The item is of type topicset: only news is read."),
        (item(status="Perhaps"), 'The status is "perhaps", not usable, embargoed, withheld or canceled.'),
        ("<Catalog/>", "The NewsML document holds no news items."),
    ],
)
def test_what_is_no_text_is_told_in_a_sentence(xml: str, sentence: str) -> None:
    assert dead(xml) == sentence


def test_components_within_each_other_without_end() -> None:
    deep = LINES + content()
    for _ in range(70):
        deep = component(deep)
    assert len(read(item(deep))) == 1


def test_transport_time_is_the_last_resort() -> None:
    story = one(item().replace(MANAGED, ""))
    assert (story.published, story.time_basis) == ("2025-03-04T12:00:00Z", "transport")
