"""A text as tokens: hashes, weights, flags, sentences and where each token lies. Offsets refer to the text as given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.folding import fold
from pipelines.matching.lexicon import Lexicon

NUMBER: Final = 1
NAME: Final = 2
"""Capitalised inside a sentence."""
QUOTED: Final = 4
"""Inside double quotes."""

MAX_TOKENS: Final = 1500
"""Tokens that a score looks at."""

_UNSPACED = r"\u3005-\u3007぀-ヿ㐀-鿿豈-﫿\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts that part no words (Chinese, Japanese, Thai, Lao, Burmese, Khmer): one character, one token."""
_SIGNS = "".join(c for c in map(chr, range(0x0900, 0x0E00)) if unicodedata.category(c) in ("Mn", "Mc") and not unicodedata.combining(c))
"""Vowel signs of Indic scripts: part of a word, though not letters."""
_LETTER = rf"[^\W\d_{_UNSPACED}]"
_WORD = rf"[^\W_{_UNSPACED}]"

TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"
    rf"|[{_UNSPACED}]"
    rf"|{_LETTER}+(?:\.{_LETTER})+(?!{_LETTER})\.?"  # U.S., a.m., but not left.The
    rf"|{_WORD}+(?:[{_SIGNS}]+{_WORD}*)*(?:'[a-z]+)?"
)
_ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "rev",
        "hon",
        "pres",
        "jr",
        "sr",
        "inc",
        "corp",
        "co",
        "ltd",
        "plc",
        "bros",
        "no",
        "vs",
        "etc",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "ave",
        "blvd",
        "dept",
        "est",
        "fig",
        "vol",
        "pct",
        "u.s",
        "u.k",
        "u.n",
        "a.m",
        "p.m",
        "d.c",
    ]
)
_ENDS_SENTENCE = re.compile(r"[.!?।۔؟][\"')\]]*\s|。")


@dataclass(frozen=True)
class Tokens:
    """Parallel arrays, one entry a token."""

    token: NDArray[np.uint64]
    stem: NDArray[np.uint64]
    weight: NDArray[np.uint16]
    flags: NDArray[np.uint8]
    sentence: NDArray[np.uint16]
    start: NDArray[np.uint32]
    end: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.token)


def tokenise(text: str, words: Lexicon, most: int = MAX_TOKENS) -> Tokens:
    """The first `most` tokens of a text."""
    folded, places = fold(text)
    rows: list[tuple[int, int, int, int, int, int, int]] = []
    sentence, quoted, previous_end, previous, opening = 0, False, 0, "", True
    for found in TOKEN.finditer(folded):
        if len(rows) >= most:
            break
        start, end = found.span()
        token = found.group()
        gap = folded[previous_end:start]
        if gap != " ":
            if gap.count('"') % 2:
                quoted = not quoted
            if "\n\n" in gap:
                quoted = gap.rpartition("\n\n")[2].count('"') % 2 == 1
                opening = True
            elif _ENDS_SENTENCE.search(gap) or (previous.endswith(".") and gap[:1] in (" ", "\n")):
                opening = opening or _begins_sentence(previous, token)
            if opening and rows:
                sentence += 1
        word = words.look_up(_normal(token))
        flags = NUMBER if word.number else 0
        if token[0].isupper() and not opening:
            flags |= NAME
        if quoted:
            flags |= QUOTED
        rows.append((word.token, word.stem, word.weight, flags, min(sentence, 65535), start, end))
        previous_end, previous, opening = end, token, False
    return _arrays(rows, places)


def _begins_sentence(previous: str, token: str) -> bool:
    if previous.lower().rstrip(".") in _ABBREVIATIONS or (len(previous) == 1 and previous.isupper()):
        return False
    return not token[0].islower()


def _normal(token: str) -> str:
    """Lower case; dots out of U.S., commas out of 1,020, the possessive off."""
    if token[0].isdigit():
        return token.replace(",", "")
    token = token.lower()
    return token.removesuffix("'s").replace(".", "")


def _arrays(rows: list[tuple[int, int, int, int, int, int, int]], places: list[int] | None) -> Tokens:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    start, end = columns[5], columns[6]
    if places is not None:
        start, end = tuple(places[s] for s in start), tuple(places[e - 1] + 1 for e in end)
    return Tokens(
        token=np.array(columns[0], dtype=np.uint64),
        stem=np.array(columns[1], dtype=np.uint64),
        weight=np.array(columns[2], dtype=np.uint16),
        flags=np.array(columns[3], dtype=np.uint8),
        sentence=np.array(columns[4], dtype=np.uint16),
        start=np.array(start, dtype=np.uint32),
        end=np.array(end, dtype=np.uint32),
    )
