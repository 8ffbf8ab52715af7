"""Where families are right and wrong: by relation and kind of a story, by label of a judged pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.evaluation.gold import SAME, FamilyGold, PairGold
from pipelines.evaluation.stories import Stories
from pipelines.evaluation.truth import LEFT_OUT, PairRules
from schemas import Family


@dataclass(frozen=True)
class RelationCount:
    """Members of one relation by the gold that are in the family of their wire, and the relations they have there."""

    relation: str
    right: int
    total: int
    found: Mapping[str, int]
    """Relation found -> members."""


@dataclass(frozen=True)
class KindCount:
    """Stories of a kind, or pairs of a label, that are joined. `wanted`: whether they should be."""

    kind: str
    wanted: bool
    joined: int
    total: int
    named: tuple[str, ...]
    """Those that are not as they should be, sorted: missed ones by uri, false ones as `uri with family` or `uri with uri`."""


def by_relation(gold: FamilyGold, numbers: Mapping[str, int], stories: Stories, families: Mapping[str, Family]) -> list[RelationCount]:
    """Gold relations, sorted, over the members whose family's wire is in the store and in one family with them. `families` by story_id.

    The wire itself counts: it should be the origin. A found relation is that of a story's first version to its parent.
    """
    wires = _wires(gold, numbers)
    counts: dict[str, Counter[str]] = {}
    for uri, placed in gold.stories.items():
        if uri not in numbers or placed.near or not placed.relation or placed.family not in wires:
            continue
        story = numbers[uri]
        if stories.found[story] == stories.found[wires[placed.family]]:
            first = stories.versions[story][0]
            members = {member.uid: member.relation for member in families[first.story_id].members}
            counts.setdefault(placed.relation, Counter())[members[first.uid]] += 1
    return [
        RelationCount(relation, found[relation], found.total(), dict(sorted(found.items()))) for relation, found in sorted(counts.items())
    ]


def by_kind(gold: FamilyGold, numbers: Mapping[str, int], stories: Stories) -> list[KindCount]:
    """Kinds of members, then of hard negatives, each sorted.

    A member is found if it is in one family with its wire; the wire itself is not counted. A negative is joined if it is in one family
    with any member of the family that it must not join.
    """
    wires = _wires(gold, numbers)
    homes: dict[str, set[int]] = {}
    for uri, placed in gold.stories.items():
        if uri in numbers and placed.near is None:
            homes.setdefault(placed.family, set()).add(int(stories.found[numbers[uri]]))
    counts: dict[tuple[bool, str], Counter[bool]] = {}
    odd: dict[tuple[bool, str], list[str]] = {}
    for uri, placed in sorted(gold.stories.items()):
        wanted = placed.near is None
        if uri not in numbers or placed.kind is None or (wanted and placed.family not in wires) or wires.get(placed.family) == numbers[uri]:
            continue
        own = int(stories.found[numbers[uri]])
        joined = own == int(stories.found[wires[placed.family]]) if placed.near is None else own in homes.get(placed.near, ())
        counts.setdefault((wanted, placed.kind), Counter())[joined] += 1
        if joined != wanted:
            odd.setdefault((wanted, placed.kind), []).append(uri if placed.near is None else f"{uri} with {placed.near}")
    return _kind_counts(counts, odd)


def by_label(gold: PairGold, numbers: Mapping[str, int], stories: Stories, rules: PairRules) -> list[KindCount]:
    """Labels of the listed pairs that are counted: `same` first, then the others, sorted."""
    counts: dict[tuple[bool, str], Counter[bool]] = {}
    odd: dict[tuple[bool, str], list[str]] = {}
    for (a, b), judged in sorted(gold.pairs.items()):
        if a not in numbers or b not in numbers or rules.said(judged) == LEFT_OUT:
            continue
        wanted = judged.label == SAME
        joined = bool(stories.found[numbers[a]] == stories.found[numbers[b]])
        counts.setdefault((wanted, judged.label), Counter())[joined] += 1
        if joined != wanted:
            odd.setdefault((wanted, judged.label), []).append(f"{a} with {b}")
    return _kind_counts(counts, odd)


def _kind_counts(counts: Mapping[tuple[bool, str], Counter[bool]], odd: Mapping[tuple[bool, str], list[str]]) -> list[KindCount]:
    order = sorted(counts, key=lambda key: (not key[0], key[1]))
    return [KindCount(key[1], key[0], counts[key][True], counts[key].total(), tuple(odd.get(key, ()))) for key in order]


def _wires(gold: FamilyGold, numbers: Mapping[str, int]) -> dict[str, int]:
    """Family -> its agency's own story, where the gold says which that is (relation origin, or kind wire) and the store has it."""
    out: dict[str, int] = {}
    for uri, placed in sorted(gold.stories.items()):
        if uri in numbers and placed.near is None and (placed.relation == "origin" or placed.kind == "wire"):
            out.setdefault(placed.family, numbers[uri])
    return out
