"""Small invented worlds of heads and match rows: crowded, so that ties, chains and cross links are common."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from pipelines.families.head import Head
from schemas.model import Context
from schemas.story import EditKind
from tests.families.builders import PLAIN, STRICT, carried, derived, head, notice, row, when

AGENCIES = ("AP", "AFP")
NOTICES: tuple[EditKind, ...] = ("kill", "withhold", "release")
PLACES = ((0.0, 0.2), (0.1, 0.3), (0.4, 0.6), (0.7, 0.9))
"""Where a digest carries a passage; the first two overlap."""


@dataclass(frozen=True)
class World:
    """Heads, and what comparing any two of their texts would find. `candidates`: the rows that an index brought."""

    heads: list[Head]
    matches: list[np.void]
    candidates: list[np.void]
    context: Context = PLAIN


@st.composite
def heads(draw: st.DrawFn) -> list[Head]:
    """Versions of up to seven stories, of outlets and agencies, some without a time or a text, some of one slug line; and some notices."""
    out: dict[str, Head] = {}
    for _ in range(draw(st.integers(1, 9))):
        agency = draw(st.sampled_from([None, None, None, *AGENCIES]))
        slug = draw(st.sampled_from([None, None, "lake ferries"]))
        made = head(
            draw(st.sampled_from("abcdefg")),
            draw(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8])),
            version=draw(st.sampled_from(["1", "1", "2"])),
            at=draw(st.sampled_from([None, when(8, 3), when(9, 4), when(15, 4), when(9, 6), when(9, 13)])),
            source=agency or draw(st.sampled_from(["Halden Courier", "Pune Ledger", None])),
            agency=agency,
            naming=draw(st.sets(st.sampled_from(AGENCIES))),
            edit_kind=draw(st.sampled_from(["new", "new", "correction"] if slug is None else ["new", "add"])),
            slug=slug,
        )
        out[made.uid] = made
    for _ in range(draw(st.integers(0, 2))):
        told = notice(draw(st.sampled_from("abcdefg")), draw(st.sampled_from(NOTICES)), version=draw(st.sampled_from([None, "1"])))
        out[told.uid] = told
    return list(out.values())


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world: about half of its pairs of texts say something, and in some worlds one text is a digest of many others."""
    some = draw(heads())
    digests = sorted({h.digest for h in some if h.digest})
    digest = draw(st.sampled_from([0, 0, *digests]))
    matches = []
    for a, b in combinations(digests, 2):
        if digest in (a, b) and draw(st.integers(0, 4)):
            other = a if digest == b else b
            matches.append(carried(digest, other, *draw(st.sampled_from(PLACES)), draw(st.sampled_from([0.1, 0.1, 0.9]))))
            continue
        kind = draw(st.sampled_from(["none", "none", "weak", "strong", "strong", "derived", "derived back"]))
        if kind == "derived":
            matches.append(derived(a, b, draw(st.sampled_from([0.7, 1.0]))))
        elif kind == "derived back":
            matches.append(derived(b, a, draw(st.sampled_from([0.7, 1.0]))))
        elif kind != "none":
            p = draw(st.sampled_from([0.3, 0.45] if kind == "weak" else [0.5, 0.6, 0.95]))
            matches.append(row(a, b, p, cover_short=draw(st.sampled_from([0.2, 0.8])), w3_short=draw(st.sampled_from([0.1, 0.5, 0.9]))))
    candidates = [match for match in matches if draw(st.integers(0, 3))]
    return World(some, matches, candidates, draw(st.sampled_from([PLAIN, STRICT])))


@st.composite
def tight_worlds(draw: st.DrawFn) -> World:
    """Stories of one version, four to six and all within a day: in some worlds of one slug line, in others one is a digest of the rest."""
    count = draw(st.integers(4, 6))
    slugged = draw(st.booleans())
    some = [
        head(
            "abcdef"[i],
            i + 1,
            at=when(draw(st.integers(6, 12))),
            source="AP" if slugged else f"Outlet {i}",
            edit_kind=draw(st.sampled_from(["new", "add"])) if slugged else "new",
            slug=draw(st.sampled_from(["lake ferries", "lake ferries", None])) if slugged else None,
        )
        for i in range(count)
    ]
    matches = []
    if not slugged:
        for i in range(1, count):
            begin = draw(st.sampled_from([0.19 * (i - 1)] * 4 + [0.0]))
            matches.append(carried(count, i, begin, begin + 0.18, 0.9 if i == 1 else draw(st.sampled_from([0.1, 0.1, 0.1, 0.9]))))
        matches += [
            row(a, b, draw(st.sampled_from([0.1, 0.1, 0.6]))) for a, b in combinations(range(1, count), 2) if not draw(st.integers(0, 3))
        ]
    candidates = [match for match in matches if draw(st.integers(0, 9))]
    return World(some, matches, candidates, draw(st.sampled_from([PLAIN, STRICT])))
