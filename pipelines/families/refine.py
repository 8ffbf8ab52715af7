"""Cut a component of strong matches into families: average link, not transitive closure.

Blind transitive closure is what ruins this kind of system: a chain of weak links glues everything. Average link merges the two
clusters with the highest mean probability over *all* pairs between them that say something, and stops below the cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray


def components(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Connected components: each in the order of `nodes`, ordered by their first node."""
    parent = {node: node for node in nodes}

    def find(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in edges:
        parent[find(one)] = find(other)
    groups: dict[str, list[str]] = {}
    for node in nodes:
        groups.setdefault(find(node), []).append(node)
    return list(groups.values())


Bond = Callable[[str, str], int | None]
"""How well two stories hold together, in 1/10,000: their probability, or a denial below 0; None where that says nothing (`Scored.bond`)."""


def refine(nodes: Sequence[str], bond: Bond, cut: int) -> list[list[str]]:
    """Clusters of one component, each in the order of `nodes`; n nodes cost n^2 memory and about n^3 time.

    `nodes` must come in an order that depends on content alone (it breaks ties); `bond` gives 0 for a pair too far
    apart in time. Sums are integers and means are exact quotients, so the result depends on neither order nor processor.
    """
    n = len(nodes)
    clusters = {i: [i] for i in range(n)}
    sums = np.zeros((n, n))
    counts = np.triu(np.ones((n, n)), 1)
    for i in range(n):
        for j in range(i + 1, n):
            held = bond(nodes[i], nodes[j])
            if held is None:
                counts[i, j] = 0
            else:
                sums[i, j] = held
    means = np.where(counts > 0, sums, -np.inf)
    while len(clusters) > 1:
        keep, gone = divmod(int(np.argmax(means)), n)
        if means[keep, gone] < cut:
            break
        clusters[keep] = sorted(clusters[keep] + clusters.pop(gone))
        _merge(sums, keep, gone)
        _merge(counts, keep, gone)
        means[gone, :] = means[:, gone] = -np.inf
        for other in clusters:
            low, high = min(keep, other), max(keep, other)
            if low != high:
                means[low, high] = sums[low, high] / counts[low, high] if counts[low, high] else -np.inf
    return [[nodes[i] for i in clusters[first]] for first in sorted(clusters)]


def _merge(upper: NDArray[np.float64], keep: int, gone: int) -> None:
    """Add the row and column of `gone` to those of `keep` in an upper triangular matrix (keep < gone)."""
    of_gone = upper[gone, :] + upper[:, gone]
    of_gone[keep] = 0
    upper[keep, keep + 1 :] += of_gone[keep + 1 :]
    upper[:keep, keep] += of_gone[:keep]
    upper[gone, :] = upper[:, gone] = 0
