"""What of a text stays when it is translated: its names and its numbers, in their order.

A name is a token with a capital; a number is its value. Names of Latin letters meet by their plain spelling, and across alphabets by
their sound; languages whose script has no capitals are met by numbers and by Latin names that stand among their letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np

from pipelines.matching.folding import fold
from pipelines.matching.languages import language_of
from pipelines.matching.lexicon import lexicon
from pipelines.matching.sounds import romanise, sound_key
from pipelines.matching.tokens import NAME, NUMBER, QUOTED, Tokens, tokenise
from pipelines.matching.values import values
from pipelines.matching.weights import CONTENT, RARE

Alphabet = Literal["latin", "cyrillic", "other"]
LEAST_LETTERS: Final = 3
"""Of a name, and of the consonants that are its sound."""
_LEAST_QUOTE: Final = 20
"""Characters, as long as English would be: a shorter passage in quotation marks is a term or a title."""
_INFLECTS_NAMES: Final = frozenset(("cs", "sk", "pl", "sh", "sl", "hu", "fi", "et", "lt", "lv", "is"))
"""Languages of Latin letters that give a foreign name endings: Trumpem."""
_GENITIVE = re.compile(r"(?<=\w{4})s$")
_LETTERS: Final = tuple(map(re.compile, (r"[A-Za-z]", "[\u0400-\u052f]", r"[^\W\d_a-zA-Z\u00c0-\u052f]")))
"""Latin, Cyrillic, all others, of a folded text."""
SIZES: Final = {"de": 118, "ru": 107, "zh": 31, "ja": 43, "ko": 50, "ar": 85, "he": 80, "th": 95}
"""Characters that 100 characters of English become; about 110 in languages that are not named."""
_SIZE: Final = 110


class Anchor(NamedTuple):
    """A name or number at its first place in a text; weight in hundredths."""

    key: str
    place: int
    weight: int
    said: str
    """As a reader would write it."""

    @property
    def is_number(self) -> bool:
        """Whether it is a number, not a name."""
        return self.key[0] == "#"


@dataclass(frozen=True)
class Anchors:
    """The anchors of one text, each once, in the order of their first places.

    `spelt` has names by their plain spelling, `sounding` by their consonants. `size` is the length in characters that the text would have
    in English, `quotes` how many passages stand in quotation marks."""

    language: str
    alphabet: Alphabet
    size: float
    quotes: int
    spelt: tuple[Anchor, ...]
    sounding: tuple[Anchor, ...]

    @property
    def by_sound(self) -> bool:
        """Whether its names meet others by their sound only: they are spelt in Cyrillic, or take endings."""
        return self.alphabet == "cyrillic" or self.language in _INFLECTS_NAMES

    def view(self, other: Anchors) -> tuple[Anchor, ...]:
        """The anchors by which to meet the other text."""
        return self.sounding if self.by_sound or other.by_sound else self.spelt

    def facing(self, other: Anchors) -> tuple[Anchor, ...]:
        """Those of them that the other text could have: of names only what it has, where its script has no capitals."""
        own = self.view(other)
        if other.alphabet != "other" or self.alphabet == "other":
            return own
        theirs = {anchor.key for anchor in other.view(self)}
        return tuple(anchor for anchor in own if anchor.is_number or anchor.key in theirs)


def anchors_of(text: str, tag: str | None) -> Anchors:
    """The anchors of a text, given its language tag or none."""
    language = language_of(tag, text)
    folded, places = fold(text)
    numbers = [
        Anchor(f"#{value.key}", value.place if places is None else places[value.place], value.weight, value.key)
        for value in values(folded, language)
    ]
    tokens = tokenise(text, lexicon(language))
    names = list(_names(text, tokens))
    sounds = ((name, sound_key(name.said)) for name in names)
    share = SIZES.get(language, _SIZE) / 100
    return Anchors(
        language=language,
        alphabet=_alphabet(folded),
        size=len(text) / share,
        quotes=sum(length >= _LEAST_QUOTE * share for length in _quoted_lengths(tokens)),
        spelt=_first_places([*numbers, *names]),
        sounding=_first_places([*numbers, *(name._replace(key=f"~{key}") for name, key in sounds if len(key) >= LEAST_LETTERS)]),
    )


def _names(text: str, tokens: Tokens) -> Iterator[Anchor]:
    """Tokens with a capital inside a sentence, and rare ones that open one."""
    content = (tokens.flags & NUMBER == 0) & (tokens.weight >= CONTENT)
    for i in np.flatnonzero(content & ((tokens.flags & NAME != 0) | (tokens.weight >= RARE))).tolist():
        word = text[tokens.start[i] : tokens.end[i]]
        plain = _GENITIVE.sub("", romanise(word.removesuffix("'s").removesuffix("’s")))
        if word[0].isupper() and len(plain) >= LEAST_LETTERS:
            yield Anchor(plain, int(tokens.start[i]), int(tokens.weight[i]), word)


def _quoted_lengths(tokens: Tokens) -> Iterator[int]:
    """Lengths in characters of the passages inside quotation marks."""
    inside = np.concatenate([[False], tokens.flags & QUOTED != 0, [False]]).astype(np.int8)
    edges = np.diff(inside)
    for first, last in zip(np.flatnonzero(edges == 1).tolist(), (np.flatnonzero(edges == -1) - 1).tolist(), strict=True):
        yield int(tokens.end[last]) - int(tokens.start[first])


def _first_places(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    first: dict[str, Anchor] = {}
    for anchor in sorted(anchors, key=lambda anchor: (anchor.place, anchor.key)):
        first.setdefault(anchor.key, anchor)
    return tuple(first.values())


def _alphabet(folded: str) -> Alphabet:
    """Of most letters; a Latin letter is less than a Han character, so that foreign names do not decide."""
    latin, cyrillic, rest = (len(pattern.findall(folded)) for pattern in _LETTERS)
    if 3 * rest > latin + cyrillic:
        return "other"
    return "cyrillic" if cyrillic > latin else "latin"
