"""dpa's own JSON, as its wire queue delivers it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pipelines.formats import parse
from schemas import DeadLetter, Story

ENTRY: dict[str, Any] = {
    "format": "digitalwires@0.9.1",
    "type": "composite",
    "entry_id": "Zx1",
    "updated": "2025-03-04T10:15:00Z",
    "urn": "urn:newsml:dpa.com:20090101:250304-930-1",
    "version_created": "2025-03-04T11:12:52+01:00",
    "version": 2,
    "pubstatus": "usable",
    "signal": None,
    "embargoed": None,
    "language": "de",
    "urgency": 3,
    "headline": "Fähre nach Hallig Norderoog fällt aus",
    "byline": "Von Jane Roe, dpa",
    "dateline": "Husum (dpa) - ",
    "article_html": '<section class="main"><p></p><p>Die Fähre fällt aus.</p><h2>Warum</h2><p>Der Motor ist defekt.</p></section>',
    "infobox_html": '<section class="infobox"><p>Die Hallig hat drei Häuser.</p></section>',
    "linkbox_html": None,
    "creditline": "dpa",
    "ednotes": [],
    "associations": [],
    "categories": [{"type": "dnltype:provider", "name": "dpa", "qcode": "dnlprov:dpa"}],
    "genre_names": ["Meldung"],
}


def note(role: str, text: str) -> dict[str, object]:
    return {"role": role, "ednote": text, "is_publishable": True}


def read(document: Any) -> list[Story | DeadLetter]:
    return list(parse(orjson.dumps(document), "in/dpa.json"))


def one(**fields: Any) -> Story:
    (story,) = read(ENTRY | fields)
    assert isinstance(story, Story), story
    return story


def test_an_entry() -> None:
    story = one()
    assert (story.uri, story.version, story.format) == ("urn:newsml:dpa.com:20090101:250304-930-1", "2", "dpa/0.9.1")
    assert (story.published, story.time_basis, story.language, story.source) == ("2025-03-04T10:12:52Z", "item", "de", "dpa")
    assert (story.headline, story.byline, story.dateline) == ("Fähre nach Hallig Norderoog fällt aus", "Jane Roe, dpa", "Husum (dpa)")
    assert story.text == "Die Fähre fällt aus.\n\nWarum\n\nDer Motor ist defekt."
    assert (story.edit_kind, story.form, story.status, story.note) == ("new", "story", "usable", None)


def test_the_queue_holds_several() -> None:
    first, second = read({"entries": [ENTRY, ENTRY | {"urn": "urn:x:2"}]})
    assert [first.uri, second.uri] == [ENTRY["urn"], "urn:x:2"]


@pytest.mark.parametrize(
    ("fields", "edit"),
    [
        ({"signal": "sig:correction"}, "correction"),
        ({"signal": "sig:update"}, "update"),
        ({"ednotes": [note("dnlrole:ap.ednote", "Eds: CORRECTS: The year in paragraph 3.")]}, "correction"),
        ({"ednotes": [note("dpaednoterole:contacts", "CORRECTED numbers: Jane Roe")]}, "new"),
        ({"headline": "AMP.- El ferry no sale"}, "update"),
        ({"pubstatus": None}, "new"),
    ],
)
def test_edits(fields: dict[str, Any], edit: str) -> None:
    assert one(**fields).edit_kind == edit


def test_a_cancelled_entry_is_a_notice() -> None:
    story = one(pubstatus="canceled", article_html=None)
    assert (story.kind, story.edit_kind, story.status, story.text) == ("notice", "kill", "canceled", "")


def test_an_embargo() -> None:
    story = one(embargoed="2025-03-04T19:00:00+01:00", ednotes=[note("dpaednoterole:embargo", "Sperrfrist 19 Uhr")])
    assert (story.status, story.embargoed_until, story.note) == ("usable", "2025-03-04T18:00:00Z", "Sperrfrist 19 Uhr")


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({"ednotes": [note("dpaednoterole:editorialnote", "dpa-Eilmeldung")]}, "alert"),
        ({"genre_names": ["Vorschau"]}, "daybook"),
        ({"genre_names": ["Achtung"]}, "advisory"),
        ({"ednotes": [note("dpaednoterole:genrenote", "Planungshinweis")]}, "advisory"),
        ({"categories": [{"type": "dnltype:wire", "qcode": "dpasrv:spe"}]}, "table"),
        ({"genre_names": ["KORR-Bericht"]}, "story"),
    ],
)
def test_the_kind_of_copy(fields: dict[str, Any], form: str) -> None:
    assert one(**fields).form == form


def test_copy_of_other_agencies_keeps_their_name() -> None:
    assert one(creditline="Europa Press").source == "Europa Press"
    assert one(creditline="Jane Roe/dpa").source == "dpa"


def test_notes_for_the_desk_are_joined_corrections_first() -> None:
    notes = [
        note("dpaednoterole:editorialnote", "Mit Foto"),
        note("dpaednoterole:closingline", "dpa ab n1"),
        note("dpaednoterole:correction", "Jahr"),
    ]
    assert one(ednotes=notes).note == "Jahr | Mit Foto"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"article_html": None, "associations": [{"type": "image"}]}, "The entry has pictures, sound or film only: only texts are read."),
        ({"article_html": None}, "The item has no text."),
        ({"article_html": ["a"]}, 'The field "article_html" is a list, not a text.'),
        ({"categories": "dpa"}, 'The field "categories" is a text, not a list.'),
        ({"ednotes": [7]}, 'The field "ednotes" holds a number where an object belongs.'),
    ],
)
def test_what_is_refused(fields: dict[str, Any], error: str) -> None:
    (letter,) = read(ENTRY | fields)
    assert isinstance(letter, DeadLetter)
    assert (letter.error, letter.format) == (error, "dpa")


def test_the_teaser_stands_in_for_an_article_that_did_not_come() -> None:
    assert one(article_html=None, teaser="Die Fähre fällt aus.").text == "Die Fähre fällt aus."
