"""IPTC 7901: header, marks above the headline, hard-wrapped paragraphs, the notebook, the stamp."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import parse
from schemas import DeadLetter, Story
from tests.formats.damage import damaged

SEEDS = sorted((Path(__file__).parents[2] / "seeds/stories/iptc7901").iterdir())
TEXT = (
    "Skarvik, Norway (dpa) - Some 200 geese sat on the quay of Skarvik for\n"
    "a whole day, and the ferry waited outside, the harbour office of the\n"
    "town said on Tuesday.\n\n"
    'They left at six. "They had seen it all," the harbour master told the\n'
    "German Press Agency.\n"
)


def wired(
    head: str = "Geese close a harbour for a day =",
    text: str = TEXT,
    *,
    header: str = "eca0062 4 i 48  dpa 0061",
    slug: str = "Norway/birds/",
    notes: str = "",
    stamp: str = "041012 GMT Mar 25",
    end: str = "\x7f\n\x7f\x04",
) -> bytes:
    return f"\x01{header}\r\n\r\n{slug}\r\n\x02{head}\r\n\r\n{text}\r\n{notes}\r\n\x03{stamp}\r\n{end}".encode()


def items(data: bytes, **given: str) -> list[Story | DeadLetter]:
    return list(parse(data, "in/wire", **given))  # type: ignore[arg-type]


def story(data: bytes, **given: str) -> Story:
    (item,) = items(data, **given)
    assert isinstance(item, Story), item
    return item


def test_every_field_of_an_item() -> None:
    found = story(wired())
    assert (found.uri, found.version, found.format) == ("eca0062", None, "iptc7901")
    assert (found.source, found.slug, found.headline) == ("dpa", "Norway/birds", "Geese close a harbour for a day")
    assert (found.published, found.time_basis) == ("2025-03-04T10:12:00Z", "item")
    assert (found.status, found.edit_kind, found.form, found.byline, found.note) == ("usable", "new", "story", None, None)
    assert found.text == (
        "Skarvik, Norway (dpa) - Some 200 geese sat on the quay of Skarvik for a whole day, and the ferry waited outside, the harbour"
        ' office of the town said on Tuesday.\n\nThey left at six. "They had seen it all," the harbour master told the German Press Agency.'
    )
    assert found.dateline == "Skarvik, Norway (dpa)"


@pytest.mark.parametrize(
    "header",
    ["eca062 4 i 211 ccccb   dpa 061", "ecp0007 4 s 850  dpa-tns 0908", "nsb0000 4 vm 71  lni 0000", "bdt0000 3 rs 46  dpa 0027"],
)
def test_headers_of_dpa(header: str) -> None:
    found = story(wired(header=header))
    assert found.uri == header.split()[0]
    assert found.source == "dpa"


def test_numbers_are_used_again_on_another_day() -> None:
    assert story(wired()).story_id == story(wired(stamp="041530 GMT Mar 25")).story_id != story(wired(stamp="051012 GMT Mar 25")).story_id


@pytest.mark.parametrize(
    ("stamp", "time", "basis"),
    [
        ("041012 GMT Mar 25", "2025-03-04T10:12:00Z", "item"),
        ("041012 GMT Okt 25 ", "2025-10-04T10:12:00Z", "item"),
        ("041012 Dez 24", "2024-12-04T09:12:00Z", "zone"),
        ("041012 Jul 24", "2024-07-04T08:12:00Z", "zone"),
        ("041012 Mrz 25", "2025-03-04T09:12:00Z", "zone"),
        ("311012 GMT Feb 25", None, "none"),
        ("", None, "none"),
    ],
)
def test_stamps(stamp: str, time: str | None, basis: str) -> None:
    found = story(wired(stamp=stamp))
    assert (found.published, found.time_basis) == (time, basis)


@pytest.mark.parametrize(
    ("head", "version", "edit", "form"),
    [
        ("1ST LEAD\r\nGeese close a harbour =", "1", "update", "story"),
        ("REFILE\n2ND LEAD\nGeese close a harbour\nBy Oda Lindh, dpa =", "2", "update", "story"),
        ("EXTRA\nGeese close a harbour =", None, "new", "story"),
        ("(Berichtigung: Im ersten Absatz hieß es,\nes seien 300 Gänse gewesen.)\nGeese close a harbour =", None, "correction", "story"),
        ("(Zusammenfassung - neu: Zahlen)\nGeese close a harbour\n(Foto Archiv) =", None, "update", "story"),
        ("(2. Zusammenfassung)\nGeese close a harbour =", "2", "update", "story"),
        ("(Eil \x07\x07\x07)\nGeese close a harbour =", None, "new", "alert"),
        ("(Vorschau)\nGeese close a harbour =", None, "new", "daybook"),
        ("(Achtung - Planungshinweis)\nGeese close a harbour =", None, "advisory", "advisory"),
        ("Correction\nGeese close a harbour =", None, "correction", "story"),
        ("Insolite \nNorvège: \nGeese close a harbour = ", None, "new", "story"),
    ],
)
def test_marks_above_the_headline(head: str, version: str | None, edit: str, form: str) -> None:
    found = story(wired(head=head))
    assert (found.headline, found.version, found.edit_kind, found.form) == ("Geese close a harbour", version, edit, form)


def test_a_headline_of_two_lines_and_its_byline() -> None:
    head = (
        "Geese close a harbour for a day and the ferry waits outside until the\nharbour master has found a whistle\n"
        "By Oda Lindh and Per Aas, dpa ="
    )
    found = story(wired(head=head))
    assert found.headline == head.replace("\n", " ").partition(" By ")[0]
    assert found.byline == "Oda Lindh and Per Aas, dpa"


@pytest.mark.parametrize("head", ["KILL KILL KILL =", "(Achtung) =", "*** ELIMINAR - ELIMINAR ***\nATENCION REDACCIONES ="])
def test_kills_are_notices(head: str) -> None:
    found = story(wired(head=head, text="Die Meldung eca0041 wird zurückgezogen. Bitte nicht verwenden.\n"))
    assert (found.kind, found.status, found.edit_kind) == ("notice", "canceled", "kill")


def test_the_notebook_is_no_text_and_its_notes_are_kept() -> None:
    notes = (
        "# Notizblock\n\n## Redaktionelle Hinweise\n- adds the whistle and what it cost in the\n  shop\n- more follows\n\n## Internet\n"
        "- [Harbour](http://harbour.example)\n\n* * * *\nThe following information is not intended for publication\n\n"
        "## Editorial contacts\n- Reporting by: Oda Lindh\n\ndpa ol yyzz n1 pa\n"
    )
    found = story(wired(notes=notes))
    assert found.note == "adds the whistle and what it cost in the shop; more follows"
    assert found.edit_kind == "update"
    assert found.text == story(wired()).text


def test_a_correction_in_the_notebook() -> None:
    assert story(wired(notes="# Notizblock\n\n## Berichtigung\n- 200 Gänse (statt: 300)\n")).edit_kind == "correction"


def test_a_closing_line_is_no_paragraph() -> None:
    found = story(wired(notes="dpa ol yyzz n1 pa\n"))
    assert found.text == story(wired()).text
    assert found.credit == "dpa ol yyzz n1 pa"


def test_paragraphs_that_only_an_indent_tells() -> None:
    text = "".join(f"   Paragraph {n} has a first line that is as long as lines come here\nand a second line.\n" for n in (1, 2, 3))
    found = story(wired(text=text))
    assert found.text.split("\n\n") == [
        f"Paragraph {n} has a first line that is as long as lines come here and a second line." for n in (1, 2, 3)
    ]


def test_tables_and_lists_keep_their_lines() -> None:
    table = "| 1. | Geese | 6 |\n| 2. | Ducks | 4 |"
    found = story(wired(text=f"{table}\n\n+ 0900 Geese\n+ 1000 Ducks\n"))
    assert found.text == f"{table}\n\n+ 0900 Geese\n+ 1000 Ducks"
    assert story(wired(text=f"{table}\n")).form == "table"


def test_words_that_a_line_has_broken_behind_a_hyphen() -> None:
    long = "Die Gänse kamen mit dem Wind aus Nordosten und sie saßen auf dem Kai-\n"
    found = story(
        wired(text=long + "Rand. " + long.strip()[6:] + "\nund Molenrand, sagte die Hafenmeisterei der kleinen Stadt am Dienstag.\n")
    )
    assert "dem Kai-Rand. " in found.text
    assert "dem Kai- und Molenrand" in found.text


def test_a_frame_of_sda() -> None:
    data = (
        "\x7f\x7f\r\n\x7f\x01bsf025 3 ec 121   etf 967\r\n\r\nNorvège\r\n\r\n\x02Oies \r\nUn port fermé par 200 oies = \r\n \r\n"
        "   Skarvik (ats afp) Quelque 200 oies ont occupé mardi le quai de \r\nSkarvik. \r\n \r\n"
        "   Elles sont parties à six heures. \r\n \r\n"
        "(SDA\\/ol) \r\n \r\n\x03041012 mar 25\r\n\r\n\x04\r\n"
    ).encode("latin-1")
    found = story(data)
    assert (found.uri, found.source, found.headline) == ("bsf025", "ats", "Un port fermé par 200 oies")
    assert (found.published, found.time_basis, found.encoding) == ("2025-03-04T09:12:00Z", "zone", "cp1252")
    assert (found.dateline, found.credit) == ("Skarvik (ats afp)", "SDA/ol")
    assert found.comparison_text().strip().startswith("Quelque 200 oies")
    assert found.text.count("\n\n") == 1


def test_a_file_that_lost_its_control_characters() -> None:
    data = (
        b"eca00075 3 i 510    dpa 1003\n\n/Norway/birds/\n2ND LEAD\nGeese close a harbour\nBy Oda Lindh, dpa  =\n \n"
        + TEXT.encode()
        + b"\n\n101137 GMT Dez 18\n"
    )
    found = story(data)
    assert (found.uri, found.version, found.slug) == ("eca00075", "2", "Norway/birds")
    assert (found.headline, found.published) == ("Geese close a harbour", "2018-12-10T11:37:00Z")
    assert found.text == story(wired()).text


def test_an_embargo_with_and_without_its_time() -> None:
    timed = story(wired(head="(Sperrfrist 3. Januar 14.20 Uhr)\nGeese close a harbour =", stamp="301012 Dez 24"))
    assert (timed.status, timed.embargoed_until) == ("usable", "2025-01-03T13:20:00Z")
    untimed = story(wired(head="(Sperrfrist)\nGeese close a harbour ="))
    assert (untimed.status, untimed.embargoed_until) == ("withheld", None)


def test_one_broken_item_harms_no_other() -> None:
    noise = b"THE LINE WAS INTERRUPTED HERE AT 0914 GMT\r\n\x04"
    found = items(wired() + noise + wired(text="", header="eca0063 4 i 48  dpa 0061") + wired(header="eca0064 4 i 48  dpa 0062"))
    assert [item.uri for item in found] == ["eca0062", "in/wire#2", "in/wire#3", "eca0064"]
    errors = [item.error for item in found if isinstance(item, DeadLetter)]
    assert errors == ["The item has no IPTC 7901 header.", "The item has no text."]


@given(st.binary(max_size=400))
def test_any_bytes_behind_a_header(data: bytes) -> None:
    items(b"\x01eca0062 4 i 48  dpa 0061\r\n" + data)


@given(damaged(SEEDS))
def test_any_damage(data: bytes) -> None:
    assert items(data)
