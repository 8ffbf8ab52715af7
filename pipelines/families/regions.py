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
from pipelines.families.scored import speaks_of, within
from pipelines.families.takes import offers, takes
from pipelines.matching.carried import carried_by
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
    every = [*_links(rows, carriers, rules), *continued.items(), *joins(told, rules.horizon)]
    links = [link for link in every if apart.isdisjoint(link)]
    beaten = list(replaced)
    before = np.concatenate([rows, dropped])
    heads_once = [*(head for own in stories.values() for head in own), *beaten]
    once = _carriers(heads_once)
    offered = [*offers(heads_once), *joins(_by_story(heads_once), rules.horizon)]
    gone = [*offered, *(_links(before, once, rules) if beaten or len(dropped) else [])]
    reached = {story for story, own in stories.items() if any(touched(head) for head in own)}
    reached = _around(reached, order, offered)
    reached |= carrying(before, once, reached, rules)
    again = _around(reached, order, [*every, *gone])
    groups = [group for group in components(order, links) if group[0] in again]
    return _with_rows(groups, stories, rows, carriers, apart, rules)


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


def _carriers(heads: Iterable[Head]) -> dict[int, list[Head]]:
    carriers: dict[int, list[Head]] = {}
    for head in heads:
        if head.digest and not head.notice:
            carriers.setdefault(head.digest, []).append(head)
    return carriers


def _links(rows: NDArray[np.void], carriers: dict[int, list[Head]], rules: Rules) -> list[tuple[str, str]]:
    links = []
    rows = rows[says_something(rows)]
    strong, short, long = _able(rows, rules)
    able = strong | short | long
    columns = (rows["a"][able], rows["b"][able], rows["day"][able], strong[able], short[able], long[able])
    for a, b, day, joined, a_takes, b_takes in zip(*(c.tolist() for c in columns), strict=True):
        for x in carriers.get(a, ()):
            for y in carriers.get(b, ()):
                if x.story_id == y.story_id or not speaks_of(day, x, y, rules.horizon):
                    continue
                if joined or (a_takes and may_derive(x, y)) or (b_takes and may_derive(y, x)):
                    links.append((x.story_id, y.story_id))
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


def _with_rows(
    groups: list[list[str]],
    stories: dict[str, list[Head]],
    rows: NDArray[np.void],
    carriers: dict[int, list[Head]],
    apart: frozenset[str],
    rules: Rules,
) -> list[Region]:
    number = {story: at for at, group in enumerate(groups) for story in group}
    own = {digest: [(number[h.story_id], h) for h in held if h.story_id in number] for digest, held in carriers.items()}
    held: list[list[int]] = [[] for _ in groups]
    for i, (a, b, day) in enumerate(zip(rows["a"].tolist(), rows["b"].tolist(), rows["day"].tolist(), strict=True)):
        pairs = ((at, x, y) for at, x in own.get(a, ()) for other, y in own.get(b, ()) if at == other)
        for at in {at for at, x, y in pairs if speaks_of(day, x, y, rules.horizon)}:
            held[at].append(i)
    out = []
    for group, indices in zip(groups, held, strict=True):
        heads = sorted((h for story in group for h in stories[story]), key=lambda h: (h.story_id, h.notice, h.uid))
        out.append(Region(tuple(heads), rows[indices] if indices else np.empty(0, MATCH), apart.intersection(group)))
    return out
