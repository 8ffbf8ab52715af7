"""What a text changed against the one it was made from: what it left out, what it added, its order, quotes, numbers and names.

Nothing here decides anything: families are made without it. It is worked out when somebody asks, from the words where they are kept, else
from the hashed tokens: then there are places and shares, but no quotes, numbers and names.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.matching.name_changes import name_changes
from pipelines.matching.number_changes import number_changes
from pipelines.matching.quotes import quote_changes
from pipelines.matching.retold import moved, retold, stretches
from pipelines.matching.wording import Wording
from schemas.changes import NameChange, NumberChange, QuoteChange, Stretch


@dataclass(frozen=True)
class Difference:
    """What a member changed. None stands for what cannot be said: across languages only numbers are compared; without words no quotes,
    numbers and names."""

    cut: tuple[Stretch, ...] | None = None
    added: tuple[Stretch, ...] | None = None
    moved: int | None = None
    quotes: tuple[QuoteChange, ...] | None = None
    numbers: tuple[NumberChange, ...] | None = None
    names: tuple[NameChange, ...] | None = None


def difference(parent: Wording, member: Wording) -> Difference:
    """What `member` changed against `parent`."""
    words = parent.text is not None and member.text is not None
    here, there = retold(member, parent)
    if parent.language != member.language:
        return Difference(numbers=number_changes(parent, member, here) if words else None)
    return Difference(
        cut=stretches(parent, there.told),
        added=stretches(member, here.told),
        moved=moved(here),
        quotes=quote_changes(parent, member, there) if words else None,
        numbers=number_changes(parent, member, here) if words else None,
        names=name_changes(parent, member, here) if words else None,
    )
