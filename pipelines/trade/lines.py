"""Paragraphs and sentences of a body, and what is left of a line when spelling and signs are taken off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
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


_NO_WORD: Final = 200
"""Signs after which no word is looked for: of thousands of lines without one, each would be searched to the end of the text."""


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


_unit: Final[Callable[[tuple[int, int, str]], Unit]] = partial(tuple.__new__, Unit)
"""A `Unit` of its three fields, in a third of the time."""


def whole_paragraphs(text: str) -> list[str] | None:
    """The paragraphs of a text in which each is one line without blanks around it; None for any other text, or none."""
    lines = text.split("\n")
    paragraphs = lines[::2]
    if any(lines[1::2]) or not len(lines) % 2 or not all(paragraphs) or list(map(str.strip, paragraphs)) != paragraphs:
        return None
    return paragraphs


def units_of(text: str, start: int = 0) -> list[Unit]:
    """Paragraphs of `text` from `start` on; those whose lines are not hard-wrapped, line by line."""
    units: list[Unit] = []
    if not start:
        whole = whole_paragraphs(text)
        if whole is not None:
            at = 0
            for paragraph in whole:
                end = at + len(paragraph)
                units.append(_unit((at, end, paragraph)))
                at = end + 2
            return units
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
    found = _WORD.search(text, start, start + _NO_WORD)
    if found is None:
        return ""
    word = found[0]
    return word.lower() if word.isascii() else fold_line(word).partition(" ")[0]


def may_open(text: str, start: int, openings: Mapping[str, frozenset[str]]) -> bool:
    """Whether `fold_line(text[start:])` may begin with one of the openings, first word -> second words ("" for none): True in doubt."""
    first = _WORD.search(text, start, start + _NO_WORD)
    if first is None:
        return "" in openings
    if not first[0].isascii():
        return first_word(text, start) in openings
    seconds = openings.get(first[0].lower())
    if seconds is None:
        return False
    second = _WORD.search(text, first.end(), first.end() + _NO_WORD)
    return "" in seconds or (second is not None and (not second[0].isascii() or second[0].lower() in seconds))


def spans_of(text: str, furniture: Sequence[Furniture]) -> Iterator[tuple[int, int]]:
    """Start and end of the paragraphs of a body without what the rules have marked in them, in order, none empty.

    Spans of the kind `learned` are read as text: what is learned must not depend on what was learned before.
    """
    marked = [span for span in furniture if span.kind != "learned"]
    passed = 0
    for unit in units_of(text):
        at = unit.start
        while passed < len(marked) and marked[passed].end <= unit.start:
            passed += 1
        number = passed
        while number < len(marked) and marked[number].start < unit.end:
            if at < marked[number].start:
                yield at, marked[number].start
            at = max(at, marked[number].end)
            number += 1
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
