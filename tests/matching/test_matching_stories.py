"""In each language: what tells a story again shares its stems, what tells another shares few. All texts are invented."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.matching.keys import NEEDED_HITS, sketch_keys
from pipelines.matching.lexicon import CONTENT, Lexicon, _Rows, lexicon
from pipelines.matching.tokens import Tokens, tokenise

STORIES: dict[str, tuple[str, str, str]] = {
    "en": (
        "A ferry carrying 214 passengers ran aground near Halden on Friday, and tugboats freed it nine hours later, the coastguard said.",
        "The coastguard said on Friday that tugboats had freed a ferry after nine hours; it had run aground near Halden and carried "
        "214 passengers.",
        "Farmers around Vellingby sold sugar beet at the lowest price in six years, the growers' union reported in its autumn survey.",
    ),
    "es": (
        "Un transbordador con 214 pasajeros encalló el viernes frente a Valdemar y los remolcadores lo liberaron nueve horas después, "
        "declaró la guardia costera.",
        "La guardia costera ha declarado que dos remolcadores liberaron tras nueve horas el transbordador, encallado el viernes frente a "
        "Valdemar con 214 pasajeros.",
        "Los agricultores de Orbejo vendieron la remolacha al precio más bajo en seis años, según la encuesta otoñal del sindicato.",
    ),
    "fr": (
        "Un traversier transportant 214 passagers s'est échoué vendredi près d'Ormeval et des remorqueurs l'ont dégagé neuf heures plus "
        "tard, ont déclaré les garde-côtes.",
        "Les garde-côtes ont déclaré que l'échouage du traversier, vendredi près d'Ormeval, avait duré neuf heures : un remorqueur a "
        "dégagé le navire, qui transportait 214 passagers.",
        "Les agriculteurs du Vellois ont vendu la betterave au prix le plus bas depuis six ans, selon l'enquête d'automne du syndicat.",
    ),
    "de": (
        "Eine Fähre mit 214 Passagieren ist am Freitag vor Lüttenhagen auf Grund gelaufen; Schlepper befreiten sie nach neun Stunden, "
        "teilte die Küstenwache mit.",
        "Schlepper haben nach Angaben der Küstenwache die am Freitag vor Lüttenhagen auf Grund gelaufene Fähre befreit. Neun Stunden lang "
        "sass das Schiff mit 214 Passagieren fest.",
        "Die Bauern um Vellingen verkauften Zuckerrüben zum niedrigsten Preis seit sechs Jahren, berichtete der Verband der Erzeuger.",
    ),
    "pt": (
        "Um barco com 214 passageiros encalhou na sexta-feira ao largo de Monforte e os rebocadores libertaram a embarcação nove horas "
        "depois, segundo as autoridades marítimas.",
        "As autoridades marítimas disseram que um rebocador libertou ao fim de nove horas as embarcações: o barco, com 214 passageiros, "
        "encalhara na sexta-feira ao largo de Monforte.",
        "Os agricultores de Vilarinho venderam a beterraba ao preço mais baixo em seis anos, indica o inquérito de outono do sindicato.",
    ),
    "it": (
        "Un traghetto con 214 passeggeri si è incagliato venerdì davanti a Monterea e i rimorchiatori l'hanno liberato nove ore dopo, "
        "ha dichiarato la guardia costiera.",
        "La guardia costiera dichiara che un rimorchiatore ha liberato dopo nove ore il traghetto incagliatosi venerdì davanti a "
        "Monterea: a bordo dell'imbarcazione 214 passeggeri.",
        "Gli agricoltori di Vellano hanno venduto le barbabietole al prezzo più basso in sei anni, secondo l'indagine del sindacato.",
    ),
    "nl": (
        "Een veerboot met 214 passagiers is vrijdag bij Drumpterdam aan de grond gelopen; slepers trokken het schip na negen uur los, "
        "meldt de kustwacht.",
        "De kustwacht meldde dat een sleper de veerboot na negen uur heeft losgetrokken. Het schip met 214 passagiers liep vrijdag bij "
        "Drumpterdam aan de grond.",
        "Boeren rond Vellingen verkochten suikerbieten voor de laagste prijs in zes jaar, blijkt uit een enquête van de telersbond.",
    ),
    "ru": (
        "Паром с 214 пассажирами сел на мель у Заречинска в пятницу, буксиры освободили судно через девять часов, сообщила береговая "
        "охрана.",
        "Буксир освободил севший на мель у Заречинска паром, сообщают в береговой охране. На борту судна в пятницу находились 214 "
        "пассажиров, ждавших девять часов.",
        "Фермеры Вельского района продали сахарную свёклу по самой низкой цене за шесть лет, говорится в осеннем опросе союза.",
    ),
    "ar": (
        "جنحت عبارة تقل ٢١٤ راكبا قرب ميناء الرملة يوم الجمعة وحررتها قاطرات بعد تسع ساعات، حسبما أعلن خفر السواحل.",
        "أعلن خفر السواحل أن القاطرات حررت العبارة بعد ساعات من جنوحها قرب الميناء في الرملة الجمعة، وكانت العبارة تقل 214 راكبا.",
        "باع المزارعون في سهل الزعتر محصول الشمندر بأدنى سعر منذ ستة أعوام، وفق مسح أجراه اتحاد المنتجين في الخريف.",
    ),
    "zh": (
        "一艘载有214名乘客的渡船周五在白沙港附近搁浅，海岸警卫队说，拖船九小时后使渡船脱险，乘客无人受伤。",
        "海岸警卫队表示，周五在白沙港附近搁浅的渡船，经拖船救援，九小时后脱险。船上214名乘客无人受伤。",
        "维林地区农民以六年来最低价格出售甜菜，种植者协会秋季调查报告显示，仓库里仍堆积着大量粮食。",
    ),
    "ja": (
        "乗客214人を乗せたフェリーが金曜日、白浜港の沖合で座礁し、曳航船が九時間後に離礁させたと海上保安部が発表した。",
        "海上保安部の発表によると、金曜日に白浜港沖合で座礁したフェリーは、九時間後に曳航船により離礁した。乗客は214人だった。",
        "ベリン地方の農家は甜菜を六年ぶりの安値で売った。生産者組合の秋の調査で分かった。倉庫には在庫が積み上がっている。",
    ),
    "th": (
        "เรือเฟอร์รี่บรรทุกผู้โดยสาร 214 คนเกยตื้นใกล้ท่าเรือทรายขาวเมื่อวันศุกร์ เรือลากจูงช่วยออกมาได้หลังผ่านไปเก้าชั่วโมง",
        "เมื่อวันศุกร์ เรือลากจูงใช้เวลาเก้าชั่วโมงช่วยเรือเฟอร์รี่ที่เกยตื้นใกล้ท่าเรือทรายขาว ซึ่งมีผู้โดยสาร 214 คน",
        "เกษตรกรขายหัวบีตในราคาต่ำสุดในรอบหกปี จากผลสำรวจของสหภาพผู้ปลูกในฤดูใบไม้ร่วง",
    ),
}
"""Language -> a wire, the same told again, another story."""


def content(tokens: Tokens) -> dict[int, int]:
    """Content stems and their weights."""
    pairs = zip(tokens.stem.tolist(), tokens.weight.tolist(), strict=True)
    return {stem: weight for stem, weight in pairs if weight >= CONTENT}


def shared(language: str, one: str, other: str) -> float:
    """Share of the lighter text's content weight whose stems the other has."""
    texts = [content(tokenise(text, lexicon(language))) for text in (one, other)]
    light, heavy = sorted(texts, key=lambda text: sum(text.values()))
    return sum(weight for stem, weight in light.items() if stem in heavy) / sum(light.values())


