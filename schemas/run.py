"""`Run`: what one run read and made. The only record that holds wall time."""

from __future__ import annotations

from typing import Literal

from schemas.record import Record, described


class Run(Record):
    """What one run read and made. `read = stories + notices + duplicates + dead`, always."""

    schema_: Literal["run/1"] = described("Name and version of this schema.", alias="schema", default="run/1", example="run/1")
    revision: int = described("The store's revision that this run made.", example=3, ge=1)
    started: str = described("Wall time at the start.", unit="RFC 3339, UTC", example="2025-03-04T09:12:00Z")
    seconds: float = described("Wall time it took.", unit="seconds", example=12.5, ge=0)
    runner: str = described("The Beam runner.", example="FnApiRunner")
    inputs: tuple[str, ...] = described("Inputs as typed; of a replay none.", example=["seeds/stories"])
    read: int = described("Items found in the inputs.", example=100, ge=0)
    stories: int = described("New stories (versions).", example=90, ge=0)
    notices: int = described("New notices.", example=1, ge=0)
    late: int = described(
        "Of the new ones those of a time more than the horizon before the latest that the store held.", example=0, ge=0, default=0
    )
    duplicates: int = described("Items that the store or this run already had.", example=7, ge=0)
    dead: int = described("Dead letters.", example=2, ge=0)
    candidates: int = described("Candidate pairs of the days that this run touched.", example=300, ge=0)
    compared: int = described("Pairs compared by this run.", example=250, ge=0)
    matches: int = described("Pairs of those days with a probability of .5 or more.", example=80, ge=0)
    replayed: int = described("Dead letters that this run read again.", example=2, ge=0, default=0)
    settled: tuple[str, ...] = described("Of those the ones that parse now, and left the list: their ids.", example=["d77a…"], default=())
