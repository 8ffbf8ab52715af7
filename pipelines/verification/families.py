"""Families against heads, matches and events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipelines.families.head import Head
from pipelines.families.history import replayed
from pipelines.families.ids import family_id, home_day
from pipelines.families.lifecycle import statuses
from pipelines.families.scored import speaks_of
from pipelines.verification.contents import Contents
from pipelines.verification.finding import Finding
from schemas import Family, Membership


def check_families(found: Contents) -> Iterator[Finding]:
    """Matches have both ends, every story is in one family, every family is whole, and the events lead to what is."""
    if found.whole("heads"):
        yield from _matches(found)
    for day, family in found.families:
        yield from _tree(family)
        if day != home_day(family):
            yield Finding("family", family.family_id, f"It lies on day {day}, but is of day {home_day(family)}.")
        if found.whole("heads"):
            yield from _members(family, found)
    if found.whole("heads", "families"):
        yield from _everyone(found)
        yield from _standing(found)
    if found.whole("families"):
        yield from _sizes(found)
    if found.whole("families", "events"):
        yield from _events(found)


def _matches(found: Contents) -> Iterator[Finding]:
    carriers: dict[int, list[Head]] = {}
    for head in found.held.values():
        if head.digest and not head.notice:
            carriers.setdefault(head.digest, []).append(head)
    horizon = found.manifest.horizon
    for day, rows in sorted(found.matches.items()):
        name = found.manifest.matches[str(day)]
        for a, b, row_day in zip(rows["a"].tolist(), rows["b"].tolist(), rows["day"].tolist(), strict=True):
            pair = f"{a:016x} and {b:016x}"
            if row_day != day:
                yield Finding("match", name, f"The match of the texts {pair} is of day {row_day}, but lies on day {day}.")
            elif gone := [text for text in (a, b) if text not in carriers]:
                yield Finding("match", name, f"The match of the texts {pair} has no end at {gone[0]:016x}: no story has that text.")
            elif not any(speaks_of(day, x, y, horizon) for x in carriers[a] for y in carriers[b]):
                yield Finding("match", name, f"The match of the texts {pair} speaks of no two stories that could meet on day {day}.")


def _tree(family: Family) -> Iterator[Finding]:
    """What a family must be by itself."""
    parents = {member.uid: member.parent_uid for member in family.members}
    roots = [member.uid for member in family.members if member.relation == "origin"]
    if len(parents) != len(family.members):
        yield Finding("family", family.family_id, "It has a member twice.")
    if roots != [family.root_uid]:
        yield Finding("family", family.family_id, f"It has {len(roots)} origins, where its root should be the only one.")
    for member in family.members:
        if member.family_id != family.family_id:
            yield Finding("family", family.family_id, f"Its member {member.uid} says that it is of {member.family_id}.")
        if (member.parent_uid is None) != (member.relation == "origin"):
            yield Finding("family", family.family_id, f"Its member {member.uid} is {member.relation} of {member.parent_uid or 'nothing'}.")
        elif member.parent_uid is not None and member.parent_uid not in parents:
            yield Finding("family", family.family_id, f"The edge from {member.uid} has no other end: {member.parent_uid} is no member.")
        elif not _reaches_root(member.uid, parents):
            yield Finding("family", family.family_id, f"From {member.uid} no way leads to the root.")
    for uid in sorted({alert.uid for alert in family.alerts if alert.uid} - parents.keys()):
        yield Finding("family", family.family_id, f"It has an alert about {uid}, which is no member.")
    pointed = {family.weakest.uid} if family.weakest else set()
    stories = {story for bridge in family.bridges for story in (bridge.story_id, bridge.other_story_id)}
    for name in sorted((pointed - parents.keys()) | (stories - set(family.story_ids))):
        yield Finding("family", family.family_id, f"It speaks of {name}, which is no member.")


def _reaches_root(uid: str, parents: dict[str, str | None]) -> bool:
    at: str | None = uid
    for _ in parents:
        at = parents.get(at) if at is not None else None
        if at is None:
            return True
    return False


def _members(family: Family, found: Contents) -> Iterator[Finding]:
    heads = []
    for member in family.members:
        head = found.held.get(member.uid)
        if head is None or head.notice:
            yield Finding("family", family.family_id, f"Its member {member.uid} is no story of this store.")
        elif _told(member) != _told_of(head):
            yield Finding("family", family.family_id, f"What it says of its member {member.uid} is not what its head says.")
        else:
            heads.append(head)
    if len(heads) == len(family.members) and family_id(heads) != family.family_id:
        yield Finding("family", family.family_id, f"Its stories make the id {family_id(heads)}.")


def _told(member: Membership) -> tuple[str | None, ...]:
    return member.story_id, member.uri, member.version, member.published, member.source, member.headline


def _told_of(head: Head) -> tuple[str | None, ...]:
    return head.story_id, head.uri, head.version, head.published, head.source, head.headline


def _everyone(found: Contents) -> Iterator[Finding]:
    homes = Counter(member.uid for _, family in found.families for member in family.members)
    for uid, head in sorted(found.held.items()):
        if not head.notice and homes[uid] != 1:
            yield Finding("head", uid, f"{head.uri} is in {homes[uid] or 'no'} {'families' if homes[uid] > 1 else 'family'}.")
    of_story: dict[str, set[str]] = {}
    for _, family in found.families:
        for story in family.story_ids:
            of_story.setdefault(story, set()).add(family.family_id)
    for story, names in sorted(of_story.items()):
        if len(names) > 1:
            yield Finding("family", min(names), f"The versions of its story {story} are in several families: {', '.join(sorted(names))}.")


def _standing(found: Contents) -> Iterator[Finding]:
    """What notices have made of each version."""
    versions: dict[str, list[Head]] = {}
    notices: dict[str, list[Head]] = {}
    for head in found.held.values():
        (notices if head.notice else versions).setdefault(head.story_id, []).append(head)
    standing: dict[str, str] = {}
    for story, own in versions.items():
        standing.update(statuses(own, notices.get(story, [])))
    for _, family in found.families:
        for member in family.members:
            if member.uid in standing and member.status != standing[member.uid]:
                what = f"Its member {member.uid} is {member.status}, by its notices it is {standing[member.uid]}."
                yield Finding("family", family.family_id, what)


def _sizes(found: Contents) -> Iterator[Finding]:
    sizes: dict[str, tuple[int, int]] = {}
    for day, family in found.families:
        number, largest = sizes.get(str(day), (0, 0))
        sizes[str(day)] = number + 1, max(largest, len(family.story_ids))
    for day_name in sorted(sizes.keys() | found.manifest.sizes.keys()):
        told, real = found.manifest.sizes.get(day_name), sizes.get(day_name)
        if told != real:
            yield Finding("manifest", "manifest.json", f"It counts families of day {day_name} as {told}, there are {real}.")


def _events(found: Contents) -> Iterator[Finding]:
    homes, standing = replayed(found.events)
    members = [member for _, family in found.families for member in family.members]
    now = {member.story_id: member.family_id for member in members}
    for story in sorted(homes.keys() | now.keys()):
        if homes.get(story) != now.get(story):
            told, real = homes.get(story, "no family"), now.get(story, "none")
            yield Finding("event", story, f"The events leave it in {told}, and it is in {real}.")
    for member in sorted(members, key=lambda member: member.uid):
        if (told := standing.get(member.uid, "usable")) != member.status:
            yield Finding("event", member.uid, f"The events leave it {told}, and it is {member.status}.")
