"""The language of an item that names none, told by its letter sequences; only where the answer is sure.

The model is that of py3langid (Lui and Baldwin, "langid.py: an off-the-shelf language identification tool", 2012), which lies in its
wheel. docs/decisions/0015-languages-of-items.md has the measurements behind the thresholds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from pipelines.trade.words import words

_READ: Final = 200
"""Characters that the model reads."""
_SKIMMED: Final = 300
"""Characters in which common words are counted before."""
_LEAST: Final = 100
"""Bytes of UTF-8 below which nothing is sure: a hundred Latin letters, some thirty Chinese characters."""
_SURE: Final = 0.8
"""Least probability."""
_OF_NEWS: Final = words(
    "en es fr de pt it nl sv da no nn fi pl cs sk hu ro tr ca id ms is hr sl et lv lt sq eu gl af ga cy mt vi tl sw ha zu xh so az uz "
    "bs sr "
    "ru uk bg mk be kk ky mn ar fa ur he hi mr ne bn ta te ml kn gu pa th lo km my ko ja zh el ka hy am"
)
"""Languages that are told apart. A few more that hardly any wire writes would only take some of their texts."""
_COMMON: Final[dict[str, str]] = {
    word: language
    for language, of_language in (
        ("en", "the and of with was were that which from they have has been would said after their his about when who this"),
        ("de", "und nicht auch eine einen einem einer sich wurde wurden nach für wird über ist mit dem oder sagte bei"),
        ("fr", "les des dans une pour sur avec qui est aux cette ont été leur selon après mais par ces sont"),
    )
    for word in of_language.split()
}
"""Words of the three languages that most items are in, none of them a word of two of the three."""
_ENOUGH: Final = 5
"""So many of these words, all of one language, settle it: of 1,000 English stories 96 of a hundred need no model."""


def detect_language(text: str) -> str | None:
    """The language of a running text by its ISO 639-1 code; None where it is too short or of two minds. Always the same for a text."""
    common = [_COMMON[word] for word in text[:_SKIMMED].lower().split() if word in _COMMON]
    if len(common) >= _ENOUGH and common.count(common[0]) == len(common):
        return common[0]
    sample = text[:_READ]
    if len(sample) < _LEAST and len(sample.encode("utf-8", "surrogatepass")) < _LEAST:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _SURE else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(_OF_NEWS.intersection(identifier.nb_classes)))
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc, dtype=np.float32)  # of half floats the sum is twice as slow
    return identifier
