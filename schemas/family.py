"""`Family`, `Membership` and `FamilyEvent`: stories joined by matches, and what happened to them."""

from __future__ import annotations

from typing import Literal

from schemas.match import Relation
from schemas.record import Record, described
from schemas.story import Status

EventKind = Literal[
    "created", "joined", "left", "merged", "split", "origin_changed", "corrected", "killed", "withheld", "released", "forgotten"
]

AlertKind = Literal["correction", "kill", "withhold"]
AlertState = Literal["still_carries", "fixed", "unclear"]
Part = Literal["headline", "text"]
Confidence = Literal["sure", "likely", "unknown"]
Credit = Literal["credited", "uncredited", "miscredited"]


class Membership(Record):
    """One version in the family of its story."""

    schema_: Literal["membership/1"] = described(
        "Name and version of this schema.", alias="schema", default="membership/1", example="membership/1"
    )
    family_id: str = described("The family.", example="f03b…")
    story_id: str = described("The story.", example="s1c8e…")
    uid: str = described("The version.", example="u9f02…")
    uri: str = described("The item's own id.", example="urn:example:item:7")
    version: str | None = described("The version as delivered.", example="2", default=None)
    published: str | None = described("Time of this version.", unit="RFC 3339, UTC", example="2025-03-04T09:12:00Z", default=None)
    source: str | None = described("Who delivered or published it.", example="Halden Courier", default=None)
    headline: str | None = described("The headline.", example="Ferry timetable cut", default=None)
    relation: Relation = described("To the parent; `origin` for the root.", example="edited")
    parent_uid: str | None = described("The member it was made from; null for the root.", example="u11ab…", default=None)
    probability: float | None = described("Of the membership; null for the root.", unit="0 to 1", example=0.93, default=None)
    status: Status = described("Its own status now.", example="usable")
    coverage: float | None = described("Share of the parent's text taken.", unit="0 to 1", example=0.71, default=None)
    direction_known: bool = described("False where which of the two came first is not known.", example=True, default=True)
    reasons: tuple[str, ...] = described("Why it belongs, in words for a desk editor.", example=["A quote is the same."], default=())
    credit: Credit | None = described(
        "Whether it names whom the family comes from; null where that is not known, or it is the origin's own.",
        example="credited",
        default=None,
    )


class Origin(Record):
    """What the family goes back to, and how sure that is."""

    uid: str | None = described("The member taken for the origin; null when unknown or never received.", example="u11ab…", default=None)
    provider: str | None = described("The agency or outlet the story comes from, if known.", example="AP", default=None)
    in_store: bool = described("Whether the origin itself was received.", example=True)
    confidence: Confidence = described("How sure.", example="likely")
    why: str = described("In a plain sentence.", example="Two members credit AP, and this is AP's own copy.")
    version: str | None = described("The version that members took from, as delivered; null if it has none.", example="1", default=None)
    uri: str | None = described(
        "The item's own id; of one that was never received the id that members give, if they do.",
        example="urn:example:item:7",
        default=None,
    )
    agency: str | None = described("Code of the agency it comes from; null for an outlet's own story.", example="AP", default=None)
    probability: float | None = described(
        "That the family goes back to this provider; null where none is named.", unit="0 to 1", example=0.97, default=None
    )
    reasons: tuple[str, ...] = described(
        "Why, in plain sentences, the strongest first.", example=["It is AP's own copy, and 3 of 5 others credit AP."], default=()
    )
    not_after: str | None = described(
        "Of an origin that was never received: the earliest time of a member, by which it was out.",
        unit="RFC 3339, UTC",
        example="2025-03-04T09:12:00Z",
        default=None,
    )
    relayed_by: tuple[str, ...] = described("Agencies whose copies here are handed on from it.", example=["AFP"], default=())


class CarriedPassage(Record):
    """A passage that was withdrawn, and where a version tells it. The words are read from the stories when they are listed."""

    part: Part = described("Where in the version.", example="text")
    span: tuple[int, int] | None = described(
        "Start and end there; null for the whole of a headline.", unit="characters of the comparison text", example=[0, 80], default=None
    )
    of_uid: str = described("The version that it was withdrawn from.", example="u11ab…")
    of_part: Part = described("Where in that one.", example="text")
    of_span: tuple[int, int] | None = described(
        "Start and end there; null for the whole of a headline.", unit="characters of the comparison text", example=[12, 92], default=None
    )
    text: str | None = described("What the version says, where words are kept.", example="Fourteen died when it sank.", default=None)
    of_text: str | None = described("What the other one said, where words are kept.", example="It sank, killing 14.", default=None)


