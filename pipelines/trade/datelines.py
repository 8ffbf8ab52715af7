"""Datelines: "TARNOW, Poland (AP) —" and its many cousins at the start of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines.trade.agencies import agency_code
from pipelines.trade.clocks import MONTH_NAMES
from pipelines.trade.words import words

_REACH: Final = 160
"""How long a dateline can be: characters."""
_COLON_REACH: Final = 50
"""How long a dateline before a colon can be: characters."""
_LEAD: Final = 320
"""How far into a paragraph its lead may tell the day: characters."""


@dataclass(frozen=True)
class Dateline:
    """A dateline as printed, without the dash after it; `end` is where the running text starts, in characters.

    `agency` is the code of an agency, else the name in the brackets ("Halden Courier"), else None.
    """

    text: str
    agency: str | None
    end: int


_WORD = r"[^\W\d_][\w.'’]*"
_NAMES = rf"{_WORD}(?:(?:[ /-]|, ?){_WORD})" + "{0,7}?"
_MONTH = r"(?P<{}>[^\W\d_]{{3,10}})"  # any word; that it is a month is looked up afterwards, which is faster
_DATE = (
    rf"(?:{_MONTH.format('before')}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{4}})?"
    rf"|\d{{1,2}}(?:\.|º|er)? (?:de )?{_MONTH.format('after')}\.?(?:,? (?:de )?\d{{4}})?"
    r"|\d{1,2}/\d{1,2}|\d{1,2}(?= ?\())"
)
_PLACE = rf"(?P<place>{_NAMES})(?: \((?P<region>[A-Z][\w .]{{2,30}})\)(?= \[))?(?: \[(?P<country>[^\[\]]{{2,30}})\])?"
_PLACE += rf"(?:[,.]? (?P<date>{_DATE}))?"
_DASH = r"(?:\.?[ ]?(?:--+|[—–―_:]|[-=](?=\s|$))|\.-)"
_BRACKET = r"\((?P<agency>[^()\n]{2,40})\)"

_DAY_AFTER = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4} ?--)?"
"""NEW YORK--(BUSINESS WIRE)--Dec. 3, 2019--"""
_BRACKETED = re.compile(rf"(?P<shown>{_PLACE}[,.]? ?(?:--)?{_BRACKET})(?P<dash>{_DASH}{_DAY_AFTER})?\s*")
_DATE_ONLY = re.compile(rf"(?P<shown>(?P<place>)(?P<date>{_DATE}) {_BRACKET})(?P<dash>{_DASH})\s*")
_SLASHED = re.compile(rf"(?P<shown>{_PLACE}[,.]? /(?P<agency>[\w -]{{2,30}})/)(?P<dash>[.:]? ?(?:--?|[—–])?)\s*")
_BARE = re.compile(rf"(?P<shown>{_PLACE},? (?P<agency>[A-Z]\w+))(?P<dash> ?(?:--|[—–]| -(?=\s)))\s*")
_FORMS: Final = (
    # TARNOW, Poland (AP) —   Nueva Delhi, 21 ene (EFE).-   New Delhi [India], January 2 (ANI):   Jan 2 (Reuters) -
    ("(", (_DATE_ONLY, _BRACKETED)),
    # MOSCOW, January 21. /TASS/.   København /ritzau/:
    ("/", (_SLASHED,)),
    # SAITAMA, Japan, Dec. 9 Kyodo -
    (" ", (_BARE,)),
)
"""The sign before the agency, and the forms with it; a blank stands for the form in capitals."""
_CAPITALS = re.compile(rf"(?P<shown>{_PLACE})(?P<dash> ?(?:--+|[—–―]) ?| - | _ )(?=[\"'“‘«(]?[^\W_])")
_COLON = re.compile(rf"(?P<shown>{_PLACE})(?P<dash>:)\s+(?=[\"'“‘«(]?[A-ZÀ-Þ\d])")
_DAY = re.compile(
    r"\b(?:(?:on|late|early|since|until|from|by|this|last|next) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?:morning|afternoon|evening|night)|today|yesterday|here)\b"
)
"""A lead tells its day; what stands below a label need not."""
_BRACKET_FIRST = re.compile(rf"(?P<shown>{_BRACKET})(?P<dash> ?(?:--+|[—–―_]|-(?=\s)|\.-))\s*(?=\S)")
_PLACE_AFTER = re.compile(rf"{_PLACE}(?P<dash> ?(?:--+|[—–]|-(?=\s)))\s*")

_PARTICLES: Final = words(
    "de da do del della di du des la las le les los el al am an der den im in of the and upon on sur y e i na nad san st"
)
_NO_PLACES: Final = words(
    "NASA NATO OPEC UNESCO UNICEF FIFA UEFA BREAKING EXCLUSIVE WATCH UPDATE UPDATED CORRECTION CORRECTED NOTE LIVE VIDEO "
    "PHOTOS PHOTO OPINION ANALYSIS READ MORE ALSO RELATED FILE ADVERTISEMENT URGENT FACTBOX TIMELINE EXPLAINER EDITORIAL "
    "REVIEW COVID WHAT WHO WHEN WHERE WHY HOW YES NO CONTINUED LEAD STOP HELP WARNING ASEAN INTERPOL SUMMARY ADVISORY KILL "
    "WITHHOLD BRIEFS RESULTS WEATHER SPORTS BUSINESS CONTACT SOURCE IN QUESTION ANSWER Q A VERDICT BACKGROUND REPORT REPORTS POLL "
    "SURVEY STUDY RESULT LATEST OFFICIAL OFFICIALS POLICE COURT MARKETS MINISTER MINISTRY GOVERNMENT MAYOR PRESIDENT RESEARCHERS "
    "SCIENTISTS EXPERTS SOURCES EXPLAINED RECAP TODAY TONIGHT TOMORROW YESTERDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY "
    "BC AM PM ATTENTION ACHTUNG HOLD FLASH ALERTE EXTRA REFILE URGENT SUNDAY SCHOOLS TRANSPORT BANKS FOOTBALL SPORT POLITICS CULTURE HEALTH"
)
_MONTHS: Final = frozenset(MONTH_NAMES) | words(
    "январь января янв февраль февраля фев март марта мар апрель апреля апр май мая июнь июня июль июля август августа авг сентябрь "
    "сентября "
    "сен октябрь октября окт ноябрь ноября ноя декабрь декабря дек січня лютого березня квітня травня червня липня серпня вересня жовтня "
    "листопада грудня stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia ledna února "
    "března "
    "dubna května června července srpna září října listopadu prosince január február március április május június július augusztus "
    "szeptember október ianuarie februarie martie aprilie iunie iulie noiembrie decembrie ocak şubat mart nisan mayıs haziran temmuz "
    "ağustos eylül ekim kasım aralık tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta "
    "lokakuuta marraskuuta joulukuuta januari februari"
)
"""Names of months, casefolded, in more languages than dates of stamps are read in: here they only tell that it is a date."""
_OPENS_UNDASHED: Final = words("ANP Belga BNS CNA CTK IANS IRNA Kyodo MTI NTB PAP PTI Ritzau SDA STT TASR TASS TT UPI Xinhua Yonhap")
"""Codes of agencies that set no dash behind "(sda)"."""
_UNSPACED = re.compile(
    r"(?:新华社|新華社|中新社|中新网|中央社)\w{0,12}\d{1,2}月?\d{0,2}日电(?:\s*[（(][^（）()]{2,30}[）)])?\s*"
    r"|[（(](?:中央社|新华社)\w{2,20}\d{1,2}日[電电][）)]\s*|【[^【】]{1,12}(?:共同|時事|AFP|ロイター|新华社)】\s*"
    r"|[（(][가-힣·]{1,12}=(?:연합뉴스|뉴시스|뉴스1)[）)](?:\s*[가-힣·\s]{2,20}기자)?\s*=?\s*"
)
"""新华社北京1月2日电, （中央社記者…台北2日電）, 【ロンドン共同】, (서울=연합뉴스) 홍길동 기자 ="""
_AGENCY_IN = re.compile(r"新华社|新華社|中新社|中新网|中央社|共同|時事|AFP|ロイター|연합뉴스|뉴시스|뉴스1")
_UNSPACED_OPENINGS: Final = ("新", "中", "（", "【", "(")
_FULL_STOP = re.compile(r"\.\s+(?=\S)")
_JOINED = re.compile(r"[ /+&-]+")
_SMALL_WORDS: Final = _PARTICLES | _MONTHS


def find_dateline(paragraph: str) -> Dateline | None:
    """The dateline that `paragraph` starts with, None if it starts with running text. Leading spaces are passed over."""
    head = paragraph[:_REACH]
    start = len(head) - len(head.lstrip())
    if start == len(head):
        return None
    if head[start] in _UNSPACED_OPENINGS:
        unspaced = None if head.isascii() else _UNSPACED.match(head, start)
        if unspaced is not None and (agency := _AGENCY_IN.search(unspaced[0])):
            return Dateline(unspaced[0].rstrip(" =　"), agency_code(agency[0]) or agency[0], unspaced.end())
    if head[start] == "(":
        return _bracket_first(head, start)
    in_capitals = head[start : start + 2].isupper()
    for sign, forms in _FORMS:
        at = head.find(sign, start)
        if at > 0 and (sign != " " or in_capitals) and (sign == " " or _only_names(head[start:at])):
            for form in forms:
                found = _by_form(form.match(head, start))
                if found is not None:
                    return found
    match = _CAPITALS.match(head, start) if in_capitals else None
    if (
        match is not None
        and _is_dated(match)
        and (match["date"] or "/" not in match["place"])
        and _is_capital_place(match["place"], dated=match["date"] is not None)
        and _opens_sentence(head, match.end())
    ):
        return _dateline(match, None)
    return _before_colon(paragraph, start)


def _before_colon(paragraph: str, start: int) -> Dateline | None:
    """TURKU, Finland:   Hubballi:   — of a place without its country only if the lead below tells its day."""
    at = paragraph.find(":", start, start + _COLON_REACH)
    if at < 0 or not _only_names(paragraph[start:at]):
        return None
    match = _COLON.match(paragraph, start)
    if match is None or match.end("shown") != at or not _is_dated(match) or not _is_place(match["place"]):
        return None
    city, comma, _ = match["place"].partition(",")
    if "/" in match["place"]:
        return None
    if len(_words(city)) > 3 or _NO_PLACES.intersection(_words(match["place"].upper())):
        return None
    with_country = bool(comma) and _is_capital_place(city, dated=True)
    return _dateline(match, None) if with_country or _DAY.search(paragraph, at, _LEAD) else None


def _by_form(match: re.Match[str] | None) -> Dateline | None:
    """The dateline of a match with an agency or an outlet in it; an outlet counts in brackets before a dash only."""
    if match is None or (match["place"] and not _is_place(match["place"])) or not _is_dated(match):
        return None
    known = _code_in(match["agency"])
    if known is not None and (match["dash"] or match["date"] or (known in _OPENS_UNDASHED and _opens_sentence(match.string, match.end()))):
        return _dateline(match, known)
    if "(" in match["shown"] and match["dash"] and match["place"] and _outlet_stands_there(match):
        return _dateline(match, " ".join(match["agency"].split()))
    return None


def _code_in(name: str) -> str | None:
    """The agency in the brackets; of several ("tca/dpa", "NTB-AFP", "ats afp") the first that is known."""
    code = agency_code(name)
    if code is not None or len(name) > 24:
        return code
    parts = _JOINED.split(name.strip())
    return next(filter(None, map(agency_code, parts)), None) if 2 <= len(parts) <= 4 and all(len(part) <= 10 for part in parts) else None


def _is_dated(match: re.Match[str]) -> bool:
    """Whether the date in a match, if there is one, names a month."""
    month = match["before"] or match["after"]
    return match["date"] is None or month is None or month.casefold() in _MONTHS


def _only_names(text: str) -> bool:
    """Whether all words can stand in a dateline before its agency: names, dates, particles."""
    return all(word[0].isupper() or word[0].isdigit() or word[0] in "[-" or word.rstrip(".,") in _SMALL_WORDS for word in text.split())


def _bracket_first(head: str, start: int) -> Dateline | None:
    """(ANSA) - ROME, JUL 11 -   (Reuters) -   (Halden Courier) –"""
    match = _BRACKET_FIRST.match(head, start)
    if match is None:
        return None
    name = " ".join(match["agency"].split())
    known = _code_in(name)
    if known is None and not _is_outlet(name):
        return None
    place = _PLACE_AFTER.match(head, match.end())
    if place is not None and _is_dated(place) and _is_capital_place(place["place"], dated=True):
        return Dateline(head[start : place.start("dash")].strip(), known or name, place.end())
    return _dateline(match, known or name) if known or _opens_sentence(head, match.end()) else None


def _dateline(match: re.Match[str], agency: str | None) -> Dateline:
    end = match.end()
    if match["dash"] is None and (stop := _FULL_STOP.match(match.string, end)):
        end = stop.end()  # MOSCOW, January 21 (TASS). The ferry
    return Dateline(match["shown"].strip(), agency, end)


def _words(place: str) -> list[str]:
    return [word for word in re.split(r"[ ,/-]+", place) if word]


def _is_place(place: str) -> bool:
    """Capitalised words, particles between them: "Rio de Janeiro", "SAITAMA, Japan"."""
    words = _words(place)
    return words[0][0].isupper() and all(word[0].isupper() or word in _PARTICLES for word in words)


def _is_capital_place(place: str, *, dated: bool) -> bool:
    """A place in capitals ("NEW YORK", "HALDEN, Norway") that is no label and no acronym; with a date any length will do."""
    city = _words(place.split(",")[0])
    letters = "".join(city)
    return (
        letters.upper() == letters
        and (dated or len(letters) >= 4)
        and not _NO_PLACES.intersection(city)
        and len(city) <= 4
        and _is_place(place)
    )


def _is_outlet(name: str) -> bool:
    """A name of capitalised words: "Halden Courier", not "Advertisement" and not "laughs"."""
    words = name.split()
    return (
        len(words) <= 5
        and words[0][0].isupper()
        and all(word[0].isupper() or word in _PARTICLES for word in words)
        and not _NO_PLACES.intersection(word.upper().strip(".:") for word in words)
        and words[0].casefold() not in _MONTHS
    )


def _outlet_stands_there(match: re.Match[str]) -> bool:
    """Whether an unknown name in the brackets is a newsroom: a date or a place in capitals tells it from "Roe (Labour) -"."""
    return _is_outlet(match["agency"]) and (match["date"] is not None or _is_capital_place(match["place"], dated=False))


def _opens_sentence(text: str, at: int) -> bool:
    """Whether a new sentence can start there: after "NASA — the agency — " it does not."""
    rest = text[at:].lstrip("\"'“‘«(")
    return bool(rest) and (rest[0].isupper() or rest[0].isdigit())
