"""Digests, roundups and live pages: texts that carry passages of several stories which have nothing to do with each other.

Such a text is a member of no family; it `contains` the stories. Told by what it carries, or by what it says of itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.families.rules import Rules
from pipelines.families.spoken import Places, Spoken
from pipelines.matching.among import is_among
from pipelines.matching.carried import carried_by
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
    day: int
    """On which that story's text came."""
    begin: float
    end: float
    carrier: str
    """The version that carries it."""


def roundups(spoken: Spoken, continued: Mapping[str, str], rules: Rules) -> frozenset[str]:
    """The stories that say that they are digests, and those that carry, in places that do not overlap, stories between whose texts no row
    says anything: three of them, or two if nothing is strongly matched with it. `continued`: later piece of a story -> the story."""
    rows = spoken.rows
    telling = says_something(rows)
    strong = (telling & (rows["probability"] >= rules.strong))[spoken.at]
    matched = {spoken.heads[at].uid for at in np.unique(np.concatenate([spoken.a[strong], spoken.b[strong]])).tolist()}
    found = {head.story_id for head in spoken.heads if head.form == "digest"}
    passages = _passages(spoken, continued)
    texts = np.array(sorted({p.digest for some in passages.values() for p in some}), np.uint64)
    between = rows[telling & is_among(rows["a"], texts) & is_among(rows["b"], texts)]
    known = {(min(a, b), max(a, b), day) for a, b, day in between[["a", "b", "day"]].tolist()}
    for story, own in passages.items():
        strangers = _strangers(own, known)
        if len(strangers) >= MANY or (len(strangers) == MANY - 1 and not any(p.carrier in matched for p in own)):
            found.add(story)
    return frozenset(found)


def carrying(spoken: Spoken, stories: Collection[str]) -> set[str]:
    """The stories that carry a passage of one of these: whether they are roundups may hang on it."""
    wanted = np.array([head.story_id in stories for head in spoken.heads], np.bool_)
    carriers = [x[wanted[y]] for _, x, y in (_carried(spoken, short) for short in (True, False))]
    return {spoken.heads[at].story_id for at in np.unique(np.concatenate(carriers)).tolist()}


def _carried(spoken: Spoken, short: bool) -> tuple[Places, Places, Places]:
    """Places of rows in which the shorter text, or the longer, carries a passage of another story; of who carries it, and of the other."""
    carries = says_something(spoken.rows) & carried_by(spoken.rows["features"], short)
    at, a, b = spoken.between_stories(carries)
    return (at, a, b) if short else (at, b, a)


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


def _passages(spoken: Spoken, continued: Mapping[str, str]) -> dict[str, list[Passage]]:
    """What each story carries, of those that carry enough to be a roundup."""
    found: dict[str, list[Passage]] = {}
    sides = [(*_carried(spoken, short), "short" if short else "long") for short in (True, False)]
    enough = _with_several(spoken, np.concatenate([x for _, x, _, _ in sides]), np.concatenate([y for _, _, y, _ in sides]))
    for at, x, y, side in sides:
        kept = enough[x]
        edges = (spoken.rows["features"][at[kept], FEATURES.index(f"{edge}_{side}")].tolist() for edge in ("from", "to"))
        for own, other, begin, end in zip(x[kept].tolist(), y[kept].tolist(), *edges, strict=True):
            carrier, head = spoken.heads[own], spoken.heads[other]
            story = continued.get(head.story_id, head.story_id)
            passage = Passage(story, head.digest, int(spoken.day[other]), begin, end, carrier.uid)
            found.setdefault(carrier.story_id, []).append(passage)
    return found


def _with_several(spoken: Spoken, x: Places, y: Places) -> NDArray[np.bool_]:
    """Which versions are of stories that carry at least as many others as a roundup does. `x` carry passages of `y`."""
    count = len(spoken.heads) + 1
    pairs = np.unique(spoken.story[x] * count + spoken.story[y])
    several: NDArray[np.bool_] = np.bincount(pairs // count, minlength=count)[spoken.story] >= MANY - 1
    return several
