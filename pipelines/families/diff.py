"""What became of families: the same stories grouped once by the settings of a store and once by others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from schemas import Family

Kind = Literal["split", "merged", "joined", "left"]


class Change(NamedTuple):
    """Families of before, and what they became.

    `split`: the stories of one are in several now, of which two at least hold more than one. `merged`: those of several, each of more than
    one, are in one now. `joined`: a story that stood alone is in a family now. `left`: a story of a family stands alone now. Whatever
    changes shows in one of these at least, a rearrangement in several.
    """

    kind: Kind
    before: tuple[Family, ...]
    after: tuple[Family, ...]


class Difference(NamedTuple):
    """All changes, and how many stories there are, how many families there were and are, and in how many of these the stories are the
    `same`. `retold` are those among the last in which a relation, a parent or a status is another.
    """

    changes: tuple[Change, ...]
    stories: int
    before: int
    after: int
    same: int
    retold: int


def difference(before: Sequence[Family], after: Sequence[Family]) -> Difference:
    """From the one grouping to the other, both of the same stories."""
    old = {story: family for family in before for story in family.story_ids}
    new = {story: family for family in after for story in family.story_ids}
    changes: list[Change] = []
    for family in sorted(before, key=lambda family: family.family_id):
        parts = _distinct(new[story] for story in family.story_ids if story in new)
        several = tuple(part for part in parts if len(part.story_ids) > 1)
        if len(several) > 1:
            changes.append(Change("split", (family,), several))
        if len(family.story_ids) > 1:
            changes += [Change("left", (family,), (part,)) for part in parts if len(part.story_ids) == 1]
    for family in sorted(after, key=lambda family: family.family_id):
        sources = _distinct(old[story] for story in family.story_ids if story in old)
        several = tuple(source for source in sources if len(source.story_ids) > 1)
        if len(several) > 1:
            changes.append(Change("merged", several, (family,)))
        if len(family.story_ids) > 1:
            changes += [Change("joined", (source,), (family,)) for source in sources if len(source.story_ids) == 1]
    held = {family.story_ids: family for family in before}
    same = [(held[family.story_ids], family) for family in after if family.story_ids in held]
    retold = sum(_told(one) != _told(other) for one, other in same)
    return Difference(tuple(changes), len(new), len(before), len(after), len(same), retold)


def _distinct(families: Iterable[Family]) -> tuple[Family, ...]:
    return tuple({family.family_id: family for family in families}.values())


def _told(family: Family) -> list[tuple[str, str, str | None, str]]:
    return [(m.uid, m.relation, m.parent_uid, m.status) for m in family.members]
