"""What a correction changed, and how other texts tell it. How alerts come of it: tests/families/test_corrections.py."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.corrected import changed_passages, told_in
from pipelines.matching.headlines import packed_headline, unpacked_headline
from pipelines.matching.lexicon import hash64, lexicon
from pipelines.matching.number_words import in_figures
from pipelines.matching.sentences import Sentence, sentences
from pipelines.matching.tokens import tokenise
from tests.families.builders import told

OLD = "Seven goats were freed from a lift in Brinmoor on Monday. The lift had been built in 1974 for the hospital. No goat was hurt."


def read(text: str, language: str = "en") -> list[Sentence]:
    return sentences(tokenise(text, lexicon(language)))


def telling(old: str, new: str, copy: str, language: str = "en") -> list[str | None]:
    """How a copy tells each changed passage."""
    found = (told_in(one, read(copy, language)) for one in changed_passages(read(old), read(new)))
    return [place.telling if place else None for place in found]


WORDS = st.lists(
    st.sampled_from(["Goat", "lift", "hospital", "Brinmoor", "7", "1974", "freed", "not", "Monday", "inspector", ".", ",", "built"]),
    max_size=40,
)


@given(WORDS)
def test_a_text_changes_nothing_in_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert changed_passages(read(text), read(text)) == []


@given(WORDS, WORDS, WORDS)
def test_passages_lie_in_the_old_text_and_places_in_the_copy(old: list[str], new: list[str], copy: list[str]) -> None:
    before, after, other = (" ".join(words) for words in (old, new, copy))
    for passage in changed_passages(read(before), read(after)):
        assert 0 <= passage.start < passage.end <= len(before)
        assert not passage.wrong.keys() & passage.right.keys()
        place = told_in(passage, read(other))
        assert place is None or 0 <= place.start < place.end <= len(other)


@pytest.mark.parametrize(
    ("new", "copy", "expected"),
    [
        (OLD.replace("Seven", "Eleven"), "In Brinmoor 7 goats had to be freed from a lift.", ["as it was"]),
        (OLD.replace("Seven", "Eleven"), "In Brinmoor 11 goats had to be freed from a lift.", ["as it is"]),
        (OLD.replace("Seven", "Eleven"), "A lift in Brinmoor stuck. The goats were freed. It was built in 1974.", [None]),
        (OLD.replace("1974", "1947"), "The lift dates from 1974.", ["as it was"]),
        (OLD.replace("hospital", "brewery"), "The lift was built for the hospital half a century ago.", ["as it was"]),
        (OLD.replace("hospital", "brewery"), "The lift was built for the brewery half a century ago.", ["as it is"]),
        (OLD.replace("Brinmoor", "Brinmore"), "Goats in a lift in Brinmoor were freed.", ["as it was"]),
        (
            OLD.replace(" The lift had been built in 1974 for the hospital.", ""),
            "Built in 1974 for a hospital, the lift stuck.",
            ["as it was"],
        ),
        (OLD.replace("goats were", "goats were not"), "Seven goats were freed from a lift.", ["as it was"]),
        (OLD.replace("goats were", "goats were not"), "Seven goats were not freed from a lift.", ["as it is"]),
        (OLD.replace("Monday.", "Monday, police said."), OLD, []),
    ],
    ids=["figure", "mended", "left out", "alone", "word", "word mended", "name", "deleted", "omitted", "omitted, mended", "more words"],
)
def test_how_a_copy_tells_it(new: str, copy: str, expected: list[str | None]) -> None:
    assert telling(OLD, new, copy) == expected


def test_a_figure_crosses_languages_where_it_is_said_nowhere_else() -> None:
    old = "The village sold its church bell for 73,450 euros on Friday. Bells are heavy."
    new = old.replace("73,450", "37,450")
    assert telling(old, new, "Die Gemeinde verkaufte ihre Glocke für 73.450 Euro.", "de") == ["as it was"]
    assert telling(old, new, "Die Gemeinde verkaufte ihre Glocke für 37.450 Euro.", "de") == [None]


BALLOTS = "Voters in Brinmoor cast 31,200 ballots for Odile Fransen and 28,900 for Tor Haldane. The count took two days."
RECOUNTED = "Voters in Brinmoor cast 28,900 ballots for Odile Fransen and 31,200 for Tor Haldane. The count took two days."


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (BALLOTS, "as it was"),
        (RECOUNTED, "as it is"),
        ("Fransen won 31,200 ballots in Brinmoor, Haldane 28,900.", "as it was"),
        ("Haldane, with 28,900 ballots, lost to Fransen with 31,200 in Brinmoor.", "as it was"),
        ("Odile Fransen received 28,900 ballots. Tor Haldane got 31,200 in Brinmoor.", "as it is"),
        ("Brinmoor cast its ballots. The count took two days.", None),
    ],
)
def test_figures_that_changed_places_are_told_by_what_they_stand_among(copy: str, expected: str | None) -> None:
    assert telling(BALLOTS, RECOUNTED, copy) == [expected]


def test_the_day_of_a_month_is_no_such_figure() -> None:
    old, new = "The crew counted 14 seals near the pier. It rained.", "The crew counted 41 seals near the pier. It rained."
    assert telling(old, new, "On March 14 it rained on the boats.") == [None]
    assert telling(old, new, "Fourteen of them had names.") == ["as it was"]


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("fourteen", ["14"]),
        ("forty one", ["41", "41"]),
        ("sechzig", ["60"]),
        ("treinta", ["30"]),
        ("one", None),
        ("ferry", None),
    ],
)
def test_numbers_in_words(words: str, figures: Sequence[str] | None) -> None:
    tokens = tokenise(words, lexicon("en")).token
    found, spelled = in_figures(tokens)
    assert found.tolist() == ([hash64(f) for f in figures] if figures else tokens.tolist())
    assert spelled.tolist() == [figures is not None] * len(tokens)


def test_a_headline_as_hashes_says_what_it_said() -> None:
    story = told("x", "Text.", headline="Fourteen goats freed from lift in Brinmoor")
    (found,) = unpacked_headline(packed_headline(story))
    (whole,) = read("Fourteen goats freed from lift in Brinmoor")
    assert found.stems == whole.stems
    assert found.values == whole.values
    assert unpacked_headline(packed_headline(told("y", "Text."))) == []
