"""The language that a text is weighed in: its tag, or else what its script says; and for Latin letters what their sequences say.

The sequences are read by py3langid (Lui and Baldwin, "langid.py: an off-the-shelf language identification tool", 2012), whose model lies
in its wheel.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

_READ: Final = 2000
"""Characters that are looked at."""
_NO_TAG: Final = frozenset(("", "und", "mul", "zxx", "mis"))
_ALSO: Final = {"no": "nb", "nn": "nb", "sr": "sh", "hr": "sh", "bs": "sh", "iw": "he", "in": "id", "tl": "fil", "cmn": "zh", "yue": "zh"}
"""Tags that share the lists and the stemmer of another."""
_SCRIPTS: Final = tuple(
    (language, re.compile(f"[{letters}]"))
    for language, letters in (
        ("ja", "\u3041-\u3096\u30a1-\u30fa"),
        ("zh", "\u3400-\u4dbf\u4e00-\u9fff"),
        ("ru", "\u0400-\u052f"),
        ("ar", "\u0621-\u064a"),
        ("ko", "\uac00-\ud7a3"),
        ("th", "\u0e01-\u0e4e"),
        ("lo", "\u0e81-\u0edd"),
        ("my", "\u1000-\u109f"),
        ("km", "\u1780-\u17d3"),
        ("hi", "\u0905-\u0961"),
        ("el", "\u0370-\u03ff"),
        ("he", "\u05d0-\u05ea"),
    )
)
_NOT_LATIN: Final = re.compile("[^\u0000-\u036f\u1e00-\u1eff\u2000-\u2bff]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OF_LATIN_LETTERS: Final = ("en", "es", "fr", "de", "pt", "it", "nl", "sv", "da", "no", "fi", "pl", "cs", "hu", "ro", "tr", "ca", "id")
_LEAST_LETTERS: Final = 100
"""A shorter text of no named language is weighed as English."""
_KANA_SHARE: Final = 0.05
"""Of the Han and kana of a text, from which it is Japanese: no Japanese text does without its particles, and Chinese has none."""


def primary(tag: str) -> str:
    """BCP 47 tag -> the language as the lexica name it ("pt-BR" -> "pt", "nn" -> "nb")."""
    language = tag.replace("_", "-").split("-")[0].strip().lower()
    return _ALSO.get(language, language)


def language_of(tag: str | None, text: str) -> str:
    """The language of a text: its tag's, else that of the script most of its letters are of, else English."""
    language = primary(tag or "")
    return _by_script(text[:_READ]) if language in _NO_TAG else language


def _by_script(text: str) -> str:
    if _NOT_LATIN.search(text) is None:
        return _by_sequences(text)
    letters = {language: len(pattern.findall(text)) for language, pattern in _SCRIPTS}
    kana, han = letters.pop("ja"), letters["zh"]
    if kana + han and kana / (kana + han) >= _KANA_SHARE:
        letters["ja"] = kana + letters.pop("zh")
    language = max(letters, key=lambda name: letters[name])
    # A Latin letter is less than a Han character: a Chinese text may be full of foreign names.
    latin = len(_LATIN.findall(text)) / (3 if language in ("zh", "ja") else 1)
    return language if letters[language] > latin else _by_sequences(text)


def _by_sequences(text: str) -> str:
    """Among the languages of Latin letters; English where there is little to go by."""
    if len(_LATIN.findall(text)) < _LEAST_LETTERS:
        return "en"
    return primary(str(_identifier().classify(text)[0]))


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_OF_LATIN_LETTERS)
    return identifier
