"""Text to tokens: what a token is, where it lies, its flags, where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.matching import tokens as subject
from pipelines.matching.folding import fold
from pipelines.matching.lexicon import hash64, lexicon
from pipelines.matching.tokens import MAX_TOKENS, NAME, NUMBER, QUOTED, tokenise
from pipelines.matching.unspaced import script
from tests.matching.words import ENGLISH, tokens_of


def pieces(text: str) -> list[str]:
    """The pieces of a text that its tokens stand for."""
    tokens = tokens_of(text)
    return [text[start:end] for start, end in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)]


def flagged(text: str, flag: int) -> list[str]:
    """The pieces that carry a flag."""
    return [piece for piece, flags in zip(pieces(text), tokens_of(text).flags.tolist(), strict=True) if flags & flag]


def by_sentence(text: str) -> list[list[str]]:
    """The pieces, sentence by sentence."""
    numbers = tokens_of(text).sentence.tolist()
    out: list[list[str]] = [[] for _ in range(numbers[-1] + 1)]
    for piece, number in zip(pieces(text), numbers, strict=True):
        out[number].append(piece)
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry left.", ["The", "ferry", "left"]),
        ("It cost 1,020 euros, or 3.4 million.", ["It", "cost", "1,020", "euros", "or", "3.4", "million"]),
        ("The U.S. Navy at 5 a.m.", ["The", "U.S.", "Navy", "at", "5", "a.m."]),
        ("He left.The council met.", ["He", "left", "The", "council", "met"]),
        ("See ferry.example now", ["See", "ferry", "example", "now"]),
        ("The pilot's rudder, the pilots' don't", ["The", "pilot's", "rudder", "the", "pilots", "don't"]),
        ("The pilot’s café", ["The", "pilot’s", "café"]),
        ("sea-going — “quick”", ["sea", "going", "quick"]),
        ("ﬁsh and ﬂour", ["ﬁsh", "and", "ﬂour"]),
        ("the 1970s MV2 ship", ["the", "1970", "s", "MV2", "ship"]),
        ("Øresund Straße Łódź", ["Øresund", "Straße", "Łódź"]),
        ("渡し船が港を出た。", ["渡", "し", "船", "が", "港", "を", "出", "た"]),
        ("NHKは2020年に人々へ𠮷野家を", ["NHK", "は", "2020", "年", "に", "人", "々", "へ", "𠮷", "野", "家", "を"]),
        ("ソルヴェイ号・フェリー", ["ソルヴェイ", "号", "フェリー"]),
        ("第３回 ＮＨＫ", ["第", "３", "回", "ＮＨＫ"]),
        ("เรือ", ["เ", "ร", "ื", "อ"]),
        ("नौका बंदरगाह", ["नौका", "बंदरगाह"]),
        ("페리가 떠났다", ["페리가", "떠났다"]),
        ("паром ушёл", ["паром", "ушёл"]),
        ("", []),
        (" — … “”", []),
    ],
)
def test_what_a_token_is(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe"),
        ("CAFÉ", "cafe"),
        ("ﬁsh", "fish"),
        ("1,020", "1020"),
        ("U.S.", "us"),
        ("a.m.", "am"),
        ("pilot's", "pilot"),
        ("pilot’s", "pilot"),
        ("don’t", "don't"),
        ("don`t", "don't"),
        ("İzmir", "izmir"),
        ("ﬀerry", "fferry"),
        ("ｆｅｒｒｙ", "ferry"),
        ("２０２０", "2020"),
    ],
)
def test_one_word_in_two_spellings(one: str, other: str) -> None:
    assert tokens_of(one).token.tolist() == tokens_of(other).token.tolist() == [hash64(other)]


@pytest.mark.parametrize(("one", "other"), [("don't", "dont"), ("3.4", "34"), ("1020", "1021"), ("we're", "were"), ("船", "舟")])
def test_other_words_stay_other(one: str, other: str) -> None:
    assert tokens_of(one).token.tolist() != tokens_of(other).token.tolist()


def test_a_word_seen_once_with_accents_still_weighs_what_it_weighs() -> None:
    for language, common in (("es", "también"), ("ru", "который"), ("en", "don't")):
        (weight,) = tokenise(common, lexicon(language)).weight.tolist()
        assert weight < 140, common


def test_numbers_are_flagged() -> None:
    assert flagged("In 1974 about 1,020 of U.S. ships, MV2 too, sank at 3.4 knots", NUMBER) == ["1974", "1,020", "3.4"]


def test_names_are_capitals_inside_a_sentence() -> None:
    text = "Pilots met Evensen in Halden. Ferries waited. “Wind,” said Dr. Solveig Strand of the U.S. Navy.\n\nHarbours closed in May."
    assert flagged(text, NAME) == ["Evensen", "Halden", "Dr", "Solveig", "Strand", "U.S.", "Navy", "May"]


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "«»", "„”"])
def test_what_stands_in_double_quotes_is_flagged(marks: str) -> None:
    text = f"He said {marks[0]}the wind was kind{marks[1]} and left. {marks[0]}We sail,{marks[1]} she said."
    assert flagged(text, QUOTED) == ["the", "wind", "was", "kind", "We", "sail"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said ``the wind was kind'' and left.", ["the", "wind", "was", "kind"]),
        ("He said ‘‘we sail’’ at 5' 10'' of draught and left.", ["we", "sail"]),
        ("Il a dit : « le vent était bon » avant de partir.", ["le", "vent", "était", "bon"]),
        ("Er sagte: „Der Wind war gut“ und ging.", ["Der", "Wind", "war", "gut"]),
        ("قال «الريح طيبة» وغادر", ["الريح", "طيبة"]),
        ("彼は「風は『良』い」と言った", list("風は良い")),
        ("他说“风很好”，走了", list("风很好")),
        ("他写了《海风》一书", list("海风")),
        ("彼は「風が」と\n\n言った", list("風が")),
        ("風」と「言", ["言"]),
    ],
)
def test_quotation_marks_of_many_desks(text: str, expected: list[str]) -> None:
    assert flagged(text, QUOTED) == expected


def in_language(language: str, text: str) -> list[tuple[str, int, int]]:
    """Pieces, weights and flags of a text in another language."""
    tokens = tokenise(text, lexicon(language))
    places = zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)
    return list(zip((text[a:b] for a, b in places), tokens.weight.tolist(), tokens.flags.tolist(), strict=True))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "L'année d’un qu'il n’a jusqu'à", ["L'", "année", "d’", "un", "qu'", "il", "n’", "a", "jusqu'", "à"]),
        ("fr", "aujourd’hui quelqu'un prud'homme", ["aujourd’hui", "quelqu'", "un", "prud'", "homme"]),
        ("it", "dell'anno un’altra c'è po' d'Italia", ["dell'", "anno", "un’", "altra", "c'", "è", "po", "d'", "Italia"]),
        ("ca", "l'any d'aigua", ["l'", "any", "d'", "aigua"]),
        ("en", "the pilot's o'clock don't", ["the", "pilot's", "o'clock", "don't"]),
        ("nl", "foto's van zo'n zee-arend", ["foto's", "van", "zo'n", "zee", "arend"]),
    ],
)
def test_elided_articles_are_tokens_of_their_own(language: str, text: str, expected: list[str]) -> None:
    found = in_language(language, text)
    assert [piece for piece, _, _ in found] == expected
    assert all(weight == 0 and not flags & NAME for piece, weight, flags in found if piece[-1] in "'’")


def test_words_behind_an_article_are_the_words_themselves() -> None:
    one, other = tokenise("l’année", lexicon("fr")), tokenise("année", lexicon("fr"))
    assert one.stem.tolist()[1:] == other.stem.tolist()
    assert one.weight.tolist()[1:] == other.weight.tolist()


def test_common_nouns_of_german_are_no_names() -> None:
    text = "Gestern lief die Fähre Solvejg mit der Ladung von Kapitän Brockstedt auf Grund."
    assert [piece for piece, _, flags in in_language("de", text) if flags & NAME] == ["Solvejg", "Brockstedt"]
    assert "Fähre" in [piece for piece, _, flags in in_language("nl", text) if flags & NAME]


def test_single_quotes_quote_nothing() -> None:
    assert flagged("The ‘wind’ was 'kind', the pilot's mate said", QUOTED) == []


def test_an_open_quote_ends_with_its_paragraph() -> None:
    text = '"We sail at noon.\n\n"The wind is kind," he said.\n\nFerries waited.'
    assert flagged(text, QUOTED) == ["We", "sail", "at", "noon", "The", "wind", "is", "kind"]
    assert flagged('He said "we sail.\n\nFerries waited.', QUOTED) == ["we", "sail"]


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("The ferry left. It came back! Did it? Yes.", ["The", "It", "Did", "Yes"]),
        ("Dr. Strand met Gov. Hansen at 5 p.m. Friday. It rained.", ["Dr", "It"]),
        ("Olav J. Strand of Nordhav Inc. Bergen left. It rained.", ["Olav", "It"]),
        ("The U.S. Navy came. It rained.", ["The", "It"]),
        ("She holds a Ph.D. It rained.", ["She", "It"]),
        ('"It rained." She left. (It rained.) He too.', ["It", "She", "It", "He"]),
        ("It cost 3.4 million. No. 7 sank.", ["It", "No"]),
        ("The ferry, e.g. this one, left at 9.30 sharp. it came back", ["The"]),
        ("It sank in 1974. The crew lived. 12 men left.", ["It", "The", "12"]),
        ("A headline without a stop\n\nIt rained", ["A", "It"]),
        ("A headline\nof two lines", ["A"]),
        ("a brief\n\nin lower case", ["a", "in"]),
        ("船が出た。雨が降った。", ["船", "雨"]),
        ("船沉了！真的吗？真的……没有人受伤。", ["船", "真", "真", "没"]),
        ("“船沉了。”他说。", ["船", "他"]),
        ("العبارة غرقت. هل نجا أحد؟ نعم، نجوا جميعا!", ["العبارة", "هل", "نعم"]),
        ("«Le bac a coulé.» Il pleuvait… Puis rien.", ["Le", "Il", "Puis"]),
        ("नौका चली। वर्षा हुई।", ["नौका", "वर्षा"]),
    ],
)
def test_where_sentences_begin(text: str, firsts: list[str]) -> None:
    assert [sentence[0] for sentence in by_sentence(text)] == firsts


def test_only_the_first_tokens_count() -> None:
    tokens = tokens_of("ferry " * (MAX_TOKENS + 50))
    assert len(tokens) == MAX_TOKENS
    assert int(tokens.end[-1]) == MAX_TOKENS * 6 - 1
    assert len(tokenise("one two three four", ENGLISH, most=3)) == 3


LETTERS = st.sampled_from(
    [*"aZé ﬁﬄßİœÅ’'`´“”\"«»—-–…..,,;!?()\n\u00a0\u0301 09１½㍿ⅳ漢か々ガｶﾞ𠮷ไทย한яй ौकाAB", "U.S.", "\n\n", "'s", "1,020"]
)
ANY_TEXT = st.text(max_size=120) | st.lists(LETTERS, max_size=80).map("".join)


def places_hold(text: str) -> bool:
    """Every token's place is a piece of the text, none of them empty, in order, and holds what the token was made of."""
    tokens = tokens_of(text)
    last, ends = 0, tokens.end.tolist()
    for i, (start, end, token) in enumerate(zip(tokens.start.tolist(), ends, tokens.token.tolist(), strict=True)):
        if not (0 <= last <= start < end <= len(text)):
            return False
        last = start
        # In scripts without spaces a token is made of the characters behind it too, four at the most.
        if not any(token in tokens_of(text[start:stop]).token.tolist() for stop in ends[i : i + 4]):
            return False
    return True


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_places_slice_the_text_as_given(text: str) -> None:
    assert places_hold(text)


