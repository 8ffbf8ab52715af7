"""Of two texts that may be translations of one: which is taken for the translation, and why they are, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipelines.matching.anchors import Anchors
from pipelines.matching.crosslingual import Said, Shared
from pipelines.matching.relation import Side, direction

UNKNOWN: Final = "direction_unknown"
"""The reason where nothing says which was made from the other; `wirekin edges` has the same."""
EXAMPLES: Final = 4
"""Names or numbers that a reason gives."""


@dataclass(frozen=True)
class Item:
    """What a record says of one text, beside its words."""

    uri: str
    side: Side
    translates: frozenset[str] = frozenset()
    """Ids of the items that it names as what it was translated from."""
    is_copy: bool = False
    """It hangs on another story of its own family: a copy of a text in its own language."""


def said(one: Item, other: Item) -> Said:
    """What two records say of each other, whichever comes first."""
    link = one.uri == other.uri or one.uri in other.translates or other.uri in one.translates
    return Said(link, _credits(one.side, other.side) or _credits(other.side, one.side))


def _credits(one: Side, other: Side) -> bool:
    return other.agency is not None and other.agency in one.credits and one.agency != other.agency


def translation_is_first(one: Item, other: Item) -> tuple[bool, tuple[str, ...]]:
    """Whether `one` is taken for the translation, and why. Not known is said so, and then the later one is, or that of the greater uri."""
    if (other.uri in one.translates) != (one.uri in other.translates):
        return other.uri in one.translates, ("It names the other as what it was translated from.",)
    which, why = direction(one.side, other.side, a_in_b=0.0, b_in_a=0.0, length_ratio=1.0)
    if which != "unknown":
        return which == "a_from_b", (why,)
    if (one.side.agency is None) != (other.side.agency is None):
        agency = one.side.agency or other.side.agency
        return one.side.agency is None, (f"The other is {agency}'s own copy.",)
    if one.is_copy != other.is_copy:
        return other.is_copy, ("The other is a copy of a story in its own language.",)
    times = one.side.published, other.side.published
    if times[0] and times[1] and times[0] != times[1]:
        return times[0] > times[1], (UNKNOWN,)
    return one.uri > other.uri, (UNKNOWN,)


def reasons(shared: Shared, one: Anchors, other: Anchors) -> tuple[str, ...]:
    """Why two texts are taken for translations of one text, what speaks against it last."""
    names = [anchor for anchor in shared.anchors if not anchor.is_number]
    numbers = [anchor for anchor in shared.anchors if anchor.is_number]
    out = []
    for found, what in ((names, "name"), (numbers, "number")):
        if found:
            best = sorted(found, key=lambda anchor: (-anchor.weight, anchor.place))[:EXAMPLES]
            some = ", ".join(anchor.said for anchor in best)
            many = f"1 {what} stands" if len(found) == 1 else f"{len(found)} {what}s stand"
            out.append(f"{many} in both{':' if len(found) == len(best) else ', among them'} {some}.")
    if len(shared.anchors) > 1:
        out.append(f"{shared.in_order} of the {len(shared.anchors)} follow each other in the same order.")
    if shared.features["length"] == 0:
        out.append("Their lengths fit a translation.")
    elif shared.features["length"] >= 0.3:
        longer = one if one.size >= other.size else other
        out.append(f"The {longer.language} text is much longer than a translation of the other would be.")
    if one.quotes and one.quotes == other.quotes:
        out.append("As much is quoted in both.")
    if shared.features["told"] < 0.5:
        out.append("Most names and numbers of the one do not occur in the other.")
    return tuple(out)
