"""What the tests of families are made of: heads, notices, match rows made by hand, and stories that are really compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.families.build import families_of
from pipelines.families.head import Head, record_digest
from pipelines.families.regions import Region
from pipelines.families.rules import Rules
from pipelines.families.scored import Scored
from pipelines.matching.candidates import DAY, day_of
from pipelines.matching.fingerprint import Print, fingerprint, microseconds
from pipelines.matching.lexicon import lexicon
from pipelines.matching.match import MATCH, match_rows
from pipelines.matching.prepare import prepare
from pipelines.matching.score import FEATURES, score
from pipelines.matching.scorer import Scorer, shipped_model
from pipelines.matching.texts import Texts
from pipelines.matching.tokens import Tokens, tokenise
from schemas import Family, Story
from schemas.model import Context, Model, Point, Score, Weight
from schemas.story import EditKind, Status

Rows = NDArray[np.void]
WEEK = 7 * DAY
PLAIN = Context(same_source=0, day_same_source=0, day_other_source=0, rivals=0, most_days=3, unknown_days=0)
"""A context that says nothing: the tests of mechanism do not hang on the shipped weights."""
STRICT = Context(same_source=-2, day_same_source=-1, day_other_source=-0.5, rivals=-3, most_days=3, unknown_days=1)


@cache
def rules(context: Context = PLAIN, horizon: int = WEEK, cut: float = 0.4) -> Rules:
    """Rules of a model of the tests' own: strong from .5, cut at .4 if not told, derivatives from .6."""
    weights = {"told": 4.028, "lead_of_source": 2.13, "names": 1.186, "numbers_missing": -1.807, "bigrams": 0.729, "quoted": 0.91}
    weights |= {"sits_low": -9.734, "pasted": -29.664}
    derivative = Score(intercept=-1.223, weights=tuple(Weight(feature=f, weight=w, sign="any") for f, w in weights.items()))
    points = {"balanced": Point(strong=0.5, cut=cut, attach=0.6)}
    texts = Score(intercept=0.0, weights=())
    model = Model(name="test", texts=texts, context=context, derivative=derivative, points=points, lessons=(), made_by="hand")
    return Rules(horizon, Scorer(model), "balanced")


def shipped_rules(horizon: int = WEEK) -> Rules:
    """Those of the model that comes with the package."""
    return Rules(horizon, Scorer(shipped_model()), "balanced")


def when(hour: int, day: int = 4) -> str:
    """A time in March 2025."""
    return f"2025-03-{day:02d}T{hour:02d}:00:00Z"


def head(
    story: str,
    digest: int = 0,
    *,
    version: str | None = "1",
    at: str | None = "2025-03-04T09:00:00Z",
    source: str | None = "Halden Courier",
    agency: str | None = None,
    naming: Iterable[str] = (),
    status: Status = "usable",
    edit_kind: EditKind = "new",
    slug: str | None = None,
    record: str = "r0",
) -> Head:
    """A version of a story, without a text; its uid is made of story, version and digest."""
    return Head(
        story_id=story,
        uid=f"{story}/{version}/{digest}",
        notice=False,
        edit_kind=edit_kind,
        status=status,
        uri=f"urn:test:{story}",
        version=version,
        versioncreated=at,
        published=at,
        source=source,
        headline=None,
        text_digest=f"t{digest}",
        record_digest=record,
        agency=agency,
        credits=tuple(sorted(naming)),
        slug=slug,
        digest=digest,
    )


def notice(story: str, kind: EditKind, *, version: str | None = "1", at: str | None = "2025-03-04T12:00:00Z") -> Head:
    """A notice that acts on a story."""
    status: Status = {"kill": "canceled", "withhold": "withheld"}.get(kind, "usable")  # type: ignore[assignment]
    return Head(
        story_id=story,
        uid=f"{story}/{version}/{kind}",
        notice=True,
        edit_kind=kind,
        status=status,
        uri=f"urn:test:{story}",
        version=version,
        versioncreated=at,
        published=at,
        source="Halden Courier",
        headline=None,
        text_digest="t0",
        record_digest="r0",
        agency=None,
        credits=(),
    )


def row(a: int, b: int, probability: float, **evidence: float) -> np.void:
    """The match of two digests, a the shorter. Features by name; what is not named shows nothing against reuse, and what is
    shared is spread over both texts."""
    told = {"u_short": probability, "len_ratio": 0.8, "cover_short": probability, "cover_long": probability}
    told |= {"to_short": 1.0, "to_long": 1.0, **evidence}
    out = np.zeros(1, MATCH)
    out["a"], out["b"], out["probability"] = a, b, round(probability * 10_000)
    out["odds"] = log(max(probability, 1e-9) / max(1 - probability, 1e-9))
    out["features"][0] = [told.pop(name, 0.0) for name in FEATURES]
    assert not told, f"no feature is called {sorted(told)}"
    found: np.void = out[0]
    return found


