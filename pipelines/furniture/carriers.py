"""The stories that carry a line, looked at closely: where the line stands, and what else the story tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from pipelines.furniture.sightings import LEAST_WORDS, Sightings, line_hash
from pipelines.matching.languages import language_of
from pipelines.matching.lexicon import CONTENT, lexicon
from pipelines.matching.tokens import Tokens, tokenise
from pipelines.trade.learned import source_key
from pipelines.trade.lines import Line, Stretch, fold_line, stretches
from schemas import Story
from schemas.furniture import LinePosition

MOST_OF_STORY: Final = 0.5
"""A line with more than this share of a story's words is its content there."""
MOST_IN_ALL: Final = 0.6
"""Where more than this share of a story's words comes again, the story does."""
ON_TOPIC: Final = 0.5
"""A line of whose content words, by weight, this share stands in the rest of the story is about the story there."""


class Carried(NamedTuple):
    """A line in a story: its number among the sightings and the story's, where it stands, and whether it may be furniture there: it is not
    the headline, not most of the story, and says something, but little of what the rest is about.
    """

    line: int
    story: int
    position: LinePosition
    beside: bool


@dataclass
class Carriers:
    """What the second look at the stories brings."""

    source: dict[int, str] = field(default_factory=dict)
    """Line -> its source, as `source_key` has it."""
    text: dict[int, str] = field(default_factory=dict)
    """Line -> its folded text."""
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """A line that is a paragraph of several sentences -> hashes of those that are long enough to be learned."""
    carried: dict[tuple[int, int], Carried] = field(default_factory=dict)
    """(line, story) -> how the story carries the line; of several versions, the one that speaks most against it."""
    rest: dict[int, tuple[NDArray[np.uint64], NDArray[np.uint16]]] = field(default_factory=dict)
    """Story -> stems of its content words outside all lines that come again, sorted, and their weights in hundredths."""


def look_closely(stories: Iterable[Story], seen: Sightings) -> Carriers:
    """Read the stories again, and keep what is needed of those that were picked."""
    numbers = {name: number for number, name in enumerate(seen.story_ids)}
    line_numbers = {int(hashed): number for number, hashed in enumerate(seen.line.tolist())}
    owner = np.repeat(np.arange(len(seen.line)), np.diff(seen.at))
    wanted = set(zip(owner.tolist(), seen.carriers.tolist(), strict=True))
    picked = set(seen.carriers.tolist())
    found = Carriers()
    for story in stories:
        number = numbers.get(story.story_id)
        if story.kind == "story" and story.source and number is not None and number in picked:
            _look_at(story, number, line_numbers, wanted, found)
    return found


def _look_at(story: Story, number: int, line_numbers: dict[int, int], wanted: set[tuple[int, int]], found: Carriers) -> None:
    source = source_key(story.source or "")
    parts = list(stretches(story.text, story.furniture))
    known = {
        line.folded: line_numbers.get(line_hash(source, line.folded), -1) if line.words >= LEAST_WORDS else -1
        for part in parts
        for line in (part.whole, *part.sentences)
    }
    placed = [(part, line, position) for part, line, position in _placed(parts, known) if known[line.folded] >= 0]
    words = sum(part.whole.words for part in parts)
    told_again = sum(line.words for part in parts for line in part.sentences if max(known[line.folded], known[part.whole.folded]) >= 0)
    headline = fold_line(story.headline or "")
    content = _Content.of(story, [(line.start, line.end) for _, line, _ in placed])
    for part, line, position in placed:
        name = known[line.folded]
        if (name, number) not in wanted:
            continue
        found.source[name], found.text[name] = source, line.folded
        if line is part.whole and len(part.sentences) > 1:
            found.parts[name] = tuple(known[s.folded] for s in part.sentences if s.words >= LEAST_WORDS)
        is_content = (
            told_again > MOST_IN_ALL * words
            or line.folded == headline
            or line.words > MOST_OF_STORY * words
            or content.share_of(line) >= ON_TOPIC
        )
        here = Carried(name, number, position, not is_content)
        found.carried[name, number] = _graver(found.carried.get((name, number), here), here)
    stems, weights = content.stems, content.weights
    if number in found.rest:
        stems, first = np.unique(np.concatenate([found.rest[number][0], stems]), return_index=True)
        weights = np.concatenate([found.rest[number][1], weights])[first]
    found.rest[number] = stems, weights


def _graver(one: Carried, other: Carried) -> Carried:
    """Of two versions of a story the one in which the line is more likely part of it."""
    order = {"middle": 0, "head": 1, "tail": 2}
    return min(one, other, key=lambda carried: (carried.beside, order[carried.position]))


def _placed(parts: list[Stretch], known: dict[str, int]) -> Iterator[tuple[Stretch, Line, LinePosition]]:
    """All lines of a story, each with its paragraph and where it stands. Head and tail are what lies before the first and behind the
    last sentence that does not come again; where all of them come again, nothing is.
    """
    again = [
        known[part.whole.folded] >= 0 or known[line.folded] >= 0 or line.words < LEAST_WORDS for part in parts for line in part.sentences
    ]
    own = [at for at, comes_again in enumerate(again) if not comes_again]
    at = 0
    for part in parts:
        size = len(part.sentences)
        if size > 1:
            yield part, part.whole, _place(at, at + size - 1, own)
        for number, line in enumerate(part.sentences, at):
            yield part, line, _place(number, number, own)
        at += size


def _place(first: int, last: int, own: list[int]) -> LinePosition:
    """Where the sentences from `first` to `last` stand, `own` being those that do not come again."""
    if own and last < own[0]:
        return "head"
    return "tail" if own and first > own[-1] else "middle"


@dataclass(frozen=True)
class _Content:
    """The content words of a story, and of them those outside all that comes again and outside its furniture."""

    tokens: Tokens
    stems: NDArray[np.uint64]
    """Of the rest, sorted, each once."""
    weights: NDArray[np.uint16]
    """In hundredths."""

    @classmethod
    def of(cls, story: Story, again: list[tuple[int, int]]) -> Self:
        """Offsets of what comes again are in characters of the story's text."""
        tokens = tokenise(story.text, lexicon(language_of(story.language, story.text)))
        rest = tokens.weight >= CONTENT
        for start, end in [*again, *((span.start, span.end) for span in story.furniture if span.kind != "learned")]:
            rest &= (tokens.end <= start) | (tokens.start >= end)
        stems, first = np.unique(tokens.stem[rest], return_index=True)
        return cls(tokens, stems, tokens.weight[rest][first])

    def share_of(self, line: Line) -> float:
        """How much of a line's content words stands in the rest too, by weight; 1 for a line without any: learning it gains nothing."""
        inside = (self.tokens.start >= line.start) & (self.tokens.end <= line.end) & (self.tokens.weight >= CONTENT)
        weights = self.tokens.weight[inside].astype(np.int64)
        return float(weights[np.isin(self.tokens.stem[inside], self.stems)].sum() / weights.sum()) if len(weights) else 1.0
