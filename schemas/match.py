"""`Match`: a compared pair, with the evidence for what it says."""

from __future__ import annotations

from typing import Literal

from schemas.record import Record, described

Relation = Literal["origin", "verbatim", "trimmed", "edited", "rewrite", "derivative", "translation", "update", "correction"]
PairRelation = Literal["verbatim", "trimmed", "edited", "rewrite", "update", "contains", "cites", "none"]
Direction = Literal["a_from_b", "b_from_a", "unknown"]


class Passage(Record):
    """A stretch that two texts share."""

    a: tuple[int, int] = described("Start and end in text a.", unit="characters of the comparison text", example=[0, 80])
    b: tuple[int, int] = described("Start and end in text b.", unit="characters of the comparison text", example=[12, 92])
    words: int = described("Length in a.", unit="words", example=14, ge=0)
    same_words: bool = described("Word for word, or told in other words.", example=True)
    text_a: str | None = described("The passage in a, where the text is at hand.", example="The ferry leaves", default=None)
    text_b: str | None = described("The passage in b, where the text is at hand.", example="The ferry left", default=None)


class Match(Record):
    """A compared pair: probability, relation, direction, coverage on both sides, the passages and the reasons."""

    schema_: Literal["match/1"] = described("Name and version of this schema.", alias="schema", default="match/1", example="match/1")
    a: str = described("uri of the first.", example="urn:example:item:7")
    b: str = described("uri of the second.", example="urn:example:item:8")
    probability: float = described("That one reuses the text of the other.", unit="0 to 1, four decimals", example=0.9312, ge=0, le=1)
    relation: PairRelation = described("How the two texts relate.", example="edited")
    direction: Direction = described("Which of them was made from the other.", example="b_from_a")
    direction_why: str = described("Why, in a plain sentence.", example="b credits the Associated Press.")
    coverage_a: float = described("Share of a's content found in b.", unit="0 to 1, by word weight", example=0.8, ge=0, le=1)
    coverage_b: float = described("Share of b's content found in a.", unit="0 to 1, by word weight", example=0.6, ge=0, le=1)
    jaccard: float = described("Word 3-gram Jaccard, estimated by MinHash.", unit="0 to 1", example=0.31, ge=0, le=1)
    features: dict[str, float] = described("The scorer's features, see docs/how-it-works.md.", example={"u_short": 0.7})
    passages: tuple[Passage, ...] = described("What they share, in the order of a.", example=[], default=())
    reasons: tuple[str, ...] = described(
        "Why, in words for a desk editor; the weightiest first.", example=["A quote is the same."], default=()
    )
