"""What a correction changed, sentence by sentence, and whether another text still tells it as it was.

A corrected sentence keeps most of its words: they are its context. What only the old version says was wrong, what only the new one says
is right. A text tells the passage where enough of the context stands in one place of it; there it says what was wrong, or what is right,
or neither. Numbers, names and negations decide where a correction changed any, since copies reword the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Final, Literal, NamedTuple

from pipelines.matching.sentences import WAYS, Sentence, both
from pipelines.matching.value_words import counting_words

Telling = Literal["as it was", "as it is", "otherwise"]

PARTNER: Final = 0.4
"""Share of a sentence's weight that makes another one its later form."""
PLACE: Final = 0.25
"""Share of the context that must stand where a value does, for it to be that of the passage; and of words in place of values:"""
PLACE_OF_WORDS: Final = 0.4
CLOSE: Final = 0.5
"""Share of the context from which a text is taken to tell the passage, whatever it says in it; of changed words that make a change."""
RETOLD: Final = 1 / 3
"""Share of the sentences from which a version is an update as well: then changed values count alone."""
TELLING: Final = 160
"""Weight of a number of two digits, or of a name: where it is said nowhere else it shows a passage. A name, and the day of a month, need
a word of the context beside them."""
COMMON: Final = 60
"""What a common word weighs, where a correction changed nothing else."""


_NO: Final[frozenset[float]] = frozenset()


class Passage(NamedTuple):
    """A sentence that was changed."""

    start: int
    end: int
    """Where it stands in the old text, in characters."""
    context: dict[int, int]
    """What both versions say: stem -> weight."""
    wrong: dict[int, int]
    """What only the old one says; values alone where there are any on either side."""
    right: dict[int, int]
    """What only the new one says; likewise."""
    valued: bool
    """Whether these are values: numbers, names, negations."""
    least: float
    """How much of them, by weight, makes a place say them."""
    alone: dict[int, int]
    """Values among the wrong ones that the old text says in no other place, and the new one not at all."""
    beside: frozenset[int]
    """Where words were only added: what stood on either side of the first. A text that does not say that does not tell the passage."""
    swapped: tuple[int, ...] = ()
    """Values that only changed places, in their old order."""
    around: tuple[int, ...] = ()
    """What they stand among, in its order: names, if there are two."""
    amounts_before: frozenset[float] = frozenset()
    """What numbers came to in the old version alone, and"""
    amounts_after: frozenset[float] = frozenset()
    """in the new one alone; shares in words as per cent."""
    later: tuple[int, ...] = ()
    """The words of the new version."""


class Place(NamedTuple):
    """Where a text tells a passage, in characters, and how."""

    start: int
    end: int
    telling: Telling


def changed_passages(before: Sequence[Sentence], after: Sequence[Sentence]) -> list[Passage]:
    """The sentences of an old text that the new one tells otherwise, or no more, in their order."""
    kept = {sentence.words for sentence in before} & {sentence.words for sentence in after}
    lost = [sentence for sentence in before if sentence.words not in kept]
    fresh = [sentence for sentence in after if sentence.words not in kept]
    values = _values(before, after)
    found = {at: one for at, sentence in enumerate(lost) if (one := _passage(sentence, _partner(sentence, fresh), values)) is not None}
    same = [*after, *(s for s in before if s.words in kept), *(s for at, s in enumerate(lost) if at not in found)]
    elsewhere = {stem for sentence in same for stem in (*sentence.said, *sentence.words)}
    passages = [one._replace(alone={v: w for v, w in one.wrong.items() if one.valued and v not in elsewhere}) for one in found.values()]
    if len(passages) > RETOLD * len(before) and any(passage.valued for passage in passages):
        return [passage for passage in passages if passage.valued]
    return passages


def _values(before: Sequence[Sentence], after: Sequence[Sentence]) -> frozenset[int]:
    """What is a number, a name or a negation anywhere: a name that opens a sentence shows no capital of its own."""
    return frozenset().union(*(sentence.values for sentence in (*before, *after)))


