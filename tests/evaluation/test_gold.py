"""Gold files: the two formats, what is odd in them and said, and what makes them useless, with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.evaluation.gold import DIFFERENT, SAME, FamilyGold, GoldError, Judged, PairGold, Placed, noted, read_gold

FAMILIES = """# uri family relation kind near
urn:a\tferry\torigin\twire\t-
urn:b\tferry\tedited\tforeign\t-

urn:c\tferry~twin\t-\ttwin\tferry
"""
PAIRS = """# two stories, what they are to each other, how sure
urn:b\turn:a\tsame\t3\tthe same lead
urn:b\turn:c\tfollow\t1\tnext day
urn:c\turn:d\tpart
"""


def test_families_with_all_columns() -> None:
    assert read_gold(FAMILIES.encode()) == FamilyGold(
        {
            "urn:a": Placed("ferry", "origin", "wire"),
            "urn:b": Placed("ferry", "edited", "foreign"),
            "urn:c": Placed("ferry~twin", None, "twin", "ferry"),
        }
    )


@pytest.mark.parametrize("title", ["", "uri\tfamily\n", "# uri\tfamily\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_families_with_two_columns(title: str, end: str) -> None:
    gold = f"{title}urn:a\tone\nurn:b\ttwo".replace("\n", end)
    assert read_gold(gold.encode()) == FamilyGold({"urn:a": Placed("one"), "urn:b": Placed("two")})


def test_judged_pairs_go_by_their_smaller_uri() -> None:
    assert read_gold(PAIRS.encode()) == PairGold(
        {("urn:a", "urn:b"): Judged("same", 3), ("urn:b", "urn:c"): Judged("follow", 1), ("urn:c", "urn:d"): Judged("part")}
    )


def test_a_title_line_and_a_byte_order_mark_are_no_gold() -> None:
    gold = "\ufeffuri_a\turi_b\tlabel\nurn:a\turn:b\tsame\n"
    assert read_gold(gold.encode()) == PairGold({("urn:a", "urn:b"): Judged("same")})


def test_repeated_lines_and_unknown_labels_are_said_once_with_three_examples() -> None:
    gold = read_gold(("urn:a\turn:b\tsame\nurn:b\turn:a\tsame\n" + "".join(f"urn:a\turn:x{i}\tcousin\n" for i in range(5))).encode())
    assert gold.notes == (
        "lines of the gold that repeat another: 1 (urn:a and urn:b in line 2)",
        "labels that are not known, their lines left out: 5 (cousin in line 3, cousin in line 4, cousin in line 5, ...)",
    )
    assert isinstance(gold, PairGold)
    assert list(gold.pairs) == [("urn:a", "urn:b")]


def test_an_unknown_relation_is_said_and_the_line_kept() -> None:
    gold = read_gold(b"urn:a\tone\torigin\twire\nurn:b\tone\tborrowed\tcopy\nurn:b\tone\tborrowed\tcopy\n")
    assert isinstance(gold, FamilyGold)
    assert gold.stories["urn:b"] == Placed("one", None, "copy")
    assert gold.notes == (
        "lines of the gold that repeat another: 1 (urn:b in line 3)",
        "relations that are not known, and not judged: 2 (borrowed in line 2, borrowed in line 3)",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no line of gold"),
        (b"# nothing\n\n", "no line of gold"),
        (b"# x\nurn:a\n", "line 2: there must be two columns"),
        (b"urn:a\t\n", "line 1: there must be two columns"),
        (b"urn:a\tone\nurn:b\t\xff\n", "line 2: it is not UTF-8"),
        (b"urn:a\tone\nurn:b\tone\nurn:a\ttwo\n", "line 3: urn:a has another line, number 1"),
        (b"urn:a\turn:b\tcousin\n", "line 1: 'cousin' in the third column is neither"),
        (b"urn:a\turn:b\tsame\nurn:c\turn:d\n", "line 2: a judged pair has three columns"),
        (b"urn:a\turn:b\tsame\nurn:c\turn:c\tnone\n", "line 2: urn:c is paired with itself"),
        (b"urn:a\turn:b\tsame\tsure\n", "line 1: the confidence 'sure' is no whole number"),
        (b"urn:a\turn:b\tsame\nurn:b\turn:a\tpart\n", "line 2: urn:a and urn:b have another line, number 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_the_line(data: bytes, said: str) -> None:
    with pytest.raises(GoldError) as stopped:
        read_gold(data)
    assert said in str(stopped.value)


LINES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(10, 19), st.sampled_from([SAME, *DIFFERENT])), min_size=1, unique_by=lambda line: line[:2]
)


@given(LINES.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))))
def test_the_order_of_lines_plays_no_part(orders: tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]) -> None:
    one, other = (read_gold("\n".join("\t".join(map(str, line)) for line in lines).encode()) for lines in orders)
    assert isinstance(one, PairGold)
    assert isinstance(other, PairGold)
    assert list(one.pairs.items()) == list(other.pairs.items())


def test_a_note_names_three_at_most() -> None:
    assert noted([], "things") == []
    assert noted("abc", "things") == ["things: 3 (a, b, c)"]
    assert noted("abcd", "things") == ["things: 4 (a, b, c, ...)"]
