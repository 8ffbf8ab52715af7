"""Edit marks of the wires: what a version does to the one before it, by its headline, slug and note."""

from __future__ import annotations

import re
from typing import Final

from pipelines.trade.words import words
from schemas.story import EditKind

NOTICES: Final[frozenset[EditKind]] = frozenset(("kill", "withhold", "release", "advisory"))
"""Kinds that act on another item instead of telling a story."""

_SHOUTS = r"(?:(?:URGENT|ATTENTION|BULLETIN|EDITORS|MANDATORY|STORY|\*+)[ ,:!-]*)*"
_ENDS_MARK = r"(?=\s*(?:[:!]|--|[—–]|-\s|\s-|/|,|$|\())"
_TIGHT = r"-(?=\S)(?=.*[a-zß-ÿ])"
"""A hyphen without spaces counts only where the headline is not all capitals: "KILL-Ferry cut" but not "KILL-SWITCH LAW"."""


def _mark(mark: str) -> str:
    """A word in capitals at the start that stands for itself: "KILL: …", "MANDATORY KILL", "STORY WITHDRAWN"."""
    return rf"^\s*{_SHOUTS}(?:{mark})(?:[ ,!]+(?:{mark})[ ,!]+(?:{mark})\b|{_ENDS_MARK}|{_TIGHT})"


_HEADLINE_NOTICES: Final[tuple[tuple[EditKind, re.Pattern[str]], ...]] = (
    (
        "release",
        re.compile(
            _mark(r"(?:WITHHOLD|WITHHELD STORY|HOLD|STORY) (?:RELEASED?|LIFTED)|RELEASE OF WITHHELD STORY")
            + rf"|^\s*RELEASED?(?:$|{_TIGHT})"
        ),
    ),
    (
        "kill",
        re.compile(_mark(r"KILL(?:ED)?|STORY WITHDRAWN|WITHDRAWN|WITHDRAWAL|(?i:mandatory kill|story killed|story withdrawn)")),
    ),
    ("withhold", re.compile(_mark(r"WITHHOLD|WITHHELD|(?i:mandatory withhold|story withheld)"))),
    (
        "advisory",
        re.compile(_mark(r"(?:COVERAGE |EDITORS'? |MEDIA )?ADVISORY|NOTE TO EDITORS|ATTENTION EDITORS|(?i:advisory to editors)")),
    ),
)


def _slug_mark(mark: str) -> re.Pattern[str]:
    """A mark at the end of a slug ("Ferry, Mandatory Kill", but not "Road Kill") or in capitals at its start."""
    return re.compile(
        rf"[,(/]\s*(?i:(?:bulletin |mandatory |story )?(?:{mark}))\)?\s*$"
        rf"|(?<=[a-z]) {mark.upper()}\s*$|^\s*{mark.upper()}(?:$|[,:/]|{_TIGHT})"
    )


_SLUG_NOTICES: Final = (
    _slug_mark("(?:withhold |hold )?released?"),
    _slug_mark("(?:kill|killed|withdrawn)"),
    _slug_mark("(?:withhold|withheld)"),
    _slug_mark("(?:coverage )?advisory"),
)
"""In the order of `_HEADLINE_NOTICES`."""

