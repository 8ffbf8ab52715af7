"""Slug lines: "BC-AF-MED--Congo-Ferry, 3rd Ld-Writethru,827" and "USA-FERRIES/FARES (UPDATE 1, PIX, TV)", taken apart."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipelines.trade.words import words
from schemas.story import EditKind

_NTH_WORDS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NTH: Final = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_NTH_WORDS)})"
"""A pattern: 1st, second."""
_ORDINALS: Final = {name: number for number, name in enumerate(_NTH_WORDS, 1)}

_HEADER = re.compile(r"[a-z] [a-z] (?=[A-Z])")
"""Priority and category in the header of an old wire: "r a PM-Ferries 1stLd-Writethru a0444 01-02 0872"."""
_HEADER_END = re.compile(r"(?:\s+[a-z]\d{4})?\s+\d\d-\d\d\s+(?P<words>\d{3,4})\Z")
_CYCLE = re.compile(r"\s*(?P<cycle>BC|AM|PM|AP)-+(?=\S)")
_REGIONS: Final = words(
    "AF AS AP AU CB CN EU LA LT ME ML NA NZ SA UK UN US USA "  # parts of the world
    "ATH AUT BBA BBC BBH BBI BBM BBN BBO BBW BBY BKC BKH BKL BKN BKO BKW BKP BOX BIA CAR CRI CYC EQU FBC FBH FBN FBO FIG FHK GLF GYM "
    "HKC HKN HKO IOC LAC MMA MOT OLY RAC REC RGL RGU RUN SAI SHO SKI SOC SPO SQU SUM SWM TEN TRI VOL WRE "  # sports
    "ART BIZ BOOKS DIS ECON EDU ENT ENV FEA FIN FOOD HEA LIF MED MUS NEWS ODD POL REL SCI TEC TECH TRA TRAVEL TV WAR WEA WX"
)
"""Codes of regions and subjects with which The Associated Press opens its slugs."""
_CODES = re.compile(r"(?P<codes>[A-Z]{2,6}(?:-[A-Z]{2,6}){0,3})--+(?=[^\W_])")
"""Codes before two hyphens are codes whatever they are: states too."""
_CODE = re.compile(r"(?P<code>[A-Z]{2,6})-(?=[^\W_])")
_PAGE = re.compile(r"\s*\d (?=[A-Z]{3,}(?: |\Z))")
"""The page of a story of the Press Association: "2 POLITICS EU"."""

_VERSION = re.compile(
    rf"(?:(?:Bjt|BJT)\b[\s,-]*)?(?:(?P<nth>{NTH})[\s-]*)?"
    r"(?P<what>ld[\s-]*-?[\s-]*writethr(?:u|ough)|lead[\s-]+writethru|writethr(?:u|ough)|ld|lead|net|add|sub|pick-?up|insert|take"
    r"|bjt|correction|corrective|update|optional|abridged|hold|(?:(?:mandatory|bulletin|story) )?(?:kill(?:ed)?|withh(?:old|eld))|advisory)"
    r"(?:[\s-]+(?P<after>\d{1,3}))?(?=[\s,)-]|\Z)(?P<rest>.*)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(rf"\s*,\s*|[\s-]+(?=(?i:{NTH}[\s-]*(?:add|ld|lead|net|sub|take|insert|pick-?up)\b))|\s{{2,}}")
_SHORT_MARK = re.compile(r"\s+(?P<mark>(?:Bjt|BJT|Add \d+|Take \d+|\d+-Take|Writethru)\b.*)\Z")
_WORDS = re.compile(r"(?:^|[\s,])(\d{2,4})<?\s*\Z")
_NUMBER = re.compile(r"[\s,]*(?:,\s*[a-z]\d{3,4}|,\s*\d{2,4}<?|\s+\d{3,4}<?|<)+\s*\Z")
_BRACKETS = re.compile(r"\s*\((?P<tags>[^()]{1,80})\)\s*\Z")
_ABRIDGED = re.compile(r"[\s,-]+abridged\s*\Z", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")

_LONGEST: Final = 300
"""What is longer is no slug line: characters."""
_EDITS: Final[dict[str, EditKind]] = {
    "add": "add",
    "take": "add",
    "insert": "add",
    "pickup": "update",
    "ld": "update",
    "lead": "update",
    "net": "update",
    "sub": "update",
    "update": "update",
    "writethru": "update",
    "correction": "correction",
    "corrective": "correction",
}


class SlugLine(NamedTuple):
    """A slug line in its parts, each as printed.

    `codes` are those of region and subject ("AF-MED"). `number` is the n of "3rd Ld" or "Take 2". `edit` is what the mark says of the
    edit, None where it says nothing. `tags` stand in brackets behind a slug of Reuters. `word_count` is the number at its end.
    """

    keyword: str
    cycle: str | None = None
    codes: str | None = None
    version_mark: str | None = None
    number: int | None = None
    edit: EditKind | None = None
    abridged: bool = False
    tags: tuple[str, ...] = ()
    word_count: int | None = None


def slug_line(slug: str) -> SlugLine:
    """The parts of a slug line; what is none of them is the keyword. Never raises."""
    rest = slug[:_LONGEST].replace("\n", " ").strip()
    if _HEADER.match(rest) is not None:
        rest = rest[4:]
    ended = _HEADER_END.search(rest)
    if ended is not None:
        rest = rest[: ended.start()]
    cycle = _CYCLE.match(rest)
    if cycle is not None:
        rest = rest[cycle.end() :]
    codes, rest = _codes(rest, after_cycle=cycle is not None)
    if codes is None and cycle is None and (page := _PAGE.match(rest)):
        rest = rest[page.end() :]
    counted = ended or (_WORDS.search(rest) if "," in rest or rest.endswith("<") else None)
    plain = _NUMBER.sub("", rest) if "," in rest or rest.endswith("<") else rest
    tags: tuple[str, ...] = ()
    brackets = _BRACKETS.search(plain)
    if brackets is not None and brackets.start() > 0:
        tags = tuple(tag.strip() for tag in brackets["tags"].split(",") if tag.strip())
        plain = plain[: brackets.start()]
    keyword, mark = _split(plain)
    abridged = _ABRIDGED.search(keyword)
    if abridged is not None:
        keyword = keyword[: abridged.start()]
    number, edit, mark_abridged = _meaning(mark)
    return SlugLine(
        keyword=keyword.strip(" ,/-"),
        cycle=cycle["cycle"] if cycle is not None else None,
        codes=codes,
        version_mark=mark,
        number=number,
        edit=edit,
        abridged=abridged is not None or mark_abridged,
        tags=tags,
        word_count=int(counted[1]) if counted is not None else None,
    )


def base_slug(slug: str | None) -> str | None:
    """What the versions and pieces of one story have in common of their slugs: words in small letters, one blank between them.

    "BC-AF-MED--Congo-Ferry, 1st Add" -> "congo ferry". Hyphens are set now so, now so, and count as blanks.
    """
    if slug is None:
        return None
    return _SIGNS.sub(" ", slug_line(slug).keyword.casefold()).strip() or None


def _codes(slug: str, *, after_cycle: bool) -> tuple[str | None, str]:
    """The codes before the keyword, and the rest.

    With one hyphen they are codes only if they are known and a cycle or another code stands beside them: US-China trade is no region.
    """
    found = _CODES.match(slug)
    if found is not None:
        return found["codes"], slug[found.end() :]
    at = 0
    codes: list[str] = []
    while len(codes) < 3 and (code := _CODE.match(slug, at)) is not None and code["code"] in _REGIONS:
        codes.append(code["code"])
        at = code.end()
    return ("-".join(codes), slug[at:]) if codes and (after_cycle or len(codes) > 1) else (None, slug)


def _split(slug: str) -> tuple[str, str | None]:
    """Keyword, and the mark of version or piece behind it."""
    for separator in _SEPARATOR.finditer(slug):
        mark = slug[separator.end() :]
        if separator.start() > 0 and _VERSION.match(mark) is not None:
            return slug[: separator.start()], mark.strip(" ,-") or None
        if separator[0].isspace() and len(separator[0]) > 1:
            return slug[: separator.start()], mark.strip() or None
    short = _SHORT_MARK.search(slug)
    return (slug[: short.start()], short["mark"].strip(" ,-")) if short is not None and short.start() > 0 else (slug, None)


def _meaning(mark: str | None) -> tuple[int | None, EditKind | None, bool]:
    """Number and edit of a mark, and whether it is a shortened version. Of several in a row the weightiest counts."""
    number: int | None = None
    edit: EditKind | None = None
    abridged = False
    while mark and (found := _VERSION.match(mark)) is not None:
        what = _SIGNS.sub("", found["what"].casefold()).replace("through", "thru")
        abridged = abridged or what == "abridged"
        nth = found["nth"] or found["after"]
        here = _EDITS.get("writethru" if what.endswith("writethru") else what)
        if what == "take" and nth in ("1", "1st", "first"):
            here = None
        if here is not None and edit not in ("add", "correction"):
            edit, number = here, _number(nth)
        mark = found["rest"].lstrip(" ,-")
    return number, edit, abridged


def _number(nth: str | None) -> int | None:
    if nth is None:
        return None
    digits = re.match(r"\d+", nth)
    return int(digits[0]) if digits is not None else _ORDINALS.get(nth.casefold())
