"""Stories, heads and prints brought in step, pack by pack of stories: heads and prints are made again where they are not whole, and what is
left of a lost pack of stories goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipelines.families.head import Head, day_of_head, row_digest
from pipelines.matching.fingerprint import carrier_of
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import ROW_BITS, pack_of, rows_to_bytes, write_pack
from pipelines.storage.store import Store
from pipelines.verification.contents import Contents, Row
from pipelines.verification.finding import Finding
from pipelines.verification.remake import heads_of, salvaged

KINDS: Final = ("stories", "heads", "prints")
WORDS: Final = "The store keeps none: agencies that it names, its slug and maybe its keys are lost."
Lists = dict[str, dict[str, tuple[str, ...]]]


def in_step(store: Store, base: Manifest, found: Contents) -> tuple[Lists, set[int], list[Finding]]:
    """What of the manifest changes (nothing where every pack came out under its name), on which days, and what could be salvaged."""
    rows: dict[str, list[Row]] = {}
    for row in found.rows:
        rows.setdefault(row.pack, []).append(row)
    heads: dict[str, list[Head]] = {}
    for _, pack, head in found.heads:
        heads.setdefault(pack, []).append(head)
    of_rows = {tuple((head.uid, head.record_digest) for head in own): pack for pack, own in heads.items()}
    after: Lists = {kind: {} for kind in KINDS}
    changed, said = set[int](), list[Finding]()
    for day, names in base.stories.items():
        kept: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for name in names:
            pack = name
            if name not in rows:
                saved, own_rows = _salvaged(store, name, found)
                if saved is None:
                    continue
                pack, rows[saved] = saved, own_rows
                said.append(Finding("repaired", name, f"{len(own_rows)} of its records are whole, and now in {pack}."))
            own = of_rows.get(tuple((row.uid, row.digest) for row in rows[pack]))
            prints = _whole(found, int(day), heads[own]) if own is not None else None
            if own is None or prints is None or (not prints and found.lost["prints"].intersection(base.prints.get(day, ()))):
                remade, own, wordless = heads_of(store, pack, {n: p for n, p in found.prints.items() if p.day == int(day)})
                prints = [remade]
                said += [
                    Finding("lost", story.uid, f"What the words of {story.uri} told is not known any more. {WORDS}") for story in wordless
                ]
            for kind, some in zip(KINDS, ([pack], [own], prints), strict=True):
                kept[kind] += [one for one in some if one not in kept[kind]]
        for kind, some in kept.items():
            held = getattr(base, kind).get(day, ())
            if kind == "prints":  # nothing points into one that holds nothing
                some += [one for one in held if one in found.prints and not len(found.prints[one].digest) and one not in some]
            if set(some) != set(held):
                changed.add(int(day))
            if some:
                after[kind][day] = held if set(some) == set(held) else tuple(some)
    return (after if changed else {}), changed, said


def _salvaged(store: Store, name: str, found: Contents) -> tuple[str | None, list[Row]]:
    """A pack of what is still whole in a damaged one of stories, and its rows; None where nothing is."""
    data = store.read_versioned(name)
    heads = {head.record_digest: head for _, _, head in found.heads}
    whole = salvaged(data[0], heads) if data is not None else []
    if not whole:
        return None, []
    pack = write_pack(store, "stories", rows_to_bytes(whole), "ndjson.gz")
    own = [heads[row_digest(row)] for row in whole]
    return pack, [Row(head.story_id, head.uid, head.uri, head.record_digest, day_of_head(head), pack) for head in own]


def _whole(found: Contents, day: int, heads: Iterable[Head]) -> list[str] | None:
    """The packs of prints that these heads point into; None unless all are there and hold what the heads say."""
    names: list[str] = []
    for head in heads:
        if day_of_head(head) != day:
            return None
        if head.place == 0:
            continue
        name, at = pack_of("prints", head.place, "parquet"), head.place & ((1 << ROW_BITS) - 1)
        prints = found.prints.get(name)
        if prints is None or prints.day != day or at >= len(prints.digest):
            return None
        if (int(prints.digest[at]), int(prints.carrier[at])) != (head.digest, carrier_of(head.uid)):
            return None
        if name not in names:
            names.append(name)
    return names
