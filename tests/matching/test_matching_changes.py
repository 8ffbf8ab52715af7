"""What a text changed against its parent. All texts are invented, and what is expected was read off by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.changes import Difference, difference
from pipelines.matching.wording import Wording
from schemas import NameChange, NumberChange, QuoteChange

WIRE = (
    "The cable ferry between Upper and Lower Strindholm stopped on Thursday when its haulage drum cracked in 19 degrees of frost.\n\n"
    "Engineer Ragnvald Tysse found the crack at five in the morning, before the first crossing, and hung a lantern on the ramp. "
    '"I heard it sing before I saw it, and I have never liked a drum that sings," Tysse told reporters.\n\n'
    "Some 1,340 people cross to work each day; they must now drive 52 miles round by the bridge at Ostrevik, which has 14 spans.\n\n"
    "A new drum comes from a foundry in Gdynia and will be there in sixteen days at the earliest, county spokeswoman Ylva Marsten said. "
    "It weighs 4.6 tonnes and costs 183,000 crowns.\n\n"
    "The ferry has run since 1926 and stood still once before, for the winter of 1947."
)


def changed(member: str, parent: str = WIRE, language: str = "en") -> Difference:
    return difference(Wording.of(parent, language), Wording.of(member, language))


def told(changes: tuple[NumberChange | NameChange | QuoteChange, ...] | None, *kinds: str) -> list[tuple[str | None, str | None]]:
    """(was, is) of the changes of some kinds."""
    assert changes is not None
    return [(change.was, change.is_) for change in changes if change.kind in kinds]


def test_the_same_text_changes_nothing() -> None:
    found = changed(WIRE)
    assert (found.cut, found.added, found.moved) == ((), (), 0)
    for changes in (found.quotes, found.numbers, found.names):
        assert changes
        assert {change.kind for change in changes} == {"kept"}


def test_paragraphs_that_are_cut_are_told_with_their_place() -> None:
    paragraphs = WIRE.split("\n\n")
    (tail,) = changed("\n\n".join(paragraphs[:3])).cut or ()
    assert (tail.where, tail.sentences) == ("tail", 3)
    assert WIRE[slice(*tail.at)] == "\n\n".join(paragraphs[3:])
    (head,) = changed("\n\n".join(paragraphs[1:])).cut or ()
    assert (head.where, head.sentences, head.text) == ("head", 1, paragraphs[0])
    (middle,) = changed("\n\n".join([*paragraphs[:1], *paragraphs[2:]])).cut or ()
    assert middle.where == "middle"


def test_sentences_of_its_own_are_added() -> None:
    own = "Schools in the municipality of Lower Strindholm will open an hour later until the thaw, head teacher Osk Brenna decided."
    found = changed(WIRE + "\n\n" + own)
    assert found.cut == ()
    assert [(stretch.where, stretch.text) for stretch in found.added or ()] == [("tail", own)]


def test_an_unrelated_text_is_cut_and_added_whole() -> None:
    found = changed("A stamp dealer bought a shoebox of letters and found an envelope that collectors had thought burnt long ago.")
    assert [stretch.where for stretch in found.cut or ()] == ["all"]
    assert [stretch.where for stretch in found.added or ()] == ["all"]


def test_paragraphs_in_another_order_are_moved() -> None:
    first, *rest, last = WIRE.split("\n\n")
    found = changed("\n\n".join([last, first, *rest]))
    assert (found.cut, found.added, found.moved) == ((), (), 1)


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("19 degrees", "91 degrees", ("19", "91")),
        ("52 miles", "25 miles", ("52 miles", "25 miles")),
        ("14 spans", "41 spans", ("14", "41")),
        ("sixteen days", "sixty days", ("sixteen", "sixty")),
        ("183,000 crowns", "138,000 crowns", ("183,000", "138,000")),
        ("since 1926", "since 1962", ("1926", "1962")),
        ("4.6 tonnes", "6.4 tonnes", ("4.6 tonnes", "6.4 tonnes")),
    ],
)
def test_a_changed_number_is_told_with_both_sentences(was: str, now: str, kind: tuple[str, str]) -> None:
    found = changed(WIRE.replace(was, now))
    assert told(found.numbers, "changed", "new", "dropped", "rounded", "converted") == [kind]
    (change,) = [change for change in found.numbers or () if change.kind == "changed"]
    assert change.was_in is not None
    assert change.is_in == change.was_in.replace(was, now)


def test_one_typing_of_a_number_is_no_change() -> None:
    member = WIRE.replace("sixteen days", "16 days").replace("14 spans", "fourteen spans").replace("1,340 people", "1340 people")
    assert {change.kind for change in changed(member).numbers or ()} == {"kept"}


def test_rounded_and_converted_numbers_are_no_errors() -> None:
    member = WIRE.replace("52 miles", "84 kilometres").replace("183,000", "about 180,000").replace("4.6 tonnes", "5 tonnes")
    found = changed(member)
    assert told(found.numbers, "converted") == [("52 miles", "84 kilometres")]
    assert told(found.numbers, "rounded") == [("4.6 tonnes", "5 tonnes"), ("183,000", "180,000")]
    assert told(found.numbers, "changed", "new", "dropped") == []


def test_a_wrong_conversion_is_a_change() -> None:
    found = changed(WIRE.replace("52 miles", "32 kilometres"))
    assert told(found.numbers, "converted") == []
    assert told(found.numbers, "changed") == [("52 miles", "32 kilometres")]


def test_numbers_of_its_own_are_new_and_not_changed() -> None:
    own = "The municipality has hired three buses with 57 seats each, and pays 2,900 crowns a day for them."
    found = changed(WIRE + "\n\n" + own)
    assert told(found.numbers, "new") == [(None, "57"), (None, "2,900")]
    assert told(found.numbers, "changed") == []


@pytest.mark.parametrize(
    ("language", "was", "now", "expected"),
    [
        ("de", "Im Stollen arbeiteten am Montag 41 Bergleute aus Hinterrauth, als das Wasser einbrach.", ("41", "14"), ("41", "14")),
        (
            "fr",
            "La passerelle de Vaubrison, longue de 238 mètres, a coûté 4,6 millions d'euros.",
            ("238", "283"),
            ("238 mètres", "283 mètres"),
        ),
        ("ru", "В посёлке Верхняя Лумра без света остались 612 домов, сообщил глава района.", ("612", "621"), ("612", "621")),
        ("zh", "据当地政府通报，事故造成17人受伤，其中3人伤势较重，现场搜救已经结束。", ("17", "71"), ("17", "71")),
    ],
)
def test_changed_numbers_in_other_languages(language: str, was: str, now: tuple[str, str], expected: tuple[str, str]) -> None:
    assert told(changed(was.replace(*now), was, language).numbers, "changed") == [expected]


@pytest.mark.parametrize(
    ("was", "now", "kind", "expected"),
    [
        ("Ragnvald Tysse", "Ragnwald Tysse", "spelling", ("Ragnvald Tysse", "Ragnwald Tysse")),
        ("Ylva Marsten", "Ylva Martsen", "spelling", ("Ylva Marsten", "Ylva Martsen")),
        ("Ylva Marsten", "Ylva Quennell", "changed", ("Ylva Marsten", "Ylva Quennell")),
        ("foundry in Gdynia", "foundry in Rostock", "changed", ("Gdynia", "Rostock")),
    ],
)
def test_names_spelt_otherwise_and_changed(was: str, now: str, kind: str, expected: tuple[str, str]) -> None:
    found = changed(WIRE.replace(was, now))
    assert told(found.names, "spelling", "changed", "new", "dropped") == [expected]
    assert told(found.names, kind) == [expected]


def test_names_that_come_and_go() -> None:
    found = changed("\n\n".join(WIRE.split("\n\n")[:3]) + "\n\nThe last such winter, historian Alf Bergtun said, was in 1947.")
    assert told(found.names, "new") == [(None, "Alf Bergtun")]
    assert told(found.names, "dropped") == [("Gdynia", None), ("Ylva Marsten", None)]


def test_one_name_in_other_clothes_is_kept() -> None:
    parent = "Prime Minister Odda Reyes-Baird of Chile met the United Harbour Workers in Valdemar on Monday."
    member = "Odda Reyes Baird, the Chilean prime minister, on Monday met the UHW in Valdemar."
    assert told(changed(member, parent).names, "spelling", "changed", "new", "dropped") == []


QUOTE = "I heard it sing before I saw it, and I have never liked a drum that sings"


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        ('"I heard it sing before I saw it, and I have never liked a drum that sings," Tysse told reporters.', "kept"),
        ("‘I heard it sing before I saw it, and I have never liked a drum that sings,’ Tysse told reporters.", "kept"),
        ('"I heard it sing before I saw it," Tysse told reporters, "and I have never liked a drum that sings."', "kept"),
        ('Tysse said that he had "never liked a drum that sings".', "shortened"),
        ('"I heard the drum singing before I saw it, and never liked drums that sing," Tysse told reporters.', "altered"),
        ("Tysse told reporters that he heard it sing before he saw it, and had never liked a drum that sings.", "reported"),
        ("Tysse spoke to reporters.", "dropped"),
    ],
)
def test_what_becomes_of_a_quote(now: str, kind: str) -> None:
    member = WIRE.replace(f'"{QUOTE}," Tysse told reporters.', now)
    assert member != WIRE or kind == "kept"
    assert [(change.kind, change.was) for change in changed(member).quotes or ()] == [(kind, QUOTE)]


def test_words_that_are_put_into_quotation_marks_are_a_new_quote() -> None:
    plain = "hung a lantern on the ramp"
    found = changed(WIRE.replace(plain, f'"{plain}"'))
    assert told(found.quotes, "new") == [(plain, plain)]
    assert [change.is_ for change in changed(WIRE + ' "We shall have soup for whoever waits," said cook Una Fjelde.').quotes or ()][1:] == [
        "We shall have soup for whoever waits"
    ]


def test_without_words_there_are_places_and_shares_and_no_words() -> None:
    parent, member = Wording.of(WIRE, "en"), Wording.of(WIRE.split("\n\n")[0], "en")
    bare = difference(Wording(parent.tokens, "en"), Wording(member.tokens, "en"))
    full = difference(parent, member)
    assert (bare.quotes, bare.numbers, bare.names) == (None, None, None)
    assert [(s.words, s.share, s.where, s.text) for s in bare.cut or ()] == [(s.words, s.share, s.where, None) for s in full.cut or ()]
    assert bare.moved == full.moved


def test_across_languages_only_numbers_are_compared() -> None:
    member = (
        "Die Seilfähre steht seit Donnerstag still, 1340 Menschen müssen 52 Meilen Umweg fahren, die neue Trommel kostet 183.000 Kronen."
    )
    found = difference(Wording.of(WIRE, "en"), Wording.of(member, "de"))
    assert (found.cut, found.added, found.moved, found.quotes, found.names) == (None, None, None, None, None)
    assert told(found.numbers, "kept") == [("1,340", "1340"), ("52 miles", "52 Meilen"), ("183,000", "183.000")]
    assert told(found.numbers, "changed") == []


SENTENCES = [sentence for paragraph in WIRE.split("\n\n") for sentence in paragraph.split(". ")]


@given(st.lists(st.sampled_from(SENTENCES), max_size=6), st.lists(st.sampled_from(SENTENCES), max_size=6))
def test_places_are_where_the_words_are(one: list[str], other: list[str]) -> None:
    parent, member = ". ".join(one), ". ".join(other)
    found = changed(member, parent)
    for text, stretches in ((parent, found.cut), (member, found.added)):
        assert stretches is not None
        for stretch in stretches:
            assert " ".join(text[slice(*stretch.at)].split()) == stretch.text
        assert sum(stretch.share for stretch in stretches) <= 1.001
    for change in (*(found.quotes or ()), *(found.numbers or ()), *(found.names or ())):
        for text, place, said in ((parent, change.was_at, change.was), (member, change.is_at, change.is_)):
            assert (place is None) == (said is None)
            assert place is None or " ".join(text[slice(*place)].split()).startswith(said or "?")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    changed(one, other)
