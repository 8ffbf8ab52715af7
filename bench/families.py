"""Families of a store against a gold file: `python -m bench.families STORE GOLD.tsv`.

A gold line is `uri TAB family`; further columns (relation, kind, near) are used where they are. Stories outside the gold are left out.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

from pipelines.storage.current import Current
from pipelines.storage.places import open_store


def read_gold(path: Path) -> dict[str, list[str]]:
    """uri -> the other columns."""
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return {first: rest for first, *rest in lines}


def judge(found: dict[str, str], gold: dict[str, list[str]]) -> dict[str, float]:
    """Pair precision, recall and F1 over the stories that both name."""
    uris = sorted(found.keys() & gold.keys())
    right = together = same = 0
    for a, b in combinations(uris, 2):
        joined, belong = found[a] == found[b], gold[a][0] == gold[b][0]
        right += joined and belong
        together += joined
        same += belong
    return {
        "stories": len(uris),
        "precision": right / together if together else 1.0,
        "recall": right / same if same else 1.0,
        "f1": 2 * right / (together + same) if together + same else 1.0,
    }


def main(store: str, gold_file: str) -> None:
    """Print the figures, the hard negatives that joined a family, and the relations."""
    current = Current.of(open_store(store))
    gold = read_gold(Path(gold_file))
    found = {m.uri: family.family_id for family in current.families for m in family.members}
    print({name: round(value, 4) for name, value in judge(found, gold).items()})
    missing = sorted(gold.keys() - found.keys())
    print(f"{len(missing)} gold stories are not in the store {missing[:3]}")
    if not all(len(rest) >= 4 for rest in gold.values()):
        return
    relations = Counter()
    lost = Counter()
    members = {m.uri: m for family in current.families for m in reversed(family.members)}
    roots = {rest[0]: found[uri] for uri, rest in sorted(gold.items()) if rest[2] == "wire" and uri in found}
    for uri, (name, relation, kind, near) in sorted(gold.items()):
        if uri not in found:
            continue
        if near != "-" and found[uri] == roots.get(near):
            print(f"joined: {kind} {uri} to {near}, p {members[uri].probability} as {members[uri].relation}")
        if near == "-":
            lost[kind, found[uri] == roots.get(name)] += 1
            if found[uri] == roots.get(name):
                relations[relation, members[uri].relation] += 1
            else:
                print(f"missed: {kind} {uri} of {name}")
    kinds = sorted({kind for kind, _ in lost})
    print("in the family of the wire, by kind:", {k: f"{lost[k, True]}/{lost[k, True] + lost[k, False]}" for k in kinds})
    print("relation right:", f"{sum(n for (a, b), n in relations.items() if a == b)}/{sum(relations.values())}")
    print("relation wrong:", {f"{a} as {b}": n for (a, b), n in sorted(relations.items()) if a != b})


if __name__ == "__main__":
    main(*sys.argv[1:3])
