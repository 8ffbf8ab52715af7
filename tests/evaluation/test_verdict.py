"""Every reason why two stories are not in one family, each on two texts for which it holds."""

from __future__ import annotations

import pytest

from pipelines.evaluation.verdict import Shelf, Verdict, verdict
from schemas.model import Context
from tests.evaluation.stores import Told, current_of

FERRY = (
    "The northern ferry will stop running in March, the harbour office of Brinmoor said on Tuesday, after its only engineer retired "
    "without a successor. Some 300 commuters use it every day, most of them nurses at the island's hospital. A bridge was refused in 2019 "
    "because its ramps would have crossed a seal reserve. The council wants to lease a smaller boat from Tarnow until the summer."
)
FERRY_AGAIN = FERRY.replace("Some 300 commuters", "About 300 commuters").replace("wants to lease", "hopes to lease")
BEETS = (
    "Farmers around Vellingby sold sugar beet at the lowest price in six years, the growers' union reported. Stocks in the four "
    "refineries of the region stand at 81,000 tonnes after a mild autumn, and two mills have stopped buying. The union asked the "
    "ministry in Stockholm for a bridging loan until the spring, when quotas are to be settled anew."
)
BEETS_AND_NURSES = BEETS + " Some 300 commuters use it every day, most of them nurses at the island's hospital."
CALM = Context(**{**dict.fromkeys(Context.model_fields, 0.0), "most_days": 3.0})
"""Times, sources and agencies that say nothing."""


def of(*told: Told, compared: bool = False, context: Context = CALM) -> Verdict:
    """The verdict on the first two stories."""
    pairs = [(told[0].name, told[1].name)] if compared else []
    current = current_of(told, pairs, context)
    a, b = (current.heads[one.story().uid] for one in told[:2])
    return verdict(Shelf(current), a, b)


def test_stories_without_a_common_key_are_never_compared() -> None:
    found = of(Told("a", FERRY, "one"), Told("b", BEETS, "two"))
    assert (found.same_family, found.verdict, found.shared_keys) == (False, "no shared key", 0)
    assert found.reasons


def test_shared_keys_that_led_to_no_comparison_were_common() -> None:
    found = of(Told("a", FERRY, "one"), Told("b", FERRY_AGAIN, "two"))
    assert found.verdict == "key common"
    assert found.shared_keys is not None
    assert found.shared_keys > 1


def test_one_shared_sentence_stays_below_the_threshold() -> None:
    found = of(Told("a", FERRY, "one"), Told("b", BEETS_AND_NURSES, "two"), compared=True)
    assert found.verdict == "below threshold"
    assert found.probability is not None
    assert found.probability < 5000
    assert f"{found.probability / 10_000:.2f} is below 0.50" in found.because


def test_time_and_source_can_put_a_pair_below_the_threshold() -> None:
    strict = CALM.model_copy(update={"same_source": -50.0})
    found = of(Told("a", FERRY, "one"), Told("b", FERRY_AGAIN, "two"), compared=True, context=strict)
    assert found.verdict == "below threshold"
    assert found.because.startswith("With what their times and sources say, the probability of")
    assert (found.probability or 0) > 5000 > (found.in_context or 0)


def test_a_pair_that_passes_alone_was_cut_by_refinement() -> None:
    found = of(Told("a", FERRY, "one"), Told("b", FERRY_AGAIN, "two"), compared=True)
    assert found.verdict == "cut by refinement"
    assert found.probability == found.in_context
    assert (found.probability or 0) >= 5000


def test_beyond_the_horizon_even_equal_texts_are_never_compared() -> None:
    found = of(Told("a", FERRY, "one"), Told("b", FERRY, "two", at="2025-03-12T09:00:00Z"))
    assert (found.verdict, found.in_context, found.reasons) == ("too far apart in time", 0, ("The two texts are the same.",))


def test_a_text_of_a_few_words_is_too_short() -> None:
    found = of(Told("a", "Ferry stops today.", "one"), Told("b", FERRY, "two"))
    assert (found.verdict, found.probability, found.shared_keys, found.reasons) == ("too short", None, None, ())


@pytest.mark.parametrize(("relation", "expected"), [("rewrite", "same family"), ("derivative", "attached")])
def test_within_a_family_it_says_how_they_came_together(relation: str, expected: str) -> None:
    found = of(Told("a", FERRY, "one"), Told("b", FERRY_AGAIN, "one", relation=relation), compared=True)
    assert (found.same_family, found.families, found.verdict) == (True, ("fone", "fone"), expected)


def test_versions_of_one_item_are_one_story() -> None:
    assert of(Told("a", FERRY, "one"), Told("a", FERRY_AGAIN, "one", version="2")).verdict == "same story"