@pytest.mark.parametrize("language", sorted(STORIES))
def test_a_rewrite_shares_most_of_the_content_and_another_story_little(language: str) -> None:
    wire, rewrite, other = STORIES[language]
    assert shared(language, wire, rewrite) >= 0.55
    assert max(shared(language, wire, other), shared(language, rewrite, other)) <= 0.12


@pytest.mark.parametrize("language", sorted(STORIES))
def test_a_rewrite_is_a_candidate_and_another_story_is_none(language: str) -> None:
    keys = [sketch_keys(tokenise(text, lexicon(language))) for text in STORIES[language]]
    assert len(np.intersect1d(keys[0], keys[1])) >= NEEDED_HITS
    assert len(np.intersect1d(keys[0], keys[2])) < NEEDED_HITS


def test_without_stems_a_rewrite_shares_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: words are their own stems."""
    wire, rewrite, _ = STORIES["es"]
    words = Lexicon("es")
    plain = [set(content(tokenise(text, words))) for text in (wire, rewrite)]
    monkeypatch.setattr(words._vocabulary, "stem", lambda word: word)
    monkeypatch.setattr(words, "_rows", _Rows(words))
    bare = [set(content(tokenise(text, words))) for text in (wire, rewrite)]
    assert len(bare[0] & bare[1]) < len(plain[0] & plain[1])
