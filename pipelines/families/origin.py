"""What a family goes back to, and how sure that is. Says "unknown" when it is not known.

Every agency and newsroom that has a copy in the family, or that its stories name, is weighed. The points below are log odds against a
source that nobody names; a softmax over all makes the probability ([0025](../../docs/decisions/0025-origin.md) says how they were set).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from pipelines.families.head import Head, time_order
from pipelines.families.namings import How
from pipelines.families.scored import Scored
from pipelines.families.support import Support, Telling
from pipelines.matching.evidence import percent
from schemas import Origin
from schemas.family import Confidence

OWN_COPY: Final = 2.0
"""An agency's own copy is here: they seldom hand on others' without saying so."""
NAMED_ONCE: Final = 1.0
"""One story signs an agency whose copy was never received: it comes from there three times in four."""
TIMES: Final = 2.2
"""Twice the signatures make it so many times as likely, as a power of two."""
CONTAINED: Final = 2.0
"""All that the others print stands in it."""
FIRST: Final = 0.7
AFTER: Final = -1.5
"""All others with a time that do not credit it came before it."""
RELAY: Final = -5.0
"""It signs another agency."""
REFERS: Final = -1.0
"""It tells what another agency reported, whose own copy is here and does not name it."""
LIKELY: Final = 0.65
SURE: Final = 0.9
WORTH_TELLING: Final = 0.05
"""How likely another origin must be to be named among the reasons."""
HELD_AGAINST: Final = 400
"""So many of the others, the earliest, are held against the texts of a copy."""
SAME_SHARE: Final = 0.03
"""Of two versions that account for a text alike, within this, the earlier counts."""
_WAYS: Final[Mapping[How, str]] = {
    "signed": "in a dateline, byline or credit line",
    "reported": "as what it reported",
    "told": "as whom somebody told it",
    "named": "in the text",
    "aside": "only beside a picture or a promotion",
}

Why = list[tuple[float, str]]


@dataclass(frozen=True)
class _Candidate:
    """`own`: its stories in the family, the earliest first; empty where its copy was never received."""

    name: str
    agency: str | None
    own: tuple[Telling, ...]
    why: tuple[tuple[float, str], ...]
    main: str
    credited: int
    relays: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        return sum(points for points, _ in self.why)


def find_origin(root: Head, stories: Mapping[str, Sequence[Head]], scored: Scored) -> Origin:
    """The origin of a family, from its root and the versions of all its stories, in order.

    An agency's own copy is the origin when others name that agency. Where members credit an agency whose own copy was never
    received, the origin is that agency's and not in the store. A family without any credit has an unknown origin."""
    support = Support.of(stories)
    candidates = [_of_agency(code, root, support, scored) for code in support.agencies]
    candidates += [_of_newsroom(source, support, scored) for source in support.newsrooms]
    if not candidates:
        return _nobody_named(root, support)
    candidates.sort(key=lambda c: (-round(c.points, 6), not c.own, c.name))
    best = candidates[0]
    total = 1.0 + sum(exp(c.points) for c in candidates)
    probability = round(exp(best.points) / total, 2)
    reasons = _reasons(best, [c for c in candidates[1:3] if exp(c.points) / total >= WORTH_TELLING])
    confidence: Confidence = "likely" if probability >= LIKELY else "unknown"
    if best.own and best.credited and probability >= SURE:
        confidence = "sure"
    if not best.own:
        return Origin(
            provider=best.name,
            in_store=False,
            confidence=confidence,
            why=best.main,
            agency=best.agency,
            uri=min((uri for t in support.tellings for code, uri in t.ids.items() if code == best.agency), default=None),
            not_after=min((h.published for t in support.tellings for h in t.versions if h.published), default=None),
            probability=probability,
            reasons=reasons,
            relayed_by=best.relays,
        )
    version, taken_from = _version(best, support, scored)
    return Origin(
        uid=version.uid,
        uri=version.uri,
        version=version.version,
        provider=best.own[0].first.source or best.name,
        agency=best.agency,
        in_store=True,
        confidence=confidence,
        why=best.main,
        probability=probability,
        reasons=(*reasons, *taken_from),
        relayed_by=best.relays,
    )


def _nobody_named(root: Head, support: Support) -> Origin:
    if len(support.tellings) > 1:
        why = "None of the stories names an agency."
        return Origin(in_store=False, confidence="unknown", why=why, reasons=(why,), not_after=support.tellings[0].first.published)
    why = "It is the only story, and names no agency."
    return Origin(
        uid=root.uid,
        uri=root.uri,
        version=root.version,
        provider=root.source,
        in_store=True,
        confidence="unknown",
        why=why,
        probability=0.5,
        reasons=(why,),
    )


def _of_agency(code: str, root: Head, support: Support, scored: Scored) -> _Candidate:
    own = sorted(support.own.get(code, ()), key=lambda t: (t.first.story_id != root.story_id, time_order(t.first)))
    others = support.others_of(agency=code)
    naming = [t for t in others if t.names.get(code, "aside") != "aside"]
    relays = tuple(sorted({t.first.agency for t in support.relays(code) if t.first.agency}))
    signatures = support.of_agency(code)
    if own:
        if naming:
            main = f"It is {code}'s own copy, and {_count(len(naming), len(others))} others credit {code}."
        elif others:
            main = f"It is {code}'s own copy and the earliest of an agency, but none of the others credits {code}."
        else:
            main = f"It is {code}'s own copy."
        why: Why = [(OWN_COPY + TIMES * log(1 + signatures), main), *_of_a_copy(own[0], others, frozenset({code}), scored)]
        why += _handed_on(own[0], support)
    else:
        beside = [t for t in others if t.names.get(code) == "aside"]
        count = len(naming) or len(beside)
        who = "It names" if len(others) == 1 else f"{_count(count, len(others))} stories name"
        main = f"{who} {code}, whose own copy was not received."
        why = [(NAMED_ONCE + TIMES * log(signatures or 1e-6), main)]
    if others and (naming or not own):
        why.append((0.0, _ways(code, others)))
    if relays:
        why.append((0.0, f"The copy of {' and '.join(relays)} says that it is handed on from {code}."))
    return _Candidate(code, code, tuple(own), tuple(why), main, len(naming), relays)


