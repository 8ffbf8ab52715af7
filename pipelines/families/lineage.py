"""The history of one family: its own events, and those of the families that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from schemas import FamilyEvent

_FROM: Final = ("merged", "split")
"""Events that name the family that another one came from."""


def lineage(events: Sequence[FamilyEvent], family_id: str) -> list[FamilyEvent]:
    """The events of a family, and of those that merged into it or that it split from, up to when it did so; of these likewise.

    `events` in the order of the log, which is kept. A family that split off says nothing of what became of the other part since. An id may
    be given up and taken again: then its events count as far as some way leads to them.
    """
    by_family: dict[str, list[FamilyEvent]] = {}
    for event in events:
        by_family.setdefault(event.family_id, []).append(event)
    known = {family_id: max((event.revision for event in events), default=0)}
    waiting = [family_id]
    while waiting:
        name = waiting.pop()
        for event in _until(by_family.get(name, ()), known[name]):
            source = event.other_family_id
            if event.kind in _FROM and source is not None and known.get(source, -1) < event.revision:
                known[source] = event.revision
                waiting.append(source)
    return [event for event in events if event.revision <= known.get(event.family_id, -1)]


def _until(events: Iterable[FamilyEvent], revision: int) -> Iterable[FamilyEvent]:
    return (event for event in events if event.revision <= revision)
