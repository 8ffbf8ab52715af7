"""Article pages."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest

from pipelines.formats import parse
from schemas import DeadLetter, Story

PARAGRAPHS = (
    "HALDEN, Norway (AP) — The council of Halden voted on Tuesday to cut the timetable of the ferry, which crosses the river.",
    "“Nobody asked us,” the owner of the bakery at the pier said. He has sold bread to its passengers for thirty-one years.",
    "Nineteen speakers came to the hall, most of them against the cut, and the vote was taken late at night after four hours.",
)
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Ferry timetable cut",
    "datePublished": "2025-03-04T09:12:00+01:00",
    "dateModified": "2025-03-04T11:30:00Z",
    "author": [{"@type": "Person", "name": "Jane Roe"}, {"name": "Ivan Petrov"}],
    "publisher": {"@type": "Organization", "name": "Halden Courier"},
    "inLanguage": "en",
}


def html(json_ld: Any = None, head: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    script = (
        f'<script type="application/ld+json">{json_ld if isinstance(json_ld, str) else json.dumps(json_ld)}</script>' if json_ld else ""
    )
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><title>Ferry timetable cut | Halden Courier</title>'
        f"{head}{script}</head><body>"
        f'<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"<article><h1>Ferry timetable cut</h1>{body}</article></body></html>"
    ).encode()


def page(data: bytes) -> Story:
    (record,) = parse(data, "in/page.html")
    assert isinstance(record, Story), record
    return record


CANONICAL = '<link rel="canonical" href="https://halden.example/ferry">'


@pytest.mark.parametrize(
    "json_ld",
    [
        ARTICLE,
        [{"@type": "WebSite"}, ARTICLE],
        {"@graph": [{"@type": "Person"}, ARTICLE]},
        ARTICLE | {"@type": ["NewsArticle", "X"]},
    ],
)
def test_fields_come_from_json_ld_however_it_is_wrapped(json_ld: Any) -> None:
    story = page(html(json_ld, CANONICAL + '<meta property="article:published_time" content="2025-03-04T08:00:00">'))
    assert (story.uri, story.headline, story.byline) == (
        "https://halden.example/ferry",
        "Ferry timetable cut",
        "Jane Roe, Ivan Petrov",
    )
    assert (story.source, story.language, story.format) == ("Halden Courier", "en", "html")
    assert story.published == story.version == story.versioncreated == "2025-03-04T11:30:00Z"
    assert story.dateline == "HALDEN, Norway (AP)"


def test_the_body_is_the_article_without_title_and_navigation() -> None:
    assert page(html(ARTICLE)).text == "\n\n".join(PARAGRAPHS)


def test_meta_elements_stand_in() -> None:
    head = (
        '<meta property="og:title" content="Ferry cut"><meta property="og:site_name" content="Halden Courier">'
        '<meta property="article:published_time" content="2025-03-04T08:00:00Z"><meta name="author" content="By Jane Roe">'
        '<meta property="og:url" content="https://halden.example/og">'
    )
    story = page(html(None, head))
    assert (story.headline, story.source, story.byline, story.language) == ("Ferry cut", "Halden Courier", "Jane Roe", "en-GB")
    assert (story.published, story.version, story.uri) == ("2025-03-04T08:00:00Z", None, "https://halden.example/og")


def test_a_page_that_says_nothing_of_itself() -> None:
    story = page(html())
    assert (story.uri, story.headline, story.published, story.time_basis) == ("in/page.html", "Ferry timetable cut", None, "none")


def test_article_body_stands_in_where_the_page_has_little() -> None:
    body = "\n\n".join(PARAGRAPHS)
    assert page(html(ARTICLE | {"articleBody": body}, paragraphs=("Please wait.",))).text == body


@pytest.mark.parametrize("broken", ['{"@type": "NewsArticle", "headline": ', "[[[[" * 5000, "null", '{"@type": 7, "author": 7}'])
def test_broken_json_ld_is_passed_over(broken: str) -> None:
    assert page(html(broken)).text == "\n\n".join(PARAGRAPHS)


def test_a_charset_that_lies_or_is_unknown() -> None:
    text = ("Le bac a été supprimé mardi à Halden, où le conseil a voté. " * 4).strip()
    for declared, encoding in (
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("no-such-charset", "cp1252"),
        ("utf-8", "cp1252"),
    ):
        data = f'<html><head><meta charset="{declared}"></head><body><article><p>{text}</p></article></body></html>'.encode(encoding)
        assert page(data).text == text


def test_a_tiny_page_and_an_empty_one() -> None:
    assert page(b"<html><body><p>Three short words</p></body></html>").text == "Three short words"
    (record,) = parse(b"<html><head><title>x</title></head><body><script>1</script></body></html>", "in/page.html")
    assert isinstance(record, DeadLetter)
    assert (record.error, record.format) == ("The item has no text.", "html")


def test_xhtml_is_html() -> None:
    doctype = b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">'
    data = b'<?xml version="1.0"?>\n' + doctype + b'\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>The ferry left.</p></body></html>'
    assert page(data).format == "html"


def test_microdata_tells_byline_and_time() -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    data = (
        '<html><head><title>Ferry timetable cut :: Halden Courier</title></head><body><div itemscope itemtype="https://schema.org/NewsArticle">'
        '<h1 itemprop="headline">Ferry timetable cut</h1><p itemprop="author">By Jane Roe</p>'
        '<p><time itemprop="datePublished" datetime="2025-03-04T09:12:00Z">4 Mar 2025</time></p>'
        f"<div>{body}</div></div></body></html>"
    )
    story = page(data.encode())
    assert (story.byline, story.published, story.version) == ("Jane Roe", "2025-03-04T09:12:00Z", None)
    assert story.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "below",
    [
        '<div class="d"><time datetime="2025-03-04T09:12:00+00:00">04.03.2025</time></div><div>By Jane Roe</div>',
        "<div>By Jane Roe</div><div>4 March 2025 09:12</div>",
        "<div><span>Jane Roe</span><br><span>Published: 4 March 2025 09:12</span></div>",
    ],
)
def test_the_lines_below_the_title_tell_byline_and_time(below: str) -> None:
    data = html().replace(b"</h1>", b"</h1>" + below.encode())
    story = page(data)
    assert (story.byline, story.published) == ("Jane Roe", "2025-03-04T09:12:00Z")
    assert " ".join(story.comparison_text().split()) == " ".join(PARAGRAPHS).removeprefix("HALDEN, Norway (AP) — ")


def test_a_title_of_the_site_is_not_the_storys() -> None:
    data = html().replace(b"<nav>", b"<div><h1>Daily Paper</h1><p>Jane Roe</p><p>4 March 2025</p></div><nav>")
    assert (page(data).byline, page(data).published) == (None, None)


def test_links_to_other_pages_and_captions_are_not_the_story() -> None:
    inside = "The <a href='/f'>timetable</a> was printed on Monday, and on Tuesday it was pulped, a spokesman for the printers said."
    data = html(
        ARTICLE,
        paragraphs=(
            PARAGRAPHS[0],
            "<b><a href='/x'>Baker wins a prize for bread, judges say.</a></b>",
            PARAGRAPHS[1],
            inside,
            "</p><figure><img src='a.jpg'><figcaption>The ferry at its pier on Monday.</figcaption></figure><p>",
            PARAGRAPHS[2],
        ),
    )
    assert page(data).text == "\n\n".join((*PARAGRAPHS[:2], re.sub("<.*?>", "", inside), PARAGRAPHS[2]))


def test_a_page_of_links_keeps_them() -> None:
    links = tuple(f"<a href='/{n}'>{text}</a>" for n, text in enumerate(PARAGRAPHS))
    assert page(html(ARTICLE, paragraphs=links)).text.split() == " ".join(PARAGRAPHS).split()


def test_the_byline_at_the_top_of_the_body_goes() -> None:
    story = page(html(ARTICLE | {"author": "Jane Roe"}, paragraphs=("By Jane Roe", *PARAGRAPHS)))
    assert story.text == "\n\n".join(PARAGRAPHS)


def test_the_extractor_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for data in (html(), html(paragraphs=()), b"<html><body></body></html>", b"<html><body><p>x</p></body></html>"):
            list(parse(data, "in/page.html"))
    assert caplog.records == []
