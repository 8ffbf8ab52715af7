"""What ties two stories that are not one: a digest contains, a follow-up evolved from, two reports of one event are related.

Such links are listed and never merge families. The names are those of NewsML-G2 and of `docs/output.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from pipelines.families.head import Head, time_order
from pipelines.families.rules import Rules
from pipelines.families.scored import same_source
from pipelines.matching.evidence import percent
from pipelines.matching.relation import pair_relation

LinkRelation = Literal["contains", "evolvedFrom", "related"]
BACKGROUND_WORDS: Final = 12
BACKGROUND_COVER: Final = 0.1
"""A run of so many words, and so much of the later story taken, is background that was repeated."""


class StoryLink(NamedTuple):
    """From one version to another, and why in a plain sentence; None where the relation says enough."""

    origin: Head
    target: Head
    relation: LinkRelation
    why: str | None


def link_of(
    short: Head,
    long: Head,
    probability: int,
    features: Mapping[str, float],
    roundups: frozenset[str],
    carried: tuple[bool, bool],
    rules: Rules,
) -> StoryLink:
    """The link between two stories of different families, `short` the one of the shorter text, from what was found of their texts.

    `carried`: whether the shorter, and the longer, carries a passage of the other."""
    for carrier, other, carries in ((long, short, carried[1]), (short, long, carried[0])):
        if carries and carrier.story_id in roundups:
            return StoryLink(carrier, other, "contains", "It carries a passage of the other among passages of other stories.")
    if pair_relation(probability, features) == "contains":
        return StoryLink(long, short, "contains", None)
    earlier, later = sorted((short, long), key=time_order)
    if _one_line(short, long) and earlier.published and later.published and earlier.published < later.published:
        taken = features["cover_short"] if later is short else features["cover_long"]
        background = features["run_words"] >= BACKGROUND_WORDS and taken >= BACKGROUND_COVER
        if probability >= rules.strong or background:
            return StoryLink(later, earlier, "evolvedFrom", f"It is later news, and repeats of the other {percent(taken)} of its own text.")
    return StoryLink(short, long, "related", None)


def _one_line(one: Head, other: Head) -> bool:
    """Whether one newsroom may have carried the story on: the same source, or an agency in common."""
    return same_source(one, other) or not one.agencies.isdisjoint(other.agencies)
