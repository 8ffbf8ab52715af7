"""What providers call the links between items, in our words: one table for all formats.

NewsML-G2 has item relations (cv.iptc.org/newscodes/itemrelation), AP has `derivedfrom` and `refersto`, NewsML 1.2 `DerivedFrom` and
`AssociatedWith`, NITF `management-doc-idref`, Superdesk `evolvedfrom` and `replacing`, Atom `via`; pages have terms of schema.org.
"""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

LinkName = Literal[
    "previousVersion",
    "correctionOf",
    "cancels",
    "withholds",
    "evolvedFrom",
    "derivedFrom",
    "processedFrom",
    "translationOf",
    "abridgementOf",
    "quotes",
    "alternateFormatOf",
    "partOf",
    "nearDuplicateOf",
    "refersTo",
]
"""Our names of links, each from the derived to its source; docs/data-model.md says what they mean."""
NAMES: Final[tuple[LinkName, ...]] = get_args(LinkName)
STATED: Final[dict[LinkName, tuple[str, ...]]] = {
    "previousVersion": (
        "irel:prevVersion", "RevisionId@PreviousRevision", "management-doc-idref", "replacing", "replaces", "revisionOf", "wasRevisionOf",
    ),
    "correctionOf": ("sig:correction", "corrects"),
    "cancels": ("stat:canceled", "stat:cancelled"),
    "withholds": ("stat:withheld",),
    "evolvedFrom": ("irel:evolvedFrom", "evolvedfrom"),
    "derivedFrom": ("irel:derivedFrom", "DerivedFrom", "derivedfrom", "via", "isBasedOn", "isBasedOnUrl", "wasDerivedFrom"),
    "processedFrom": ("irel:processedFrom", "hopHistory"),
    "translationOf": ("translatedFrom", "translation", "translationOfWork"),
    "quotes": ("citation", "wasQuotedFrom"),
    "alternateFormatOf": ("specializationOf",),
    "partOf": ("isPartOf",),
    "refersTo": ("irel:seeAlso", "irel:associatedWith", "AssociatedWith", "refersto", "references", "related", "mentions"),
}  # fmt: skip
"""Our name -> how formats and providers say it, beside the name itself."""
_CODE = re.compile(r"^.*[:/#@]|[^a-z]")
"""All that stands before a code, and signs within: "irel:prevVersion", "http://cv.iptc.org/newscodes/itemrelation/prevVersion"."""


def _code(stated: str) -> str:
    return _CODE.sub("", stated.casefold())


_MARKS: Final = ("sig:", "stat:")
"""What an item says of itself by a signal or a status: as the name of a link its code would mean too much ("correction", of a picture)."""
_BY_MARK: Final = {stated: name for name, some in STATED.items() for stated in some if stated.startswith(_MARKS)}
_BY_CODE: Final[dict[str, LinkName]] = {
    **{_code(stated): name for name, some in STATED.items() for stated in some if not stated.startswith(_MARKS)},
    **{_code(name): name for name in NAMES},
    "referencesto": "refersTo",
}


def assertion(stated: str) -> LinkName | None:
    """Our name of a link as a provider or format writes it ("irel:derivedFrom", "translatedFrom"); None for one that we have none for."""
    return _BY_MARK.get(stated.casefold()) or _BY_CODE.get(_code(stated))
