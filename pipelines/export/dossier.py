"""`Dossier`: all that an export says of a family, gathered from the records of a store; no vocabulary yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from pipelines.export.names import foreign_iri, item_iri, link_iri, version_iri
from pipelines.families.asserted import assertions
from pipelines.families.head import Head
from pipelines.families.lifecycle import chains, reaches, released
from pipelines.families.placeholder import Said, said_of
from pipelines.families.vocabulary import ACTS, TERMS, Term, provenance
from pipelines.trade.relays import is_global, item_names
from schemas import Family, Membership, Run, Story

Basis = Literal["asserted", "inferred"]
_FORMER: Final = {"kill": "canceled", "withhold": "withheld"}


class Maker(NamedTuple):
    """What decided the family."""

    software: str
    """Version of Wirekin."""
    model: str
    """The scorer, by name and digest."""
    settings: str
    """Digest of all settings that results depend on."""
    run: Run | None = None
    """The run that last changed the family, where that is wanted; which that is depends on how runs were cut."""


class Tie(NamedTuple):
    """A link, from the derived to its source."""

    member: Membership
    relation: str
    """Our name of it: one of `families.vocabulary.TERMS`."""
    target: str
    """IRI of the version or item that it leads to."""
    to: Head | None
    """What that is, if it is in the store: the version, or the earliest of the item."""
    basis: Basis
    exact: bool
    """Whether it leads to that very version, or to the item."""
    probability: float | None = None
    coverage: float | None = None
    reasons: tuple[str, ...] = ()

    @property
    def term(self) -> Term:
        """In other vocabularies."""
        return TERMS[self.relation]

    @property
    def iri(self) -> str:
        """Its own name."""
        return link_iri(self.basis, self.relation, self.member.uid, self.target)


class Ending(NamedTuple):
    """A version is canceled or withheld: by which notice, if it was one."""

    status: Literal["canceled", "withheld"]
    notice: Head | None


@dataclass(frozen=True)
class Dossier:
    """A family with what lies around it."""

    family: Family
    heads: Mapping[str, Head]
    """Of its members and of the notices on its stories, by uid."""
    ties: tuple[Tie, ...]
    stories: Mapping[str, Story]
    """Records by uid. Those of members without words say no more than their heads."""
    maker: Maker
    words: bool = False
    """Whether bodies are wanted."""

    @cached_property
    def notices(self) -> tuple[Head, ...]:
        """What acts on its stories: kills, withholds, releases, advisories; by story, in their order."""
        return tuple(head for chain in self.chains.values() for head in chain if head.notice)

    @cached_property
    def said(self) -> Said:
        """What its members tell of an origin that was never received."""
        return said_of(self.family, self.heads)

    @cached_property
    def members(self) -> dict[str, Membership]:
        """By uid."""
        return {member.uid: member for member in self.family.members}

    @cached_property
    def chains(self) -> dict[str, tuple[Head, ...]]:
        """story_id -> its versions and notices, in their order."""
        return {story: tuple(chain) for story, chain in chains(self.heads.values()).items()}

    def number(self, head: Head) -> int:
        """A version's number, from 1: as delivered where all versions of the item have such numbers, else its place among them."""
        chain = self.chains[head.story_id]
        numbers = [int(one.version) if one.version and one.version.isascii() and one.version.isdigit() else 0 for one in chain]
        if min(numbers) > 0 and max(numbers) < 1 << 31 and len(set(numbers)) == len(numbers):
            return int(head.version or "0")
        return chain.index(head) + 1

    def ties_of(self, uid: str) -> tuple[Tie, ...]:
        """Those that go out from a member."""
        return tuple(tie for tie in self.ties if tie.member.uid == uid)

    def endings(self) -> Iterator[tuple[Membership, Ending]]:
        """The members that are no longer usable."""
        for member in self.family.members:
            if member.status != "usable":
                yield member, Ending(member.status, self._cause(member))

    def _cause(self, member: Membership) -> Head | None:
        """The first notice that made it what it is; None where its own record says so."""
        head, chain = self.heads[member.uid], self.chains[member.story_id]
        versions = [one for one in chain if not one.notice]
        notices = [one for one in chain if one.notice]
        acting = (one for one in notices if _FORMER.get(one.edit_kind) == member.status and reaches(one, head))
        return next((one for one in acting if one.edit_kind == "kill" or not released(one, versions, notices)), None)

    def story(self, uid: str) -> Story | None:
        """The record of a version, where it has words."""
        story = self.stories.get(uid)
        return None if story is None or story.removed is not None else story

    def body(self, uid: str) -> str | None:
        """The text of a version, where it is wanted and kept."""
        story = self.story(uid)
        return story.text or None if self.words and story is not None else None

    @cached_property
    def latest(self) -> str | None:
        """The latest time of any of it; None if none has one."""
        return max((head.versioncreated or head.published or "" for head in self.heads.values()), default="") or None


