"""Edit marks, and headlines that only talk about them."""

from __future__ import annotations

import pytest

from pipelines.trade.versions import edit_kind


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("KILL: Ferry timetable cut", "kill"),
        ("KILL - Ferry timetable cut", "kill"),
        ("KILL-Ferry timetable cut", "kill"),
        ("MANDATORY KILL", "kill"),
        ("KILL KILL KILL Ferry timetable cut", "kill"),
        ("STORY WITHDRAWN", "kill"),
        ("STORY WITHDRAWN-Ferry timetable cut", "kill"),
        ("WITHHOLD: Ferry timetable cut", "withhold"),
        ("WITHHOLD RELEASED: Ferry timetable cut", "release"),
        ("ADVISORY: Ferry timetable", "advisory"),
        ("CORRECTED-Ferry timetable cut", "correction"),
        ("CORRECTED-(OFFICIAL)-Ferry timetable cut", "correction"),
        ("UPDATE 2-CORRECTED-Ferry timetable cut", "correction"),
        ("Correction: Ferry timetable cut", "correction"),
        ("UPDATE 1-Ferry timetable cut", "update"),
        ("WRAPUP 2-Ferries", "update"),
        ("REFILE-Ferry timetable cut", "update"),
        ("1ST LEAD Ferry timetable cut", "update"),
        ("RPT-Ferry timetable cut", "repeat"),
        ("RPT-UPDATE 1-Ferry timetable cut", "repeat"),
        ("ADD 1-Ferry timetable cut", "add"),
        ("Ferry timetable cut", "new"),
    ],
)
def test_marks_of_headlines(headline: str, kind: str) -> None:
    assert edit_kind(headline, None, None) == kind


@pytest.mark.parametrize(
    "headline",
    [
        "KILL BILL TO AIR",
        "KILL-SWITCH LAW PASSES",
        "Kill Bill returns",
        "Police kill two",
        "Kill switch: how it works",
        "WITHHOLDING TAX CUT",
        "Withhold tax, court says",
        "RELEASE DATE SET",
        "Release of hostages near",
        "Advisory: heat in Halden",
        "ADVISORY BOARD MEETS",
        "Correction in house prices",
        "REPEAT OFFENDER JAILED",
        "Update on the ferry",
        "Lead: a metal",
    ],
)
def test_a_headline_about_a_mark_has_none(headline: str) -> None:
    assert edit_kind(headline, None, None) == "new"


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("BC-EU--Ferry, 1st Ld-Writethru", "update"),
        ("BC-EU--Ferry, KILL", "kill"),
        ("BC-EU--Ferry, Mandatory Kill", "kill"),
        ("BC-EU--Ferry KILL", "kill"),
        ("BC-EU--Road Kill", "new"),
        ("BC-EU--Bird-Kill", "new"),
        ("BC-EU--Ferry, Withhold", "withhold"),
        ("BC-EU--Ferry, Release", "release"),
        ("Press Release", "new"),
        ("BC-EU--Ferry, Advisory", "advisory"),
        ("BC-EU--Ferry, 2nd Add", "add"),
        ("BC-EU--Ferry, Take 2", "add"),
        ("BC-EU--Ferry, Correction", "correction"),
        ("FERRY-CUTS/ (CORRECTED)", "correction"),
        ("FERRY-CUTS/ (UPDATE 1, PIX)", "update"),
    ],
)
def test_marks_of_slugs(slug: str, kind: str) -> None:
    assert edit_kind("Ferry timetable cut", slug, None) == kind


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Eds: CORRECTS the year in paragraph 3", "correction"),
        ("Corrects spelling of name", "correction"),
        ("Eds: UPDATES: with quote", "update"),
        ("Adds details", "update"),
        ("(Repeats without changes)", "repeat"),
        ("With AP Photos.", "new"),
        ("Do not kill this story", "new"),
        ("He corrected the council", "new"),
    ],
)
def test_marks_of_notes_never_make_a_notice(note: str, kind: str) -> None:
    assert edit_kind("Ferry timetable cut", "BC-EU--Ferry", note) == kind


def test_the_weightiest_mark_counts() -> None:
    assert edit_kind("UPDATE 3-Ferry", "BC-EU--Ferry, 3rd Ld-Writethru", "Eds: CORRECTS the year") == "correction"
    assert edit_kind("CORRECTED-Ferry", "BC-EU--Ferry, KILL", None) == "kill"
    assert edit_kind(None, None, None) == "new"
