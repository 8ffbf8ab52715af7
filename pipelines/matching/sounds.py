"""Names across alphabets: Cyrillic in Latin letters, and the consonants that are left of a name however it is spelt.

A name reaches another alphabet by its sound (Wallner, Валльнер), and takes endings there (Валльнера). What mostly stays is the order of
its consonants. The key is of the family of Soundex (Russell, 1918) and of its kin for Slavic names (Daitch and Mokotoff, 1985): sounds
that transliterations confuse are one, and vowels go. Unlike those it keeps all consonants: names that are not one shall not meet.
"""

from __future__ import annotations

import re
from typing import Final

from pipelines.matching.folding import spell_out

_CYRILLIC: Final = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "sh", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "e", "ґ": "g", "ў": "u", "ђ": "dj", "ј": "y", "љ": "l", "њ": "n", "ћ": "ch", "џ": "dj", "ќ": "k", "ѓ": "g",
    "ѕ": "z",
})  # fmt: skip
"""Russian, and the letters that its neighbours have beside."""
_SOUNDS: Final = (
    (re.compile("dzh|dj|dsch"), ""),  # Джонсон is Johnson, and j is no sound of its own in Jansen
    (re.compile("tsch|tch|sch|sh|zh|cz|sz|ch"), "s"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ck|q"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("c(?=[eiy])|z|ts"), "s"),
    (re.compile("c"), "k"),
    (re.compile("w"), "v"),
    (re.compile("(?<=[aeiouy])gh|(?<=[a-z])h|[aeiouyj]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def romanise(word: str) -> str:
    """A word in small Latin letters without accents; what is neither Latin nor Cyrillic stays."""
    # й is no accented и to the folding of texts, which the table knows.
    return spell_out(word.lower().translate(_CYRILLIC))


def sound_key(word: str) -> str:
    """The consonants of a name in the order they stand: `vlnr` of Wallner and of Валльнера."""
    key = romanise(word)
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key
