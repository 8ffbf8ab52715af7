"""What became of a text's numbers in another: kept, rounded, converted, changed, dropped; and which are new.

A changed number is where errors creep in, and a false alarm costs trust: it is only said of two numbers that stand in the same place of
sentences that tell the same, and of which neither text has the other's.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from pipelines.matching.context import same_place, shared_around
from pipelines.matching.figures import Figure, comparable, figures, is_converted, is_rounded, same_digits, same_measure, slipped
from pipelines.matching.retold import Retold
from pipelines.matching.wording import Wording
from schemas.changes import NumberChange, NumberKind

ALIKE: Final = 0.5
"""Share of a sentence that the other one must tell for a number to be missed in it that counts the same."""


class _Numbers:
    """The numbers of a parent and a member, and which sentence of the member tells which of the parent."""

    def __init__(self, parent: Wording, member: Wording, told: Retold) -> None:
        self.parent, self.member, self.told = parent, member, told
        self.was, self.has = figures(parent), figures(member)
        self.values = {figure.value for figure in self.was}
        self.own = {figure.value for figure in self.has}
        self.taken: set[int] = set()

    def window(self, figure: Figure) -> list[tuple[int, Figure]]:
        """The parent's numbers in the sentences that the member's sentence tells."""
        sentence = int(self.member.tokens.sentence[figure.first])
        if not self.told.told[sentence]:
            return []
        where = set(self.told.where[sentence])
        return [(i, was) for i, was in enumerate(self.was) if int(self.parent.tokens.sentence[was.first]) in where]

    def beside(self, figure: Figure) -> list[Figure]:
        """The member's other numbers in sentences that tell the same as its own."""
        sentence = int(self.member.tokens.sentence[figure.first])
        near = set(self.told.where[sentence])
        same = {n for n, where in enumerate(self.told.where) if n == sentence or not near.isdisjoint(where)}
        return [now for now in self.has if int(self.member.tokens.sentence[now.first]) in same and now is not figure]

    def kept(self, figure: Figure) -> tuple[Figure | None, bool]:
        """The parent's number of the same value, the likeliest of several; and whether it is surely the same and not a twin by chance."""
        same = [was for was in self.was if was.value == figure.value]
        if not same:
            return None, False
        near = [was for _, was in self.window(figure) if was.value == figure.value]
        alike = [was for was in same if same_measure(was, figure)]
        found = next((group[0] for group in (near, alike, same) if group), None)
        return found, bool(near or alike or figure.telling)

    def measured(self, figure: Figure) -> tuple[int, NumberKind] | None:
        """The parent's measure that is the member's in another unit, wherever it stands."""
        return next(((i, "converted") for i, was in enumerate(self.was) if is_converted(was, figure)), None)

    def replaced(self, figure: Figure, *, strictly: bool) -> tuple[int, NumberKind] | None:
        """The parent's number in whose place one stands that the parent does not have. `strictly`: which it may have elsewhere."""
        beside = self.beside(figure)
        said = {now.value for now in beside}
        near = [(i, was) for i, was in self.window(figure) if i not in self.taken and was.value != figure.value and was.value not in said]
        near = [(i, was) for i, was in near if comparable(was, figure)]
        for i, was in near:
            if is_rounded(was, figure) and (not strictly or same_measure(was, figure)):
                return i, "rounded"
            if same_digits(was, figure) and not strictly:
                return i, "kept"
        for i, was in near:
            if self._same_place(was, figure, strictly=strictly or was.value in self.own):
                return i, "changed"
        if strictly or figure.clock:
            return None
        return self._counts_the_same(figure, near, beside) or self._slipped(figure, near, beside)

    def _same_place(self, was: Figure, now: Figure, *, strictly: bool) -> bool:
        places = slice(was.first, was.stop), slice(now.first, now.stop)
        return same_place(self.parent, places[0], self.member, places[1], strictly=strictly)

    def _counts_the_same(self, now: Figure, near: list[tuple[int, Figure]], beside: list[Figure]) -> tuple[int, NumberKind] | None:
        """The only number of the sentences that counts the same thing, where the member's has no other that does."""
        if self.told.share[int(self.member.tokens.sentence[now.first])] < ALIKE:
            return None
        same = [(i, was) for i, was in near if same_measure(was, now) and was.value not in self.own]
        others = [figure for figure in beside if same_measure(figure, now) and figure.value not in self.values]
        if len(same) != 1 or others:
            return None
        i, was = same[0]
        if _worked_out(now, [figure for _, figure in self.window(now)]):
            return None
        around = shared_around(self.parent, _with_unit(self.parent, was), self.member, _with_unit(self.member, now))
        return (i, "changed") if around >= 2 else None

    def _slipped(self, now: Figure, near: list[tuple[int, Figure]], beside: list[Figure]) -> tuple[int, NumberKind] | None:
        """The only number of the sentences that may be the member's mistyped, of which the member says nothing else."""
        typed = [(i, was) for i, was in near if was.value not in self.own and slipped(was, now)]
        if len(typed) != 1 or any(slipped(typed[0][1], other) for other in beside) or _worked_out(now, [f for _, f in self.window(now)]):
            return None
        i, was = typed[0]
        around = shared_around(self.parent, _with_unit(self.parent, was), self.member, _with_unit(self.member, now))
        return (i, "changed") if around >= (2 if was.year or now.year else 1) else None


