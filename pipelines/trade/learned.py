"""Furniture by table: lines that a source puts around all its stories, and lines that all pages share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple, Self

from pipelines.trade.lines import Line, first_word, fold_line, line_at, may_open, sentences_of, spans_of, whole_paragraphs
from schemas import Furniture, FurnitureTable, Story

EVERY_SOURCE: Final = "*"
_MOST_OF_STORY: Final = 0.5
"""A line with more than this share of a story's words is its content."""
_LONG_WORD: Final = 64
"""Longer ones are words of a script without blanks: characters."""
_MOST_IN_ALL: Final = 0.6
"""Where a table would take more than this share of a story's words, it takes nothing."""


def source_key(source: str) -> str:
    """What tells sources apart: the name without case and outer blanks, as for ids."""
    return " ".join(source.casefold().split())


class Lines(NamedTuple):
    """Folded lines, and how they begin, first word -> second words: most text is told from them by its first two words."""

    folded: frozenset[str]
    openings: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, folded: Iterable[str]) -> Self:
        """The lines with their first words."""
        lines = frozenset(folded)
        openings: dict[str, set[str]] = {}
        for line in lines:
            first, _, rest = line.partition(" ")
            openings.setdefault(first, set()).add(rest.partition(" ")[0])
        return cls(lines, {first: frozenset(seconds) for first, seconds in openings.items()})


class SourceFurniture(NamedTuple):
    """What to look for in a story. Lines of every source are whole paragraphs; those of one source may be sentences in one, too."""

    paragraphs: Lines
    sentences: Lines


class LearnedLines:
    """Folded lines by source. Frozen; cheap to ask."""

    def __init__(self, tables: Iterable[FurnitureTable]) -> None:
        lines: dict[str, set[str]] = {EVERY_SOURCE: set()}
        for table in tables:
            for held in table.sources:
                lines.setdefault(held.source, set()).update(line.text for line in held.lines)
        everywhere = lines.pop(EVERY_SOURCE)
        self._everywhere = SourceFurniture(Lines.of(everywhere), Lines.of(()))
        self._by_source = {source: SourceFurniture(Lines.of(own | everywhere), Lines.of(own)) for source, own in lines.items()}

    @classmethod
    def with_shipped(cls, table: FurnitureTable) -> Self:
        """The lines of a table beside those that ship with Wirekin."""
        return cls((shipped_table(), table))

    def of(self, source: str | None) -> SourceFurniture:
        """The lines of a source and those of every source."""
        return self._by_source.get(source_key(source), self._everywhere) if source else self._everywhere


@cache
def shipped_table() -> FurnitureTable:
    """The table in `furniture.v1.json` beside this module, read at the first use."""
    from importlib.resources import files

    return FurnitureTable.from_stored(files(__package__).joinpath("furniture.v1.json").read_bytes())


@cache
def shipped_lines() -> LearnedLines:
    """The lines that ship with Wirekin."""
    return LearnedLines((shipped_table(),))


def mark_learned(story: Story, learned: LearnedLines) -> Story:
    """The story, with spans of the kind `learned` for the lines of its source; only what the rules have left is looked at.

    Never marked: the headline, a line of more than half the story's words. If what is marked came to more than .6 of the words, nothing
    is: then the table knows the story, not the page. Notices are left as they are.
    """
    if story.kind == "notice":
        return story
    text, furniture = story.text, learned.of(story.source)
    if not furniture.sentences.folded and _opens_otherwise(text, story.furniture, furniture.paragraphs.openings):
        return story
    found = [line for span in spans_of(text, story.furniture) for line in _lines_in(text, span, furniture)]
    if not found:
        return story
    words = sum(line_at(text, *span).words for span in spans_of(text, story.furniture))
    headline = fold_line(story.headline or "")
    found = [line for line in found if line.folded != headline and line.words <= _MOST_OF_STORY * words]
    if not found or sum(line.words for line in found) > _MOST_IN_ALL * words:
        return story
    by_rule = (span for span in story.furniture if span.kind != "learned")
    spans = [*by_rule, *(Furniture(start=line.start, end=line.end, kind="learned") for line in found)]
    return story.model_copy(update={"furniture": tuple(sorted(spans, key=lambda span: span.start))})


def _opens_otherwise(text: str, furniture: tuple[Furniture, ...], openings: Mapping[str, frozenset[str]]) -> bool:
    """Whether no stretch of a text begins as a line in the table does, as far as that is told at a glance."""
    paragraphs = whole_paragraphs(text)
    if paragraphs is None:
        return False
    firsts = [paragraph.split(None, 1)[0] for paragraph in paragraphs]
    if max(map(len, firsts)) > _LONG_WORD:
        return False
    words = list(map(_first_word, firsts))
    if "" in words or any(may_open(paragraphs[at], 0, openings) for at, word in enumerate(words) if word in openings):
        return False
    return not any(may_open(text, span.end, openings) for span in furniture)


@lru_cache(maxsize=1 << 16)
def _first_word(signs: str) -> str:
    """`first_word` of what stands before the first blank."""
    return first_word(signs, 0)


def _lines_in(text: str, span: tuple[int, int], furniture: SourceFurniture) -> Iterator[Line]:
    """The whole paragraph if it is in the table, else the sentences of it that are."""
    whole = _line_in(text, span, furniture.paragraphs)
    if whole is not None:
        yield whole
    elif furniture.sentences.folded and len(parts := sentences_of(text, *span)) > 1:
        yield from (line for part in parts if (line := _line_in(text, part, furniture.sentences)) is not None)


def _line_in(text: str, span: tuple[int, int], lines: Lines) -> Line | None:
    if not may_open(text, span[0], lines.openings):
        return None
    line = line_at(text, *span)
    return line if line.folded in lines.folded else None
