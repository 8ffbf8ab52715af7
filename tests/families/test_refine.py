"""Components are cut by average link: against a brute-force oracle in exact fractions, and on chains that must not glue."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import build
from pipelines.families.refine import components, refine
from tests.families.builders import built, head, partition, row

Link = dict[frozenset[str], int]
CUT = 4000
NODES = "abcdefghij"
CUT = 4000


def lookup(links: Link) -> Callable[[str, str], int]:
    return lambda one, other: links.get(frozenset((one, other)), 0)


def oracle(nodes: list[str], links: Link, cut: int) -> list[list[str]]:
    """Average link by the book: every mean worked out afresh as a fraction; of equal means, the pair that stands first."""
    clusters = [[node] for node in nodes]
    while len(clusters) > 1:
        best: tuple[Fraction, int, int] | None = None
        for i, one in enumerate(clusters):
            for j in range(i + 1, len(clusters)):
                total = sum(links.get(frozenset((x, y)), 0) for x in one for y in clusters[j])
                mean = Fraction(total, len(one) * len(clusters[j]))
                if best is None or mean > best[0]:
                    best = (mean, i, j)
        assert best is not None
        mean, i, j = best
        if mean < cut:
            break
        clusters[i] = sorted(clusters[i] + clusters.pop(j), key=nodes.index)
    return clusters


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], Link]:
    """Some nodes and links between them; from few values, so that means tie."""
    nodes = list(NODES[: draw(st.integers(1, 9))])
    pairs = [frozenset((x, y)) for i, x in enumerate(nodes) for y in nodes[i + 1 :]]
    values = draw(st.sampled_from([(0, 4000, 8000), (0, 3999, 4000, 4001), tuple(range(0, 10_001, 7))]))
    return nodes, {pair: draw(st.sampled_from(values)) for pair in pairs}


@given(graphs(), st.sampled_from([0, 1, 3999, 4000, 4001, 10_000]))
def test_agrees_with_the_oracle(graph: tuple[list[str], Link], cut: int) -> None:
    nodes, links = graph
    assert refine(nodes, lookup(links), cut) == oracle(nodes, links, cut)


@given(graphs())
def test_which_of_two_is_asked_for_first_does_not_matter(graph: tuple[list[str], Link]) -> None:
    nodes, links = graph
    turned = {(x, y): links[frozenset((x, y))] for x in nodes for y in nodes if x < y}
    assert refine(nodes, lambda x, y: turned[min(x, y), max(x, y)], CUT) == refine(nodes, lambda x, y: turned[x, y], CUT)


@given(graphs())
def test_every_node_is_in_one_cluster(graph: tuple[list[str], Link]) -> None:
    nodes, links = graph
    found = refine(nodes, lookup(links), CUT)
    assert sorted(node for cluster in found for node in cluster) == nodes
    assert all(cluster == sorted(cluster) for cluster in found)


@given(st.permutations(NODES[:5]), st.permutations(range(10)), st.integers(0, 9))
def test_without_ties_the_order_of_nodes_does_not_matter(order: list[str], powers: list[int], cut: int) -> None:
    """Links are different powers of 30: no two of their sums, over at most six pairs each, are in a ratio of small numbers."""
    nodes = sorted(order)
    pairs = [frozenset((x, y)) for i, x in enumerate(nodes) for y in nodes[i + 1 :]]
    links = {pair: 30**power for pair, power in zip(pairs, powers, strict=True)}
    first, second = ({frozenset(c) for c in refine(some, lookup(links), 30**cut)} for some in (nodes, order))
    assert first == second


def test_ties_go_to_the_pair_that_stands_first() -> None:
    """b could join a or c with the same mean, and a with c shares nothing: the nodes come in the order of content, a first."""
    links = {frozenset("ab"): 7000, frozenset("bc"): 7000}
    assert refine(list("abc"), lookup(links), 4000) == [["a", "b"], ["c"]]
    assert refine(list("cba"), lookup(links), 4000) == [["c", "b"], ["a"]]


def test_a_mean_of_exactly_the_cut_still_joins() -> None:
    links = {frozenset("ab"): 9000, frozenset("ac"): 8000}
    assert refine(list("abc"), lookup(links), 4000) == [["a", "b", "c"]]
    assert refine(list("abc"), lookup(links), 4001) == [["a", "b"], ["c"]]


def test_means_are_exact() -> None:
    """ab joins first; d is then half a ten-thousandth nearer to it than c, with which it shares nothing: (9000 + 0) / 3 leaves c out."""
    links = {frozenset("ab"): 9000, frozenset("ac"): 4500, frozenset("bc"): 4500, frozenset("ad"): 4500, frozenset("bd"): 4501}
    assert refine(list("abcd"), lookup(links), 4000) == [["a", "b", "d"], ["c"]]


def test_a_chain_of_weak_links_does_not_glue() -> None:
    """Ten nodes in a row, each .55 like the next and nothing like the others. By hand: pairs join, ab cd ef gh ij; two neighbouring
    pairs have a mean of 5500 / 4 = 1375."""
    links = {frozenset(pair): 5500 for pair in pairwise(NODES)}
    assert refine(list(NODES), lookup(links), CUT) == [list(pair) for pair in ("ab", "cd", "ef", "gh", "ij")]


def test_a_bridge_between_two_families_does_not_join_them() -> None:
    """By hand: abc and def join at 9500 each; the bridge is one of nine pairs between them, their mean 6000 / 9."""
    links = {frozenset(p): 9500 for p in ("ab", "ac", "bc", "de", "df", "ef")} | {frozenset("cd"): 6000}
    assert refine(list("abcdef"), lookup(links), CUT) == [list("abc"), list("def")]


def chained_families() -> set[frozenset[str]]:
    names = [f"s{i}" for i in range(8)]
    heads = [head(name, i + 1) for i, name in enumerate(names)]
    return partition(built(heads, *(row(i, i + 1, 0.55) for i in range(1, 8))))


def test_a_chain_of_weak_matches_makes_no_family_of_more_than_two() -> None:
    assert max(map(len, chained_families())) == 2


def test_with_transitive_closure_the_chain_would_glue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: refinement that keeps components as they are."""
    monkeypatch.setattr(build, "refine", lambda nodes, probability, cut: [list(nodes)])
    assert max(map(len, chained_families())) == 8


@given(st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=12))
def test_components_are_what_can_be_reached(edges: list[tuple[str, str]]) -> None:
    found = components(list(NODES), edges)
    assert [group[0] for group in found] == sorted(group[0] for group in found)
    assert sorted(node for group in found for node in group) == list(NODES)
    for group in found:
        reached = {group[0]}
        for _ in NODES:
            reached |= {y for x, y in edges if x in reached} | {x for x, y in edges if y in reached}
        assert group == sorted(reached)


@given(st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=12), st.data())
def test_components_do_not_depend_on_the_order_of_edges(edges: list[tuple[str, str]], data: st.DataObject) -> None:
    shuffled = [pair if data.draw(st.booleans()) else pair[::-1] for pair in data.draw(st.permutations(edges))]
    assert components(list(NODES), shuffled) == components(list(NODES), edges)


def test_without_edges_every_node_is_its_own_component() -> None:
    assert components(["x", "y"], []) == [["x"], ["y"]]
    assert components([], []) == []
    assert refine([], lambda x, y: 0, CUT) == []
    assert refine(["x"], lambda x, y: 0, CUT) == [["x"]]
