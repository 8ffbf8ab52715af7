"""Stories that belong together because an item says so: it names the one that it was made from, or both go by one agency's id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipelines.families.head import Head, time_order
from pipelines.families.scored import within
from pipelines.families.vocabulary import JOINS
from pipelines.matching.fingerprint import microseconds
from pipelines.trade.relays import AGENCY_NAMES, is_global, item_names


class Assertion(NamedTuple):
    """One version says that it comes from another."""

    derived: Head
    source: Head
    relation: str


def assertions(heads: Iterable[Head], horizon: int) -> Iterator[Assertion]:
    """All that are made among some versions of different stories, within the horizon, in the order of the heads.

    Versions that go by one agency's id are a story and its relays: the earliest of that agency's own is the source, else the earliest."""
    told = [head for head in heads if not head.notice]
    named: dict[str, list[Head]] = {}
    for head in told:
        for name in item_names(head.uri):
            named.setdefault(name, []).append(head)
    for head in told:
        for relation, target in head.links:
            for name in item_names(target):
                sources = (source for source in named.get(name, ()) if is_global(name) or source.source == head.source)
                yield from (Assertion(head, source, relation) for source in sources if _may_tie(head, source, horizon))
    for own in (own for name, own in named.items() if name.startswith(AGENCY_NAMES)):
        source = min(own, key=lambda head: (head.agency is None, *time_order(head)))
        yield from (Assertion(head, source, _of_one_id(head, source)) for head in own if _may_tie(head, source, horizon))


def joins(stories: Mapping[str, Sequence[Head]], horizon: int) -> list[tuple[str, str]]:
    """Pairs of stories (derived, source) that are one by what an item says."""
    heads = (head for versions in stories.values() for head in versions)
    return sorted({(one.derived.story_id, one.source.story_id) for one in assertions(heads, horizon) if one.relation in JOINS})


def names_of(head: Head) -> tuple[str, ...]:
    """What others may call a version's item by."""
    return () if head.notice else item_names(head.uri)


def names_meant(head: Head) -> tuple[str, ...]:
    """The items that a version joins by what it says."""
    return () if head.notice else tuple(name for relation, target in head.links if relation in JOINS for name in item_names(target))


def _of_one_id(head: Head, source: Head) -> str:
    return "alternateFormatOf" if head.agency is not None and head.agency == source.agency else "processedFrom"


def _may_tie(head: Head, source: Head, horizon: int) -> bool:
    near = within(microseconds(head.published), microseconds(source.published), horizon)
    return near and head.story_id != source.story_id
