"""The tables of a snapshot: every column with its type and what it says.

Types are those that DuckDB and BigQuery have in common: no unsigned integers, no enums, no lists in lists, no nulls in lists. The column
`date` by which a table is partitioned is part of the path, and must not be in the files as well.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

Type = Literal["string", "int64", "double", "bool", "timestamp", "strings"]


class Column(NamedTuple):
    """A column: a plain type, `strings` for a list of them, or columns of its own for a list of structs."""

    name: str
    type: Type | tuple[Column, ...]
    says: str


class TableOf(NamedTuple):
    """A table. Rows are sorted by the columns `sort` inside each date; `distinct` drops equal rows."""

    name: str
    says: str
    date: str
    """What the date of a row is."""
    sort: tuple[str, ...]
    columns: tuple[Column, ...]
    distinct: bool = False


FAMILIES: Final = TableOf(
    "families",
    "One row a family, families of one included.",
    "the day of its earliest story, the one that it is called after",
    ("family_id",),
    (
        Column("family_id", "string", "Hash of the earliest story's id."),
        Column("root_uid", "string", "The member that the others hang on."),
        Column("headline", "string", "Of the root."),
        Column("status", "string", "usable, withheld or canceled: that of the root."),
        Column("stories", "int64", "Stories that it holds."),
        Column("members", "int64", "Versions that it holds."),
        Column("first_published", "timestamp", "Earliest time of a member; null if none has one."),
        Column("last_published", "timestamp", "Latest time of a member."),
        Column("origin_uid", "string", "The member taken for the origin; null when unknown or never received."),
        Column("origin_provider", "string", "The agency or outlet that the story comes from, if known."),
        Column("origin_in_store", "bool", "Whether the origin itself was received."),
        Column("origin_confidence", "string", "sure, likely or unknown."),
        Column("origin_why", "string", "In a plain sentence."),
        Column("origin_agency", "string", "Code of the agency that it comes from; null for an outlet's own story."),
        Column("origin_uri", "string", "The origin's own id; of one that was never received the id that members give, if they do."),
        Column("origin_version", "string", "The version that members took from, as delivered."),
        Column("origin_probability", "double", "That the family goes back to this provider, 0 to 1; null where none is named."),
        Column("origin_not_after", "timestamp", "Of an origin that was never received: by when it was out, the earliest time of a member."),
        Column("origin_relayed_by", "strings", "Agencies whose copies here are handed on from it."),
        Column("origin_reasons", "strings", "Why, the strongest first."),
        Column("coherence", "double", "Mean probability over all pairs of stories; null where not all were compared."),
        Column("weakest_uid", "string", "The member that hangs on least; null for a family of one."),
        Column("weakest_uri", "string", "Its item."),
        Column("weakest_probability", "double", "Of its best link, 0 to 1."),
        Column(
            "bridges",
            (
                Column("story_id", "string", "The one story, the smaller id."),
                Column("uri", "string", "Its item."),
                Column("other_story_id", "string", "The other story."),
                Column("other_uri", "string", "Its item."),
                Column("probability", "double", "That the two are one story told again, 0 to 1."),
                Column("stories", "int64", "Stories that would stand on the side of the one; derivatives aside."),
                Column("other_stories", "int64", "Stories that would stand on the side of the other."),
            ),
            "Links without any one of which the family would be in two parts.",
        ),
        Column("notes", "strings", "What a reader should know of how it was made."),
    ),
)

MEMBERS: Final = TableOf(
    "members",
    "One row a member, that is a version in the family of its story.",
    "the day on which the version was published",
    ("family_id", "position"),
    (
        Column("family_id", "string", "The family."),
        Column("position", "int64", "Place in the family, from 0: the root first, then by (published, uid)."),
        Column("story_id", "string", "The item over all its versions."),
        Column("uid", "string", "This version."),
        Column("uri", "string", "The item's own id as delivered; for a file without one its path."),
        Column("version", "string", "As delivered."),
        Column("published", "timestamp", "Time of this version; null if unknown."),
        Column("source", "string", "Who delivered or published it."),
        Column("agency", "string", "The agency whose own copy this is; null for that of others."),
        Column("credits", "strings", "Agencies that it names in dateline, credit lines or running text."),
        Column("headline", "string", "The headline."),
        Column("relation", "string", "To the parent; origin for the root."),
        Column("parent_uid", "string", "The member that it was made from; null for the root."),
        Column("probability", "double", "Of the membership, 0 to 1; null for the root."),
        Column("coverage", "double", "Share of the parent's text taken, 0 to 1; null if not compared."),
        Column("direction_known", "bool", "False where which of the two came first is not known."),
        Column("status", "string", "Its own status now: usable, withheld or canceled."),
        Column("credit", "string", "Whether it names whom the family comes from: credited, uncredited, miscredited; null if not known."),
        Column("reasons", "strings", "Why it belongs, in plain sentences."),
    ),
)

EDGES: Final = TableOf(
    "edges",
    "One row an edge between two versions, as `wirekin edges --all` prints them.",
    "the day on which the version `from_uid` was published",
    ("family_id", "from_uid", "to_uid", "relation", "basis"),
    (
        Column("family_id", "string", "The family of `from_uid`."),
        Column("from_uid", "string", "The derived version."),
        Column("from_uri", "string", "Its item."),
        Column("to_uid", "string", "The version that it comes from or is tied to."),
        Column("to_uri", "string", "Its item."),
        Column("relation", "string", "One of the nine, contains, evolvedFrom, related, or the name of an asserted link."),
        Column("basis", "string", "inferred, or asserted by the item itself."),
        Column("probability", "double", "0 to 1; null for an asserted link."),
        Column("coverage", "double", "Share of the source found in the derived text, 0 to 1; null if not compared, or asserted."),
        Column("reasons", "strings", "Why, in plain sentences."),
        Column("link", "string", "The same in the vocabulary of links, docs/data-model.md; null for contains and related."),
        Column("asserted_by", "string", "Who says so, of an asserted link."),
        Column("method", "string", "What it rests on: text, attachment; link, id, version or notice of an asserted one."),
    ),
    distinct=True,
)

STORIES: Final = TableOf(
    "stories",
    "One row a version or notice: the record `story/1` with every field.",
    "the day on which it was published",
    ("uri", "uid"),
    (
        Column("schema", "string", "Name and version of the record's schema."),
        Column("kind", "string", "story, or notice: a kill, withhold, release or advisory."),
        Column("story_id", "string", "The item over all its versions; of a notice the item acted on."),
        Column("uid", "string", "This version."),
        Column("uri", "string", "The item's own id as delivered; for a file without one its path."),
        Column("version", "string", "As delivered."),
        Column("versioncreated", "timestamp", "When this version was made."),
        Column("published", "timestamp", "The item's own time of this version, else the transport's; null if unknown."),
        Column("time_basis", "string", "Where `published` comes from: item, zone, utc, transport, text, none."),
        Column("source", "string", "Who delivered or published it."),
        Column("language", "string", "BCP 47 tag, as delivered or as detected."),
        Column("language_basis", "string", "item, detected or none."),
        Column("form", "string", "story, alert, digest, daybook, agate, table or advisory."),
        Column("headline", "string", "The headline."),
        Column("slug", "string", "The slug line."),
        Column("byline", "string", "The byline, without 'By'."),
        Column("dateline", "string", "The dateline, with its credit."),
        Column("credit", "string", "Credit lines found outside the running text."),
        Column("note", "string", "The note to editors."),
        Column("text", "string", "The body as delivered, paragraphs parted by a blank line."),
        Column(
            "furniture",
            (
                Column("start", "int64", "Where it starts in `text`, in characters from 0."),
                Column("end", "int64", "Where it ends, exclusive."),
                Column("kind", "string", "What it is, such as dateline or caption."),
            ),
            "What in `text` is not the story, in order.",
        ),
        Column("status", "string", "What the item says of itself: usable, withheld or canceled."),
        Column("embargoed_until", "timestamp", "Embargo."),
        Column("edit_kind", "string", "What kind of edit this version is, by its own marks."),
        Column(
            "links",
            (Column("relation", "string", "Name of the relation."), Column("target", "string", "The other item's own id.")),
            "Links that the item asserts.",
        ),
        Column("text_digest", "string", "Digest of headline and text."),
        Column("format", "string", "The format that it was read from."),
        Column("encoding", "string", "The character set where that is not the declared one, or not UTF-8."),
        Column("removed", "string", "Why there are no words: forgotten, or not kept."),
        Column("record_digest", "string", "Of a record without words: digest of the record as it was."),
    ),
)

EVENTS: Final = TableOf(
    "events",
    "One row an event: what happened to families, in the order in which runs found it.",
    "the day of the story that the family is called after",
    ("number",),
    (
        Column("schema", "string", "Name and version of the record's schema."),
        Column("number", "int64", "Place in the log, from 0."),
        Column("revision", "int64", "The store's revision that brought it."),
        Column("kind", "string", "What happened, such as created, joined or merged; `wirekin history` in output.md has them all."),
        Column("family_id", "string", "The family that it happened to, as it was called then."),
        Column("today_family_id", "string", "The family that holds today the story that `family_id` was called after."),
        Column("story_id", "string", "The story that joined or left, or that was acted on."),
        Column("other_family_id", "string", "Where it came from or went to."),
        Column("detail", "string", "In a few words; of a kill the version acted on."),
        Column("late", "bool", "Of a story that joined: whether it came after stories later than it by more than the horizon."),
    ),
)

ALERTS: Final = TableOf(
    "alerts",
    "One row a kill, withhold or correction and each story that may carry what it took back.",
    "the day of the notice or correction",
    ("cause_uri", "cause_version", "family_id", "uri", "uid"),
    (
        Column("family_id", "string", "The family; null when the story itself was never received."),
        Column("kind", "string", "kill, withhold or correction."),
        Column("cause_uri", "string", "The item that was acted on."),
        Column("cause_version", "string", "The version of the notice or correction."),
        Column("cause_uid", "string", "The notice, or the version that corrects."),
        Column("cause_published", "timestamp", "Its time; null if unknown."),
        Column("uid", "string", "The latest version of the story that may carry it."),
        Column("uri", "string", "Its item."),
        Column("version", "string", "That version, as delivered."),
        Column("state", "string", "still_carries, fixed or unclear."),
        Column("evidence", "string", "In a plain sentence."),
        Column("passages", "int64", "How many passages are shown for it: wirekin alerts has them with their words."),
        Column("lag_seconds", "int64", "From the cause to the version that shows the state; null where that came before."),
        Column("through", "strings", "Versions of other stories that it came through, the nearest first."),
    ),
)

TABLES: Final = (FAMILIES, MEMBERS, EDGES, STORIES, EVENTS, ALERTS)


def arrow_schema(table: TableOf) -> Any:
    """As a pyarrow schema; what a column says is its metadata `description`."""
    import pyarrow as pa

    plain = {
        "string": pa.string(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "timestamp": pa.timestamp("us", "UTC"),
        "strings": pa.list_(pa.string()),
    }

    def field(column: Column) -> Any:
        return pa.field(column.name, kind_of(column.type), metadata={"description": column.says})

    def kind_of(kind: Type | tuple[Column, ...]) -> Any:
        return pa.list_(pa.struct([field(inner) for inner in kind])) if isinstance(kind, tuple) else plain[kind]

    return pa.schema([field(column) for column in table.columns])
