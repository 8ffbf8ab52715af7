"""Whom a text names as its source, agency or not: "told the Halden Courier", "first reported by Radio Vest"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MOST: Final = 24
"""Names of one text that are looked at, from its head on."""

_ARTICLE: Final = r"(?:[Tt]he|der|die|das|dem|den|el|la|los|las|le|les|l['’]|il|lo|o|a|os|as|het|de)"
_WORD: Final = r"[A-ZÀ-ÞА-ЯЁ](?:[\w'’&-]|\.(?=\w))*"
_NAME: Final = rf"(?P<name>{_WORD}(?: (?:(?:of|de|du|des|di|del|della|da|do|der|the|and|&|la|le) )?{_WORD}){{0,5}})"
_TELLS: Final = (
    "told", "tells", "spoke (?:to|with)", "speaking (?:to|with)", "talked to", "interview with", "statement to", "according to",
    r"reported (?:\w+ )?by", r"published (?:\w+ )?(?:by|in|on)", r"appeared (?:\w+ )?in", "revealed by", "broken by", "quoted by",
    "cited by", "citing", "via", "a report (?:by|in)", "report from", r"dij\w+ a", r"declar\w+ a", "según", "publicó", "informó", "dit à",
    "déclaré à", "confié à", "selon", "rapporte", "révélé par", "laut", "gegenüber", "sagte", r"berichtet\w*", r"meldet\w*", "disse à",
    "disse ao", "segundo", "noticiou", "detto al?", "secondo", "riporta", "volgens", "tegen", "schrijft", "enligt", "till", "ifølge", "til",
    "według", "podle",
)  # fmt: skip
_KIND: Final = (
    "newspaper|daily|broadcaster|weekly|website|news site|diario|periódico|[Zz]eitung|Sender|quotidien|journal|giornale|krant|avisen"
)
_BEFORE = re.compile(
    rf"\b(?:{'|'.join(f'[{phrase[0]}{phrase[0].upper()}]{phrase[1:]}' for phrase in _TELLS)})\b(?: {_ARTICLE})?(?: (?:{_KIND}))?"
    rf"[ :]*(?:{_ARTICLE} )?[«\"“„'‘]?{_NAME}"
)
"""Not in any case of letters: that would be four times as slow."""
_AFTER = re.compile(rf"(?:^|[^\w.]){_NAME}[»\"”'’]?,? (?:first |also |has |had )*(?:reported|reports|revealed|wrote|quoted|has learned)\b")
_LEADING = re.compile(rf"^{_ARTICLE}\s+", re.IGNORECASE)
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)\.[\w.]+(?:/.*)?$")


def attributed_names(text: str) -> Iterator[str]:
    """Names that a text says it has something from, in the order of phrases; `MOST` at most of each kind of phrase."""
    for pattern in (_BEFORE, _AFTER):
        for number, match in enumerate(pattern.finditer(text)):
            if number == MOST:
                break
            yield match["name"]


def plain_name(name: str) -> str:
    """A newsroom's name without its article, its marks and its case: "The Halden Courier", "haldencourier.example" -> "haldencourier"."""
    host = _HOST.match(name.strip())
    bare = host[1] if host else _LEADING.sub("", " ".join(name.split()))
    return "".join(c for c in bare.casefold() if c.isalnum())
