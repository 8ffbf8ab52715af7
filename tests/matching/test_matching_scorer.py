"""Scorers: sums that a person can make, models that are named by their numbers, and the model that ships."""

from __future__ import annotations

from math import exp, log

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import ValidationError

from pipelines.matching.derivative import DERIVATIVE_FEATURES
from pipelines.matching.score import FEATURES
from pipelines.matching.scorer import SCALE, Scorer, as_probability, shipped_model
from pipelines.matching.terms import TERMS, WEIGHED
from pipelines.options import MatchSettings, name_of
from schemas.model import Context, Model, Point, Score, Weight
from tests.matching.words import WIRE, compared

PLAIN = Model(
    name="plain",
    texts=Score(
        intercept=-3.0,
        weights=(
            Weight(feature="u_short", weight=4.0, sign="+"),
            Weight(feature="num_conf", weight=-2.0, sign="-"),
            Weight(feature="to_long", weight=0.5, sign="any"),
        ),
    ),
    context=Context(same_source=-1.0, day_same_source=-0.5, day_other_source=-0.25, rivals=-2.0, most_days=3.0, unknown_days=0.4),
    derivative=Score(
        intercept=-1.0, weights=(Weight(feature="told", weight=3.0, sign="+"), Weight(feature="pasted", weight=-8.0, sign="-"))
    ),
    points={"balanced": Point(strong=0.5, cut=0.4, attach=0.6)},
    lessons=(),
    made_by="a test",
)


