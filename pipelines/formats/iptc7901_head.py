"""What stands above a story of IPTC 7901: marks ("1ST LEAD", "(Berichtigung: …)"), headline, byline, up to " ="."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pipelines.formats.wire_text import unwrap, was_broken
from pipelines.trade.bylines import name_of
from pipelines.trade.clocks import MONTHS
from pipelines.trade.times import read_time
from schemas.story import EditKind, Form

_LINES: Final = 16
"""Most lines of a head."""
_WIDTH: Final = 69
"""How wide dpa sets its lines: characters."""
_END = re.compile(r"(?:^|\s)=+\s*\Z|(?<=[^\s=])=\Z")
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Door) \S")
_NTH = re.compile(r"\b(?P<number>\d{1,2})(?:ST|ND|RD|TH)\s+(?:LEAD|NET|LD|UPDATE|WRAP)\b|\((?P<german>\d{1,2})\. ?[A-ZÄÖÜ]", re.IGNORECASE)
_MARKS: Final[tuple[tuple[EditKind, re.Pattern[str]], ...]] = (
    ("kill", re.compile(r"\bKILL\b|\bELIMINAR\b|\bANULAR\b|АННУЛИРОВАНИЕ|حظر|\bANNULATION\b")),
    ("withhold", re.compile(r"\bHOLD(?:[ -]+HOLD)+\b|\bWITHHOLD\b")),
    (
        "correction",
        re.compile(
            r"\b(?:Berichtig(?:ung|t)|Korrektur|Korrigiert|CORRECT(?:ION|ED|S)|CORREGIDA|Korekta|RECTIFI\w+)\b|коррекция|تصحيح",
            re.IGNORECASE,
        ),
    ),
    ("repeat", re.compile(r"\b(?:Wiederholung|REPEAT|REPETITION|RPT|RESEND|Powtarzanie|Remettre)\b|повтор", re.IGNORECASE)),
    (
        "update",
        re.compile(
            r"\b(?:LEAD|NET|REFILE|UPDATE|WRAP(?:UP)?|Aktualisier(?:ung|t)|(?:Gesamt)?zusammenfassung|Überblick|Neufassung|Mettre à jour"
            r"|ACTUALIZACI[ÓO]N|Aktualizacja)\b|Обновить|تحديث",
            re.IGNORECASE,
        ),
    ),
)
_FORMS: Final[tuple[tuple[Form, re.Pattern[str]], ...]] = (
    ("daybook", re.compile(r"\b(?:Vorschau|Tagesvorschau|Terminvorschau|Termine|DAYBOOK|DIARY|SCHEDULE)\b", re.IGNORECASE)),
    ("alert", re.compile(r"\((?:Eil|Blitz)\b|\b(?:FLASH|URGENT|URGENTE|BULLETIN)\b|МОЛНИЯ|СРОЧНО|PILNE")),
    ("advisory", re.compile(r"\(Achtung\b|\bADVISORY\b|\bATTENTION EDITORS\b|\bATENCI[OÓ]N REDACCIONES\b")),
)
_MARK_LINE = re.compile(
    r"(?:\d{1,2}(?:ST|ND|RD|TH) )?(?:LEAD|NET|REFILE|EXTRA|URGENT|UPDATE|ADVISORY|CORRECTION|REPEAT|FEATURE|NEWS FEATURE"
    r"|BACKGROUND(?:ER)?|PREVIEW|ANALYSIS|ROUNDUP|WRAP(?:UP)?|FIRST|NEW|Correction|Refile|Update|Feature"
    r"|News Feature|KILL(?:[ !]+KILL)*|HOLD(?: HOLD)*)[ !:]*"
)
_EMBARGO = re.compile(r"\bSperrfrist\b|\bEMBARGO(?:ED)?\b|\bEmbargo\b")
_EMBARGO_END = re.compile(
    r"(?P<day>\d{1,2})\.? (?P<month>[^\W\d_]{3,10})\.?(?: (?P<year>\d{4}))?,? "
    r"(?P<hour>\d\d?)[.:](?P<minute>\d\d)(?: Uhr)?(?: (?P<zone>GMT|UTC|MEZ|MESZ|CET|CEST))?"
)


@dataclass
class Head:
    """What the head says. `marks` are its lines that are neither headline nor byline."""

    headline: str | None = None
    byline: str | None = None
    marks: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """Marks that tell editors something: those of several words in brackets."""
        return [mark.strip("() ") for mark in self.marks if mark.startswith("(") and (":" in mark or _EMBARGO.search(mark))]

    @property
    def edit(self) -> EditKind | None:
        """The weightiest kind of edit that a mark names."""
        marks = "\n".join(self.marks)
        return next((kind for kind, pattern in _MARKS if marks and pattern.search(marks)), None)

    @property
    def is_attention(self) -> bool:
        return any(mark.startswith(("(Achtung", "ACHTUNG")) for mark in self.marks)

    @property
    def version(self) -> str | None:
        """The number of the lead; None for the first version."""
        found = next((found for mark in self.marks if (found := _NTH.search(mark))), None)
        return str(int(found["number"] or found["german"])) if found else None

    @property
    def form(self) -> Form | None:
        marks = "\n".join([*self.marks, (self.headline or "")[:8] if (self.headline or "").isupper() else ""])
        return next((form for form, pattern in _FORMS if pattern.search(marks)), None)

    @property
    def embargo(self) -> str | None:
        return next((mark for mark in self.marks if _EMBARGO.search(mark)), None)

    def embargo_ends(self, sent: str | None) -> str | None:
        """When an embargo ends ("Sperrfrist 9. Oktober 14.20 Uhr"), in the year of the stamp or the next; None where it does not tell."""
        found = _EMBARGO_END.search(self.embargo) if self.embargo else None
        month = MONTHS.get(found["month"].casefold()) if found else None
        if found is None or month is None or (sent is None and found["year"] is None):
            return None
        year = int(found["year"] or (sent or "")[:4])
        if not found["year"] and sent and datetime.fromisoformat(sent).month > month + 6:
            year += 1
        zone = {"GMT": "+00:00", "UTC": "+00:00", "MEZ": "+01:00", "CET": "+01:00", "MESZ": "+02:00", "CEST": "+02:00"}.get(
            found["zone"] or "", ""
        )
        end = read_time(f"{year:04}-{month:02}-{int(found['day']):02}T{int(found['hour']):02}:{found['minute']}:00{zone}", "dpa")
        return end[0] if end else None


def head_of(lines: list[str]) -> tuple[Head, list[str]]:
    """The head, up to the line that ends in " =", and the lines below it; without such a line the first paragraph is the head."""
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    end = next((number for number, line in enumerate(lines[start : start + _LINES], start) if _END.search(line.rstrip())), None)
    if end is None:
        end = next((number for number in range(start, min(len(lines), start + _LINES)) if not lines[number].strip()), start + 1) - 1
        if len(lines) - 1 <= end:
            end = min(start, len(lines) - 1)
    plain = (_END.sub("", line.strip()).strip() for line in lines[start : end + 1])
    return _sorted([line for line in plain if line]), lines[end + 1 :]


def _sorted(lines: list[str]) -> Head:
    """Which lines are marks, headline and byline: the headline is the last that is no byline and stands in no brackets."""
    head = Head()
    groups = _groups(lines)
    for group in groups:
        if _BYLINE.match(group) and len(groups) > 1 and group is not groups[0]:
            head.byline = name_of(group)
        elif (group.startswith("(") and group.endswith(")")) or _MARK_LINE.fullmatch(group):
            head.marks.append(group)
        else:
            if head.headline is not None:
                head.marks.append(head.headline)
            head.headline = group
    if head.headline is None and head.marks:
        head.headline = head.marks[-1].strip("()")
    return head


def _groups(lines: list[str]) -> list[str]:
    """Lines that a typesetter has broken joined; brackets run to their end."""
    groups: list[list[str]] = []
    for line in lines:
        before = groups[-1] if groups else None
        is_open = before is not None and before[0].startswith("(") and not " ".join(before).endswith(")")
        if before is not None and (is_open or (was_broken(before[-1], line, _WIDTH) and not _BYLINE.match(line) and line[0] != "(")):
            before.append(line)
        else:
            groups.append([line])
    return [unwrap(group, 1) for group in groups]
