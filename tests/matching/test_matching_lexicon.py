"""Stems meet, weights stand still."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfreq import zipf_frequency

from pipelines.matching.lexicon import CONTENT, HEAVIEST, RARE, Lexicon, Word, hash64, lexicon
from pipelines.matching.stems import ALGORITHMS, Stems
from pipelines.matching.tokens import NUMBER, tokenise
from tests.matching.words import ENGLISH, FERRY, SMALL, stories

LOWER = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


FORMS = [
    ("en", ["close", "closes", "closed", "closing"]),
    ("en", ["carry", "carries", "carried", "carrying"]),
    ("en", ["stop", "stops", "stopped", "stopping"]),
    ("en", ["story", "stories", "story's"]),
    ("es", ["declaró", "declarado", "declaración", "declaraciones", "DECLARACION"]),
    ("es", ["niño", "niños", "ninos"]),
    ("fr", ["déclaré", "déclarée", "déclarer", "declare", "DÉCLARÉ"]),
    ("fr", ["œuvre", "œuvres", "oeuvre"]),
    ("de", ["Haus", "Hauses", "Häuser", "Häusern"]),
    ("de", ["Straße", "Straßen", "Strasse", "STRASSEN"]),
    ("pt", ["eleição", "eleições", "eleicao", "ELEIÇÕES"]),
    ("pt", ["decisão", "decisões"]),
    ("it", ["elezione", "elezioni"]),
    ("it", ["città", "citta"]),
    ("nl", ["verkiezing", "verkiezingen"]),
    ("ru", ["губернатор", "губернатора", "губернатору", "Губернатором"]),
    ("ru", ["ещё", "еще"]),
    ("ru", ["Зареченский", "Зареченского", "Зареченской"]),  # no word of the list
    ("ar", ["حكومة", "الحكومة", "والحكومة", "للحكومة", "الحُكُومَة", "الحكـــومة"]),
    ("ar", ["وزير", "الوزير", "والوزير"]),
    ("ar", ["قال", "وقال"]),
    ("ar", ["إعلان", "اعلان", "الإعلان", "الاعلان"]),
    ("ar", ["مدرسة", "المدرسه"]),
    ("ar", ["بوزارة", "لوزارة", "الوزارة"]),
    ("sv", ["regeringen", "regeringens", "regeringar", "regering"]),
]


def looked_up(language: str, words: list[str]) -> list[Word]:
    """Each word as one token of a text."""
    found = [tokenise(word, lexicon(language)) for word in words]
    assert [len(tokens) for tokens in found] == [1] * len(words)
    return [Word(int(t.token[0]), int(t.stem[0]), int(t.weight[0]), False) for t in found]


@pytest.mark.parametrize(("language", "forms"), FORMS)
def test_forms_of_a_word_meet(language: str, forms: list[str]) -> None:
    found = looked_up(language, forms)
    assert len({word.stem for word in found}) == 1
    assert len({word.weight for word in found}) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["police", "policy"]),
        ("en", ["news", "new"]),
        ("en", ["bus", "class", "crisis", "status"]),
        ("ar", ["وزير", "زير"]),
        ("ar", ["فريق", "ريق"]),
        ("ar", ["لجنة", "جن"]),
    ],
)
def test_words_that_look_like_forms_of_one_stay_apart(language: str, words: list[str]) -> None:
    assert len({word.stem for word in looked_up(language, words)}) == len(words)


@given(st.sampled_from(sorted(ALGORITHMS)), st.lists(st.text("abcdeéïñöşxяйпоقلوة'-", min_size=1, max_size=12), max_size=6))
def test_a_stem_is_never_empty_and_does_not_depend_on_the_others(language: str, words: list[str]) -> None:
    stems = Stems(language)
    found = stems.of(words)
    assert all(found)
    assert found == [stems.of([word])[0] for word in words]


def test_without_a_stemmer_words_are_their_own_stems() -> None:
    assert Stems("tlh").of(["yo", "yos"]) == ["yo", "yos"]


def test_without_the_spelling_of_the_list_accents_part_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: every word is stemmed as it stands, its accents lost."""
    words = Lexicon("pt")
    assert words.look_up("eleicao").stem == words.look_up("eleicoes").stem
    monkeypatch.setattr(words._vocabulary, "_respelled", {})
    assert words.look_up("eleicao").stem != words.look_up("eleicoes").stem


@given(LOWER)
def test_weights_lie_between_nothing_and_the_heaviest(word: str) -> None:
    found = ENGLISH.look_up(word)
    assert 0 <= found.weight <= HEAVIEST
    assert not found.number
    assert found.token == hash64(word)
    assert lexicon("en").look_up(word) == found


OTHER_FORMS = {"minister": ("ministerial",)}


@pytest.mark.parametrize("word", ["the", "harbour", "rudder", "sandbank", "minister", "yesterday"])
def test_a_word_weighs_the_least_that_its_forms_do(word: str) -> None:
    """`clip(7.2 - zipf, 0, 5.5)`, by the frequencies of wordfreq; the commonest form of a stem counts."""
    forms = {word, word + "s", word + "ed", word + "ing", *OTHER_FORMS.get(word, ())}
    least = min(max(0.0, min(5.5, 7.2 - zipf_frequency(form, "en", wordlist="best", minimum=1.7))) for form in forms)
    assert ENGLISH.look_up(word).weight == pytest.approx(100 * least, abs=2)


