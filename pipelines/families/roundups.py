"""Digests, roundups and live pages: texts that carry passages of several stories which have nothing to do with each other.

Such a text is a member of no family; it `contains` the stories. Told by what it carries, or by what it says of itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.families.head import Head
from pipelines.families.rules import Rules
from pipelines.families.scored import speaks_of
from pipelines.matching.candidates import day_of
from pipelines.matching.carried import carried_by
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import says_something
from pipelines.matching.score import FEATURES

MANY: Final = 3
"""Strangers that a roundup carries, whatever it looks like."""
_SIDES: Final = ((True, "a", "b"), (False, "b", "a"))
"""Whether the shorter text carries, and the columns of the carrier and of the other."""


@dataclass(frozen=True)
class Passage:
    """Where in a roundup a story's passage lies, as shares of its length."""

    story: str
    """The one that it is of; of a later piece, the story that it continues."""
    digest: int
    day: int
    """On which that story's text came."""
    begin: float
    end: float
    carrier: str
    """The version that carries it."""


def roundups(rows: NDArray[np.void], carriers: Mapping[int, Sequence[Head]], continued: Mapping[str, str], rules: Rules) -> frozenset[str]:
    """The stories that say that they are digests, and those that carry, in places that do not overlap, stories between whose texts no row
    says anything: three of them, or two if nothing is strongly matched with it.

    `carriers`: digest of a text -> the versions that have it; `continued`: later piece of a story -> the story."""
    telling = rows[says_something(rows)]
    known = {(min(a, b), max(a, b), day) for a, b, day in telling[["a", "b", "day"]].tolist()}
    strong = telling[telling["probability"] >= rules.strong]
    matched = {head.uid for pair in _met(strong, "a", "b", carriers, rules) for head in pair[1:]}
    found = {head.story_id for held in carriers.values() for head in held if head.form == "digest"}
    for story, passages in _passages(telling, carriers, continued, rules).items():
        strangers = _strangers(passages, known)
        if len(strangers) >= MANY or (len(strangers) == MANY - 1 and not any(p.carrier in matched for p in passages)):
            found.add(story)
    return frozenset(found)


def carrying(rows: NDArray[np.void], carriers: Mapping[int, Sequence[Head]], stories: Collection[str], rules: Rules) -> set[str]:
    """The stories that carry a passage of one of these: whether they are roundups may hang on it."""
    telling = rows[says_something(rows)]
    found: set[str] = set()
    for short, own, other in _SIDES:
        pairs = _met(telling[carried_by(telling["features"], short)], own, other, carriers, rules)
        found.update(x.story_id for _, x, y in pairs if y.story_id in stories)
    return found


def _met(
    rows: NDArray[np.void], one: str, other: str, carriers: Mapping[int, Sequence[Head]], rules: Rules
) -> Iterator[tuple[int, Head, Head]]:
    """Places of rows, and the versions that they speak of: carriers of the one text and of the other."""
    for at, (d, o, day) in enumerate(zip(rows[one].tolist(), rows[other].tolist(), rows["day"].tolist(), strict=True)):
        for x in carriers.get(d, ()):
            for y in carriers.get(o, ()):
                if speaks_of(day, x, y, rules.horizon):
                    yield at, x, y


def _pair(one: Passage, other: Passage) -> tuple[int, int, int]:
    """As rows of their texts would be named: on the day of the later one."""
    return min(one.digest, other.digest), max(one.digest, other.digest), max(one.day, other.day)


def _strangers(passages: Sequence[Passage], known: set[tuple[int, int, int]]) -> list[Passage]:
    """Passages of strangers, one behind the other: of those that may follow, always the one that ends first."""
    taken: list[Passage] = []
    for p in sorted(passages, key=lambda p: (p.end, p.begin, p.digest, p.story, p.day)):
        apart = not taken or taken[-1].end <= p.begin
        if apart and all(p.story != t.story and p.digest != t.digest and _pair(p, t) not in known for t in taken):
            taken.append(p)
    return taken


def _passages(
    rows: NDArray[np.void], carriers: Mapping[int, Sequence[Head]], continued: Mapping[str, str], rules: Rules
) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for short, own, other in _SIDES:
        carrying = rows[carried_by(rows["features"], short)]
        side = "short" if short else "long"
        begin, end = (carrying["features"][:, FEATURES.index(f"{edge}_{side}")].tolist() for edge in ("from", "to"))
        for at, x, y in _met(carrying, own, other, carriers, rules):
            if x.story_id != y.story_id:
                day = day_of(microseconds(y.published))
                passage = Passage(continued.get(y.story_id, y.story_id), y.digest, day, begin[at], end[at], x.uid)
                found.setdefault(x.story_id, []).append(passage)
    return found
