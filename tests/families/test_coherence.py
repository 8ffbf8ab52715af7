"""How sure a family is as a whole: means by hand, bridges against taking every link away in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import build
from pipelines.families.coherence import Cut, bridges, hangs_by, holding
from pipelines.families.head import Head
from pipelines.families.refine import components
from schemas import Bridge, Family
from tests.families.builders import Answers, as_bytes, built, derived, head, region, row, rules, when

NODES = "abcdefgh"
Graph = tuple[list[str], list[tuple[str, str]]]


def family(*heads: Head, known: Sequence[object] = ()) -> Family:
    """The one family of these."""
    (found,) = built(heads, *known)  # type: ignore[arg-type]
    return found


def shown(found: Family) -> list[tuple[str, str, float, tuple[int, int]]]:
    return [(b.story_id, b.other_story_id, b.probability, b.parts) for b in found.bridges]


def weakest(found: Family) -> tuple[str, float]:
    assert found.weakest is not None
    return found.weakest.uri.rpartition(":")[2], found.weakest.probability


A, B, C, D = (head(name, n, at=when(8 + n)) for n, name in enumerate("abcd", 1))


def test_of_a_family_of_one_nothing_is_said() -> None:
    found = family(A)
    assert (found.coherence, found.weakest, found.bridges) == (None, None, ())


def test_two_stories_hang_by_their_one_link() -> None:
    """Both have the same best link: the later one is named."""
    found = family(A, B, known=[row(1, 2, 0.6)])
    assert (found.coherence, weakest(found), shown(found)) == (0.6, ("b", 0.6), [("a", "b", 0.6, (1, 1))])


def test_the_mean_is_over_all_pairs() -> None:
    """(.9 + .8 + .4) / 3; c hangs on least, by .8; a-c is no strong link, so both others are bridges."""
    found = family(A, B, C, known=[row(1, 2, 0.9), row(2, 3, 0.8), row(1, 3, 0.4)])
    assert (found.coherence, weakest(found)) == (0.7, ("c", 0.8))
    assert shown(found) == [("a", "b", 0.9, (1, 2)), ("b", "c", 0.8, (2, 1))]


def test_a_second_strong_link_makes_a_ring_that_no_link_parts() -> None:
    found = family(A, B, C, known=[row(1, 2, 0.9), row(2, 3, 0.8), row(1, 3, 0.5)])
    assert found.bridges == ()
    assert weakest(found) == ("c", 0.8)


def test_two_pairs_that_one_link_holds() -> None:
    """(.9 + .9 + .6 + .45 + .45 + .4) / 6; b-c alone is strong between the pairs."""
    known = [row(1, 2, 0.9), row(3, 4, 0.9), row(2, 3, 0.6), row(1, 3, 0.45), row(2, 4, 0.45), row(1, 4, 0.4)]
    found = family(A, B, C, D, known=known)
    assert found.coherence == pytest.approx(0.6167)
    assert ("b", "c", 0.6, (2, 2)) in shown(found)
    weak = hangs_by(found)
    assert weak is not None
    assert (weak.story_id, weak.other_story_id) == ("b", "c")


def test_sure_links_and_families_without_a_bridge_need_no_second_look() -> None:
    assert hangs_by(family(A, B, known=[row(1, 2, 0.7)])) is None
    assert hangs_by(family(A, B, known=[row(1, 2, 0.69)])) is not None
    assert hangs_by(family(A, B, C, known=[row(1, 2, 0.6), row(2, 3, 0.6), row(1, 3, 0.6)])) is None


def test_the_best_over_the_versions_of_two_stories_counts() -> None:
    second = head("a", 5, version="2", at=when(12))
    assert family(A, second, B, known=[row(1, 2, 0.6), row(2, 5, 0.8), row(1, 5, 0.9)]).coherence == 0.8


WIRE = head("wire", 1, agency="AP", source="AP")
COPY = head("copy", 2, naming=["AP"], at=when(10))
OWN = head("own", 3, naming=["AP"], at=when(11))


def test_a_derivative_counts_by_its_own_link_alone() -> None:
    """That it shares nothing with the copy says nothing: the mean is over its link and the one pair of the others."""
    known = [row(1, 2, 0.9), derived(1, 3)]
    found = family(WIRE, COPY, OWN, known=known)
    (own,) = [m for m in found.members if m.story_id == "own"]
    assert own.relation == "derivative"
    assert own.probability is not None
    assert found.coherence == pytest.approx((0.9 + own.probability) / 2, abs=1e-4)
    assert weakest(found) == min([("own", own.probability), ("copy", 0.9)], key=lambda item: item[1])
    assert shown(found) == [("copy", "wire", 0.9, (1, 1))]


def piece(story: str, digest: int, at: str, edit_kind: str = "add") -> Head:
    return replace(head(story, digest, source="AP", agency="AP", at=at), slug="bc-ferry", edit_kind=edit_kind)  # type: ignore[arg-type]


STORY, ADD = piece("story", 1, when(9), "new"), piece("add", 2, when(10))


def test_an_add_is_a_certain_link() -> None:
    found = family(STORY, ADD)
    assert (found.coherence, weakest(found), shown(found)) == (1.0, ("add", 1.0), [("add", "story", 1.0, (1, 1))])


def test_a_copy_of_the_story_or_of_its_add_is_not_measured_by_the_other_piece() -> None:
    """Story and add count as one: the pairs are (story or add, copy) .8, (story or add, tail) .6, (copy, tail) .5, and the certain link."""
    copy, tail = head("copy", 3, at=when(11)), head("tail", 4, at=when(12))
    known = [row(1, 3, 0.8), row(2, 4, 0.6), row(3, 4, 0.5), row(1, 4, 0.45), row(2, 3, 0.1)]
    found = family(STORY, ADD, copy, tail, known=known)
    assert found.coherence == pytest.approx((0.8 + 0.6 + 0.5 + 1) / 4)


def test_whichever_pairs_an_index_brought_the_same_is_said() -> None:
    heads = [STORY, ADD, head("a", 3, at=when(11)), head("a", 4, at=when(12), version="2"), head("b", 5, at=when(13))]
    known = [row(1, 3, 0.8), row(1, 4, 0.6), row(2, 3, 0.2), row(2, 4, 0.7), row(3, 4, 0.9), row(3, 5, 0.9), row(4, 5, 0.8), row(1, 5, 0.7)]
    expected = as_bytes(built(heads, *known))
    some = [row(1, 3, 0.8), row(3, 5, 0.9)]
    assert as_bytes(build.families_of(region(reversed(heads), *some), Answers(*known), rules())) == expected


def test_where_not_all_pairs_were_compared_there_is_no_mean_and_no_bridge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "LARGEST", 2)
    found = family(*(replace(head(name, 1), published=when(9 + n)) for n, name in enumerate("abc")))
    assert (found.coherence, found.bridges) == (None, ())
    assert weakest(found)[1] == 1.0


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    nodes = list(NODES[: draw(st.integers(1, len(NODES)))])
    return nodes, draw(st.lists(st.sampled_from([*combinations(nodes, 2)] or [("a", "a")]), unique=True)) if len(nodes) > 1 else []


@given(graphs(), st.data())
def test_bridges_are_the_links_without_which_there_are_more_parts(graph: Graph, data: st.DataObject) -> None:
    nodes, links = graph
    expected = []
    for link in sorted(links):
        rest = components(nodes, [other for other in links if other != link])
        if len(rest) > len(components(nodes, links)):
            one, other = (next(len(part) for part in rest if end in part) for end in link)
            expected.append(Cut(*link, (one, other)))
    assert bridges(nodes, links) == expected
    assert bridges(data.draw(st.permutations(nodes)), data.draw(st.permutations(links))) == expected


@given(graphs(), st.data())
def test_what_holds_a_family_has_all_strong_links_and_as_many_parts_as_all_links(graph: Graph, data: st.DataObject) -> None:
    nodes, links = graph
    found = {link: data.draw(st.sampled_from([1, 3000, 4999, 5000, 9000])) for link in links}
    held = holding(nodes, found, 5000)
    assert {link for link in links if found[link] >= 5000} <= set(held)
    assert components(nodes, held) == components(nodes, links)
    extra = [link for link in held if found[link] < 5000]
    assert len(extra) == len(components(nodes, [s for s in held if found[s] >= 5000])) - len(components(nodes, held))


def test_a_chain_of_any_length_is_walked() -> None:
    names = [f"{n:05d}" for n in range(20_000)]
    found = bridges(names, pairwise(names))
    assert len(found) == 19_999
    assert found[0] == Cut("00000", "00001", (1, 19_999))


def test_a_family_stored_before_these_were_known_is_still_read() -> None:
    found = family(A, B, known=[row(1, 2, 0.6)])
    old = {k: v for k, v in found.model_dump(mode="json").items() if k not in ("coherence", "weakest", "bridges")}
    again = Family.from_stored(old)
    assert (again.coherence, again.weakest, again.bridges) == (None, None, ())
    assert Family.from_stored(found.json_bytes()) == found
    assert isinstance(found.bridges[0], Bridge)
