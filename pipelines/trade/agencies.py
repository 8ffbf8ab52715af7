"""The big news agencies: by what names sources, credits and running text mean them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from pipelines.trade.agency_ids import HOSTS
from pipelines.trade.agency_names import (
    ARABIC,
    CYRILLIC,
    NAMES,
    NEVER_IN_TEXT,
    NOT_IN_BRACKETS,
    ONLY_AT_HOME,
    ONLY_IN_BRACKETS,
    ONLY_WITH_CONTEXT,
    PEOPLE,
    TELLS_AFTER,
    TELLS_AFTER_UNSPACED,
    TELLS_BEFORE,
    UNSPACED,
)

_BY_NAME: Final = {
    name.casefold(): code for table in (NAMES, CYRILLIC, ARABIC, UNSPACED) for code, names in table.items() for name in names
}

CODES: Final = frozenset(_BY_NAME.values())
"""All agencies that are known."""
AS_PRINTED: Final = frozenset(name for table in (NAMES, CYRILLIC, ARABIC, UNSPACED) for names in table.values() for name in names)
"""Their names in the letters that they and the press write."""


@dataclass(frozen=True)
class Mention:
    """An agency named in running text; offsets in characters of that text."""

    code: str
    start: int
    end: int


_JOINS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
"""Letters that stand beside a name without being part of it."""
_ARABIC_PREFIXES: Final = "وفبلك"
_OTHER_THING = re.compile(
    r"[ -](?:M(?:o|ø|oe)ller|Capital|Alarm|Exams?|Class(?:es|room)?|Courses?|Tests?|Scores?|Students?|Biology|Calculus|History"
    r"|Physics|Chemistry|Literature|Credits?|Poll|Top 25|Photo|Government|Govt|CM|Assembly|High Court|Police|Institute|Foundation)\b"
    r"|-\d",
    re.IGNORECASE,
)
"""What makes another thing of an agency's name: AP Moller, AP Photo, AP classes, AP (Andhra Pradesh) Government, Reuters Institute."""
_CAPITALS = re.compile(" [A-ZÀ-Þ]{3,}(?![\\w/])")
"""What stands behind a person's name in a line of capitals."""


def _trie(names: Iterable[str]) -> str:
    """A pattern that matches any of the names, the longest first, without trying one by one."""
    branches: dict[str, list[str]] = {}
    ends = False
    for name in sorted(names):
        if name:
            branches.setdefault(name[0], []).append(name[1:])
        else:
            ends = True
    some = "|".join(re.escape(first) + _trie(rest) for first, rest in branches.items())
    return f"(?:{some}){'?' if ends else ''}" if branches else ""


def _phrases(by_language: Mapping[str, Iterable[str]]) -> str:
    return "|".join(re.escape(phrase).replace("'", "['’]") for phrase in sorted({p for some in by_language.values() for p in some}))


_SPACED: Final = [name for table in (NAMES, CYRILLIC, ARABIC) for names in table.values() for name in names if name not in NEVER_IN_TEXT]
_NAME = re.compile(f"{_trie(_SPACED)}(?![&@]|(?![{_JOINS}])\\w)")
_NAME_UNSPACED = re.compile(_trie(name for names in UNSPACED.values() for name in names))
_UNSPACED_TEXT = re.compile(f"[{_JOINS}\u0900-\u097f]")
_BRACKETS: Final = "(（/【["


class _Telling(NamedTuple):
    """What tells that a name is credited, in some languages."""

    before: re.Pattern[str]
    after: re.Pattern[str]

    @classmethod
    def of(cls, languages: Iterable[str]) -> _Telling:
        before, after = ({language: table.get(language, ()) for language in languages} for table in (TELLS_BEFORE, TELLS_AFTER))
        return cls(
            re.compile(rf"(?<!\w)(?:{_phrases(before)})[ '’:]*[«\"“„]?$", re.IGNORECASE),
            re.compile(rf"[\"»“”]?(?: (?:{_phrases(after)})\b|:(?:n mukaan|lle)\b|['’](?:ya|nın|na|ye)\b|-(?:nak|nek|t)\b)"),
        )


