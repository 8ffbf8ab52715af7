"""`Region` -> families: refine the strong components, attach derivatives, hang every member on its parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from pipelines.families.adopt import adopt
from pipelines.families.alerts import Life, alerts_of
from pipelines.families.asserted import joins
from pipelines.families.attach import Attachment, attach
from pipelines.families.coherence import Coherence, coherence
from pipelines.families.credit import credit_of
from pipelines.families.head import Head, time_order
from pipelines.families.ids import family_id
from pipelines.families.lifecycle import in_order, statuses
from pipelines.families.origin import find_origin
from pipelines.families.refine import Bond, components, refine
from pipelines.families.regions import Region
from pipelines.families.rules import Rules
from pipelines.families.scored import Compare, Scored
from pipelines.families.takes import takes
from pipelines.families.tree import Branch, grow, root_story
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.scorer import SCALE
from schemas import Family, Membership
from schemas.story import Status

LARGEST: Final = 400
"""Stories of a component that are all compared with each other; a larger one is broken at a higher threshold first."""
STEP: Final = 500

Stories = Mapping[str, Sequence[Head]]


def families_of(region: Region, compare: Compare, rules: Rules) -> list[Family]:
    """The families of a region, ordered by id. `compare` is asked for the pairs that a decision needs and no index key brought."""
    scored = Scored(rules, compare)
    scored.add(region.rows)
    stories: dict[str, list[Head]] = {}
    notices: list[Head] = []
    for head in region.heads:
        if head.notice:
            notices.append(head)
        else:
            stories.setdefault(head.story_id, []).append(head)
    stories = {story: in_order(versions) for story, versions in stories.items()}
    notices.sort(key=lambda head: (head.story_id, head.uid))  # alerts come in their order
    scored.settle_credits([head for versions in stories.values() for head in versions])
    single = {s: v for s, v in stories.items() if s not in region.roundups}
    continued, said = takes(single), joins(single, rules.horizon)
    clusters, notes = _clusters(single, scored)
    clusters = [*_joined(clusters, [*continued.items(), *said]), *([s] for s in sorted(region.roundups & stories.keys()))]
    homes = attach([c for c in clusters if region.roundups.isdisjoint(c)], stories, scored)
    for story in homes:
        clusters.remove([story])
    families = []
    for cluster, note in zip(clusters, [notes.get(c[0], ()) for c in clusters], strict=True):
        guests = {story for story, home in homes.items() if home.home in cluster}
        held = {story: stories[story] for story in [*cluster, *sorted(guests)]}
        families.append(_family(held, guests, notices, homes, Said(continued, said), scored, note))
    return sorted(families, key=lambda family: family.family_id)


class Said(NamedTuple):
    """What items say of each other: later piece of a story -> the story, by slugs; and (derived, source)."""

    continued: Mapping[str, str]
    joins: Sequence[tuple[str, str]]

    def sources(self, stories: Stories) -> dict[str, set[str]]:
        """Of some stories, those that say that they come from others of them -> these."""
        found: dict[str, set[str]] = {}
        for derived, source in self.joins:
            if derived in stories and source in stories:
                found.setdefault(derived, set()).add(source)
        return found


def _joined(clusters: Sequence[list[str]], ties: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The clusters, those that hold two ends of a tie made one."""
    at = {story: i for i, cluster in enumerate(clusters) for story in cluster}
    links = [(str(at[one]), str(at[other])) for one, other in sorted(ties)]
    groups = components([str(i) for i in range(len(clusters))], links)
    return [[story for i in group for story in clusters[int(i)]] for group in groups]


def _clusters(stories: Stories, scored: Scored) -> tuple[list[list[str]], dict[str, tuple[str, ...]]]:
    order = sorted(stories, key=lambda s: (min(h.digest for h in stories[s]), s))
    clusters: list[list[str]] = []
    notes: dict[str, tuple[str, ...]] = {}
    for component, threshold in _components(order, stories, scored, scored.rules.strong):
        if len(component) > LARGEST:
            found = [component]
            note = f"{len(component)} stories hang together at {threshold / SCALE:.2f} and were not refined."
        else:
            scored.ask((x, y) for i, s in enumerate(component) for t in component[i + 1 :] for x in stories[s] for y in stories[t])
            bond = _bonds(stories, scored)
            found = adopt(refine(component, bond, scored.rules.cut), bond, scored.rules.strong, {s: i for i, s in enumerate(component)})
            at_once = threshold == scored.rules.strong
            note = "" if at_once else f"A component too large to refine was broken at {threshold / SCALE:.2f} first."
        clusters.extend(found)
        if note:
            notes.update({cluster[0]: (note,) for cluster in found})
    return clusters, notes


def _bonds(stories: Stories, scored: Scored) -> Bond:
    return lambda one, other: scored.bond(stories[one], stories[other])


def _components(order: Sequence[str], stories: Stories, scored: Scored, threshold: int) -> list[tuple[list[str], int]]:
    """Components of strong edges; those that are too large again at a higher threshold, up to .95."""
    strong = _strong_pairs(order, stories, scored, threshold)
    out: list[tuple[list[str], int]] = []
    for component in components(order, strong):
        if len(component) > LARGEST and threshold + STEP <= 9500:
            out.extend(_components(component, stories, scored, threshold + STEP))
        else:
            out.append((component, threshold))
    return out


