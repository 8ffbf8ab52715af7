"""Plain letters, quotes and dashes, so that two renderings of one word meet."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003", " "),
        "…": ".",
    }
)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """Without accents; several letters where one stands for several (a ligature), nothing for a lone combining mark."""
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> tuple[str, list[int] | None]:
    """Plain quotes, dashes and letters. Returns the folded text and, where lengths differ, each character's place in `text`."""
    if text.isascii():
        return text.replace("`", "'"), None
    text = text.translate(_FOLDED)
    folded = [c if c.isascii() else _fold_character(c) for c in text]
    if all(len(f) == 1 for f in folded):
        return "".join(folded), None
    places = [at for at, f in enumerate(folded) for _ in f]
    return "".join(folded), [*places, len(text)]
