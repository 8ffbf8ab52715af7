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
        ("LONDON/PARIS, Jan 21 (Reuters) - The ferry left.", "LONDON/PARIS, Jan 21 (Reuters)", "Reuters", "The ferry left."),
        ("STOCKHOLM, Aug 29, 2014 (AFP) - The ferry left.", "STOCKHOLM, Aug 29, 2014 (AFP)", "AFP", "The ferry left."),
        ("Paris, 29 août 2014 (AFP) - Le ferry.", "Paris, 29 août 2014 (AFP)", "AFP", "Le ferry."),
        ("Frankfurt/Main (dpa-AFX) - Die Fähre.", "Frankfurt/Main (dpa-AFX)", "dpa", "Die Fähre."),
        ("Washington (tca/dpa) - The ferry left.", "Washington (tca/dpa)", "dpa", "The ferry left."),
        ("Bern (ats afp) Le ferry.", "Bern (ats afp)", "SDA", "Le ferry."),
        ("Bern (sda) Die Fähre.", "Bern (sda)", "SDA", "Die Fähre."),
        ("Wien (APA/dpa) - Die Fähre.", "Wien (APA/dpa)", "APA", "Die Fähre."),
        ("Oslo (NTB-AFP): Fergen gikk.", "Oslo (NTB-AFP)", "NTB", "Fergen gikk."),
        ("HELSINKI (STT) Lautta lähti.", "HELSINKI (STT)", "STT", "Lautta lähti."),
        ("Helsinki /STT/ Lautta lähti.", "Helsinki /STT/", "STT", "Lautta lähti."),
        ("MADRID, 21 Ene. (EUROPA PRESS) - El ferri.", "MADRID, 21 Ene. (EUROPA PRESS)", "Europa Press", "El ferri."),
        ("MADRID, 21 (EUROPA PRESS) El ferri.", "MADRID, 21 (EUROPA PRESS)", "Europa Press", "El ferri."),
        ("BRUSSEL 29/01 (BELGA) = Het veer.", "BRUSSEL 29/01 (BELGA)", "Belga", "Het veer."),
        ("MOSCOW, January 21 (TASS). The ferry left.", "MOSCOW, January 21 (TASS)", "TASS", "The ferry left."),
        ("МОСКВА, 21 января. /ТАСС/. Паром ушел.", "МОСКВА, 21 января. /ТАСС/", "TASS", "Паром ушел."),
        ("PRAHA 21. ledna (ČTK) - Přívoz.", "PRAHA 21. ledna (ČTK)", "CTK", "Přívoz."),
        ("SEOUL, Aug. 20 (Yonhap) -- A ferry left.", "SEOUL, Aug. 20 (Yonhap)", "Yonhap", "A ferry left."),
        ("Mumbai (Maharashtra) [India], January 2 (ANI): A ferry.", "Mumbai (Maharashtra) [India], January 2 (ANI)", "ANI", "A ferry."),
        ("NEW YORK--(BUSINESS WIRE)--Dec. 3, 2019--Acme.", "NEW YORK--(BUSINESS WIRE)", "Business Wire", "Acme."),
        ("HONG KONG, Dec. 3, 2019 /PRNewswire-AsiaNet/ -- Acme.", "HONG KONG, Dec. 3, 2019 /PRNewswire-AsiaNet/", "PR Newswire", "Acme."),
        ("新华社北京1月2日电 渡轮停航。", "新华社北京1月2日电", "Xinhua", "渡轮停航。"),
        ("(서울=연합뉴스) 홍길동 기자 = 여객선이 멈췄다.", "(서울=연합뉴스) 홍길동 기자", "Yonhap", "여객선이 멈췄다."),
        ("【ロンドン共同】フェリーが止まった。", "【ロンドン共同】", "Kyodo", "フェリーが止まった。"),
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
