"""Match rows, and texts side by side: what the store keeps reads back as it was."""

from __future__ import annotations

from dataclasses import fields
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.matching import match as subject
from pipelines.matching.match import KEPT, MATCH, match_rows, named, says_something
from pipelines.matching.prepare import prepare
from pipelines.matching.score import FEATURES, Scores, score
from pipelines.matching.scorer import Scorer, shipped_model
from pipelines.matching.texts import Texts, beside
from pipelines.matching.tokens import Tokens
from schemas.model import Score
from tests.matching.slow_score import bigrams, names, numbers, stems, words_of
from tests.matching.words import OTHER, SHIPPED, WIRE, compared, likelihood, stories, texts_of, tokens_of


def one_row(one: str, other: str, digests: tuple[int, int] = (11, 22)) -> np.void:
    scores = compared(one, other)
    a, b = (np.array([digest], np.uint64) for digest in digests)
    row: np.void = match_rows(a, b, np.array([7], np.int32), scores, SHIPPED)[0]
    return row


def made_of(probability: int, **values: float) -> np.void:
    """The row of a pair of such values, by a model that gives every pair this probability in 1/10,000."""
    odds = log(probability / (10_000 - probability)) if probability else -50.0
    features = np.array([[values.get(name, 0.0) for name in FEATURES]], np.float32)
    one, other = np.array([1], np.uint64), np.array([2], np.uint64)
    row: np.void = match_rows(one, other, np.array([0], np.int32), Scores(features, np.array([False])), always(odds))[0]
    return row


def always(odds: float) -> Scorer:
    """A scorer to which all texts have these log odds."""
    return Scorer(shipped_model().model_copy(update={"texts": Score(intercept=odds, weights=())}))


def test_the_shorter_text_comes_first() -> None:
    head = WIRE.partition(" Its owner")[0]
    forth, back = one_row(WIRE, head, (11, 22)), one_row(head, WIRE, (22, 11))
    assert (int(forth["a"]), int(forth["b"])) == (22, 11)
    assert forth.tobytes() == back.tobytes()
    assert int(forth["day"]) == 7


def test_a_row_reads_back_by_name() -> None:
    mixed = OTHER.partition(" Stocks")[0] + " " + WIRE
    row, scores = one_row(WIRE, mixed), compared(WIRE, mixed)
    features = named(row)
    assert tuple(features) == FEATURES
    assert list(features.values()) == scores.features[0].tolist()
    odds = float(SHIPPED.odds(scores.features)[0])
    assert float(row["odds"]) == pytest.approx(odds, rel=1e-6)
    assert int(row["probability"]) == likelihood(scores) == round(10_000 / (1 + exp(-odds)))


def test_a_pair_that_says_nothing_keeps_no_evidence() -> None:
    row = one_row(WIRE, OTHER)
    assert int(row["probability"]) == likelihood(compared(WIRE, OTHER)) < KEPT
    assert not row["features"].any()
    assert float(row["odds"]) < 0, "what was found is kept all the same"
    assert not says_something(np.array([row], MATCH))[0]


@pytest.mark.parametrize(
    ("probability", "values", "kept"),
    [
        (KEPT, {"u_short": 0.1}, True),
        (KEPT - 1, {"u_short": 0.1}, False),
        (0, {"u_short": 0.1, "num_conf": 1.0, "quoted": 8.0}, True),
        (0, {"u_short": 0.1, "num_conf": 1.0, "quoted": 7.9}, False),
        # Half told again: a derivative, if it credits the other. What pastes the other's words is none: here the longer, the shorter, both.
        (0, {"u_short": 0.5, "name_short": 0.5, "c2_n_log": 2.0, "w3_short": 0.3}, True),
        (0, {"u_short": 0.5, "name_short": 0.5, "c2_n_log": 2.0, "w3_long": 0.3}, True),
        (0, {"u_short": 0.5, "name_short": 0.5, "c2_n_log": 2.0, "w3_short": 0.3, "w3_long": 0.3}, False),
        (0, {"u_short": 0.1, "lead_long": 0.1, "num_conf": 1.0}, False),
        # A passage that lies close together and tells the head of the other: the longer carries it, the shorter does, it is spread out.
        (
            0,
            {"u_short": 0.1, "num_conf": 1.0, "lead_short": 0.4, "cover_long": 0.1, "from_long": 0.5, "to_long": 0.7, "low_long": 0.9},
            True,
        ),
        (0, {"u_short": 0.1, "num_conf": 1.0, "lead_long": 0.4, "cover_short": 0.1, "from_short": 0.5, "to_short": 0.7}, True),
        (0, {"u_short": 0.1, "num_conf": 1.0, "lead_short": 0.4, "cover_long": 0.1, "from_long": 0.1, "to_long": 0.7}, False),
    ],
)
def test_evidence_is_kept_of_what_may_matter(probability: int, values: dict[str, float], kept: bool) -> None:
    row = made_of(probability, **values)
    assert bool(says_something(np.array([row], MATCH))[0]) == kept
    assert bool(row["features"].any()) == bool(kept)


