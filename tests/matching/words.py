"""Invented words, sentences and stories, and what the tests need to compare them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from pipelines.matching.lexicon import lexicon
from pipelines.matching.prepare import prepare
from pipelines.matching.score import FEATURES, Scores, score
from pipelines.matching.scorer import Scorer, as_probability, shipped_model
from pipelines.matching.texts import Texts
from pipelines.matching.tokens import Tokens, tokenise

ENGLISH = lexicon("en")
SHIPPED = Scorer(shipped_model())

FERRY = (
    "harbour", "pilot", "ferry", "sandbank", "rudder", "engineer", "hull", "tugboat", "captain", "quay", "inquiry", "barley", "anchor",
    "coastguard", "salvage", "Halden", "Evensen", "Solveig", "Fredrikstad", "gangway", "breakwater", "142", "9,600", "1974",
)  # fmt: skip
ORCHARD = (
    "orchard", "beetle", "pesticide", "grower", "cider", "hailstorm", "ladder", "blossom", "pruning", "subsidy", "sapling", "larvae",
    "crate", "juice", "greenhouse", "Vellingby", "Lindqvist", "Astrid", "Sorunda", "beekeeper", "frost", "81", "4,250", "1986",
)  # fmt: skip
SMALL = ("the", "a", "of", "in", "and", "was", "to", "on", "for", "by")

WIRE = (
    "Two tugboats pulled the grain carrier Solveig Strand off a sandbank outside Halden on Friday, nine hours after it ran aground. "
    "Nobody was hurt and no oil leaked into the fjord, harbour master Tor Evensen said. "
    '"We were lucky with the wind and luckier with the tide," Evensen told reporters on the quay. '
    "The ship, 142 metres long, was carrying 9,600 tonnes of Ukrainian barley to a mill in Fredrikstad. "
    "Its owner, Nordhav Bulk of Bergen, said a rudder failure was the likely cause of the accident. "
    "The coastguard has opened an inquiry and will question the pilot next week."
)
OTHER = (
    "Farmers around Vellingby sold sugar beet at the lowest price in six years, the growers' union reported. "
    "Stocks in the four refineries of the region stand at 81,000 crates after a mild autumn. "
    '"A bridging loan until spring would save dozens of family holdings," chairwoman Astrid Lindqvist argued. '
    "The ministry in Stockholm answered that subsidies were exhausted and that hailstorm damages came first. "
    "Beekeepers fear an untested pesticide against larvae will be sprayed from drones in April."
)


def sentences(words: Sequence[str]) -> st.SearchStrategy[str]:
    """Sentences of a vocabulary, some of them quoted."""
    some = st.lists(st.sampled_from(words), min_size=1, max_size=12).map(" ".join)
    plain = some.map(lambda s: s[0].upper() + s[1:] + ".")
    return plain | some.map(lambda s: f'"{s[0].upper()}{s[1:]}," {words[0]} said.')


def stories(words: Sequence[str] = (*FERRY[:12], *FERRY[15:18], *FERRY[-3:], *SMALL), most: int = 10) -> st.SearchStrategy[str]:
    """Stories of a small vocabulary: they share a lot."""
    return st.lists(sentences(words), max_size=most).map(" ".join)


def tokens_of(text: str) -> Tokens:
    """English tokens."""
    return tokenise(text, ENGLISH)


def texts_of(*texts: str) -> Texts:
    """English texts side by side, with the digests 1, 2, 3 ..."""
    return Texts.of(range(1, len(texts) + 1), [tokens_of(text) for text in texts])


def compared(one: str, other: str) -> Scores:
    """The scores of one pair."""
    texts = texts_of(one, other)
    return score(texts, prepare(texts), np.array([0]), np.array([1]))


def likelihood(scores: Scores, at: int = 0) -> int:
    """What the shipped model says of the texts of a pair, in 1/10,000."""
    return int(as_probability(SHIPPED.odds(scores.features))[at])


def probability(one: str, other: str) -> float:
    """That one reuses the other, by the shipped model, from 0 to 1."""
    return likelihood(compared(one, other)) / 10_000


def named(scores: Scores, at: int = 0) -> dict[str, float]:
    """Features of a pair, by name."""
    return dict(zip(FEATURES, scores.features[at].tolist(), strict=True))
