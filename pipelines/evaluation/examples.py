"""The pairs on which families and gold disagree, the surest first, each with what can be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.evaluation.compared import NEVER, Compared, probabilities
from pipelines.evaluation.stories import Stories
from pipelines.evaluation.truth import APART, TOGETHER, Numbers, Scope
from pipelines.evaluation.verdict import Shelf, verdict
from pipelines.families.head import Head
from pipelines.families.scored import Scored, within
from pipelines.matching.candidates import HOUR, UNDATED
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.scorer import SCALE


@dataclass(frozen=True)
class Example:
    """A pair that is joined and should not be, or not joined and should be: its versions that lie nearest, and why it is as it is."""

    a: str
    b: str
    headline_a: str | None
    headline_b: str | None
    label: str | None
    """What the gold calls the pair, or the kind of its hard negative; None where it says neither."""
    probability: float | None
    """That they are one story told again; None where a text is too short to be compared."""
    text_probability: float | None
    """What the texts alone say, whatever their times and sources."""
    hours: float | None
    """Between the two; None where a time is not known."""
    shared_keys: int | None
    verdict: str
    because: str
    reasons: tuple[str, ...]


def false_joins(found: Numbers, scope: Scope) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of the scope, by their numbers in the store, that share a found family and should not: low, high, some at a time."""
    own = found[scope.stories]
    for group in _groups(own):
        yield from _chosen(group, scope, lambda low, high: scope.truth.of(low, high) == APART)


def missed_pairs(found: Numbers, scope: Scope) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of the scope that belong together and share no found family."""
    own = found[scope.stories]
    for group in _groups(scope.truth.family):
        yield from _chosen(group, scope, lambda low, high: (own[low] != own[high]) & (scope.truth.of(low, high) == TOGETHER))


def _groups(labels: Numbers) -> Iterator[Numbers]:
    """Entries of one label, two and more, ascending."""
    order = np.argsort(labels, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        if len(group) > 1:
            yield group


def _chosen(
    group: Numbers, scope: Scope, choose: Callable[[Numbers, Numbers], np.ndarray[tuple[int], np.dtype[np.bool_]]]
) -> Iterator[tuple[Numbers, Numbers]]:
    """The chosen pairs of a group, those of one lower story at a time: a row of the triangle is all that is in memory."""
    for at in range(len(group) - 1):
        high = group[at + 1 :]
        low = np.full(len(high), group[at])
        right = choose(low, high)
        if right.any():
            yield scope.stories[low[right]], scope.stories[high[right]]


def likeliest(pairs: Iterator[tuple[Numbers, Numbers]], stories: Stories, compared: Compared, scored: Scored, most: int | None) -> Numbers:
    """Of some pairs those of the highest probability, `most` of them (None: all), as rows (low, high); ties in the order of numbers."""
    best = np.empty((0, 3), np.int64)
    for low, high in pairs:
        probability = np.full(len(low), NEVER, np.int64)
        known = compared.holds(low, high)
        probability[known] = probabilities(stories, low[known], high[known], scored)
        best = np.concatenate([best, np.stack([-probability, low, high], axis=1)])
        best = best[np.lexsort(best.T[::-1])][:most]
    return best[:, 1:]


def explained(pairs: Numbers, stories: Stories, scored: Scored, shelf: Shelf, label: Callable[[int, int], str | None]) -> list[Example]:
    """What can be said of some pairs, in their order; their texts are compared anew. `label` tells what the gold calls a pair."""
    return [_explained(low, high, stories, scored, shelf, label(low, high)) for low, high in pairs.tolist()]


def _explained(low: int, high: int, stories: Stories, scored: Scored, shelf: Shelf, label: str | None) -> Example:
    a, b = _nearest(stories.versions[low], stories.versions[high], scored)
    found = verdict(shelf, a, b)
    times = microseconds(a.published), microseconds(b.published)
    return Example(
        a=stories.uri(low),
        b=stories.uri(high),
        headline_a=stories.headline(low),
        headline_b=stories.headline(high),
        label=label,
        probability=None if found.in_context is None else found.in_context / SCALE,
        text_probability=None if found.probability is None else found.probability / SCALE,
        hours=None if UNDATED in times else round(abs(times[0] - times[1]) / HOUR, 1),
        shared_keys=found.shared_keys,
        verdict=found.verdict,
        because=found.because,
        reasons=found.reasons,
    )


def _nearest(one: tuple[Head, ...], other: tuple[Head, ...], scored: Scored) -> tuple[Head, Head]:
    """The two versions that would join two stories first: the likeliest, else two with texts within the horizon, else the first."""

    def rank(pair: tuple[Head, Head]) -> tuple[int, bool, bool]:
        x, y = pair
        near = within(microseconds(x.published), microseconds(y.published), scored.rules.horizon)
        return scored.probability([x], [y]), bool(x.digest and y.digest), near

    return max(((x, y) for x in one for y in other), key=rank)
