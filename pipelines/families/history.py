"""What changed between the families before a run and after it, as events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipelines.matching.candidates import UNDATED_DAY, day_of
from pipelines.matching.fingerprint import microseconds
from schemas import Family, FamilyEvent, Membership
from schemas.family import EventKind
from schemas.story import Status

_BY_STATUS: Final[Mapping[Status, EventKind]] = {"canceled": "killed", "withheld": "withheld", "usable": "released"}


def events_of(before: Sequence[Family], after: Sequence[Family], revision: int, late: int = UNDATED_DAY) -> list[FamilyEvent]:
    """Events that lead from the one to the other, sorted. Both must hold the same stories, but for those that are new. A new story is
    marked where all its versions are of before the day `late`.

    Replayed from nothing they end in the same state: `joined` says where each story is unless its whole family `merged` into another,
    and a version is usable until an event says otherwise.
    """
    was = {story: family for family in before for story in family.story_ids}
    now = {story: family.family_id for family in after for story in family.story_ids}
    old = {family.family_id: family for family in before}
    known = {member.uid: member for family in before for member in family.members}
    recent = {m.story_id for family in after for m in family.members if not UNDATED_DAY < day_of(microseconds(m.published)) < late}
    events: list[FamilyEvent] = []
    for family in after:
        previous = old.get(family.family_id)
        events.extend(_moves(family, was, recent, revision))
        if previous is not None:
            events.extend(_leavings(previous, now, revision))
            if (previous.origin.uid, previous.origin.provider) != (family.origin.uid, family.origin.provider):
                events.append(_event("origin_changed", family, revision, detail=family.origin.why))
        for member in family.members:
            events.extend(_standing(member, known.get(member.uid), family, revision))
    return sorted(events, key=lambda e: (e.family_id, e.kind, e.story_id or "", e.other_family_id or "", e.detail or ""))


def _event(kind: EventKind, family: Family, revision: int, *, late: bool = False, **more: str | None) -> FamilyEvent:
    return FamilyEvent(revision=revision, kind=kind, family_id=family.family_id, late=late, **more)


def _moves(family: Family, was: Mapping[str, Family], recent: set[str], revision: int) -> Iterator[FamilyEvent]:
    """How its stories came into a family: new, with their whole family, or out of one that lives on or broke."""
    held = set(family.story_ids)
    sources = {was[story].family_id: was[story] for story in held if story in was}
    if not sources:
        yield _event("created", family, revision)
    broken = {name for name, source in sources.items() if name != family.family_id and not held.issuperset(source.story_ids)}
    for name in sources.keys() - {family.family_id}:
        yield _event("split" if name in broken else "merged", family, revision, other_family_id=name)
    for story in held:
        if story not in was:
            yield _event("joined", family, revision, story_id=story, late=story not in recent)
        elif was[story].family_id in broken:
            yield _event("joined", family, revision, story_id=story, other_family_id=was[story].family_id)


def _leavings(previous: Family, now: Mapping[str, str], revision: int) -> Iterator[FamilyEvent]:
    for story in previous.story_ids:
        if now.get(story) != previous.family_id:
            yield _event("left", previous, revision, story_id=story, other_family_id=now.get(story))


def _standing(member: Membership, before: Membership | None, family: Family, revision: int) -> Iterator[FamilyEvent]:
    """What happened to a version itself, wherever it was."""
    if member.status != (before.status if before is not None else "usable"):
        yield _event(_BY_STATUS[member.status], family, revision, story_id=member.story_id, detail=member.uid)
    if before is None and member.relation == "correction":
        yield _event("corrected", family, revision, story_id=member.story_id, detail=member.uid)
