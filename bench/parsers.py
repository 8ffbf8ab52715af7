"""Items a second of each format, by processor time on one core: `python -m bench.parsers [FORMAT ...] [--seconds S]`.

Every format tells the same invented story of 3 to 5 kB, with the fields that its wires send. The time counts from bytes to `Story`,
customs of the trade included.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from functools import partial
from textwrap import wrap
from time import process_time
from typing import Final
from xml.sax.saxutils import escape

from pipelines.formats.reading import Reading
from pipelines.formats.registry import reader_of
from schemas import Story

PARAGRAPHS: Final = (
    "NORRHAVN, Norway (AP) — The harbour council voted late on Monday to close the old swing bridge to lorries, "
    "ending a quarrel that has split the town of 14,200 for six years and cost it two mayors.",
    "Eleven of the 19 members backed the ban, which takes effect on Sept. 1 and sends heavy traffic through a tunnel "
    "under the fish market that opened in March and is still half empty.",
    '"We could have repaired it a fourth time, and a fifth," said Ragnhild Osmundsen, who chairs the works committee.'
    ' "At some point you stop paying for a thing and begin to pay for a memory."',
    "Drivers had parked 40 lorries across the quay on Friday in protest. They say the detour adds 17 minutes and "
    "about 90 kroner ($8.40) in tolls to each trip, and that small carriers cannot pass the cost on.",
    "The bridge, built in 1931 by a yard that no longer exists, turns on a ring of 52 steel rollers. Inspectors found"
    " cracks in nine of them last autumn, and divers who looked at the pier in January came back with photographs "
    "that the council has not released.",
    "Police said there had been no arrests. A spokesman for the carriers, Tor Egil Brandvik, said they would decide "
    "on Wednesday whether to take the matter to the county court in Elvestad.",
    "A study that the council ordered put the price of a new bridge at 310 million kroner, three times what the town "
    "spends on its schools in a year. Ferries were looked at too, and dropped: the channel freezes in most winters, "
    "and the icebreaker is promised elsewhere.",
    "Not everyone was sorry. On the east bank, where lorries pass within two metres of bedroom windows, neighbours "
    'hung sheets from their balconies with one word painted on them. "Sleep," said Ingebjorg Lie, 71, when she was '
    'asked what it meant. "What else would it mean?"',
    "The council meets again on June 12 to decide what will become of the bridge itself. Proposals so far include a "
    "market, a museum of knots, and doing nothing, which several members called the likeliest.",
)
"""An invented story."""


def nitf() -> bytes:
    """The story in NITF, as AP and PA fill it."""
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<nitf version="-//IPTC//DTD NITF 3.4//EN" change.date="October 18, 2006" change.time="19:30"><head><title>Norrhavn-Bridge</title>
<tobject tobject.type="news"><tobject.subject tobject.subject.refnum="04000000"/></tobject>
<docdata management-status="usable"><doc-id id-string="bench-norrhavn-1" regsrc="AP"/><urgency ed-urg="4"/>
<date.issue norm="20250602T211500Z"/><du-key key="EU--Norrhavn-Bridge"/><ed-msg info="With photos."/>
<doc.copyright holder="AP" year="2025"/></docdata></head>
<body><body.head><hedline><hl1>Town votes to close its swing bridge to lorries</hl1></hedline>
<byline>By <person>SOLVEIG TANGEN</person><byttl>Associated Press</byttl></byline><distributor>The Associated Press</distributor>
<dateline><location>NORRHAVN, Norway</location></dateline></body.head>
<body.content><block id="Main">{body}</block></body.content></body></nitf>""".encode()


def newsmlg2() -> bytes:
    """The story in NewsML-G2 with XHTML, as Reuters and dpa fill it."""
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS)
    subjects = "".join(f'<subject qcode="medtop:2000{n:04}" type="cpnat:abstract"><name>theme {n}</name></subject>' for n in range(8))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-06-02T21:15:10Z</sent><sender>example.org</sender>
