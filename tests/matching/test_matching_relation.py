"""Relations by their thresholds; directions by their rules, never forced."""

from __future__ import annotations

from itertools import cycle
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching import relation as subject
from pipelines.matching.relation import Direction, PairRelation, Side, direction, pair_relation
from schemas import match as schema
from tests.matching.words import OTHER, WIRE, compared, likelihood, named

SHARE = st.floats(0, 1)
OPPOSITE: dict[str, Direction] = {"a_from_b": "b_from_a", "b_from_a": "a_from_b", "unknown": "unknown"}


def read(probability: int, **values: float) -> PairRelation:
    """The relation of a pair that shares nothing but what is given; two texts of one length, the longer of which adds nothing."""
    zero = dict.fromkeys(("w3_short", "al_short", "al_long", "foreign_long", "quoted"), 0.0) | {"w3_long": 1.0}
    both = zero | {"len_ratio": 1.0} | values
    return pair_relation(probability, both)


@pytest.mark.parametrize(
    ("containment", "ratio", "expected"),
    [
        (0.85, 0.85, "verbatim"),
        (1.0, 1.0, "verbatim"),
        (0.849, 0.85, "edited"),
        (0.85, 0.849, "trimmed"),
        (0.849, 0.849, "edited"),
        (0.599, 0.5, "edited"),
        (0.599, 0.499, "trimmed"),
        (0.4, 0.499, "trimmed"),
        (0.399, 0.499, "edited"),
        (0.3, 1.0, "edited"),
    ],
)
@pytest.mark.parametrize("probability", [0, 4999, 5000, 10_000])
def test_word_for_word_reuse_is_read_from_containment(containment: float, ratio: float, expected: str, probability: int) -> None:
    assert read(probability, w3_short=containment, len_ratio=ratio) == expected


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [(0.85, 0.9, "verbatim"), (0.949, 0.899, "edited"), (0.95, 0.899, "trimmed")],
)
def test_a_text_as_long_is_word_for_word_only_if_the_longer_adds_little(short: float, long: float, expected: str) -> None:
    """What lost its last paragraph is shorter by a tenth, and was trimmed."""
    assert read(5000, w3_short=short, w3_long=long) == expected


@pytest.mark.parametrize(
    ("probability", "values", "expected"),
    [
        (5000, {"al_long": 0.35}, "rewrite"),
        (5000, {"al_long": 0.349, "al_short": 0.6}, "rewrite"),
        (5000, {"al_long": 0.349, "al_short": 0.599}, "update"),
        (4999, {"al_long": 1.0, "al_short": 1.0}, "none"),
        (4999, {"quoted": 8.0}, "cites"),
        (4999, {"quoted": 7.99}, "none"),
        (5000, {"quoted": 30.0, "al_long": 1.0}, "rewrite"),
    ],
)
def test_where_little_is_word_for_word_the_probability_decides(probability: int, values: dict[str, float], expected: str) -> None:
    assert read(probability, w3_short=0.299, **values) == expected


@pytest.mark.parametrize(
    ("changed", "probability", "expected"),
    [
        ({}, 4999, "contains"),
        ({}, 5000, "trimmed"),
        ({"al_long": 0.5}, 4999, "trimmed"),
        ({"foreign_long": 0.5}, 4999, "trimmed"),
        ({"len_ratio": 0.35}, 4999, "trimmed"),
        ({"w3_short": 0.249}, 4999, "none"),
    ],
)
def test_a_digest_contains_what_it_lifts(changed: dict[str, float], probability: int, expected: str) -> None:
    digest = {"w3_short": 0.9, "al_long": 0.49, "foreign_long": 0.51, "len_ratio": 0.34}
    assert read(probability, **(digest | changed)) == expected


@given(st.integers(0, 10_000), SHARE, SHARE, SHARE, SHARE, SHARE, st.floats(0, 60))
def test_every_pair_has_one_relation(p: int, w3: float, ratio: float, short: float, long: float, foreign: float, quoted: float) -> None:
    values = {"w3_short": w3, "len_ratio": ratio, "al_short": short, "al_long": long, "foreign_long": foreign, "quoted": quoted}
    found = read(p, **values)
    assert found in get_args(PairRelation)
    assert (found in ("rewrite", "update")) == (p >= 5000 and (w3 < 0.3 or (w3 < 0.4 and short_in_long(long, foreign, ratio))))
    assert found not in ("none", "cites") or (p < 5000 and w3 < 0.3)


def short_in_long(al_long: float, foreign_long: float, ratio: float) -> bool:
    """A small part of a text that is mostly about other things."""
    return al_long < 0.5 and foreign_long > 0.5 and ratio < 0.35


def test_the_schema_knows_the_same_names() -> None:
    assert set(get_args(PairRelation)) == set(get_args(schema.PairRelation))
    assert set(get_args(Direction)) == set(get_args(schema.Direction))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WIRE.replace(" ", "\n"), "verbatim"),
        (WIRE.partition(" Its owner")[0], "trimmed"),
        (WIRE.partition(" The ship")[0] + OTHER.partition("argued.")[2], "edited"),
        (OTHER, "none"),
    ],
)
def test_copies_of_a_wire_are_read_right(text: str, expected: str) -> None:
    scores = compared(WIRE, text)
    assert pair_relation(likelihood(scores), named(scores)) == expected


