"""What a fit sees: the compared pairs that gold says something of, their features as scored, their context as it was."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.evaluation.gold import GoldError, read_gold
from pipelines.evaluation.judgement import Bench
from pipelines.evaluation.truth import PairRules
from pipelines.matching.derivative import DERIVATIVE_FEATURES
from pipelines.storage.current import Current
from pipelines.training.derivatives import derivatives_of
from pipelines.training.examples import CONTEXT, Examples, examples_of
from tests.evaluation.stores import Told, current_of
from tests.evaluation.test_verdict import BEETS, FERRY, FERRY_AGAIN
from tests.matching.words import compared

MILL = "The tide mill at Corran Bay will grind oats again from May, its new tenants said on Monday, after forty years without a miller."
CREDITED = FERRY_AGAIN + " The Associated Press contributed to this report."
TOLD = [
    Told("wire", FERRY, "one", source="AP"),
    Told("copy", FERRY_AGAIN, "one", at="2025-03-05T21:00:00Z"),
    Told("beets", BEETS, "two", at=None),
    Told("mill", MILL, "three", at="2025-03-08T09:00:00Z"),
    Told("later", BEETS + " More follows.", "two", at="2025-03-20T09:00:00Z"),
]
PAIRS = [("wire", "copy"), ("wire", "beets"), ("copy", "beets"), ("copy", "mill"), ("wire", "later")]
GOLD = b"""urn:test:wire\tone\torigin
urn:test:copy\tone\ttrimmed
urn:test:beets\tone~beets\t-\tnews\tone
urn:test:mill\ttwo
urn:test:later\tthree
"""


def seen(gold: bytes, told: list[Told] = TOLD, rules: PairRules | None = None, pairs: list[tuple[str, str]] = PAIRS) -> Examples:
    return examples_of(Bench.of(current_of(told, pairs), read_gold(gold), rules or PairRules()), unknown_days=0.4, most_days=3.0)


def context(found: Examples) -> list[dict[str, float]]:
    return [dict(zip(CONTEXT, row, strict=True)) for row in found.context.tolist()]


def test_the_compared_pairs_within_the_horizon_with_what_gold_says() -> None:
    """By uri: beets and copy, beets and wire, copy and mill, copy and wire; wire and later lie sixteen days apart."""
    found = seen(GOLD)
    assert found.together.tolist() == [False, False, False, True]
    assert found.groups == ("one", "one", "one", "one"), "what is near a family is in its group, and of two groups the first counts"
    expected = [compared(*texts).features[0] for texts in ((BEETS, FERRY_AGAIN), (BEETS, FERRY), (FERRY_AGAIN, MILL), (FERRY, FERRY_AGAIN))]
    assert found.features == pytest.approx(np.array(expected, np.float64))


def test_the_context_of_a_pair_by_hand() -> None:
    """Beets has no time and its source is that of copy; mill comes 2.5 days after copy, from one source; copy 1.5 after the wire."""
    nothing = dict.fromkeys(CONTEXT, 0.0)
    assert context(seen(GOLD)) == [
        nothing | {"same_source": 1.0, "day_same_source": 0.4},
        nothing | {"day_other_source": 0.4},
        nothing | {"same_source": 1.0, "day_same_source": 2.5},
        nothing | {"day_other_source": 1.5},
    ]


def test_days_beyond_the_most_and_rivals() -> None:
    told = [Told("wire", FERRY, "one", source="AP"), Told("rival", FERRY_AGAIN, "two", source="Reuters", at="2025-03-10T09:00:00Z")]
    gold = b"urn:test:wire\tone\nurn:test:rival\ttwo\n"
    assert context(seen(gold, told, pairs=[("wire", "rival")])) == [
        {"same_source": 0.0, "day_same_source": 0.0, "day_other_source": 3.0, "rivals": 1.0}
    ]


@pytest.mark.parametrize(
    ("line", "taught"),
    [
        (b"urn:test:copy\tone\ttrimmed", 4),
        (b"urn:test:copy\tone\tderivative", 3),
        (b"urn:test:copy\tone\ttranslation", 3),
        (b"urn:test:copy\tone\tupdate\tadd", 3),
    ],
)
def test_what_text_likeness_is_not_asked_to_find_is_not_taught(line: bytes, taught: int) -> None:
    """Only as a pair that belongs together: that such a story is not another one is taught all the same."""
    found = seen(GOLD.replace(b"urn:test:copy\tone\ttrimmed", line))
    assert len(found) == taught
    assert int(found.together.sum()) == taught - 3


def test_of_several_versions_the_likeliest_pair_within_the_horizon_is_taught() -> None:
    """The second version of the copy is nearer to the wire; so would be the third, which is weeks away."""
    near, far = FERRY.replace("Some", "Almost"), FERRY.replace("Some", "Nearly")
    told = [
        Told("wire", FERRY, "one", source="AP"),
        Told("copy", BEETS, "one", at="2025-03-04T10:00:00Z"),
        Told("copy", near, "one", at="2025-03-04T21:00:00Z", version="2"),
        Told("copy", far, "one", at="2025-03-25T21:00:00Z", version="3"),
    ]
    current = current_of(told, [("wire", "copy")])
    assert_rows(current, [FERRY, BEETS, near, far])
    bench = Bench.of(current, read_gold(b"urn:test:wire\tone\nurn:test:copy\tone\n"), PairRules())
    found = examples_of(bench, unknown_days=0.4, most_days=3.0)
    assert found.features == pytest.approx(compared(FERRY, near).features)
    assert context(found)[0]["day_other_source"] == 0.5


def assert_rows(current: Current, texts: list[str]) -> None:
    """Put a row of every two of these texts, by digest, where the store keeps what was compared."""
    from pipelines.matching.match import match_rows

    digests = [head.digest for head in sorted(current.heads.values(), key=lambda head: (head.uri != "urn:test:wire", head.version or ""))]
    rows = [
        match_rows(
            np.array([digests[i]], np.uint64),
            np.array([digests[j]], np.uint64),
            np.zeros(1, np.int32),
            compared(texts[i], texts[j]),
            current.rules.scorer,
        )
        for i in range(len(texts))
        for j in range(i + 1, len(texts))
    ]
    current.__dict__["matches"] = np.concatenate(rows)


def test_judged_pairs_are_grouped_by_what_gold_links() -> None:
    """Wire, copy and mill hang together by their lines; beets hangs by a pair that is left out."""
    gold = b"urn:test:wire\turn:test:copy\tsame\nurn:test:copy\turn:test:mill\tfollow\nurn:test:wire\turn:test:beets\trelated\n"
    rules = PairRules(unlisted_negative=False, leave_out=("related",))
    found = seen(gold, rules=rules)
    assert found.together.tolist() == [False, True]
    assert len(set(found.groups)) == 1
    closed = seen(gold, rules=PairRules())
    assert len(closed) == 4, "what is not listed counts as two stories"


def test_a_store_whose_compared_pairs_gold_does_not_know_teaches_nothing() -> None:
    found = seen(b"urn:test:mill\tone\nurn:test:later\ttwo\n")
    assert len(found) == 0
    assert found.features.shape[1] == 33
    assert found.context.shape == (0, len(CONTEXT))


WIRES = [
    Told("wire", FERRY, "one", source="AP"),
    Told("derived", CREDITED, "two"),
    Told("plain", FERRY_AGAIN, "three"),
    Told("other", BEETS + " The Associated Press contributed to this report.", "four"),
]
DERIVED = b"""# wire_uri\tother_uri\tlabel
urn:test:wire\turn:test:derived\tderivative\tnews
urn:test:wire\turn:test:plain\tderivative
urn:test:wire\turn:test:other\tnegative
"""


def test_derivatives_are_the_pairs_that_the_credit_rule_admits() -> None:
    """The plain copy credits nobody: it is never judged, so it teaches nothing."""
    found = derivatives_of(current_of(WIRES), DERIVED)
    assert found.labels.tolist() == [True, False]
    assert found.sources == ("urn:test:wire", "urn:test:wire")
    told, pasted = (found.rows[:, DERIVATIVE_FEATURES.index(name)].tolist() for name in ("told", "pasted"))
    assert told[0] > 0.9 > 0.3 > told[1]
    assert pasted[0] > 0.8 > 0.1 > pasted[1], "of the wire, whichever of the two is the longer"


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        (DERIVED.replace(b"negative", b"no"), "line 4: 'no' is neither derivative nor negative"),
        (DERIVED.replace(b"\tnegative", b""), "line 4: '' is neither"),
        (b"urn:test:wire\n", "line 1: '' is neither"),
        (DERIVED.replace(b"urn:test:other", b"urn:test:gone"), "line 4: the store does not have both urn:test:wire and urn:test:gone"),
        (DERIVED.replace(b"negative", b"derivative"), "there must be derivatives and negatives"),
        (b"", "there must be derivatives and negatives"),
        (DERIVED + b"urn:test:w\xe4re\tx\tnegative\n", "line 5: it is not UTF-8"),
    ],
)
def test_gold_of_derivatives_that_cannot_be_used_says_where(gold: bytes, said: str) -> None:
    with pytest.raises(GoldError, match=said):
        derivatives_of(current_of(WIRES), gold)
