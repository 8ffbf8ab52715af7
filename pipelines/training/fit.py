"""Sign-constrained logistic regression, and its reading on folds that it was not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

Columns = NDArray[np.float64]
Labels = NDArray[np.bool_]

FOLDS: Final = 5


@dataclass(frozen=True)
class Column:
    """What a fit may do with a column: bounds of its weight, for each unit of the column."""

    name: str
    least: float | None = None
    most: float | None = None

    @classmethod
    def signed(cls, name: str, sign: str) -> Column:
        """`+`: never below 0, `-`: never above, `any`: free."""
        return cls(name, 0.0 if sign == "+" else None, 0.0 if sign == "-" else None)


def fit(columns: Sequence[Column], rows: Columns, labels: Labels, weight: Columns, penalty: float) -> Columns:
    """Weights of the columns, the intercept last, that minimise the weighted log loss plus `penalty` / 2 times the squared weights of
    columns scaled to unit variance. `weight`: what each row counts, (n,). L-BFGS-B (Byrd, Lu, Nocedal and Zhu 1995), from zero."""
    from scipy.optimize import minimize

    scale = rows.std(axis=0) + 1e-9
    data = np.hstack([rows / scale, np.ones((len(rows), 1))])
    target = np.where(labels, 1.0, -1.0)
    share = weight / weight.sum()

    def loss(w: Columns) -> tuple[float, Columns]:
        margin = target * (data @ w)
        value = (share * np.logaddexp(0, -margin)).sum() + penalty * (w[:-1] ** 2).sum() / 2
        gradient = -(data * (share * target / (1 + np.exp(np.minimum(margin, 500))))[:, None]).sum(axis=0)
        gradient[:-1] += penalty * w[:-1]
        return float(value), gradient

    bounds = [
        (None if c.least is None else c.least * s, None if c.most is None else c.most * s) for c, s in zip(columns, scale, strict=True)
    ]
    found = minimize(loss, np.zeros(data.shape[1]), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B", options={"maxiter": 5000})
    out: Columns = np.append(found.x[:-1] / scale, found.x[-1])
    return out


def probabilities(weights: Columns, rows: Columns) -> Columns:
    """What fitted weights say of rows."""
    out: Columns = 1 / (1 + np.exp(-np.clip(rows @ weights[:-1] + weights[-1], -500, 500)))
    return out


def folds(groups: Sequence[str]) -> NDArray[np.int64]:
    """The fold of each row: rows of one group share one, and a group's fold depends on its name alone."""
    named = {name: int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") % FOLDS for name in set(groups)}
    return np.array([named[name] for name in groups], np.int64)


def held_out(columns: Sequence[Column], rows: Columns, labels: Labels, weight: Columns, groups: Sequence[str], penalty: float) -> Columns:
    """The probability of each row from a fit on the other folds."""
    fold = folds(groups)
    out = np.zeros(len(rows))
    for number in range(FOLDS):
        shown = fold != number
        if shown.any() and not shown.all():
            out[~shown] = probabilities(fit(columns, rows[shown], labels[shown], weight[shown], penalty), rows[~shown])
    return out


def precision_recall(found: Columns, labels: Labels, threshold: float = 0.5) -> tuple[float, float]:
    """Precision and recall at a threshold; 1.0 of nothing."""
    joined = found >= threshold
    right = int((joined & labels).sum())
    return right / max(1, int(joined.sum())) if joined.any() else 1.0, right / max(1, int(labels.sum())) if labels.any() else 1.0
