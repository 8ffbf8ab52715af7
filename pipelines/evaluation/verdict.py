"""Why two stored stories are in one family or not, found out anew from their texts, their keys and what was compared."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluation.compared import nothing_anew
from pipelines.families.head import Head
from pipelines.families.scored import Scored, within
from pipelines.matching.evidence import reasons
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.keys import BAND_HITS, NEEDED_HITS, RARE_HITS
from pipelines.matching.match import match_rows
from pipelines.matching.prepare import prepare
from pipelines.matching.score import FEATURES, score
from pipelines.matching.scorer import SCALE, Scorer, as_probability
from pipelines.matching.texts import Texts
from pipelines.matching.tokens import Tokens
from pipelines.storage.current import Current
from pipelines.storage.packs import pack_of, postings_of, text_in, texts_of

AT_HAND: Final = 8
"""Packs of prints that are kept in memory at a time."""


@dataclass
class Shelf:
    """Texts and keys of stored versions, by place; the packs read last stay at hand."""

    current: Current
    _packs: OrderedDict[str, tuple[Texts, NDArray[np.void]]] = field(default_factory=OrderedDict)

    def tokens(self, head: Head) -> Tokens:
        """The tokens of a version's text."""
        return text_in(self._pack(head)[0], head.place).tokens_of(0)

    def keys(self, head: Head) -> NDArray[np.uint64]:
        """The index keys of a version's text."""
        postings = self._pack(head)[1]
        low, high = np.searchsorted(postings["place"], np.array([head.place, head.place + 1], np.uint64))
        own: NDArray[np.uint64] = postings["key"][low:high]
        return own

    def _pack(self, head: Head) -> tuple[Texts, NDArray[np.void]]:
        name = pack_of("prints", head.place, "parquet")
        if name not in self._packs:
            data = self.current.store.read(name)
            self._packs[name] = texts_of(data), postings_of(name, data, settled=False)
            if len(self._packs) > AT_HAND:
                self._packs.popitem(last=False)
        self._packs.move_to_end(name)
        return self._packs[name]


@dataclass(frozen=True)
class Verdict:
    """Why two versions are in one family or not. Probabilities in 1/10,000; they and the keys are None where no text was looked at."""

    same_family: bool
    families: tuple[str, str]
    verdict: str
    because: str
    probability: int | None = None
    """Of the texts alone."""
    in_context: int | None = None
    """With what their times and sources say: what families are decided by."""
    shared_keys: int | None = None
    reasons: tuple[str, ...] = ()


def scored_texts(a: Tokens, b: Tokens, scorer: Scorer) -> tuple[dict[str, float], int, bool]:
    """Features, probability in 1/10,000, and whether a is the shorter text."""
    texts = Texts.of([1, 2], [a, b])
    found = score(texts, prepare(texts), np.array([0]), np.array([1]))
    features = dict(zip(FEATURES, found.features[0].tolist(), strict=True))
    return features, int(as_probability(scorer.odds(found.features))[0]), not found.swapped[0]


def verdict(shelf: Shelf, a: Head, b: Head) -> Verdict:
    """Why two stored versions are in one family or not, for a person."""
    current = shelf.current
    home, other = current.family_of[a.story_id], current.family_of[b.story_id]
    together, families = home.family_id == other.family_id, (home.family_id, other.family_id)
    if a.story_id == b.story_id:
        return Verdict(together, families, "same story", "They are versions of one item.")
    if not a.digest or not b.digest:
        return Verdict(together, families, "too short", "A text of so few words is never matched by its text.")
    said: tuple[str, ...] = ("The two texts are the same.",)
    probability, keys, scored = SCALE, np.intersect1d(shelf.keys(a), shelf.keys(b)), Scored(current.rules, nothing_anew)
    if a.digest != b.digest:
        rows, features = _row(shelf, a, b)
        scored.add(rows)
        probability = int(rows["probability"][0])
        said = reasons(probability, features)
    in_context = scored.probability([a], [b])
    found, because = _attached_or_alike(current, a, b) if together else _parted(current, a, b, probability, in_context, keys)
    return Verdict(together, families, found, because, probability, in_context, len(keys), said)


def _row(shelf: Shelf, a: Head, b: Head) -> tuple[NDArray[np.void], dict[str, float]]:
    """The match row of two versions, with their features; made anew, whether or not the store has one."""
    texts = Texts.of([a.digest, b.digest], [shelf.tokens(a), shelf.tokens(b)])
    found = score(texts, prepare(texts), np.array([0]), np.array([1]))
    rows = match_rows(texts.digest[:1], texts.digest[1:], np.zeros(1, np.int32), found, shelf.current.rules.scorer)
    return rows, dict(zip(FEATURES, found.features[0].tolist(), strict=True))


def _at_most(keys: NDArray[np.uint64]) -> int:
    """What shared keys count, if few texts have them."""
    return sum(BAND_HITS if key & 1 else RARE_HITS for key in keys.tolist())


def _attached_or_alike(current: Current, a: Head, b: Head) -> tuple[str, str]:
    relations = {m.relation for m in current.family_of[a.story_id].members if m.uid in (a.uid, b.uid)}
    if "derivative" in relations:
        return "attached", "One of them is attached as a derivative: it takes part of the story and credits the agency."
    return "same family", "Directly or through the other members, one reuses the text of the other."


def _parted(current: Current, a: Head, b: Head, probability: int, in_context: int, keys: NDArray[np.uint64]) -> tuple[str, str]:
    if not within(microseconds(a.published), microseconds(b.published), current.manifest.horizon):
        return "too far apart in time", "They lie further apart than the horizon, and are never compared."
    if not len(keys):
        return "no shared key", "No index key leads from the one to the other."
    low, high = sorted((a.digest, b.digest))
    rows = current.matches
    met = ((rows["a"] == low) & (rows["b"] == high)) | ((rows["a"] == high) & (rows["b"] == low))
    if not met.any() and _at_most(keys) < NEEDED_HITS:
        return "no shared key", "They share one index key; a comparison needs two that few stories have, or three."
    if not met.any():
        return "key common", "The keys that they share are too few, or lead to too many other texts."
    strong = current.rules.strong
    if probability < strong:
        return "below threshold", f"The probability of {probability / SCALE:.2f} is below {strong / SCALE:.2f}."
    if in_context < strong:
        weighed = f"With what their times and sources say, the probability of {probability / SCALE:.2f} is {in_context / SCALE:.2f}"
        return "below threshold", f"{weighed}, below {strong / SCALE:.2f}."
    return "cut by refinement", "As a pair they pass, but the families on both sides share too little on the whole."