def row(**values: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    assert values.keys() <= set(FEATURES)
    return np.array([[values.get(name, 0.0) for name in FEATURES]])


def test_odds_are_a_sum() -> None:
    """-3 + 4 x .75 - 2 x .5 + .5 x 1 = -.5; what has no weight adds nothing."""
    found = Scorer(PLAIN).odds(row(u_short=0.75, num_conf=0.5, to_long=1.0, run_words=400.0))
    assert found.tolist() == [-0.5]
    assert as_probability(found).tolist() == [round(10_000 / (1 + exp(0.5)))] == [3775]
    assert Scorer(PLAIN).odds(row(u_short=0.25)).tolist() == [-2.0]


def test_texts_that_share_no_content_word_are_unlikely_whatever_their_lengths() -> None:
    long = Model.model_validate({**PLAIN.model_dump(), "texts": {"intercept": 9.0, "weights": []}})
    assert as_probability(Scorer(long).odds(row(len_min_log=8.0))).tolist() == [0]


def test_a_derivative_is_judged_by_its_own_sum() -> None:
    """-1 + 3 x .8 - 8 x .1 = .6, where the shorter is the member and a tenth of the longer is pasted; else .05: 1.0."""
    pair = row(u_short=0.8, w3_long=0.1, w3_short=0.05)
    scorer = Scorer(PLAIN)
    assert scorer.derivative(pair, True).tolist() == [round(10_000 / (1 + exp(-0.6))) / 10_000] == [0.6457]
    assert scorer.derivative(pair, False).tolist() == [round(10_000 / (1 + exp(-1.0))) / 10_000] == [0.7311]


@pytest.mark.parametrize(
    ("same_source", "rivals", "hours", "odds"),
    [
        (False, False, 0.0, 2.0),
        (True, False, 0.0, 1.0),
        (False, True, 0.0, 0.0),
        (False, False, 48.0, 1.5),
        (True, False, 48.0, 0.0),
        (False, False, 72.0, 1.25),
        (False, False, 7200.0, 1.25),
        (False, False, None, 1.9),
        (True, True, None, -1.2),
    ],
)
def test_context_is_added_to_the_odds(same_source: bool, rivals: bool, hours: float | None, odds: float) -> None:
    """Of texts with odds of 2."""
    found = Scorer(PLAIN).in_context(2.0, same_source=same_source, rivals=rivals, hours=hours)
    assert found == round(10_000 / (1 + exp(-odds)))


@given(
    st.floats(-30, 30), st.booleans(), st.booleans(), st.none() | st.floats(0, 400), st.floats(-5, 0), st.floats(-5, 0), st.floats(-5, 0)
)
def test_context_never_raises(
    odds: float, same: bool, rivals: bool, hours: float | None, source: float, day: float, against: float
) -> None:
    context = Context(same_source=source, day_same_source=day, day_other_source=day, rivals=against, most_days=3.0, unknown_days=0.4)
    found = Scorer(PLAIN.model_copy(update={"context": context})).in_context(odds, same_source=same, rivals=rivals, hours=hours)
    assert found <= int(as_probability(np.array([odds]))[0])


@pytest.mark.parametrize("name", ["same_source", "day_same_source", "day_other_source", "rivals"])
def test_a_context_that_would_raise_is_no_context(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        Context(**PLAIN.context.model_dump() | {name: 0.1})


def test_odds_beyond_all_measure_are_probabilities() -> None:
    assert as_probability(np.array([-1e6, 0.0, 1e6])).tolist() == [0, 5000, 10_000]
    assert Scorer(PLAIN).in_context(-1e6, same_source=False, rivals=False, hours=0.0) == 0
    assert Scorer(PLAIN).in_context(1e6, same_source=False, rivals=False, hours=0.0) == SCALE


@settings(max_examples=60)
@given(arrays(np.float32, st.tuples(st.integers(1, 9), st.just(len(FEATURES))), elements=st.floats(0, 8, width=32)), st.booleans())
def test_a_probability_does_not_depend_on_the_batch(batch: np.ndarray[tuple[int, int], np.dtype[np.float32]], short: bool) -> None:
    scorer = Scorer(shipped_model())
    odds, derivative = scorer.odds(batch), scorer.derivative(batch, short)
    for i in range(len(batch)):
        assert scorer.odds(batch[i : i + 1]).tolist() == [odds[i]]
        assert scorer.derivative(batch[i : i + 1], short).tolist() == [derivative[i]]
    assert scorer.odds(batch[::-1]).tolist() == odds[::-1].tolist()


@pytest.mark.parametrize("score", ["texts", "derivative"])
def test_a_feature_that_nobody_computes_fails_with_its_name(score: str) -> None:
    odd = Score(intercept=0.0, weights=(Weight(feature="mood", weight=1.0, sign="+"),))
    with pytest.raises(KeyError, match="mood"):
        Scorer(PLAIN.model_copy(update={score: odd}))


def numbers(fields: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Where the numbers of a model stand."""
    if isinstance(fields, dict):
        return [found for key, value in fields.items() for found in numbers(value, (*path, key))]
    if isinstance(fields, list):
        return [found for i, value in enumerate(fields) for found in numbers(value, (*path, i))]
    return [path] if isinstance(fields, float) else []


NUMBERS = numbers(orjson.loads(PLAIN.json_bytes()))


@pytest.mark.parametrize("path", NUMBERS, ids=str)
def test_the_digest_changes_with_any_number(path: tuple[object, ...]) -> None:
    fields = orjson.loads(PLAIN.json_bytes())
    at = fields
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] *= 0.5
    changed = Model.from_json(orjson.dumps(fields))
    assert changed.digest != PLAIN.digest
    assert name_of(changed) == f"plain/{changed.digest}"


def test_every_kind_of_number_was_tried() -> None:
    assert {str(path[0]) for path in NUMBERS} == {"texts", "context", "derivative", "points"}
    assert len(NUMBERS) == 4 + 6 + 3 + 3


def turned(fields: object) -> object:
    """The same JSON with the keys of every object the other way round."""
    if isinstance(fields, dict):
        return {key: turned(value) for key, value in reversed(fields.items())}
    return [turned(value) for value in fields] if isinstance(fields, list) else fields


def test_the_digest_does_not_change_with_the_order_in_which_a_file_has_its_keys() -> None:
    model = shipped_model()
    other = Model.from_json(orjson.dumps(turned(orjson.loads(model.pretty()))))
    assert other.digest == model.digest
    assert other.pretty() == model.pretty(), "so that a store never finds two files of one digest"


def test_a_file_that_is_read_is_the_file_that_was_written() -> None:
    model = shipped_model()
    assert Model.from_json(model.pretty()) == model
    assert Model.from_json(model.pretty()).digest == model.digest
    assert Model.from_json(model.pretty()).pretty() == model.pretty()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        PLAIN.json_bytes()[:-1],
        PLAIN.json_bytes().replace(b"model/1", b"model/2"),
        b'{"mood":1,' + PLAIN.json_bytes()[1:],
    ],
)
def test_what_is_no_model_file_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="Model"):
        Model.from_json(data)


def test_the_shipped_model_obeys_the_signs_and_weighs_what_may_be_weighed() -> None:
    model = shipped_model()
    assert tuple(term.feature for term in model.texts.weights) == WEIGHED
    for term in model.texts.weights:
        assert term.sign == TERMS[term.feature].sign
    assert tuple(term.feature for term in model.derivative.weights) == DERIVATIVE_FEATURES
    for term in (*model.texts.weights, *model.derivative.weights):
        assert term.weight >= 0 or term.sign != "+", term.feature
        assert term.weight <= 0 or term.sign != "-", term.feature
    assert {"precise", "balanced", "wide"} == set(model.points)
    assert model.lessons


def test_the_settings_name_the_shipped_model_unless_told_otherwise() -> None:
    assert MatchSettings().model == name_of(shipped_model())
    rules = MatchSettings(model=name_of(PLAIN)).rules(PLAIN)
    assert (rules.strong, rules.cut, rules.attach, rules.scorer.model) == (5000, 4000, 0.6, PLAIN)
    with pytest.raises(ValueError, match="plain"):
        MatchSettings().rules(PLAIN)


def test_a_copy_is_likelier_than_not_at_every_operating_point() -> None:
    odds = Scorer(shipped_model()).odds(compared(WIRE, WIRE.replace(" on the quay", "")).features)
    assert float(odds[0]) > log(0.7 / 0.3)
