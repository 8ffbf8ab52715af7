"""What agencies and desks make of ninjs: several bodies, other names, ids of numbers, markup in headlines."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pipelines.formats import parse
from schemas import DeadLetter, Link, Story

HTML = "<p>The ferry left.</p><p>It came back.</p>"
TEXT = "The ferry left.\n\nIt came back."
NITF = f"<nitf><body><body.content>{HTML}</body.content></body></nitf>"
PLAIN = {"role": "text", "contentType": "text/plain", "value": TEXT}


def read(document: Any) -> list[Story | DeadLetter]:
    return list(parse(orjson.dumps(document), "in/a.json"))


def one(**fields: Any) -> Story:
    (story,) = read({"uri": "urn:example:7", "body_html": HTML} | fields)
    assert isinstance(story, Story), story
    return story


@pytest.mark.parametrize(
    "bodies",
    [
        {"body_text": TEXT},
        {"body_text": "The ferry left. It came back.", "body_xhtml": HTML},
        {"body_html5": f"<html><head><title>Ferry</title></head><body><article>{HTML}</article></body></html>"},
        {"body_xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{HTML}</body></html>'},
        {"body_text": HTML},
        {"body_text": "The ferry left.\nIt came back."},
        {"body_main": "The ferry left. It came back.", "body_richtext": HTML},
        {"bodies": [{"role": "summary", "value": "In short."}, {"role": "html", "contenttype": "text/html", "value": HTML}]},
        {"bodies": [PLAIN | {"value": "The ferry left. It came back."}, {"contentType": "application/xhtml+xml", "value": HTML}]},
        {"bodies": [{"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": NITF}]},
        {"bodies": [{"role": "ttnitf", "contenttype": "application/xml", "value": "<TTNITF/>"}, PLAIN]},
        {"body_nitf": NITF},
        {"bodyXhtml": HTML},
        {"descriptions": [{"role": "caption", "value": "A ferry."}, {"role": "text", "contenttype": "text/html", "value": HTML}]},
        {"description_html": HTML},
    ],
)
def test_the_whole_body_with_its_paragraphs_is_taken(bodies: dict[str, Any]) -> None:
    assert one(body_html=None, **bodies).text == TEXT


def test_a_table_is_one_paragraph_of_lines() -> None:
    table = (
        "<table><thead><tr><th>Ferry</th><th>Trips</th></tr></thead><tbody><tr><td>Moth</td><td>7</td></tr><tr><td/></tr></tbody></table>"
    )
    assert one(body_html=f"<p>Trips:</p>{table}<p>End.</p>").text == "Trips:\n\nFerry | Trips\nMoth | 7\n\nEnd."
    layout = "<table><tr><td><p>The ferry left.</p></td><td><p>It came back.</p></td></tr></table>"
    assert one(body_html=layout).text == TEXT


def test_hard_wrapped_markup_is_one_paragraph() -> None:
    story = one(body_html="\n   The ferry <a href='#'>left\n     Halden</a> at noon and\n     came back.\n  ")
    assert story.text == "The ferry left Halden at noon and came back."


def test_what_tt_puts_around_its_body_stays_out() -> None:
    body = (
        '<article><section><h1>Färjan</h1><div class="dat"><span>Halden</span><span>TT</span></div><h4><p>Kort sagt.</p></h4>'
        '<div class="bodytext"><p>Färjan gick.</p><blockquote>Den kom igen.</blockquote></div><div class="byline">Jane Roe</div>'
        "<figure><div class='byline'>Ivan</div><figcaption>Färjan</figcaption></figure></section></article>"
    )
    story = one(uri="http://tt.example/2", body_html=None, body_html5=body, replacing=["http://tt.example/1"], slug="färjaUV")
    assert story.text == "Kort sagt.\n\nFärjan gick.\n\nDen kom igen."
    assert (story.edit_kind, story.slug, story.links) == (
        "update",
        "färjaUV",
        (Link(relation="previousVersion", target="http://tt.example/1"),),
    )


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("Ferry <b>cut</b>", "Ferry cut"),
        ("Ferry &amp; bridge<br/>cut", "Ferry & bridge cut"),
        ("HALDEN FERRIES <HLD> TO CUT", "HALDEN FERRIES <HLD> TO CUT"),
        ("Profit < loss & gain", "Profit < loss & gain"),
        ("A<B and C>D; AT&T;", "A<B and C>D; AT&T;"),
    ],
)
def test_markup_in_headlines(headline: str, shown: str) -> None:
    assert one(headline=headline).headline == shown


@pytest.mark.parametrize(
    ("fields", "headline"),
    [
        ({"headline_main": "Ferry"}, "Ferry"),
        ({"headline_short": "Ferry"}, "Ferry"),
        ({"title": "Ferry"}, "Ferry"),
        ({"headline": "Ferry", "title": "FERRY-slug"}, "Ferry"),
        ({"headlines": [{"role": "short", "value": "F"}, {"role": "main", "value": "Ferry"}], "headline": "f"}, "Ferry"),
        ({"headlines": [None, {"role": "main", "value": None}, {"value": "Ferry"}]}, "Ferry"),
    ],
)
def test_where_the_headline_stands(fields: dict[str, Any], headline: str) -> None:
    assert one(**fields).headline == headline


@pytest.mark.parametrize(
    ("fields", "uri"),
    [
        ({"uri": None, "guid": 4711}, "4711"),
        ({"uri": "", "guid": "tag:x"}, "tag:x"),
        ({"uri": 0, "guid": "0", "_id": "5f1"}, "5f1"),
        ({"uri": "0"}, "in/a.json"),
    ],
)
def test_ids_may_be_numbers_and_zero_is_none(fields: dict[str, Any], uri: str) -> None:
    assert one(**fields).uri == uri


@pytest.mark.parametrize(("version", "said"), [(0, "0"), ("0", "0"), ("v2", "v2"), (None, None), ("", None)])
def test_versions_are_kept_as_delivered(version: object, said: str | None) -> None:
    assert one(version=version).version == said


@pytest.mark.parametrize(
    ("fields", "published", "basis"),
    [
        ({"versioncreated": "2025-03-04T10:12:00+0100", "firstcreated": "2025-03-01T00:00:00Z"}, "2025-03-04T09:12:00Z", "item"),
        ({"firstCreated": "2025-03-04T09:12:00Z"}, "2025-03-04T09:12:00Z", "item"),
        ({"versioncreated": "soon", "firstcreated": "2025-03-04T09:12:00Z"}, "2025-03-04T09:12:00Z", "item"),
        ({"versioncreated": "2025-03-04T10:12:00", "source": "NTB"}, "2025-03-04T09:12:00Z", "zone"),
        ({"versioncreated": "2025-03-04T10:12:00"}, "2025-03-04T10:12:00Z", "utc"),
        ({"dateTimeSent": "2025-03-04T09:12:00Z"}, "2025-03-04T09:12:00Z", "transport"),
        ({}, None, "none"),
    ],
)
def test_times(fields: dict[str, Any], published: str | None, basis: str) -> None:
    story = one(**fields)
    assert (story.published, story.time_basis) == (published, basis)


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({"profile": "Daybook"}, "daybook"),
        ({"genre": [{"code": "x", "name": "Results (sport)"}]}, "agate"),
        ({"genres": [{"literal": "Advisory"}]}, "advisory"),
        ({"type": "advisory"}, "advisory"),
        ({"genre": [{"name": "Article (news)"}], "profile": "text-only"}, "story"),
        ({"genre": 7}, "story"),
    ],
)
def test_the_kind_of_copy(fields: dict[str, Any], form: str) -> None:
    assert one(**fields).form == form


@pytest.mark.parametrize(
    ("fields", "kind", "edit", "status"),
    [
        ({"state": "killed"}, "notice", "kill", "canceled"),
        ({"state": "published"}, "story", "new", "usable"),
        ({"type": "advisory"}, "notice", "advisory", "usable"),
        ({"type": "advisory", "signal": [{"name": "update"}]}, "story", "update", "usable"),
        ({"signal": [{"code": "correction", "scheme": "http://cv.iptc.org/newscodes/signal/"}]}, "story", "correction", "usable"),
        ({"signal": [{"name": "update"}, {"name": "cwarn"}]}, "story", "update", "usable"),
        ({"embargoed": True}, "story", "new", "withheld"),
        ({"embargoed": False}, "story", "new", "usable"),
        ({"pubstatus": " Withheld "}, "notice", "withhold", "withheld"),
        ({"pubstatus": "stat:canceled"}, "notice", "kill", "canceled"),
        ({"pubstatus": "", "status": ""}, "story", "new", "usable"),
    ],
)
def test_status_and_edits(fields: dict[str, Any], kind: str, edit: str, status: str) -> None:
    story = one(**fields)
    assert (story.kind, story.edit_kind, story.status) == (kind, edit, status)


def test_authors_sign_where_no_byline_does() -> None:
    assert one(authors=[{"name": "Jane Roe"}, {"role": "editor"}, None]).byline == "Jane Roe"
    assert one(byline="By Ivan Petrov", authors=[{"name": "Jane Roe"}]).byline == "Ivan Petrov"


def test_where_it_was_written() -> None:
    assert one(dateline={"text": "HALDEN, March 4 (HC) -", "located": {}}).dateline == "HALDEN, March 4 (HC) -"
    assert one(located="Halden", location={"city": "x"}).dateline == "Halden"


def test_pages_of_items() -> None:
    item = {"uri": "urn:example:7", "body_html": HTML}
    for page in ({"total": 2, "item": [item, item]}, {"_items": [item, item]}, {"meta": {}, "data": {"items": [item, item]}}):
        assert [found.uri for found in read(page)] == ["urn:example:7"] * 2


def test_captions_and_bodies_of_associations_stay_out() -> None:
    picture = {"type": "picture", "uri": "urn:pic", "headline": "Ferry", "body_text": "A caption.", "description_text": "A caption."}
    for associations in ({"featuremedia": picture, "x": None}, [picture, None], None, {}):
        assert one(associations=associations).text == TEXT