_TELLING: Final = _Telling.of({*TELLS_BEFORE, *TELLS_AFTER})
_TELLING_AT_HOME: Final = {name: _Telling.of(languages) for name, languages in ONLY_AT_HOME.items()}
_TELLS_AFTER_UNSPACED = re.compile("|".join(re.escape(phrase) for phrase in TELLS_AFTER_UNSPACED))
_REACH_BEFORE: Final = 26
"""Characters before a name that are looked at: more than the longest phrase has."""


_WRAPPING: Final = " \t\n()[]{}.,:;|/–—-_*\"'“”‘’«»©"
_BEFORE_NAME = re.compile(
    r"^(?:(?:source|credit|text|provided|published|with inputs?|inputs?|by|from|via|copyright|the|die|der"
    r"|l[’']|la|\(?c\)|\d{4})\b[\s:’']*)+"
)
_AFTER_NAME = re.compile(
    r"(?:[\s,]+(?:news|news agency|agency|newswire|wire|wires|staff|reporter|writer|gmbh|ltd|limited|inc|s\.?a|plc|\d{4}))+\.?$"
)


@lru_cache(maxsize=4096)
def agency_code(name: str | None) -> str | None:
    """Code of the agency that a source, provider or credit names ("The Associated Press", "apnews.com" -> "AP"); None for an outlet.

    The whole string has to name it: "Halden Courier / AP" is an outlet, "via AP" is not.
    """
    if not name or len(name) > 80:
        return None
    plain = " ".join(name.strip(_WRAPPING).casefold().split())
    for candidate in (
        plain,
        _BEFORE_NAME.sub("", plain),
        _AFTER_NAME.sub("", plain),
        _AFTER_NAME.sub("", _BEFORE_NAME.sub("", plain)),
    ):
        code = _BY_NAME.get(candidate.strip(_WRAPPING)) or HOSTS.get(candidate.removeprefix("www."))
        if code is not None:
            return code
    return None


def agency_mentions(text: str) -> tuple[Mention, ...]:
    """Agencies named in running text, in order.

    Names that mean other things too ("PA") count only in brackets or beside a verb of reporting.
    """
    found = [
        Mention(_BY_NAME[match[0].casefold()], match.start(), match.end())
        for match in _NAME.finditer(text)
        if _is_mention(text, match[0], match.start(), match.end())
    ]
    if text.isascii() or _UNSPACED_TEXT.search(text) is None:
        return tuple(found)
    unspaced = [
        Mention(_BY_NAME[match[0].casefold()], match.start(), match.end())
        for match in _NAME_UNSPACED.finditer(text)
        if _is_mention_unspaced(text, match[0], match.start(), match.end())
    ]
    starts = {mention.start for mention in unspaced}
    return tuple(sorted(unspaced + [mention for mention in found if mention.start not in starts], key=lambda mention: mention.start))


def _is_mention(text: str, name: str, start: int, end: int) -> bool:
    if _goes_on(text, start) or _OTHER_THING.match(text, end) or (name in PEOPLE and _CAPITALS.match(text, end)):
        return False
    if name not in ONLY_WITH_CONTEXT and name not in ONLY_AT_HOME:
        return True
    before = text[max(0, start - _REACH_BEFORE) : start]
    if before and before[-1] in _BRACKETS:
        return name not in NOT_IN_BRACKETS
    telling = _TELLING_AT_HOME.get(name, _TELLING)
    return bool(telling.before.search(before) or telling.after.match(text, end))


def _is_mention_unspaced(text: str, name: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    bracketed = before != "" and before in _BRACKETS
    if name in ONLY_IN_BRACKETS:
        return bracketed and after != "" and after in ")）】/=＝]"
    return name not in ONLY_WITH_CONTEXT or bracketed or before in ("据", "據") or bool(_TELLS_AFTER_UNSPACED.match(text, end))


def _goes_on(text: str, start: int) -> bool:
    """Whether what stands before belongs to the same word; an Arabic "and" or "to" does not."""
    before = text[start - 1] if start else " "
    if before in _ARABIC_PREFIXES and (start == 1 or not text[start - 2].isalnum()):
        return False
    return (before.isalnum() and not _UNSPACED_TEXT.match(before)) or before in "_.&@-"
