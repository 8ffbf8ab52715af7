"""Lines of an ANPA 1312 text: which are head, paragraph or row of a table; and the signs of typesetters' keyboards."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from pipelines.formats.wire_text import unwrap

LineKind = Literal["head", "paragraph", "row", "plain"]

_TRANSMISSION: Final = re.compile(r"\*\d{3,5}<?\s*(?=\^|\w)")
"""A number before the first line: *9006< ^AP-Top-Stories."""
_SIGN_OFF: Final = ("==", "--")
_INDENT: Final = ("\t", "   ")
_SPACES: Final = {0x08: "", 0x10: " ", 0x11: "", 0x12: "", 0x13: "", 0x14: "", 0x1C: " ", 0x1D: " ", 0x1E: " ", 0x1F: " "}
"""Space band and quads are blanks, shifts of face are nothing."""
_DASH: Final = re.compile(r"(?<![\w_@/.-])_(?![\w_])")
_HALF: Final = re.compile(r"(?<=\d)\{|(?<![^\s;])\{(?![^\s;])")
_ENDS: Final = "<=@+"
_NO_TEXT: Final = ("END", "")


class Line(NamedTuple):
    """A line of the head, a paragraph, a row, or a line without any sign; `end` is the sign at its end: "<", "=", "+" or none."""

    kind: LineKind
    text: str
    end: str


def lines_of(text: str) -> list[Line]:
    """The lines of a text between STX and ETX; lines without a sign go on with the paragraph or the line of the head before them."""
    found: list[tuple[LineKind, list[str]]] = []
    goes_on = False
    for raw in _TRANSMISSION.sub("", text.replace("\r\n", "\n").replace("\r", "\n"), count=1).split("\n"):
        line = raw.strip(" \t\f\v\x10")
        if not line:
            goes_on = False
            continue
        kind: LineKind = "row" if raw[0] == "\b" else "paragraph" if raw.startswith(_INDENT) else "head" if line[0] == "^" else "plain"
        if kind == "plain" and goes_on and found[-1][0] in ("paragraph", "head") and not line.startswith(_SIGN_OFF):
            found[-1][1].append(line)
        else:
            found.append((kind, [line]))
        goes_on = not (found[-1][0] == "head" and line.endswith(("<", "=")))
    return [_line(kind, lines) for kind, lines in found]


def _line(kind: LineKind, lines: list[str]) -> Line:
    text = unwrap([_plain(line) for line in lines], 1)
    bare = text.rstrip(_ENDS + " ")
    if kind == "row":
        return Line(kind, _HALF.sub("½", text.lstrip("^ ").rstrip("< ")), "")
    return Line(kind, bare.lstrip("^ ") if kind == "head" else bare, text[len(bare) :].strip().replace("@", "")[:1])


def _plain(line: str) -> str:
    """Signs of typesetters' keyboards as people read them."""
    if line.isalnum():
        return line
    spaced = " ".join(line.translate(_SPACES).split(" ")).strip() if any(sign in line for sign in "\b\x10\x1e\x1f") else line
    quoted = spaced.replace("``", '"').replace("''", '"').replace("`", "'") if "'" in spaced or "`" in spaced else spaced
    return _DASH.sub("—", quoted) if "_" in quoted else quoted


def prose_of(lines: list[Line]) -> list[str]:
    """A paragraph a line."""
    return [line.text for line in lines if line.text not in _NO_TEXT]


def table_of(lines: list[Line]) -> list[str]:
    """The same with rows right below each other as one paragraph, a line each."""
    out: list[list[str]] = []
    in_rows = False
    for line in lines:
        if line.text in _NO_TEXT:
            continue
        is_row = line.kind == "row"
        text = " ".join(line.text.split()) if is_row else _HALF.sub("½", line.text)
        if is_row and in_rows:
            out[-1].append(text)
        else:
            out.append([text])
        in_rows = is_row
    return ["\n".join(rows) for rows in out]
