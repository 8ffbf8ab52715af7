"""A carried passage: close together, a small part of the carrier, and it tells the head of the other."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.matching.carried import LEAST_COVER, LEAST_LEAD, MOST_COVER, MOST_WIDTH, carried_by
from pipelines.matching.score import FEATURES
from tests.matching.words import OTHER, WIRE, compared

PASSAGE = {"cover": 0.2, "from": 0.4, "to": 0.6}
"""A fifth of the carrier, in its middle."""


def row(carrier: str, lead: float = 0.5, **passage: float) -> list[float]:
    """Features of a pair in which the one side carries, the rest 0."""
    other = "long" if carrier == "short" else "short"
    values = {f"{name}_{carrier}": value for name, value in (PASSAGE | passage).items()} | {f"lead_{other}": lead}
    assert values.keys() <= set(FEATURES)
    return [values.get(name, 0.0) for name in FEATURES]


@pytest.mark.parametrize("carrier", ["short", "long"])
@pytest.mark.parametrize(
    ("changed", "carried"),
    [
        ({}, True),
        ({"cover": LEAST_COVER}, True),
        ({"cover": LEAST_COVER - 0.001}, False),
        ({"cover": MOST_COVER}, True),
        ({"cover": MOST_COVER + 0.001}, False),
        ({"from": 0.0, "to": MOST_WIDTH}, True),
        ({"from": 0.0, "to": MOST_WIDTH + 0.001}, False),
        ({"from": 0.9, "to": 1.0}, True),
        ({"lead": LEAST_LEAD}, True),
        ({"lead": LEAST_LEAD - 0.001}, False),
    ],
)
def test_a_passage_by_its_limits(carrier: str, changed: dict[str, float], carried: bool) -> None:
    features = np.array([row(carrier, **changed)])
    assert carried_by(features, carrier == "short").tolist() == [carried]
    assert carried_by(features, carrier != "short").tolist() == [False], "the other side carries nothing"


def test_rows_are_judged_one_by_one() -> None:
    features = np.array([row("short"), row("long"), row("short", cover=0.9)], np.float32)
    assert carried_by(features, True).tolist() == [True, False, False]
    assert carried_by(features, False).tolist() == [False, True, False]


def test_a_pair_that_shares_nothing_carries_nothing() -> None:
    nothing = np.zeros((1, len(FEATURES)))
    assert not carried_by(nothing, True)[0]
    assert not carried_by(nothing, False)[0]


def test_an_item_of_a_digest_is_carried_and_a_copy_is_not() -> None:
    item, rest = WIRE.partition(" Nobody")[0], OTHER.partition(" Beekeepers")[0]
    digest = compared(WIRE, f"{rest} {item}")
    wire_is_short = not bool(digest.swapped[0])
    assert carried_by(digest.features, not wire_is_short)[0], "the digest carries the head of the wire"
    assert not carried_by(digest.features, wire_is_short)[0]
    copy = compared(WIRE, WIRE.partition(" Its owner")[0])
    assert not carried_by(copy.features, True)[0]
    assert not carried_by(copy.features, False)[0]
