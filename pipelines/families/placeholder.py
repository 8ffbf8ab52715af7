"""What is known of an origin that was never received: where it was filed from and who wrote it, as its copies say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from pipelines.families.head import Head, time_order
from pipelines.trade.bylines import name_of
from schemas import Family


class Said(NamedTuple):
    """Words of its copies' datelines and bylines; None where they have none, or were forgotten."""

    place: str | None
    byline: str | None


NOTHING_SAID: Final = Said(None, None)


def said_of(family: Family, heads: Mapping[str, Head]) -> Said:
    """Of the origin of a family that is not in the store; nothing of one that is. `heads` by uid.

    The place is that of most datelines, the byline one that stories of two sources share; where several do, the earliest."""
    if family.origin.in_store or family.origin.provider is None:
        return NOTHING_SAID
    first: dict[str, Head] = {}
    for head in sorted((heads[member.uid] for member in family.members), key=time_order):
        first.setdefault(head.story_id, head)
    return Said(_most(first.values(), _place), _most(first.values(), _byline, least=2))


def _place(head: Head) -> tuple[str, str] | None:
    return (head.filed_from.split(",")[0].casefold(), head.filed_from) if head.filed_from else None


def _byline(head: Head) -> tuple[str, str] | None:
    return (head.writer, name_of(head.byline)) if head.writer and head.byline else None


def _most(heads: Iterable[Head], told: Callable[[Head], tuple[str, str] | None], least: int = 1) -> str | None:
    """What most of them say, the earliest of those that say it alike; at least so many sources must."""
    said: dict[str, list[tuple[Head, str]]] = {}
    for head in heads:
        found = told(head)
        if found is not None:
            said.setdefault(found[0], []).append((head, found[1]))
    groups = [group for group in said.values() if len({head.source or head.uri for head, _ in group}) >= least]
    return max(groups, key=len)[0][1] if groups else None
