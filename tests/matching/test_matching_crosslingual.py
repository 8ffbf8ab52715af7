"""Anchors of translations, candidates by them, and the score."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.anchors import Anchor, Anchors, anchors_of
from pipelines.matching.candidates import DAY, UNDATED
from pipelines.matching.crosslingual import CAP, THRESHOLD, Said, candidates, longest_row, side_by_side
from tests.matching.crosslingual_texts import CHINESE, ENGLISH, GERMAN, RUSSIAN, SPANISH_REPORT

NOTHING = Said()
TEXTS = {"en": ENGLISH, "de": GERMAN, "ru": RUSSIAN, "zh": CHINESE}


def of(language: str) -> Anchors:
    return anchors_of(TEXTS[language], language)


def test_names_and_numbers_are_anchors_in_the_order_of_the_text() -> None:
    found = [anchor.key for anchor in of("en").spelt]
    assert [key for key in found if key[0] == "#"] == ["#19", "#142.5", "#9640", "#1300000", "#37", "#250", "#14"]
    names = ["solveig", "strand", "halden", "fredrikstad", "nordhav", "evensen", "ingrid", "aasgaard"]
    assert [key for key in found if key in names] == names


def test_chinese_has_numbers_only() -> None:
    assert [anchor.said for anchor in of("zh").spelt] == ["19", "142.5", "9640", "1300000", "37", "250", "3", "14"]


def test_quotes_are_counted_and_lengths_made_comparable() -> None:
    assert {language: of(language).quotes for language in TEXTS} == dict.fromkeys(TEXTS, 1)
    sizes = [of(language).size for language in TEXTS]
    assert max(sizes) < 1.35 * min(sizes)


@pytest.mark.parametrize(("one", "other"), list(combinations(TEXTS, 2)))
def test_translations_pass_the_threshold(one: str, other: str) -> None:
    shared = side_by_side(of(one), of(other), NOTHING)
    assert shared.score >= THRESHOLD
    assert shared.in_order >= len(shared.anchors) - 2  # Chinese puts the month before the day


@pytest.mark.parametrize("language", list(TEXTS))
def test_another_report_of_the_event_does_not(language: str) -> None:
    report = anchors_of(SPANISH_REPORT, "es")
    assert side_by_side(of(language), report, NOTHING).score < 0.5


def test_the_same_anchors_in_another_order_speak_less() -> None:
    sentences = GERMAN.split(". ")
    shuffled = anchors_of(". ".join(sentences[::-1]), "de")
    in_order, out_of_order = (side_by_side(of("en"), german, NOTHING) for german in (of("de"), shuffled))
    assert out_of_order.features["order"] < 0.5 < in_order.features["order"]
    assert out_of_order.score < in_order.score


def test_what_the_records_say_counts() -> None:
    plain, credit, link = (side_by_side(of("en"), of("de"), said).score for said in (NOTHING, Said(credit=True), Said(link=True)))
    assert plain < credit < link


def test_a_pair_with_few_anchors_needs_a_link() -> None:
    one, other = anchors_of("Halden hat 9640 Einwohner.", "de"), anchors_of("Halden has 9,640 people.", "en")
    assert side_by_side(one, other, NOTHING).score == 0.0
    assert side_by_side(one, other, Said(link=True)).score > 0.0


@pytest.mark.parametrize(("one", "other"), list(combinations(TEXTS, 2)))
def test_the_score_does_not_depend_on_which_comes_first(one: str, other: str) -> None:
    there, back = side_by_side(of(one), of(other), NOTHING), side_by_side(of(other), of(one), NOTHING)
    assert (there.features, there.in_order, there.score) == (back.features, back.in_order, back.score)


def test_empty_texts_share_nothing() -> None:
    empty = anchors_of("", "en")
    assert side_by_side(empty, of("de"), NOTHING).score == 0.0
    assert side_by_side(empty, anchors_of("", "zh"), NOTHING).anchors == ()


@given(st.permutations(range(8)))
def test_the_longest_row_is_that_of_brute_force(ranks: list[int]) -> None:
    rows = (row for size in range(9) for row in combinations(ranks, size) if list(row) == sorted(row))
    assert longest_row(ranks) == max(map(len, rows))


def made(language: str, *keys: str) -> Anchors:
    anchors = tuple(Anchor(key, place, 300, key) for place, key in enumerate(keys))
    return Anchors(language, "latin", 100.0, 0, anchors, ())


def test_two_rare_anchors_make_a_candidate_and_one_does_not() -> None:
    texts = [(0, made("en", "a", "b")), (DAY, made("de", "b", "a")), (DAY, made("fr", "a"))]
    assert list(candidates(texts)) == [(0, 1)]


def test_candidates_are_near_in_time_or_undated_and_in_two_languages() -> None:
    times = {"near": 3 * DAY, "far": 3 * DAY + 1, "undated": UNDATED}
    texts = [(0, made("en", "a", "b")), *((time, made("de", "a", "b")) for time in times.values()), (0, made("en", "a", "b"))]
    assert list(candidates(texts)) == [(0, 1), (0, 3), (1, 4), (3, 4)]


def test_a_common_anchor_leads_nowhere() -> None:
    crowd = [(0, made("en", "a", "b")) for _ in range(CAP + 1)]
    assert list(candidates([*crowd[1:], (1, made("de", "a", "b"))])) != []
    assert list(candidates([*crowd, (1, made("de", "a", "b"))])) == []


@given(
    st.lists(
        st.tuples(st.sampled_from([0, DAY, 5 * DAY, UNDATED]), st.sampled_from(["en", "de", "ru"]), st.sets(st.sampled_from("abcde"))),
        max_size=8,
        unique_by=str,
    ),
    st.randoms(use_true_random=False),
)
def test_candidates_do_not_depend_on_the_order_of_texts(rows: list[tuple[int, str, set[str]]], random: object) -> None:
    texts = [(time, made(language, *sorted(keys))) for time, language, keys in rows]
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    plain = {frozenset(pair) for pair in candidates(texts)}
    assert {frozenset((order[i], order[j])) for i, j in candidates([texts[at] for at in order])} == plain
