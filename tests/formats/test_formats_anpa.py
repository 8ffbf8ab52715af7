"""ANPA 1312: the frame, the head, paragraphs and tables, streams, and whatever else comes over the wire."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import parse
from schemas import DeadLetter, Story
from tests.formats.damage import damaged

SEEDS = sorted((Path(__file__).parents[2] / "seeds/stories/anpa").iterdir())
HEAD = "^BC-EU--Harbor Geese,210<\r\n^Geese close a harbor for a day<\r\n^By ODA LINDH=\r\n^Associated Press=\r\n"
BODY = (
    "\t   SKARVIK, Norway (AP) _ Some 200 geese sat on the quay of Skarvik.\r\n \r\n\t   ``They left at six,'' the harbor master said.\r\n"
)


def framed(
    head: str = HEAD,
    body: str = BODY,
    *,
    signs: str = "r i\x13\x11",
    keyword: str = "BC-EU--HarborGeese    ",
    filed: str = "03-04 0210",
    end: str = "\r\n\t   \x03AP-WF-03-04-25 0912GMT<\r\n\r\n\x0c\r\n\x04",
    start: str = "\x16\x16\x01W2101\x1fasian\r\n",
) -> bytes:
    return f"{start}{signs} {keyword} {filed}\r\n\x02{head}{body}{end}".encode("cp1252")


def items(data: bytes, **given: str) -> list[Story | DeadLetter]:
    return list(parse(data, "in/wire", **given))  # type: ignore[arg-type]


def story(data: bytes, **given: str) -> Story:
    (item,) = items(data, **given)
    assert isinstance(item, Story), item
    return item


def test_every_field_of_an_item() -> None:
    found = story(framed())
    assert found.uri == "in/wire"
    assert found.format == "anpa1312"
    assert (found.source, found.slug, found.headline) == ("AP", "BC-EU--Harbor Geese", "Geese close a harbor for a day")
    assert (found.byline, found.credit, found.dateline) == ("ODA LINDH", "Associated Press", "SKARVIK, Norway (AP)")
    assert (found.published, found.time_basis, found.version) == ("2025-03-04T09:12:00Z", "item", None)
    assert (found.status, found.edit_kind, found.form, found.language) == ("usable", "new", "story", None)
    assert found.text == (
        'SKARVIK, Norway (AP) — Some 200 geese sat on the quay of Skarvik.\n\n"They left at six," the harbor master said.'
    )
    assert found.comparison_text() == ' Some 200 geese sat on the quay of Skarvik.\n\n"They left at six," the harbor master said.'


@pytest.mark.parametrize(
    "start", ["\x16\x16\x01W2101\x1fasian\r\n", "\x01W2101\x1fasian\n", "\r\n\r\n\x16\x01f0001\x1f-----\r\n", "\x0112345\x1f\r\n"]
)
def test_frames_with_and_without_their_signs(start: str) -> None:
    assert story(framed(start=start)).headline == "Geese close a harbor for a day"


def test_a_frame_of_another_make() -> None:
    data = framed(
        head="Geese close a harbor\r\nHarbor Geese\r\n",
        body="   SKARVIK, March 4 AAP - Some 200 geese sat on the quay.\r\n   They left at six.\r\n",
        start="\x05a b\r\n\x16\x16\x01a0042\n",
        keyword="bc-Harbor-Geese  ",
        end="\x0304-03-25 20-12-05\x04\r\n\r\n",
    )
    found = story(data, source="AAP")
    assert (found.headline, found.slug) == ("Geese close a harbor", "Harbor Geese")
    assert (found.published, found.time_basis) == ("2025-03-04T09:12:00Z", "zone")
    assert found.text.count("\n\n") == 1


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("AP-WF-03-04-25 0912GMT<", "2025-03-04T09:12:00Z"),
        ("AP-NR-07-04-25 0912EDT", "2025-07-04T13:12:00Z"),
        ("AP-NR-01-04-89 0512EST", "1989-01-04T10:12:00Z"),
        ("16:35ET 31-10-14<", "2014-10-31T20:35:00Z"),
        ("KWS-21:37-09-12-18", "2018-12-09T21:37:00Z"),
        ("AP-WF-13-44-25 0912GMT", None),
        ("", None),
    ],
)
def test_stamps(stamp: str, time: str | None) -> None:
    found = story(framed(end=f"\x03{stamp}\r\n\x04"))
    assert found.published == time
    assert (found.time_basis == "none") == (time is None)


@pytest.mark.parametrize(
    ("line", "version", "edit"),
    [
        ("^BC-EU--Harbor Geese, 1st Ld-Writethru,210<", "1", "update"),
        ("^BC-EU--Harbor Geese, 12th Ld,210<", "12", "update"),
        ("^BC-EU--Harbor Geese, 2nd Writethru@<", "2", "update"),
        ("^BC-EU--Harbor Geese, 1st Add,80<", None, "add"),
        ("^BC-EU--Harbor Geese,<", None, "new"),
    ],
)
def test_the_slug_tells_the_version(line: str, version: str | None, edit: str) -> None:
    found = story(framed(head=HEAD.replace("^BC-EU--Harbor Geese,210<", line)))
    assert (found.version, found.edit_kind) == (version, edit)


def test_the_header_tells_the_version_where_the_slug_does_not() -> None:
    assert story(framed(keyword="BC-EU--HarborGeese 3rdLd-Writethru  ")).version == "3"


def test_the_keyword_is_the_slug_where_no_line_is() -> None:
    assert story(framed(head="^Geese close a harbor for a day<\r\n")).slug == "BC-EU--HarborGeese"


@pytest.mark.parametrize(
    ("note", "kept", "edit"),
    [
        ("^Eds: CORRECTS the number of geese.<", "Eds: CORRECTS the number of geese.", "correction"),
        ("^(Eds: Minor edits. With AP Photos.)<", "Eds: Minor edits. With AP Photos.", "update"),
        ("^EDITOR'S NOTE _ Part of a series.<", "EDITOR'S NOTE — Part of a series.", "new"),
        ("^AP Photo SKA101, SKA102<", None, "new"),
    ],
)
def test_notes_to_editors(note: str, kept: str | None, edit: str) -> None:
    found = story(framed(head=HEAD.replace("^By", f"{note}\r\n^By")))
    assert (found.note, found.edit_kind, found.byline) == (kept, edit, "ODA LINDH")


def test_labelled_lines_and_broken_ones() -> None:
    head = (
        "^BC-EU--Harbor Geese@<\r\ncode:1<\r\n^Update:ADDS quote@<\r\n^INDEX: Birds@<\r\n"
        "^HL:Geese close a harbor; ferry\r\nwaits outside@<\r\n"
        "^By Oda Lindh@<\r\n^THE CANADIAN PRESS@<\r\n"
    )
    found = story(
        framed(head=head, body="\t   SKARVIK _ Some 200 geese sat on\r\nthe quay of Skar-\r\nvik.\r\n", end="\x0309:12ET 04-03-25<\x04")
    )
    assert (found.headline, found.byline) == ("Geese close a harbor; ferry waits outside", "Oda Lindh")
    assert (found.source, found.note) == ("THE CANADIAN PRESS", "ADDS quote")
    assert found.text == "SKARVIK — Some 200 geese sat on the quay of Skar-vik."


def test_tables_keep_their_rows_in_one_paragraph() -> None:
    body = "^EAST=\r\n\b\x1e;W;L\x10\r\n\bGeese\x10 United;3;2{\r\n\bDucks;_;1\r\n^WEST=\r\n\bTeal;1;1\r\n\t   ___=\r\n"
    found = story(framed(head="^BC-EU--Harbor Geese<\r\n^Bird Glance=\r\n^All Times Local=\r\n", body=body, signs="r s\x14\x12"))
    assert found.form == "agate"
    assert found.headline == "Bird Glance"
    assert found.text == "All Times Local\n\nEAST\n\n;W;L\nGeese United;3;2½\nDucks;—;1\n\nWEST\n\nTeal;1;1\n\n___"


def test_a_text_of_head_lines_only() -> None:
    head = "*9006< ^BC-EU--Harbor-Geese-Headlines,0176<\r\n^Bird news at noon<\r\n^Geese close a harbor\r\n^Ducks do not\r\n"
    found = story(framed(head=head, body=""))
    assert (found.slug, found.headline) == ("BC-EU--Harbor-Geese-Headlines", "Bird news at noon")
    assert found.text == "Geese close a harbor\n\nDucks do not"


def test_an_alert_has_no_headline() -> None:
    data = framed(head="^BC-EU--APNewsAlert,17<\r\n", body=BODY.split("\r\n")[0], signs="b i\x13\x11", keyword="BC-EU--APNewsAlert  ")
    found = story(data)
    assert (found.form, found.headline) == ("alert", None)
    assert found.story_id != story(data.replace(b"200", b"300")).story_id


def test_a_kill_acts_on_the_story_of_its_slug() -> None:
    first, last = items(
        framed()
        + framed(
            head="^BC-EU--Harbor Geese, KILL,30<\r\n^BULLETIN KILL<\r\n^EDITORS:<\r\n",
            body="\t   The story is withdrawn.\r\n",
            filed="03-04 0030",
        )
    )
    assert isinstance(first, Story)
    assert isinstance(last, Story)
    assert (last.kind, last.status, last.edit_kind) == ("notice", "canceled", "kill")
    assert (first.story_id, first.uri, last.uri) == (last.story_id, "in/wire#1", "in/wire#2")
    assert first.uid != last.uid


def test_versions_share_a_story_and_days_part_them() -> None:
    later = framed(head=HEAD.replace("Geese,210", "Geese, 1st Ld-Writethru,210"))
    other_day = framed(filed="03-05 0210", end="\x03AP-WF-03-05-25 0912GMT<\x04")
    assert story(framed()).story_id == story(later).story_id != story(other_day).story_id


def test_an_embargo_without_a_time_withholds() -> None:
    found = story(framed(head=HEAD.replace("^By", "^Eds: HOLD FOR RELEASE until noon.<\r\n^By")))
    assert found.status == "withheld"


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", None), ("cp1252", "cp1252")])
def test_sets_of_characters(encoding: str, said: str | None) -> None:
    found = story(framed().decode("cp1252").replace("geese sat", "geese – “gäss” – sat").encode(encoding))
    assert "“gäss”" in found.text
    assert found.encoding == said


def test_one_broken_item_harms_no_other() -> None:
    cut = framed()[:60].replace(b"\x02", b"")
    noise = b"THE LINE WAS INTERRUPTED HERE AT 0914 GMT\r\n\x04"
    found = items(framed() + cut + framed() + noise + b"\x16\x16" + framed(body="\r\n", head="^BC-EU--Harbor Geese<\r\n"))
    assert [isinstance(item, Story) for item in found] == [True, False, True, False, False]
    assert [item.uri for item in found] == [f"in/wire#{n}" for n in range(1, 6)]
    errors = [item.error for item in found if isinstance(item, DeadLetter)]
    assert errors == ["The item has no header, or no start of text (STX).", "The item has no ANPA header.", "The item has no text."]


def test_items_run_into_each_other_without_an_end() -> None:
    assert [isinstance(item, Story) for item in items(framed(end="") + framed())] == [True, True]


@given(st.binary(max_size=400))
def test_any_bytes_behind_a_start(data: bytes) -> None:
    items(b"\x16\x16\x01W2101\x1fasian\r\n" + data)


@given(damaged(SEEDS))
def test_any_damage(data: bytes) -> None:
    assert items(data)
