"""What gold says of pairs: families, the closure of `same`, and listed pairs that win over both."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.evaluation.gold import LABELS, FamilyGold, Judged, PairGold, Placed
from pipelines.evaluation.truth import APART, LEFT_OUT, TOGETHER, PairRules, Scope, of_families, of_pairs
from tests.evaluation import oracle

NUMBERS = {name: at for at, name in enumerate("abcdef")}


def signs(scope: Scope) -> dict[str, int]:
    """What is said of every pair of the scope, by the letters of the two."""
    names = {number: name for name, number in NUMBERS.items()}
    pairs = list(combinations(range(len(scope.stories)), 2))
    low, high = (np.array([pair[end] for pair in pairs], np.int64) for end in (0, 1))
    said = scope.truth.of(low, high).tolist()
    assert said == [oracle.says(scope.truth, x, y) for x, y in pairs]
    return {names[int(scope.stories[x])] + names[int(scope.stories[y])]: sign for (x, y), sign in zip(pairs, said, strict=True)}


def pairs(**labels: str) -> PairGold:
    """Judged pairs such as ab='same', or ab='same 1' with a confidence."""
    split = {name: label.split() for name, label in labels.items()}
    return PairGold({(name[0], name[1]): Judged(label[0], int(label[1]) if label[1:] else None) for name, label in split.items()})


def test_stories_of_one_family_belong_together_and_others_do_not() -> None:
    gold = FamilyGold({"a": Placed("one"), "c": Placed("one"), "d": Placed("one~twin", near="one"), "z": Placed("one")})
    scope = of_families(gold, NUMBERS)
    assert (scope.stories.tolist(), scope.named.tolist()) == ([0, 2, 3], [0, 1, 2])
    assert signs(scope) == {"ac": TOGETHER, "ad": APART, "cd": APART}


def test_same_is_closed_but_a_listed_pair_is_what_its_line_says() -> None:
    scope = of_pairs(pairs(ab="same", bc="same", cd="same", ad="follow"), NUMBERS, 5, PairRules())
    told = signs(scope)
    assert {name for name, sign in told.items() if sign == TOGETHER} == {"ab", "ac", "bc", "bd", "cd"}
    assert told["ad"] == APART
    assert told["ae"] == told["de"] == APART, "nobody listed e, and what is not listed is negative"
    assert scope.named.tolist() == [0, 1, 2, 3]


def test_unlisted_pairs_can_be_left_out_of_the_count() -> None:
    scope = of_pairs(pairs(ab="same", bc="same", de="related"), NUMBERS, 6, PairRules(unlisted_negative=False))
    told = signs(scope)
    assert {name: sign for name, sign in told.items() if sign != LEFT_OUT} == {"ab": 1, "ac": 1, "bc": 1, "de": -1}
    assert scope.stories.tolist() == [0, 1, 2, 3, 4]


def test_labels_left_out_and_unsure_pairs_count_nowhere_and_do_not_close() -> None:
    rules = PairRules(leave_out=("part",), least_confidence=2)
    told = signs(of_pairs(pairs(ab="same 2", bc="same 1", cd="part 3", de="follow 1", ef="none"), NUMBERS, 6, rules))
    assert [told[name] for name in ("ab", "bc", "cd", "de", "ef", "ac")] == [TOGETHER, LEFT_OUT, LEFT_OUT, LEFT_OUT, APART, APART]


@pytest.mark.parametrize("closed", [True, False])
def test_stories_that_were_not_judged_count_against_each_other_only_where_listed(closed: bool) -> None:
    rules = PairRules(unlisted_negative=closed, not_judged=frozenset("abcdz"))
    told = signs(of_pairs(pairs(ab="same", bc="same", ae="same", cf="none"), NUMBERS, 6, rules))
    assert (told["ab"], told["bc"], told["ae"], told["cf"]) == (TOGETHER, TOGETHER, TOGETHER, APART)
    assert told["ac"] == LEFT_OUT, "it follows from two lines, but nobody judged tables with each other"
    assert told["be"] == told["ce"] == TOGETHER, "e was judged"
    assert {told.get(name, LEFT_OUT) for name in ("ad", "bd", "cd")} == {LEFT_OUT}
    assert told.get("de", LEFT_OUT) == (APART if closed else LEFT_OUT)


@pytest.mark.parametrize("label", LABELS)
def test_only_same_puts_stories_together(label: str) -> None:
    assert PairRules().said(Judged(label)) == (TOGETHER if label == "same" else APART)


def test_pairs_with_a_story_that_is_not_in_the_store_are_passed_over() -> None:
    scope = of_pairs(pairs(az="same", ab="same"), NUMBERS, 2, PairRules())
    assert signs(scope) == {"ab": TOGETHER}


@given(st.dictionaries(st.sampled_from(list(combinations("abcdef", 2))), st.sampled_from(LABELS)), st.booleans())
def test_what_is_said_is_a_path_of_same_or_a_line_of_its_own(lines: dict[tuple[str, str], str], closed: bool) -> None:
    gold = PairGold({pair: Judged(label) for pair, label in lines.items()})
    told = signs(of_pairs(gold, NUMBERS, 6, PairRules(unlisted_negative=closed)))
    for name, sign in told.items():
        own = lines.get((name[0], name[1]))
        if own is not None:
            assert sign == (TOGETHER if own == "same" else APART)
        else:
            reached = {name[0]}
            for _ in range(6):
                reached |= {end for pair, label in lines.items() if label == "same" and not reached.isdisjoint(pair) for end in pair}
            assert sign == (TOGETHER if name[1] in reached else APART if closed else LEFT_OUT)
