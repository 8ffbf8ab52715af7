"""What folding keeps, what it changes, what it drops."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.folding import fold, spell_out


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“a” „b“ «c» ‹", '"a" "b" "c" ‹'),
        ("l’an — co‑op\u00a0x", "l'an - co-op x"),
        ("déjà Łódź Ñandú", "deja Łodz Nandu"),
        ("ﬁsh ½", "fish 1⁄2"),
        ("йод Ёлка её", "йод Елка ее"),
        ("и\u0306од", "йод"),
        ("за\u0301мок", "замок"),
        ("أُعلِن إعلان آخر", "اعلن اعلان اخر"),
        ("الحكـــومة", "الحكومة"),
        ("٢٠٢٦ ٣٫٤ ١٬٠٢٠ ४५", "2026 3.4 1,020 45"),
        ("ＡＢＣ１２３", "ABC123"),
        ("が ガ ｶﾞ か\u3099 パ", "が ガ ガ が パ"),
        ("น้ำ เรือ", "น้ำ เรือ"),
        ("페리", "페리"),
        (unicodedata.normalize("NFD", "페리 é"), "페리 e"),
        ("नौक़ा", "नौका"),
        ("soft\u00adhyphen\u200b\u200e", "softhyphen"),
        ("\u00adﾞ ｶ\u00adﾞ e\u00ad\u0301", " ガ e"),
        ("！？。…‥", "！？。……"),
        ("``quick'' ‘‘slow’’", '" quick"  " slow" '),
        ("5' 10''", "5' 10''"),
        ("`tick`", "'tick'"),
        ("\ud800", "\ud800"),
    ],
)
def test_what_folds_to_what(text: str, folded: str) -> None:
    assert fold(text)[0] == folded


@pytest.mark.parametrize(
    ("word", "spelled"),
    [("straße", "strasse"), ("œuvre", "oeuvre"), ("łódź", "lodz"), ("ørsted", "orsted"), ("ёж", "еж"), ("مدرسة", "مدرسه")],
)
def test_what_is_spelled_out(word: str, spelled: str) -> None:
    assert spell_out(word) == spelled


def test_what_is_folded_folds_to_itself() -> None:
    """Every character: else the order in which characters are replaced would matter."""
    for character in map(chr, range(0x30000)):
        folded = fold(character)[0]
        if folded != character:
            assert fold(folded)[0] == folded, hex(ord(character))
            assert spell_out(spell_out(folded)) == spell_out(folded), hex(ord(character))


@given(st.lists(st.sampled_from([*"aZéйёЙأةىｶﾞがー“’…ﬁß½٣", "e\u0301", "и\u0306", "\u00ad", "l'", "``", "''"])).map("".join))
def test_folding_is_done_once(text: str) -> None:
    folded = fold(text)[0]
    assert fold(folded)[0] == folded


@given(st.text("aéйガ페أ ", max_size=30))
def test_composed_and_decomposed_letters_are_one(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text))[0] == fold(text)[0]
