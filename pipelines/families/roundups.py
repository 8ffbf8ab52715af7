"""Digests, roundups and live pages: texts that carry passages of several stories which have nothing to do with each other.

Such a text is a member of no family; it `contains` the stories. Told by what it carries, or by what it says of itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head
from pipelines.families.rules import Rules
from pipelines.families.scored import within
from pipelines.matching.carried import carried_by
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import says_something
from pipelines.matching.score import FEATURES

MANY: Final = 3
"""Strangers that a roundup carries, whatever it looks like."""


@dataclass(frozen=True)
class Passage:
    """Where in a roundup a story's passage lies, as shares of its length."""

    story: str
    """The one that it is of; of a later piece, the story that it continues."""
    digest: int
    begin: float
    end: float
    carrier: int
    """Digest of the text that carries it."""


def roundups(rows: NDArray[np.void], carriers: Mapping[int, Sequence[Head]], continued: Mapping[str, str], rules: Rules) -> frozenset[str]:
    """The stories that say that they are digests, and those that carry, in places that do not overlap, stories between whose texts no row
    says anything: three of them, or two if nothing is strongly matched with it.

    `carriers`: digest of a text -> the versions that have it; `continued`: later piece of a story -> the story."""
    telling = rows[says_something(rows)]
    known = {(min(a, b), max(a, b)) for a, b in zip(telling["a"].tolist(), telling["b"].tolist(), strict=True)}
    matched = {digest for side in ("a", "b") for digest in telling[side][telling["probability"] >= rules.strong].tolist()}
    found = {head.story_id for held in carriers.values() for head in held if head.form == "digest"}
    for story, passages in _passages(telling, carriers, continued, rules).items():
        strangers = _strangers(passages, known)
        if len(strangers) >= MANY or (len(strangers) == MANY - 1 and not any(p.carrier in matched for p in passages)):
            found.add(story)
    return frozenset(found)


def carrying(rows: NDArray[np.void], carriers: Mapping[int, Sequence[Head]], stories: Collection[str]) -> set[str]:
    """The stories that carry a passage of one of these: whether they are roundups may hang on it."""
    telling = rows[says_something(rows)]
    found: set[str] = set()
    for short in (True, False):
        own, other = ("a", "b") if short else ("b", "a")
        pairs = telling[carried_by(telling["features"], short)]
        for d, o in zip(pairs[own].tolist(), pairs[other].tolist(), strict=True):
            if any(y.story_id in stories for y in carriers.get(o, ())):
                found.update(x.story_id for x in carriers.get(d, ()))
    return found


def _strangers(passages: Sequence[Passage], known: set[tuple[int, int]]) -> list[Passage]:
    """Passages of strangers, one behind the other: of those that may follow, always the one that ends first."""
    taken: list[Passage] = []
    for p in sorted(passages, key=lambda p: (p.end, p.begin, p.digest, p.story)):
        apart = not taken or taken[-1].end <= p.begin
        if apart and all(
            p.story != t.story and p.digest != t.digest and (min(p.digest, t.digest), max(p.digest, t.digest)) not in known for t in taken
        ):
            taken.append(p)
    return taken


def _passages(
    rows: NDArray[np.void], carriers: Mapping[int, Sequence[Head]], continued: Mapping[str, str], rules: Rules
) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for short in (True, False):
        own, other, side = ("a", "b", "short") if short else ("b", "a", "long")
        carrying = rows[carried_by(rows["features"], short)]
        begin, end = (carrying["features"][:, FEATURES.index(f"{edge}_{side}")].tolist() for edge in ("from", "to"))
        for d, o, first, last in zip(carrying[own].tolist(), carrying[other].tolist(), begin, end, strict=True):
            for x in carriers.get(d, ()):
                for y in carriers.get(o, ()):
                    if x.story_id != y.story_id and within(microseconds(x.published), microseconds(y.published), rules.horizon):
                        found.setdefault(x.story_id, []).append(Passage(continued.get(y.story_id, y.story_id), o, first, last, d))
    return found
