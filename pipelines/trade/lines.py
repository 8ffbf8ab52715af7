"""Paragraphs and sentences of a body, and what is left of a line when spelling and signs are taken off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from schemas import Furniture

_WRAPPED_LINE: Final = 95
"""Longest line of hard-wrapped text: characters."""
_ENDS_SENTENCE: Final = (".", "!", "?", "…", '"', "”", "’", "'", ")", ":", "]")
_UNSPACED: Final = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts that part no words: each character is a word here."""
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_MAY_END = re.compile(r"[.!?…؟۔][\"'“”‘’»)\]]*\s+(?=[^a-z\s])|[。！？][」』”）]*\s*(?=\S)")
_ABBREVIATED = re.compile(r"(?:[^\W\d_]\.[A-Z]|\b[A-Z]|\b[A-Z][a-z]{1,2})\Z")
"""What stands before a full stop that ends no sentence: U.S., J., Mr., Gov. Two sentences taken for one only make a longer line."""


class Unit(NamedTuple):
    """A paragraph, or a line of an unwrapped one: offsets in the text, and its text."""

    start: int
    end: int
    text: str


class Line(NamedTuple):
    """A paragraph or a sentence: offsets in the text, its folded text, and how many words that has."""

    start: int
    end: int
    folded: str
    words: int


class Stretch(NamedTuple):
    """What of a paragraph is not furniture by rule, and its sentences; of one sentence, `sentences` holds the stretch itself."""

    whole: Line
    sentences: tuple[Line, ...]


def units_of(text: str, start: int = 0) -> list[Unit]:
    """Paragraphs of `text` from `start` on; those whose lines are not hard-wrapped, line by line."""
    units = []
    if start:
        start += len(text[start:]) - len(text[start:].lstrip())
    at = start
    for paragraph in text[start:].split("\n\n") if start else text.split("\n\n"):
        lines = [paragraph]
        if "\n" in paragraph:
            split = paragraph.split("\n")
            if not _is_wrapped(split):
                lines = split
        elif paragraph and not paragraph[0].isspace() and not paragraph[-1].isspace():
            units.append(Unit(at, at + len(paragraph), paragraph))
            at += len(paragraph) + 2
            continue
        for line in lines:
            stripped = line.strip()
            if stripped:
                begin = at + line.index(stripped[0])
                units.append(Unit(begin, begin + len(stripped), stripped))
            at += len(line) + 1
        at += 1
    return units


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the line breaks are a typesetter's: short lines, most of which end within a sentence."""
    if len(lines[0]) <= 25 or max(map(len, lines)) > _WRAPPED_LINE or lines[0].startswith(("By ", "BY ")):
        return False
    whole = sum([line.endswith(_ENDS_SENTENCE) for line in lines[:-1]])
    return 2 * whole < len(lines) - 1


def fold_line(text: str) -> str:
    """The words of a line in small letters, one blank between them: no signs, no line breaks, one form of each letter (NFKC)."""
    words = " ".join(_WORD.findall(text))
    if words.isascii():
        return words.lower()
    # NFKC makes several letters of one, with signs among them: 1⁄2 of ½.
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", words.casefold())))


def first_word(text: str, start: int) -> str:
    """The first word of `fold_line(text[start:])`, without folding the rest."""
    found = _WORD.search(text, start)
    if found is None:
        return ""
    word = found[0]
    return word.lower() if word.isascii() else fold_line(word).partition(" ")[0]


def spans_of(text: str, furniture: Sequence[Furniture]) -> Iterator[tuple[int, int]]:
    """Start and end of the paragraphs of a body without what the rules have marked in them, in order, none empty.

    Spans of the kind `learned` are read as text: what is learned must not depend on what was learned before.
    """
    marked = [span for span in furniture if span.kind != "learned"]
    for unit in units_of(text):
        at = unit.start
        for span in marked:
            if span.start < unit.end and span.end > unit.start:
                if at < span.start:
                    yield at, span.start
                at = max(at, span.end)
        if at < unit.end:
            yield at, unit.end


def sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of the sentences of a paragraph; they touch."""
    spans = []
    for found in _MAY_END.finditer(text, start, end):
        at, cut = found.span()
        if cut < end and not (text[at] == "." and _ABBREVIATED.search(text, max(start, at - 4), at)):
            spans.append((start, cut))
            start = cut
    spans.append((start, end))
    return spans


def line_at(text: str, start: int, end: int) -> Line:
    """The line between two offsets, without blanks around it."""
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    inside = inside.strip()
    folded = fold_line(inside)
    return Line(start, start + len(inside), folded, folded.count(" ") + 1 if folded else 0)


def stretches(text: str, furniture: Sequence[Furniture]) -> Iterator[Stretch]:
    """The same paragraphs as `spans_of`, each with its sentences; those without a word are left out."""
    for start, end in spans_of(text, furniture):
        whole = line_at(text, start, end)
        if whole.words:
            cuts = sentences_of(text, start, end)
            lines = (whole,) if len(cuts) == 1 else tuple(line for line in (line_at(text, *cut) for cut in cuts) if line.words)
            yield Stretch(whole, lines)
