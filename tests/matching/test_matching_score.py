"""Scores: the same as a slow reading of the definitions, the same from both sides, and sensible at both ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.matching.prepare import prepare
from pipelines.matching.score import FEATURES, Scores, score
from pipelines.matching.terms import TERMS, WEIGHED
from pipelines.matching.texts import Texts, beside
from tests.matching.slow_score import slow_score
from tests.matching.words import (
    FERRY,
    ORCHARD,
    OTHER,
    SMALL,
    WIRE,
    compared,
    likelihood,
    named,
    probability,
    sentences,
    stories,
    texts_of,
    tokens_of,
)

WIRE_SENTENCES = [s + "." for s in WIRE.rstrip(".").split(". ")]
OTHER_SENTENCES = [s + "." for s in OTHER.rstrip(".").split(". ")]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two tellings that share some sentences, in other order, beside sentences of their own."""
    base = draw(st.lists(sentences((*FERRY, *SMALL)), min_size=1, max_size=6))
    tellings = []
    for _ in range(2):
        kept = draw(st.lists(st.sampled_from(base), max_size=6))
        own = draw(st.lists(sentences((*FERRY[:8], *ORCHARD[:8], *FERRY[-3:], *SMALL)), max_size=3))
        tellings.append(" ".join(draw(st.permutations([*kept, *own]))))
    return tellings[0], tellings[1]


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_features_are_those_of_the_slow_reading(pair: tuple[str, str]) -> None:
    one, other = (tokens_of(text) for text in pair)
    assume(min(len(one), len(other)) >= 3)
    scores = compared(*pair)
    expected, swapped = slow_score(one, other)
    assert bool(scores.swapped[0]) == swapped
    assert set(expected) == set(FEATURES)
    assert named(scores) == pytest.approx(expected, rel=1e-5, abs=1e-6)


def test_every_feature_is_told_in_a_sentence_and_what_is_weighed_is_computed() -> None:
    assert set(TERMS) == set(FEATURES)
    assert len(set(FEATURES)) == len(FEATURES) == 33
    assert set(WEIGHED) <= set(FEATURES)
    assert len(set(WEIGHED)) == len(WEIGHED)
    assert all(term.meaning for term in TERMS.values())


def same(one: Scores, other: Scores) -> bool:
    return np.array_equal(one.features, other.features)


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_a_pair_scores_the_same_from_both_sides(pair: tuple[str, str]) -> None:
    texts = texts_of(*pair)
    sets = prepare(texts)
    forth = score(texts, sets, np.array([0]), np.array([1]))
    back = score(texts, sets, np.array([1]), np.array([0]))
    assert same(forth, back)
    assert bool(forth.swapped[0]) != bool(back.swapped[0])


def test_without_digests_as_the_last_word_the_side_shows() -> None:
    """Deliberate break: two texts of equal weight and length, and no digest that says which is a."""
    # Of two distinct 3-grams the one shares half, of three the other shares a third.
    one, other = tokens_of("sandbank tugboat sandbank tugboat sandbank"), tokens_of("sandbank tugboat sandbank sandbank tugboat")

    def both_ways(digests: tuple[int, int]) -> bool:
        texts = Texts.of(digests, [one, other])
        forth, back = (score(texts, prepare(texts), np.array([x]), np.array([1 - x])) for x in (0, 1))
        return same(forth, back)

    assert both_ways((1, 2))
    assert both_ways((2, 1))
    assert not both_ways((1, 1))


@settings(max_examples=50, deadline=None)
@given(st.lists(stories(), min_size=2, max_size=6), st.data())
def test_a_pair_scores_the_same_whatever_stands_beside_it(world: list[str], data: st.DataObject) -> None:
    """In one batch or alone, in one pack or across two."""
    texts = texts_of(*world)
    n = len(texts)
    x, y = (g.ravel() for g in np.meshgrid(np.arange(n), np.arange(n)))
    x, y = x[x != y], y[x != y]
    batch = score(texts, prepare(texts), x, y)
    cut = data.draw(st.integers(1, n - 1))
    packs = [Texts.of(range(a + 1, b + 1), [tokens_of(t) for t in world[a:b]]) for a, b in ((0, cut), (cut, n))]
    joined = score(beside(*packs), prepare(packs[0]).beside(prepare(packs[1])), x, y)
    assert same(batch, joined)
    for i in range(len(x)):
        assert same(score(texts, prepare(texts), x[i : i + 1], y[i : i + 1]), Scores(*(a[i : i + 1] for a in vars(batch).values())))


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_all_values_lie_where_they_should(pair: tuple[str, str]) -> None:
    scores = compared(*pair)
    values = named(scores)
    shares = set(values) - {"run_words", "quoted", *(name for name in values if name.endswith("_log"))}
    assert all(-1e-6 <= values[name] <= 1 + 1e-6 for name in shares)
    assert all(value >= 0 for value in values.values())
    assert 0 <= likelihood(scores) <= 10_000