def _with_unit(text: Wording, figure: Figure) -> slice:
    """A number's tokens with those of its unit, and with what it counts."""
    behind = int(np.searchsorted(text.tokens.start, figure.whole[1]))
    return slice(figure.first, max(figure.stop, behind, (figure.counted or -1) + 1 if figure.unit is None else 0))


def _worked_out(figure: Figure, of: Sequence[Figure]) -> bool:
    """Whether a number is the sum or the difference of two others."""
    return any(figure.value in (a.value + b.value, abs(a.value - b.value)) for a, b in combinations(of, 2))


def number_changes(parent: Wording, member: Wording, told: Retold) -> tuple[NumberChange, ...]:
    """What became of the parent's numbers, in the order of the member; then those that it dropped. `told`: of the member's sentences."""
    numbers = _Numbers(parent, member, told)
    out: list[NumberChange | None] = [None] * len(numbers.has)
    waiting = []
    for at, now in enumerate(numbers.has):
        was, sure = numbers.kept(now)
        if was is not None and sure:
            out[at] = _change(parent, member, was, now, "kept")
        else:
            waiting.append((at, now, was))
    for at, now, twin in waiting:
        found = (numbers.measured(now) if twin is None else None) or numbers.replaced(now, strictly=twin is not None)
        if found is not None:
            numbers.taken.add(found[0])
            out[at] = _change(parent, member, numbers.was[found[0]], now, found[1])
        elif twin is not None:
            out[at] = _change(parent, member, twin, now, "kept")
        elif not now.small:
            out[at] = _change(parent, member, None, now, "new")
    dropped = [
        _change(parent, member, was, None, "dropped")
        for i, was in enumerate(numbers.was)
        if i not in numbers.taken and was.value not in numbers.own and not was.small
    ]
    return (*(change for change in out if change is not None), *dropped)


def _change(parent: Wording, member: Wording, was: Figure | None, now: Figure | None, kind: NumberKind) -> NumberChange:
    shown = kind not in ("kept", "new", "dropped")
    return NumberChange(
        kind=kind,
        was=None if was is None else parent.said(was.whole),
        is_=None if now is None else member.said(now.whole),
        was_at=None if was is None else was.whole,
        is_at=None if now is None else now.whole,
        was_in=parent.sentence_at(was.first) if shown and was is not None else None,
        is_in=member.sentence_at(now.first) if shown and now is not None else None,
    )
