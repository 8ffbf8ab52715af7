"""Records without their words: what stays of a story when its text may not be kept.

What somebody has worded goes: headline, slug line, byline, dateline, credit, note and body. What stays says that there was such an item,
and lets it be compared: ids, digests, times, source, language, status, links to other items, and where in the body there was what kind of
furniture. Fingerprints stay too: hashes of words, with their places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from pipelines.families.head import Head
from schemas import Family, Story
from schemas.story import Removed

WORDS: Final = ("headline", "slug", "byline", "dateline", "credit", "note")


def story_without_words(story: Story, why: Removed, record_digest: str) -> Story:
    """The record that is kept in its place; one that has no words already stays as it is."""
    if story.removed is not None:
        return story
    return story.model_copy(update={**dict.fromkeys(WORDS), "text": "", "removed": why, "record_digest": record_digest})


def head_without_words(head: Head, why: Removed) -> Head:
    """The same of a head."""
    return head if head.removed is not None else replace(head, headline=None, byline=None, filed_from=None, removed=why)


def family_without_words(family: Family, uids: Collection[str]) -> Family:
    """A family in which these versions have no headline."""
    members = (m.model_copy(update={"headline": None}) if m.uid in uids else m for m in family.members)
    return family.model_copy(update={"members": tuple(members)})