ONE_FOR_ONE = [c for c in map(chr, range(0x20, 0x2FFF)) if len(fold(c)[0]) == 1 and not script(fold(c)[0])]
ONE_FOR_ONE += ["ﬁ", "ﬄ", "\u0301", "한", "カ"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ONE_FOR_ONE), max_size=60).map("".join))
def test_the_folded_piece_is_the_token(text: str) -> None:
    """Where no character stands for several tokens (as ½ does)."""
    tokens = tokens_of(text)
    for start, end, token in zip(tokens.start.tolist(), tokens.end.tolist(), tokens.token.tolist(), strict=True):
        assert tokens_of(text[start:end]).token.tolist() == [token]


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_folding_tells_where_each_character_was(text: str) -> None:
    folded, places = fold(text)
    if places is None:
        assert len(folded) == len(text)
        places = [*range(len(text)), len(text)]
    assert len(places) == len(folded) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)
    for character, at in zip(folded, places, strict=False):
        # Marks compose with the letter before them, and doubled ticks are a double quote and a space, or after a digit two ticks.
        assert character in fold(text[at : at + 8])[0] or character in "\"' "


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_sentences_are_numbered_without_gaps(text: str) -> None:
    numbers = tokens_of(text).sentence.tolist()
    assert sorted(set(numbers)) == list(range(len(set(numbers))))
    assert numbers == sorted(numbers)


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_plain_and_typographic_marks_make_the_same_tokens(text: str) -> None:
    curly = text.translate(str.maketrans("'- ", "’—\u00a0"))
    for field in ("token", "stem", "flags", "sentence"):
        assert getattr(tokens_of(curly), field).tolist() == getattr(tokens_of(text), field).tolist()


def test_without_the_way_back_from_folding_places_go_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: offsets of the folded text are taken for offsets of the text."""
    text = "Aﬀable ﬁsh in the harbour of Halden"
    assert places_hold(text)
    monkeypatch.setattr(subject, "fold", lambda text: (fold(text)[0], None))
    assert not places_hold(text)
