"""The body among several of one item: the plain and the marked-up one, the whole and the summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from pipelines.formats.body import clean, paragraphs, paragraphs_of_html

_TAGS: Final = ("</p>", "<p>", "<br", "</table>", "</div>", "<p ")
_ENDS_SENTENCE: Final = (".", "!", "?", "”", '"', "’", "»")
_PARTED: Final = "\n\n"


class Body(NamedTuple):
    """One of an item's bodies. Bodies of less `rank` come first; `html` says that it is marked up."""

    rank: int
    html: bool
    value: str


def looks_like_html(value: str) -> bool:
    """Whether a body that does not say its type is marked up."""
    return "<" in value and any(tag in value for tag in _TAGS)


def text_of(bodies: Iterable[Body]) -> str:
    """The text of the best body: of the least rank, a plain one before a marked-up one. "" when there is none.

    A plain body that has lost its paragraphs gives way to a marked-up one of the same rank that has kept them.
    """
    flat: str | None = None
    rank = 0
    for body in sorted(bodies, key=lambda body: body[:2]):
        if flat is not None and body.rank != rank:
            return flat
        if body.html:
            text = paragraphs_of_html(body.value)
            if text and (flat is None or _PARTED in text):
                return text
        elif flat is None:
            text = paragraphs(clean(body.value))
            if _PARTED in text:
                return text
            if text:
                flat, rank = _one_sentence_a_line(text), body.rank
    return flat or ""


def _one_sentence_a_line(text: str) -> str:
    """Parts lines by blank ones if nearly all end a sentence; those of hard-wrapped text and of tables do not."""
    lines = text.split("\n")
    if len(lines) < 2 or any(line[:1].isspace() for line in lines):
        return text
    return _PARTED.join(lines) if sum(line.rstrip().endswith(_ENDS_SENTENCE) for line in lines) * 3 >= len(lines) * 2 else text
