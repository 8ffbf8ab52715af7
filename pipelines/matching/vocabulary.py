"""The words of a language: their stems, and what a stem weighs by the static lists of wordfreq (Speer 2022)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipelines.matching.folding import spell_out
from pipelines.matching.stems import Stems
from pipelines.matching.unspaced import Grams, script
from pipelines.matching.weights import BUCKETS, HEAVIEST, bucket_weight

_JOINED: Final = {"و": 4, "ف": 5, "ب": 5, "ل": 5}
"""Arabic words written onto the next ("and", "so", "in", "to") -> letters that both have together, at the least."""


class Vocabulary:
    """`stem` and `weight` of words that are folded, in lower case and spelled out.

    Accents are folded before words are looked up, but Snowball's endings have accents. So each folded word is stemmed as its commonest
    spelling in the list is, and the stem is folded: "declare" on a page without accents and "déclaré" on one with them have one stem,
    whatever it is. What is not in the list is stemmed as it stands.
    """

    def __init__(self, language: str) -> None:
        self._stems = Stems(language)
        self._weight: dict[str, int] = {}
        self._respelled: dict[str, str] = {}
        """Word -> its stem, for those whose stem is not that of their folded spelling."""
        self._joins = language == "ar"
        buckets = _words_by_frequency(language)
        for bucket, stems in self._stemmed(buckets):
            weight = bucket_weight(bucket)
            for root in stems:
                self._weight.setdefault(root, weight)
        self.grams = Grams(buckets if language in ("ja", "zh") else ())

    def _stemmed(self, buckets: Sequence[Sequence[str]]) -> Iterator[tuple[int, list[str]]]:
        """The stems of each bucket's new words, the commonest bucket first; remembers those that the folded spelling would not have."""
        seen: dict[str, str] = {}
        for bucket, words in enumerate(buckets[:BUCKETS]):
            spelled = [word for word in words if not script(word)]
            plain = _plain(spelled)
            roots = self._roots(spelled)
            changed = [word for word, listed in zip(plain, spelled, strict=True) if word != listed]
            by_itself = dict(zip(changed, self._roots(changed), strict=True))
            stems = []
            for word, root in zip(plain, roots, strict=True):
                if word in seen or not word:
                    continue
                known = seen[word] = (self._joins and self._joined_to(word, seen)) or root
                stems.append(known)
                if known != by_itself.get(word, root):
                    self._respelled[word] = known
            yield bucket, stems

    def _joined_to(self, word: str, stems: Mapping[str, str]) -> str | None:
        """The stem of an Arabic word behind "and", "so", "in" or "to", if that is a commoner word: "and he said", but not "minister"."""
        return stems.get(word[1:]) if len(word) >= _JOINED.get(word[0], len(word) + 1) else None

    def _roots(self, words: list[str]) -> list[str]:
        return _plain(self._stems.of(words))

    def stem(self, word: str) -> str:
        """The stem of a word; never empty."""
        known = self._respelled.get(word)
        if known is not None:
            return known
        (root,) = self._roots([word])
        if self._joins and root not in self._weight and len(word) >= _JOINED.get(word[0], len(word) + 1):
            rest = self.stem(word[1:])
            return rest if rest in self._weight else root
        return root

    def weight(self, stem: str) -> int:
        """The least weight of a word of this stem, in hundredths; the heaviest for a stem of no known word."""
        return self._weight.get(stem, HEAVIEST)


def _plain(words: list[str]) -> list[str]:
    """Words spelled out, all at once."""
    return spell_out("\n".join(words)).split("\n") if words else []


def _words_by_frequency(language: str) -> list[list[str]]:
    """The lists of wordfreq: list i holds the words of frequency 10^(-i/100). None for a language that it has not."""
    from wordfreq import available_languages, get_frequency_list

    if language not in available_languages("best"):
        return []
    buckets: list[list[str]] = get_frequency_list(language, wordlist="best")
    get_frequency_list.cache_clear()  # it would keep every list it has read, some 50 MB each
    return buckets