def dossier_of(
    family: Family,
    heads: Mapping[str, Head],
    by_name: Mapping[str, Sequence[Head]],
    horizon: int,
    some_stories: Callable[[set[str]], Mapping[str, Story]],
    maker: Maker,
    *,
    words: bool = False,
) -> Dossier:
    """The dossier of a family, from all heads of a store, and by what items are called. `horizon` in microseconds."""
    held = set(family.story_ids)
    own = {uid: head for uid, head in heads.items() if head.story_id in held}
    ties: dict[str, Tie] = {}
    for tie in (*_of_tree(family, own), *_of_versions(family, own), *_of_items(family, own, by_name), *_of_relays(family, own, horizon)):
        ties.setdefault(tie.iri, tie)
    return Dossier(family, own, tuple(ties.values()), some_stories(set(own)), maker, words)


def _of_tree(family: Family, heads: Mapping[str, Head]) -> Iterator[Tie]:
    """From each member but the root to its parent. That two versions are of one item is said by the item itself."""
    members = {member.uid: member for member in family.members}
    for member in family.members:
        if member.parent_uid is not None:
            parent = members[member.parent_uid]
            basis: Basis = "asserted" if member.story_id == parent.story_id else "inferred"
            yield Tie(
                member,
                provenance(member, parent),
                version_iri(parent.uid),
                heads[parent.uid],
                basis,
                True,
                member.probability if basis == "inferred" else None,
                member.coverage,
                tuple(reason for reason in member.reasons if reason != "direction_unknown"),
            )


def _of_versions(family: Family, heads: Mapping[str, Head]) -> Iterator[Tie]:
    """From each version to the one before it, where it hangs on another."""
    members = {member.uid: member for member in family.members}
    for chain in chains(heads[uid] for uid in members).values():
        for before, head in pairwise(chain):
            relation = "correctionOf" if head.edit_kind == "correction" else "previousVersion"
            yield Tie(members[head.uid], relation, version_iri(before.uid), before, "asserted", True)


def _of_items(family: Family, heads: Mapping[str, Head], by_name: Mapping[str, Sequence[Head]]) -> Iterator[Tie]:
    """The links that items assert, also to what was never received."""
    for member in family.members:
        for relation, target in dict.fromkeys(heads[member.uid].links):
            meant = [
                other
                for name in item_names(target)
                for other in by_name.get(name, ())
                if not other.notice and (is_global(name) or other.source == member.source)
            ]
            if relation in ACTS or relation not in TERMS or any(other.story_id == member.story_id for other in meant):
                continue
            to = min(meant, key=lambda other: (other.version_order, other.story_id), default=None)
            yield _to_item(member, relation, foreign_iri(target, member.source), to)


def _of_relays(family: Family, heads: Mapping[str, Head], horizon: int) -> Iterator[Tie]:
    """From what goes by an agency's id to that agency's own item."""
    members = {member.uid: member for member in family.members}
    for one in assertions((heads[uid] for uid in members), horizon):
        if one.relation in TERMS and one.relation not in ACTS:
            yield _to_item(members[one.derived.uid], one.relation, "", one.source)


def _to_item(member: Membership, relation: str, foreign: str, to: Head | None) -> Tie:
    return Tie(member, relation, foreign if to is None else item_iri(to), to, "asserted", False)
