"""The whole evaluation of a store against gold, as one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from pipelines.evaluation.baselines import Corpus, cosine_groups, minhash_groups
from pipelines.evaluation.breakdown import KindCount, RelationCount, by_kind, by_label, by_relation
from pipelines.evaluation.calibration import Reliability, average_precision, reliability
from pipelines.evaluation.compared import Compared, compared_pairs, probabilities, scored_by
from pipelines.evaluation.examples import Example, explained, false_joins, likeliest, missed_pairs
from pipelines.evaluation.figures import BCubed, PairCounts, b_cubed, count_pairs, listed_false
from pipelines.evaluation.gold import FamilyGold, GoldError, PairGold
from pipelines.evaluation.stories import Stories, numbers_of, stories_of
from pipelines.evaluation.truth import LEFT_OUT, TOGETHER, Numbers, PairRules, Scope, of_families, of_pairs
from pipelines.evaluation.verdict import Shelf
from pipelines.families.scored import Scored
from pipelines.storage.current import Current


@dataclass(frozen=True)
class Grouping:
    """A way to group stories, and how it does against the gold."""

    name: str
    threshold: float | None
    """Of a baseline."""
    pairs: PairCounts
    b_cubed: BCubed


@dataclass(frozen=True)
class Candidates:
    """How much was compared: distinct pairs of stories, over all stories of the store; and how many gold pairs that reached."""

    compared: int
    stories: int
    gold_reached: int
    """Gold pairs that were compared or have equal texts."""

    @property
    def a_story(self) -> float:
        """Pairs compared a story of the store."""
        return self.compared / self.stories


@dataclass(frozen=True)
class Evaluation:
    """Everything that `wirekin evaluate` says."""

    gold_format: str
    rules: PairRules | None
    """Of judged pairs."""
    notes: tuple[str, ...]
    stories: int
    """Stories whose pairs are judged."""
    named: int
    """Those of them that the gold names."""
    families: Grouping
    unlisted_false: int
    """False joins of pairs that the gold does not list; 0 for families, which leave no pair out."""
    average_precision: float | None
    candidates: Candidates
    relations: tuple[RelationCount, ...]
    kinds: tuple[KindCount, ...]
    reliability: Reliability
    by_language: Mapping[str, Reliability]
    """Language of the pair (`en`, or `en+fr`) -> the same over its pairs."""
    false_joins: tuple[Example, ...]
    missed_pairs: tuple[Example, ...]
    baselines: tuple[Grouping, ...] = ()

    @property
    def candidate_recall(self) -> float:
        """Share of the gold pairs that were compared or have equal texts: no family can hold more of them by text. 1 without any."""
        return self.candidates.gold_reached / self.families.pairs.gold if self.families.pairs.gold else 1.0


@dataclass(frozen=True)
class Bench:
    """A store read for evaluation, and the part of the gold that is in it."""

    current: Current
    stories: Stories
    gold: FamilyGold | PairGold
    rules: PairRules
    numbers: Mapping[str, int]
    """uri of the gold -> number of the story."""
    scope: Scope
    notes: tuple[str, ...]

    @classmethod
    def of(cls, current: Current, gold: FamilyGold | PairGold, rules: PairRules) -> Bench:
        """Raises `GoldError` where the store has no two stories of the gold."""
        stories = stories_of(current)
        names = gold.stories if isinstance(gold, FamilyGold) else {uri for pair in gold.pairs for uri in pair} | rules.not_judged
        numbers, notes = numbers_of(names, stories)
        if len(numbers) < 2:
            example = f", such as {min(names)}," if names else ""
            known = f"of its {len(names)} stories{example} the store has {len(numbers)}"
            raise GoldError(f"{known}: wirekin members prints the uris that the store has")
        scope = of_families(gold, numbers) if isinstance(gold, FamilyGold) else of_pairs(gold, numbers, len(stories), rules)
        return cls(current, stories, gold, rules, numbers, scope, (*gold.notes, *notes))

    def grouping(self, found: Numbers, name: str, threshold: float | None = None) -> Grouping:
        """The figures of a grouping of the store's stories, given as the number of each one's group."""
        own = found[self.scope.stories]
        return Grouping(name, threshold, count_pairs(own, self.scope.truth), b_cubed(own, self.scope.truth, self.scope.named))

    def label(self) -> Callable[[int, int], str | None]:
        """What the gold calls a pair of stories of the store, or its hard negative."""
        uris = {number: uri for uri, number in self.numbers.items()}
        gold = self.gold

        def of_pair(low: int, high: int) -> str | None:
            a, b = sorted((uris.get(low, ""), uris.get(high, "")))
            if isinstance(gold, PairGold):
                judged = gold.pairs.get((a, b))
                return None if judged is None else judged.label
            kinds = [gold.stories[uri].kind for uri in (a, b) if gold.stories[uri].near is not None]
            return next((kind for kind in kinds if kind is not None), None)

        return of_pair


def evaluate(bench: Bench, examples: int | None, *, baselines: bool = False) -> Evaluation:
    """Judge the families of a store; `examples`: how many false joins and missed pairs are named, None for all.

    `baselines` needs scikit-learn.
    """
    current, stories, scope = bench.current, bench.stories, bench.scope
    scored = scored_by(current)
    compared = compared_pairs(stories, current.matches, current.manifest.horizon)
    families = bench.grouping(stories.found, "Wirekin")
    within = _Judged.of(compared, scope, stories, scored)
    wrong = likeliest(false_joins(stories.found, scope), stories, compared, scored, examples)
    missed = likeliest(missed_pairs(stories.found, scope), stories, compared, scored, examples)
    shelf = Shelf(current)
    relations, kinds = _breakdown(bench)
    judged_pairs = isinstance(bench.gold, PairGold)
    return Evaluation(
        gold_format="pairs" if judged_pairs else "families",
        rules=bench.rules if judged_pairs else None,
        notes=bench.notes,
        stories=len(scope.stories),
        named=len(scope.named),
        families=families,
        unlisted_false=families.pairs.false - listed_false(stories.found[scope.stories], scope.truth) if judged_pairs else 0,
        average_precision=average_precision(within.probability, within.true, families.pairs.gold, families.pairs.counted),
        candidates=Candidates(int(np.count_nonzero(compared.by_row)), len(stories), int(np.count_nonzero(within.true))),
        relations=tuple(relations),
        kinds=tuple(kinds),
        reliability=reliability(within.probability, within.true),
        by_language=within.by_language(stories),
        false_joins=tuple(explained(wrong, stories, scored, shelf, bench.label())),
        missed_pairs=tuple(explained(missed, stories, scored, shelf, bench.label())),
        baselines=_baselines(bench, shelf) if baselines else (),
    )


def _baselines(bench: Bench, shelf: Shelf) -> tuple[Grouping, ...]:
    corpus = Corpus.of(bench.stories, shelf)
    scope = bench.scope
    cosine = cosine_groups(corpus, lambda groups: count_pairs(groups[scope.stories], scope.truth).f1)
    minhash = [bench.grouping(groups, "MinHash-LSH", threshold) for threshold, groups in minhash_groups(corpus)]
    return (*minhash, bench.grouping(cosine[1], "TF-IDF", cosine[0]))


def _breakdown(bench: Bench) -> tuple[list[RelationCount], list[KindCount]]:
    if isinstance(bench.gold, PairGold):
        return [], by_label(bench.gold, bench.numbers, bench.stories, bench.rules)
    relations = by_relation(bench.gold, bench.numbers, bench.stories, bench.current.family_of)
    return relations, by_kind(bench.gold, bench.numbers, bench.stories)


@dataclass(frozen=True)
class _Judged:
    """The compared pairs that the gold counts: their numbers in the store, their probability, and whether they belong together."""

    low: Numbers
    high: Numbers
    probability: Numbers
    true: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @classmethod
    def of(cls, compared: Compared, scope: Scope, stories: Stories, scored: Scored) -> _Judged:
        at = np.full(len(stories), -1, np.int64)
        at[scope.stories] = np.arange(len(scope.stories))
        inside = (at[compared.low] >= 0) & (at[compared.high] >= 0)
        low, high = compared.low[inside], compared.high[inside]
        said = scope.truth.of(at[low], at[high])
        low, high, said = low[said != LEFT_OUT], high[said != LEFT_OUT], said[said != LEFT_OUT]
        return cls(low, high, probabilities(stories, low, high, scored), said == TOGETHER)

    def by_language(self, stories: Stories) -> dict[str, Reliability]:
        names = sorted(set(stories.language))
        number = {name: at for at, name in enumerate(names)}
        spoken = np.array([number[name] for name in stories.language], np.int64)
        first, second = np.minimum(spoken[self.low], spoken[self.high]), np.maximum(spoken[self.low], spoken[self.high])
        both = first * len(names) + second
        out = {}
        for pair in np.unique(both).tolist():
            x, y = divmod(pair, len(names))
            own = both == pair
            out[names[x] if x == y else f"{names[x]}+{names[y]}"] = reliability(self.probability[own], self.true[own])
        return out
