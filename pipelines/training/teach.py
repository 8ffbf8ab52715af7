"""Examples -> a `Model`: the scores fitted, and how they do on pairs held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.derivative import DERIVATIVE_FEATURES
from pipelines.matching.score import FEATURES
from pipelines.matching.terms import TERMS, WEIGHED
from pipelines.training.examples import CONTEXT, Examples
from pipelines.training.fit import Column, fit, held_out, precision_recall
from schemas.model import Context, Lesson, Model, Point, Score, Weight

PENALTY: Final = 1e-3
DERIVATIVE_PENALTY: Final = 0.03
UNKNOWN_DAYS: Final = 0.4
MOST_DAYS: Final = 3.0
LEAST_CONTEXT: Final = {"same_source": -4.0, "day_same_source": -3.0, "day_other_source": -2.0, "rivals": -4.0}
"""How far what is known beside the texts may outweigh them, in log odds."""
DERIVATIVE_SIGNS: Final = ("+", "+", "+", "+", "-", "+", "+", "-", "-")
POINTS: Final = {
    "precise": Point(strong=0.7, cut=0.6, attach=0.75),
    "balanced": Point(strong=0.5, cut=0.5, attach=0.6),
    "wide": Point(strong=0.35, cut=0.25, attach=0.45),
}
DIGITS: Final = 3
"""Decimals of a weight in the file."""


@dataclass(frozen=True)
class Taught:
    """A set of examples by name, with the digest of its gold, and how much it counts beside the others."""

    name: str
    digest: str
    examples: Examples
    weight: float = 1.0
    chosen: bool = False
    """Whether somebody chose the pairs: their share of positives is not that of a feed, so the fit gives them an intercept of their own,
    which is not kept (as in case-control studies: Prentice and Pyke, "Logistic disease incidence models and case-control studies",
    Biometrika 66, 1979)."""


@dataclass(frozen=True)
class Derivatives:
    """Pairs of a story and its possible source that the credit rule admits: features (n, 9), labels, the source of each."""

    rows: NDArray[np.float64]
    labels: NDArray[np.bool_]
    sources: tuple[str, ...]
    digest: str


def make_model(name: str, taught: Sequence[Taught], derivatives: Derivatives, made_by: str) -> Model:
    """Fit both scores. Every set counts the same, times its weight, however many pairs it has."""
    columns = [Column.signed(f, TERMS[f].sign) for f in WEIGHED] + [Column(c, LEAST_CONTEXT[c], 0.0) for c in CONTEXT]
    picked = [FEATURES.index(f) for f in WEIGHED]
    chosen = [t.name for t in taught if t.chosen]
    columns += [Column(name) for name in chosen]
    own = [np.tile([float(t.name == name) for name in chosen], (len(t.examples), 1)).reshape(len(t.examples), -1) for t in taught]
    rows = np.vstack([np.hstack([t.examples.features[:, picked], t.examples.context, o]) for t, o in zip(taught, own, strict=True)])
    labels = np.concatenate([t.examples.together for t in taught])
    weight = np.concatenate([np.full(len(t.examples), t.weight / max(1, len(t.examples))) for t in taught])
    groups = [f"{t.name}/{group}" for t in taught for group in t.examples.groups]
    found = np.round(fit(columns, rows, labels, weight, PENALTY), DIGITS).tolist()
    out = held_out(columns, rows, labels, weight, groups, PENALTY)
    ends = np.cumsum([len(t.examples) for t in taught])
    lessons = [_lesson(t, out[end - len(t.examples) : end]) for t, end in zip(taught, ends.tolist(), strict=True)]
    derivative, lesson = _derivative(derivatives)
    n = len(WEIGHED)
    context = dict(zip(CONTEXT, found[n : n + len(CONTEXT)], strict=True))
    return Model(
        name=name,
        texts=_score(WEIGHED, [TERMS[f].sign for f in WEIGHED], [*found[:n], found[-1]]),
        context=Context(**context, most_days=MOST_DAYS, unknown_days=UNKNOWN_DAYS),
        derivative=derivative,
        points=POINTS,
        lessons=(*lessons, lesson),
        made_by=made_by,
    )


def _score(names: Sequence[str], signs: Sequence[str], found: Sequence[float]) -> Score:
    weights = [Weight.model_validate({"feature": f, "weight": w, "sign": s}) for f, s, w in zip(names, signs, found, strict=False)]
    return Score(intercept=found[-1], weights=tuple(weights))


def _lesson(taught: Taught, out: NDArray[np.float64]) -> Lesson:
    labels = taught.examples.together
    precision, recall = precision_recall(out, labels)
    return Lesson(
        name=taught.name,
        digest=taught.digest,
        pairs=len(labels),
        positive=int(labels.sum()),
        precision=round(precision, 4),
        recall=round(recall, 4),
    )


def _derivative(given: Derivatives) -> tuple[Score, Lesson]:
    columns = [Column.signed(f, sign) for f, sign in zip(DERIVATIVE_FEATURES, DERIVATIVE_SIGNS, strict=True)]
    weight = np.ones(len(given.labels))
    found = np.round(fit(columns, given.rows, given.labels, weight, DERIVATIVE_PENALTY), DIGITS).tolist()
    out = held_out(columns, given.rows, given.labels, weight, given.sources, DERIVATIVE_PENALTY)
    precision, recall = precision_recall(out, given.labels)
    lesson = Lesson(
        name="derivatives",
        digest=given.digest,
        pairs=len(given.labels),
        positive=int(given.labels.sum()),
        precision=round(precision, 4),
        recall=round(recall, 4),
    )
    return _score(DERIVATIVE_FEATURES, DERIVATIVE_SIGNS, found), lesson
