"""How many newsrooms carry a family's story, and how many reports of the same event stand beside it that are not copies of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pipelines.families.head import Head
from pipelines.families.scored import within
from pipelines.matching.candidates import DAY
from pipelines.matching.fingerprint import microseconds
from pipelines.trade.agencies import agency_code
from pipelines.trade.attributions import plain_name
from schemas import Family, Membership

NEAR: Final = 500
"""Probability in 1/10,000, of the texts, from which two related stories are taken to tell of one event."""
WITHIN: Final = 2 * DAY
"""How far apart in time they may be, in microseconds."""


def newsroom_of(member: Membership) -> str | None:
    """A name for who published it, the same however it is written; None where nobody is named."""
    if member.source is None:
        return None
    return agency_code(member.source) or plain_name(member.source) or None


def newsrooms(family: Family) -> tuple[str, ...]:
    """The distinct ones of a family, sorted; stories of which nobody knows the publisher count for none."""
    return tuple(sorted({name for member in family.members if (name := newsroom_of(member))}))


def owners(family: Family, owner_of: Mapping[str, str]) -> tuple[str, ...]:
    """Who owns these newsrooms, sorted; one whose owner is not told is taken to own itself. `owner_of`: by `plain_name` or agency."""
    return tuple(sorted({owner_of.get(name, name) for name in newsrooms(family)}))


def owner_table(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(source, owner) -> what `owners` needs. Raises ValueError where two lines give one newsroom two owners."""
    found: dict[str, str] = {}
    for source, owner in lines:
        name = agency_code(source) or plain_name(source)
        if found.setdefault(name, owner) != owner:
            raise ValueError(f"{source} is given two owners, {found[name]} and {owner}")
    return found


def origin_name(family: Family) -> str | None:
    """Who the family comes from, in one word for one provider; None where that is not known."""
    origin = family.origin
    return origin.agency or agency_code(origin.provider) or (plain_name(origin.provider) if origin.provider else None)


def tell_of_one_event(one: Head, other: Head, probability: int) -> bool:
    """Whether two versions of different families that are `related` tell of one event, by their texts and times. Digests tell of many."""
    if "digest" in (one.form, other.form) or probability < NEAR:
        return False
    return within(microseconds(one.published), microseconds(other.published), WITHIN)


def independent_reports(families: Mapping[str, Family], pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """family_id -> ids of the families near it that have another origin, sorted. `pairs`: families that tell of one event. Families whose
    origin is not known are nobody's independent report."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        names = [origin_name(families[name]) for name in (one, other)]
        if None not in names and names[0] != names[1]:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {name: tuple(sorted(others)) for name, others in found.items()}
