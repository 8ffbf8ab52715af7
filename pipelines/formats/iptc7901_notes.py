"""The notebook below a story of dpa: "# Notizblock" and its sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_NOTEBOOK = re.compile(r"\s*(?:#(?!#)\s*\S.{0,60}|\* \* \* \*(?: \*)*)\s*\Z")
_NOT_PUBLIC = re.compile(
    r"following information is not (?:intended )?for publication|folgenden Informationen sind nicht zur Veröffentlichung"
    r"|informations suivantes ne sont pas destinées|siguiente información no está destinada",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\s*##\s*(?P<title>.+?)\s*\Z")
_FOR_EDITORS = re.compile(
    r"note to editors|redaktionelle hinweise|aviso al editor|note aux rédact|korrektur|berichtigung|correction|refile|update"
    r"|aktualisierung",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"korrektur|berichtigung|correction", re.IGNORECASE)
_LINES: Final = 400
"""Most lines of a notebook that are read."""
_DASH: Final = "-•* "


@dataclass
class Notes:
    """What a notebook tells the desks that take the story; contacts and links are not in it."""

    public: list[str] = field(default_factory=list)
    corrects: bool = False


def without_notes(lines: list[str]) -> tuple[list[str], Notes]:
    """The lines of the story, and the notebook below it."""
    start = next((number for number, line in enumerate(lines) if _NOTEBOOK.match(line) or _NOT_PUBLIC.search(line)), None)
    if start is None:
        return lines, Notes()
    notes = Notes()
    title, said = "", [""]
    for line in [*lines[start : start + _LINES], "## end"]:
        section = _SECTION.match(line)
        if section is None and not _NOT_PUBLIC.search(line) and not _NOTEBOOK.match(line):
            text = line.strip()
            if not text:
                title = title if not any(said) else _close(notes, title, said)
            elif text.startswith(("-", "•")):
                said.append(text.lstrip(_DASH))
            else:
                said[-1] = f"{said[-1]} {text}".strip()
            continue
        _close(notes, title, said)
        title, said = section["title"] if section else "", [""]
    return lines[:start], notes


def _close(notes: Notes, title: str, said: list[str]) -> str:
    """Takes what a section said, if it is for editors; what follows it has no title."""
    note = "; ".join(filter(None, said))
    if note and _FOR_EDITORS.search(title):
        notes.public.append(note)
        notes.corrects = notes.corrects or _CORRECTS.search(title) is not None
    return ""
