"""Agencies in sources, credits and running text."""

from __future__ import annotations

import pytest

from pipelines.trade import agency_names as names
from pipelines.trade.agencies import agency_code, agency_mentions


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("The Associated Press", "AP"),
        ("AP", "AP"),
        ("via AP", "AP"),
        ("© 2024 The Associated Press", "AP"),
        ("Reuters", "Reuters"),
        ("Thomson Reuters", "Reuters"),
        ("Source: Reuters", "Reuters"),
        ("Agence France-Presse", "AFP"),
        ("l'Agence France-Presse", "AFP"),
        ("die Deutsche Presse-Agentur", "dpa"),
        ("DPA", "dpa"),
        ("dpa GmbH", "dpa"),
        ("PA Media", "PA"),
        ("(PTI)", "PTI"),
        ("Associated Press of Pakistan", "APP"),
        ("Australian Associated Press", "AAP"),
        ("ČTK", "CTK"),
        ("新华社", "Xinhua"),
        ("共同", "Kyodo"),
        ("رويترز", "Reuters"),
        ("ТАСС", "TASS"),
        ("Keystone-SDA", "SDA"),
        ("연합뉴스", "Yonhap"),
    ],
)
def test_a_name_of_an_agency_gives_its_code(name: str, code: str) -> None:
    assert agency_code(name) == code


@pytest.mark.parametrize("name", ["Halden Courier", "Apple", "Halden Courier / AP", "", "   ", None, "Paper", "x" * 500])
def test_an_outlet_is_no_agency(name: str | None) -> None:
    assert agency_code(name) is None


def codes(text: str) -> list[str]:
    return [mention.code for mention in agency_mentions(text)]


