"""Our names of links in the vocabularies of others: PROV-O, schema.org, NewsML-G2 and ninjs.

PROV-O (W3C, 2013) tells revisions, quotations and derivations apart; schema.org has terms for translations and corrections and one for all
else; IPTC's item relations (cv.iptc.org/newscodes/itemrelation) have previous versions, and what derives, evolves or is processed. Where a
vocabulary has no term of that meaning, ours is used in a scheme of ours; where it must not, there is None.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from schemas import Membership

OUR_SCHEME: Final = "wkrel"
"""Alias, in an export, of the scheme of our relations."""


class Term(NamedTuple):
    """One of our relations."""

    name: str
    prov: str
    schema_org: str | None
    g2: str
    """QCode of `link/@rel`."""

    @property
    def ninjs(self) -> str:
        """ninjs has no vocabulary of its own for `associations[].rel`: ours, which our own parser reads."""
        return self.name


_ROWS: Final = (
    Term("previousVersion", "wasRevisionOf", "isBasedOn", "irel:prevVersion"),
    Term("correctionOf", "wasRevisionOf", "isBasedOn", f"{OUR_SCHEME}:correctionOf"),
    Term("evolvedFrom", "wasDerivedFrom", "isBasedOn", "irel:evolvedFrom"),
    Term("derivedFrom", "wasDerivedFrom", "isBasedOn", "irel:derivedFrom"),
    Term("processedFrom", "wasDerivedFrom", "isBasedOn", "irel:processedFrom"),
    Term("translationOf", "wasDerivedFrom", "translationOfWork", f"{OUR_SCHEME}:translationOf"),
    Term("abridgementOf", "wasDerivedFrom", "isBasedOn", f"{OUR_SCHEME}:abridgementOf"),
    Term("quotes", "wasQuotedFrom", "citation", f"{OUR_SCHEME}:quotes"),
    Term("partOf", "hadMember", "isPartOf", f"{OUR_SCHEME}:partOf"),
    Term("alternateFormatOf", "alternateOf", None, f"{OUR_SCHEME}:alternateFormatOf"),
    Term("nearDuplicateOf", "alternateOf", None, f"{OUR_SCHEME}:nearDuplicateOf"),
    Term("refersTo", "wasInfluencedBy", "mentions", "irel:seeAlso"),
)
TERMS: Final = {term.name: term for term in _ROWS}
"""By our name. `cancels` and `withholds` are no links between texts: they are told as the standing of what they act on."""
ACTS: Final = ("cancels", "withholds")


def provenance(member: Membership, parent: Membership) -> str:
    """The link that stands for a member's relation to its parent.

    A later version of one item is that, whatever its words. Word for word by another party is processed, by the same one a duplicate;
    all else that is told again is derived. Where it is not known which came first, no more is said than that they are alike.
    """
    if member.story_id == parent.story_id:
        return "correctionOf" if member.relation == "correction" else "previousVersion"
    if not member.direction_known:
        return "nearDuplicateOf"
    if member.relation == "verbatim":
        return "nearDuplicateOf" if member.source is not None and member.source == parent.source else "processedFrom"
    return {"translation": "translationOf", "correction": "correctionOf"}.get(member.relation, "derivedFrom")
