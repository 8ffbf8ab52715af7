"""Which versions rows speak of: for all at once as one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from pipelines.families.scored import speaks_of
from pipelines.families.spoken import Spoken
from tests.families.builders import WEEK, head, met, notice, row, when
from tests.families.worlds import World, worlds


@given(worlds())
def test_the_entries_are_those_of_every_pair_asked_by_itself(world: World) -> None:
    rows = met(world.matches, world.heads)
    spoken = Spoken.of(rows, world.heads, WEEK)
    found = [(at, spoken.heads[a].uid, spoken.heads[b].uid) for at, a, b in zip(spoken.at, spoken.a, spoken.b, strict=True)]
    held = [one for one in world.heads if one.digest and not one.notice]
    assert sorted(found) == sorted(
        (at, x.uid, y.uid)
        for at, match in enumerate(rows)
        for x in held
        for y in held
        if (x.digest, y.digest) == (match["a"], match["b"]) and speaks_of(int(match["day"]), x, y, WEEK)
    )
    assert [int(at) for at, _, _ in found] == sorted(int(at) for at, _, _ in found)


def test_between_stories_are_the_wanted_rows_of_two_stories() -> None:
    """a and its second version share no entry there; b is met twice, by two rows."""
    a, again, b = head("a", 1), head("a", 2, version="2"), head("b", 3)
    heads = [a, again, b, notice("b", "kill"), head("c", 3, at=when(9, 20))]
    rows = met([row(1, 2, 0.9), row(1, 3, 0.8), row(2, 3, 0.7)], [a, again, b])
    spoken = Spoken.of(rows, heads, WEEK)

    def uids(wanted: list[bool]) -> list[tuple[int, str, str]]:
        return [
            (int(at), spoken.heads[x].uid, spoken.heads[y].uid) for at, x, y in zip(*spoken.between_stories(np.array(wanted)), strict=True)
        ]

    assert uids([True, True, True]) == [(1, a.uid, b.uid), (2, again.uid, b.uid)]
    assert uids([True, False, True]) == [(2, again.uid, b.uid)]
    assert uids([True, False, False]) == []
