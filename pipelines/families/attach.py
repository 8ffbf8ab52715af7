"""Attach derivatives: stories that take part of an agency story, credit it, and mix it with reporting of their own.

Text likeness alone does not reach them and should not. They are judged by a score of their own, after refinement, against the members of
a family; an attached story never supports another attachment and never joins two families.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.families.head import Head, time_order
from pipelines.families.scored import Scored, within
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.scorer import SCALE


@dataclass(frozen=True)
class Attachment:
    """Where a derivative hangs: a story of its family, and how likely that is."""

    home: str
    probability: float


def may_derive(member: Head, source: Head) -> bool:
    """Whether a story may be a derivative of another.

    It must be no agency's own copy, and must name the agency that the other is from or, if that is an outlet's, names too.
    """
    if member.agency is not None:
        return False
    return source.agency in member.credits if source.agency is not None else not set(member.credits).isdisjoint(source.credits)


def attach(clusters: Sequence[Sequence[str]], stories: Mapping[str, Sequence[Head]], scored: Scored) -> dict[str, Attachment]:
    """Single stories that are derivatives -> where they hang. The likeliest first, ties by id: a function of the set alone."""
    singles = [c[0] for c in clusters if len(c) == 1]
    offers = []
    for story in singles:
        for cluster in clusters:
            if story not in cluster and any(_may(stories[story], stories[other], scored.rules.horizon) for other in cluster):
                best = _best(story, cluster, stories, scored)
                if best is not None and best.probability >= scored.rules.attach:
                    offers.append((-round(best.probability * SCALE), time_order(stories[best.home][0]), best.home, story))
    homes: dict[str, Attachment] = {}
    held: set[str] = set()
    for rank, _, home, story in sorted(offers):
        if story not in homes and home not in homes and story not in held:
            homes[story] = Attachment(home, -rank / SCALE)
            held.add(home)
    return homes


def _may(member: Sequence[Head], source: Sequence[Head], horizon: int) -> bool:
    return any(may_derive(x, y) and within(microseconds(x.published), microseconds(y.published), horizon) for x in member for y in source)


def _best(story: str, cluster: Sequence[str], stories: Mapping[str, Sequence[Head]], scored: Scored) -> Attachment | None:
    """The best over the members of a cluster; siblings that share little with a derivative do not count against it."""
    pairs = [(other, x, y) for other in cluster for x in stories[story] for y in stories[other] if _may([x], [y], scored.rules.horizon)]
    scored.ask((x, y) for _, x, y in pairs)
    found = [(t.derivative, other) for other, x, y in pairs if (t := scored.taken(x, y)) is not None]
    if not found:
        return None
    probability, home = min(found, key=lambda item: (-item[0], item[1]))
    return Attachment(home, probability)
