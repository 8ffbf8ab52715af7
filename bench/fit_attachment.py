"""Fit the attachment of derivatives on the invented examples: `python -m bench.fit_attachment`.

Prints the constants for pipelines/matching/derivative.py, and how they do on examples that they were not fitted on (one wire left out at a
time). Sign-constrained logistic regression: no feature may speak against its own meaning.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from pipelines.families.attach import may_derive
from pipelines.families.head import Head, record_digest
from pipelines.formats import parse
from pipelines.matching.derivative import DERIVATIVE_FEATURES, derivative_features
from pipelines.matching.fingerprint import fingerprint
from pipelines.matching.prepare import prepare
from pipelines.matching.score import score
from pipelines.matching.texts import Texts
from schemas import Story

FOLDER = Path("seeds/derivatives")
SIGNS = (1, 1, 1, 1, -1, 1, 1, -1, -1)
"""What each of `DERIVATIVE_FEATURES` may say."""
PENALTY = 0.03


def load_stories() -> dict[str, Story]:
    """uri -> story."""
    items = (item for path in sorted(FOLDER.glob("*.ndjson")) for item in parse(path.read_bytes(), path.as_posix()))
    return {item.uri: item for item in items if isinstance(item, Story)}


def examples() -> tuple[NDArray[np.float64], NDArray[np.bool_], list[str], list[str], NDArray[np.bool_]]:
    """Features, labels, wires, kinds, and whether the credit rule lets a pair be judged at all."""
    stories = load_stories()
    prints = {uri: fingerprint(story) for uri, story in stories.items()}
    heads = {u: Head.of(s, record_digest(s), digest=prints[u].digest) for u, s in stories.items()}
    lines = (FOLDER / "gold.tsv").read_text(encoding="utf-8").splitlines()
    gold = [line.split("\t") for line in lines if line and not line.startswith("#")]
    names = sorted(prints)
    texts = Texts.of([prints[n].digest for n in names], [prints[n].tokens for n in names])
    at = {n: i for i, n in enumerate(names)}
    x, y = np.array([at[g[1]] for g in gold]), np.array([at[g[0]] for g in gold])
    found = score(texts, prepare(texts), x, y)
    short = ~found.swapped
    rows = np.where(
        short[:, None],
        derivative_features(found.features, found.measures, member_is_short=True),
        derivative_features(found.features, found.measures, member_is_short=False),
    )
    may = [may_derive(heads[g[1]], heads[g[0]]) for g in gold]
    labels = np.array([g[2] == "derivative" for g in gold])
    return rows, labels, [g[0] for g in gold], [g[3] for g in gold], np.array(may)


def fit(rows: NDArray[np.float64], labels: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights, the intercept last. The penalty is on features of unit variance."""
    scale = rows.std(axis=0)
    data = np.hstack([rows / scale, np.ones((len(rows), 1))])
    target = np.where(labels, 1.0, -1.0)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = target * (data @ w)
        value = np.logaddexp(0, -margin).mean() + PENALTY * (w[:-1] ** 2).sum() / 2
        gradient = -(data * (target / (1 + np.exp(margin)))[:, None]).mean(axis=0)
        gradient[:-1] += PENALTY * w[:-1]
        return float(value), gradient

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in SIGNS] + [(None, None)]
    found: NDArray[np.float64] = minimize(loss, np.zeros(data.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    return np.append(found[:-1] / scale, found[-1])


def main() -> None:
    """Fit, judge, print."""
    rows, labels, wires, kinds, may = examples()
    admitted = f"the credit rule admits {may[labels].sum()} of them and {may[~labels].sum()} negatives"
    print(f"{len(labels)} pairs, {labels.sum()} derivatives; {admitted}")
    held_out = np.zeros(len(labels))
    for wire in sorted(set(wires)):
        out = np.array([w == wire for w in wires])
        w = fit(rows[~out & may], labels[~out & may])
        held_out[out] = 1 / (1 + np.exp(-(rows[out] @ w[:-1] + w[-1])))
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        joined = may & (held_out >= threshold)
        wrong = sorted(kind for kind, bad in zip(kinds, joined & ~labels, strict=True) if bad)
        precision = (joined & labels).sum() / max(1, joined.sum())
        print(
            f"held out, threshold {threshold}: precision {precision:.3f} recall {(joined & labels).sum() / labels.sum():.3f} wrong: {wrong}"
        )
    w = fit(rows[may], labels[may])
    print("INTERCEPT =", round(float(w[-1]), 3))
    print("WEIGHTS =", {name: round(float(v), 3) for name, v in zip(DERIVATIVE_FEATURES, w, strict=False)})


if __name__ == "__main__":
    main()
