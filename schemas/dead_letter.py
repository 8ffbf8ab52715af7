"""`DeadLetter`: an item that could not be used, and why."""

from __future__ import annotations

from typing import Literal

from schemas.record import Record, described
from schemas.story import Removed

Kept = Literal["item", "file", "reference"]


class DeadLetter(Record):
    """An item that could not be used: where it lies, its digest, the stage, one plain sentence, and how to read it again."""

    schema_: Literal["dead_letter/1"] = described(
        "Name and version of this schema.", alias="schema", default="dead_letter/1", example="dead_letter/1"
    )
    dead_id: str = described("Hash of uri, digest, stage and error: the same failure twice is one dead letter.", example="d77a…")
    uri: str = described(
        "Where it lies: the path and #n for the nth item; of a feed that is watched its address.", example="in/feed.ndjson#3"
    )
    digest: str = described("Digest of the raw bytes.", example="5d41…")
    size: int = described("Length of the raw bytes.", unit="bytes", example=1024, ge=0)
    stage: str = described("The stage that refused it.", example="parse")
    format: str | None = described("The format it was taken for, if any: its parser refused it.", example="ninjs", default=None)
    error: str = described("What is wrong, in one plain sentence.", example="The JSON ends in the middle of an object.")
    parser_version: str | None = described(
        "Version of Wirekin, and so of its parsers, that refused it last.", example="0.1.0", default=None
    )
    kept: Kept | None = described(
        "What `wirekin replay` reads: the raw bytes of the item or of its file, which the store keeps by digest, or by reference the file "
        "where it lay. Null where no store was made.",
        example="item",
        default=None,
    )
    file: str | None = described("The file it came in, as named to `ingest`.", example="in/feed.ndjson", default=None)
    file_digest: str | None = described("Digest of that file; null where it could not be read.", example="90ab…", default=None)
    place: int | None = described("Its place among the items of that file, from 0.", example=2, ge=0, default=None)
    places: int | None = described("How many items that file has.", example=40, ge=0, default=None)
    provider: str | None = described("The provider assumed for items that name none, as given.", example="Halden Courier", default=None)
    beside: dict[str, str] = described(
        "Files beside that file which the item asked for: name, and digest of the bytes that the store keeps.",
        example={"123.nitf.xml": "77f1…"},
        default={},
    )
    first_seen: int | None = described(
        "The store's revision that first listed it: the run record has its time.", example=3, ge=1, default=None
    )
    attempts: int = described("How many versions of the parser have refused it, one after the other.", example=1, ge=1, default=1)
    removed: Removed | None = described(
        "Why its raw bytes are not kept, if `wirekin forget` took them out.", example="forgotten", default=None
    )
