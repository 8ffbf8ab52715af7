"""Very many stories in one component: what is compared stays bounded, and nobody gets lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import build, tree
from pipelines.families.build import families_of
from pipelines.families.refine import components
from tests.families.builders import Answers, head, region, row, rules, scored, when


@given(st.lists(st.one_of(st.none(), st.integers(1, 28)), min_size=1, max_size=9), st.data())
def test_of_equal_texts_enough_pairs_are_looked_at_to_join_all_that_belong(days: list[int | None], data: st.DataObject) -> None:
    """Against all pairs: who is joined does not change, also where one without a time joins two that lie far apart."""
    heads = [replace(head(f"s{n}", 7), published=None if day is None else when(9, day)) for n, day in enumerate(days)]
    heads += [replace(head("s0", 7, version="2"), published=when(9, data.draw(st.integers(1, 28))))]
    stories = {f"s{n}": [h for h in heads if h.story_id == f"s{n}"] for n in range(len(days))}
    order = data.draw(st.permutations(sorted(stories)))
    known = scored()
    every = [(s, t) for s, t in combinations(order, 2) if known.probability(stories[s], stories[t]) >= 5000]
    some = build._strong_pairs(order, stories, known, 5000)
    assert components(order, some) == components(order, every)


def test_a_crowd_of_equal_texts_costs_no_more_pairs_than_texts() -> None:
    stories = {f"s{n:03d}": [head(f"s{n:03d}", 7)] for n in range(300)}
    assert len(build._strong_pairs(sorted(stories), stories, scored(), 5000)) == 299


@pytest.mark.parametrize("size", [8, 40])
def test_a_tree_looks_at_a_bounded_number_of_pairs(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """A chain that does not break: every story finds a parent, and no more than the budget is asked for; below it, all pairs are."""
    monkeypatch.setattr(build, "LARGEST", 4)
    monkeypatch.setattr(tree, "PAIRS", 64)
    heads = [head(f"s{n:02d}", n + 1, at=when(9, 1 + n % 5)) for n in range(size)]
    chain = [row(x.digest, y.digest, 0.96) for x, y in pairwise(heads)]
    answers = Answers(*chain)
    (found,) = families_of(region(heads, *chain), answers, rules())
    assert found.story_ids == tuple(sorted(h.story_id for h in heads))
    assert len(answers.asked) <= 64
    if size == 8:
        assert len(answers.asked) + len(chain) == 8 * 7 // 2