@settings(max_examples=60, deadline=None)
@given(st.lists(sentences((*FERRY, *ORCHARD)), min_size=6, max_size=20).map(" ".join))
def test_identical_texts_are_reuse(text: str) -> None:
    """From sixty words up, whatever they say."""
    assume(len(tokens_of(text)) >= 60)
    assert probability(text, text.replace(" ", "\n")) >= 0.95


@pytest.mark.parametrize("text", [WIRE, OTHER])
def test_sixty_words_of_a_story_sent_again_are_reuse(text: str) -> None:
    head = " ".join(text.split()[:60])
    assert probability(head, head.replace(" ", "\n")) >= 0.95


@settings(max_examples=60, deadline=None)
@given(stories((*FERRY, *SMALL)), stories((*ORCHARD, *SMALL)))
def test_disjoint_texts_are_not(one: str, other: str) -> None:
    """They share nothing but common words. Long texts of one length that have no names and no figures come nearest."""
    assert probability(one, other) < 0.02


def test_two_stories_of_other_events_are_not_reuse() -> None:
    assert probability(WIRE, OTHER) < 0.02


def test_the_more_is_taken_the_likelier_the_reuse() -> None:
    mixed = [" ".join(WIRE_SENTENCES[:k] + OTHER_SENTENCES[k - 1 :]) for k in range(1, 6)]
    found = [probability(WIRE, text) for text in mixed]
    assert found == sorted(found)
    assert found[0] < 0.3
    assert found[-1] > 0.9


def test_the_more_is_left_out_the_shorter_the_ratio() -> None:
    found = [named(compared(WIRE, " ".join(WIRE_SENTENCES[:k]))) for k in range(1, 7)]
    ratios = [values["len_ratio"] for values in found]
    assert ratios == sorted(ratios)
    assert ratios[-1] == 1.0
    assert all(values["u_short"] == values["w3_short"] == values["cover_short"] == 1.0 for values in found)


@pytest.mark.parametrize(("shared", "aligned"), [("142 187", 1.0), ("142 8", 0.0)])
def test_a_sentence_is_aligned_from_half_its_weight(shared: str, aligned: float) -> None:
    """Four figures that weigh 2.6 each: two of them are half, one and a digit of no weight are not."""
    assert named(compared("142 187 325 461.", f"{shared} 512 613 714."))["al_short"] == aligned
    assert named(compared("142 187 325.", "142 187 325 512 613 714."))["al_short"] == 0  # three content words are too few


def test_other_figures_speak_against_reuse() -> None:
    changed = WIRE.replace("142", "187").replace("9,600", "3,250")
    assert named(compared(WIRE, WIRE))["num_conf"] == 0
    # 187 weighs 2.6 and 3250 3.6; 2 is added to the weight of all: 6.2 / 8.2.
    assert named(compared(WIRE, changed))["num_conf"] == pytest.approx(6.2 / 8.2, abs=1e-6)
    assert probability(WIRE, changed) < probability(WIRE, WIRE)


def test_other_names_speak_against_reuse() -> None:
    changed = WIRE.replace("Evensen", "Lindqvist").replace("Halden", "Sorunda").replace("Fredrikstad", "Vellingby")
    assert named(compared(WIRE, changed))["name_conf"] > named(compared(WIRE, WIRE))["name_conf"] == 0
    assert probability(WIRE, changed) < probability(WIRE, WIRE)


def test_a_shared_quote_speaks_for_reuse() -> None:
    quote = WIRE_SENTENCES[2]
    bare = quote.replace('"', "")
    with_quote, without = (named(compared(f"{q} {OTHER}", f"{WIRE_SENTENCES[0]} {q}")) for q in (quote, bare))
    assert with_quote["qx_log"] > without["qx_log"] == 0
    assert with_quote["u_short"] == without["u_short"]


