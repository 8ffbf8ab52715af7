"""Lines between a headline and its story: who wrote it, when, what it was credited to."""

from __future__ import annotations

import re
from typing import Final

from pipelines.trade.agencies import agency_code
from pipelines.trade.bylines import is_byline
from pipelines.trade.furniture import find_furniture
from pipelines.trade.times import find_date_line
from pipelines.trade.words import words
from schemas.story import FurnitureKind

_LONGEST: Final = 120
"""Characters; also how long a line must be to be a paragraph rather than a typesetter's line."""
_LONGEST_SIGNATURE: Final = 50
"""Characters."""
_KINDS: Final = ("credit", "caption", "note")
"""Furniture that a head is made of, beside bylines and dates. Where buttons and links begin, it ends."""
_INITIALS = re.compile(r"(?:[A-Z]\. ?){2,3}")
_NEWSROOM = re.compile(
    r"(?:from )?(?:(?:our|the|by|a|an) )?(?:(?:own|special|senior|staff|editorial|news|web|online|digital|foreign|international|national"
    r"|sports?|business|city|wire|agency|courier) ){0,3}(?:office|team|staff|desk|board|room|newsroom|bureau|reporters?|correspondents?"
    r"|writers?|editors?|agencies)",
    re.IGNORECASE,
)
_AGENCY_AND_PLACE = re.compile(r"(?P<left>[^,|/–—]+?)(?:\s*[,|/–—]\s*|\s-\s|\s+in\s+)(?P<right>[^,|/–—]+)")
_PARTICLES: Final = words("de da do del della di dos du van von der den ter la le al el bin binti ibn bint y e af av zu")
_JOINS: Final = words("and & y und et og och")
_NEVER_IN_NAMES: Final = words(
    "by the news world sport sports business opinion politics culture weather home local national international breaking exclusive update "
    "updated live video photos analysis editorial letters review features science health technology travel economy markets latest top "
    "story stories report special today morning evening daily briefing north south east west city county court police council "
    "january february march april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
"""Casefolded. Sections, labels and days; "May" is a name."""


def header_kind(line: str) -> FurnitureKind | None:
    """What a line right below a headline, or between it and the story, is; None when the story may begin with it.

    Knows what `find_furniture` knows anywhere, and besides a writer's bare name, a newsroom, and an agency with its place.
    """
    if not line or len(line) > _LONGEST:
        return None
    if is_date(line):
        return "date"
    if is_byline(line):
        return "byline"
    found = find_furniture(line)
    if found and (found[0].start, found[0].end) == (0, len(line)):
        return found[0].kind if found[0].kind in _KINDS else None
    return "byline" if is_signature(line) else None


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    found = find_date_line(line)
    return found is not None and found[1] == len(line)


def is_signature(line: str) -> bool:
    """Whether a line signs a story without "By": "Jane Roe", "J. R.", "Editorial office", "AFP, Quito", "JANE ROE Associated Press".

    Only for lines of a page's head: elsewhere such a line may be anything.
    """
    if len(line) > _LONGEST_SIGNATURE:
        return False
    return (
        _INITIALS.fullmatch(line) is not None
        or _NEWSROOM.fullmatch(line) is not None
        or is_bare_name(line)
        or _is_agency_with_place(line)
        or _is_name_with_agency(line)
    )


def is_bare_name(line: str) -> bool:
    """Two to four capitalised words, or two such names: "Jane Roe", "Nurul Che Soh and Ivan Petrov"."""
    names: list[list[str]] = [[]]
    for word in line.split():
        if word in _JOINS and names[-1]:
            names.append([])
        else:
            names[-1].append(word)
    return len(names) <= 2 and all(_is_person(name) for name in names)


def _is_person(name: list[str]) -> bool:
    return 2 <= len([word for word in name if word not in _PARTICLES]) <= 4 and all(
        word in _PARTICLES or (_is_capitalised(word) and word.casefold() not in _NEVER_IN_NAMES) for word in name
    )


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and re.fullmatch(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*|[A-Z]\.|[JS]r\.", word) is not None


def _is_agency_with_place(line: str) -> bool:
    """AFP, Quito — Reuters in Kilmorrin — LONDON, Reuters"""
    match = _AGENCY_AND_PLACE.fullmatch(line)
    if match is None:
        return False
    place = match["right"] if agency_code(match["left"]) else match["left"] if agency_code(match["right"]) else None
    return place is not None and len(place.split()) <= 4 and all(word in _PARTICLES or _is_capitalised(word) for word in place.split())


def _is_name_with_agency(line: str) -> bool:
    """JANE ROE Associated Press"""
    parts = line.split()
    return any(_is_person(parts[:cut]) and agency_code(" ".join(parts[cut:])) is not None for cut in range(2, min(len(parts), 6)))
