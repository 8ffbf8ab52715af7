"""How often the origin of a family is right: `python -m bench.origins --store STORE --gold seeds/gold.tsv`.

STORE holds the corpus with its words. What is told of each story is read from its words once more, and families are made of that: once
of all of it, and once with all left out that the wires' agencies sent themselves. Then the wire must be said not to be in the store.
Families of one story are not counted. At last, what the families that count as independent reports of each other are by the gold.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.commands.origins import of_one_event
from pipelines.evaluation.gold import FamilyGold, read_gold
from pipelines.families.head import Head
from pipelines.families.independence import independent_reports
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.verification.contents import no_matches
from pipelines.verification.remake import all_families
from schemas import Family, Story

BINS: Final = (0.0, 0.6, 0.8, 0.9, 0.95, 1.01)


def heads_of(current: Current) -> list[Head]:
    """The heads of a store's stories, made again."""
    told = (Story.from_stored(row) for row in current.stories())
    stored = ((story, current.heads[story.uid]) for story in told)
    return [replace(Head.of(story, head.record_digest), digest=head.digest, place=head.place) for story, head in stored]


def remade(current: Current, heads: Iterable[Head], left_out: frozenset[str]) -> list[Family]:
    """The families of a store without the stories of these uris."""
    kept = [head for head in heads if head.uri not in left_out]
    return all_families(current.store, kept, _by_day(current), current.rules)


def _by_day(current: Current) -> dict[int, NDArray[np.void]]:
    rows = current.matches
    return {day: rows[rows["day"] == day] for day in np.unique(rows["day"]).tolist()} or {0: no_matches()}


def wires(gold: FamilyGold) -> dict[str, str]:
    """Family of the gold -> uri of its wire."""
    return {placed.family: uri for uri, placed in gold.stories.items() if placed.relation == "origin" and placed.kind == "wire"}


def judge(families: Iterable[Family], gold: FamilyGold, agency_of: dict[str, str], with_wire: bool) -> list[tuple[Family, str, bool]]:
    """(family, what was found, whether the provider is right) for each family most of whose members tell one wire."""
    of_wire = wires(gold)
    out = []
    for family in families:
        if len(family.story_ids) < 2:
            continue
        homes = Counter(gold.stories[m.uri].family for m in family.members if m.uri in gold.stories)
        if not homes or homes.most_common(1)[0][0] not in of_wire:
            continue
        wire = of_wire[homes.most_common(1)[0][0]]
        right = family.origin.agency == agency_of[wire]
        if with_wire:
            what = "right" if family.origin.uri == wire else "another item of it" if right else "wrong"
        else:
            here = "its agency, by another item that is here" if family.origin.in_store else "right"
            what = here if right else "not known" if family.origin.provider is None else "wrong"
        out.append((family, what, right))
    return out


def tell(name: str, judged: list[tuple[Family, str, bool]], verbose: bool) -> None:
    """Shares and calibration."""
    counts = Counter(what for _, what, _ in judged)
    print(f"{name}: {len(judged)} families", *(f"{what} {n} ({n / len(judged):.1%})" for what, n in sorted(counts.items())), sep=", ")
    for low, high in pairwise(BINS):
        inside = [
            (f.origin.probability, right)
            for f, _, right in judged
            if f.origin.probability is not None and low <= f.origin.probability < high
        ]
        if inside:
            said, real = sum(p for p, _ in inside) / len(inside), sum(right for _, right in inside) / len(inside)
            print(f"  said {low:.2f} to {min(high, 1.0):.2f}: {len(inside):3} families, said {said:.2f} on average, right {real:.2f}")
    for family, what, _ in judged:
        if verbose and what != "right":
            print("  ", what, family.family_id[:9], family.origin.provider, family.origin.probability, *family.origin.reasons, sep=" | ")


def near(current: Current, gold: FamilyGold) -> Counter[str]:
    """How many pairs of independent reports there are of each kind of the gold; of most of their stories."""
    families = {family.family_id: family for family in current.families}
    found: Counter[str] = Counter()
    for one, others in independent_reports(families, of_one_event(current)).items():
        for other in others:
            if one < other:
                found[_kind(families[one], families[other], gold)] += 1
    return found


def _kind(one: Family, other: Family, gold: FamilyGold) -> str:
    placed = [[gold.stories[m.uri] for m in family.members if m.uri in gold.stories] for family in (one, other)]
    pairs = [(x, y) for x in placed[0] for y in placed[1]]
    kinds = Counter(str(x.kind) for a, b in pairs for x, y in ((a, b), (b, a)) if x.near == y.family)
    kinds.update("both near one family" for x, y in pairs if x.near and x.near == y.near)
    kinds.update("one family" for x, y in pairs if x.family == y.family)
    return kinds.most_common(1)[0][0] if kinds else "nothing"


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="how often the origin of a family is right")
    parser.add_argument("--store", required=True, help="a store that holds the corpus")
    parser.add_argument("--gold", default="seeds/gold.tsv")
    parser.add_argument("--verbose", action="store_true", help="list families whose origin is not right")
    given = parser.parse_args(arguments)
    current = Current.of(LocalStore(Path(given.store)))
    gold = read_gold(Path(given.gold).read_bytes())
    if not isinstance(gold, FamilyGold):
        parser.error("the gold must be one of families")
    of_wire = wires(gold)
    heads = heads_of(current)
    by_uri = {head.uri: head for head in heads}
    agency_of = {uri: by_uri[uri].agency or "" for uri in of_wire.values()}
    sent = {uri for uri, p in gold.stories.items() if p.family in of_wire and by_uri[uri].agency == agency_of[of_wire[p.family]]}
    tell("with the wire", judge(remade(current, heads, frozenset()), gold, agency_of, True), given.verbose)
    tell("without", judge(remade(current, heads, frozenset(sent)), gold, agency_of, False), given.verbose)
    print("independent reports, by pair:", *(f"{kind} {n}" for kind, n in near(current, gold).most_common()), sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
