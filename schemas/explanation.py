"""`Explanation`: one family read line by line, as `wirekin explain` tells it."""

from __future__ import annotations

from typing import Literal

from schemas.changes import Changes
from schemas.family import Alert, Membership, Origin
from schemas.record import Record, described
from schemas.story import Status


class ExplainedMember(Record):
    """A member of the family, and what it made of its parent."""

    number: int = described("Its number here: parents before their children, the earlier first.", example=2, ge=1)
    parent_number: int | None = described("That of its parent; null for the root.", example=1, default=None)
    seconds_later: int | None = described(
        "From the root's time to its own; null where one of them is not known.", unit="seconds", example=8640, default=None
    )
    agency: str | None = described("The agency whose own copy it is.", example="AP", default=None)
    credits: tuple[str, ...] = described("Agencies that it names.", example=["AP"], default=())
    member: Membership = described(
        "The member.",
        example={
            "family_id": "f03b…",
            "story_id": "s1c8e…",
            "uid": "u9f02…",
            "uri": "urn:example:item:7",
            "relation": "edited",
            "status": "usable",
        },
    )
    changes: Changes | None = described("What it changed against its parent; null for the root.", example=None, default=None)


class OutLink(Record):
    """A link from a member to a story of another family."""

    relation: str = described("`related`, `evolvedFrom`, `contains`, or the name of an asserted link.", example="related")
    basis: Literal["inferred", "asserted"] = described("Found out, or said by an item.", example="inferred")
    outwards: bool = described("Whether the link goes from this family to the other one.", example=True)
    number: int = described("The member here.", example=2, ge=1)
    uri: str = described("The other item's own id.", example="urn:example:item:9")
    family_id: str = described("Its family.", example="f9d2…")
    headline: str | None = described("Its headline, where words are kept.", example="Ferry drum reaches island", default=None)
    probability: float | None = described("Of the two texts; null if asserted.", unit="0 to 1", example=0.21, default=None)
    reasons: tuple[str, ...] = described("Why, in words for a desk editor.", example=["It is later news."], default=())


class Explanation(Record):
    """One family: where it comes from, what each member made of it, who carries what was withdrawn, and what is near it."""

    schema_: Literal["explanation/1"] = described(
        "Name and version of this schema.", alias="schema", default="explanation/1", example="explanation/1"
    )
    family_id: str = described("The family.", example="f03b…")
    headline: str | None = described("That of its root, where words are kept.", example="Ferry timetable cut", default=None)
    status: Status = described("canceled or withheld when its root is.", example="usable")
    origin: Origin = described(
        "What the family goes back to.",
        example={"uid": "u11ab…", "provider": "AP", "in_store": True, "confidence": "sure", "why": "It is AP's own copy."},
    )
    members: tuple[ExplainedMember, ...] = described("Its members, in their order here.", example=[])
    alerts: tuple[Alert, ...] = described("Who still carries what was corrected, killed or withheld.", example=[], default=())
    links: tuple[OutLink, ...] = described("Links to stories of other families, the likeliest of each family.", example=[], default=())
    notes: tuple[str, ...] = described("What a reader should know of how the family was made.", example=[], default=())
