"""Heads against what they stand for: records, prints, the directory, the places that count no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from pipelines.families.head import day_of_head
from pipelines.matching.fingerprint import carrier_of
from pipelines.matching.lexicon import hash64
from pipelines.storage.directory import ENTRY
from pipelines.storage.packs import ROW_BITS, pack_of
from pipelines.verification.contents import Contents
from pipelines.verification.finding import Finding

AGAIN = "Ingest its item again after a repair, which takes it out."


def check_heads(found: Contents) -> Iterator[Finding]:
    """Every head that holds has one record, on its day, and its print at its place; nothing else is told of a version."""
    yield from _misplaced(found)
    if found.whole("heads"):
        yield from _records(found)
        yield from _prints(found)
        yield from _beaten(found)
    if found.whole("heads", "directory"):
        yield from _directory(found)


def _misplaced(found: Contents) -> Iterator[Finding]:
    for day, _, head in found.heads:
        if day != day_of_head(head):
            yield Finding("head", head.uid, f"It lies on day {day}, but is of day {day_of_head(head)}.")


def _records(found: Contents) -> Iterator[Finding]:
    records = Counter((row.uid, row.digest) for row in found.rows)
    days = {(row.uid, row.digest): row.day for row in found.rows}
    for uid, head in sorted(found.held.items()):
        number = records[uid, head.record_digest]
        if number == 0:
            yield Finding("record", uid, f"The record of {head.uri} is lost: no pack of stories has it. {AGAIN}")
        elif number > 1:
            yield Finding("record", uid, f"The packs of stories have the record of {head.uri} {number} times.")
        elif days[uid, head.record_digest] != day_of_head(head):
            yield Finding("record", uid, f"It lies on another day than its head, which is of day {day_of_head(head)}.")
    known = {(head.uid, head.record_digest) for _, _, head in found.heads}
    for row in found.rows:
        if (row.uid, row.digest) not in known:
            yield Finding("record", row.uid, f"No head stands for this record of {row.uri} in {row.pack}.")


def _prints(found: Contents) -> Iterator[Finding]:
    for uid, head in sorted(found.held.items()):
        if head.place == 0:
            if head.digest:
                yield Finding("print", uid, "Its head names a text, but no place of it.")
            continue
        name, at = pack_of("prints", head.place, "parquet"), head.place & ((1 << ROW_BITS) - 1)
        if name in found.lost["prints"]:
            continue
        prints = found.prints.get(name)
        if prints is None or prints.day != day_of_head(head):
            yield Finding("print", uid, f"Its print should lie in {name}, which the manifest does not name for that day.")
        elif at >= len(prints.digest):
            yield Finding("print", uid, f"Its print should be number {at} in {name}, which has {len(prints.digest)}.")
        elif (int(prints.digest[at]), int(prints.carrier[at])) != (head.digest, carrier_of(uid)):
            yield Finding("print", uid, f"The print at its place in {name} is of another text.")


def _beaten(found: Contents) -> Iterator[Finding]:
    """Without this list the index would still offer a record that another one of the same version has beaten."""
    holds = {head.place: uid for uid, head in found.held.items() if head.place}
    listed = {place for places in found.beaten.values() for place in places}
    for place in sorted(listed & holds.keys()):
        yield Finding("beaten", holds[place], "It holds, but its print is listed as beaten.")
    if found.whole("beaten"):
        for day, _, head in found.heads:
            holder = found.held[head.uid]
            if head.place and head.place != holder.place and head.place not in found.beaten.get(day, ()):
                yield Finding("beaten", head.uid, "A record of it was beaten by another one, but its print still counts.")


def _directory(found: Contents) -> Iterator[Finding]:
    for name, entries in sorted(found.directory.items()):
        if found.manifest.directory[name] != len(entries):
            yield Finding("directory", name, f"The manifest counts {found.manifest.directory[name]} entries in it, it has {len(entries)}.")
    every = np.concatenate([np.empty(0, ENTRY), *found.directory.values()])
    listed = set(every.tolist())
    missing = {(head.story_id, day) for day, _, head in found.heads if (hash64(head.story_id), day) not in listed}
    for story, day in sorted(missing):
        yield Finding("directory", story, f"It has versions on day {day}, and the directory does not say so.")
