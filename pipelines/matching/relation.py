"""How two texts relate, read from a pair's features, and which of them was made from the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

STRONG: Final = 5000
"""Probability, in 1/10,000, from which a pair's text is taken to be reused."""
CITES: Final = 8.0
"""Weight of shared quoted bigrams that makes a citation."""

SHORTENED: Final = 0.7
"""Length ratio under which a text that lies within another is taken for its copy."""
CONTAINED: Final = 0.7
"""Share of a text found in another from which it lies within it."""

WHOLE: Final = 0.85
"""Share of a copy's runs of three words from which it was cut and not reworded; share of the length from which it was not even cut."""
REWORDED: Final = 0.3
"""Share from which it was edited and not told anew."""

PairRelation = Literal["verbatim", "trimmed", "edited", "rewrite", "update", "contains", "cites", "none"]
Direction = Literal["a_from_b", "b_from_a", "unknown"]


def pair_relation(probability: int, features: Mapping[str, float]) -> PairRelation:
    """The relation of the shorter text to the longer. `probability` in 1/10,000; thresholds as measured on invented copies."""
    containment, ratio = features["w3_short"], features["len_ratio"]
    carried = features["al_long"] < 0.5 and features["foreign_long"] > 0.5 and ratio < 0.35
    if carried and probability < STRONG and containment >= 0.25:
        return "contains"
    if containment >= WHOLE and ratio >= WHOLE:
        return "verbatim" if features["w3_long"] >= 0.9 else "trimmed" if containment >= 0.95 else "edited"
    if containment >= WHOLE or (ratio < 0.5 and containment >= 0.4):
        return "trimmed"
    if containment >= REWORDED and not carried:
        return "edited"
    if probability >= STRONG:
        return "update" if features["al_long"] < 0.35 and features["al_short"] < 0.6 else "rewrite"
    return "cites" if features["quoted"] >= CITES else "none"


@dataclass(frozen=True)
class Side:
    """What is known of one text's place in the world, beside its words.

    `agency`: the agency whose own copy it is, if any; `credits`: agencies that it names; `published`: RFC 3339 in UTC, or None.
    """

    source: str | None
    agency: str | None
    credits: tuple[str, ...]
    published: str | None


def direction(a: Side, b: Side, *, a_in_b: float, b_in_a: float, length_ratio: float) -> tuple[Direction, str]:
    """Which text was made from the other, and why, in a plain sentence.

    `a_in_b` is the share of a's text found in b. Never forced: publishers' times alone do not tell the source.
    """
    first_credits, second_credits = _credits(a, b), _credits(b, a)
    if first_credits and not second_credits:
        return "a_from_b", f"One credits {b.agency}, and the other is {b.agency}'s own copy."
    if second_credits and not first_credits:
        return "b_from_a", f"One credits {a.agency}, and the other is {a.agency}'s own copy."
    if a.source is not None and a.source == b.source and a.published and b.published and a.published != b.published:
        return ("a_from_b" if a.published > b.published else "b_from_a"), f"Both come from {a.source}, one later than the other."
    if length_ratio < SHORTENED and max(a_in_b, b_in_a) >= CONTAINED and min(a_in_b, b_in_a) < CONTAINED:
        return ("a_from_b" if a_in_b > b_in_a else "b_from_a"), "Nearly all of the shorter one stands in the longer one."
    return "unknown", "Nothing shows which of them came first."


def _credits(one: Side, other: Side) -> bool:
    """Whether one names the agency whose own copy the other is. Two agencies may name each other: that tells nothing."""
    return other.agency is not None and other.agency in one.credits and one.agency != other.agency
