"""What a correction changed, sentence by sentence, and whether another text still tells it as it was.

A corrected sentence keeps most of its words: they are its context. What only the old version says was wrong, what only the new one says
is right. A text tells the passage where enough of the context stands in one place of it; there it says what was wrong, or what is right,
or neither. Numbers, names and negations decide where a correction changed any, since copies reword the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import numpy as np

from pipelines.matching.folding import spell_out
from pipelines.matching.lexicon import CONTENT, hash64
from pipelines.matching.number_words import in_figures
from pipelines.matching.tokens import NAME, NUMBER, Tokens

Telling = Literal["as it was", "as it is", "otherwise"]

PARTNER: Final = 0.4
"""Share of a sentence's weight that makes another one its later form."""
PLACE: Final = 0.25
"""Share of the context that must stand where a value does, for it to be that of the passage; and of words in place of values:"""
PLACE_OF_WORDS: Final = 0.4
CLOSE: Final = 0.5
"""Share of the context from which a text is taken to tell the passage, whatever it says in it."""
RETOLD: Final = 1 / 3
"""Share of the sentences from which a version is an update as well: then changed numbers, names and negations count alone."""
_NEGATIONS: Final = (
    "not no never neither nor none without cannot nicht kein keine keinen nie ohne pas jamais aucun aucune sans "
    "ni nunca ningún ninguna sin não nem nenhum sem non mai nessun nessuna senza niet geen nooit zonder не ни нет никогда без"
)


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
    """Whether these are numbers, names and negations."""
    beside: frozenset[int]
    """Where words were only added: what stood on either side of the first. A text that does not say that does not tell the passage."""


class Place(NamedTuple):
    """Where a text tells a passage, in characters, and how."""

    start: int
    end: int
    telling: Telling


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text. `stems`: content words and values with their weights; `values`: numbers, names and negations."""

    words: tuple[int, ...]
    said: tuple[int, ...]
    """Every token's stem."""
    stems: dict[int, int]
    values: frozenset[int]
    names: dict[int, int]
    """Stem -> token: Kovac and Kovacs have one stem, and are two people."""
    start: int
    end: int

    @property
    def weight(self) -> int:
        """Of all that it says."""
        return sum(self.stems.values())

    def share(self, some: dict[int, int]) -> float:
        """How much of some stems or names, by weight, it says."""
        total = sum(some.values())
        said = self.stems.keys() | {*self.words}
        return sum(w for stem, w in some.items() if stem in said) / total if total else 0.0


@cache
def _negations() -> frozenset[int]:
    return frozenset(hash64(spell_out(word)) for word in _NEGATIONS.split())


def sentences(text: Tokens) -> list[Sentence]:
    """The sentences of a text. Numbers count however short they are, and in words as in figures."""
    token, spelled = in_figures(text.token)
    number = spelled | ((text.flags & NUMBER) != 0)
    key = np.where(number, token, text.stem)
    names = set(text.stem[(text.flags & NAME) != 0].tolist())
    breaks = np.flatnonzero(np.diff(text.sentence)) + 1
    out = []
    for own in np.split(np.arange(len(text)), breaks) if len(text) else ():
        stems: dict[int, int] = {}
        named: dict[int, int] = {}
        values = set()
        for i in own.tolist():
            stem, word = int(key[i]), int(text.token[i])
            negation = word in _negations()
            if number[i] or negation or text.weight[i] >= CONTENT:
                stems[stem] = max(int(text.weight[i]), CONTENT)
                if number[i] or negation or stem in names:
                    values.add(stem)
                if stem in names and not number[i]:
                    named[stem] = word
        words = tuple(token[own].tolist())
        said = tuple(key[own].tolist())
        out.append(Sentence(words, said, stems, frozenset(values), named, int(text.start[own[0]]), int(text.end[own[-1]])))
    return out