_NTH = r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth)"
_MARKS_OF_TEXT: Final[tuple[tuple[EditKind, re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None], ...]] = (
    (
        "correction",
        re.compile(
            r"^\s*(?:(?:UPDATE|WRAPUP) \d+-|REFILE-|RPT-|URGENT[ -])*(?:(?:CORRECTED|CORRECTION|CORRECTING|RECTIFIE|RECTIFICATIF"
            r"|RECTIFICATION|CORRIGE|CORREGIDA|CORR)\b"
            r"(?=\s*[-:(/]|\s+-|$)|(?:Correction|Corrected|Rectificatif|Berichtigung|Rettelse|Rettet|Rättelse|Korrektur)\s*:)"
        ),
        re.compile(r"\b(?:CORRECTED|CORRECTION|CORRECTIVE)\b|[,(/-]\s*(?:correction|corrected|corrective)\)?\s*$", re.IGNORECASE),
        re.compile(
            r"^\s*\(?(?:eds?\.?:?\s*|editors'? note:?\s*|note:?\s*)?(?:corrects|correcting|corrected|correction"
            r"|berichtigung|rectifie)\b"
            r"|(?-i:\bCORRECTS\b|\bCORRECTED\b)|\(statt:|\bthis (?:story|version|item) corrects\b"
            r"|\bcorrects\b.{0,80}\b(?:paragraph|headline|lead|byline|spelling|name|figure|year|date)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "repeat",
        re.compile(r"^\s*(?:RPT|REPEAT|REPETITION|REPEATING|RESEND(?:ING)?)\b(?=\s*[-:(/]|$)"),
        re.compile(r"[,(/]\s*(?:rpt|repeat|resend|resending)\b", re.IGNORECASE),
        re.compile(r"^\s*\(?(?:eds?\.?:?\s*)?(?:repeats|repeating|resends|resending|resent)\b", re.IGNORECASE),
    ),
    (
        "add",
        re.compile(r"^\s*(?:ADD \d*|\d(?:ST|ND|RD|TH) ADD)(?=\s*[-:])"),
        re.compile(rf",\s*(?:{_NTH}\s+add|add\s+\d+|take\s+[2-9]\d*)\b", re.IGNORECASE),
        None,
    ),
    (
        "update",
        re.compile(
            r"^\s*(?:(?:UPDATE|WRAPUP) \d+\s?-|REFILE\s?-|UPDATED?\s?[:-]|(?:Update|Updated):|AMP(?:LIACION)?\.?\s?-"
            r"|\d{1,2}(?:ST|ND|RD|TH) (?:LD|LEAD|NET)\b|LEAD\s?:)"
        ),
        re.compile(rf"\b{_NTH}\s+(?:ld|lead|net|writethru)\b|\bwritethru\b|[,(/]\s*(?:update|refile|wrapup)\s*\d*\b", re.IGNORECASE),
        re.compile(
            r"^\s*\(?(?:eds?\.?:?\s*)?(?:updates|updating|updated|adds|adding|recasts|refiles|restores|subs|minor edits)\b"
            r"|\beds?\.?:\s*(?:updates|adds|recasts|restores|minor edits)\b|\bUPDATES:|utvidet|täydennetty|\breplaces\b",
            re.IGNORECASE,
        ),
    ),
)
"""Kind, then its mark in the headline, in the slug and in the note. The weightier kinds come first."""


_PIECE = re.compile(
    rf"[\s,(/]+(?:{_NTH}\s+(?:add|ld|lead|writethru)|add\s+\d+|take\s+\d+|\d*-?take\b|bjt\b|writethru\b).*|\s{{2,}}.*", re.IGNORECASE
)


def base_slug(slug: str | None) -> str | None:
    """A slug line without what it says of the piece or the version, casefolded: "Lake Ferries, 1st Add" -> "lake ferries"."""
    if slug is None:
        return None
    return " ".join(_PIECE.sub("", slug).casefold().split()) or None


_FIRST_WORD = re.compile(r"[\s*]*(\w+)")
_MARK_WORDS: Final = words(
    "urgent attention bulletin editors mandatory story kill killed withdrawn withdrawal withhold withheld hold release released "
    "advisory coverage media editor note corrected correction correcting rectifie rectificatif rectification corrige corregida "
    "corr berichtigung rettelse rettet rättelse korrektur rpt repeat repetition repeating resend resending add update updated "
    "wrapup refile amp ampliacion lead"
)
"""First words of marked headlines, casefolded; so most headlines cost one look-up."""


def edit_kind(headline: str | None, slug: str | None, note: str | None) -> EditKind:
    """What kind of edit a version is by its own marks; `new` when it has none.

    A notice (kill, withhold, release, advisory) needs a mark that nobody can mistake: at the start of the headline or the
    slug, or at the end of the slug. Headlines *about* killing, withholding or advising never make one.
    """
    if headline and not _can_be_marked(headline):
        headline = None
    if not (headline or slug or note):
        return "new"
    for (kind, in_headline), in_slug in zip(_HEADLINE_NOTICES, _SLUG_NOTICES, strict=True):
        if (headline and in_headline.match(headline)) or (slug and in_slug.search(slug)):
            return kind
    for kind, *patterns in _MARKS_OF_TEXT:
        for pattern, text in zip(patterns, (headline, slug, note), strict=True):
            if pattern is not None and text and pattern.search(text):
                return kind
    return "new"


def _can_be_marked(headline: str) -> bool:
    first = _FIRST_WORD.match(headline)
    return first is not None and (first[1][0].isdigit() or first[1].casefold() in _MARK_WORDS)
