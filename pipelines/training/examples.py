"""What a fit sees: compared pairs of a store with what gold says of them, their features made anew from the stored texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluation.gold import FamilyGold, PairGold
from pipelines.evaluation.judgement import Bench
from pipelines.evaluation.stories import Stories
from pipelines.evaluation.truth import LEFT_OUT, TOGETHER, Scope
from pipelines.evaluation.verdict import Shelf
from pipelines.families.head import Head
from pipelines.families.refine import components
from pipelines.families.scored import rivals, same_source, within
from pipelines.matching.candidates import HOUR, UNDATED
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.prepare import prepare
from pipelines.matching.score import FEATURES, score
from pipelines.matching.texts import Texts
from pipelines.storage.current import Current

CONTEXT = ("same_source", "day_same_source", "day_other_source", "rivals")
NOT_TAUGHT = ("derivative", "translation")
"""Relations that text likeness is not asked to find: derivatives have a score of their own, other languages share few words."""


@dataclass(frozen=True)
class Examples:
    """n pairs: features (n, 33), context (n, 4), whether they belong together, and the group that must not be split over folds."""

    features: NDArray[np.float64]
    context: NDArray[np.float64]
    together: NDArray[np.bool_]
    groups: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.together)


def examples_of(bench: Bench, *, unknown_days: float, most_days: float) -> Examples:
    """The compared pairs of stories that gold says something of; of each the two versions whose texts are the likeliest."""
    current, stories, gold, scope = bench.current, bench.stories, bench.gold, bench.scope
    at = {int(story): i for i, story in enumerate(scope.stories)}
    nearest = _nearest_versions(current, stories, at)
    pairs = sorted(nearest)
    said = scope.truth.of(*(np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1)))
    untaught = _untaught(gold, stories, scope)
    taught = [i for i, sign in enumerate(said.tolist()) if sign != LEFT_OUT and not (sign == TOGETHER and untaught & {*pairs[i]})]
    heads = [nearest[pairs[i]] for i in taught]
    names = _groups(gold, stories, scope)
    return Examples(
        _features(current, heads),
        np.array([_context(x, y, unknown_days, most_days) for x, y in heads], np.float64).reshape(-1, len(CONTEXT)),
        said[taught] == TOGETHER,
        tuple(min(names[pairs[i][0]], names[pairs[i][1]]) for i in taught),
    )


def _nearest_versions(current: Current, stories: Stories, at: dict[int, int]) -> dict[tuple[int, int], tuple[Head, Head]]:
    """Pairs of stories in scope, as the scope numbers them, with the two versions of the highest odds."""
    carriers: dict[int, list[tuple[int, Head]]] = {}
    for story, versions in enumerate(stories.versions):
        for head in versions:
            if head.digest and story in at:
                carriers.setdefault(head.digest, []).append((at[story], head))
    horizon = current.rules.horizon
    best: dict[tuple[int, int], tuple[float, tuple[Head, Head]]] = {}
    rows = current.matches
    for a, b, odds in zip(rows["a"].tolist(), rows["b"].tolist(), rows["odds"].tolist(), strict=True):
        for one, x in carriers.get(a, ()):
            for other, y in carriers.get(b, ()):
                if one == other or not within(microseconds(x.published), microseconds(y.published), horizon):
                    continue
                pair = (min(one, other), max(one, other))
                if pair not in best or odds > best[pair][0]:
                    best[pair] = (odds, (x, y))
    return {pair: heads for pair, (_, heads) in best.items()}


def _untaught(gold: FamilyGold | PairGold, stories: Stories, scope: Scope) -> set[int]:
    if isinstance(gold, PairGold):
        return set()
    return {
        i
        for i, story in enumerate(scope.stories.tolist())
        if (placed := gold.stories.get(stories.uri(story))) is not None and (placed.relation in NOT_TAUGHT or placed.kind == "add")
    }


def _groups(gold: FamilyGold | PairGold, stories: Stories, scope: Scope) -> list[str]:
    """For each story in scope the name of the group that a fold holds or lacks: the family it is of or near, else what gold links."""
    if isinstance(gold, FamilyGold):
        placed = [gold.stories.get(stories.uri(story)) for story in scope.stories.tolist()]
        return [(p.near or p.family) if p is not None else stories.uri(s) for p, s in zip(placed, scope.stories.tolist(), strict=True)]
    truth = scope.truth
    links = [
        (str(x), str(y))
        for x, y, sign in zip(truth.low.tolist(), truth.high.tolist(), truth.said.tolist(), strict=True)
        if sign != LEFT_OUT
    ]
    nodes = [str(i) for i in range(len(truth))]
    return [name for _, name in sorted((int(node), group[0]) for group in components(nodes, links) for node in group)]


def _features(current: Current, heads: Iterable[tuple[Head, Head]]) -> NDArray[np.float64]:
    pairs = list(heads)
    held = {head.digest: head for pair in pairs for head in pair}
    digests = sorted(held)
    if not digests:
        return np.empty((0, len(FEATURES)))
    shelf = Shelf(current)
    texts = Texts.of(digests, [shelf.tokens(held[digest]) for digest in digests])
    at = {digest: i for i, digest in enumerate(digests)}
    x, y = (np.array([at[pair[side].digest] for pair in pairs], np.int64) for side in (0, 1))
    return score(texts, prepare(texts), x, y).features.astype(np.float64)


def _context(x: Head, y: Head, unknown_days: float, most_days: float) -> tuple[float, float, float, float]:
    then, now = microseconds(x.published), microseconds(y.published)
    days = unknown_days if UNDATED in (then, now) else min(abs(then - now) / HOUR / 24, most_days)
    same = same_source(x, y)
    return (float(same), days if same else 0.0, 0.0 if same else days, float(rivals(x, y)))
