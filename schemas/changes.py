"""`Changes`: what a member changed against its parent: cut, added, quotes, numbers, names."""

from __future__ import annotations

from typing import Literal

from schemas.match import Relation
from schemas.record import Record, described

Where = Literal["head", "middle", "tail", "all"]
QuoteKind = Literal["kept", "shortened", "altered", "reported", "new", "dropped"]
NumberKind = Literal["kept", "rounded", "converted", "changed", "new", "dropped"]
NameKind = Literal["kept", "spelling", "changed", "new", "dropped"]


class Stretch(Record):
    """Sentences in a row that the other text does not tell."""

    at: tuple[int, int] = described("Start and end.", unit="characters of its comparison text", example=[412, 980])
    sentences: int = described("How many.", unit="sentences", example=3, ge=1)
    words: int = described("How long; in scripts that part no words, characters.", unit="words", example=64, ge=1)
    share: float = described("Of the whole text's words.", unit="0 to 1", example=0.21, ge=0, le=1)
    where: Where = described("Where in its text it stands; `all` where it is the whole of it.", example="tail")
    text: str | None = described("The words; null where the store has none.", example="The pier has stood since 1911.", default=None)


class Changed(Record):
    """Something of the parent beside what the member has in its place; null on the side that has nothing."""

    kind: str = described("What became of it.", example="changed")
    was: str | None = described("As the parent has it.", example="fourteen", default=None)
    is_: str | None = described("As the member has it.", example="41", default=None, alias="is")
    was_at: tuple[int, int] | None = described(
        "Where, in the parent's comparison text.", unit="characters", example=[120, 128], default=None
    )
    is_at: tuple[int, int] | None = described("Where, in the member's comparison text.", unit="characters", example=[96, 98], default=None)


class QuoteChange(Changed):
    """A passage inside quotation marks. `reported`: told again without them."""

    kind: QuoteKind = described("What became of it.", example="shortened")


class NumberChange(Changed):
    """A number. `changed`: another value in the same place of the same sentence."""

    kind: NumberKind = described("What became of it.", example="changed")
    was_in: str | None = described("The parent's sentence, of a number that is not kept and stands in both.", example=None, default=None)
    is_in: str | None = described("The member's sentence.", example=None, default=None)


class NameChange(Changed):
    """A name of a person, place or body. `spelling`: the same one in other letters; `changed`: another in its place."""

    kind: NameKind = described("What became of it.", example="spelling")
    was_in: str | None = described("The parent's sentence, of a name that is not kept and stands in both.", example=None, default=None)
    is_in: str | None = described("The member's sentence.", example=None, default=None)


class Changes(Record):
    """What one member changed against its parent."""

    schema_: Literal["changes/1"] = described("Name and version of this schema.", alias="schema", default="changes/1", example="changes/1")
    family_id: str = described("The family.", example="f03b…")
    uid: str = described("The member.", example="u9f02…")
    uri: str = described("Its item's own id.", example="urn:example:item:8")
    parent_uid: str = described("The member it was made from.", example="u11ab…")
    parent_uri: str = described("Its item's own id.", example="urn:example:item:7")
    relation: Relation = described("Of the member to its parent.", example="edited")
    coverage_of_parent: float | None = described(
        "Share of the parent's content that the member tells; null if not compared.", unit="0 to 1, by word weight", example=0.71
    )
    coverage_of_member: float | None = described(
        "Share of the member's content that the parent tells.", unit="0 to 1, by word weight", example=0.93
    )
    cut: tuple[Stretch, ...] | None = described("What of the parent the member leaves out, in order; null across languages.", example=[])
    added: tuple[Stretch, ...] | None = described("What the member has that nothing in the parent tells, in order.", example=[])
    moved: int | None = described("Sentences of the member that stand in another order than in the parent.", unit="sentences", example=0)
    quotes: tuple[QuoteChange, ...] | None = described("In the order of the parent, then new ones; null without words.", example=[])
    numbers: tuple[NumberChange, ...] | None = described("In the order of the member, then dropped ones; null without words.", example=[])
    names: tuple[NameChange, ...] | None = described("In the order of the member, then dropped ones; null without words.", example=[])
