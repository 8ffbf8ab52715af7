"""Lines that a source puts around its stories: they come again in stories that are otherwise unlike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from pipelines.furniture.carriers import Carried, Carriers, look_closely
from pipelines.furniture.sightings import UNDATED, Sightings, sightings
from pipelines.trade.agencies import agency_code
from schemas import LearnedLine, SourceLines, Story

ALIKE: Final = 20
"""Shared content, in percent of the lighter story's, from which two stories of a source tell of one matter, whatever a match says.

Of 3,000 random pairs of AP stories 1.3 % reach it; of 147 pairs labelled as a story and its follow-up all do (docs/decisions/0011).
"""
ALIKE_IF_MATCHED: Final = 12
"""The same where the store has matched the two: a match that rests on the shared lines alone does not reach it."""
LEAST_REST: Final = 10
"""A story with fewer other content words than this cannot show that it is unlike: it does not count."""
MOST_ALIKE: Final = 3
"""One pair in so many, at most, may be alike among the stories that carry furniture."""
_EPOCH: Final = date(1970, 1, 1)

Linked = Callable[[str, str], bool]
"""Whether the store has matched two stories, by story_id."""


def learn(stories: Callable[[], Iterable[Story]], linked: Linked, least_stories: int, least_days: int) -> tuple[SourceLines, ...]:
    """What is furniture, by source. `stories` is called twice; the order of what it gives does not matter.

    Stories are compared without the line and without all other lines that come again. A line is furniture if at least
    `least_stories` stories, no two of them alike, carry it over at least `least_days`, and if at most a third of all pairs of
    stories that carry it are alike: the background of a running story stands in stories most of which are.
    From agencies, only what stands at the very head or tail of each story: their copy is not a page.
    """
    seen = sightings(stories(), least_stories, least_days)
    found = look_closely(stories(), seen)
    kin = _Kin(found, seen.story_ids, linked)
    carried: dict[int, list[Carried]] = {}
    for (line, _), how in sorted(found.carried.items()):
        carried.setdefault(line, []).append(how)
    chosen = set()
    for line in sorted(carried, key=lambda line: (found.source[line], found.text[line])):
        if _is_furniture(carried[line], agency_code(found.source[line]) is not None, kin, seen, least_stories, least_days):
            chosen.add(line)
    # A paragraph whose sentences are all learned says nothing more.
    whole = {line for line in chosen if found.parts.get(line) and set(found.parts[line]) <= chosen}
    lines: dict[str, list[LearnedLine]] = {}
    for line in sorted(chosen - whole):
        lines.setdefault(found.source[line], []).append(_line(line, found, seen, carried[line]))
    return tuple(SourceLines(source=name, lines=tuple(sorted(lines[name], key=lambda line: line.text))) for name in sorted(lines))


def _is_furniture(carried: list[Carried], agency: bool, kin: _Kin, seen: Sightings, least_stories: int, least_days: int) -> bool:
    """Whether enough of the stories that carry a line are unlike."""
    if agency and any(how.position == "middle" for how in carried):
        return False
    stories = [how.story for how in carried if how.beside and kin.can_tell(how.story)]
    if 2 * len(stories) < len(carried) or len(stories) < least_stories:
        return False
    unlike, pairs = kin.unlike(sorted(stories, key=lambda story: (int(seen.day[story]), story)))
    days = [int(seen.day[story]) for story in unlike if seen.day[story] != UNDATED]
    if len(unlike) < least_stories or not days or max(days) - min(days) < least_days:
        return False
    return MOST_ALIKE * pairs <= len(stories) * (len(stories) - 1) // 2


def _line(line: int, found: Carriers, seen: Sightings, carried: list[Carried]) -> LearnedLine:
    positions = Counter(how.position for how in carried)
    return LearnedLine(
        text=found.text[line],
        stories=int(seen.stories[line]),
        first_day=(_EPOCH + timedelta(days=int(seen.first[line]))).isoformat(),
        last_day=(_EPOCH + timedelta(days=int(seen.last[line]))).isoformat(),
        position=min(positions, key=lambda position: (-positions[position], position)),
    )


class _Kin:
    """Which stories are alike without the lines in question. Remembers: the lines of one page have the same carriers."""

    def __init__(self, found: Carriers, story_ids: list[str], linked: Linked) -> None:
        self._found, self._story_ids, self._linked = found, story_ids, linked
        self._alike = lru_cache(maxsize=1 << 18)(self._compare)
        self._rest = lru_cache(maxsize=1 << 10)(self._rest_of)

    def can_tell(self, story: int) -> bool:
        """Whether enough of the story is left to say what it is about."""
        return len(self._found.rest[story][0]) >= LEAST_REST

    def unlike(self, stories: list[int]) -> tuple[list[int], int]:
        """The first story, and each next one that is unlike all that were taken before; and how many of all pairs are alike."""
        taken: list[int] = []
        pairs = 0
        for at, story in enumerate(stories):
            alike = [self._alike(min(other, story), max(other, story)) for other in stories[:at]]
            pairs += sum(alike)
            if not any(is_alike for other, is_alike in zip(stories[:at], alike, strict=True) if other in taken):
                taken.append(story)
        return taken, pairs

    def _compare(self, one: int, other: int) -> bool:
        """Whether the lighter one shares enough of its content with the other."""
        mine, theirs = self._rest(one), self._rest(other)
        shared = sum(mine[stem] for stem in mine.keys() & theirs.keys())
        lighter = min(sum(mine.values()), sum(theirs.values()))
        if 100 * shared >= ALIKE * lighter:
            return True
        return 100 * shared >= ALIKE_IF_MATCHED * lighter and self._linked(self._story_ids[one], self._story_ids[other])

    def _rest_of(self, story: int) -> dict[int, int]:
        stems, weights = self._found.rest[story]
        return dict(zip(stems.tolist(), weights.tolist(), strict=True))