<priority>4</priority></header><itemSet><newsItem guid="urn:newsml:example.org:20250602:bench1" version="3" standard="NewsML-G2"
standardversion="2.28" conformance="power" xml:lang="en"><catalogRef href="http://www.example.org/catalog.xml"/>
<rightsInfo><copyrightHolder literal="Example"/><copyrightNotice>(c) Example 2025</copyrightNotice></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider literal="AP"/><versionCreated>2025-06-02T21:15:00Z</versionCreated>
<firstCreated>2025-06-02T19:02:00Z</firstCreated><pubStatus qcode="stat:usable"/><edNote>Adds quotes.</edNote>
<signal qcode="sig:update"/><link rel="irel:seeAlso" residref="urn:newsml:example.org:20250530:bench0"/></itemMeta>
<contentMeta><urgency>4</urgency><located qcode="city:1"><name>Norrhavn</name></located><language tag="en"/>{subjects}
<slugline>NORRHAVN-BRIDGE/</slugline><headline>Town votes to close its swing bridge to lorries</headline><by>By Solveig Tangen</by>
<dateline>NORRHAVN, Norway</dateline><creditline>AP</creditline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>
<body>{body}</body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>""".encode()


def newsml1() -> bytes:
    """The story in NewsML 1.2 with NITF in it, as AFP fills it."""
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20250602T211510Z</DateAndTime></NewsEnvelope><NewsItem xml:lang="en"><Identification>
<NewsIdentifier><ProviderId>example.org</ProviderId><DateId>20250602T190200Z</DateId><NewsItemId>TX-BENCH-1</NewsItemId>
<RevisionId PreviousRevision="0" Update="N">1</RevisionId>
<PublicIdentifier>urn:newsml:example.org:20250602T190200Z:TX-BENCH-1:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20250602T190200Z</FirstCreated>
<ThisRevisionCreated>20250602T211500Z</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement><NewsComponent><NewsLines>
<DateLine>NORRHAVN, June 2, 2025 (AFP) -</DateLine><HeadLine>Town votes to close its swing bridge to lorries</HeadLine>
<SlugLine>Norway-bridge</SlugLine></NewsLines><AdministrativeMetadata><Provider><Party FormalName="AFP"/></Provider>
</AdministrativeMetadata><DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata><ContentItem>
<MediaType FormalName="Text"/><Format FormalName="NITF3.1"/><DataContent><nitf><body><body.content>{body}</body.content></body></nitf>
</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>""".encode()


