"""Article pages."""

from __future__ import annotations

import json
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
