"""What became of families is told whole, and only that."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipelines.families.build import families_of
from pipelines.families.diff import difference
from pipelines.families.regions import Region
from schemas import Family
from tests.families.builders import Answers, head, row, rows, rules

Groups = list[set[str]]


def families(groups: Sequence[set[str]]) -> list[Family]:
    """Families of stories that are surely one, and have nothing to do with others."""
    made = []
    for group in groups:
        heads = [head(name, ord(name)) for name in sorted(group)]
        pairs = rows(*(row(ord(a), ord(b), 0.95) for a in sorted(group) for b in sorted(group) if a < b))
        made += families_of(Region(tuple(heads), pairs), Answers(*pairs), rules())
    return made


def told(before: Groups, after: Groups) -> list[tuple[str, list[str], list[str]]]:
    found = difference(families(before), families(after))
    return [
        (change.kind, ["".join(f.story_ids) for f in change.before], ["".join(f.story_ids) for f in change.after])
        for change in found.changes
    ]


def test_each_kind_of_change() -> None:
    assert told([{"a", "b", "c", "d"}], [{"a", "b"}, {"c", "d"}]) == [("split", ["abcd"], ["ab", "cd"])]
    assert told([{"a", "b"}, {"c", "d"}], [{"a", "b", "c", "d"}]) == [("merged", ["ab", "cd"], ["abcd"])]
    assert told([{"a", "b"}, {"c"}], [{"a", "b", "c"}]) == [("joined", ["c"], ["abc"])]
    assert told([{"a", "b", "c"}], [{"a", "b"}, {"c"}]) == [("left", ["abc"], ["c"])]
    assert sorted(told([{"a"}, {"b"}], [{"a", "b"}])) == [("joined", ["a"], ["ab"]), ("joined", ["b"], ["ab"])]


def test_a_story_that_goes_from_one_family_to_another_is_a_split_and_a_merge_or_names_the_single_ones() -> None:
    assert sorted(kind for kind, _, _ in told([{"a", "b", "c"}, {"d", "e"}], [{"a", "b"}, {"c", "d", "e"}])) == ["merged", "split"]
    assert sorted(told([{"a", "b"}, {"c"}], [{"a"}, {"b", "c"}])) == [("joined", ["c"], ["bc"]), ("left", ["ab"], ["a"])]


PARTITIONS = st.lists(st.integers(0, 3), min_size=6, max_size=6)


def grouped(numbers: list[int]) -> Groups:
    return [{"abcdef"[i] for i, n in enumerate(numbers) if n == group} for group in sorted(set(numbers))]


@given(PARTITIONS, PARTITIONS)
def test_something_is_told_if_and_only_if_something_changed(one: list[int], other: list[int]) -> None:
    before, after = grouped(one), grouped(other)
    found = difference(families(before), families(after))
    same = [group for group in before if group in after]
    assert (found.stories, found.before, found.after, found.same) == (6, len(before), len(after), len(same))
    named = {story for change in found.changes for family in (*change.before, *change.after) for story in family.story_ids}
    assert named == set("abcdef") - set().union(*same)


def test_the_same_stories_told_otherwise() -> None:
    before = families([{"a", "b"}])
    after = [
        family.model_copy(update={"members": (family.members[0], family.members[1].model_copy(update={"status": "canceled"}))})
        for family in before
    ]
    found = difference(before, after)
    assert (found.same, found.retold, found.changes) == (1, 1, ())
