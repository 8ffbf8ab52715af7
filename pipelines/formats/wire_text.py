"""Lines of the old telegraph formats: what a typesetter has broken, joined again."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_WIDEST: Final = 100
"""Longest line that a typesetter has broken: characters."""
_NARROWEST: Final = 40
"""Width below which all lines are short by themselves: characters."""
_RAGGED: Final = 0.75
"""Where no line but the last of a paragraph is shorter than this share of the width, they were broken by hand, more or less there."""
_BULLET = re.compile(r"[*+•>-] |\d{1,3}[.)] ")
_JOINED_WORD = re.compile(r"[^\W\d_]-\Z")
_SHARED_WORD = re.compile(r"(?:und|oder|bis|sowie|and|or|to|et|ou|y|o|e|en|of)\b")
"""After "Landes-" at the end of a line, these words follow behind a blank: "Landes- und Bundespolitik"."""


def width_of(lines: list[str]) -> int:
    """How wide a text is set: its longest line that is no row of a table, in characters; 0 where most lines are no typesetter's."""
    broken = [len(line) for line in lines if len(line) <= _WIDEST and not line.startswith("|")]
    widest = max(broken, default=0)
    return widest if widest >= _NARROWEST and len(broken) * 2 >= len(lines) else 0


def unwrap(lines: list[str], width: int) -> str:
    """The lines of one paragraph as one; where a line ends though its next word had room, the newline stays.

    Where `width` is 0, every newline was set on purpose. Blanks before a line count for its width, and go.
    """
    if len(lines) < 2:
        return lines[0].strip() if lines else ""
    out = [lines[0].strip()]
    is_prose = 0 < width * _RAGGED <= min(len(line.rstrip()) for line in lines[:-1])
    for before, line in pairwise(lines):
        before, line = before.rstrip(), line.strip()
        goes_on = was_broken(before, line, width) or (is_prose and _BULLET.match(line) is None)
        out += (_between(before, line, goes_on=goes_on), line)
    return "".join(out)


def _between(before: str, line: str, *, goes_on: bool) -> str:
    """What joins two lines."""
    if not goes_on or before.lstrip().startswith("|") or line.startswith("|"):
        return "\n"
    return "" if _JOINED_WORD.search(before) and not _SHARED_WORD.match(line) else " "


def was_broken(before: str, line: str, width: int) -> bool:
    """Whether a typesetter broke the line because the next word had no room."""
    return bool(line) and len(before) + 1 + len(line.split(None, 1)[0]) > width > 0