def _strong_pairs(order: Sequence[str], stories: Stories, scored: Scored, threshold: int) -> list[tuple[str, str]]:
    """Pairs of stories at the threshold, of those that were compared; of stories with one text, enough to join what belongs together."""
    carriers: dict[int, list[Head]] = {}
    for story in order:
        for head in stories[story]:
            if head.digest:
                carriers.setdefault(head.digest, []).append(head)
    rows = scored.rows()
    rows = rows[rows["probability"] >= threshold]
    wanted = {
        _in_order(x.story_id, y.story_id)
        for a, b in zip(rows["a"].tolist(), rows["b"].tolist(), strict=True)
        for x in carriers.get(a, ())
        for y in carriers.get(b, ())
    }
    for same in carriers.values():
        same.sort(key=lambda head: (microseconds(head.published), head.uid))
        wanted |= {_in_order(x.story_id, y.story_id) for x, y in pairwise(same)}
        if same[0].published is None:  # it passes every time test, and so joins them all
            wanted |= {_in_order(same[0].story_id, head.story_id) for head in same}
    return [(s, t) for s, t in sorted(wanted) if s != t and scored.probability(stories[s], stories[t]) >= threshold]


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _family(
    stories: Stories,
    guests: set[str],
    notices: Sequence[Head],
    homes: Mapping[str, Attachment],
    said: Said,
    scored: Scored,
    notes: tuple[str, ...],
) -> Family:
    sources = said.sources(stories)
    root = root_story(stories, guests | (said.continued.keys() & stories.keys()) | sources.keys(), scored)
    branches = grow(root, stories, guests, said.continued, sources, scored)
    own_notices = [n for n in notices if n.story_id in stories]
    status: dict[str, Status] = {}
    for story, versions in stories.items():
        status.update(statuses(versions, [n for n in own_notices if n.story_id == story]))
    heads = [h for versions in stories.values() for h in versions]
    name = family_id(heads)
    first = stories[root][0]
    origin = find_origin(first, stories, scored)
    members = [_member(name, first, None, None, status)]
    for branch in sorted(branches, key=lambda b: time_order(b.member)):
        members.append(_member(name, branch.member, branch, _probability(branch, stories, homes, scored), status))
    by_uid = {head.uid: head for head in heads}
    members = [m.model_copy(update={"credit": credit_of(by_uid[m.uid], origin)}) for m in members]
    above = {branch.member.uid: branch.parent for branch in branches}
    corrected = [(b.member, b.parent) for b in branches if b.relation == "correction" and b.member.story_id != b.parent.story_id]
    alerts = alerts_of(Life(name, stories, own_notices, status, above, root, scored, corrected))
    sure = _coherence(stories, {story: homes[story] for story in guests}, said.continued, scored)  # last: it may compare more pairs
    return Family(
        family_id=name,
        root_uid=first.uid,
        origin=origin,
        status=status[stories[root][-1].uid],
        members=tuple(members),
        alerts=tuple(alerts),
        notes=notes,
        coherence=sure.mean,
        weakest=sure.weakest,
        bridges=sure.bridges,
    )


def _coherence(stories: Stories, homes: Mapping[str, Attachment], continued: Mapping[str, str], scored: Scored) -> Coherence:
    """Over all pairs of a family's stories, or where they are too many, over those that are known."""
    core = sorted(stories.keys() - homes.keys())
    complete = len(core) <= LARGEST
    pairs = list(combinations(core, 2)) if complete else _strong_pairs(core, stories, scored, 1)
    if complete:
        scored.ask((x, y) for s, t in pairs for x in stories[s] for y in stories[t])
    return coherence(stories, pairs, homes, continued, scored, complete=complete)


def _probability(branch: Branch, stories: Stories, homes: Mapping[str, Attachment], scored: Scored) -> float:
    """Of the membership: 1 for a later version, else of the attachment, of the two texts, or where one is too short, of the two stories."""
    if branch.member.story_id == branch.parent.story_id:
        return 1.0
    if branch.certain:
        return 1.0
    if branch.relation == "derivative":
        return homes[branch.member.story_id].probability
    if branch.taken is not None:
        return branch.taken.probability / SCALE
    return scored.probability(stories[branch.member.story_id], stories[branch.parent.story_id]) / SCALE


def _member(family: str, head: Head, branch: Branch | None, probability: float | None, status: Mapping[str, Status]) -> Membership:
    taken = branch.taken if branch else None
    return Membership(
        family_id=family,
        story_id=head.story_id,
        uid=head.uid,
        uri=head.uri,
        version=head.version,
        published=head.published,
        source=head.source,
        headline=head.headline,
        relation=branch.relation if branch else "origin",
        parent_uid=branch.parent.uid if branch else None,
        probability=probability,
        status=status[head.uid],
        coverage=round(taken.of_source, 4) if taken else None,
        direction_known=branch.direction_known if branch else True,
        reasons=branch.reasons if branch else (),
    )
