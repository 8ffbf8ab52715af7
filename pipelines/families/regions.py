"""Which stories must be looked at together: the connected pieces of all links that could put two stories into one family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.families.asserted import joins
from pipelines.families.attach import may_derive
from pipelines.families.head import Head
from pipelines.families.lifecycle import in_order
from pipelines.families.refine import components
from pipelines.families.roundups import carrying, roundups
from pipelines.families.rules import Rules
from pipelines.families.scored import within
from pipelines.families.spoken import Spoken
from pipelines.families.takes import offers, takes
from pipelines.matching.carried import carried_by
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import says_something


@dataclass(frozen=True)
class Region:
    """Some stories with all their versions and notices, and the match rows between their texts. Independent of all others."""

    heads: tuple[Head, ...]
    rows: NDArray[np.void]
    roundups: frozenset[str] = frozenset()
    """Stories that are a member of no family because they carry several."""


def regions(
    heads: Iterable[Head],
    replaced: Iterable[Head],
    rows: NDArray[np.void],
    dropped: NDArray[np.void],
    touched: Callable[[Head], bool],
    rules: Rules,
) -> list[Region]:
    """The regions that hold a touched version, in the order of their stories' ids.

    `rows` are today's matches. `dropped` are matches that the store had and that no longer hold, `replaced` heads that another record of
    the same version beats: what they linked is looked at once more, so that a link that goes away is noticed on both its ends. But the
    regions themselves are made of today's links alone: what used to hold leaves no trace in the outcome.
    """
    stories: dict[str, list[Head]] = {}
    for head in heads:
        stories.setdefault(head.story_id, []).append(head)
    order = sorted(stories)
    own = [head for versions in stories.values() for head in versions]
    spoken = Spoken.of(rows, own, rules.horizon)
    told = {s: versions for s, held in stories.items() if (versions := _in_order(held))}
    apart = roundups(spoken, takes(told), rules)
    # Among those that are no roundup, as `families_of` does it: a piece whose latest story is one belongs to the story before.
    continued = takes({s: versions for s, versions in told.items() if s not in apart})
    every = [*_links(spoken, rules), *continued.items(), *joins(told, rules.horizon)]
    links = [link for link in every if apart.isdisjoint(link)]
    heads_once = [*own, *replaced]
    changed = len(heads_once) > len(own) or len(dropped) > 0
    once = Spoken.of(np.concatenate([rows, dropped]), heads_once, rules.horizon) if changed else spoken
    offered = [*offers(heads_once), *joins(_by_story(heads_once), rules.horizon)]
    gone = [*offered, *(_links(once, rules) if changed else [])]
    reached = {story for story, held in stories.items() if any(touched(head) for head in held)}
    reached = _around(reached, order, offered)
    reached |= carrying(once, reached)
    again = _around(reached, order, [*every, *gone])
    groups = [group for group in components(order, links) if group[0] in again]
    return _with_rows(groups, stories, spoken, apart)


def binding(rows: NDArray[np.void], rules: Rules) -> NDArray[np.bool_]:
    """Which rows may link two stories, or say that one carries a passage of the other."""
    carries = carried_by(rows["features"], True) | carried_by(rows["features"], False)
    strong, short, long = _able(rows, rules)
    return says_something(rows) & (carries | strong | short | long)


def _around(reached: set[str], order: Sequence[str], links: Sequence[tuple[str, str]]) -> set[str]:
    """All stories that links join to those reached, and these."""
    return {story for group in components(order, links) if not reached.isdisjoint(group) for story in group}


def _by_story(heads: Iterable[Head]) -> dict[str, list[Head]]:
    found: dict[str, list[Head]] = {}
    for head in heads:
        found.setdefault(head.story_id, []).append(head)
    return found


def _in_order(versions: Iterable[Head]) -> list[Head]:
    return in_order(head for head in versions if not head.notice)


def _links(spoken: Spoken, rules: Rules) -> list[tuple[str, str]]:
    strong, short, long = _able(spoken.rows, rules)
    links, heads = [], spoken.heads
    at, a, b = spoken.between_stories(says_something(spoken.rows) & (strong | short | long))
    joined, takes_b, takes_a = strong[at], short[at], long[at]
    for i, (x, y) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        one, other = heads[x], heads[y]
        if joined[i] or (takes_b[i] and may_derive(one, other)) or (takes_a[i] and may_derive(other, one)):
            links.append((one.story_id, other.story_id))
    carriers: dict[int, list[Head]] = {}
    for head in spoken.heads:
        carriers.setdefault(head.digest, []).append(head)
    for same in carriers.values():
        links.extend(_same_text(same, rules.horizon))
    return links


def _able(rows: NDArray[np.void], rules: Rules) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows are strong, and in which the shorter, or the longer, may derive from the other."""
    strong = rows["probability"] >= rules.strong  # of the texts alone: time and source only lower it
    short, long = (rules.scorer.derivative(rows["features"], of_short) >= rules.attach for of_short in (True, False))
    return strong, short, long


def _same_text(carriers: Sequence[Head], horizon: int) -> list[tuple[str, str]]:
    """Carriers of one text are linked neighbour to neighbour in time; those without a time, to the first."""
    ordered = sorted(carriers, key=lambda head: (microseconds(head.published), head.uid))
    return [(x.story_id, y.story_id) for x, y in pairwise(ordered) if within(microseconds(x.published), microseconds(y.published), horizon)]


def _with_rows(groups: list[list[str]], stories: dict[str, list[Head]], spoken: Spoken, apart: frozenset[str]) -> list[Region]:
    number = {story: at for at, group in enumerate(groups) for story in group}
    group_of = np.array([number.get(head.story_id, -1) for head in spoken.heads], np.int64)
    within_one = (group_of[spoken.a] == group_of[spoken.b]) & (group_of[spoken.a] >= 0)
    found = np.unique(np.stack([group_of[spoken.a], spoken.at])[:, within_one], axis=1)
    borders = np.searchsorted(found[0], np.arange(len(groups) + 1))
    out = []
    for at, group in enumerate(groups):
        heads = sorted((h for story in group for h in stories[story]), key=lambda h: (h.story_id, h.notice, h.uid))
        own = spoken.rows[found[1, borders[at] : borders[at + 1]]]
        out.append(Region(tuple(heads), own, apart.intersection(group)))
    return out