class Alert(Record):
    """Somebody carries, or carried, what was corrected, killed or withheld."""

    family_id: str | None = described("The family; null when the story itself was never received.", example="f03b…")
    kind: AlertKind = described("What happened.", example="kill")
    cause_uri: str = described("The item that was acted on.", example="urn:example:item:7")
    cause_version: str | None = described("The version of the notice or correction.", example="2", default=None)
    uid: str | None = described("The latest version of the story that carries or carried it.", example="u9f02…", default=None)
    uri: str | None = described("Its item.", example="urn:example:item:8", default=None)
    state: AlertState = described("Whether it does.", example="still_carries")
    evidence: str = described("In a plain sentence.", example="Its latest version carries 71 % of that text.")
    version: str | None = described("That latest version, as delivered.", example="1", default=None)
    cause_uid: str | None = described("The notice, or the version that corrects.", example="u77e0…", default=None)
    passages: tuple[CarriedPassage, ...] = described("The passages in question.", example=[], default=())
    lag_seconds: int | None = described(
        "From the cause to the version that shows the state: the one that dropped it, or the one that came out with it all the same; null "
        "where that came before, or times are not known.",
        unit="seconds",
        example=5400,
        default=None,
    )
    through: tuple[str, ...] = described(
        "Versions of other stories that it came through, the nearest first; empty where it was taken straight from the story in question.",
        example=["u5c1d…"],
        default=(),
    )


class WeakestLink(Record):
    """The member that hangs on least: its best link to the others is the weakest of all best links."""

    uid: str = described("The first version of the story.", example="u9f02…")
    uri: str = described("The item's own id.", example="urn:example:item:7")
    probability: float = described("Of its best link.", unit="0 to 1", example=0.55)


class Bridge(Record):
    """A link between two stories of a family without which the family would be in two parts."""

    story_id: str = described("The one story, the smaller id.", example="s1c8e…")
    uri: str = described("Its item's own id.", example="urn:example:item:7")
    other_story_id: str = described("The other story.", example="s7d20…")
    other_uri: str = described("Its item's own id.", example="urn:example:item:8")
    probability: float = described("That the two are one story told again.", unit="0 to 1", example=0.55)
    parts: tuple[int, int] = described(
        "How many stories would stand on the side of the one and of the other; derivatives aside.", unit="stories", example=[2, 3]
    )


class Family(Record):
    """Stories joined by matches: one root, its origin, its members, its standing."""

    schema_: Literal["family/1"] = described("Name and version of this schema.", alias="schema", default="family/1", example="family/1")
    family_id: str = described("Hash of the earliest story's id.", example="f03b…")
    root_uid: str = described("The member that the others are hung on.", example="u11ab…")
    origin: Origin = described(
        "What the family goes back to.",
        example={"uid": "u11ab…", "provider": "AP", "in_store": True, "confidence": "sure", "why": "It is AP's own copy."},
    )
    status: Status = described("canceled or withheld when its root is.", example="usable")
    members: tuple[Membership, ...] = described("Its members, root first, then by (published, uid).", example=[])
    alerts: tuple[Alert, ...] = described("Who still carries what was corrected, killed or withheld.", example=[], default=())
    notes: tuple[str, ...] = described("What a reader should know of how it was made.", example=[], default=())
    coherence: float | None = described(
        "Mean probability over all pairs of its stories; null for a family of one, and where not all pairs were compared.",
        unit="0 to 1",
        example=0.82,
        default=None,
    )
    weakest: WeakestLink | None = described(
        "The member that hangs on least; null for a family of one.",
        example={"uid": "u9f02…", "uri": "urn:example:item:7", "probability": 0.55},
        default=None,
    )
    bridges: tuple[Bridge, ...] = described(
        "Links without any one of which the family would be in two parts, by story ids; derivatives aside. Empty where coherence is null.",
        example=[],
        default=(),
    )

    @property
    def story_ids(self) -> tuple[str, ...]:
        """The stories it holds, sorted."""
        return tuple(sorted({member.story_id for member in self.members}))


class FamilyEvent(Record):
    """Append-only history. Only this tells in which order things arrived."""

    schema_: Literal["family_event/1"] = described(
        "Name and version of this schema.", alias="schema", default="family_event/1", example="family_event/1"
    )
    revision: int = described("The store's revision that brought it.", example=3, ge=1)
    kind: EventKind = described("What happened.", example="joined")
    family_id: str = described("The family it happened to.", example="f03b…")
    story_id: str | None = described("The story that joined or left, or that was acted on.", example="s1c8e…", default=None)
    other_family_id: str | None = described("Where it came from or went to.", example="f9d2…", default=None)
    detail: str | None = described("In a few words.", example="killed by version 2", default=None)
    late: bool = described(
        "Of a story that joined: whether the store had stories already that are later than it by more than the horizon.",
        example=False,
        default=False,
    )