def test_what_says_something_and_what_is_rare() -> None:
    weight = {word: ENGLISH.look_up(word).weight for word in ("the", "of", "said", "harbour", "sandbank", "xqzzv")}
    assert max(weight["the"], weight["of"], weight["said"]) < CONTENT <= weight["harbour"] < RARE <= weight["sandbank"]
    assert weight["xqzzv"] == HEAVIEST


@pytest.mark.parametrize(
    ("number", "weight"),
    [
        ("7", 80),
        ("12", 160),
        ("142", 260),
        ("9600", 360),
        ("81000", 460),
        ("250000", 500),
        ("1234567890", 500),
        ("3.4", 160),
        ("9.600", 360),
    ],
)
def test_numbers_weigh_by_their_digits(number: str, weight: int) -> None:
    found = ENGLISH.look_up(number)
    assert (found.weight, found.number, found.stem) == (weight, True, hash64(number))


@pytest.mark.parametrize(("number", "weight"), [("1974", 200), ("1600", 200), ("2099", 200), ("1599", 360), ("2100", 360), ("19740", 460)])
def test_years_weigh_less(number: str, weight: int) -> None:
    assert ENGLISH.look_up(number).weight == weight


def test_one_lexicon_a_language() -> None:
    assert lexicon(None) is lexicon("en") is lexicon("en-GB") is lexicon("EN")
    assert lexicon("es") is not lexicon("en")


def test_tags_that_share_a_lexicon() -> None:
    assert lexicon("no") is lexicon("nn") is lexicon("nb-NO")
    assert lexicon("pt_BR") is lexicon("pt-PT")


@pytest.mark.parametrize(
    ("language", "number", "plain"),
    [
        ("en", "1,020", "1020"),
        ("en", "3.4", "3.4"),
        ("de", "1.020", "1020"),
        ("de", "3,4", "3.4"),
        ("de", "3.4", "3.4"),
        ("es", "12.345.678", "12345678"),
        ("fr", "9.30", "9.30"),
        ("ar", "٣٫٤", "3.4"),
        ("ar", "١٬٠٢٠", "1020"),
        ("ar", "٢٠٢٦", "2026"),
        ("zh", "１，０２０", "1020"),
        ("hi", "४५", "45"),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(language: str, number: str, plain: str) -> None:
    tokens = tokenise(number, lexicon(language))
    assert tokens.token.tolist() == [hash64(plain)]
    assert tokens.flags.tolist() == [NUMBER]


def test_a_language_without_frequencies_weighs_all_words_alike() -> None:
    assert lexicon("tlh").look_up("yo").weight == HEAVIEST


@settings(max_examples=30, deadline=None)
@given(st.lists(stories((*FERRY, *SMALL)), max_size=6))
def test_words_do_not_depend_on_what_was_looked_up_before(world: list[str]) -> None:
    """Not even where a lexicon forgets what it knows all the time."""
    forgetful = Lexicon("tlh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.matching.lexicon._CACHED_WORDS", 2)
        found = [tokenise(text, forgetful) for text in world]
    for text, tokens in zip(world, found, strict=True):
        fresh = tokenise(text, Lexicon("tlh"))
        assert tokens.token.tolist() == fresh.token.tolist()
        assert tokens.weight.tolist() == fresh.weight.tolist()


def test_a_lexicon_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.matching.lexicon._CACHED_WORDS", 100)
    words = Lexicon("tlh")
    for i in range(20):
        tokenise(" ".join(f"w{i}x{j}" for j in range(50)), words)
    assert len(words._rows) <= 150


def alike_in_threads(lexicons: int) -> bool:
    """Whether four threads that learn the same words at once read the same tokens as one that is alone."""
    texts = [" ".join(f"w{i * 7919 % 6007}x{thread % 2}" for i in range(1400)) for thread in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(lexicons):
            shared, alone = Lexicon("tlh"), Lexicon("tlh")
            with ThreadPoolExecutor(4) as pool:
                found = list(pool.map(lambda text, words=shared: tokenise(text, words), texts))
            if any(not np.array_equal(t.token, tokenise(text, alone).token) for t, text in zip(found, texts, strict=True)):
                return False
    finally:
        sys.setswitchinterval(interval)
    return True


def test_threads_may_share_a_lexicon() -> None:
    """Workers run several bundles at once in one process."""
    assert alike_in_threads(5)


def test_without_a_lock_threads_mix_their_words_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: two threads may add a word at once. Tried on until it shows, at most 200 times."""
    monkeypatch.setattr("pipelines.matching.lexicon.Lock", nullcontext)
    assert not alike_in_threads(200)


def test_hashes_are_those_of_blake2b() -> None:
    """They are kept in stores and may never change: `printf ferry | b2sum -l 64`, read little-endian."""
    assert hash64("ferry") == 0x6E53A75F838D7D10
    assert hash64("") == 0xB4B2797457A0A6E4
    assert hash64("\ud800") != hash64("\ud801")
