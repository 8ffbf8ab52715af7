"""`DeadLetter`: an item that could not be used, and why."""

from __future__ import annotations

from typing import Literal

from schemas.record import Record, described


class DeadLetter(Record):
    """An item that could not be used: where it lies, its digest, the stage and one plain sentence."""

    schema_: Literal["dead_letter/1"] = described(
        "Name and version of this schema.", alias="schema", default="dead_letter/1", example="dead_letter/1"
    )
    dead_id: str = described("Hash of uri, digest, stage and error: the same failure twice is one dead letter.", example="d77a…")
    uri: str = described("Where it lies: the path and #n for the nth item.", example="in/feed.ndjson#3")
    digest: str = described("Digest of the raw bytes.", example="5d41…")
    size: int = described("Length of the raw bytes.", unit="bytes", example=1024, ge=0)
    stage: str = described("The stage that refused it.", example="parse")
    format: str | None = described("The format it was taken for, if any.", example="ninjs", default=None)
    error: str = described("What is wrong, in one plain sentence.", example="The JSON ends in the middle of an object.")
