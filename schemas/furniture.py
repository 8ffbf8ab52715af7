"""`FurnitureTable`: lines that a source puts around its stories, learned from a store or shipped."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Literal, Self

import orjson

from schemas.record import Record, described

LinePosition = Literal["head", "middle", "tail"]


class LearnedLine(Record):
    """A paragraph or sentence that is furniture in every story of its source."""

    text: str = described("The line, folded: words in small letters, one blank between them.", example="read more from the harbour desk")
    stories: int = described("Stories of the source that carried it; versions do not count.", example=12, ge=0, default=0)
    first_day: str | None = described("Day of the earliest dated one.", unit="RFC 3339 date", example="2025-03-04", default=None)
    last_day: str | None = described("Day of the latest dated one.", unit="RFC 3339 date", example="2025-05-19", default=None)
    position: LinePosition = described("Where it mostly stands in a story.", example="tail", default="tail")


class SourceLines(Record):
    """The lines of one source."""

    source: str = described("The source, casefolded; * for every source.", example="halden courier")
    lines: tuple[LearnedLine, ...] = described("Its lines, sorted by their text.", example=[], default=())


class FurnitureTable(Record):
    """Lines by source, and what they were learned from. `version` is a digest of all the rest, so equal tables have equal versions."""

    schema_: Literal["furniture/1"] = described(
        "Name and version of this schema.", alias="schema", default="furniture/1", example="furniture/1"
    )
    version: str = described("Digest of the table without this field, as 16 hexadecimal digits.", example="00c2a1f09b34d7ee")
    revision: int | None = described("Revision of the store that it was learned from; null if it was not.", example=3, default=None, ge=1)
    settings: dict[str, Any] = described("Settings of that store.", example={"horizon_days": 7}, default={})
    least_stories: int | None = described("Fewest stories that a line had to stand in.", example=3, default=None, ge=2)
    least_days: int | None = described("Fewest days between the first and the last of them.", unit="days", example=7, default=None, ge=0)
    sources: tuple[SourceLines, ...] = described("Lines by source, sorted by the name of the source.", example=[], default=())

    @classmethod
    def of(cls, **fields: Any) -> Self:
        """A table of these fields, with its version worked out."""
        table = cls(version="", **fields)
        return table.model_copy(update={"version": table.digest()})

    def digest(self) -> str:
        """What `version` has to be."""
        rows = self.model_dump(mode="json", exclude={"version"})
        return blake2b(orjson.dumps(rows, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()

    def file_bytes(self) -> bytes:
        """As a file that people can read: indented JSON, keys in the order of definition."""
        return orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_INDENT_2) + b"\n"