def _partner(sentence: Sentence, fresh: Sequence[Sentence]) -> Sentence | None:
    """The later form of a sentence: the new sentence that holds most of it, and the neighbours that hold the rest."""
    shared = [sum(w for stem, w in sentence.stems.items() if stem in other.stems) for other in fresh]
    if not shared or max(shared) < PARTNER * sentence.weight:
        return None
    best = shared.index(max(shared))
    told = fresh[best]
    for near in (best - 1, best + 1):
        if 0 <= near < len(fresh):
            gained = sum(w for stem, w in sentence.stems.items() if stem in fresh[near].stems and stem not in told.stems)
            if gained >= PARTNER / 2 * sentence.weight:
                told = both(told, fresh[near])
    return told


def _passage(sentence: Sentence, later: Sentence | None, values: frozenset[int]) -> Passage | None:
    """None where nothing that counts has changed."""
    span = (sentence.start, sentence.end)
    if later is None:
        return Passage(*span, {}, sentence.stems, {}, False, CLOSE, {}, frozenset()) if len(sentence.stems) >= 3 else None
    context = {stem: w for stem, w in sentence.stems.items() if stem in later.stems}
    wrong = {stem: w for stem, w in sentence.stems.items() if stem not in later.stems}
    right = {stem: w for stem, w in later.stems.items() if stem not in sentence.stems}
    renamed = [stem for stem in context if stem in later.names and sentence.names.get(stem, later.names[stem]) != later.names[stem]]
    valued = bool(renamed or values & (wrong.keys() | right.keys()))
    if valued:
        wrong, right = ({stem: w for stem, w in side.items() if stem in values} for side in (wrong, right))
    for stem in renamed:
        wrong[sentence.names[stem]] = right[later.names[stem]] = context.pop(stem)
    if not wrong and not right and (swapped := _swapped(sentence, later, values)):
        return Passage(*span, context, wrong, right, True, CLOSE, {}, frozenset(), swapped, _around(sentence, later, swapped))
    if not wrong and not valued:  # words that were only added make nothing wrong, but for a value
        return None
    if not wrong and (common := {stem: COMMON for stem in sentence.said if stem not in later.said}):
        return Passage(*span, context, common, right, False, CLOSE, {}, frozenset())
    # As many right values as wrong ones: each of them is wrong. Else some may only have been left out.
    least = CLOSE if not valued else 0.01 if len(wrong) == len(right) else 1.0
    one, other = (told.amounts.exact | told.amounts.shares if valued else _NO for told in (sentence, later))
    beside = frozenset() if wrong else _beside(later, context, right)
    return Passage(
        *span, context, wrong, right, valued, least, {}, beside, amounts_before=one - other, amounts_after=other - one, later=later.words
    )


def _swapped(sentence: Sentence, later: Sentence, values: frozenset[int]) -> tuple[int, ...]:
    """The values that stand in another order among each other, as they stood before; none if they stand as before."""
    once = [stem for stem in sentence.said if stem in values and sentence.said.count(stem) == later.said.count(stem) == 1]
    now = [stem for stem in later.said if stem in once]
    return tuple(stem for stem, other in zip(once, now, strict=True) if stem != other)


def _around(sentence: Sentence, later: Sentence, swapped: Sequence[int]) -> tuple[int, ...]:
    """What stands once in both, in one order: names that were not swapped, if there are two."""
    among = [stem for stem in sentence.said if stem in sentence.stems and stem not in swapped and sentence.said.count(stem) == 1]
    fixed = [stem for stem in among if later.said.count(stem) == 1]
    names = [stem for stem in fixed if stem in sentence.values]
    return tuple(names if len(names) > 1 else fixed)


