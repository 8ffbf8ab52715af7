"""What of an extracted body is put right by the page, and headlines without the name of the site."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.formats import parse
from pipelines.formats.page_head import without_site_name
from pipelines.formats.page_text import with_passed_over, without_promos
from schemas import Story

PARAGRAPHS = (
    "The council of Halden voted on Tuesday to cut the timetable of the ferry, which crosses the river.",
    "The owner of the bakery at the pier has sold bread to its passengers for thirty-one years.",
    "Nineteen speakers came to the hall, most of them against the cut.",
    "A bridge that was promised in the spring of last year has not been begun.",
)
LINKED = "It also <a href='/paper'>asked the county for a paper on the cost of a second pier</a>."
PLAIN = "It also asked the county for a paper on the cost of a second pier."


def page(*paragraphs: str, after: str = "") -> LexborHTMLParser:
    body = "".join(f"<div class='block'><p class='text'>{text}</p></div>" for text in paragraphs)
    return LexborHTMLParser(f"<html><body><article>{body}</article>{after}</body></html>")


def test_a_paragraph_set_like_those_around_it_comes_back() -> None:
    tree = page(PARAGRAPHS[0], LINKED, *PARAGRAPHS[1:])
    assert with_passed_over(tree, "\n\n".join(PARAGRAPHS)) == "\n\n".join((PARAGRAPHS[0], PLAIN, *PARAGRAPHS[1:]))


@pytest.mark.parametrize(
    "tree",
    [
        page(PARAGRAPHS[0], f"<a href='/x'>{PLAIN}</a>", *PARAGRAPHS[1:]),
        page(PARAGRAPHS[0], "Share this.", *PARAGRAPHS[1:]),
        page(*PARAGRAPHS, LINKED),
        page(*PARAGRAPHS, after=f"<aside><p>{PLAIN}</p></aside>"),
        LexborHTMLParser(f"<p>{PARAGRAPHS[0]}</p><div><p class='box'>{PLAIN}</p></div><p>{PARAGRAPHS[1]}</p>"),
    ],
    ids=["only a link", "a button", "behind the body", "beside the body", "set otherwise"],
)
def test_what_is_not_among_the_paragraphs_stays_away(tree: LexborHTMLParser) -> None:
    assert with_passed_over(tree, "\n\n".join(PARAGRAPHS)) == "\n\n".join(PARAGRAPHS)


def test_ways_to_other_pages_and_captions_go_with_the_lists_below_them() -> None:
    promo = ("What to know about the 2025 ferry vote", "- Live: Follow the count.", "- Sign up for our letter.")
    end = ("Read more: Ferry captain retires", "Photo: AFP", "Our Standards: The Thomson Reuters Trust Principles.")
    text = "\n\n".join((*PARAGRAPHS[:2], *promo, *PARAGRAPHS[2:], *end))
    assert without_promos(text) == "\n\n".join(PARAGRAPHS)


def test_headings_lists_and_sign_offs_of_the_story_stay() -> None:
    parts = ("What to know about the ferry", PARAGRAPHS[0], "The vote:", "- Nine for.", "- Four against.", "___", "Roe reported from Moss.")
    assert without_promos("\n\n".join(parts)) == "\n\n".join(parts)
    assert without_promos("Read more: Ferry captain retires") == "Read more: Ferry captain retires"


@pytest.mark.parametrize(
    ("headline", "titles", "names", "expected"),
    [
        ("Ferry cut - Halden Courier", ("Ferry cut",), (), "Ferry cut"),
        ("Ferry cut | Sport", ("Ferry cut", None), (), "Ferry cut"),
        ("Ferry cut – Halden Courier", (None,), ("HALDEN COURIER",), "Ferry cut"),
        ("Ferry cut | HC | 04.03.2025", ("Ferry cut",), (), "Ferry cut"),
        ("Ferry cut - council votes at night", ("Bakery",), ("Halden Courier",), "Ferry cut - council votes at night"),
        ("UPDATE 1-Ferry cut", ("Ferry cut",), ("Halden Courier",), "UPDATE 1-Ferry cut"),
        (None, ("Ferry cut",), (), None),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_headline(
    headline: str | None, titles: tuple[str | None, ...], names: tuple[str, ...], expected: str | None
) -> None:
    assert without_site_name(headline, titles, names) == expected


def test_character_references_in_stated_texts_are_read() -> None:
    article = {"@type": "NewsArticle", "headline": "F&auml;hre &#8216;zu teuer&#8217;", "author": "J&ouml;rg R&amp;R"}
    script = f'<script type="application/ld+json">{json.dumps(article)}</script>'
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    (story,) = parse(f"<html><head>{script}</head><body><article>{body}</article></body></html>".encode(), "in/page.html")
    assert isinstance(story, Story)
    assert (story.headline, story.byline) == ("Fähre ‘zu teuer’", "Jörg R&R")


def test_line_ends_in_the_source_of_a_page_end_no_paragraph() -> None:
    body = "".join(f"<p>{text.replace(' the ', chr(10) + 'the ')}</p>" for text in PARAGRAPHS)
    (story,) = parse(f"<html><body><article><h1>Ferry cut</h1>\n{body}\n</article></body></html>".encode(), "in/page.html")
    assert isinstance(story, Story)
    assert story.text == "\n\n".join(PARAGRAPHS)


def test_lists_of_links_go_and_lists_of_the_story_stay() -> None:
    links = "<ul><li>GUIDE: <a href='/a'>How do I catch the ferry?</a></li><li><a href='/b'>The ferry in pictures</a></li></ul>"
    own = "<ul><li>Nine councillors were for the cut, and <a href='/c'>four</a> against.</li><li>Two were not there that night.</li></ul>"
    body = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{links}<p>{PARAGRAPHS[2]}</p>{own}<p>{PARAGRAPHS[3]}</p>"
    (story,) = parse(f"<html><body><article><h1>Ferry cut</h1>{body}</article></body></html>".encode(), "in/page.html")
    assert isinstance(story, Story)
    items = ("- Nine councillors were for the cut, and four against.", "- Two were not there that night.")
    assert story.text.split("\n\n") == [*PARAGRAPHS[:3], *items, PARAGRAPHS[3]]
