"""Tables of words, written as running lines."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, parted by blanks, as a set."""
    return frozenset(text.split())
