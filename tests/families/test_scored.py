"""What is known of pairs: both directions of a row, only pairs within the horizon, and asked for once."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.families.scored import Scored, within
from pipelines.matching.candidates import HOUR, UNDATED
from pipelines.matching.fingerprint import microseconds
from tests.families.builders import WEEK, Answers, derived, head, row, rows, rules, scored, when


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(0, WEEK, True), (0, WEEK + 1, False), (WEEK + 1, 0, False), (UNDATED, 0, True), (5, UNDATED, True), (UNDATED, UNDATED, True)],
)
def test_the_horizon_is_inclusive_and_the_undated_pass(one: int, other: int, expected: bool) -> None:
    assert within(one, other, WEEK) is expected


def test_a_row_is_read_from_both_sides() -> None:
    """a is the shorter: .9 of it stands in b, .3 of b in it."""
    known = scored(row(1, 2, 0.8, cover_short=0.9, cover_long=0.3))
    short, long = head("a", 1), head("b", 2)
    taken, back = known.taken(short, long), known.taken(long, short)
    assert taken is not None
    assert back is not None
    assert (taken.probability, round(taken.of_member, 4), round(taken.of_source, 4), taken.member_is_short) == (8000, 0.9, 0.3, True)
    assert (back.probability, round(back.of_member, 4), round(back.of_source, 4), back.member_is_short) == (8000, 0.3, 0.9, False)


def test_a_derivative_is_one_in_one_direction() -> None:
    known = scored(derived(1, 2))
    source, member = head("a", 1), head("b", 2)
    taken, back = known.taken(member, source), known.taken(source, member)
    assert taken is not None
    assert back is not None
    assert taken.derivative > 0.9
    assert back.derivative < 0.1


def test_equal_texts_need_no_row_and_what_was_never_compared_is_unknown() -> None:
    known = scored()
    same = known.taken(head("a", 1), head("b", 1))
    assert same is not None
    assert (same.probability, same.of_member, same.of_source, same.derivative) == (10_000, 1.0, 1.0, 0.0)
    assert known.taken(head("a", 1), head("b", 2)) is None
    assert known.taken(head("a", 0), head("b", 0)) is None, "texts too short to be matched are not equal"


def test_two_stories_are_as_close_as_their_best_versions_within_the_horizon() -> None:
    known = scored(row(1, 3, 0.4), row(2, 3, 0.9), horizon=2 * HOUR)
    first, second = head("a", 1, version="1", at=when(9)), head("a", 2, version="2", at=when(12))
    near, far = head("b", 3, at=when(11)), head("b", 3, at=when(15))
    assert known.probability([first, second], [near]) == known.probability([near], [first, second]) == 9000
    assert known.probability([first], [near]) == 4000
    assert known.probability([first, second], [far]) == 0
    assert known.probability([first, second], [head("b", 3, at=None)]) == 9000


def test_equal_texts_out_of_reach_are_no_match() -> None:
    known = scored(horizon=HOUR)
    assert known.probability([head("a", 1, at=when(9))], [head("b", 1, at=when(10))]) == 10_000
    assert known.probability([head("a", 1, at=when(9))], [head("b", 1, at=when(11))]) == 0


def test_only_what_is_missing_is_compared_and_once() -> None:
    answers = Answers(row(2, 3, 0.7))
    known = Scored(rules(), answers)
    known.add(rows(row(1, 2, 0.5)))
    a, b, c, short = head("a", 1), head("b", 2), head("c", 3), head("d", 0)
    known.ask([(a, b), (b, a), (c, b), (b, c), (b, b), (a, short), (c, head("e", 3))])
    assert answers.asked == [(2, 3)]
    known.ask([(b, c)])
    assert answers.asked == [(2, 3)]
    assert known.probability([b], [c]) == 7000


def test_rows_come_back_sorted_whichever_way_they_went_in() -> None:
    made = [row(5, 1, 0.5), row(2, 9, 0.6), row(2, 3, 0.7)]
    for order in (made, made[::-1]):
        assert scored(*order).rows()[["a", "b"]].tolist() == [(5, 1), (2, 3), (2, 9)]
    assert len(scored().rows()) == 0


def test_times_are_exact_to_the_second() -> None:
    assert microseconds("1970-01-01T00:00:01Z") == 1_000_000
    assert microseconds(None) == UNDATED == np.iinfo(np.int64).min
