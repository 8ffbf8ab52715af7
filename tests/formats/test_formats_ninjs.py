"""ninjs 1, 2, 3 and Superdesk's dialect."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pipelines.formats import parse
from schemas import DeadLetter, Link, Story

BODY = "HALDEN, Norway (AP) — The council voted to cut the ferry.\n\nNineteen speakers came."


def one(item: Any, source: str | None = None) -> Story:
    (record,) = parse(orjson.dumps(item), "in/a.json", source=source)
    assert isinstance(record, Story), record
    return record


def dead(item: Any) -> str:
    (record,) = parse(orjson.dumps(item), "in/a.json")
    assert isinstance(record, DeadLetter), record
    assert (record.uri, record.stage, record.format) == ("in/a.json", "parse", "ninjs")
    return record.error


def test_ninjs_1() -> None:
    story = one(
        {
            "uri": "urn:example:7",
            "version": "0",
            "versioncreated": "2025-03-04T10:12:00+01:00",
            "firstcreated": "2025-03-03T00:00:00Z",
            "headline": "Ferry timetable cut",
            "slugline": "BC-EU--Ferry, 1st Ld-Writethru",
            "byline": "By Jane Roe",
            "located": "Halden",
            "ednote": "Eds: CORRECTS the year",
            "copyrightholder": "The Associated Press",
            "language": "en-GB",
            "body_html": "<p>Not this one.</p>",
            "body_text": BODY,
        }
    )
    assert (story.kind, story.uri, story.version, story.format) == ("story", "urn:example:7", "0", "ninjs/1")
    assert story.published == story.versioncreated == "2025-03-04T09:12:00Z"
    assert (story.time_basis, story.source, story.language) == ("item", "The Associated Press", "en-GB")
    assert (story.headline, story.byline, story.dateline) == ("Ferry timetable cut", "Jane Roe", "HALDEN, Norway (AP)")
    assert (story.edit_kind, story.note, story.status) == ("correction", "Eds: CORRECTS the year", "usable")
    assert story.text == BODY
    assert story.comparison_text() == " The council voted to cut the ferry.\n\nNineteen speakers came."


def test_ninjs_2_prefers_the_main_plain_body_and_the_main_headline() -> None:
    story = one(
        {
            "uri": "urn:example:7",
            "headlines": [{"role": "seo", "value": "SEO"}, {"role": "main", "value": "Ferry cut"}],
            "bodies": [
                {"role": "summary", "contenttype": "text/plain", "value": "Short."},
                {"role": "main", "contenttype": "text/html", "value": "<p>Html.</p>"},
                {"role": "main", "contenttype": "text/plain", "value": "Plain one.\n\nPlain two."},
            ],
            "infosources": [{"role": "x"}, {"name": "Reuters"}],
            "standard": {"name": "ninjs", "version": "2.1"},
        }
    )
    assert (story.text, story.headline, story.source, story.format) == (
        "Plain one.\n\nPlain two.",
        "Ferry cut",
        "Reuters",
        "ninjs/2.1",
    )
    assert (story.published, story.time_basis) == (None, "none")


def test_ninjs_3_in_camel_case() -> None:
    story = one(
        {
            "uri": "urn:example:7",
            "versionCreated": "2025-03-04T09:12:00Z",
            "pubStatus": "usable",
            "infoSources": [{"name": "AFP"}],
            "edNote": "Adds quote",
            "headlines": [{"value": "First"}, {"value": "Second"}],
            "bodies": [{"contentType": "text/html", "value": "<p>One.</p><p>Two.</p>"}],
            "associations": [{"rel": "irel:evolvedFrom", "uri": "urn:example:6"}, {"rel": "main", "uri": "urn:pic"}, None],
        }
    )
    assert (story.text, story.headline, story.source, story.format) == ("One.\n\nTwo.", "First", "AFP", "ninjs/3")
    assert (story.edit_kind, story.links) == ("update", (Link(relation="evolvedFrom", target="urn:example:6"),))


def test_the_dialect_of_superdesk() -> None:
    story = one(
        {
            "guid": "4711",
            "version": 3,
            "type": "text",
            "headline": "Ferry cut",
            "body_html": "<p>One.</p>\n<p>Two.</p>",
            "source": "Halden Courier",
            "evolvedfrom": "4710",
            "associations": None,
            "priority": 5,
        }
    )
    assert (story.uri, story.version, story.source, story.text) == ("4711", "3", "Halden Courier", "One.\n\nTwo.")
    assert story.links == (Link(relation="evolvedFrom", target="4710"),)


def test_associations_of_1_are_named_and_pictures_make_no_link() -> None:
    associations = {
        "derivedFrom": {"uri": "urn:example:1"},
        "seeAlso": {"uri": "urn:example:2"},
        "featuremedia": {"uri": "urn:example:pic", "type": "picture", "body_text": "A caption"},
        "nothing": None,
    }
    story = one({"uri": "urn:example:7", "body_text": "One.", "associations": associations})
    assert story.links == (
        Link(relation="derivedFrom", target="urn:example:1"),
        Link(relation="refersTo", target="urn:example:2"),
    )
    assert story.text == "One."


def test_versions_of_an_item_share_the_story_id_and_providers_do_not() -> None:
    first, second = (one({"guid": "7", "version": v, "provider": "AP", "body_text": "One."}) for v in ("1", "2"))
    other = one({"guid": "7", "version": "1", "provider": "AFP", "body_text": "One."})
    assert first.story_id == second.story_id != other.story_id
    assert first.uid != second.uid
    assert one({"uri": "urn:x:7", "provider": "AP", "body_text": "One."}).story_id == one({"uri": "urn:x:7", "body_text": "One."}).story_id


def test_an_item_without_id_is_known_by_place_and_text() -> None:
    item = {"headline": "Ferry cut", "version": "4", "body_text": "One."}
    story = one(item, source="Halden Courier")
    assert (story.uri, story.version, story.source) == ("in/a.json", None, "Halden Courier")
    assert story.story_id != one(item | {"body_text": "Two."}).story_id


@pytest.mark.parametrize(
    ("fields", "kind", "edit", "status", "until"),
    [
        ({"pubstatus": "canceled"}, "notice", "kill", "canceled", None),
        ({"pubStatus": "Canceled"}, "notice", "kill", "canceled", None),
        ({"pubstatus": "withheld"}, "notice", "withhold", "withheld", None),
        ({"headline": "KILL: Ferry cut"}, "notice", "kill", "canceled", None),
        ({"slugline": "BC-Ferry, Withhold"}, "notice", "withhold", "withheld", None),
        ({"headline": "ADVISORY: Ferry cut"}, "notice", "advisory", "usable", None),
        ({"slugline": "BC-Ferry, Release"}, "notice", "release", "usable", None),
        ({"pubstatus": "embargoed"}, "story", "new", "withheld", None),
        ({"pubstatus": "embargoed", "embargoed": "2025-03-05T00:00:00Z"}, "story", "new", "usable", "2025-03-05T00:00:00Z"),
        ({"embargoed": "2025-03-05T02:00:00+02:00"}, "story", "new", "usable", "2025-03-05T00:00:00Z"),
        ({"embargoed": "until noon"}, "story", "new", "withheld", None),
        ({"embargoed": ""}, "story", "new", "usable", None),
        ({"headline": "Police kill two"}, "story", "new", "usable", None),
    ],
)
def test_status_and_kind(fields: dict[str, str], kind: str, edit: str, status: str, until: str | None) -> None:
    story = one({"uri": "urn:example:7", "body_text": "One."} | fields)
    assert (story.kind, story.edit_kind, story.status, story.embargoed_until) == (kind, edit, status, until)


def test_a_notice_may_be_empty_and_a_story_may_not() -> None:
    assert one({"uri": "urn:example:7", "pubstatus": "canceled"}).text == ""
    assert dead({"uri": "urn:example:7", "headline": "Ferry cut"}) == "The item has no text."
    assert dead({"uri": "urn:example:7", "body_html": "<p> </p>"}) == "The item has no text."
    assert one({"uri": "urn:example:7", "body_text": "Three short words"}).kind == "story"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"body_text": 7}, 'The field "body_text" is a number, not a text.'),
        ({"headline": ["a"]}, 'The field "headline" is a list, not a text.'),
        ({"version": True}, 'The field "version" is true or false, not a text.'),
        ({"versioncreated": 1741}, 'The field "versioncreated" is a number, not a text.'),
        ({"bodies": "One."}, 'The field "bodies" is a text, not a list.'),
        ({"bodies": ["One."]}, 'The field "bodies" holds a text where an object belongs.'),
        ({"associations": 1}, 'The field "associations" is neither a list nor an object.'),
        ({"evolvedfrom": 1}, 'The field "evolvedfrom" holds something that is no id.'),
        ({"pubstatus": "draft"}, 'The field "pubstatus" is "draft", not usable, withheld or canceled.'),
        ({"type": "picture"}, "The item is of type picture: only texts are read."),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], error: str) -> None:
    assert dead({"uri": "urn:example:7", "body_text": "One."} | fields) == error


def test_null_is_as_good_as_absent() -> None:
    names = ["headline", "slugline", "byline", "ednote", "located", "language", "version", "versioncreated", "pubstatus"]
    names += ["bodies", "infosource", "associations"]
    assert one({"uri": "urn:example:7", "body_text": "One."} | dict.fromkeys(names)).kind == "story"


def test_objects_that_are_no_item() -> None:
    assert dead({"type": "FeatureCollection"}) == "This JSON object is no ninjs item: it has no uri, no headline and no body."


def test_a_signature_in_the_body_fills_what_the_fields_leave_open() -> None:
    body = "By Jane Roe\n\n(Adds quote)\n\nOSLO, Jan 21 (Reuters) - The ferry left.\n\nIt came.\n\nWith inputs from PTI"
    story = one({"uri": "urn:example:7", "body_text": body})
    assert (story.byline, story.dateline, story.note) == ("Jane Roe", "OSLO, Jan 21 (Reuters)", "(Adds quote)".strip("()"))
    assert (story.credit, story.edit_kind) == ("With inputs from PTI", "update")
    assert story.comparison_text().split() == "The ferry left. It came.".split()  # noqa: SIM905
