"""How sure a family is as a whole: how alike its stories are on average, who hangs on least, and where it would come apart.

A family may be right in every link and still be two: through one hybrid text, or one link that is barely likely. Bridges are the links
of a graph whose removal parts it (Tarjan, "A note on finding the bridges of a graph", Information Processing Letters 2, 1974).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pipelines.families.attach import Attachment
from pipelines.families.head import Head, time_order
from pipelines.families.scored import Scored
from pipelines.matching.scorer import SCALE
from schemas.family import Bridge, Family, WeakestLink

LOW: Final = 0.7
"""A bridge less likely than this is worth a second look: the precise operating point would not have joined two stories by it."""

Links = Mapping[tuple[str, str], int]
"""Pairs of stories (one id before the other) -> how likely they are one story told again, in 1/10,000; only what is above 0."""


class Cut(NamedTuple):
    """A link of a graph whose removal parts it, and how many nodes would stand on the side of each of its two ends."""

    one: str
    other: str
    parts: tuple[int, int]


@dataclass(frozen=True)
class Coherence:
    """Nothing of it is known of a family of one; mean and bridges only where all pairs were compared."""

    mean: float | None = None
    weakest: WeakestLink | None = None
    bridges: tuple[Bridge, ...] = ()


def coherence(
    stories: Mapping[str, Sequence[Head]],
    pairs: Iterable[tuple[str, str]],
    homes: Mapping[str, Attachment],
    continued: Mapping[str, str],
    scored: Scored,
    *,
    complete: bool,
) -> Coherence:
    """The coherence of the family of `stories` (by id, first version first).

    `pairs` of stories are looked at, `complete` if these are all: else there is no mean, and what looks like a bridge may only be a link
    beside which others were not compared. `homes` say where attached derivatives hang, `continued` which stories their slug calls later
    pieces of which. A derivative counts by its own link alone, a later piece is certain."""
    if len(stories) < 2:
        return Coherence()
    core = sorted(stories.keys() - homes.keys())
    pieces = {piece: home for piece, home in continued.items() if piece in stories and home in stories}
    links = _links(core, stories, pairs, pieces, scored)
    hung = {_pair(story, at.home): round(at.probability * SCALE) for story, at in homes.items()}
    return Coherence(
        mean=round(_mean(core, links, pieces, hung) / SCALE, 4) if complete else None,
        weakest=_weakest(stories, {**links, **hung}),
        bridges=tuple(
            _bridge(stories[cut.one][0], stories[cut.other][0], links[cut.one, cut.other], cut.parts)
            for cut in (bridges(core, holding(core, links, scored.rules.strong)) if complete else ())
        ),
    )


def hangs_by(family: Family) -> Bridge | None:
    """The least likely of a family's bridges where it is worth a second look, None where none is."""
    low = [bridge for bridge in family.bridges if bridge.probability < LOW]
    return min(low, key=lambda bridge: (bridge.probability, bridge.uri, bridge.other_uri), default=None)


def _links(
    core: Sequence[str], stories: Mapping[str, Sequence[Head]], pairs: Iterable[tuple[str, str]], pieces: Mapping[str, str], scored: Scored
) -> dict[tuple[str, str], int]:
    known = {_pair(s, t): scored.probability(stories[s], stories[t]) for s, t in pairs}
    known.update({_pair(piece, home): SCALE for piece, home in pieces.items() if piece in core and home in core})
    return {pair: known[pair] for pair in sorted(known) if known[pair] > 0}


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _mean(core: Sequence[str], links: Links, pieces: Mapping[str, str], hung: Links) -> float:
    """Over all pairs, in 1/10,000. A story and its later pieces count as one there: an add shares no sentence with its story, nor with the
    copies of it, and that says nothing against them. The likeliest of their pairs speaks for them."""
    whole = {story: story for story in core}
    for story in core:
        while whole[story] in pieces and pieces[whole[story]] in whole:
            whole[story] = pieces[whole[story]]
    best: dict[tuple[str, str], int] = {}
    for (one, other), found in links.items():
        if whole[one] != whole[other]:
            pair = _pair(whole[one], whole[other])
            best[pair] = max(found, best.get(pair, 0))
    n = len(set(whole.values()))
    certain = len(core) - n
    total = sum(best.values()) + certain * SCALE + sum(hung.values())
    return total / (n * (n - 1) // 2 + certain + len(hung))


def _weakest(stories: Mapping[str, Sequence[Head]], links: Links) -> WeakestLink:
    """The story whose best link is the weakest; of equals, the latest."""
    best = dict.fromkeys(stories, 0)
    for pair, found in links.items():
        for story in pair:
            best[story] = max(best[story], found)
    least = min(best.values())
    head = max((stories[story][0] for story in best if best[story] == least), key=time_order)
    return WeakestLink(uid=head.uid, uri=head.uri, probability=least / SCALE)


def _bridge(one: Head, other: Head, probability: int, parts: tuple[int, int]) -> Bridge:
    return Bridge(
        story_id=one.story_id,
        uri=one.uri,
        other_story_id=other.story_id,
        other_uri=other.uri,
        probability=probability / SCALE,
        parts=parts,
    )


def holding(nodes: Sequence[str], links: Links, strong: int) -> list[tuple[str, str]]:
    """The links that hold a family: all strong ones and, where these leave it in parts that only the mean joined, the likeliest between."""
    part = {node: node for node in nodes}

    def find(node: str) -> str:
        while part[node] != node:
            part[node] = part[part[node]]
            node = part[node]
        return node

    held = []
    for pair in sorted(links, key=lambda pair: (-links[pair], pair)):
        one, other = find(pair[0]), find(pair[1])
        if links[pair] >= strong or one != other:
            held.append(pair)
            part[one] = other
    return held


def bridges(nodes: Sequence[str], links: Iterable[tuple[str, str]]) -> list[Cut]:
    """The links whose removal parts a graph without double links (Tarjan 1974), sorted; n nodes and m links take n + m steps.

    One walk in depth numbers the nodes. A link down to a node is a bridge if nothing at or below that node leads back above it. The walk
    keeps its own stack, so that a chain of any length can be walked."""
    near: dict[str, list[str]] = {node: [] for node in nodes}
    for one, other in links:
        near[one].append(other)
        near[other].append(one)
    number: dict[str, int] = {}
    found: list[Cut] = []
    for root in nodes:
        if root in number:
            continue
        first = len(number)
        below = _walk(root, near, number)
        size = len(number) - first
        found.extend(Cut(*ends) for ends in (_sides(up, down, held, size) for up, down, held in below))
    return sorted(found)


def _sides(up: str, down: str, held: int, size: int) -> tuple[str, str, tuple[int, int]]:
    return (up, down, (size - held, held)) if up < down else (down, up, (held, size - held))


def _walk(root: str, near: Mapping[str, Sequence[str]], number: dict[str, int]) -> list[tuple[str, str, int]]:
    """Bridges of the part that holds `root`: upper end, lower end, nodes at and below the lower one. Numbers the nodes it meets."""
    number[root] = len(number)
    reach, size = {root: number[root]}, {root: 1}
    path = [(root, "", iter(near[root]))]
    out = []
    while path:
        node, above, rest = path[-1]
        following = next(rest, None)
        if following is None:
            path.pop()
            if above:
                if reach[node] > number[above]:
                    out.append((above, node, size[node]))
                reach[above] = min(reach[above], reach[node])
                size[above] += size[node]
        elif following not in number:
            number[following] = reach[following] = len(number)
            size[following] = 1
            path.append((following, node, iter(near[following])))
        elif following != above:
            reach[node] = min(reach[node], number[following])
    return out