PLAIN = Side("Halden Courier", None, (), "2025-03-04T09:00:00Z")
AP = Side("AP", "AP", (), "2025-03-04T08:00:00Z")
SIDES = st.builds(
    Side,
    st.sampled_from([None, "AP", "Reuters", "Halden Courier"]),
    st.sampled_from([None, "AP", "Reuters"]),
    st.sets(st.sampled_from(["AP", "Reuters", "NTB"])).map(lambda names: tuple(sorted(names))),
    st.sampled_from([None, "2025-03-04T08:00:00Z", "2025-03-04T09:00:00Z"]),
)


def which(a: Side, b: Side, a_in_b: float = 0.5, b_in_a: float = 0.5, length_ratio: float = 1.0) -> tuple[Direction, str]:
    return direction(a, b, a_in_b=a_in_b, b_in_a=b_in_a, length_ratio=length_ratio)


def test_a_credit_to_the_other_ones_agency_tells_the_source() -> None:
    member = Side("Halden Courier", None, ("AP",), "2025-03-04T07:00:00Z")  # published earlier, which tells nothing
    found, why = which(member, AP)
    assert found == "a_from_b"
    assert "credits AP" in why
    assert which(AP, member) == ("b_from_a", why)


@pytest.mark.parametrize("named_agencies", [(), ("Reuters",)])
def test_a_credit_to_another_agency_tells_nothing(named_agencies: tuple[str, ...]) -> None:
    assert which(Side("Halden Courier", None, named_agencies, None), AP)[0] == "unknown"


def test_an_agency_that_names_itself_tells_nothing() -> None:
    itself, plain = Side("AP", "AP", ("AP",), None), Side("AP", "AP", (), None)
    assert which(itself, itself)[0] == which(itself, plain)[0] == which(plain, itself)[0] == "unknown"


def test_two_agencies_that_name_each_other_tell_nothing() -> None:
    ap, reuters = Side("AP", "AP", ("Reuters",), None), Side("Reuters", "Reuters", ("AP",), None)
    assert which(ap, reuters)[0] == "unknown"
    assert which(Side("AP", "AP", ("NTB",), None), reuters)[0] == "b_from_a"


def test_within_one_source_time_tells() -> None:
    later = Side("Halden Courier", None, (), "2025-03-04T09:00:01Z")
    found, why = which(PLAIN, later)
    assert found == "b_from_a"
    assert "Halden Courier" in why
    assert which(later, PLAIN) == ("a_from_b", why)
    assert which(PLAIN, PLAIN)[0] == "unknown"


def test_between_sources_time_tells_nothing() -> None:
    other = Side("Pune Ledger", None, (), "2025-03-09T09:00:00Z")
    early, late = (Side(None, None, (), time) for time in ("2025-03-04T08:00:00Z", "2025-03-05T08:00:00Z"))
    assert which(PLAIN, other)[0] == which(early, late)[0] == which(PLAIN, Side("Halden Courier", None, (), None))[0] == "unknown"


@pytest.mark.parametrize(
    ("a_in_b", "b_in_a", "ratio", "expected"),
    [
        (0.7, 0.3, 0.69, "a_from_b"),
        (0.3, 0.7, 0.69, "b_from_a"),
        (0.7, 0.3, 0.7, "unknown"),
        (0.69, 0.3, 0.5, "unknown"),
        (0.9, 0.7, 0.5, "unknown"),
        (0.9, 0.69, 0.5, "a_from_b"),
    ],
)
def test_the_contained_and_much_shorter_one_is_the_copy(a_in_b: float, b_in_a: float, ratio: float, expected: str) -> None:
    other = Side("Pune Ledger", None, (), None)
    assert which(PLAIN, other, a_in_b, b_in_a, ratio)[0] == expected


def test_a_credit_weighs_more_than_time_and_length() -> None:
    member = Side("AP", None, ("AP",), "2025-03-01T00:00:00Z")
    assert which(member, AP, 0.1, 0.9, 0.3)[0] == "a_from_b"


def turns_round(a: Side, b: Side, a_in_b: float, b_in_a: float, ratio: float) -> bool:
    """Whether the same pair, named the other way round, has the same direction, for the same reason."""
    forth, back = which(a, b, a_in_b, b_in_a, ratio), which(b, a, b_in_a, a_in_b, ratio)
    return (OPPOSITE[forth[0]], forth[1]) == back


@given(SIDES, SIDES, SHARE, SHARE, SHARE)
def test_the_direction_turns_with_the_pair(a: Side, b: Side, a_in_b: float, b_in_a: float, ratio: float) -> None:
    assert turns_round(a, b, a_in_b, b_in_a, ratio)


def test_with_the_first_credit_taken_as_proof_the_side_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: whoever is asked first has credited the other."""
    ap, reuters = Side("AP", "AP", ("Reuters",), None), Side("Reuters", "Reuters", ("AP",), None)
    assert turns_round(ap, reuters, 0.5, 0.5, 1.0)
    answers = cycle([True, False])
    monkeypatch.setattr(subject, "_credits", lambda one, other: next(answers))
    assert not turns_round(ap, reuters, 0.5, 0.5, 1.0)
