"""From bytes to text: marks, declared sets that lie, and mojibake."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats.encoding import _MOJIBAKE, _MOJIBAKE_UTF8, decode, python_name, undo_mojibake

WORDS = "Prix fixé à midi – l’été"


@pytest.mark.parametrize(
    ("data", "declared", "encoding"),
    [
        (WORDS.encode(), None, None),
        (WORDS.encode(), "UTF-8", None),
        (WORDS.encode(), "utf8", None),
        (codecs.BOM_UTF8 + WORDS.encode(), None, None),
        (codecs.BOM_UTF8 + WORDS.encode(), "iso-8859-1", None),
        (WORDS.encode(), "iso-8859-1", "utf-8"),
        (WORDS.encode(), "windows-1252", "utf-8"),
        (WORDS.encode(), "gbk", "utf-8"),
        (WORDS.encode(), "no-such-set", None),
        (WORDS.encode("cp1252"), None, "cp1252"),
        (WORDS.encode("cp1252"), "iso-8859-1", "cp1252"),
        (WORDS.encode("cp1252"), "us-ascii", "cp1252"),
        (WORDS.encode("cp1252"), "utf-8", "cp1252"),
        (WORDS.encode("cp1252"), "no-such-set", "cp1252"),
        (WORDS.encode("mac-roman"), "macintosh", "mac-roman"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), None, "utf-16"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "utf-8", "utf-16"),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), None, "utf-32"),
        (WORDS.encode("utf-16-le"), "utf-16", "utf-16"),
        (WORDS.encode("utf-16-be"), "utf-16", "utf-16"),
        (WORDS.encode(), "utf-16", "utf-8"),
    ],
)
def test_the_set_is_told_and_recorded(data: bytes, declared: str | None, encoding: str | None) -> None:
    assert decode(data, declared) == (WORDS, encoding)


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "shift_jis", "no-such-set", "zlib", "unicode_escape"])
def test_ascii_is_utf8_whatever_is_declared(declared: str | None) -> None:
    assert decode(b"Ferry \\u0041 cut", declared) == ("Ferry \\u0041 cut", None)


@pytest.mark.parametrize(
    ("text", "declared", "encoding"),
    [
        ("フェリーの時刻表", "Shift_JIS", "cp932"),
        ("フェリーの時刻表", "euc-jp", "euc_jp"),
        ("渡轮时刻表", "gb2312", "gb18030"),
        ("渡輪時刻表", "big5", "big5"),
        ("페리 시간표", "euc-kr", "cp949"),
        ("Расписание парома", "koi8-r", "koi8-r"),
        ("Расписание парома", "windows-1251", "cp1251"),
        ("Çamlıca vapuru, ‘dün’", "iso-8859-9", "cp1254"),
    ],
)
def test_other_scripts_in_their_own_sets(text: str, declared: str, encoding: str) -> None:
    name = python_name(declared)
    assert name is not None
    assert decode(text.encode(name), declared) == (text, encoding)


def test_a_set_of_seven_bits_is_read_as_declared() -> None:
    data = "フェリー".encode("iso2022_jp")
    assert data.isascii()
    assert decode(data, "iso-2022-jp") == ("フェリー", "iso2022_jp")


def test_many_bytes_of_utf8_win_over_a_set_of_east_asia() -> None:
    text = "渡轮时刻表" * 5
    assert decode(text.encode(), "gbk") == (text, "utf-8")


@pytest.mark.parametrize("name", ["rot13", "hex", "punycode", "idna", "utf-7", "undefined", "unicode_escape", "\0", "a" * 200, "é"])
def test_what_names_no_character_set(name: str) -> None:
    assert python_name(name) is None


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("The councilâ€™s ferry", "The council’s ferry"),
        ("Prix fixÃ© Ã\xa0 midi", "Prix fixé à midi"),
        ("The council\x92s ferry", "The council’s ferry"),
        ("â\x80\x9cFerryâ\x80\x9d", "“Ferry”"),
        ("Â£5 a trip", "£5 a trip"),
        ("A fine fare.\nThe councilâ€™s ferry, fixé", "A fine fare.\nThe council’s ferry, fixé"),
    ],
)
def test_mojibake_is_undone_and_recorded(broken: str, whole: str) -> None:
    assert decode(broken.encode()) == (whole, "utf-8+repaired")
    assert undo_mojibake(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        "LE CAFÉ», dit-elle",
        "CAFÉ’S OWNER",
        "SÃO PAULO…",
        "PEÑA™ à Brno",
        "Ånstad “Ö” Ærø",
        "Ελλάδα — ΑΘΗΝΑ",
        "Москва «Ъ»",
        "渡轮时刻表",
        "10 °C, £5 and ½",
        "naïve café – “so”",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert decode(text.encode()) == (text, None)


def test_stray_bytes_in_utf8_do_not_spoil_the_rest() -> None:
    data = WORDS.encode() + b" \x93so\x94"
    assert decode(data) == (WORDS + " “so”", "utf-8+repaired")


def test_a_file_cut_within_a_character() -> None:
    assert decode((WORDS + "’").encode()[:-1]) == (WORDS + "\ufffd", "utf-8+repaired")


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["utf-16", "gbk", "hz", "utf-32", "latin-1"])))
def test_any_bytes_and_any_name_give_a_text(data: bytes, declared: str | None) -> None:
    decoded = decode(data, declared)
    assert decoded == decode(data, declared)
    assert isinstance(decoded.text, str)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=200))
def test_text_that_is_no_mojibake_survives(text: str) -> None:
    if undo_mojibake(text) == text:
        assert decode(text.encode(), "utf-8") == (text, None)


@given(st.text(alphabet="aé’àâÃÂÐ©\u00a0€™œ\u0080\u0093‚Äô–»\n", max_size=60))
def test_the_quick_look_finds_what_the_slow_one_finds(text: str) -> None:
    assert bool(_MOJIBAKE_UTF8.search(text.encode())) == bool(_MOJIBAKE.search(text))
