"""Plain letters, quotes, dashes and digits, so that two renderings of one word meet."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SAME: Final = {
    **dict.fromkeys("‘’‚‛′ʼ´", "'"),
    **dict.fromkeys("“”„‟″«»〝〞〟", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003\u3000", " "),
    **dict.fromkeys("…‥⋯", "…"),
    **dict.fromkeys("！？｡", None),
    "٫": ".",  # Arabic decimal and thousands marks
    "٬": ",",
}
"""None: stays as it is. Full-width stops end a sentence without a space behind them, so they stay apart from ASCII ones."""
_KEPT: Final = frozenset("йЙўЎїЇќЌѓЃ" + "ำຳໜໝ")
"""Letters of their own, though Unicode takes them apart: й is no accented и in Russian, while ё is often printed as е."""
_UNSEEN: Final = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
"""Soft hyphens, the Arabic tatweel, marks of direction, joiners: seen by nobody, and in one page of two."""
_ALONE_NOTHING: Final = "\uff9e\uff9f"
"""Half-width voicing marks of kana, which count in a cluster only."""
_ACCENT: Final = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic ones; hamza and madda among them
    "\u093c\u09bc\u0a3c]"  # the dot below of Indic letters
)
"""Marks that go. Vowel signs and tone marks of Indic and South-East Asian scripts, and the voicing marks of kana, are no accents."""
_CLUSTER: Final = re.compile(
    rf"(?s).(?:{_UNSEEN.pattern}*[\u0300-\u036f\u064b-\u065f\u093c\u3099\u309a\uff9e\uff9f\u1161-\u1175\u11a8-\u11c2])*"
)
"""A character and what composes with it, whatever unseen stands between them."""
_WIRE_QUOTES: Final = re.compile(r"``|(?<!\d)''")
"""``...'' as telegraph code wrote double quotes; after a digit they are seconds or inches."""
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ё": "е", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك"}
)


class _Folded(dict[str, str]):
    """Character -> what it folds to, made on the way: several letters for a ligature, nothing for a lone mark."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = _fold_character(character)
        return folded


def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character] or character
    if character in _KEPT or character.isascii():
        return character
    if character in _ALONE_NOTHING or _UNSEEN.match(character):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    letters = _ACCENT.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character)))
    folded = unicodedata.normalize("NFC", letters)
    return folded if folded == character else "".join(map(_fold_character, folded))


_FOLDED: Final = _Folded()


def fold(text: str) -> tuple[str, list[int] | None]:
    """Plain quotes, dashes, digits and letters; case stays.

    Returns the folded text and, where lengths differ, each character's place in `text`.
    """
    if text.isascii():
        return _plain_ticks(text), None
    changed = {c: folded for c in set(text) if not c.isascii() and (folded := _FOLDED[c]) != c}
    if all(len(folded) == 1 for folded in changed.values()) and unicodedata.is_normalized("NFC", text):
        for character, folded in changed.items():  # in any order: what a character folds to folds to itself
            text = text.replace(character, folded)
        return _plain_ticks(text), None
    pieces: list[str] = []
    places: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        folded = _fold_cluster(cluster[0])
        pieces.append(folded)
        places.extend([cluster.start()] * len(folded))
    return _plain_ticks("".join(pieces)), [*places, len(text)]


def _fold_cluster(cluster: str) -> str:
    if len(cluster) > 1:
        cluster = _UNSEEN.sub("", cluster)
    if len(cluster) == 1:
        return _FOLDED[cluster]
    composed = unicodedata.normalize("NFKC", cluster) if cluster[-1:] in ("\uff9e", "\uff9f") else unicodedata.normalize("NFC", cluster)
    return "".join(_FOLDED[c] for c in composed)


def _plain_ticks(text: str) -> str:
    """Backquotes, and the doubled ones of the wire. Lengths stay: a doubled one becomes a double quote and a space."""
    if "``" in text or "''" in text:
        text = _WIRE_QUOTES.sub('" ', text)
    return text.replace("`", "'")


def spell_out(words: str) -> str:
    """Lower-case words, a place not kept, in the letters that careless or foreign desks use: strasse, oeuvre, Lodz."""
    for character in set(words):  # in any order, as in fold
        if not character.isascii() and (spelled := _FOLDED[character].translate(_LETTERS)) != character:
            words = words.replace(character, spelled)
    return words