def test_without_the_rule_for_derivatives_their_evidence_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: only the probability of reuse counts."""
    values = {"u_short": 0.5, "lead_long": 0.6, "name_short": 0.5, "c2_n_log": 2.0}
    assert made_of(0, **values)["features"].any()
    monkeypatch.setattr(subject, "KEPT_DERIVATIVE", 2.0)
    assert not made_of(0, **values)["features"].any()


@settings(max_examples=50, deadline=None)
@given(st.lists(stories(), min_size=1, max_size=5))
def test_texts_side_by_side_read_back(world: list[str]) -> None:
    texts = texts_of(*world)
    assert texts.digest.tolist() == list(range(1, len(world) + 1))
    for i, text in enumerate(world):
        for field in fields(Tokens):
            assert getattr(texts.tokens_of(i), field.name).tolist() == getattr(tokens_of(text), field.name).tolist()


@settings(max_examples=50, deadline=None)
@given(st.lists(stories(), min_size=2, max_size=5), st.data())
def test_packs_joined_are_the_pack_of_all(world: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(world) - 1))
    whole, first, second = texts_of(*world), texts_of(*world[:cut]), texts_of(*world[cut:])
    joined = beside(first, second)
    for field in fields(Texts):
        if field.name != "digest":
            assert getattr(joined, field.name).tolist() == getattr(whole, field.name).tolist()
    assert joined.digest.tolist() == [*first.digest.tolist(), *second.digest.tolist()]
    for name, own, expected in zip(prepare(whole)._fields, prepare(first).beside(prepare(second)), prepare(whole), strict=True):
        assert own.tolist() == expected.tolist(), name


@settings(max_examples=80, deadline=None)
@given(st.lists(stories(), min_size=1, max_size=4))
def test_sorted_views_hold_what_the_texts_hold(world: list[str]) -> None:
    sets = prepare(texts_of(*world))
    for i, text in enumerate(world):
        words = words_of(tokens_of(text))
        stem = slice(sets.stem_at[i], sets.stem_at[i + 1])
        assert dict(zip(sets.stem[stem].tolist(), sets.stem_weight[stem].tolist(), strict=True)) == stems(words)
        assert set(sets.stem[stem][sets.stem_name[stem]].tolist()) == names(words).keys()
        number = slice(sets.number_at[i], sets.number_at[i + 1])
        assert dict(zip(sets.number[number].tolist(), sets.number_weight[number].tolist(), strict=True)) == numbers(words)
        bigram = slice(sets.bigram_at[i], sets.bigram_at[i + 1])
        assert sorted(sets.bigram_weight[bigram].tolist()) == sorted(bigrams(words).values())
        assert int(sets.bigram_quoted[bigram].sum()) == len(bigrams(words, 4))
        where = slice(sets.where_at[i], sets.where_at[i + 1])
        places = list(zip(sets.where_stem[where].tolist(), sets.where_sentence[where].tolist(), strict=True))
        assert places == sorted({(w.stem, w.sentence) for w in words if w.tells})


def test_an_empty_text_beside_others() -> None:
    texts = texts_of("", WIRE, "")
    found = score(texts, prepare(texts), np.array([0, 1, 0]), np.array([1, 2, 2]))
    rows = match_rows(texts.digest[[0, 1, 0]], texts.digest[[1, 2, 2]], np.zeros(3, np.int32), found, SHIPPED)
    assert (rows["probability"] < KEPT).all()
    assert not says_something(rows).any()
