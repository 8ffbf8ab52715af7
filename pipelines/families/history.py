"""What changed between the families before a run and after it, as events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from pipelines.matching.candidates import UNDATED_DAY, day_of
from pipelines.matching.fingerprint import microseconds
from schemas import Family, FamilyEvent, Membership, Origin
from schemas.family import EventKind
from schemas.story import Status

_BY_STATUS: Final[Mapping[Status, EventKind]] = {"canceled": "killed", "withheld": "withheld", "usable": "released"}
_STATUS_OF: Final[Mapping[str, Status]] = {kind: status for status, kind in _BY_STATUS.items()}


def events_of(before: Sequence[Family], after: Sequence[Family], revision: int, late: int = UNDATED_DAY) -> list[FamilyEvent]:
    """Events that lead from the one to the other, sorted. Both must hold the same stories, but for those that are new, and those of which
    nothing is left: a kill may take the place of the very version that it repeats. A new story is marked where all its versions are of
    before the day `late`.

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
        known_as = previous or _continued(family, was)
        if known_as is not None and _goes_back_to(known_as.origin) != _goes_back_to(family.origin):
            events.append(_event("origin_changed", family, revision, detail=_new_origin(known_as.origin, family.origin)))
        for member in family.members:
            events.extend(_standing(member, known.get(member.uid), family, revision))
    for name in old.keys() - {family.family_id for family in after}:
        events.extend(event for event in _leavings(old[name], now, revision) if event.other_family_id is None)
    return sorted(events, key=lambda e: (e.family_id, e.kind, e.story_id or "", e.other_family_id or "", e.detail or ""))


def replayed(events: Iterable[FamilyEvent]) -> tuple[dict[str, str], dict[str, Status]]:
    """The state that all events from the first on end in: story -> family, and version -> status, of those that an event spoke of.

    The events of one revision are taken together: a family that merges does so with the stories that it had before. A story that left
    for no other family has left the store.
    """
    homes: dict[str, str] = {}
    standing: dict[str, Status] = {}
    for _, together in groupby(sorted(events, key=lambda event: event.revision), key=lambda event: event.revision):
        held: dict[str, list[str]] = {}
        for story, home in homes.items():
            held.setdefault(home, []).append(story)
        for event in together:
            if event.kind == "merged" and event.other_family_id:
                homes.update(dict.fromkeys(held.get(event.other_family_id, ()), event.family_id))
            elif event.kind == "joined" and event.story_id:
                homes[event.story_id] = event.family_id
            elif event.kind == "left" and event.story_id and event.other_family_id is None:
                homes.pop(event.story_id, None)
            elif event.kind in _STATUS_OF and event.detail:
                standing[event.detail] = _STATUS_OF[event.kind]
    return homes, standing


def mending(events: Iterable[FamilyEvent], families: Iterable[Family], revision: int) -> list[FamilyEvent]:
    """Events that lead from where some events end to these families, for a log of which a part is lost, or a store that has lost stories.
    They say where every story is; how it came there is not known. None where the events end there already."""
    homes, standing = replayed(events)
    told: list[FamilyEvent] = []
    now: dict[str, str] = {}
    for family in families:
        stories = family.story_ids
        now.update(dict.fromkeys(stories, family.family_id))
        if all(homes.get(story) != family.family_id for story in stories):
            told.append(_event("created", family, revision))
        moved = [story for story in stories if homes.get(story) != family.family_id]
        told += [_event("joined", family, revision, story_id=story, other_family_id=homes.get(story)) for story in moved]
        for member in family.members:
            if standing.get(member.uid, "usable") != member.status:
                told.append(_event(_BY_STATUS[member.status], family, revision, story_id=member.story_id, detail=member.uid))
    gone = [(home, story) for story, home in homes.items() if story not in now]
    told += [FamilyEvent(revision=revision, kind="left", family_id=home, story_id=story) for home, story in gone]
    return sorted(told, key=lambda e: (e.family_id, e.kind, e.story_id or "", e.other_family_id or "", e.detail or ""))


def _continued(family: Family, was: Mapping[str, Family]) -> Family | None:
    """The family that goes on under another name, since an earlier story came; of several that merged, the largest, then by id."""
    held = set(family.story_ids)
    whole = {was[story].family_id: was[story] for story in held if story in was and held.issuperset(was[story].story_ids)}
    return min(whole.values(), key=lambda one: (-len(one.story_ids), one.family_id), default=None)


def _goes_back_to(origin: Origin) -> tuple[str | None, str | None, bool]:
    return origin.uid, origin.agency or origin.provider, origin.in_store


def _new_origin(before: Origin, after: Origin) -> str:
    """What is another now, in a sentence, and why."""
    same = before.provider is not None and (before.agency or before.provider) == (after.agency or after.provider)
    if same and after.in_store and not before.in_store:
        return f"{after.provider}'s own copy has come; so far it was only named. {after.why}"
    if same and before.in_store and not after.in_store:
        return f"{before.provider}'s own copy is here no more. {after.why}"
    if same:
        return f"It goes back to another version or item of {after.provider}. {after.why}"
    return f"It was {_called(before)}, and is {_called(after)}. {after.why}"


def _called(origin: Origin) -> str:
    if origin.provider is None:
        return "unknown"
    return f"{origin.provider}'s{'' if origin.in_store else ', which was not received'}"


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
