"""A text with its words at hand: its tokens, and what stands behind each of them, where the words are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, Self

import numpy as np

from pipelines.matching.folding import fold, spell_out
from pipelines.matching.languages import language_of
from pipelines.matching.lexicon import lexicon
from pipelines.matching.tokens import Tokens, tokenise

Span = tuple[int, int]
_BEFORE: Final = "\"'“‘„«‹「『《¿¡(€$£¥₹"
_BEHIND: Final = ".!?…。！？؟।%)\"'”’“»›」』》"
_BRITISH: Final = (
    (re.compile("(?<=[a-z]{2})our(?=s?$|ed|ing|it|ab|hood)"), "or"),
    (re.compile("(?<=[a-z]{2}[bdt])re(?=s?$)"), "er"),
    (re.compile("(?<=[a-z]{3})is(?=(?:e|ed|es|ing|er|ers|ation|ations)$)"), "iz"),
    (re.compile("(?<=[aeiou])ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile("(?<=[a-z]{2})ogue(?=s?$)"), "og"),
    (re.compile("(?<=[a-z]{3}en)ce(?=s?$)"), "se"),
)
"""Neighbour, centre, organise, travelled, catalogue, defence. Wrong words come out wrong on both sides."""


@dataclass(frozen=True)
class Wording:
    """A comparison text. `text` is None where only its tokens are kept: then there are places, but no words."""

    tokens: Tokens
    language: str
    text: str | None = None

    @classmethod
    def of(cls, text: str, tag: str | None) -> Self:
        """Of a comparison text, and the language tag of its story."""
        language = language_of(tag, text)
        return cls(tokenise(text, lexicon(language)), language, text)

    @cached_property
    def folded(self) -> str:
        """The text in plain letters, each character at the place of the one it stands for; empty without words."""
        if self.text is None:
            return ""
        folded, places = fold(self.text)
        if places is None:
            return folded
        out = [" "] * len(self.text)
        for character, place in zip(folded, places, strict=False):
            if out[place] == " ":
                out[place] = character
        return "".join(out)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Each token in small plain letters, without a possessive ending, and in American spelling; none without words."""
        if self.text is None:
            return ()
        starts, ends = self.tokens.start.tolist(), self.tokens.end.tolist()
        said = (spell_out(self.folded[s:e].lower()) for s, e in zip(starts, ends, strict=True))
        plain = (word.removesuffix("'s").replace(".", "") for word in said)
        return tuple(map(_american, plain)) if self.language == "en" else tuple(plain)

    @cached_property
    def sentences(self) -> tuple[slice, ...]:
        """The tokens of each sentence, by its number."""
        numbers = self.tokens.sentence
        count = int(numbers[-1]) + 1 if len(numbers) else 0
        edges = np.searchsorted(numbers, np.arange(count + 1)).tolist()
        return tuple(slice(a, b) for a, b in pairwise(edges))

    def span(self, tokens: slice) -> Span:
        """From the first of some tokens to the last, in characters; at least one."""
        return int(self.tokens.start[tokens.start]), int(self.tokens.end[tokens.stop - 1])

    def said(self, span: Span) -> str | None:
        """The words at a place."""
        return None if self.text is None else " ".join(self.text[slice(*span)].split())

    def sentence_at(self, token: int) -> str | None:
        """The sentence around a token, with the signs around it."""
        return self.said(self.with_signs(self.span(self.sentences[int(self.tokens.sentence[token])])))

    def with_signs(self, span: Span) -> Span:
        """A place with the quotation marks, signs of money and stops that stand around it; the same where there are no words."""
        if self.text is None:
            return span
        start, end = span
        while start and self.text[start - 1] in _BEFORE:
            start -= 1
        while end < len(self.text) and self.text[end] in _BEHIND:
            end += 1
        return start, end


def _american(word: str) -> str:
    for pattern, by in _BRITISH:
        word = pattern.sub(by, word)
    return word
