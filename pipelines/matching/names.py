"""The names of a text: rows of words with capitals; and whether two words are one name, as it is or spelt otherwise.

Scripts without capitals have none, and German, which gives every noun one, has those of two words and more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipelines.matching.lexicon import CONTENT, RARE
from pipelines.matching.sounds import sound_key
from pipelines.matching.tokens import NAME, NUMBER
from pipelines.matching.wording import Wording

LEAST_LETTERS: Final = 3
_PARTICLE_WORDS: Final = "de del della der den des di do dos da das du la le van von zu bin ibn al el ben of y e"
_PARTICLES: Final = frozenset(_PARTICLE_WORDS.split())
_INFLECTS: Final = frozenset(("ru", "uk", "bg", "cs", "sk", "pl", "sh", "sl", "hu", "fi", "et", "lt", "lv", "is", "tr", "el", "hi", "ta"))
"""Languages that give names endings: there the beginning of a name stands for it."""
_CAPITAL_NOUNS: Final = frozenset(("de",))
_TITLE_WORDS: Final = (
    "mr mrs ms miss dr prof professor sir dame lord lady president minister prime chief executive officer ceo cfo chairman chair director "
    "general secretary judge justice captain sergeant inspector superintendent commissioner magistrate governor mayor senator rep sen gov "
    "king queen prince princess pope bishop archbishop rev father sister herr frau dom don dona senor senora monsieur madame m mme"
)
_TITLES: Final = frozenset(_TITLE_WORDS.split())
"""Words that come and go before a name without changing it."""
_DAY_WORDS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
)
DAYS: Final = frozenset(_DAY_WORDS.split())
"""These look alike, and none is another misspelt."""
_PEOPLE: Final = re.compile(r"(?:a|e|o|y|en|ia|um|land|s)?")
_OF_PEOPLE: Final = re.compile(r"(?:n|an|ian|ean|ish|ese|i|is|ic|er|ers|s|es|ns|ans|ians)?")


@dataclass(frozen=True)
class Name:
    """A row of words with capitals: their tokens."""

    tokens: slice
    words: tuple[str, ...]

    @cached_property
    def telling(self) -> frozenset[str]:
        """Its words but for particles."""
        words = (w for w in self.words if w not in _PARTICLES and w not in _TITLES and len(w) >= LEAST_LETTERS)
        return frozenset(w for w in words if w.isalpha())

    @property
    def joined(self) -> str:
        """Its words as one."""
        return "".join(self.words)


class Named:
    """A text, its names, and all its words."""

    def __init__(self, text: Wording, other: Wording) -> None:
        self.text = text
        known = {w for side in (text, other) for w, flag in zip(side.words, side.tokens.flags.tolist(), strict=True) if flag & NAME}
        self.names = names_of(text, known)
        self.words = frozenset(text.words)
        self.named = {word for name in self.names for word in name.telling}
        self.joined = {name.joined for name in self.names}
        self.common = {w for w, weight in zip(text.words, text.tokens.weight.tolist(), strict=True) if weight < RARE}
        self.beginnings = frozenset(word[:4] for word in text.words)

    def has(self, word: str) -> bool:
        """Whether a text has a word, or one made of it."""
        if word in self.words or word in self.joined:
            return True
        if word[:4] not in self.beginnings or len(word) < 4:
            return False
        inflects = self.text.language in _INFLECTS
        near = (own for own in self.words if own[:4] == word[:4])
        return any(one_word(word, own, inflects, word in self.common or own in self.common) for own in near)

    def is_common(self, word: str) -> bool:
        """Whether a word of the text is one that many texts have."""
        return word in self.common


def names_of(text: Wording, known: set[str]) -> list[Name]:
    """The names of a text, in order. A word that opens a sentence counts where it is a name elsewhere."""
    flags, weights, sentence = text.tokens.flags, text.tokens.weight, text.tokens.sentence
    starts, ends = text.tokens.start.tolist(), text.tokens.end.tolist()
    assert text.text is not None
    out: list[Name] = []
    at = 0
    while at < len(text.words):
        if not _opens(text, at, known):
            at += 1
            continue
        stop = last = at + 1
        while stop < len(text.words) and sentence[stop] == sentence[at]:
            gap = text.folded[ends[stop - 1] : starts[stop]]
            if gap not in (" ", "-", "\n") or text.folded[ends[stop - 1] - 2 : ends[stop - 1]] == "'s":
                break
            hyphen = last == stop and gap == "-"  # Jeong-hwan
            if (flags[stop] & NAME and not flags[stop] & NUMBER) or hyphen:
                last = stop + 1
            elif text.words[stop] not in _PARTICLES:
                break
            stop += 1
        name = Name(slice(at, last), text.words[at:last])
        rare = any(weights[i] >= CONTENT for i in range(at, last))
        if rare and name.telling and (text.language not in _CAPITAL_NOUNS or len(name.telling) >= 2):
            out.append(name)
        at = last
    return out


def _opens(text: Wording, at: int, known: set[str]) -> bool:
    flags = text.tokens.flags
    if flags[at] & NUMBER:
        return False
    if flags[at] & NAME:
        return True
    first = at == 0 or text.tokens.sentence[at] != text.tokens.sentence[at - 1]
    assert text.text is not None
    capital = text.text[int(text.tokens.start[at])].isupper()
    return first and capital and text.words[at] in known and bool(text.tokens.weight[at] >= CONTENT)


def one_word(one: str, other: str, inflects: bool, common: bool) -> bool:
    """Whether one word is made of the other: Chile and Chilean, Smiths and Smith, and where names take endings, Wallner and Wallnera.
    `common`: one of them is a word that many texts have. Of two rare ones a last letter more or less is another spelling."""
    if one == other:
        return True
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    a, b = one[same:], other[same:]
    if inflects:
        return same >= max(4, min(len(one), len(other)) - 2) and max(len(a), len(b)) <= 4
    if same < 4 or (not common and max(len(a), len(b)) < 2 and {a, b}.isdisjoint(("s", "n"))):
        return False
    return bool((_PEOPLE.fullmatch(a) and _OF_PEOPLE.fullmatch(b)) or (_PEOPLE.fullmatch(b) and _OF_PEOPLE.fullmatch(a)))


def spelt_alike(one: str, other: str) -> bool:
    """Whether two words are one name in two spellings: few letters apart, the more the longer it is, or of one sound."""
    if one[:1] != other[:1] and sound_key(one)[:1] != sound_key(other)[:1]:
        return False
    shorter = min(len(one), len(other))
    if shorter < 4:
        return False
    apart = apart_by(one, other)
    if apart <= (1 if shorter < 7 else 2 if shorter < 10 else 3):
        return True
    return apart <= shorter // 2 and len(sound_key(one)) >= LEAST_LETTERS and sound_key(one) == sound_key(other)


def apart_by(one: str, other: str) -> int:
    """Letters to add, take, change or swap with the next (Damerau 1964, without what is swapped being changed again)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, x in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == other[j - 2] and one[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def acronym(name: Name, others: Iterable[Name]) -> bool:
    """Whether a name is made of the first letters of another, or another of its own."""
    letters = "".join(word[0] for word in name.words if word not in _PARTICLES)
    joined = "".join(name.words)
    for other in others:
        theirs = "".join(word[0] for word in other.words if word not in _PARTICLES)
        if (len(theirs) >= 2 and joined == theirs) or (len(letters) >= 2 and "".join(other.words) == letters):
            return True
    return False