def feed() -> bytes:
    """Ten entries of RSS with the story as full content, as newsrooms' feeds carry it."""
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS)
    entries = "".join(
        f"""<item><title>Town votes to close its swing bridge to lorries</title><link>https://courier.example/{number}</link>
<guid isPermaLink="false">courier-{number}</guid><dc:creator>Solveig Tangen</dc:creator><pubDate>Mon, 02 Jun 2025 21:15:00 +0000</pubDate>
<category>Harbour</category><description>The council voted on Monday.</description>
<content:encoded><![CDATA[{body}]]></content:encoded></item>
"""
        for number in range(10)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Norrhavn Courier</title><link>https://courier.example/</link><language>en</language>{entries}</channel></rss>""".encode()


def page(*, stated: bool) -> bytes:
    """The story as an article page of 20 kB among menus and teasers; with the body in its JSON-LD, or without."""
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Town votes to close its swing bridge to lorries",
        "datePublished": "2025-06-02T19:02:00Z",
        "dateModified": "2025-06-02T21:15:00Z",
        "author": [{"@type": "Person", "name": "Solveig Tangen"}],
        "publisher": {"@type": "Organization", "name": "Norrhavn Courier"},
    } | ({"articleBody": " ".join(PARAGRAPHS)} if stated else {})
    menu = "".join(f'<li class="menu-item"><a href="/section/{number}">Section {number}</a></li>' for number in range(60))
    teasers = "".join(
        f'<div class="teaser"><a href="/news/{number}"><h3>Harbour news of day {number}</h3></a><p>What the town heard about it.</p></div>'
        for number in range(60)
    )
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Town votes | Norrhavn Courier</title>
<link rel="canonical" href="https://courier.example/bridge"><meta property="og:title" content="Town votes">
<script type="application/ld+json">{json.dumps(article)}</script></head><body><header><nav><ul>{menu}</ul></nav></header>
<main><article><h1>Town votes to close its swing bridge to lorries</h1><div class="byline">By Solveig Tangen</div>{body}</article></main>
<aside>{teasers}</aside><footer><p>All rights reserved.</p></footer></body></html>""".encode()


def ninjs(*, marked_up: bool) -> bytes:
    """A hundred lines of ninjs with the story: 3.0 with a plain body, or as Superdesk fills 1.x, marked up."""
    shared = {
        "version": "3",
        "type": "text",
        "language": "en",
        "urgency": 4,
        "slugline": "BC-EU--Norrhavn Bridge, 1st Ld-Writethru",
        "located": "Norrhavn",
        "copyrightnotice": "(c) Example 2025",
        "associations": [{"type": "picture", "uri": "urn:example:picture:1", "rel": "main"}],
    }
    named: dict[str, object] = {
        "versionCreated": "2025-06-02T21:15:00Z",
        "firstCreated": "2025-06-02T19:02:00Z",
        "pubStatus": "usable",
        "edNote": "Adds quotes.",
        "by": "By Solveig Tangen",
        "infoSources": [{"name": "AP"}],
        "headlines": [{"role": "main", "value": "Town votes to close its swing bridge to lorries"}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": "\n\n".join(PARAGRAPHS)}],
        "standard": {"name": "ninjs", "version": "3.0"},
        "subjects": [{"uri": f"http://cv.example/{number}", "name": f"theme {number}"} for number in range(6)],
    }
    dialect: dict[str, object] = {
        "versioncreated": "2025-06-02T21:15:00+0000",
        "firstcreated": "2025-06-02T19:02:00+0000",
        "pubstatus": "usable",
        "ednote": "Adds quotes.",
        "byline": "By Solveig Tangen",
        "source": "AP",
        "priority": 5,
        "headline": "Town votes to close its swing bridge to lorries",
        "body_html": "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS),
        "subject": [{"code": str(number), "name": f"theme {number}"} for number in range(6)],
        "genre": [{"code": "Article", "name": "Article (news)"}],
    }
    fields = shared | (dialect if marked_up else named)
    return b"\n".join(json.dumps({"uri": f"urn:newsml:example.org:20250602:bench{number}"} | fields).encode() for number in range(100))


def ap_page() -> bytes:
    """Ten items of a page of the AP Media API, their bodies carried along."""
    body = f"<block>{''.join(f'<p>{escape(paragraph)}</p>' for paragraph in PARAGRAPHS)}</block>"
    items = [
        {
            "meta": {},
            "item": {
                "uri": f"https://api.example/{number}?qt=1",
                "altids": {"itemid": f"{number:032x}", "etag": f"{number:032x}_1a1"},
                "version": 1,
                "type": "text",
                "language": "en",
                "versioncreated": "2025-06-02T21:15:00Z",
                "firstcreated": "2025-06-02T19:02:00Z",
                "pubstatus": "usable",
                "ednote": "Eds: UPDATES: Adds quotes.",
                "editorialtypes": ["Lead"],
                "headline": "Town votes to close its swing bridge to lorries",
                "slugline": "BC-EU--Norrhavn Bridge, 1st Ld-Writethru",
                "bylines": [{"by": "By SOLVEIG TANGEN", "title": "Associated Press"}],
                "located": "NORRHAVN, Norway",
                "provider": "AP",
                "subject": [{"name": f"theme {theme}", "rels": ["direct"], "creator": "Machine"} for theme in range(20)],
                "body_html": body,
            },
        }
        for number in range(10)
    ]
    return json.dumps({"api_version": "2.2", "data": {"items": items}}).encode()


def digitalwires() -> bytes:
    """Ten entries of dpa's queue."""
    entry = {
        "format": "digitalwires@0.9.1",
        "version": 2,
        "version_created": "2025-06-02T23:15:00+02:00",
        "pubstatus": "usable",
        "signal": "sig:update",
        "language": "en",
        "headline": "Town votes to close its swing bridge to lorries",
        "byline": "By Solveig Tangen, dpa",
        "dateline": "Norrhavn (dpa) - ",
        "creditline": "dpa",
        "ednotes": [{"role": "dpaednoterole:editorialnote", "ednote": "With photos", "is_publishable": True}],
        "categories": [{"type": "dnltype:dpasubject", "name": f"theme {number}", "qcode": str(number)} for number in range(12)],
        "genre_names": ["Meldung"],
        "article_html": f'<section class="main">{"".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS[1:])}</section>',
    }
    return json.dumps({"entries": [entry | {"urn": f"urn:newsml:dpa.com:bench-{number}"} for number in range(10)]}).encode()


