"""Which stories must be looked at together: the connected pieces of all links that could put two stories into one family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.families.attach import may_derive
from pipelines.families.head import Head
from pipelines.families.refine import components
from pipelines.families.roundups import carrying, roundups
from pipelines.families.rules import Rules
from pipelines.families.scored import within
from pipelines.families.takes import offers, takes
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import MATCH, says_something


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
    carriers = _carriers(head for own in stories.values() for head in own)
    told = {s: versions for s, own in stories.items() if (versions := _in_order(own))}
    apart = roundups(rows, carriers, takes(told), rules)
    # Among those that are no roundup, as `families_of` does it: a piece whose latest story is one belongs to the story before.
    continued = takes({s: versions for s, versions in told.items() if s not in apart})
    every = [*_links(rows, carriers, rules), *continued.items()]
    links = [link for link in every if apart.isdisjoint(link)]
    beaten = list(replaced)
    before = np.concatenate([rows, dropped])
    heads_once = [*(head for own in stories.values() for head in own), *beaten]
    once = _carriers(heads_once)
    gone = [*offers(heads_once), *(_links(before, once, rules) if beaten or len(dropped) else [])]
    reached = {story for story, own in stories.items() if any(touched(head) for head in own)}
    reached = _around(reached, order, offers(heads_once))
    reached |= carrying(before, once, reached)
    again = _around(reached, order, [*every, *gone])
    return _with_rows([group for group in components(order, links) if group[0] in again], stories, rows, carriers, apart)


def _around(reached: set[str], order: Sequence[str], links: Sequence[tuple[str, str]]) -> set[str]:
    """All stories that links join to those reached, and these."""
    return {story for group in components(order, links) if not reached.isdisjoint(group) for story in group}


def _in_order(versions: Iterable[Head]) -> list[Head]:
    return sorted((head for head in versions if not head.notice), key=lambda head: head.version_order)


def _carriers(heads: Iterable[Head]) -> dict[int, list[Head]]:
    carriers: dict[int, list[Head]] = {}
    for head in heads:
        if head.digest and not head.notice:
            carriers.setdefault(head.digest, []).append(head)
    return carriers


def _links(rows: NDArray[np.void], carriers: dict[int, list[Head]], rules: Rules) -> list[tuple[str, str]]:
    links = []
    rows = rows[says_something(rows)]
    strong = rows["probability"] >= rules.strong  # of the texts alone: time and source only lower it
    short, long = (rules.scorer.derivative(rows["features"], of_short) >= rules.attach for of_short in (True, False))
    able = strong | short | long
    columns = (rows["a"][able], rows["b"][able], strong[able], short[able], long[able])
    for a, b, joins, a_takes, b_takes in zip(*(c.tolist() for c in columns), strict=True):
        for x in carriers.get(a, ()):
            for y in carriers.get(b, ()):
                if x.story_id == y.story_id or not within(microseconds(x.published), microseconds(y.published), rules.horizon):
                    continue
                if joins or (a_takes and may_derive(x, y)) or (b_takes and may_derive(y, x)):
                    links.append((x.story_id, y.story_id))
    for same in carriers.values():
        links.extend(_same_text(same, rules.horizon))
    return links


def _same_text(carriers: Sequence[Head], horizon: int) -> list[tuple[str, str]]:
    """Carriers of one text are linked neighbour to neighbour in time; those without a time, to the first."""
    ordered = sorted(carriers, key=lambda head: (microseconds(head.published), head.uid))
    return [(x.story_id, y.story_id) for x, y in pairwise(ordered) if within(microseconds(x.published), microseconds(y.published), horizon)]


def _with_rows(
    groups: list[list[str]], stories: dict[str, list[Head]], rows: NDArray[np.void], carriers: dict[int, list[Head]], apart: frozenset[str]
) -> list[Region]:
    number = {story: at for at, group in enumerate(groups) for story in group}
    home: dict[int, set[int]] = {d: {number[h.story_id] for h in own if h.story_id in number} for d, own in carriers.items()}
    held: list[list[int]] = [[] for _ in groups]
    for i, (a, b) in enumerate(zip(rows["a"].tolist(), rows["b"].tolist(), strict=True)):
        for at in home.get(a, set()) & home.get(b, set()):
            held[at].append(i)
    out = []
    for group, indices in zip(groups, held, strict=True):
        heads = sorted((h for story in group for h in stories[story]), key=lambda h: (h.story_id, h.notice, h.uid))
        out.append(Region(tuple(heads), rows[indices] if indices else np.empty(0, MATCH), apart.intersection(group)))
    return out
