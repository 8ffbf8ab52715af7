"""Bylines: "By JANE ROE, Associated Press", and the name in them."""

from __future__ import annotations

import re
from typing import Final

from pipelines.trade.agencies import agency_code
from pipelines.trade.words import words

_BY = re.compile(r"(?:By|BY|by|Por|POR|Von|VON|Par|PAR|Di|DI|Af|AF|Av|AV|Door|(?:Written|Story|Reported|Words) by)\s*:?\s+(?=\S)")
_LABELLED = re.compile(r"(?:Teksti?|Texte?|Texto|Testo|Autor(?:in)?|Auteur|Autore|Author|Writer|Reporter)\s*:\s+(?=[A-ZÀ-Þ])")
_WITH_AGENCY = re.compile(r"\s*\(([^()]{2,30})\)\Z")
_SPLIT = re.compile(r"\s*(?:[,|/\n]|\s[–—-]\s)\s*")
_ROLE = re.compile(
    r".*\b(?:writer|reporter|correspondent|editor|staff|bureau|desk|press|news|media|service|agency|courier"
    r"|times|post|herald|gazette|tribune"
    r"|chronicle|ledger|observer|daily|network|journal|contributor|columnist)s?\.?|(?:special to"
    r"|for) (?:the )?\S.*|in [A-Z]\S.*|@\w+|\S+@\S+",
    re.IGNORECASE,
)
_JOINS: Final = words("and & y e et und og och med de da do del van von der den la le al el bin ibn bint of the für di du dos")
_NO_NAMES: Final = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december now then contrast comparison law default far midnight noon dawn night midday all"
)


def is_byline(line: str) -> bool:
    """Whether a line (or two) is a byline: "By Jane Roe and Ivan Petrov", "Jane Roe, Associated Press". Never a sentence."""
    if len(line) > 120 or (line[-1:] in ".!?:;" and not line.endswith((" Jr.", " Sr.", " Inc."))):
        return False
    by = _BY.match(line) or _LABELLED.match(line)
    signed = _WITH_AGENCY.search(line)
    if signed is not None and agency_code(signed[1]) is not None:
        line = line[: signed.start()]
        if not by:
            return 2 <= len(line.split()) <= 4 and _is_name(line)
    parts = _SPLIT.split(line[by.end() :] if by else line)
    if not by:
        return len(parts) == 2 and _is_name(parts[0]) and len(parts[0].split()) > 1 and _is_newsroom(parts[1])
    return _is_name(parts[0]) and all(
        _is_name(part) or _ROLE.fullmatch(part) is not None or agency_code(part) is not None for part in parts if part
    )


def is_affiliation(line: str) -> bool:
    """Whether a line that follows a byline says where its writer works: "Associated Press Writer", "Special to the Courier"."""
    return len(line) <= 60 and line[-1:] not in ".!?:;" and (agency_code(line) is not None or _ROLE.fullmatch(line) is not None)


def name_of(byline: str) -> str:
    """A byline without its "By", on one line."""
    plain = " ".join(byline.split())
    by = _BY.match(plain) or _LABELLED.match(plain)
    return plain[by.end() :] if by else plain


def _is_newsroom(part: str) -> bool:
    return agency_code(part) is not None or re.fullmatch(r"(?:[\w ]+ )?(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent)", part) is not None


def _is_name(part: str) -> bool:
    words = part.split()
    return (
        1 <= len(words) <= 8
        and words[0].casefold() not in _NO_NAMES
        and all(word in _JOINS or (word[0].isalpha() and word[0].isupper()) for word in words)
        and words[0] not in _JOINS - {"the", "de", "van", "von", "al", "el", "di"}
    )
