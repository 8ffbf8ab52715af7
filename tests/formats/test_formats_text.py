"""Pages copied by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    "head",
    [
        "Ferry timetable cut\nJANE ROE Associated Press\nUpdated 4:45 PM GMT, March 4, 2025\n\n",
        "Ferry timetable cut\n\nPublished: 4 March 2025 16:45\nBy JANE ROE Associated Press\n\n",
        "March 4, 2025 16:45\nFerry timetable cut\nBy JANE ROE Associated Press\n\n",
        "Ferry timetable cut\nMarch 4, 2025 16:45\n\nBy JANE ROE Associated Press\n\n\n",
        "Ferry timetable cut\r\nBy JANE ROE Associated Press\r\nMarch 4, 2025 16:45\r\n",
    ],
)
def test_the_lines_of_a_head_may_stand_right_below_each_other(head: str) -> None:
    """A caption after them, and a dateline without an agency at the first words of the story."""
    story = page(f"{head}The ferry at its pier. (Photo: Ivan Petrov)\n\nHALDEN, Norway — {BODY}")
    assert (story.headline, story.byline) == ("Ferry timetable cut", "JANE ROE Associated Press")
    assert (story.published, story.dateline) == ("2025-03-04T16:45:00Z", "HALDEN, Norway")
    assert words(story) == EXPECTED


@pytest.mark.parametrize(
    ("line", "byline", "credit"),
    [
        ("Ole van der Berg", "Ole van der Berg", None),
        ("J. R.", "J. R.", None),
        ("Editorial office", "Editorial office", None),
        ("AFP, Oslo", "AFP, Oslo", None),
        ("Reuters in Oslo", "Reuters in Oslo", None),
        ("The Associated Press", None, "The Associated Press"),
    ],
)
@pytest.mark.parametrize("joint", ["\n", "\n\n"])
def test_a_signature_below_the_headline(line: str, byline: str | None, credit: str | None, joint: str) -> None:
    story = page(f"Ferry timetable cut{joint}{line}\n\n{BODY}")
    assert (story.headline, story.byline, story.credit) == ("Ferry timetable cut", byline, credit)
    assert words(story) == EXPECTED


def test_who_is_named_in_the_story_has_not_signed_it() -> None:
    story = page(f"Ferry timetable cut\n\nOle Hansen\n\n{BODY}\n\nOle Hansen, the captain, wept.")
    assert story.byline is None
    assert "Ole Hansen" in words(story).removesuffix("Ole Hansen, the captain, wept.")


def test_a_headline_right_above_a_long_paragraph() -> None:
    long = "The council of Halden voted on Tuesday to cut the timetable of the ferry, which has crossed the river for ninety years."
    story = page(f"Ferry timetable cut\n{long}\n\nNineteen speakers came.")
    assert story.headline == "Ferry timetable cut"
    assert words(story) == f"{long} Nineteen speakers came."


def test_wrapped_lines_below_a_head_are_one_paragraph() -> None:
    story = page("Ferry timetable cut\nBy Jane Roe\nThe council of Halden voted to cut the\ntimetable of its ferry.\n\nIt was late.")
    assert (story.headline, story.byline) == ("Ferry timetable cut", "Jane Roe")
    assert words(story) == "The council of Halden voted to cut the timetable of its ferry. It was late."


def test_two_short_lines_may_be_anything() -> None:
    story = page(f"Ferry timetable cut\nand nobody knows why\n\n{BODY}")
    assert story.headline is None
    assert words(story).startswith("Ferry timetable cut and nobody knows why")


def test_of_two_dates_the_later_counts() -> None:
    story = page(f"Ferry timetable cut\nPublished: 4 March 2025 10:00\nUpdated: 5 March 2025 11:00\n\n{BODY}")
    assert story.published == "2025-03-05T11:00:00Z"
    assert words(story) == EXPECTED


def test_a_headline_may_name_its_place() -> None:
    assert page(f"HALDEN: Ferry cut on Monday\n\n{BODY}").headline == "HALDEN: Ferry cut on Monday"


LINES = st.sampled_from(
    [
        "",
        "Ferry cut",
        "By Jane Roe",
        "Jane Roe",
        "March 4, 2025",
        "AFP",
        "(Photo: X)",
        "HALDEN — The ferry left.",
        "READ | x",
        " ",
        "x" * 130,
    ]
)


@given(st.lists(LINES, max_size=14).map("\n".join).filter(str.strip))
def test_the_head_is_in_order_and_inside(text: str) -> None:
    story = page(text)
    end = 0
    for span in story.furniture:
        assert end <= span.start < span.end <= len(story.text)
        end = span.end


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