def _beside(later: Sentence, context: dict[int, int], added: dict[int, int]) -> frozenset[int]:
    """The words on either side of the first that was added; if one of them says something, that alone."""
    at = next(i for i, stem in enumerate(later.said) if stem in added)
    near = frozenset((*later.said[max(0, at - 1) : at], *later.said[at + 1 : at + 2])) - added.keys()
    return near & context.keys() or near


def told_in(passage: Passage, text: Sequence[Sentence]) -> Place | None:
    """Where a text tells a passage best, and how; None where it does not tell it. A sentence goes before two neighbours, which a copy may
    have made of one; a value that is said nowhere else shows the passage almost without its context."""
    pairs = [both(one, other) for one, other in pairwise(text)]
    for windows in (text, pairs):
        told = [(window, share, telling) for window in windows if (found := _told(passage, window)) for share, telling in [found]]
        if told:
            window, _, telling = max(told, key=lambda one: (one[1], -one[0].start))
            return Place(window.start, window.end, telling)
    right = any(window.share(passage.right) >= passage.least for window in text) if passage.right else False
    for window in () if right else (*text, *pairs):
        if _shows(passage, window):
            return Place(window.start, window.end, "as it was")
    return next((Place(window.start, window.end, "otherwise") for window in text if _leaves_open(passage, window)), None)


def _told(passage: Passage, window: Sentence) -> tuple[float, Telling] | None:
    """How a window tells a passage, as it was or as it is, and how much of the context it has."""
    if not passage.context:
        share = window.share(passage.wrong)
        return (share, "as it was") if share >= CLOSE else None
    share = window.share(passage.context)
    met = sum(stem in window.stems for stem in passage.context)
    if share < (PLACE if passage.valued else PLACE_OF_WORDS) or met < min(2, len(passage.context)):
        return None
    if passage.swapped:
        telling = _placed(passage, window)
        return None if telling is None else (share, telling)
    if window.words == passage.later or (passage.right and window.share(passage.right) >= passage.least):
        return share, "as it is"
    wrong = window.share(passage.wrong) >= passage.least if passage.wrong else passage.beside <= {*window.said}
    if wrong:
        return share, "as it was"
    told = _amounts_told(passage, window) if share >= PLACE_OF_WORDS else None
    return None if told is None else (share, told)


def _amounts_told(passage: Passage, window: Sentence) -> Telling | None:
    """Whether a window has rounded a figure that was changed, or written it in another way; None where it may be either."""
    was, now = (any(window.amounts.tells(amount) for amount in side) for side in (passage.amounts_before, passage.amounts_after))
    return None if was == now else "as it was" if was else "as it is"


def _placed(passage: Passage, window: Sentence) -> Telling | None:
    """Whether values that changed places stand as before: in the old order among words in the old order, or in the other among words in
    the other. Each pair of values votes with each pair of words."""
    at = {stem: place for place, stem in reversed([*enumerate(window.said)])}
    moved, fixed = ([stem for stem in some if stem in at] for some in (passage.swapped, passage.around))
    votes = sum(
        1 if (at[one] < at[other]) == (at[left] < at[right]) else -1
        for one, other in combinations(moved, 2)
        for left, right in combinations(fixed, 2)
    )
    return None if votes == 0 else "as it was" if votes > 0 else "as it is"


def _shows(passage: Passage, window: Sentence) -> bool:
    """Whether a window says a value that stood in this passage alone."""
    near = any(stem in window.stems for stem in passage.context)
    said = {value for value, weight in passage.alone.items() if weight >= TELLING and (value in window.stems or value in window.words)}
    return bool(said) if near else not said.isdisjoint(window.counts)


def _leaves_open(passage: Passage, window: Sentence) -> bool:
    """Whether a window tells a passage with another value than the wrong or the right one: with a number, where numbers were changed."""
    known = passage.context.keys() | passage.wrong.keys() | passage.right.keys()
    others = window.counts | (window.values & counting_words()) if passage.amounts_before else window.values - WAYS
    return passage.valued and window.share(passage.context) >= CLOSE and bool(others - known)
