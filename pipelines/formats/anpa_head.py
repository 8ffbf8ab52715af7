"""The head of an ANPA 1312 text: slug, headline, notes to editors, byline; what each line with a caret is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipelines.formats.anpa_lines import Line
from pipelines.trade.bylines import is_affiliation, is_byline, name_of
from pipelines.trade.versions import NOTICES, edit_kind
from schemas.story import EditKind

_LINES: Final = 60
"""Most lines of a head."""
_LIKE: Final = 5
"""So many letters and digits that the keyword and the slug begin with alike make a line the slug."""
_WORD_COUNT = re.compile(r",\s*\d{0,5}\s*\Z")
_CYCLE = re.compile(r"(?:bc|am|pm|ap)-+", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")
_PICTURES = re.compile(r"(?:With )?(?:AP |CP )?(?:Photo|PHOTO|Graphic|GRAPHIC|Video|Audio)s?:? [A-Z0-9, ]*\d")
_NOTE = re.compile(
    r"\(?(?:Eds?\b|EDS\b|Editors?\b|EDITORS?\b|With AP\b|HOLD FOR|Hold for|For [Rr]elease|FOR RELEASE|Moved\b|EMBARGO|Embargo)"
)
_LABELLED = re.compile(r"(?P<label>[A-Z][A-Za-z]{1,14}):\s?(?P<text>.+)", re.DOTALL)
_HEADLINE_LABELS: Final = ("HL", "HEADLINE", "HEAD")
_NOTE_LABELS: Final = ("UPDATE", "NOTE", "ADVISORY")
_OTHER_LABELS: Final = ("INDEX", "SYMBOL", "CODE", "CATEGORY", "KEYWORDS", "PHOTO", "PHOTOS", "SUBJECT")
_CODE = re.compile(r"code:\s*\d+")
_REMOVED = re.compile(r"(?:STORY|ITEM) (?:REMOVED|KILLED|ELIMINATED)\b")
_EMBARGO = re.compile(r"\bEMBARGO(?:ED)?\b|\b[Ee]mbargoed\b|\bHOLD FOR RELEASE\b|\b[Hh]old for release\b|^For [Rr]elease\b|^FOR RELEASE\b")
_NTH = re.compile(r"\b(?P<number>\d{1,2})(?:st|nd|rd|th)[ -]?(?:ld|lead|writethru|nl|update|new|sub|correct)", re.IGNORECASE)


@dataclass
class Head:
    """What the head says; `rest` are lines that it has beside: a summary, or the first lines of a table."""

    slug: str | None = None
    headline: str | None = None
    byline: str | None = None
    credit: str | None = None
    notes: list[str] = field(default_factory=list)
    edit: EditKind | None = None
    rest: list[Line] = field(default_factory=list)

    @property
    def note(self) -> str | None:
        return " | ".join(self.notes) or None

    @property
    def embargoed(self) -> bool:
        return any(_EMBARGO.search(note) for note in self.notes)

    def version_of(self, in_header: str | None) -> str | None:
        """The number of the lead or the writethru, by the slug, else by the header; None for the first version."""
        marks = (self.slug or "").partition(",")[2]
        found = _NTH.search(marks) or _NTH.search(in_header or "")
        return str(int(found["number"])) if found else None


def head_of(lines: Sequence[Line], keyword: str | None) -> tuple[Head, list[Line]]:
    """The head, and the lines from the first paragraph or row on."""
    start = next((number for number, line in enumerate(lines) if line.kind in ("paragraph", "row")), len(lines))
    of_head = min(start, _LINES)
    head = Head()
    for line in lines[:of_head]:
        if not line.text:
            continue
        if head.slug is None and (keyword is None or _is_like(line.text, keyword)):
            head.slug = _WORD_COUNT.sub("", line.text).strip(" ,")
        else:
            _take(head, line)
    return head, list(lines[of_head:])


def _is_like(line: str, keyword: str) -> bool:
    """Whether a line and a keyword, which may be cut, begin alike."""
    one, other = (_NO_LETTER.sub("", _CYCLE.sub("", text)).casefold()[:24] for text in (line, keyword))
    least = min(len(one), len(other), _LIKE)
    return least > 0 and one[:least] == other[:least]


def _take(head: Head, line: Line) -> None:
    """Adds what one line of the head says."""
    text = line.text
    labelled = _LABELLED.fullmatch(text)
    label = labelled["label"].upper() if labelled else ""
    mark = edit_kind(text, None, None)
    if mark in NOTICES and mark != "advisory":
        head.edit = mark
    elif _REMOVED.match(text):
        head.edit = "kill"
    if text.endswith(":") or _PICTURES.match(text) or _CODE.fullmatch(text) or label in _OTHER_LABELS:
        return
    if _NOTE.match(text):
        head.notes.append(text.strip("()"))
    elif labelled and label in _HEADLINE_LABELS:
        head.headline = labelled["text"]
    elif labelled and label in _NOTE_LABELS:
        head.notes.append(labelled["text"])
    elif text.startswith(("By ", "BY ")) and (line.end == "=" or is_byline(text)):
        head.byline = name_of(text)
    elif head.byline is not None and head.credit is None and is_affiliation(text):
        head.credit = text
    elif head.headline is None:
        head.headline = text
    else:
        head.rest.append(line)
