"""Datelines, and sentences that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.datelines import find_dateline


@pytest.mark.parametrize(
    ("paragraph", "text", "agency", "body"),
    [
        ("TARNOW, Poland (AP) — The ferry left.", "TARNOW, Poland (AP)", "AP", "The ferry left."),
        ("NEW YORK (AP) -- The ferry left.", "NEW YORK (AP)", "AP", "The ferry left."),
        ("LONDON (AP) _ The ferry left.", "LONDON (AP)", "AP", "The ferry left."),
        ("OSLO, Jan 21 (Reuters) - The ferry left.", "OSLO, Jan 21 (Reuters)", "Reuters", "The ferry left."),
        ("Jan 21 (Reuters) - The ferry left.", "Jan 21 (Reuters)", "Reuters", "The ferry left."),
        ("(Reuters) - The ferry left.", "(Reuters)", "Reuters", "The ferry left."),
        ("(Halden Courier) – The ferry left.", "(Halden Courier)", "Halden Courier", "The ferry left."),
        ("MOSCOW, January 21. /TASS/. The ferry left.", "MOSCOW, January 21. /TASS/", "TASS", "The ferry left."),
        ("København /ritzau/: Færgen er sejlet.", "København /ritzau/", "Ritzau", "Færgen er sejlet."),
        ("(ANSA) - ROME, JUL 11 - The ferry left.", "(ANSA) - ROME, JUL 11", "ANSA", "The ferry left."),
        ("Nueva Delhi, 21 ene (EFE).- El barco.", "Nueva Delhi, 21 ene (EFE)", "EFE", "El barco."),
        ("SAITAMA, Japan, Dec. 9 Kyodo - A ferry left.", "SAITAMA, Japan, Dec. 9 Kyodo", "Kyodo", "A ferry left."),
        ("BEIJING, Jan. 2 (Xinhua) -- A ferry left.", "BEIJING, Jan. 2 (Xinhua)", "Xinhua", "A ferry left."),
        ("New Delhi [India], January 2 (ANI): A ferry.", "New Delhi [India], January 2 (ANI)", "ANI", "A ferry."),
        ("New Delhi, Jan 2 (PTI) A ferry left.", "New Delhi, Jan 2 (PTI)", "PTI", "A ferry left."),
        ("Berlin (dpa) - Die Fähre.", "Berlin (dpa)", "dpa", "Die Fähre."),
        ("Frankfurt am Main (dpa) - Die Fähre.", "Frankfurt am Main (dpa)", "dpa", "Die Fähre."),
        ("HALDEN -- The ferry left.", "HALDEN", None, "The ferry left."),
        ("HALDEN, Norway — “We left,” he said.", "HALDEN, Norway", None, "“We left,” he said."),
        ("SALEM, Ore. (KTVZ) -- The ferry left.", "SALEM, Ore. (KTVZ)", "KTVZ", "The ferry left."),
        ("OSLO, Dec. 03, 2019 (GLOBE NEWSWIRE) -- Acme.", "OSLO, Dec. 03, 2019 (GLOBE NEWSWIRE)", "GlobeNewswire", "Acme."),
        ("HALDEN, Norway: The ferry left.", "HALDEN, Norway", None, "The ferry left."),
        ("Halden: The ferry left on Tuesday.", "Halden", None, "The ferry left on Tuesday."),
        ("New Delhi: A court here freed them.", "New Delhi", None, "A court here freed them."),
        ("Oslo, March 4: The ferry left yesterday.", "Oslo, March 4", None, "The ferry left yesterday."),
        ("  ST. LOUIS — Police came.", "ST. LOUIS", None, "Police came."),
    ],
)
def test_each_house_style(paragraph: str, text: str, agency: str | None, body: str) -> None:
    found = find_dateline(paragraph)
    assert found is not None
    assert (found.text, found.agency, paragraph[found.end :]) == (text, agency, body)


@pytest.mark.parametrize(
    "sentence",
    [
        "NASA — the space agency — said the ferry was theirs.",
        "NATO -- Allies met on Monday.",
        "Roe (Labour) - a former teacher - won the seat.",
        "Roe (Labour) – The seat is hers.",
        "The council (AP) said so.",
        "In March - when it rained - the ferry stayed.",
        "Mayor Ole Hansen (Halden) – who left – came back.",
        "BREAKING — The ferry sank.",
        "UPDATE — The ferry sank.",
        "(Laughs) - he did not mean it.",
        "(Advertisement) - Buy a ferry.",
        "Monday - The day the ferry left.",
        "Halden: The city on the river.",
        "North Korea - The ferry left.",
        "WEATHER: Snow is expected on Monday.",
        "Verdict: The council lost on Tuesday.",
        "The demand: The council should go on Monday.",
        "Two things were clear: On Tuesday the ferry left.",
        "Halden: on Tuesday the ferry left.",
        "The Halden Ferry Company: Nobody came on Tuesday.",
        "January 2 was - well - cold.",
        "",
        "   ",
    ],
)
def test_a_sentence_is_no_dateline(sentence: str) -> None:
    assert find_dateline(sentence) is None


WORDS = st.sampled_from(
    [
        "the",
        "ferry",
        "council",
        "said",
        "on",
        "monday",
        "that",
        "a",
        "bridge",
        "of",
        "Halden",
        "Roe",
        "-",
        "(who)",
        "knew",
        "—",
        "left/right",
    ]
)


@given(st.lists(WORDS, min_size=3, max_size=30).map(lambda words: "The " + " ".join(words) + "."))
def test_ordinary_words_are_no_dateline(sentence: str) -> None:
    assert find_dateline(sentence) is None


@given(st.text(max_size=200))
def test_any_text_gives_an_end_inside_it(text: str) -> None:
    found = find_dateline(text)
    assert found is None or (0 < found.end <= len(text) and found.text.strip() == found.text and found.text in text)