def _of_newsroom(source: str, support: Support, scored: Scored) -> _Candidate:
    own = tuple(t for t in support.tellings if t.first.source == source)
    others = support.others_of(source=source)
    naming = [t for t in others if t.names_newsroom(source)]
    main = f"It is {source}'s own, and {_count(len(naming), len(others))} others say that they have it from there."
    why: Why = [(NAMED_ONCE + TIMES * log(support.of_newsroom(source)), main)]
    why += _of_a_copy(own[0], others, frozenset(), scored)
    if own[0].signed:
        why.append((RELAY, f"But it credits {', '.join(sorted(own[0].signed))} itself."))
    return _Candidate(source, None, own, tuple(why), main, len(naming))


def _of_a_copy(own: Telling, others: Sequence[Telling], crediting: frozenset[str], scored: Scored) -> Why:
    """What the text and the time of a copy say for it or against it."""
    found: Why = []
    shares = [max(_shares(t, own.versions, scored), default=0.0) for t in others[:HELD_AGAINST]]
    if shares:
        mean = sum(shares) / len(shares)
        found.append((CONTAINED * mean, f"On average {percent(mean)} of what the others print stands in it word for word."))
    dated = [t for t in others if t.first.published]
    if dated and own.first.published:
        before = [t for t in dated if (t.first.published or "") < own.first.published]
        silent = [t for t in before if crediting.isdisjoint(t.names)]
        if not before:
            found.append((FIRST, "It is the earliest of all that have a time."))
        elif silent:
            why = f"But {_count(len(silent), len(dated))} others are dated before it and do not credit it."
            found.append((AFTER * len(silent) / len(dated), why))
        early = [t for t in before if any(t.names.get(code) == "signed" for code in crediting)]
        if early:
            why = f"{_count(len(early), len(dated))} others are dated before it and credit it: an earlier version of it was not received."
            found.append((0.0, why))
    return found


def _handed_on(own: Telling, support: Support) -> Why:
    """Whether an agency's own copy is another's."""
    signed = sorted({*own.signed, *own.ids})
    if signed:
        return [(RELAY, f"But it says itself that it is from {' and '.join(signed)}.")]
    for code, how in sorted(own.names.items()):
        if how == "reported" and any(own.first.agency not in copy.names for copy in support.own.get(code, ())):
            return [(REFERS, f"But it tells what {code} reported, whose own copy is here too.")]
    return []


def _shares(telling: Telling, versions: Sequence[Head], scored: Scored) -> list[float]:
    """How much of a story's text stands in each of these versions."""
    scored.ask((telling.first, version) for version in versions)
    return [taken.of_member if (taken := scored.taken(telling.first, version)) else 0.0 for version in versions]


def _version(best: _Candidate, support: Support, scored: Scored) -> tuple[Head, tuple[str, ...]]:
    """The version that most of the others took from, the earlier where that is open; where there are several, how many took from which."""
    own = best.own[0]
    if len(own.versions) == 1:
        return own.first, ()
    others = [t for t in support.tellings if t not in best.own]
    chosen: Counter[int] = Counter()
    for telling in others[:HELD_AGAINST]:
        shares = _shares(telling, own.versions, scored)
        out = [i for i, version in enumerate(own.versions) if _was_out(version, telling.first)] or [0]
        most = max(shares[i] for i in out)
        if most > 0.0:
            chosen[next(i for i in out if shares[i] >= most - SAME_SHARE)] += 1
    at = min(chosen, key=lambda i: (-chosen[i], i), default=0)
    told = [f"{n} took from {_called(own.versions[i])}" for i, n in sorted(chosen.items())]
    return own.versions[at], (f"{', '.join(told)}.",) if told else ()


def _was_out(version: Head, taker: Head) -> bool:
    return not version.published or not taker.published or version.published <= taker.published


def _called(version: Head) -> str:
    return f"version {version.version}" if version.version else "the version without a number"


def _ways(code: str, others: Sequence[Telling]) -> str:
    counts = Counter(t.names[code] for t in others if code in t.names)
    parts = [f"by {counts[how]} {way}" for how, way in _WAYS.items() if counts[how]]
    return f"{code} is named {', '.join(parts)}." if parts else f"An id says that it is {code}'s."


def _reasons(best: _Candidate, rest: Sequence[_Candidate]) -> tuple[str, ...]:
    """The strongest first; what speaks against it last."""
    ordered = sorted(best.why, key=lambda reason: (reason[0] < 0 and reason[1] != best.main, -abs(reason[0]), reason[1]))
    told = [sentence for points, sentence in ordered if abs(points) >= 0.05 or points == 0.0]
    told += [f"It may be from {other.name} instead: {other.main[0].lower() + other.main[1:]}" for other in rest]
    return tuple(dict.fromkeys(told))


def _count(some: int, of: int) -> str:
    return f"{some} of {of}"
