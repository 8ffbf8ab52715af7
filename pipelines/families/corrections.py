"""Which passages a correction or a kill has taken back, and which versions of other stories still tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from pipelines.families.head import Head
from pipelines.families.scored import Scored
from pipelines.matching.corrected import Passage, Place, Telling, changed_passages, told_in
from pipelines.matching.headlines import unpacked_headline
from pipelines.matching.sentences import Sentence, sentences
from schemas.family import CarriedPassage, Part

PARTS: Final[tuple[Part, ...]] = ("headline", "text")


class Withdrawn(NamedTuple):
    """A passage of a version that holds no more."""

    version: Head
    part: Part
    passage: Passage
    since: Passage | None
    """The same passage as the latest version changed it, where it still has it: what is right by now."""

    def told_in(self, text: Sequence[Sentence]) -> Place | None:
        """How a text tells it; as it is now by the correction, or by what came after."""
        place = told_in(self.passage, text)
        if place is not None and self.since is not None:
            later = told_in(self.since, text)
            return later if later is not None and later.telling == "as it is" else place
        return place


class Told(NamedTuple):
    """How a version tells a withdrawn passage, and in which of its parts."""

    withdrawn: Withdrawn
    part: Part
    place: Place

    def as_record(self) -> CarriedPassage:
        """As alerts have it."""
        was = self.withdrawn
        return CarriedPassage(
            part=self.part,
            span=(self.place.start, self.place.end) if self.part == "text" else None,
            of_uid=was.version.uid,
            of_part=was.part,
            of_span=(was.passage.start, was.passage.end) if was.part == "text" else None,
        )


@dataclass(frozen=True)
class Correction:
    """A version that corrects another one, mostly the one before it; `item` is the story that was corrected."""

    cause: Head
    of: Head
    item: str


def corrections_in(stories: Iterable[Sequence[Head]], corrected: Iterable[tuple[Head, Head]]) -> list[Correction]:
    """The corrections among the versions of stories, and those that came as items of their own: pairs of a correction and its parent."""
    found = [
        Correction(after, before, after.story_id)
        for versions in stories
        for before, after in pairwise(versions)
        if after.edit_kind == "correction"
    ]
    found += [Correction(cause, of, of.story_id) for cause, of in corrected]
    return sorted(found, key=lambda correction: (correction.cause.uri, correction.cause.version_order))


def withdrawn_passages(old: Head, new: Head, latest: Head, scored: Scored) -> list[Withdrawn]:
    """What an old version says that the new one does not, but for what the latest says again. Headlines are written anew for less: of them
    only a number, name or negation counts."""
    found = []
    for part in PARTS:
        before, after, now = (_sentences(version, part, scored) for version in (old, new, latest))
        since = {one.start: one for one in changed_passages(before, now) if one.context}
        changed = [one for one in changed_passages(before, after) if part == "text" or (one.valued and one.wrong)]
        passages = [Withdrawn(old, part, one, since.get(one.start)) for one in changed]
        found += [one for one in passages if (place := told_in(one.passage, now)) is None or place.telling != "as it was"]
    return found


def tells(passages: Iterable[Withdrawn], version: Head, scored: Scored, how: Telling) -> list[Told]:
    """Those of the passages that a version tells in that way. A headline's may stand in a text, a text's are looked for in texts alone; a
    headline has too few words to be told with another value."""
    parts = {part: _sentences(version, part, scored) for part in PARTS}
    found = []
    for one in passages:
        places = [
            (part, place)
            for part in (PARTS if one.part == "headline" else ("text",))
            if (place := one.told_in(parts[part])) is not None and (one.part == "text" or place.telling != "otherwise")
        ]
        tellings = {place.telling for _, place in places}
        if how in tellings and (how != "otherwise" or tellings == {"otherwise"}):
            found.append(next(Told(one, part, place) for part, place in places if place.telling == how))
    return found


def _sentences(version: Head, part: Part, scored: Scored) -> list[Sentence]:
    if part == "headline":
        return unpacked_headline(version.headline_stems)
    return sentences(scored.tokens(version.digest)) if version.digest else []
