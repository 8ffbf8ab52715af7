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
from pipelines.matching.unspaced import CHARACTERS, KATAKANA, in_grams

NUMBER: Final = 1
NAME: Final = 2
"""Capitalised inside a sentence."""
QUOTED: Final = 4
"""Inside double quotes."""

MAX_TOKENS: Final = 1500
"""Tokens that a score looks at."""

_SIGNS = "".join(c for c in map(chr, range(0x0900, 0x0E00)) if unicodedata.category(c) in ("Mn", "Mc"))
"""Vowel signs of Indic scripts: part of a word, though not letters."""
_LETTER = rf"[^\W\d_{CHARACTERS}{KATAKANA}]"
_WORD = rf"[^\W_{CHARACTERS}{KATAKANA}]"
_ELIDED = rf"(?!aujourd'hui)(?:(?:{_LETTER}{{1,2}}|{_LETTER}*qu)'(?={_LETTER})|{_LETTER}{{3,8}}'(?={_LETTER}{{2}}))"
"""l'année, qu'il, dell'anno: the apostrophe ends a token."""

TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"
    rf"|[{KATAKANA}]+"
    rf"|[{CHARACTERS}]"
    rf"|{_LETTER}+(?:\.{_LETTER})+(?!{_LETTER})\.?"  # U.S., a.m., but not left.The
    rf"|{_WORD}+(?:[{_SIGNS}]+{_WORD}*)*(?:'[a-z]+)?"
)
_SPLIT = re.compile(f"({TOKEN.pattern})")
_SPLIT_ELIDING = re.compile(f"((?i:{_ELIDED})|{TOKEN.pattern})")
_HAS_UNSPACED = re.compile(f"[{CHARACTERS}]")
# fmt: off
_ABBREVIATIONS: Final = frozenset((
    "mr", "mrs", "ms", "dr", "prof", "st", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "capt", "rev", "hon", "pres", "jr",
    "sr", "inc", "corp", "co", "ltd", "plc", "bros", "no", "vs", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept",
    "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "ave", "blvd", "dept", "est", "fig", "vol",
    "pct", "u.s", "u.k", "u.n", "a.m", "p.m", "d.c",
))
# fmt: on
_ENDS_SENTENCE = re.compile(r"[.!?।۔؟][\"')\]]*\s|[。！？｡…។။]")
_BRACKETS = re.compile("[「『《〈」』》〉]")
"""Quotation marks that tell opening from closing; all others are taken in turn."""


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
    # One split gives gap, token, gap, token, ..., rest: all positions are sums of lengths, and no match object is made.
    parts = (_SPLIT_ELIDING if words.elides else _SPLIT).split(folded, maxsplit=most)
    gaps, tokens = parts[:-1:2], parts[1::2]
    edges = np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)))
    start, end = edges[:-1:2], edges[1::2]
    if places is not None:
        place = np.array(places, np.int64)
        # A letter ends where the next begins, its marks included; but ½ is three of them at one place.
        start, end = place[start], np.maximum(place[end], place[end - 1] + 1)
    spaced = folded.isascii() or _HAS_UNSPACED.search(folded) is None
    found = words.look_up_all(tokens if spaced else in_grams(gaps, tokens))
    opens, quoted = _openings(gaps, tokens)
    flags = np.where(found.number, NUMBER, 0) | np.where(found.capital & ~opens, NAME, 0) | np.where(quoted, QUOTED, 0)
    sentence = np.minimum(np.cumsum(opens) - 1, 65535) if tokens else opens
    return Tokens(
        token=found.token,
        stem=found.stem,
        weight=found.weight,
        flags=flags.astype(np.uint8),
        sentence=sentence.astype(np.uint16),
        start=start.astype(np.uint32),
        end=end.astype(np.uint32),
    )


def _openings(gaps: list[str], tokens: list[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tokens open a sentence, and which stand inside double quotes. A paragraph ends both."""
    opens = np.zeros(len(tokens), np.bool_)
    turns = np.zeros(len(tokens), np.bool_)
    opens[:1] = True
    quoted, odd, depth = False, False, 0
    for i, (gap, before) in enumerate(zip(gaps, ["", *tokens], strict=False)):
        if not gap or (gap == " " and before[-1:] != "."):
            continue
        here = gap
        if "\n\n" in gap:
            here, odd, depth = gap.rpartition("\n\n")[2], False, 0
            opens[i] = True
        elif i and (_ENDS_SENTENCE.search(gap) or (before[-1:] == "." and gap[:1] in (" ", "\n"))):
            opens[i] = _begins_sentence(before, tokens[i])
        odd ^= here.count('"') % 2 == 1
        for bracket in _BRACKETS.findall(here):
            depth = depth + 1 if bracket in "「『《〈" else max(0, depth - 1)
        now = odd or depth > 0
        turns[i] = now != quoted
        quoted = now
    return opens, np.cumsum(turns) % 2 == 1


def _begins_sentence(previous: str, token: str) -> bool:
    if previous.lower().rstrip(".") in _ABBREVIATIONS or (len(previous) == 1 and previous.isupper()):
        return False
    return not token[0].islower()