def changed_passages(before: Sequence[Sentence], after: Sequence[Sentence]) -> list[Passage]:
    """The sentences of an old text that the new one tells otherwise, or no more, in their order."""
    kept = {sentence.words for sentence in before} & {sentence.words for sentence in after}
    lost = [sentence for sentence in before if sentence.words not in kept]
    fresh = [sentence for sentence in after if sentence.words not in kept]
    found = [passage for sentence in lost if (passage := _passage(sentence, _partner(sentence, fresh), _values(before, after)))]
    if len(found) > RETOLD * len(before) and any(passage.valued for passage in found):
        return [passage for passage in found if passage.valued]
    return found


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
                told = _both(told, fresh[near])
    return told


def _both(one: Sentence, other: Sentence) -> Sentence:
    """Two sentences as one."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    return Sentence(
        one.words + other.words,
        one.said + other.said,
        one.stems | other.stems,
        one.values | other.values,
        other.names | one.names,
        start,
        end,
    )


def _passage(sentence: Sentence, later: Sentence | None, values: frozenset[int]) -> Passage | None:
    """None where nothing that counts has changed."""
    place = (sentence.start, sentence.end)
    if later is None:
        return Passage(*place, {}, sentence.stems, {}, valued=False, beside=frozenset()) if len(sentence.stems) >= 3 else None
    context = {stem: w for stem, w in sentence.stems.items() if stem in later.stems}
    was = {stem: w for stem, w in sentence.stems.items() if stem not in later.stems}
    now = {stem: w for stem, w in later.stems.items() if stem not in sentence.stems}
    renamed = [stem for stem in context if stem in later.names and sentence.names.get(stem, later.names[stem]) != later.names[stem]]
    valued = bool(renamed or values & (was.keys() | now.keys()))
    if valued:
        was, now = ({stem: w for stem, w in side.items() if stem in values} for side in (was, now))
    for stem in renamed:
        was[sentence.names[stem]] = now[later.names[stem]] = context.pop(stem)
    if not was and not now:
        return None
    return Passage(*place, context, was, now, valued, frozenset() if was else _beside(later, context, now))


def _beside(later: Sentence, context: dict[int, int], now: dict[int, int]) -> frozenset[int]:
    """The words on either side of the first that was added; if one of them says something, that alone."""
    at = next(i for i, stem in enumerate(later.said) if stem in now)
    near = frozenset((*later.said[max(0, at - 1) : at], *later.said[at + 1 : at + 2])) - now.keys()
    return near & context.keys() or near


def told_in(passage: Passage, text: Sequence[Sentence]) -> Place | None:
    """Where a text tells a passage best, and how; None where it does not tell it."""
    found = [(rank, place) for window in _windows(text) if (told := _told(passage, window)) for rank, place in [told]]
    return max(found, key=lambda one: (one[0], -one[1].start))[1] if found else None


def _windows(text: Sequence[Sentence]) -> Iterator[Sentence]:
    """Sentences, and neighbours as one: a copy may part what the wire says in one breath."""
    yield from text
    for one, other in pairwise(text):
        yield _both(one, other)


def _told(passage: Passage, window: Sentence) -> tuple[tuple[bool, float, float], Place] | None:
    """How a window tells a passage, and how sure that is."""
    if not passage.context:
        share = window.share(passage.wrong)
        return ((True, share, -window.weight), Place(window.start, window.end, "as it was")) if share >= CLOSE else None
    share = window.share(passage.context)
    met = sum(stem in window.stems for stem in passage.context)
    least = PLACE if passage.valued else PLACE_OF_WORDS
    if share < least or met < min(2, len(passage.context)):
        return None
    most = 1.0 if passage.valued else CLOSE
    wrong = bool(passage.wrong) and window.share(passage.wrong) >= most
    right = bool(passage.right) and window.share(passage.right) >= most
    if not passage.wrong:
        if share < CLOSE or not passage.beside <= {*window.said}:
            return None
        wrong = not right
    telling: Telling = "as it is" if right else "as it was" if wrong else "otherwise"
    if telling == "otherwise" and share < CLOSE:
        return None
    return (telling != "otherwise", share, -window.weight), Place(window.start, window.end, telling)