def json_feed() -> bytes:
    """Ten items of a JSON Feed with the story as full content."""
    item = {
        "title": "Town votes to close its swing bridge to lorries",
        "date_published": "2025-06-02T21:15:00Z",
        "authors": [{"name": "Solveig Tangen"}],
        "content_html": "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS),
    }
    items = [item | {"id": f"https://courier.example/{number}"} for number in range(10)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Norrhavn Courier", "language": "en", "items": items}
    return json.dumps(feed).encode()


def anpa() -> bytes:
    """The story in ANPA 1312, as AP sent it."""
    body = " \n".join(f"\t   {paragraph.replace('—', '_')}\n" for paragraph in PARAGRAPHS)
    head = (
        "^BC-EU--Norway-Bridge, 1st Ld-Writethru,480<\n^Town votes to close its swing bridge to lorries<\n"
        "^Eds: Adds quotes.<\n^By SOLVEIG TANGEN=\n^Associated Press=\n"
    )
    frame = "\x16\x16\x01W2870\x1fasian\nr i\x13\x11 BC-EU--Norway-Bridge 1stLd-Writethru  06-02 0480\n\x02"
    return f"{frame}{head}{body}\n\t   \x03AP-WF-06-02-25 2115GMT<\n\n\x0c\n\x04".encode("cp1252")


def iptc7901() -> bytes:
    """The story in IPTC 7901, as dpa sets it."""
    body = "\n\n".join("\n".join(wrap(paragraph, 69)) for paragraph in PARAGRAPHS)
    head = "eca0062 4 i 480  dpa 0061\n\nNorway/transport/\n\x021ST LEAD\n"
    head += "Town votes to close its swing bridge to lorries\nBy Solveig Tangen, dpa ="
    notes = "# Notebook\n\n## Note to editors\n- adds quotes\n\n* * * *\nThe following information is not intended for publication\n"
    return f"\x01{head}\n\n{body}\n\n{notes}\ndpa st ol\n\n\x03022115 GMT Jun 25\n\x7f\n\x7f\x04".encode()


def mail() -> bytes:
    """The story as a mail, plain and marked up."""
    plain = "\n\n".join("\n".join(wrap(paragraph, 72)) for paragraph in PARAGRAPHS)
    html = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS)
    return (
        "Received: by 10.0.0.7 with SMTP id a1; Mon, 2 Jun 2025 21:15:10 +0000\nMessage-ID: <bench-1@courier.example>\n"
        "Date: Mon, 2 Jun 2025 23:15:00 +0200\nFrom: Solveig Tangen <st@courier.example>\nTo: desk@courier.example\n"
        "Subject: =?utf-8?Q?Town_votes_to_close_its_swing_bridge?=\nMIME-Version: 1.0\n"
        "Content-Type: multipart/alternative; boundary=cut\n\n"
        f"--cut\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n\n--cut\nContent-Type: text/html; charset=utf-8\n\n{html}\n--cut--\n"
    ).encode()


SAMPLES: Final[dict[str, Callable[[], bytes]]] = {
    "nitf": nitf,
    "newsmlg2": newsmlg2,
    "newsml1": newsml1,
    "json-ninjs": partial(ninjs, marked_up=False),
    "json-superdesk": partial(ninjs, marked_up=True),
    "json-ap": ap_page,
    "json-dpa": digitalwires,
    "json-feed": json_feed,
    "feed": feed,
    "html": partial(page, stated=False),
    "html-stated": partial(page, stated=True),
    "anpa": anpa,
    "iptc7901": iptc7901,
    "mail": mail,
}
"""Format, as `detect` calls it -> its sample; what follows a hyphen tells samples of one format apart."""


def items_per_second(format_: str, data: bytes, seconds: float) -> float:
    """How many items of the one in `data` are read in a second of processor time."""
    read, reading = reader_of(format_.partition("-")[0]), Reading("bench")
    done, start = 0, process_time()
    while process_time() - start < seconds or done < 100:
        for item in read(data, reading):
            if not isinstance(item, Story):
                raise ValueError(f"the sample of {format_} is not read: {item.error}")
            done += 1
    return done / (process_time() - start)


def main(arguments: Iterable[str] | None = None) -> None:
    """Prints one line a format."""
    options = argparse.ArgumentParser(prog="python -m bench.parsers", description="Items a second of each format.")
    options.add_argument("formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(SAMPLES)}; all of them by default")
    options.add_argument("--seconds", type=float, default=3.0, help="processor time a format")
    given = options.parse_args(None if arguments is None else list(arguments))
    for format_ in given.formats or SAMPLES:
        if format_ not in SAMPLES:
            options.error(f"there is no sample of {format_}")
        data = SAMPLES[format_]()
        list(reader_of(format_.partition("-")[0])(data, Reading("bench")))  # tables are made at the first item
        print(f"{format_:14} {len(data):6} bytes {items_per_second(format_, data, given.seconds):10.0f} items/s")


if __name__ == "__main__":
    main()
