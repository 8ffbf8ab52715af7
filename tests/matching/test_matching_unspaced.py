"""Scripts that part no words: grams, tails, weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.lexicon import CONTENT, HEAVIEST, RARE, hash64, lexicon
from pipelines.matching.tokens import Tokens, tokenise
from pipelines.matching.unspaced import TAIL, Grams, in_grams, script
from pipelines.matching.weights import frequency_weight


def grams(text: str) -> list[str]:
    """The grams of a text of single characters; a blank is a gap."""
    pieces = text.split(" ")
    tokens = [character for piece in pieces for character in piece]
    gaps = ["" if i else " " for piece in pieces for i in range(len(piece))]
    return in_grams(gaps, tokens)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渡船", ["渡船", "船" + TAIL]),
        ("渡し船が", ["渡", "し", "船", "が"]),
        ("港口外 搁浅", ["港口", "口外", "外" + TAIL, "搁浅", "浅" + TAIL]),
        ("された", ["され", "れた", "た" + TAIL]),
        ("เรือใหญ่", ["เรือ", "รือใ", "ือให", "อใหญ", "ใหญ่", "ห" + TAIL, "ญ" + TAIL, "่" + TAIL]),
        ("มา", ["มา", "า" + TAIL]),
        ("船", ["船"]),
    ],
)
def test_grams_begin_at_each_character_of_a_run(text: str, expected: list[str]) -> None:
    assert grams(text) == expected


def test_words_and_numbers_end_a_run() -> None:
    assert in_grams(["", "", "", ""], ["渡", "船", "3", "号"]) == ["渡船", "船" + TAIL, "3", "号"]


@given(st.text("渡船港しがれเรือกa1", max_size=12))
def test_every_token_keeps_its_place(text: str) -> None:
    found = in_grams([""] * len(text), list(text))
    assert [gram[0] for gram in found] == list(text)
    assert all(gram == character for gram, character in zip(found, text, strict=True) if not script(character))


def japanese(text: str) -> Tokens:
    """Tokens of a Japanese text."""
    return tokenise(text, lexicon("ja"))


def test_tokens_are_hashes_of_grams() -> None:
    tokens = japanese("救助船")
    assert tokens.token.tolist() == tokens.stem.tolist() == [hash64("救助"), hash64("助船"), hash64("船")]
    assert (tokens.weight > 0).tolist() == [True, True, False]
    assert (tokens.start.tolist(), tokens.end.tolist()) == ([0, 1, 2], [1, 2, 3])


def test_a_character_alone_has_its_own_weight() -> None:
    (weight,) = japanese("船").weight.tolist()
    assert 0 < weight < RARE


def test_katakana_are_words() -> None:
    tokens = japanese("フェリーとカタマラン")
    assert tokens.token.tolist()[0] == hash64("フェリー")
    assert len(tokens) == 3
    assert japanese("ｶﾀﾏﾗﾝ").token.tolist() == tokens.token.tolist()[-1:]


def test_numbers_and_latin_words_are_tokens_as_elsewhere() -> None:
    tokens = tokenise("搭载２１４人的ＮＨＫ号", lexicon("zh"))
    assert hash64("214") in tokens.token.tolist()
    assert hash64("nhk") in tokens.token.tolist()


@pytest.mark.parametrize(("language", "text"), [("zh", "的是"), ("zh", "我们"), ("ja", "です"), ("ja", "した"), ("ja", "という")])
def test_grammar_says_nothing(language: str, text: str) -> None:
    assert max(tokenise(text, lexicon(language)).weight.tolist()) < CONTENT


@pytest.mark.parametrize(("language", "text"), [("zh", "渡船"), ("zh", "搁浅"), ("ja", "座礁"), ("ja", "沈没"), ("ja", "カタマラン")])
def test_words_say_something(language: str, text: str) -> None:
    assert tokenise(text, lexicon(language)).weight.tolist()[0] >= CONTENT


def test_pairs_across_words_weigh_less_than_rare_words() -> None:
    """Boat and "of" stand side by side in no word of the list; rudder is a word of it, and a rarer thing to say."""
    across, rudder = (tokenise(text, lexicon("zh")).weight.tolist()[0] for text in ("船的", "船舵"))
    assert across < rudder


def test_weights_come_from_words_and_borders() -> None:
    """Ten words in a hundred are 港口, one is 渡船: 口渡 meets by chance in one of a thousand borders, counted 30 times."""
    buckets: list[list[str]] = [[] for _ in range(201)]
    buckets[100], buckets[200] = ["港口"], ["渡船"]
    words = Grams(buckets)
    assert words.weigh("港口") == frequency_weight(0.1 + 30 * 0.0) == 0
    assert words.weigh("渡船") == frequency_weight(0.01)
    assert words.weigh("口渡") == frequency_weight(30 * 0.1 * 0.01)
    assert words.weigh("船港") == frequency_weight(30 * 0.01 * 0.1)
    assert words.weigh("渡港") == HEAVIEST
    assert words.weigh("渡海") == RARE
    assert words.weigh("船" + TAIL) == 0


def test_languages_without_a_list_weigh_grams_alike() -> None:
    weights = tokenise("เรือใหญ่", lexicon("th")).weight.tolist()
    assert weights == [RARE] * 5 + [0] * 3
    assert tokenise("渡船", lexicon("en")).weight.tolist() == [RARE, 0]