def test_texts_that_say_nothing_share_nothing() -> None:
    for one, other in (("", ""), ("", WIRE), ("the of and", "the of and"), ("the", WIRE)):
        assert named(compared(one, other))["u_short"] == 0
        assert probability(one, other) < 0.02


def test_a_text_that_repeats_itself_costs_no_more_than_the_product() -> None:
    """Also at the greatest length a score looks at."""
    values = named(compared("ferry " * 1500, "ferry " * 1500))
    assert values["run_words"] == 1500
    assert values["w3_short"] == values["cover_short"] == values["cover_long"] == 1.0


def test_a_passage_lies_where_it_lies() -> None:
    """Figures of one weight: the fourth to the seventh of ten are the other's, word for word."""
    values = named(compared("325 461 512 613", "142 187 251 325 461 512 613 714 815 916"))
    assert (values["from_short"], values["to_short"], values["cover_short"]) == (0.0, 1.0, 1.0)
    assert (values["from_long"], values["to_long"], values["cover_long"]) == pytest.approx((0.3, 0.7, 0.4))
    assert (values["top_long"], values["low_long"], values["low_short"]) == pytest.approx((0.0, 0.4, 0.0))


def test_a_stray_word_does_not_move_the_bounds_of_a_passage() -> None:
    """The middle four fifths: of 24 covered figures of 30, the first two and the last two count as strays."""
    text = [str(110 + 7 * i) for i in range(30)]
    strays = " ".join([*text[:3], "991", *text[8:26], "992", *text[27:]])
    values = named(compared(" ".join(text), strays))
    assert values["cover_long"] == pytest.approx(24 / 30)
    assert (values["from_long"], values["to_long"]) == pytest.approx((2 / 30, 28 / 30))


@pytest.mark.parametrize(("order", "flow"), [((0, 1, 2, 3), 1.0), ((3, 2, 1, 0), 0.0), ((0, 2, 1, 3), 2 / 3), ((1, 2, 3, 0), 2 / 3)])
def test_flow_is_the_share_of_steps_that_go_on(order: tuple[int, ...], flow: float) -> None:
    """Three steps between four sentences."""
    mixed = " ".join(WIRE_SENTENCES[i] for i in order)
    assert named(compared(" ".join(WIRE_SENTENCES[:4]), mixed))["flow"] == pytest.approx(flow)


def test_one_retold_sentence_has_no_flow() -> None:
    assert named(compared(WIRE_SENTENCES[0], WIRE))["flow"] == 0.5
    assert named(compared(WIRE, OTHER))["flow"] == 0.5


@pytest.mark.parametrize(("mark", "gap"), [('"', 0.5), ("", 0.0)])
def test_what_only_quotes_share_is_a_quote_gap(mark: str, gap: float) -> None:
    """Of two sentences of equal weight the quoted one is shared: half with it, nothing without."""
    shared = f"{mark}142 187 325 461.{mark}"
    assert named(compared(f"{shared} 512 613 714 815.", f"{shared} 911 922 933 944 955."))["quote_gap"] == pytest.approx(gap)


def test_plain_words_are_neither_names_nor_figures() -> None:
    report = "The pilot met Evensen at Halden about 142 barrels."
    other = "A surly grower telephoned Evensen at Halden, where 142 saplings froze."
    renamed = "The pilot met Lindqvist at Sorunda about 187 barrels."
    assert named(compared(report, other))["plain_short"] == 0 < named(compared(report, other))["u_short"]
    assert named(compared(report, renamed))["plain_short"] == 1 > named(compared(report, renamed))["u_short"]


def test_a_lead_may_stand_low_in_the_other() -> None:
    lead, long = WIRE_SENTENCES[0], f"{OTHER} {OTHER.replace('Vellingby', 'Sorunda')}"
    high, low = (named(compared(lead, text)) for text in (f"{lead} {long}", f"{long} {lead}"))
    assert high["lead_short"] == low["lead_short"] == high["opening_short"] == 1
    assert low["opening_short"] < 0.2


def test_a_text_without_capitals_has_no_names_to_compare() -> None:
    assert named(compared(WIRE, OTHER))["nameless"] == 0
    assert named(compared(WIRE, OTHER.lower()))["nameless"] == 1
