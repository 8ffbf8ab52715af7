"""Whether a member names the agency that it took from."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.families.head import Head
from pipelines.families.namings import name_hash
from schemas import Origin
from schemas.family import Credit


def credit_of(version: Head, origin: Origin) -> Credit | None:
    """Whether a version credits the origin of its family. None where there is nothing to credit: it is the origin's own, the origin is not
    known or not likely enough, or the version has no words.

    Any naming is a credit, also of an agency that handed the origin on. A wrong credit is one in a dateline, a byline or a line of credit,
    of another agency and not of that one; a name in the text may be the source of another claim."""
    if origin.provider is None or origin.confidence == "unknown":
        return None
    if version.source == origin.provider or (origin.agency is not None and version.agency == origin.agency):
        return None
    if origin.agency is None and name_hash(origin.provider) in (*version.attributed, *map(name_hash, version.credits)):
        return "credited"
    right = {origin.agency, *origin.relayed_by} - {None, version.agency}
    if not right.isdisjoint(version.credits):
        return "credited"
    if not version.digest:
        return None
    return "miscredited" if version.signed else "uncredited"


def counted(found: Sequence[Credit | None]) -> dict[Credit, int]:
    """How many of each."""
    return {kind: sum(one == kind for one in found) for kind in ("credited", "uncredited", "miscredited")}
