"""How far a run must read: the stories that it touches, and all that may hang on them or on which they may hang.

Families are made of whole components, so a run follows every link from what it touches, be it into last year; but it keeps no more than
that. A store of ten years costs a run no more memory than one of ten days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from pipelines.families.asserted import names_meant, names_of
from pipelines.families.head import Head, day_of_head
from pipelines.families.regions import Region, binding, regions
from pipelines.families.rules import Rules
from pipelines.matching.among import is_among
from pipelines.matching.match import MATCH
from pipelines.stages.days import Days, Rows, hashes, slug_key


class Surroundings:
    """The stories around some. `horizon` in days; `beaten`: heads that another record of the same version has beaten, and that linked
    stories until now; `dropped`: match rows that no longer hold.

    A story is *known* when it has been read with all its versions, and *explored* when all stories that a match, an equal text, a slug
    line or what an item says may link to it are known. Whether a story is a roundup hangs on those it carries, and on what is known
    between them. So a region is right when its stories are explored, and the stories that may be linked to them too.
    """

    def __init__(self, days: Days, rules: Rules, horizon: int, beaten: Sequence[Head], dropped: Rows) -> None:
        self._days, self._rules, self._horizon = days, rules, horizon
        self._beaten, self._dropped = beaten, dropped
        self._known: dict[str, list[Head]] = {}
        self._explored: set[str] = set()

    def regions(self, stories: Iterable[str], touched: Callable[[Head], bool]) -> list[Region]:
        """The regions that hold a touched version. `stories`: all that have one, and maybe more."""
        reached, settled = set(stories), set[str]()
        self._learn(reached)
        while not reached <= settled:
            near = self._explore(reached - settled)
            self._explore(near - self._explored)
            settled |= reached
            heads = [head for own in self._known.values() for head in own]
            found = regions(heads, self._beaten, self._rows(heads), self._dropped, touched, self._rules)
            reached = {head.story_id for region in found for head in region.heads}
        return found if settled else []

    def _learn(self, stories: Iterable[str]) -> None:
        """Make stories known, and those that pieces among them may continue."""
        new = set(stories) - self._known.keys()
        while new:
            learnt = self._days.versions(new)
            self._known.update({story: learnt.get(story, []) for story in sorted(new)})
            pieces = [head for own in learnt.values() for head in own if head.edit_kind == "add"]
            new = self._found(pieces, 1, np.empty(0, np.uint64)) - self._known.keys()

    def _explore(self, stories: AbstractSet[str]) -> set[str]:
        """Make known what may be linked to some stories; returns the ids of it."""
        self._explored |= stories
        own = [head for head in self._once(stories) if not head.notice]
        texts = _texts(own)
        partners = [texts]
        for day in self._days.around(own, 0, self._horizon) if own else ():
            rows = self._days.rows(day)
            rows = rows[is_among(rows["a"], texts) | is_among(rows["b"], texts)]
            rows = rows[binding(rows, self._rules)]
            partners += [rows["a"], rows["b"]]
        found = self._found(own, self._horizon, np.unique(np.concatenate(partners)))
        self._learn(found)
        return found

    def _found(self, heads: Sequence[Head], days: int, texts: NDArray[np.uint64]) -> set[str]:
        """Stories within so many days of some heads that have one of these texts, may continue one or be continued by their slug, or are
        named by one or name it."""
        wholes, pieces = (_slugs(heads, add=add) for add in (False, True))
        names, meant = hashes(heads, names_of), hashes(heads, names_meant)
        found: set[str] = set()
        for day in self._days.around(heads, days, days) if heads else ():
            outline = self._days.outline(day)
            of_slug = (is_among(outline.slug, wholes) & outline.add) | (is_among(outline.slug, pieces) & ~outline.add)
            found.update(outline.stories(is_among(outline.digest, texts) | of_slug | outline.tied(names, meant)))
        return found

    def _once(self, stories: AbstractSet[str]) -> list[Head]:
        """Their heads, and those that were theirs until now."""
        return [*(head for story in sorted(stories) for head in self._known[story]), *(h for h in self._beaten if h.story_id in stories)]

    def _rows(self, heads: Sequence[Head]) -> Rows:
        """What is known between any two of some heads."""
        texts = _texts([*heads, *self._beaten])
        found = [np.empty(0, MATCH)]
        for day in sorted({day_of_head(head) for head in (*heads, *self._beaten)}):
            rows = self._days.rows(day)
            found.append(rows[is_among(rows["a"], texts) & is_among(rows["b"], texts)])
        return np.concatenate(found)


def _texts(heads: Sequence[Head]) -> NDArray[np.uint64]:
    return np.array(sorted({head.digest for head in heads if head.digest}), np.uint64)


def _slugs(heads: Sequence[Head], *, add: bool) -> NDArray[np.uint64]:
    return np.array(sorted({slug_key(head) for head in heads if (head.edit_kind == "add") == add} - {0}), np.uint64)
