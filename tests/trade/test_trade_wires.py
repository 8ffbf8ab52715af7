"""Lines that wires set into their bodies for the desks, and what stands below their stories."""

from __future__ import annotations

import pytest

from pipelines.trade.bylines import is_byline, name_of
from pipelines.trade.furniture import find_furniture

BODY = (
    "The council of Halden voted on Monday to cut the ferry to three trips a day, and the mayor said so.\n\n"
    "Nineteen speakers came to the hall, most of them sailors who had sailed with her for years."
)


def kinds(text: str) -> dict[str, str]:
    """Every stretch of furniture -> its kind."""
    return {text[span.start : span.end]: span.kind for span in find_furniture(text)}


@pytest.mark.parametrize(
    "line",
    [
        "1ST LEAD",
        "2ND LEAD",
        "3RD NET",
        "REFILE",
        "EXTRA",
        "URGENT",
        "(Achtung)",
        "HOLD/KILL HOLD/KILL HOLD/KILL",
        "KILL KILL KILL",
        "(neu: mehr Details)",
        "(Berichtigung: Im zweiten Absatz wurde das Jahr berichtigt.)",
        "Berichtigung: Im 2. Absatz muss es 1993 heißen (statt: 1992)",
        "N i e u w bericht, vervangt: Veer vaart minder",
        "ATTENTION - AJOUTE déclarations ///",
        "ATTENTION - CORRIGE titre ///",
        "ATTENTION - ADDS quotes from mayor ///",
        "(ATTN: UPDATES with vote; CHANGES headline; ADDS photo)",
        "(EDS: ADDING DETAILS)",
        "EDS: Adds details",
        "(Adds quote, details in paragraphs 3-5)",
        "(Actualiza con más datos)",
        "Noe utvidet.",
        "(Korjattu: vuosi)",
        "With AM-Ferry-List",
        "Embargoed until 0001 Monday January 21",
        "Sperrfrist: 21. Januar, 10.00 Uhr",
        "FOR IMMEDIATE RELEASE",
    ],
)
def test_marks_above_a_story_are_notes(line: str) -> None:
    assert kinds(f"{line}\n\n{BODY}") == {line: "note"}


@pytest.mark.parametrize(
    "line",
    [
        "Extra ferries run on Sunday, the council said.",
        "Lead pipes are to be replaced, the council said.",
        "Kill the ferry, kill the town, say sailors.",
        "Attention turned to the ferry on Monday.",
        "Actualiza tu billete antes del lunes.",
        "Hold the boat, said the mayor.",
        "Embargoed goods were found on the ferry.",
        "For release from prison he had waited nine years, his brother said on Monday.",
        "With the ferry gone, the island is alone.",
        "Neu ist die Fähre nicht.",
    ],
)
def test_sentences_that_open_like_marks_are_the_story(line: str) -> None:
    assert kinds(f"{line}\n\n{BODY}") == {}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("((jane.roe@example.com; +47 555 0100; Messaging: jane.roe@example.net))", "tail"),
        ("(Reporting by Jane Roe in Oslo; Writing by Ann Lee; Editing by Bo Ek)", "tail"),
        ("dpa hoe tam mfi mi xxde pba", "tail"),
        ("bur-ab/cd", "tail"),
        ("PTI ABC DEF", "tail"),
        ("AP-WF-08-29-16 1626GMT", "tail"),
        ("==Kyodo", "tail"),
        ("jane.roe@example.com", "tail"),
        ("end", "tail"),
        ("mf", "tail"),
        ("Enditem", "tail"),
        ("INDUSTRY KEYWORD: TRANSPORT", "tail"),
        ("Contact: Jane Roe, +47 555 0100", "tail"),
        ("dpa-infocom, dpa:250121-99-123456/2", "tail"),
        ("This announcement is distributed by Halden Wire on behalf of its clients.", "tail"),
        ("View source version on example.com: https://www.example.com/news/home/2019/en/", "promo"),
        ("A photo accompanying this announcement is available at https://example.org/p", "promo"),
        ("Logo - https://example.org/logo.jpg", "promo"),
        ("(ats afp)", "credit"),
        ("(©Ritzau/AFP)", "credit"),
        ("TT-Reuters", "credit"),
    ],
)
def test_what_stands_below_a_story(line: str, kind: str) -> None:
    assert kinds(f"{BODY}\n\n{line}") == {line: kind}


@pytest.mark.parametrize(
    "line",
    [
        "Contact with the ferry was lost at noon.",
        "View of the harbour: a photograph hangs in the hall.",
        "The end",
        "Keyword searches failed.",
    ],
)
def test_what_only_looks_like_it(line: str) -> None:
    assert kinds(f"{BODY}\n\n{line}") == {}


def test_a_dateline_may_stand_on_a_line_of_its_own() -> None:
    line = "MADRID, 21 Ene. (EUROPA PRESS) -"
    assert kinds(f"{line}\n\n{BODY}") == {line: "dateline"}


def test_from_the_notebook_on_nothing_is_the_story() -> None:
    below = [
        "# dpa-Notizblock",
        "## Orte",
        "- [Rathaus](Storgata 1, Halden)",
        "Der Rat tagt am Montag wieder, sagte der Sprecher am Abend.",
    ]
    assert kinds(BODY + "\n\n" + "\n\n".join(below)) == dict.fromkeys(below, "tail")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Von Jana Rost, dpa", "Jana Rost, dpa"),
        ("Von Jana Rost (dpa)", "Jana Rost (dpa)"),
        ("Per Berg (NTB)", "Per Berg (NTB)"),
        ("Teksti: Maija Meri", "Maija Meri"),
        ("By Jane Roe, PA Political Correspondent", "Jane Roe, PA Political Correspondent"),
    ],
)
def test_bylines_with_their_agency(line: str, name: str) -> None:
    assert is_byline(line)
    assert name_of(line) == name


@pytest.mark.parametrize("line", ["Text: the mayor's speech", "Halden (AP)", "Jane Roe (Labour)", "Autor: unbekannt"])
def test_lines_that_are_no_bylines(line: str) -> None:
    assert not is_byline(line)
