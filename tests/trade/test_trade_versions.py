"""Edit marks, and headlines that only talk about them."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.versions import NOTICES, edit_kind
from schemas.story import EditKind


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


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        # Reuters
        ("WRAPUP 1-Ferries idle as crews walk out", "update"),
        ("BRIEF-CORRECTED-Halden Lines sees higher fares", "correction"),
        ("FACTBOX-CORRECTED-Ferries of the north", "correction"),
        ("CORRECTED-UPDATE 2-Ferry timetable cut", "correction"),
        ("CORRECTED-(OFFICIAL)-UPDATE 1-Ferry timetable cut", "correction"),
        ("STORY WITHDRAWN: Ferry timetable cut", "kill"),
        ("FACTBOX-Ferries of the north", "new"),
        ("TABLE-Ferry fares by line", "new"),
        ("EXCLUSIVE-Ferry line to close", "new"),
        ("BRIEF-Halden Lines sees higher fares", "new"),
        ("GLOBAL FERRIES-Fares rise again", "new"),
        # Releases
        ("CORRECTING and REPLACING Halden Lines Names a Chair", "correction"),
        ("CORRECTION ET MISE À JOUR : Halden Lines nomme un président", "correction"),
        ("/C O R R E C T I O N -- Halden Lines/", "correction"),
        ("CORRECTION -- Halden Lines Names a Chair", "correction"),
        ("/DISREGARD RELEASE: Halden Lines/", "kill"),
        # Agencies of other countries
        ("Berichtigung: Fähre fährt seltener", "correction"),
        ("Zusammenfassung: Fähre fährt seltener", "update"),
        ("Wiederholung: Fähre fährt seltener", "repeat"),
        ("RECTIFICATIF - Le ferry réduit ses horaires", "correction"),
        ("Le ferry réduit ses horaires (actualisé)", "update"),
        ("AMP.- El ferri reduce sus horarios", "update"),
        ("AMPL.- El ferri reduce sus horarios", "update"),
        ("CORR.- El ferri reduce sus horarios", "correction"),
        ("(CORR) El ferri reduce sus horarios", "correction"),
        ("RPT.- El ferri reduce sus horarios", "repeat"),
        ("Rettelse: Færgen sejler sjældnere", "correction"),
        ("RÄTTELSE: Färjan går mer sällan", "correction"),
        ("Korjaus: Lautta kulkee harvemmin", "correction"),
        ("Meldung zurückgezogen: Fähre fährt seltener", "kill"),
        ("MELDINGEN TREKKES: Fergen går sjeldnere", "kill"),
        ("HOLD/KILL HOLD/KILL HOLD/KILL Ferry timetable", "kill"),
        ("HOLD HOLD HOLD Ferry timetable", "withhold"),
        ("(LEAD) Ferry timetable cut", "update"),
        ("(2nd LD) Ferry timetable cut", "update"),
        ("UPDATE1: Ferry timetable cut", "update"),
        ("2ND LD: Ferry timetable cut", "update"),
        ("Ferry timetable cut (2nd Lead)", "update"),
        ("Ferry timetable cut (Update 1)", "update"),
        ("SUBSTITUTE: Ferry timetable cut", "update"),
    ],
)
def test_marks_of_headlines_by_agency(headline: str, kind: str) -> None:
    assert edit_kind(headline, None, None) == kind


@pytest.mark.parametrize(
    "headline",
    [
        "Killed in Halden: three sailors",
        "Kill notice served on the old ferry, says council",
        "Story killed the mayor's career",
        "Hold hold hold: the sailors' chant",
        "HOLD FAST, SAYS MAYOR",
        "Withdrawn from the market",
        "WITHDRAWALS RISE AT HALDEN BANK",
        "Disregard of rules sank the ferry",
        "Annulation du festival: les marins protestent",
        "ANULADA LA MULTA AL FERRI",
        "Corrections officers strike",
        "CORRECTIONS CHIEF RESIGNS",
        "Correct fares posted",
        "Lead poisoning (part 2)",
        "Leading ferry line closes",
        "Second lead found in ferry case",
        "Neue Fähre für Halden",
        "Update your ferry card (today)",
        "Amplían el horario del ferri",
        "Add salt to taste",
        "Take two: ferry sails again",
        "Table talk: the mayor and her cook",
        "Substitute sailor wins race",
        "Ferry stranded (photos)",
        "(Opinion) Save the ferry",
        "A ferry named C O R",
        "Replacing the ferry: a plan",
        "Clarification of the law sought",
    ],
)
def test_headlines_about_marks_by_agency(headline: str) -> None:
    assert edit_kind(headline, None, None) == "new"


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("AM-Ferries, 1st Ld - Writethru, a0512,0700", "update"),
        ("BC-EU--Ferry, 12th Ld", "update"),
        ("r a PM-BoatChase 1stLd-Writethru a0530 01-03 0550", "update"),
        ("u i AM-BoatChase 2ndLd   01-03 0550", "update"),
        ("r w PM-FerryHistory-1stAdd     01-02 0569", "add"),
        ("BC-EU--Ferry, Sub", "update"),
        ("BC-EU--Ferry, 1st Insert", "add"),
        ("BC-EU--Ferry, Corrective", "correction"),
        ("BC-EU--Correction-Ferry", "correction"),
        ("USA-FERRIES/FARES (WRAPUP 2, PIX, TV)", "update"),
        ("USA-FERRIES/FARES (PIX, TV)", "new"),
        ("FERRY SUBSTITUTE", "update"),
        ("BC-EU--Ferry-ABRIDGED", "new"),
        ("BC-EU--Ferry, Bjt", "new"),
        ("BC-EU--Ferry, Take 1", "new"),
        ("BC-EU--Ferry,450", "new"),
        ("BC-EU--Net Fishing", "new"),
        ("BC-EU--Lead Mine", "new"),
        ("BC-US--Prison-Release Date", "new"),
        ("Road-Kill-Cleanup", "new"),
        ("Travel Advisory Ferry", "new"),
    ],
)
def test_marks_of_slugs_by_agency(slug: str, kind: str) -> None:
    assert edit_kind("Ferry timetable cut", slug, None) == kind


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Eds: Adds full-year results.", "update"),
        ("EDS: Adds details", "update"),
        ("Updates the previous version", "update"),
        ("ATTN: UPDATES with vote; CHANGES headline", "update"),
        ("EDS: ADDING DETAILS", "update"),
        ("ATTENTION - AJOUTE déclarations", "update"),
        ("ATTENTION - CORRIGE le titre", "correction"),
        ("ATTENTION - ADDS quotes ///", "update"),
        ("1ST LEAD", "update"),
        ("3RD NET", "update"),
        ("neu: mehr Details", "update"),
        ("Berichtigung: Im 2. Absatz wurde das Jahr berichtigt (statt: 1992)", "correction"),
        ("N i e u w bericht, vervangt: Veer vaart minder", "update"),
        ("Noe utvidet.", "update"),
        ("Korjattu aiempaa uutista: lautta kulkee kolmesti", "correction"),
        ("täydennetty", "update"),
        ("Kolmas ja viimeinen osio uutta", "update"),
        ("complemented throughout", "update"),
        ("Foto | Adds details", "update"),
        ("KILL KILL KILL", "kill"),
        ("HOLD/KILL HOLD/KILL HOLD/KILL", "kill"),
        ("Eds: MANDATORY KILL. The story of the ferry is wrong.", "kill"),
        ("A longer version of this story is available.", "new"),
        ("Mit 2 Bildern", "new"),
        ("The kill in the title is a surname", "new"),
        ("Story killed off a character", "new"),
        ("He was adding salt", "new"),
        ("For global distribution", "new"),
        ("Update: adds the price of the ferry", "update"),
        ("Update on the ferry follows", "new"),
        ("Ersätter tidigare version", "update"),
        ("Eds: UPDATES: This story has been updated to add a missing word, and a quote.", "correction"),
        ("Eds: UPDATES: This story has been updated to correct the name of the ferry.", "correction"),
        ("Sub to correct a name", "correction"),
        ("Eds: UPDATES: Adds a missing-persons notice.", "update"),
        ("Repeat", "repeat"),
        ("Repeat: sent earlier without a headline", "repeat"),
        ("Repeat offenders are named in paragraph 4", "new"),
    ],
)
def test_marks_of_notes_by_agency(note: str, kind: str) -> None:
    assert edit_kind("Ferry timetable cut", "BC-EU--Ferry", note) == kind


@given(st.text(max_size=80), st.text(max_size=60), st.text(max_size=80))
def test_no_text_raises(headline: str, slug: str, note: str) -> None:
    assert edit_kind(headline, slug, note) in get_args(EditKind)


@given(
    st.sampled_from(["Kill", "Withhold", "Release", "Advisory", "Correction", "Hold"]), st.from_regex(r"( [a-z]{2,9}){2,6}", fullmatch=True)
)
def test_a_headline_of_small_letters_never_makes_a_notice(word: str, rest: str) -> None:
    assert edit_kind(word + rest, None, None) not in NOTICES
