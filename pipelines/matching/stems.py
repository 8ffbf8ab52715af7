"""Stems by Snowball (Porter 2001, https://snowballstem.org), in PyStemmer's build of it."""

from __future__ import annotations

import re
from threading import Lock
from typing import Final

ALGORITHMS: Final = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sh": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Language -> Snowball's name of its algorithm."""

_ARTICLE: Final = "ال"
_BEFORE: Final[dict[str, tuple[re.Pattern[str], str]]] = {
    "ar": (re.compile(f"^(?:[وف]?(?:{_ARTICLE}|[بك]{_ARTICLE}|لل)(?=...))?", re.MULTILINE), _ARTICLE),
    "pt": (re.compile("ões$", re.MULTILINE), "ão"),
}
"""What is changed before Snowball sees words.

It lets the Portuguese eleição and eleições, decisão and decisões stand apart. In Arabic every word is made a noun with the article and
nothing before it: without an article Snowball takes a first letter for a conjunction or preposition (minister, team, Britain), and takes
other endings off than it does with one. What may precede an article is that of Larkey, Ballesteros and Connell (2002).
"""


class Stems:
    """The stemmer of a language; words stay as they are where Snowball has none. Threads may share it."""

    def __init__(self, language: str) -> None:
        self._stemmer = None
        self._stemming = Lock()
        self._language = language
        if language in ALGORITHMS:
            from Stemmer import Stemmer

            # Each word is stemmed once and its row kept, so the stemmer's own cache would only cost.
            self._stemmer = Stemmer(ALGORITHMS[language], 0)

    def of(self, words: list[str]) -> list[str]:
        """The stems of lower-case words, which hold no line ends, in their order; none is empty."""
        if self._stemmer is None or not words:
            return words
        if self._language in _BEFORE:
            pattern, by = _BEFORE[self._language]
            words = pattern.sub(by, "\n".join(words)).split("\n")
        with self._stemming:  # Snowball keeps a word in the stemmer while it works on it
            stems: list[str] = self._stemmer.stemWords(words)
        if self._language == "ar":
            return [
                _without_article(word) if not stem or stem.startswith(_ARTICLE) else stem for stem, word in zip(stems, words, strict=True)
            ]
        return [stem or word for stem, word in zip(stems, words, strict=True)]


def _without_article(word: str) -> str:
    """Snowball leaves the article on words of two or three letters, and takes off too much behind it: these stay as they are."""
    bare = word.removeprefix(_ARTICLE)
    return bare.removesuffix("ة") or bare or word
