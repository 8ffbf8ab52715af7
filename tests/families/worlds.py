"""Small invented worlds of heads and match rows: crowded, so that ties, chains and cross links are common."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from pipelines.families.head import Head
from schemas.story import EditKind
from tests.families.builders import derived, head, notice, row, when

AGENCIES = ("AP", "AFP")
NOTICES: tuple[EditKind, ...] = ("kill", "withhold", "release")


@dataclass(frozen=True)
class World:
    """Heads, and what comparing any two of their texts would find. `candidates`: the rows that an index brought."""

    heads: list[Head]
    matches: list[np.void]
    candidates: list[np.void]


@st.composite
def heads(draw: st.DrawFn) -> list[Head]:
    """Versions of up to seven stories, of outlets and agencies, some without a time or a text; and some notices."""
    out: dict[str, Head] = {}
    for _ in range(draw(st.integers(1, 9))):
        agency = draw(st.sampled_from([None, None, None, *AGENCIES]))
        made = head(
            draw(st.sampled_from("abcdefg")),
            draw(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8])),
            version=draw(st.sampled_from(["1", "1", "2"])),
            at=draw(st.sampled_from([None, when(8, 3), when(9, 4), when(9, 6), when(9, 13)])),
            source=agency or draw(st.sampled_from(["Halden Courier", "Pune Ledger", None])),
            agency=agency,
            naming=draw(st.sets(st.sampled_from(AGENCIES))),
            edit_kind=draw(st.sampled_from(["new", "new", "correction"])),
        )
        out[made.uid] = made
    for _ in range(draw(st.integers(0, 2))):
        told = notice(draw(st.sampled_from("abcdefg")), draw(st.sampled_from(NOTICES)), version=draw(st.sampled_from([None, "1"])))
        out[told.uid] = told
    return list(out.values())


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world: about half of its pairs of texts say something."""
    some = draw(heads())
    matches = []
    for a, b in combinations(sorted({h.digest for h in some if h.digest}), 2):
        kind = draw(st.sampled_from(["none", "none", "weak", "strong", "strong", "derived", "derived back"]))
        if kind == "derived":
            matches.append(derived(a, b, draw(st.sampled_from([0.7, 1.0]))))
        elif kind == "derived back":
            matches.append(derived(b, a, draw(st.sampled_from([0.7, 1.0]))))
        elif kind != "none":
            p = draw(st.sampled_from([0.3, 0.45] if kind == "weak" else [0.5, 0.6, 0.95]))
            matches.append(row(a, b, p, cover_short=draw(st.sampled_from([0.2, 0.8])), w3_short=draw(st.sampled_from([0.1, 0.5, 0.9]))))
    candidates = [match for match in matches if draw(st.integers(0, 3))]
    return World(some, matches, candidates)
