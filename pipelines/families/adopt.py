"""Stories that refinement left alone but that two members of a family vouch for.

A mean over all members judges a rewrite by its likeness to the briefs and trimmed copies of the story too, with which it shares little.
So a single story may still join where the two members nearest to it are, on average, near enough, and no member speaks against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.families.refine import Bond


def adopt(clusters: Sequence[list[str]], bond: Bond, least: int, order: Mapping[str, int]) -> list[list[str]]:
    """The clusters of one component after single stories joined those of two and more; each in `order`, by their first story.

    All are judged against the clusters as refined: who joins does not depend on who joined before."""
    homes = [cluster for cluster in clusters if len(cluster) > 1]
    grown = [list(home) for home in homes]
    for cluster in clusters:
        if len(cluster) > 1:
            continue
        offers = [(_vouched([bond(cluster[0], other) for other in home]), -at) for at, home in enumerate(homes)]
        best, place = max(offers, default=(0, 0))
        if best >= least:
            grown[-place].append(cluster[0])
        else:
            grown.append(cluster)
    return sorted((sorted(cluster, key=order.__getitem__) for cluster in grown), key=lambda cluster: order[cluster[0]])


def _vouched(found: Sequence[int | None]) -> int:
    """The mean of the two strongest bonds; 0 where a bond is a denial."""
    bonds = [bond for bond in found if bond is not None]
    return 0 if not bonds or min(bonds) < 0 else sum(sorted(bonds)[-2:]) // 2
