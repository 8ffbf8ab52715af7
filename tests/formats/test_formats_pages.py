"""Pages of agencies, marked-up articles, and what pages cost."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.formats import Limits, html, parse
from schemas import DeadLetter, Link, Story

PARAGRAPHS = (
    "HALDEN, Norway (AP) — The council of Halden voted on Tuesday to cut the timetable of the ferry, which crosses the river.",
    "“Nobody asked us,” the owner of the bakery at the pier said. He has sold bread to its passengers for thirty-one years.",
    "Nineteen speakers came to the hall, most of them against the cut, and the vote was taken late at night after four hours.",
    "The ferry will sail six times a day from May on. A bridge that was promised in the spring of last year has not been begun.",
)
LONG = tuple(
    f"{text} {number} more were told so by letter, and answered that they had not been heard." for number in "123" for text in PARAGRAPHS
)
ITEM = "0123456789abcdef0123456789abcdef"


def of_paragraphs(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def page(json_ld: Any = None, head: str = "", body: str | None = None) -> bytes:
    script = f'<script type="application/ld+json">{json.dumps(json_ld)}</script>' if json_ld else ""
    body = body or f"<article><h1>Ferry cut</h1>{of_paragraphs(PARAGRAPHS)}</article>"
    return f"<html lang='en'><head><title>Ferry cut</title>{head}{script}</head><body>{body}</body></html>".encode()


def story_of(data: bytes) -> Story:
    (item,) = parse(data, "in/page.html")
    assert isinstance(item, Story), item
    return item


HNEWS = f"""<html><head><title>News from The Example Press</title></head><body><p>Terms of use and privacy policy of this site.</p>
<table class="ap-story-table hnews hentry item"><tr><td><div class="timestamp updated" title="2011-01-16T1946Z">Jan 16, 2:46 PM EST</div>
<span class="headline entry-title">Ferry timetable cut</span><br>
<span class="byline author vcard">By <span class="fn">JANE ROE</span><br>Example Press</span>
<span class="source-org vcard"><span class="org">Example Press</span></span>
<span class="entry-content">{of_paragraphs(PARAGRAPHS)}</span></td></tr></table>
<table><tr><td>Markets</td><td>1.2</td></tr></table></body></html>""".encode()


def test_an_article_marked_as_hnews() -> None:
    story = story_of(HNEWS)
    assert (story.headline, story.byline, story.source) == ("Ferry timetable cut", "JANE ROE", "Example Press")
    assert (story.published, story.versioncreated, story.time_basis) == ("2011-01-16T19:46:00Z", "2011-01-16T19:46:00Z", "item")
    assert story.text == "\n\n".join(PARAGRAPHS)


def test_a_page_that_lists_articles_marked_as_hnews_is_read_like_any() -> None:
    listed = '<div class="hnews"><span class="entry-title">One</span><div class="entry-content">Short.</div></div>' * 2
    assert (
        story_of(page(body=f"<main>{listed}<article><h1>Ferry cut</h1>{of_paragraphs(PARAGRAPHS)}</article></main>")).headline
        == "Ferry cut"
    )


@pytest.mark.parametrize(
    ("head", "uri"),
    [
        (f'<link rel="canonical" href="https://apnews.com/article/ferry-cut-{ITEM}">', f"https://apnews.com/article/ferry-cut-{ITEM}"),
        (f'<link rel="canonical" href="https://apnews.com/{ITEM}">', f"https://apnews.com/{ITEM}"),
        (
            f'<meta name="afs_etag" content="{ITEM}_0a1"><meta property="og:url" content="https://apnews.com/ferry">',
            "https://apnews.com/ferry",
        ),
    ],
)
def test_a_page_of_ap_links_to_its_item(head: str, uri: str) -> None:
    story = story_of(page(head=head))
    assert story.uri == uri
    assert story.links == (Link(relation="alternateFormatOf", target=ITEM),)


def test_a_page_of_ap_without_an_address_is_called_by_its_item() -> None:
    story = story_of(page(head=f'<meta name="afs_etag" content="{ITEM}_0a1"/>'))
    assert (story.uri, story.links) == (ITEM, ())
    other = story_of(page(head=f'<link rel="canonical" href="https://halden.example/ferry-{ITEM}">'))
    assert other.links == ()


def test_an_address_in_json_ld_stands_in_for_the_canonical_one() -> None:
    article = {"@type": "NewsArticle", "headline": "Ferry cut", "mainEntityOfPage": {"@id": "https://halden.example/ferry"}}
    assert story_of(page(article)).uri == "https://halden.example/ferry"
    assert story_of(page(article, '<link rel="canonical" href="/relative">')).uri == "https://halden.example/ferry"
    assert story_of(page(article, '<link rel="canonical" href="https://halden.example/a">')).uri == "https://halden.example/a"


def test_promo_and_shirttail_of_ap_stay_out_of_comparison() -> None:
    promo = "<h3>What to know about the 2025 ferry vote</h3><ul><li>Today’s news: Follow live updates.</li><li>Sign up.</li></ul>"
    end = "<p>___</p><p>Roe reported from Moss.</p></article>"
    body = f"<article><h1>Ferry cut</h1>{of_paragraphs(PARAGRAPHS[:2])}{promo}{of_paragraphs(PARAGRAPHS[2:])}{end}"
    story = story_of(page(body=body))
    assert all(text in story.comparison_text() for text in PARAGRAPHS[1:])
    assert not any(text in story.comparison_text() for text in ("What to know", "live updates", "___", "Roe reported"))


def test_a_stated_body_is_read_in_the_paragraphs_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_extract", None)  # the slow way is not taken
    article = {"@type": "NewsArticle", "headline": "Ferry cut", "articleBody": " ".join(LONG)}
    related = "<aside><p>Read on: harbour news</p></aside><div><p>Another story of this page that nobody asked for stands here.</p></div>"
    body = f"<article><h1>Ferry cut</h1>{of_paragraphs(LONG[:2])}{related}{of_paragraphs(LONG[2:])}</article><p>Ferry</p>"
    assert story_of(page(article, body=body)).text == "\n\n".join(LONG)


@pytest.mark.parametrize(
    "stated",
    [
        " ".join(LONG[:3]),  # an abstract
        " ".join(LONG) + " …",
        " ".join(text.replace("ferry", "tram") for text in LONG),
    ],
    ids=["short", "cut", "another text"],
)
def test_the_body_is_looked_for_where_it_is_not_stated_as_shown(stated: str) -> None:
    article = {"@type": "NewsArticle", "headline": "Ferry cut", "articleBody": stated}
    assert story_of(page(article, body=f"<article><h1>Ferry cut</h1>{of_paragraphs(LONG)}</article>")).text == "\n\n".join(LONG)


def test_stamps_without_a_zone_say_so() -> None:
    head = '<meta property="article:published_time" content="2025-03-04T08:00:00"><meta property="og:site_name" content="{}">'
    assert story_of(page(head=head.format("Halden Courier"))).time_basis == "utc"
    story = story_of(page(head=head.format("ANSA")))
    assert (story.published, story.time_basis) == ("2025-03-04T07:00:00Z", "zone")


@pytest.mark.parametrize("tags", ["<div>", "<b><p>", "<a href=x><div>", "<h1>x", "<table><tr><td>", "<formatting>"])
def test_a_page_nested_too_deeply_is_refused(tags: str) -> None:
    (item,) = parse(page(body=tags * 100_000 + of_paragraphs(PARAGRAPHS)), "in/page.html")
    assert isinstance(item, DeadLetter)
    assert item.error == "The page is nested more than 4000 elements deep."


def test_elements_that_need_no_end_do_not_nest() -> None:
    assert story_of(page(body="<p>One line of the council.<br><li>x<td>y" * 5000)).kind == "story"


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>Council {number} voted on day {number} to cut the timetable of the ferry once more.</p>" for number in range(30_000)),
        "<p>" + "Ferry cut now<br>" * 150_000,
        "<li><a href=x>Ferry</a></li>" * 80_000,
        "<" * 1_000_000,
        "<!-- x -->" * 200_000,
    ],
    ids=["paragraphs", "lines", "links", "signs", "comments"],
)
def test_large_pages_cost_seconds_at_most(body: str) -> None:
    started = time.process_time()
    assert len(list(parse(page(body=body), "in/page.html"))) == 1
    assert time.process_time() - started < 8


def test_the_size_of_a_page_is_capped() -> None:
    (item,) = parse(page(), "in/page.html", limits=Limits(max_html_bytes=200))
    assert isinstance(item, DeadLetter)
    assert item.error == "The page is larger than 200 bytes."


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_mutation_of_a_page_raises(data: st.DataObject) -> None:
    article = {"@type": "NewsArticle", "headline": "Ferry cut", "articleBody": " ".join(LONG)}
    base = bytearray(data.draw(st.sampled_from([HNEWS, page(article), page([article], f'<meta name="afs_etag" content="{ITEM}_1">')])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(base) - 1))
        end = data.draw(st.integers(at, min(len(base), at + 100)))
        base[at:end] = data.draw(
            st.binary(max_size=20) | st.sampled_from([b"<table>", b"</body>", b'"', b"<script>", b"<!--", b"&#xD800;"])
        )
        if not base:
            return
    found = list(parse(bytes(base), "in/page.html"))
    assert found
    assert all(isinstance(item, (Story, DeadLetter)) for item in found)
