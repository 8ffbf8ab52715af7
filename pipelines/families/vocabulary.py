"""Our names of links, and what they are in the vocabularies of others: PROV-O, schema.org, NewsML-G2 and ninjs.

PROV-O (W3C, 2013) tells revisions, quotations and derivations apart; schema.org has terms for translations and corrections and one for all
else; IPTC's item relations (cv.iptc.org/newscodes/itemrelation) have previous versions, and what derives, evolves or is processed. Where a
vocabulary has no term of that meaning, ours is used in a scheme of ours; where it must not, there is None.

Every link leads from the derived to its source. `assertion` reads what a provider states, `provenance` names what was found of a member.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from pipelines.trade.relations import STATED, LinkName, assertion
from schemas import Membership

__all__ = ["ACTS", "JOINS", "OUR_SCHEME", "TERMS", "LinkName", "Term", "assertion", "provenance"]

OUR_SCHEME: Final = "wkrel"
"""Alias, in an export, of the scheme of our relations."""
Place = Literal["one item", "one family", "no family"]


class Term(NamedTuple):
    """One of our names, in other vocabularies."""

    name: LinkName
    meaning: str
    place: Place
    """Where an asserted link of this name puts its two ends: two versions of one item, two stories of one family, or wherever they are."""
    prov: str
    schema_org: str | None
    g2: str
    """QCode of `link/@rel`."""

    @property
    def ninjs(self) -> str:
        """ninjs has no vocabulary of its own for `associations[].rel`: ours, which our own parser reads."""
        return self.name

    @property
    def in_family(self) -> bool:
        """Whether both ends belong into one family."""
        return self.place != "no family"

    @property
    def stated(self) -> tuple[str, ...]:
        """How formats and providers say it, beside the name itself."""
        return STATED.get(self.name, ())


def _ours(name: str) -> str:
    return f"{OUR_SCHEME}:{name}"


_ROWS: Final = (
    Term("previousVersion", "a later version of one item", "one item", "wasRevisionOf", "isBasedOn", "irel:prevVersion"),
    Term("correctionOf", "puts the other right", "one family", "wasRevisionOf", "isBasedOn", _ours("correctionOf")),
    Term("cancels", "a kill of the other", "one family", "wasInvalidatedBy", "creativeWorkStatus", _ours("cancels")),
    Term("withholds", "a withhold of the other", "one family", "wasInvalidatedBy", "creativeWorkStatus", _ours("withholds")),
    Term("evolvedFrom", "news that goes on: another story", "no family", "wasDerivedFrom", "isBasedOn", "irel:evolvedFrom"),
    Term("derivedFrom", "made from the other", "one family", "wasDerivedFrom", "isBasedOn", "irel:derivedFrom"),
    Term("processedFrom", "the other passed on, nearly word for word", "one family", "wasDerivedFrom", "isBasedOn", "irel:processedFrom"),
    Term("translationOf", "the other in another language", "one family", "wasDerivedFrom", "translationOfWork", _ours("translationOf")),
    Term("abridgementOf", "the other made shorter by its own source", "one family", "wasDerivedFrom", "isBasedOn", _ours("abridgementOf")),
    Term("quotes", "words of the other, and a story of its own", "no family", "wasQuotedFrom", "citation", _ours("quotes")),
    Term("alternateFormatOf", "the same version in another format", "one family", "alternateOf", None, _ours("alternateFormatOf")),
    Term("partOf", "a later piece of the other: an add, a take", "one family", "hadMember", "isPartOf", _ours("partOf")),
    Term("nearDuplicateOf", "nearly the same text, either way", "one family", "alternateOf", None, _ours("nearDuplicateOf")),
    Term("refersTo", "has to do with the other", "no family", "wasInfluencedBy", "mentions", "irel:seeAlso"),
)
TERMS: Final[dict[str, Term]] = {term.name: term for term in _ROWS}
"""By our name, in the order of docs/data-model.md."""
ACTS: Final[frozenset[str]] = frozenset(("cancels", "withholds"))
"""Links of notices: no ties between texts, but the standing of what they act on."""
JOINS: Final[frozenset[str]] = frozenset(term.name for term in _ROWS if term.in_family) - ACTS - {"nearDuplicateOf"}
"""Asserted between two stories, these put both into one family, whatever their texts say. Nobody asserts near duplicates."""


def provenance(member: Membership, parent: Membership) -> LinkName:
    """The link that stands for a member's relation to its parent.

    A later version of one item is that, whatever its words. Word for word by another party is processed, by the same one a duplicate;
    all else that is told again is derived, also an update by another item of the same source: to be evolved, it would have to be another
    story, and then it were no member. Where it is not known which came first, no more is said than that they are alike.
    """
    if member.story_id == parent.story_id:
        return "correctionOf" if member.relation == "correction" else "previousVersion"
    if not member.direction_known:
        return "nearDuplicateOf"
    if member.relation == "verbatim":
        return "nearDuplicateOf" if member.source is not None and member.source == parent.source else "processedFrom"
    if member.relation == "translation":
        return "translationOf"
    return "correctionOf" if member.relation == "correction" else "derivedFrom"
