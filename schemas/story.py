"""`Story`: one version of one news item, parsed; or a notice that acts on one."""

from __future__ import annotations

from typing import Literal

from schemas.record import Record, described

Status = Literal["usable", "withheld", "canceled"]
EditKind = Literal["new", "update", "correction", "repeat", "add", "kill", "withhold", "release", "advisory"]
TimeBasis = Literal["item", "zone", "utc", "transport", "text", "none"]
"""`zone`: the item's own stamp names no zone, the provider's is taken. `utc`: nor is the provider's known, UTC is taken."""
Form = Literal["story", "alert", "digest", "daybook", "agate", "table", "advisory"]
Removed = Literal["forgotten", "not kept"]
"""`forgotten`: by `wirekin forget`. `not kept`: the store was made with `--text none`."""
LanguageBasis = Literal["item", "detected", "none"]
FurnitureKind = Literal["headline", "dateline", "byline", "credit", "caption", "date", "promo", "tail", "note", "learned"]


class Furniture(Record):
    """A stretch of `Story.text` that is not the story: kept, but never compared."""

    start: int = described("Where it starts in `text`.", unit="characters", example=0, ge=0)
    end: int = described("Where it ends in `text`, exclusive.", unit="characters", example=24, ge=0)
    kind: FurnitureKind = described("What it is.", example="dateline")


class Link(Record):
    """A link to another item that the item itself asserts."""

    relation: str = described("Name of the relation, from the vocabulary in docs/data-model.md.", example="evolvedFrom")
    target: str = described("The other item's own id, as delivered.", example="urn:example:item:7")


class Story(Record):
    """One version of one news item, parsed. A `notice` acts on a story and is never matched by its own text."""

    schema_: Literal["story/1"] = described("Name and version of this schema.", alias="schema", default="story/1", example="story/1")
    kind: Literal["story", "notice"] = described("A story, or a notice (kill, withhold, release, advisory).", example="story")
    story_id: str = described("Stable over the versions of one item: a hash of the provider's scope and the item's id.", example="s1c8e…")
    uid: str = described("One version of one item: a hash of story_id, version and text digest.", example="u9f02…")
    uri: str = described("The item's own id as delivered; for a file without one, its path and #n.", example="urn:example:item:7")
    version: str | None = described("The version as delivered.", example="2", default=None)
    versioncreated: str | None = described(
        "When this version was made.", unit="RFC 3339, UTC", example="2025-03-04T09:12:00Z", default=None
    )
    published: str | None = described(
        "The item's own time of this version, else the transport's, else null.",
        unit="RFC 3339, UTC",
        example="2025-03-04T09:12:00Z",
        default=None,
    )
    time_basis: TimeBasis = described("Where `published` comes from.", example="item", default="none")
    source: str | None = described("Who delivered or published it.", example="Halden Courier", default=None)
    language: str | None = described("BCP 47 tag, as delivered, or as detected.", example="en", default=None)
    language_basis: LanguageBasis = described("Where `language` comes from.", example="item", default="none")
    form: Form = described(
        "What kind of copy it is; all but a story stay out of families by likeness of text alone.", example="story", default="story"
    )
    headline: str | None = described("The headline.", example="Ferry timetable cut", default=None)
    slug: str | None = described("The slug line.", example="BC-EU--Ferry, 1st Ld-Writethru", default=None)
    byline: str | None = described("The byline, without 'By'.", example="Ines Moldovan", default=None)
    dateline: str | None = described("The dateline, with its credit.", example="TARNOW, Poland (AP)", default=None)
    credit: str | None = described(
        "Credit lines found outside the running text, joined by ' | '.", example="The Associated Press", default=None
    )
    note: str | None = described("The note to editors.", example="Eds: CORRECTS the year in paragraph 3", default=None)
    text: str = described("The body as delivered, Unicode NFC, paragraphs parted by a blank line.", example="The ferry …")
    furniture: tuple[Furniture, ...] = described("What in `text` is not the story, in order.", example=[], default=())
    status: Status = described("What the item says of itself.", example="usable", default="usable")
    embargoed_until: str | None = described("Embargo.", unit="RFC 3339, UTC", example="2025-03-04T12:00:00Z", default=None)
    edit_kind: EditKind = described("What kind of edit this version is, by its own marks.", example="new", default="new")
    links: tuple[Link, ...] = described("Links that the item asserts.", example=[], default=())
    text_digest: str = described("Digest of headline and text.", example="5d41…")
    format: str = described("The format it was read from.", example="ninjs/2.1")
    encoding: str | None = described(
        "The character set it was decoded from where that is not the declared one, or not UTF-8; '+repaired' where mojibake was undone.",
        example="cp1252",
        default=None,
    )

    removed: Removed | None = described(
        "Why there are no words here: headline, slug, byline, dateline, credit, note and text are empty.", example="forgotten", default=None
    )
    record_digest: str | None = described(
        "Of a record without words: digest of the whole record as it was; by that it is known again.",
        example="90abcdef12345678",
        default=None,
    )

    def comparison_text(self) -> str:
        """The text without its furniture. Offsets of matches refer to this string."""
        parts, at = [], 0
        for span in self.furniture:
            parts.append(self.text[at : span.start])
            at = max(at, span.end)
        parts.append(self.text[at:])
        return "".join(parts)
