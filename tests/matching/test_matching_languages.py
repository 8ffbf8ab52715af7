"""The language that a text is weighed in."""

from __future__ import annotations

import pytest

from pipelines.matching.languages import language_of
from tests.matching.words import WIRE

TEXTS = {
    "en": WIRE,
    "ja": "渡し船が港の沖で座礁し、乗客全員が救助された。フェリー会社が発表した。",
    "zh": "一艘渡船在港口外搁浅，船上乘客全部获救，渡船公司 Nordhav Bulk 表示。",
    "ru": "Паром сел на мель у входа в гавань, сообщила компания Nordhav Bulk.",
    "ar": "جنحت العبارة عند مدخل الميناء، بحسب شركة Nordhav.",
    "ko": "페리가 항구 밖에서 좌초했다.",
    "th": "เรือเฟอร์รี่เกยตื้นนอกท่าเรือ",
    "hi": "नौका बंदरगाह के बाहर फँस गई।",
    "el": "Το πλοίο προσάραξε έξω από το λιμάνι.",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("tag", [None, "", "und", "mul"])
def test_without_a_tag_the_script_says(language: str, tag: str | None) -> None:
    assert language_of(tag, TEXTS[language]) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [("uk", "uk"), ("pt-BR", "pt"), ("PT_br", "pt"), ("zh-Hant-TW", "zh"), ("nn-NO", "nb"), ("sr-Cyrl", "sh"), ("tlh", "tlh")],
)
def test_a_tag_is_believed(tag: str, language: str) -> None:
    assert language_of(tag, TEXTS["ru"]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "142, 9,600 — …",
        "“Curly quotes” and café, naïve, Łódź",
        "The paper 新华社 and the agency ТАСС, as they write themselves, are named in this English story.",
    ],
)
def test_all_else_is_english(text: str) -> None:
    assert language_of(None, text) == "en"


def test_a_few_kana_in_a_chinese_text_do_not_make_it_japanese() -> None:
    assert language_of(None, TEXTS["zh"] * 3 + "の") == "zh"
