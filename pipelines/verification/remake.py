"""What is made of stories, made again: prints and heads of a pack, match rows of a day, families, directory.

The same functions as in a run, without its graph; so the packs come out byte for byte as a run had made them, as long as the libraries that
take texts apart and write Parquet are the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray

from pipelines.families.build import families_of
from pipelines.families.head import Head, record_digest, row_digest
from pipelines.families.ids import home_day
from pipelines.families.regions import regions
from pipelines.families.rules import Rules
from pipelines.matching.candidates import POSTING, UNDATED_DAY, hits_of, tally
from pipelines.matching.fingerprint import carrier_of, fingerprints
from pipelines.options import MatchSettings
from pipelines.stages.compare import PlacedTexts, PrintReader
from pipelines.stages.fingerprint import MATCHED
from pipelines.storage.manifest import Manifest
from pipelines.storage.packs import bytes_to_rows, matches_to_bytes, place_of, postings_of, prints_to_bytes, rows_to_bytes, write_pack
from pipelines.storage.store import NotStored, Store, StoredDiffers
from pipelines.verification.contents import Prints, no_matches
from schemas import Family, Story

Rows = NDArray[np.void]
HEADER: Final = 10
"""Bytes of gzip's header as packs have it, without a name or a time."""


class Mending:
    """A `Store` in which a pack that is damaged gives way to the right bytes: a name that is made of bytes can mean no others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read, self.read_versioned, self.swap = store.read, store.read_versioned, store.swap
        self.names, self.delete, self.sweep = store.names, store.delete, store.sweep

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """See `Store.put_if_absent`, but nothing differs in the end."""
        try:
            return self._store.put_if_absent(name, data)
        except StoredDiffers:
            self._store.delete(name)
            return self._store.put_if_absent(name, data)


def heads_of(store: Store, pack: str, prints: Mapping[str, Prints]) -> tuple[str, str, list[Story]]:
    """The packs of prints and heads of a pack of stories, both there afterwards: their names; and stories of which not all could be made.

    `prints`: packs of that day that are whole. Where one of them is that of these stories, it is taken; else texts are fingerprinted once
    more. A record without words has none: without its print it has no keys, and without its head nobody knows what its words told."""
    told = [(Story.from_stored(row), row) for row in bytes_to_rows(store.read(pack))]
    matched = [story for story, _ in told if story.kind == "story" and story.form in MATCHED]
    worded = [story for story in matched if story.removed is None]
    name, digests, of = _own(prints, matched), [], matched
    if name is None:
        made = fingerprints(worded)
        name, digests, of = write_pack(store, "prints", prints_to_bytes(made), "parquet"), [p.digest for p in made], worded
    else:
        digests = prints[name].digest.tolist()
    where = {story.uid: (digest, place_of(name, row)) for row, (story, digest) in enumerate(zip(of, digests, strict=True))}
    heads = []
    for story, row in told:
        digest, place = where.get(story.uid, (0, 0))
        heads.append(replace(Head.of(story, record_digest(story, row)), digest=digest, place=place))
    kept = write_pack(store, "heads", rows_to_bytes(orjson.dumps(head.as_row()) for head in heads), "ndjson.gz")
    return name, kept, [story for story, _ in told if story.removed is not None]


def _own(prints: Mapping[str, Prints], stories: Sequence[Story]) -> str | None:
    """The pack that holds the prints of just these."""
    carriers = [carrier_of(story.uid) for story in stories]
    return next((name for name, own in sorted(prints.items()) if own.carrier.tolist() == carriers), None)


def salvaged(data: bytes, known: Container[str]) -> list[bytes]:
    """The rows of a damaged pack of stories that are whole: those that a head names by their digest."""
    stream, plain = zlib.decompressobj(wbits=-15), []
    with suppress(zlib.error):
        for at in range(HEADER, len(data)):  # byte by byte: what comes before the damage comes out before the error
            plain.append(stream.decompress(data[at : at + 1]))
    return [row for row in b"".join(plain).split(b"\n") if row_digest(row) in known]


def matches_of(store: Store, manifest: Manifest, day: int, beaten: Mapping[int, Iterable[int]], rules: Rules) -> str | None:
    """The pack of match rows of a day, worked out from prints; None where there are none. `beaten`: places that count no more."""
    settings = MatchSettings(**manifest.settings)
    first = day if day == UNDATED_DAY else day - settings.horizon_days
    found = [np.empty(0, POSTING)]
    for other in (int(d) for d in manifest.prints):
        if first <= other <= day or other == UNDATED_DAY:
            for name in manifest.prints[str(other)]:
                postings = postings_of(name, store.read(name), settled=other != day)
                found.append(postings[~np.isin(postings["place"], np.array(sorted(beaten.get(other, ())), np.uint64))])
    pairs = tally(hits_of(np.concatenate(found), horizon=settings.horizon, cap=settings.cap, head=settings.head)[0])
    named = {(min(a, b), max(a, b)): (p, o) for p, o, a, b in pairs[["place", "other", "digest", "other_digest"]].tolist()}
    if not named:
        return None
    rows = PrintReader(store, rules.scorer).compare_places([named[pair] for pair in sorted(named)])
    rows["day"] = day
    return write_pack(store, "matches", matches_to_bytes(rows), "parquet")


def all_families(store: Store, heads: Sequence[Head], matches: Mapping[int, Rows], rules: Rules) -> list[Family]:
    """The families of everything: as one run makes them that everything came with."""
    rows = np.concatenate([no_matches(), *(matches[day] for day in sorted(matches))])
    reader = PrintReader(store, rules.scorer)
    out: list[Family] = []
    for region in regions(heads, [], rows, no_matches(), lambda head: True, rules):
        places = {head.digest: head.place for head in region.heads if head.digest}
        out += families_of(region, PlacedTexts(reader, places), rules)
    return out


def families_by_day(store: Store, families: Iterable[Family]) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    """Packs of families by day, and how many families a day has and how many stories the largest."""
    by_day: dict[int, list[Family]] = {}
    for family in families:
        by_day.setdefault(home_day(family), []).append(family)
    packs, sizes = {}, {}
    for day, own in sorted(by_day.items()):
        rows = [family.json_bytes() for family in sorted(own, key=lambda family: family.family_id)]
        packs[str(day)] = write_pack(store, "families", rows_to_bytes(rows), "ndjson.gz")
        sizes[str(day)] = len(own), max(len(family.story_ids) for family in own)
    return packs, sizes


def is_right(store: Store, name: str) -> bool:
    """Whether a pack is there with the bytes that it is named by."""
    try:
        return blake2b(store.read(name), digest_size=5).hexdigest() == name.rpartition("/")[2].partition(".")[0]
    except NotStored:
        return False
