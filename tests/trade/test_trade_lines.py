"""Paragraphs, sentences, and the folded form by which lines are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.lines import first_word, fold_line, sentences_of, spans_of, stretches
from schemas import Furniture

ANY_TEXT = st.text(st.sampled_from("aB zé.!? \n\n“”(«»)。中文ア١ß½-"), max_size=120)


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("Read MORE: the Quay’s new bridge!", "read more the quay s new bridge"),
        ("Sign\n  up — today", "sign up today"),
        ("ＡＢＣ １２", "abc 12"),
        ("Straße", "strasse"),
        ("返回首页", "返 回 首 页"),
        ("アプリで開く。", "ア プ リ で 開 く"),
        ("العودة إلى الأعلى", "العودة إلى الأعلى"),
        ("— * —", ""),
    ],
)
def test_a_folded_line_keeps_its_words_only(line: str, folded: str) -> None:
    assert fold_line(line) == folded


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It rained. The pier was closed.", ["It rained. ", "The pier was closed."]),
        ("“It rained.” She left.", ["“It rained.” ", "She left."]),
        ("Mr. Halden met Gov. Brandt in the U.S. Senate.", ["Mr. Halden met Gov. Brandt in the U.S. Senate."]),
        ("He paid 3.5 kroner. no more.", ["He paid 3.5 kroner. no more."]),
        ("雨が降った。船は出なかった。", ["雨が降った。", "船は出なかった。"]),
        ("Is it open? Nobody knows!", ["Is it open? ", "Nobody knows!"]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences_of(text, 0, len(text))] == parts


@given(ANY_TEXT)
def test_sentences_touch_and_cover_the_paragraph(text: str) -> None:
    spans = sentences_of(text, 0, len(text))
    assert "".join(text[start:end] for start, end in spans) == text


@given(ANY_TEXT, st.integers(0, 20))
def test_the_first_word_is_that_of_the_folded_line(text: str, start: int) -> None:
    assert first_word(text, start) == fold_line(text[start:]).partition(" ")[0]


@given(ANY_TEXT)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold_line(fold_line(text)) == fold_line(text)


def test_what_rules_have_marked_is_no_line_and_what_was_learned_is() -> None:
    text = "HALDEN — The ferry sank. Nobody was hurt.\n\nKeep the quay clean."
    by_rule = Furniture(start=0, end=9, kind="dateline")
    learned = Furniture(start=text.index("Keep"), end=len(text), kind="learned")
    assert [text[a:b] for a, b in spans_of(text, (by_rule, learned))] == ["The ferry sank. Nobody was hurt.", "Keep the quay clean."]
    parts = list(stretches(text, (by_rule, learned)))
    assert [[line.folded for line in part.sentences] for part in parts] == [
        ["the ferry sank", "nobody was hurt"],
        ["keep the quay clean"],
    ]
    assert parts[1].sentences == (parts[1].whole,)
    assert [part.whole.words for part in parts] == [6, 4]