def test_mentions_come_in_order_with_their_places() -> None:
    text = "He told the Associated Press. Reuters had it first, as AFP noted."
    mentions = agency_mentions(text)
    assert [(m.code, text[m.start : m.end]) for m in mentions] == [
        ("AP", "Associated Press"),
        ("Reuters", "Reuters"),
        ("AFP", "AFP"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "AP Moller ordered two ships.",
        "The AP Government cut the grant.",
        "Michael Bloomberg came to Halden.",
        "She lives in PA and drives to TT races.",
        "Ani and Efe met Belga's owner's son, Tim.".replace("Belga", "Olga"),
        "The map, the pap and the ap are words.",
        "WRAP and XAP are no agencies, nor is NAPA.",
    ],
)
def test_names_with_another_meaning_are_no_mention(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor told PA that he would stay.", ["PA"]),
        ("PA reported that he would stay.", ["PA"]),
        ("He will stay (PA).", ["PA"]),
        ("With inputs from PTI, ANI", ["PTI", "ANI"]),
        ("Bloomberg reported a loss.", ["Bloomberg"]),
        ("Reported by dpa/AFP on Monday", ["dpa", "AFP"]),
    ],
)
def test_they_are_one_in_brackets_or_beside_a_verb_of_reporting(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


ATTRIBUTIONS = [
    ("La presa cedió el lunes, según EFE.", ["EFE"]),
    ("La presa cedió, informó la agencia Efe.", ["EFE"]),
    ("«No hubo heridos», dijo a Efe la alcaldesa.", ["EFE"]),
    ("Lo adelantó Europa Press y lo recogieron Télam y Notimex.", ["Europa Press", "Telam", "Notimex"]),
    ("Die Fähre lief auf Grund, wie die Deutsche Presse-Agentur berichtet.", ["dpa"]),
    ("Der Deutschen Presse-Agentur sagte sie, das Schiff sei leer.", ["dpa"]),
    ("Verletzt wurde nach Angaben der Nachrichtenagentur AP niemand.", ["AP"]),
    ("Das sagte die Landesrätin der APA.", []),
    ("Das sagte sie gegenüber der APA.", ["APA"]),
    ("Der Hang rutscht weiter, meldet Keystone-SDA.", ["SDA"]),
    ("Le pont a cédé, selon l'AFP.", ["AFP"]),
    ("Le pont a cédé, a indiqué l’Agence France-Presse.", ["AFP"]),
    ("Le col reste fermé, indique l'ATS.", ["SDA"]),
    ("Le bourgmestre l'a confirmé à Belga.", ["Belga"]),
    ("A ponte cedeu, segundo a Lusa.", ["Lusa"]),
    ("«Foi um susto», disse à Lusa o autarca.", ["Lusa"]),
    ("A informação é da Agência Brasil.", ["Agencia Brasil"]),
    ("Il ponte ha ceduto, secondo l'ANSA.", ["ANSA"]),
    ("Il ponte ha ceduto, riferisce l’Ansa.", ["ANSA"]),
    ("Dat meldt ANP.", ["ANP"]),
    ("De sluis blijft dicht, bevestigt de schepen aan Belga.", ["Belga"]),
    ("Bron stängs, säger han till TT.", ["TT"]),
    ("Broen lukkes, skriver Ritzau.", ["Ritzau"]),
    ("Broen stenges, sier ordføreren til NTB.", ["NTB"]),
    ("Silta suljetaan, kertoo STT.", ["STT"]),
    ("Most zamknięto, podała PAP.", ["PAP"]),
    ("Most je zavřený, řekla ČTK starostka.", ["CTK"]),
    ("A hidat lezárták, közölte az MTI.", ["MTI"]),
    ("Köprü kapatıldı, dedi AA muhabirine.", ["Anadolu"]),
    ("Köprü kapatıldı, Anadolu Ajansı bildirdi.", ["Anadolu"]),
    ("Jembatan ditutup, dikutip dari Antara.", ["Antara"]),
    ("Об этом сообщает ТАСС.", ["TASS"]),
    ("Мост закрыт, сообщает РИА Новости.", ["RIA"]),
    ("Мост закрыт, передал корреспондент «Интерфакса».", ["Interfax"]),
    ("Мост закрыт, сообщает агентство Рейтер.", ["Reuters"]),
    ("据新华社报道，大桥已关闭。", ["Xinhua"]),
    ("新华社北京3月4日电", ["Xinhua"]),
    ("据AFP报道，大桥已关闭。", ["AFP"]),
    ("共同通信によると、橋は閉鎖された。", ["Kyodo"]),
    ("橋は閉鎖された。（共同）", ["Kyodo"]),
    ("時事通信の取材に答えた。", ["Jiji"]),
    ("AP通信は4日、橋が閉鎖されたと伝えた。", ["AP"]),
    ("다리가 폐쇄됐다고 연합뉴스가 보도했다.", ["Yonhap"]),
    ("أُغلق الجسر، بحسب رويترز.", ["Reuters"]),
    ("وقال العمدة لرويترز إن الجسر مغلق.", ["Reuters"]),
    ("نقلت وكالة فرانس برس عن العمدة.", ["AFP"]),
    ("ذكرت وكالة الأناضول ذلك.", ["Anadolu"]),
    ("The bridge is shut, Bernama reported.", ["Bernama"]),
    ("Reported by AAP and The Canadian Press, UPI and Xinhua.", ["AAP", "Canadian Press", "UPI", "Xinhua"]),
]


@pytest.mark.parametrize(("text", "expected"), ATTRIBUTIONS)
def test_attributions_in_many_languages(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "She teaches AP classes and sat the AP exam; AP students scored well.",
        "Kofi Ansa won, and Ansa said he was glad.",
        "MARIA ANSA WINS THE REGATTA",
        "EFE KAYA SIGNS FOR HALDEN",
        "Efe Kaya told Efe's brother that Ansa sang.",
        "The Data Protection Act (DPA) and Alcoholics Anonymous (AA) were named.",
        "The air traffic service (ATS) of the region.",
        "The autovía AP-7 was shut.",
        "La ciudadana belga habló con Petra. Belga de nacimiento, vive en Lugo.",
        "Antara pagi dan sore, jembatan itu ditutup. Bernama Siti, anak itu selamat.",
        "Тассо и рейтерские гравюры. Рейтер родился в Вене.",
        "共同記者会見が開かれた。共同代表は時事問題に触れた。",
        "中央社会工作部召开会议。",
        "교도소에서 탈출했다.",
        "سافر إلى الأناضول ثم إلى بترا، ووفا بوعده.",
        "フランス通信大手が新しい網を築く。",
        "The PAP government and the AAP rally, with BNS and CNA printed on a cap.",
    ],
)
def test_other_meanings_in_many_languages(text: str) -> None:
    assert codes(text) == []


def test_places_are_those_of_the_name_in_every_script() -> None:
    for text, name in (
        ("据新华社报道", "新华社"),
        ("قال لرويترز أمس", "رويترز"),
        ("AP通信は伝えた", "AP通信"),
        ("по данным ТАСС,", "ТАСС"),
    ):
        (mention,) = agency_mentions(text)
        assert text[mention.start : mention.end] == name


def test_a_name_that_counts_somewhere_is_known() -> None:
    """A slip in a table of exceptions would go unseen."""
    known = {n for table in (names.NAMES, names.CYRILLIC, names.ARABIC, names.UNSPACED) for some in table.values() for n in some}
    exceptions = names.ONLY_WITH_CONTEXT | set(names.ONLY_AT_HOME) | names.ONLY_IN_BRACKETS | names.NEVER_IN_TEXT | names.PEOPLE
    assert exceptions <= known
    assert set(names.ONLY_AT_HOME) >= names.NOT_IN_BRACKETS


def test_no_name_belongs_to_two_agencies() -> None:
    owners: dict[str, set[str]] = {}
    for table in (names.NAMES, names.CYRILLIC, names.ARABIC, names.UNSPACED):
        for code, some in table.items():
            for name in some:
                owners.setdefault(name.casefold(), set()).add(code)
    assert [name for name, codes_of in owners.items() if len(codes_of) > 1] == []