def met(some: Iterable[np.void], heads: Iterable[Head]) -> Rows:
    """The rows of a store whose index brought every pair of versions that carry these texts: one a day on which the later one came."""
    carriers: dict[int, set[int]] = {}
    for one in heads:
        carriers.setdefault(one.digest, set()).add(day_of(microseconds(one.published)))
    found = []
    for match in some:
        a, b = (carriers.get(int(match[side]), set()) for side in ("a", "b"))
        for day in sorted({max(x, y) for x in a for y in b}):
            found.append(match.copy())
            found[-1]["day"] = day
    return rows(*found)


def derived(source: int, member: int, told: float = 1.0) -> np.void:
    """The row of a long member that tells some of a short source beside its own reporting, and not the other way round."""
    return row(source, member, 0.1, u_short=told, lead_short=told, name_short=told, w3_long=0.3)


def carried(carrier: int, other: int, begin: float, end: float, probability: float = 0.1) -> np.void:
    """The row of a long text that tells all of a short one between two places, as shares of its length, and much else."""
    told = {"u_short": 0.5, "lead_short": 1.0, "cover_short": 0.9, "cover_long": 0.1, "w3_long": 0.2}
    return row(other, carrier, probability, from_long=begin, to_long=end, **told)


def rows(*made: np.void) -> Rows:
    """Rows as an array."""
    return np.array(list(made), MATCH) if made else np.empty(0, MATCH)


class Answers:
    """A `Compare` that knows the rows it was given and nothing of other pairs; it remembers what it was asked."""

    def __init__(self, *known: np.void) -> None:
        self.known = {frozenset((int(r["a"]), int(r["b"]))): r for r in known}
        self.asked: list[tuple[int, int]] = []

    def __call__(self, pairs: Sequence[tuple[int, int]]) -> Rows:
        self.asked.extend(pairs)
        return rows(*(self.known.get(frozenset(pair), row(*pair, 0.0)) for pair in pairs))

    def tokens(self, digest: int) -> Tokens:
        """All texts are empty."""
        return tokenise("", lexicon("en"))


def scored(*known: np.void, context: Context = PLAIN, horizon: int = WEEK) -> Scored:
    """A `Scored` that holds these rows and finds nothing in other pairs."""
    out = Scored(rules(context, horizon), Answers())
    out.add(rows(*known))
    return out


def region(heads: Iterable[Head], *known: np.void) -> Region:
    """A region of these heads and rows."""
    return Region(tuple(heads), rows(*known))


def built(heads: Iterable[Head], *known: np.void, context: Context = PLAIN, horizon: int = WEEK, cut: float = 0.4) -> list[Family]:
    """The families of heads whose every pair is known."""
    return families_of(region(heads, *known), Answers(*known), rules(context, horizon, cut))


def as_bytes(families: Iterable[Family]) -> list[bytes]:
    """Families as they are stored."""
    return [family.json_bytes() for family in families]


def partition(families: Iterable[Family]) -> set[frozenset[str]]:
    """Which stories share a family."""
    return {frozenset(family.story_ids) for family in families}


def member(families: Iterable[Family], story: str) -> Any:
    """The one member of a story of one version."""
    (found,) = [m for family in families for m in family.members if m.story_id == story]
    return found


def told(name: str, text: str, *, source: str = "Halden Courier", at: str | None = "2025-03-04T09:00:00Z", **more: Any) -> Story:
    """A parsed story of a real text, in the way of `formats`."""
    fields: dict[str, Any] = {
        "kind": "story",
        "story_id": f"s{name}",
        "uid": f"u{name}-{more.get('version', '1')}",
        "uri": f"urn:test:{name}",
        "version": "1",
        "versioncreated": at,
        "published": at,
        "source": source,
        "language": "en",
        "text": text,
        "text_digest": f"t{name}",
        "format": "test",
    }
    return Story(**(fields | more))


class Shelf:
    """Real stories in memory: fingerprinted, and compared by the real scorer when asked."""

    def __init__(self, *stories: Story) -> None:
        self.prints: list[Print] = [fingerprint(s) for s in stories]
        self.heads = [Head.of(s, record_digest(s), digest=p.digest) for s, p in zip(stories, self.prints, strict=True)]
        self._at = {p.digest: i for i, p in enumerate(self.prints)}
        self._texts = Texts.of([p.digest for p in self.prints], [p.tokens for p in self.prints])
        self._sets = prepare(self._texts)

    def __call__(self, pairs: Sequence[tuple[int, int]]) -> Rows:
        """Match rows of pairs of digests."""
        x = np.array([self._at[a] for a, _ in pairs], np.int64)
        y = np.array([self._at[b] for _, b in pairs], np.int64)
        days = np.zeros(len(pairs), np.int32)
        return match_rows(self._texts.digest[x], self._texts.digest[y], days, score(self._texts, self._sets, x, y), shipped_rules().scorer)

    def tokens(self, digest: int) -> Tokens:
        """Of a text."""
        return self._texts.tokens_of(self._at[digest])

    def families(self, notices: Sequence[Head] = ()) -> list[Family]:
        """All stories, none of their pairs known before, as one region: everything that is compared is asked for."""
        digests = sorted({p.digest for p in self.prints if p.digest})
        pairs = [(a, b) for i, a in enumerate(digests) for b in digests[i + 1 :]]
        known = self(pairs) if pairs else rows()
        return families_of(Region((*self.heads, *notices), known), self, shipped_rules())
