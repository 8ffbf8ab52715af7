"""What changed between the families before a run and after it, as events."""

from __future__ import annotations

from collections.abc import Sequence

from schemas import Family, FamilyEvent

_BY_STATUS = {"canceled": "killed", "withheld": "withheld", "usable": "released"}


def events_of(before: Sequence[Family], after: Sequence[Family], revision: int) -> list[FamilyEvent]:
    """Events that lead from the one to the other, sorted. Both must hold the same stories, but for those that are new."""
    old_home = {story: f for f in before for story in f.story_ids}
    old = {f.family_id: f for f in before}
    events = []
    for family in after:
        sources = {old_home[s].family_id: old_home[s] for s in family.story_ids if s in old_home}
        previous = old.get(family.family_id) if family.family_id in sources else None
        if not sources:
            events.append(FamilyEvent(revision=revision, kind="created", family_id=family.family_id))
        for name in sorted(sources):
            if name != family.family_id:
                whole = set(sources[name].story_ids) <= set(family.story_ids)
                kind = "merged" if whole else "split"
                events.append(FamilyEvent(revision=revision, kind=kind, family_id=family.family_id, other_family_id=name))
        settled = set(previous.story_ids) if previous else set()
        for story in family.story_ids:
            if story not in old_home:
                events.append(FamilyEvent(revision=revision, kind="joined", family_id=family.family_id, story_id=story))
        for story in sorted(settled - set(family.story_ids)):
            events.append(FamilyEvent(revision=revision, kind="left", family_id=family.family_id, story_id=story))
        if previous is not None:
            events.extend(_changes(previous, family, revision))
    return sorted(events, key=lambda e: (e.family_id, e.kind, e.story_id or "", e.other_family_id or ""))


def _changes(previous: Family, family: Family, revision: int) -> list[FamilyEvent]:
    events = []
    if (previous.origin.uid, previous.origin.provider) != (family.origin.uid, family.origin.provider):
        events.append(FamilyEvent(revision=revision, kind="origin_changed", family_id=family.family_id, detail=family.origin.why))
    known = {m.uid: m for m in previous.members}
    for member in family.members:
        before = known.get(member.uid)
        if before is not None and before.status != member.status:
            kind = _BY_STATUS[member.status]
            events.append(
                FamilyEvent(revision=revision, kind=kind, family_id=family.family_id, story_id=member.story_id, detail=member.uid)
            )
        elif before is None and member.relation == "correction":
            events.append(
                FamilyEvent(revision=revision, kind="corrected", family_id=family.family_id, story_id=member.story_id, detail=member.uid)
            )
    return events
