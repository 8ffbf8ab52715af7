"""`Head`: what families need of one version, without its text."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from typing import Any, Final, Self

from pipelines.families.namings import How, attributed, filed_from, namings, writer_of
from pipelines.matching.candidates import day_of
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.headlines import packed_headline
from pipelines.matching.languages import primary
from pipelines.matching.relation import Side
from pipelines.trade.agencies import CODES, agency_code
from pipelines.trade.slugs import base_slug
from pipelines.trade.version_numbers import version_key
from schemas import Story
from schemas.story import EditKind, Form, Removed, Status

_SEVERITY: Final = {"usable": 0, "withheld": 1, "canceled": 2}


@dataclass(frozen=True, slots=True)
class Head:
    """One version or notice. `digest` names its comparison text (0: not matched), `place` says where that lies in the packs."""

    story_id: str
    uid: str
    notice: bool
    edit_kind: EditKind
    status: Status
    uri: str
    version: str | None
    versioncreated: str | None
    published: str | None
    source: str | None
    headline: str | None
    text_digest: str
    record_digest: str
    agency: str | None
    """The agency whose own copy this is: it is the source."""
    credits: tuple[str, ...]
    """Agencies named in dateline, credit lines or running text, sorted."""
    links: tuple[tuple[str, str], ...] = ()
    """(relation, target) that the item asserts."""
    slug: str | None = None
    """Names the slug line without its marks of version and piece; a hash, since a slug is words."""
    form: Form = "story"
    removed: Removed | None = None
    """Why the store keeps no words of it."""
    language: str | None = None
    """The first part of its tag: en, pt."""
    headline_stems: str = ""
    """The headline as hashes, `matching.headlines`."""
    named: tuple[tuple[str, How], ...] = ()
    """`credits`, each with how it is named; empty in heads of before this was told."""
    attributed: tuple[str, ...] = ()
    """Hashes of the names of newsrooms and others that it says it has something from."""
    writer: str | None = None
    """Hash of the names in its byline."""
    byline: str | None = None
    filed_from: str | None = None
    """The place in its dateline. This and the byline are words: they go when its words go."""
    digest: int = 0
    place: int = 0

    @classmethod
    def of(cls, story: Story, record_digest: str, *, digest: int = 0, place: int = 0) -> Self:
        """The head of a story; digest and place as the packs have them."""
        named = namings(story)
        return cls(
            story_id=story.story_id,
            uid=story.uid,
            notice=story.kind == "notice",
            edit_kind=story.edit_kind,
            status=story.status,
            uri=story.uri,
            version=story.version,
            versioncreated=story.versioncreated,
            published=story.published,
            source=story.source,
            headline=story.headline,
            text_digest=story.text_digest,
            record_digest=record_digest,
            agency=agency_code(story.source),
            credits=tuple(code for code, _ in named),
            links=tuple((link.relation, link.target) for link in story.links),
            slug=_slug_name(base_slug(story.slug)),
            form=story.form,
            removed=story.removed,
            language=primary(story.language) if story.language else None,
            headline_stems=packed_headline(story),
            named=named,
            attributed=attributed(story),
            writer=writer_of(story),
            byline=story.byline,
            filed_from=filed_from(story),
            digest=digest,
            place=place,
        )

    def as_row(self) -> dict[str, Any]:
        """As JSON fields."""
        return asdict(self)

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Self:
        """Back from JSON fields; unknown ones are ignored."""
        known = {f.name: row[f.name] for f in fields(cls) if f.name in row}
        pairs = {name: tuple((one, other) for one, other in row.get(name, ())) for name in ("links", "named")}
        names = {name: tuple(row.get(name, ())) for name in ("credits", "attributed")}
        return cls(**{**known, **pairs, **names})

    def wins_over(self, other: Head) -> bool:
        """Of two records with one uid the graver status wins, then the smaller digest: whichever arrived first."""
        return (-_SEVERITY[self.status], self.record_digest) < (-_SEVERITY[other.status], other.record_digest)

    def naming(self, agency: str) -> How | None:
        """How it names an agency, if it does; of a head of before this was told, somehow."""
        return dict(self.named).get(agency, "named" if agency in self.credits else None)

    @property
    def signed(self) -> frozenset[str]:
        """Agencies in its dateline, byline or credit lines; its own is none of them."""
        return frozenset(code for code, how in self.named if how == "signed" and code != self.agency and code in CODES)

    @property
    def agencies(self) -> frozenset[str]:
        """Agencies that it is from or names."""
        return frozenset((*self.credits, self.agency) if self.agency else self.credits)

    @property
    def side(self) -> Side:
        """What the question of direction needs."""
        return Side(self.source, self.agency, self.credits, self.published)

    @property
    def version_order(self) -> tuple[object, ...]:
        """Order of the versions of one story: (version, versioncreated, digest), numbers as numbers; never arrival.

        Of versions of one kind only: `lifecycle.in_order` is for all."""
        return (*version_key(self.version), self.made, self.text_digest, self.uid)

    @property
    def made(self) -> str:
        """When this version was made, as far as anything says so; "" sorts first."""
        return self.versioncreated or self.published or ""


def record_digest(story: Story, row: bytes | None = None) -> str:
    """Digest of a whole record, `row` if it lies in a store: what tells two records of one uid apart. Without words it stays the same."""
    return story.record_digest or row_digest(story.json_bytes() if row is None else row)


def row_digest(row: bytes) -> str:
    """The same of a record as stored, whatever fields it has: a record of another version of the schema keeps its digest."""
    return blake2b(row, digest_size=8).hexdigest()


def _slug_name(slug: str | None) -> str | None:
    return blake2b(slug.encode(), digest_size=8).hexdigest() if slug else None


def day_of_head(head: Head) -> int:
    """The day that a version or notice lies on; that of the undated without a time."""
    day: int = day_of(microseconds(head.published))
    return day


def time_order(head: Head) -> tuple[bool, str, str]:
    """Order by (published, uid), the undated last."""
    return (head.published is None, head.published or "", head.uid)


def credited_agencies(story: Story) -> tuple[str, ...]:
    """Agencies that a story names: in its dateline, byline, credit lines or running text."""
    return tuple(code for code, _ in namings(story))
