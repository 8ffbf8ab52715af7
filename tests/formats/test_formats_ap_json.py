"""The AP Media API: items, pages of a feed, and bodies that lie elsewhere."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pipelines.formats import parse
from schemas import DeadLetter, Link, Story

NITF = b"""<?xml version="1.0" encoding="utf-8"?>
<nitf><head><docdata><doc-id regsrc="AP"/></docdata></head><body><body.head><hedline><hl1>Ferry cut</hl1></hedline>
<byline>By <person>JANE ROE</person><byttl>Associated Press</byttl></byline></body.head><body.content><block id="Main">
<p>ELVERUM, Norway (AP) \xe2\x80\x94 The council cut the ferry on Monday, after a vote that took nine hours.</p>
<p>Nineteen speakers came.</p><p>The last one sang.</p></block></body.content></body></nitf>"""
ITEM: dict[str, Any] = {
    "uri": "https://api.example.org/media/v/content/00ff00ff?qt=abc&et=1a1",
    "altids": {"itemid": "00ff00ff", "etag": "00ff00ff_1a1", "friendlykey": "17"},
    "version": 0,
    "type": "text",
    "language": "en",
    "versioncreated": "2025-03-04T09:12:00Z",
    "firstcreated": "2025-03-04T08:00:00Z",
    "pubstatus": "usable",
    "signals": ["newscontent"],
    "title": "EU--Ferry",
    "headline": "Ferry timetable cut",
    "slugline": "BC-EU--Ferry",
    "bylines": [{"by": "By JANE ROE", "title": "Associated Press"}, {"by": "By IVAN PETROV"}],
    "located": "ELVERUM, Norway",
    "provider": "AP",
    "infosource": [{"name": "AP", "type": "AP"}],
    "renditions": {"nitf": {"rel": "Story", "mimetype": "text/xml", "href": "00ff00ff.0.xml"}},
}


def folder(name: str) -> bytes | None:
    return {"00ff00ff.0.xml": NITF}.get(name)


def read(document: Any) -> list[Story | DeadLetter]:
    return list(parse(orjson.dumps(document), "in/ap.json", beside=folder))


def one(**fields: Any) -> Story:
    (story,) = read({"api_version": "2.2", "data": {"meta": {}, "item": ITEM | fields}})
    assert isinstance(story, Story), story
    return story


def test_an_item_with_its_body_in_the_file_beside() -> None:
    story = one()
    assert (story.kind, story.uri, story.version, story.format) == ("story", "00ff00ff", "0", "ap/2.2")
    assert (story.published, story.time_basis, story.language, story.source) == ("2025-03-04T09:12:00Z", "item", "en", "AP")
    assert (story.headline, story.slug, story.byline) == ("Ferry timetable cut", "BC-EU--Ferry", "JANE ROE, IVAN PETROV")
    assert (story.dateline, story.credit, story.edit_kind, story.form) == ("ELVERUM, Norway (AP)", None, "new", "story")
    assert [paragraph[:20] for paragraph in story.text.split("\n\n")] == [
        "ELVERUM, Norway (AP)",
        "Nineteen speakers ca",
        "The last one sang.",
    ]


def test_versions_share_the_story_and_the_address_of_the_request_does_not_matter() -> None:
    first, second = one(), one(version=1, uri="https://api.example.org/other?qt=zzz", provider="Sportradar")
    assert (first.story_id, first.version, second.version) == (second.story_id, "0", "1")
    assert second.source == "Sportradar"


def test_a_page_of_the_feed() -> None:
    page = {"data": {"items": [{"meta": {}, "item": ITEM}, {"item": ITEM | {"type": "picture"}}, {"item": ITEM | {"version": 2}}]}}
    first, picture, second = read(page)
    assert isinstance(first, Story)
    assert isinstance(second, Story)
    assert isinstance(picture, DeadLetter)
    assert (first.version, second.version) == ("0", "2")
    assert (picture.uri, picture.format, picture.error) == ("in/ap.json#2", "ap", "The item is of type picture: only texts are read.")


def test_an_item_without_its_envelope() -> None:
    (story,) = read(ITEM)
    assert isinstance(story, Story)
    assert (story.uri, story.format) == ("00ff00ff", "ap")


@pytest.mark.parametrize(
    "carried",
    [
        {"nitf": {"body_html": "<block><p>One.</p><p>Two.</p></block>"}},
        {"nitf": "<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"},
        {
            "data": {
                "item": ITEM
                | {"renditions": {"nitf": {"value": "<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"}}}
            }
        },
        {"data": {"item": ITEM | {"renditions": {}, "body_html": "<p>One.</p><p>Two.</p>"}}},
    ],
)
def test_a_body_that_came_along(carried: dict[str, Any]) -> None:
    (story,) = read({"data": {"item": ITEM}} | carried)
    assert isinstance(story, Story)
    assert story.text == "One.\n\nTwo."


@pytest.mark.parametrize(
    "href",
    [
        "00ff00ff.0.xml",
        "./00ff00ff.0.xml",
        "../../etc/00ff00ff.0.xml",
        "/etc/00ff00ff.0.xml",
        "C:\\wires\\00ff00ff.0.xml",
        "https://api.example.org/media/v/content/00ff00ff.0.xml?type=text&format=NITF",
        "file:///etc/00ff00ff.0.xml#top",
    ],
)
def test_only_the_last_part_of_an_address_is_looked_for(href: str) -> None:
    asked: list[str] = []

    def beside(name: str) -> bytes | None:
        asked.append(name)
        return NITF

    item = ITEM | {"renditions": {"nitf": {"href": href}}}
    (story,) = parse(orjson.dumps({"data": {"item": item}}), "in/ap.json", beside=beside)
    assert isinstance(story, Story)
    assert asked == ["00ff00ff.0.xml"]


@pytest.mark.parametrize("href", ["", "..", "/", "https://api.example.org/", "a/..", "data:text", "x\0y", 7, None, ["a"]])
def test_what_is_no_name_is_not_looked_for(href: object) -> None:
    asked: list[str] = []
    item = ITEM | {"renditions": {"nitf": {"href": href}}}
    (story,) = parse(orjson.dumps({"data": {"item": item}}), "in/ap.json", beside=lambda name: asked.append(name))
    assert isinstance(story, Story)
    assert (story.text, asked) == ("Ferry timetable cut", [])


def test_without_its_body_the_summary_stands_in_and_without_that_it_is_refused() -> None:
    elsewhere = {"renditions": {"nitf": {"href": "other.xml"}}}
    assert one(**elsewhere, description_summary="The council cut the ferry.").text == "The council cut the ferry."
    bare = one(**elsewhere)
    assert (bare.text, bare.form, bare.uri, bare.version) == ("Ferry timetable cut", "alert", "00ff00ff", "0")
    assert one(**elsewhere, textformat="at").form == "agate"
    nameless = {name: value for name, value in ITEM.items() if name not in ("headline", "title")}
    (letter,) = read({"data": {"item": nameless | elsewhere}})
    assert isinstance(letter, DeadLetter)
    assert letter.error == 'The item has no text: no file "other.xml" with its body lies beside it.'


@pytest.mark.parametrize(
    ("uri", "lies"),
    [
        ("in/ap.json", "00ff00ff_nitf.xml"),
        ("in/ap.json", "00ff00ff.xml"),
        ("in/ap.json", "ap-nitf.xml"),
        ("in/ferry_item.json", "ferry_nitf.xml"),
        ("s3://wires/in/ferry.json", "ferry.nitf"),
        ("in/day.zip!ap/ferry.json", "ferry.xml"),
    ],
)
def test_a_body_beside_goes_by_the_names_of_item_and_file_where_the_address_has_none(uri: str, lies: str) -> None:
    item = ITEM | {"renditions": {"nitf": {"href": "https://api.example.org/media/v/content/00ff00ff.0/download?type=text"}}}
    document = orjson.dumps({"data": {"item": item}})
    (story,) = parse(document, uri, beside=lambda name: NITF if name == lies else None)
    assert isinstance(story, Story)
    assert story.text != "Ferry timetable cut"


def test_no_other_name_is_looked_for_with_an_id_that_is_a_path() -> None:
    asked: list[str] = []
    item = ITEM | {
        "altids": {"itemid": "../../etc/passwd", "etag": "x"},
        "renditions": {"nitf": {"href": "https://api.example.org/download"}},
    }
    list(parse(orjson.dumps({"data": {"items": [{"item": item}, {"item": item}]}}), "in/ap.json", beside=lambda name: asked.append(name)))
    assert set(asked) == {"download"}


def test_a_broken_body_is_told() -> None:
    (letter,) = parse(orjson.dumps({"data": {"item": ITEM}}), "in/ap.json", beside=lambda name: b"<nitf><body>")
    assert isinstance(letter, DeadLetter)
    assert letter.format == "ap"


@pytest.mark.parametrize(
    ("fields", "kind", "edit", "status"),
    [
        ({"editorialtypes": ["Lead"], "slugline": "BC-EU--Ferry, 3rd Ld-Writethru"}, "story", "update", "usable"),
        ({"editorialtypes": ["Lead"], "ednote": "Eds: CORRECTS: The year in paragraph 3."}, "story", "correction", "usable"),
        ({"editorialtypes": ["Corrective"]}, "story", "correction", "usable"),
        ({"editorialtypes": ["Lead", "Clarification"]}, "story", "correction", "usable"),
        ({"editorialtypes": ["Add"]}, "story", "add", "usable"),
        ({"editorialtypes": ["Takes"]}, "story", "add", "usable"),
        ({"editorialtypes": ["Kill"], "renditions": {}}, "notice", "kill", "canceled"),
        ({"editorialtypes": ["Withhold"]}, "notice", "withhold", "withheld"),
        ({"editorialtypes": ["Advisory"]}, "notice", "advisory", "usable"),
        ({"pubstatus": "canceled", "renditions": {}}, "notice", "kill", "canceled"),
        ({"pubstatus": "withheld"}, "notice", "withhold", "withheld"),
        ({"editorialtypes": ["HoldForRelease"]}, "story", "new", "withheld"),
        ({"pubstatus": "embargoed"}, "story", "new", "withheld"),
        ({"ednote": "Eds: UPDATES: With AP Photos."}, "story", "update", "usable"),
        ({"editorialtypes": None}, "story", "new", "usable"),
    ],
)
def test_edits_and_status(fields: dict[str, Any], kind: str, edit: str, status: str) -> None:
    story = one(**fields)
    assert (story.kind, story.edit_kind, story.status) == (kind, edit, status)


def test_an_embargo_with_its_time() -> None:
    story = one(pubstatus="embargoed", embargoed="2025-03-05T00:00:00Z")
    assert (story.status, story.embargoed_until) == ("usable", "2025-03-05T00:00:00Z")


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({"title": "APNewsAlert", "slugline": "AP-APNewsAlert"}, "alert"),
        ({"profile": "Daybook"}, "daybook"),
        ({"slugline": "AP-NO--Elverum Daybook"}, "daybook"),
        ({"profile": "Advisory"}, "advisory"),
        ({"slugline": "AP-EU--News Digest"}, "digest"),
        ({"fixture": {"name": "10 Things to Know"}}, "digest"),
        ({"title": "NO--2nd Right Now"}, "digest"),
        ({"profile": "Agate"}, "agate"),
        ({"textformat": "at"}, "agate"),
        ({"profile": "Spot Development", "textformat": "bx"}, "story"),
    ],
)
def test_the_kind_of_copy(fields: dict[str, Any], form: str) -> None:
    assert one(**fields).form == form


def test_a_member_is_credited_and_relations_are_links() -> None:
    story = one(
        infosource=[{"name": "Elverum Courier", "type": "Member"}],
        derivedfrom=[{"itemid": "aa11"}],
        refersto=["bb22"],
        associations={"1": {"type": "picture", "altids": {"itemid": "cc33"}}},
    )
    assert (story.source, story.credit) == ("AP", "Elverum Courier")
    assert story.links == (Link(relation="derivedFrom", target="aa11"), Link(relation="refersTo", target="bb22"))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"headline": 7}, 'The field "headline" is a number, not a text.'),
        ({"bylines": "By Jane Roe"}, 'The field "bylines" is a text, not a list.'),
        ({"pubstatus": "draft"}, 'The field "pubstatus" is "draft", not usable, withheld or canceled.'),
        ({"version": {}}, 'The field "version" is an object, not a text.'),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], error: str) -> None:
    (letter,) = read({"data": {"item": ITEM | fields}})
    assert isinstance(letter, DeadLetter)
    assert letter.error == error
