"""Pages copied by hand."""

from __future__ import annotations

import pytest

from pipelines.formats import parse
from schemas import Story

BODY = "The council of Halden voted to cut the ferry.\n\nNineteen speakers came to the hall."


def page(text: str | bytes) -> Story:
    (record,) = parse(text if isinstance(text, bytes) else text.encode(), "in/page.txt", source="Halden Courier")
    assert isinstance(record, Story), record
    return record


def words(story: Story) -> str:
    return " ".join(story.comparison_text().split())


EXPECTED = " ".join(BODY.split())


def test_headline_byline_date_caption_and_dateline_are_told_from_the_body() -> None:
    story = page(
        "Ferry timetable cut\n\nBy Jane Roe\n\nMarch 4, 2025 10:15\n\nThe ferry at its pier.\n(Photo: Ivan Petrov)\n\n"
        f"HALDEN, Norway (AP) — {BODY}\n\nREAD MORE: Bridge painted\n\n© 2025 Halden Courier"
    )
    assert (story.headline, story.byline, story.dateline) == ("Ferry timetable cut", "Jane Roe", "HALDEN, Norway (AP)")
    assert (story.published, story.time_basis) == ("2025-03-04T10:15:00Z", "text")
    assert (story.uri, story.source, story.version, story.format) == ("in/page.txt", "Halden Courier", None, "text/utf-8")
    assert words(story) == EXPECTED


@pytest.mark.parametrize(
    "above",
    [
        "Ferry timetable cut\n\n date 2025-03-04 ",
        "Ferry timetable cut\n\ndate 2025-03-04\n\n",
        "March 4, 2025\n\nFerry timetable cut\n\n",
        "Ferry timetable cut\n\nPublished: Tue, 04 Mar 2025 00:00:00 GMT\n\n",
        "Ferry timetable cut\r\n\r\n04.03.2025\r\n\r\n",
    ],
)
def test_the_date_in_its_common_places(above: str) -> None:
    story = page(above + BODY)
    assert (story.headline, story.published) == ("Ferry timetable cut", "2025-03-04T00:00:00Z")
    assert words(story) == EXPECTED


def test_a_page_without_headline_and_date() -> None:
    story = page(BODY)
    assert (story.headline, story.published, story.time_basis) == (None, None, "none")
    assert story.text == BODY


def test_a_single_line_is_the_story_itself() -> None:
    assert (page("Ferry sinks today").text, page("Ferry sinks today").headline) == ("Ferry sinks today", None)


def test_lines_that_are_paragraphs_are_parted() -> None:
    text = "Ferry timetable cut\nThe council voted to cut the ferry.\nNineteen speakers came.\nThe vote was late."
    story = page(text)
    assert story.headline == "Ferry timetable cut"
    assert story.text == text.replace("\n", "\n\n")


def test_a_typesetters_line_breaks_stay() -> None:
    text = "The council of Halden voted on Tuesday to\ncut the timetable of its ferry, which\nhas crossed the river."
    assert page(text).text == text


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        ("Prix fixé à midi".encode(), "text/utf-8"),
        (b"\xef\xbb\xbf" + "Prix fixé à midi".encode(), "text/utf-8"),
        ("Prix fixé à midi".encode("utf-16"), "text/utf-16"),
        (b"\xfe\xff" + "Prix fixé à midi".encode("utf-16-be"), "text/utf-16"),
        ("Prix fixé à midi".encode("cp1252"), "text/cp1252"),
    ],
)
def test_encodings(data: bytes, format_: str) -> None:
    assert (page(data).text, page(data).format) == ("Prix fixé à midi", format_)


def test_text_in_brackets_is_no_json() -> None:
    assert page("[Photo: Jane Roe]\n\n" + BODY).format == "text/utf-8"
    assert page("{Note} the ferry left.").format == "text/utf-8"


def test_a_notice_by_hand() -> None:
    story = page("KILL: Ferry timetable cut\n\nThe story must not be used.")
    assert (story.kind, story.edit_kind, story.status) == ("notice", "kill", "canceled")
