"""From examples to a model: what a fit may not say, whatever it was taught, and what the file tells of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.families.rules import Rules
from pipelines.matching.derivative import DERIVATIVE_FEATURES
from pipelines.matching.score import FEATURES
from pipelines.matching.scorer import Scorer, shipped_model
from pipelines.matching.terms import TERMS, WEIGHED
from pipelines.training.examples import CONTEXT, Examples
from pipelines.training.teach import DERIVATIVE_SIGNS, LEAST_CONTEXT, Derivatives, Taught, make_model
from schemas.model import Model


def examples(seed: int, n: int = 60, sense: bool = True) -> Examples:
    """Invented pairs; with sense, those of one story have more of what speaks for reuse and less of what speaks against it."""
    chance = np.random.default_rng(seed)
    together = np.arange(n) % 3 == 0
    features = chance.uniform(0, 1, (n, len(FEATURES)))
    if sense:
        signs = np.array([{"+": 1.0, "-": -1.0, "any": 0.0}[TERMS[name].sign] for name in FEATURES])
        features = np.clip(features + 0.4 * np.where(together, 1, -1)[:, None] * signs, 0, None)
    return Examples(features, chance.uniform(0, 1, (n, len(CONTEXT))), together, tuple(f"group {i % 12}" for i in range(n)))


def derivatives(seed: int, n: int = 30) -> Derivatives:
    chance = np.random.default_rng(seed)
    rows = chance.uniform(0, 1, (n, len(DERIVATIVE_FEATURES)))
    return Derivatives(rows, np.arange(n) % 2 == 0, tuple(f"wire {i % 6}" for i in range(n)), "d" * 16)


def made(*taught: Taught, seed: int = 0) -> Model:
    return make_model("test", taught, derivatives(seed), "a test")


def taught(seed: int = 1, sense: bool = True, weight: float = 1.0, name: str = "one") -> Taught:
    return Taught(name, f"{seed:016x}", examples(seed, sense=sense), weight)


@settings(max_examples=15)
@given(st.integers(0, 2**16), st.booleans())
def test_no_weight_speaks_against_its_meaning_whatever_it_was_taught(seed: int, sense: bool) -> None:
    model = made(taught(seed, sense), seed=seed)
    assert [(term.feature, term.sign) for term in model.texts.weights] == [(name, TERMS[name].sign) for name in WEIGHED]
    assert [(term.feature, term.sign) for term in model.derivative.weights] == list(zip(DERIVATIVE_FEATURES, DERIVATIVE_SIGNS, strict=True))
    for term in (*model.texts.weights, *model.derivative.weights):
        assert term.weight >= 0 or term.sign != "+"
        assert term.weight <= 0 or term.sign != "-"
    for name, least in LEAST_CONTEXT.items():
        assert least <= getattr(model.context, name) <= 0
    assert Model.from_json(model.pretty()) == model
    Scorer(model)


@pytest.mark.parametrize("model", [shipped_model(), made(taught()), made(taught(sense=False))], ids=["shipped", "sense", "none"])
def test_the_surer_point_joins_nothing_that_the_next_leaves_apart(model: Model) -> None:
    precise, balanced, wide = (Rules(1, Scorer(model), point) for point in ("precise", "balanced", "wide"))
    for surer, next_one in ((precise, balanced), (balanced, wide)):
        assert surer.strong >= next_one.strong
        assert surer.cut >= next_one.cut
        assert surer.attach >= next_one.attach
        strong = [{p for p in range(10_001) if p >= rules.strong} for rules in (surer, next_one)]
        assert strong[0] <= strong[1]


def test_what_was_taught_is_told_in_its_order_and_counted() -> None:
    model = made(taught(1), taught(2, weight=0.5, name="two"))
    assert [(lesson.name, lesson.digest, lesson.pairs, lesson.positive) for lesson in model.lessons] == [
        ("one", f"{1:016x}", 60, 20),
        ("two", f"{2:016x}", 60, 20),
        ("derivatives", "d" * 16, 30, 15),
    ]
    assert (model.name, model.made_by) == ("test", "a test")


def test_a_set_that_makes_sense_is_learned_and_one_that_makes_none_is_not() -> None:
    sense, none = (made(taught(sense=sense)).lessons[0] for sense in (True, False))
    assert (sense.precision, sense.recall) >= (0.9, 0.9)
    assert none.recall < 0.7


def repeated(set_: Taught, times: int) -> Taught:
    own = set_.examples
    more = Examples(np.tile(own.features, (times, 1)), np.tile(own.context, (times, 1)), np.tile(own.together, times), own.groups * times)
    return replace(set_, examples=more)


def numbers(model: Model) -> list[float]:
    return [model.texts.intercept, *(term.weight for term in model.texts.weights), *(getattr(model.context, name) for name in CONTEXT)]


def test_every_set_counts_the_same_however_many_pairs_it_has() -> None:
    one, two = taught(1, sense=False), taught(2, sense=False, name="two")
    assert numbers(made(repeated(one, 4), two)) == pytest.approx(numbers(made(one, two)), abs=0.003)
    assert numbers(made(replace(one, weight=4.0), two)) != pytest.approx(numbers(made(one, two)), abs=0.003)
    assert numbers(made(replace(one, weight=4.0), replace(two, weight=4.0))) == pytest.approx(numbers(made(one, two)), abs=0.003)


def test_the_same_lessons_make_the_same_file_whatever_the_order_of_their_pairs() -> None:
    one, own = taught(1), examples(1)
    order = np.random.default_rng(7).permutation(len(own))
    groups = tuple(own.groups[i] for i in order)
    mixed = replace(one, examples=Examples(own.features[order], own.context[order], own.together[order], groups))
    assert made(one).pretty() == made(one).pretty() == made(mixed).pretty()
