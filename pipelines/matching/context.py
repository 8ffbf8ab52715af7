"""Whether two things stand in the same place of two texts: among the same words."""

from __future__ import annotations

from typing import Final

from pipelines.matching.lexicon import CONTENT
from pipelines.matching.wording import Wording

FAR: Final = 6
"""Tokens on each side that are looked at."""


def neighbours(one: Wording, own: slice, other: Wording, theirs: slice) -> tuple[int, int, bool]:
    """Of two groups of tokens how many words before them are the same in both texts, and how many behind, each up to the sentence's end,
    which counts as one if it is the end in both; and whether there is a telling word among these."""
    left, told_left = _same(one, own.start - 1, other, theirs.start - 1, -1)
    right, told_right = _same(one, own.stop, other, theirs.stop, 1)
    return left, right, told_left or told_right


def _same(one: Wording, x: int, other: Wording, y: int, step: int) -> tuple[int, bool]:
    a, b = one.tokens, other.tokens
    home, away = int(a.sentence[x - step]), int(b.sentence[y - step])
    count, telling = 0, False
    while count < FAR:
        ends = not (0 <= x < len(a)) or a.sentence[x] != home, not (0 <= y < len(b)) or b.sentence[y] != away
        if any(ends):
            return (count + 1 if all(ends) else count), telling
        if a.token[x] != b.token[y]:
            break
        telling = telling or bool(a.weight[x] >= CONTENT)
        count, x, y = count + 1, x + step, y + step
    return count, telling


def same_place(one: Wording, own: slice, other: Wording, theirs: slice, *, strictly: bool = False) -> bool:
    """Whether the words around are the same: two on each side, or three and one. `strictly`: three on each side."""
    left, right, telling = neighbours(one, own, other, theirs)
    if strictly:
        return telling and min(left, right) >= 3
    return telling and min(left, right) >= 1 and left + right >= 4


def shared_around(one: Wording, own: slice, other: Wording, theirs: slice) -> int:
    """How many telling stems stand near both, in their sentences; what stands in both groups of tokens themselves does not count."""
    inside = {int(stem) for text, place in ((one, own), (other, theirs)) for stem in text.tokens.stem[place]}
    return len((_near(one, own) & _near(other, theirs)) - inside)


def _near(text: Wording, own: slice) -> set[int]:
    tokens = text.tokens
    inside = text.sentences[int(tokens.sentence[own.start])]
    places = [*range(max(inside.start, own.start - FAR), own.start), *range(own.stop, min(inside.stop, own.stop + FAR))]
    return {int(tokens.stem[i]) for i in places if tokens.weight[i] >= CONTENT}
