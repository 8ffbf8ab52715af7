"""Who took it from whom: the root of a family, each member's parent, and the relation between the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipelines.families.corrections import tells, withdrawn_passages
from pipelines.families.head import Head, time_order
from pipelines.families.scored import Scored, Taken
from pipelines.matching.evidence import percent, reasons
from pipelines.matching.relation import direction, pair_relation
from schemas.match import Relation

SAID: Final = "The item itself says that it was made from the other."
PAIRS: Final = 160_000
"""Pairs that a tree may look at: all of a family of 400. In a larger one each story is held against the agencies' own copies and the
earliest others only, which are the likeliest sources: 32 where it has 5,000."""


@dataclass(frozen=True)
class Branch:
    """A member hung on its parent."""

    member: Head
    parent: Head
    relation: Relation
    taken: Taken | None
    direction_known: bool
    reasons: tuple[str, ...]
    certain: bool = False
    """Whether an item says so: by its slug that it is a later piece of the parent, or by a link that it was made from it."""


def _most(stories: Mapping[str, Sequence[Head]]) -> int:
    """How many others each story is held against."""
    return max(1, PAIRS // len(stories))


def root_story(stories: Mapping[str, Sequence[Head]], attached: set[str], scored: Scored) -> str:
    """The story the others are hung on: an agency's own copy, the earliest; else the most complete one, the earliest.

    How complete: the mean share of the others' texts that is found in it, in steps of five hundredths, so that a word more or less
    does not outweigh time. An attached derivative is never the root unless there is nothing else.
    """
    core = {s: v for s, v in stories.items() if s not in attached} or dict(stories)
    asked = sorted(core, key=lambda s: time_order(core[s][0]))[: _most(core)]

    def rank(story: str) -> tuple[object, ...]:
        first = core[story][0]
        others = [o for o in asked if o != story]
        shares = [t.of_member if (t := scored.taken(core[o][0], first)) else 0.0 for o in others]
        complete = round(20 * sum(shares) / len(shares)) if shares else 0
        return (first.agency is None, 0 if first.agency else -complete, time_order(first)[:2], story)

    return min(core, key=rank)


def grow(
    root: str,
    stories: Mapping[str, Sequence[Head]],
    attached: set[str],
    continued: Mapping[str, str],
    sources: Mapping[str, AbstractSet[str]],
    scored: Scored,
) -> list[Branch]:
    """Hang every version but the first of the root on its parent; parents come before their children. `sources`: what stories say that they
    were made from."""
    branches: list[Branch] = []
    placed: list[Head] = [stories[root][0]]

    def rank(story: str) -> tuple[object, ...]:
        first = stories[story][0]
        return (story != root, story in continued, story in attached, story in sources, first.agency is None, time_order(first))

    order = sorted(stories, key=rank)
    firsts = [stories[s][0] for s in order]
    scored.ask((x, y) for x in firsts for y in firsts[: _most(stories)] if x.uid != y.uid)
    for story in order:
        first = stories[story][0]
        if story != root and continued.get(story) in stories:
            branches.append(_piece(first, stories[continued[story]][0], scored))
            placed.append(first)
        elif story != root:
            named = [p for p in placed if p.story_id in sources.get(story, ())]
            open_to = [p for p in placed if p.story_id not in attached][: _most(stories)]
            branches.append(_hang(first, named or open_to, story in attached, scored, certain=bool(named)))
            placed.append(first)
        for before, version in zip(stories[story], stories[story][1:], strict=False):
            branches.append(_next_version(version, before, scored))
            placed.append(version)
    return branches


def _piece(member: Head, whole: Head, scored: Scored) -> Branch:
    reason = "Its slug says that it is a later piece of the other."
    return Branch(member, whole, "update", scored.taken(member, whole), True, (reason,), certain=True)


def _hang(member: Head, placed: Sequence[Head], derivative: bool, scored: Scored, *, certain: bool) -> Branch:
    """The parent is the one that accounts for most of the member's text; among equals, within a twentieth, the one whose agency it
    credits, then the one most of whose text is taken, then the earlier. Of its versions see `_version_taken`."""

    def rank(parent: Head) -> tuple[object, ...]:
        taken = scored.taken(member, parent)
        own, theirs, p = (taken.of_member, taken.of_source, taken.probability) if taken else (0.0, 0.0, 0)
        credited = parent.agency is not None and parent.agency in member.credits
        return (-round(20 * own), not credited, -round(20 * theirs), -p, time_order(parent))

    earlier = [p for p in placed if _may_come_before(p, member)] or list(placed)
    story = min(earlier, key=rank).story_id
    parent = _version_taken(member, [p for p in earlier if p.story_id == story], scored)
    taken = scored.taken(member, parent)
    known, why = (True, SAID) if certain else _direction(member, parent, taken)
    return Branch(
        member,
        parent,
        _relation(member, parent, taken, derivative),
        taken,
        known,
        _reasons(taken, derivative, member, parent, why),
        certain,
    )


def _version_taken(member: Head, versions: Sequence[Head], scored: Scored) -> Head:
    """Which of a story's versions, in their order, a member was made from: of those that were out, if any were, and that say what it says
    of corrected passages, what accounts for most of it, then most of which it has; among equals the latest, as it stood by then."""
    out = [v for v in versions if v.published is None or member.published is None or v.published <= member.published]
    fitting = _as_it_tells(member, out, scored)

    def rank(at: int) -> tuple[float, float, int]:
        taken = scored.taken(member, fitting[at])
        return (taken.of_member, taken.of_source, at) if taken else (0.0, 0.0, at)

    return fitting[max(range(len(fitting)), key=rank)] if fitting else versions[0]


def _as_it_tells(member: Head, versions: Sequence[Head], scored: Scored) -> Sequence[Head]:
    """Those from before a correction, where a member tells what that changed as it was; those from it on, where it tells it as it is."""
    least = 0
    for at, (before, after) in enumerate(pairwise(versions), 1):
        if after.edit_kind == "correction" and after.digest != before.digest:
            passages = withdrawn_passages(before, after, after, scored)
            if tells(passages, member, scored, "as it was"):
                return versions[least:at]
            if tells(passages, member, scored, "as it is"):
                least = at
    return versions[least:]


def _may_come_before(parent: Head, member: Head) -> bool:
    if parent.agency is not None and parent.agency in member.credits:
        return True
    return parent.published is None or member.published is None or parent.published <= member.published


def _direction(member: Head, parent: Head, taken: Taken | None) -> tuple[bool, str]:
    shares = (taken.of_member, taken.of_source, taken.features["len_ratio"]) if taken else (0.0, 0.0, 1.0)
    which, why = direction(member.side, parent.side, a_in_b=shares[0], b_in_a=shares[1], length_ratio=shares[2])
    return (True, why) if which == "a_from_b" else (False, "direction_unknown")


def _relation(member: Head, parent: Head, taken: Taken | None, derivative: bool) -> Relation:
    if member.language and parent.language and member.language != parent.language:
        return "translation"
    if derivative:
        return "derivative"
    same_source = member.source is not None and member.source == parent.source
    if member.edit_kind == "correction" and same_source:
        return "correction"
    if taken is None:
        return "rewrite"
    relation = pair_relation(taken.probability, taken.features)
    if relation == "contains" or relation == "cites" or relation == "none":
        return "rewrite"
    if relation == "trimmed" and not taken.member_is_short:
        relation = "edited"
    if same_source and relation in ("edited", "rewrite", "update"):
        return "update"
    if relation == "update":  # another newsroom's, or one that leaves much out
        return "rewrite"
    return relation


def _next_version(version: Head, before: Head, scored: Scored) -> Branch:
    scored.ask([(version, before)])
    taken = scored.taken(version, before)
    relation: Relation = "correction" if version.edit_kind == "correction" else "update"
    return Branch(version, before, relation, taken, True, ("It is a later version of the same item.",))


def _reasons(taken: Taken | None, derivative: bool, member: Head, parent: Head, why: str) -> tuple[str, ...]:
    out = []
    shared = sorted(set(member.credits) & ({parent.agency} if parent.agency else set(parent.credits)))
    if derivative and taken is not None:
        out.append(f"It tells {percent(taken.of_source)} of the other story beside reporting of its own.")
        if shared:
            out.append(f"It credits {', '.join(shared)}.")
    if taken is not None:
        if taken.of_member == 1.0 == taken.of_source:
            out.append("The two texts are the same.")
        else:
            out.extend(reasons(taken.probability, taken.features))
    out.append(why)
    return tuple(out)
