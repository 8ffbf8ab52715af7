"""The big news agencies: by what names sources, credits and running text mean them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "AP": ("The Associated Press", "Associated Press", "AP News", "AP"),
    "Reuters": ("Thomson Reuters", "Reuters News", "Reuters", "Reuter"),
    "AFP": ("Agence France-Presse", "Agence France Presse", "AFP"),
    "dpa": ("Deutsche Presse-Agentur", "Deutschen Presse-Agentur", "German Press Agency", "dpa"),
    "PA": ("PA Media", "Press Association", "PA news agency", "PA"),
    "ANSA": ("Agenzia Nazionale Stampa Associata", "Agenzia ANSA", "ANSA"),
    "AGI": ("Agenzia Giornalistica Italia", "AGI"),
    "Adnkronos": ("Adnkronos",),
    "EFE": ("Agencia EFE", "EFE"),
    "Europa Press": ("Europa Press",),
    "Kyodo": ("Kyodo News", "Kyodo"),
    "Jiji": ("Jiji Press", "Jiji"),
    "Xinhua": ("Xinhua News Agency", "Xinhua"),
    "CNS": ("China News Service",),
    "CNA": ("Central News Agency", "Focus Taiwan", "CNA"),
    "Yonhap": ("Yonhap News Agency", "Yonhap News", "Yonhap"),
    "KCNA": ("Korean Central News Agency", "KCNA"),
    "TASS": ("ITAR-TASS", "TASS", "Tass"),
    "Interfax": ("Interfax-Ukraine", "Interfax"),
    "RIA": ("RIA Novosti",),
    "Ukrinform": ("Ukrinform",),
    "PTI": ("Press Trust of India", "PTI"),
    "ANI": ("Asian News International", "ANI"),
    "IANS": ("Indo-Asian News Service", "Indo Asian News Service", "IANS"),
    "UNI": ("United News of India",),
    "APP": ("Associated Press of Pakistan",),
    "BSS": ("Bangladesh Sangbad Sangstha",),
    "UPI": ("United Press International", "UPI"),
    "Bloomberg": ("Bloomberg News", "Bloomberg"),
    "Canadian Press": ("The Canadian Press", "Canadian Press", "La Presse Canadienne"),
    "AAP": ("Australian Associated Press", "AAP"),
    "Ritzau": ("Ritzaus Bureau", "Ritzau"),
    "NTB": ("Norsk Telegrambyrå", "NTB"),
    "TT": ("Tidningarnas Telegrambyrå", "TT News Agency", "TT"),
    "STT": ("Suomen Tietotoimisto", "STT-Lehtikuva", "STT"),
    "BNS": ("Baltic News Service", "BNS"),
    "ANP": ("Algemeen Nederlands Persbureau", "ANP"),
    "Belga": ("Belga News Agency", "Agence Belga", "Belga"),
    "APA": ("Austria Presse Agentur", "Austria Press Agency", "APA"),
    "SDA": ("Keystone-SDA", "Keystone-ATS"),
    "CTK": ("Czech News Agency", "ČTK", "CTK"),
    "TASR": ("TASR",),
    "PAP": ("Polska Agencja Prasowa", "Polish Press Agency", "PAP"),
    "MTI": ("Magyar Távirati Iroda", "MTI"),
    "Agerpres": ("Agerpres",),
    "BTA": ("Bulgarian News Agency", "BTA"),
    "Hina": ("Croatian News Agency",),
    "Tanjug": ("Tanjug",),
    "ANA-MPA": ("Athens-Macedonian News Agency", "ANA-MPA"),
    "Anadolu": ("Anadolu Agency", "Anadolu Ajansı", "Anadolu"),
    "Lusa": ("Agência Lusa", "Lusa"),
    "Bernama": ("Bernama",),
    "Antara": ("Antara News", "Antara"),
    "VNA": ("Vietnam News Agency",),
    "PNA": ("Philippine News Agency",),
    "WAM": ("Emirates News Agency",),
    "SPA": ("Saudi Press Agency",),
    "IRNA": ("Islamic Republic News Agency", "IRNA"),
    "NAN": ("News Agency of Nigeria",),
    "GlobeNewswire": ("GLOBE NEWSWIRE", "GlobeNewswire"),
    "Business Wire": ("BUSINESS WIRE", "Business Wire"),
    "PR Newswire": ("PRNewswire", "PR Newswire", "PRNewswire-AsiaNet"),
}
"""Code -> names, the full ones first."""

_BY_NAME: Final = {name.casefold(): code for code, names in _NAMES.items() for name in names}

_ONLY_WITH_CONTEXT: Final = frozenset(
    ("PA", "TT", "APA", "AAP", "CNA", "AGI", "PAP", "MTI", "BTA", "BNS", "Anadolu", "Antara", "Bloomberg", "Lusa", "Jiji")
)
"""Names that mean other things too: in running text they count in brackets, or beside a verb of reporting."""
_NEVER_IN_TEXT: Final = frozenset(
    ("Reuter", "GlobeNewswire", "GLOBE NEWSWIRE", "Business Wire", "BUSINESS WIRE", "PRNewswire", "PR Newswire")
)
"""Names that only stand in datelines and credits."""


@dataclass(frozen=True)
class Mention:
    """An agency named in running text; offsets in characters of that text."""

    code: str
    start: int
    end: int


_IN_TEXT: Final = sorted({n for names in _NAMES.values() for n in names} - _NEVER_IN_TEXT, key=lambda name: (-len(name), name))
_NAME = re.compile("(?:" + "|".join(re.escape(name) for name in _IN_TEXT) + r")(?![\w&@])")
"""Begins with plain alternatives, so that `re` can skip to their first letters; what stands before is looked at afterwards."""
_OTHER_THING = re.compile(
    r"[ -](?:M(?:o|ø|oe)ller|Capital|Alarm|Exams?|Class(?:es)?|Courses?|Photo|Government|Govt|CM|Assembly"
    r"|High Court|Police|Institute|Foundation)|-\d"
)
"""What makes another thing of an agency's name: AP Moller, AP Photo, AP (Andhra Pradesh) Government, Reuters Institute."""
_TELLS_BEFORE = re.compile(
    r"(?:[(/]|\btold(?: the)? |\bvia |\baccording to(?: the)? |\bagency |\binputs from "
    r"|\breported by(?: the)? )$",
    re.IGNORECASE,
)
_TELLS_AFTER = re.compile(r" (?:report(?:ed|s)|said|says|quoted|understands|has learned|news agency|writes|wrote)\b")
_REACH_BEFORE: Final = 20


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
    """Code of the agency that a source, provider or credit names ("The Associated Press" -> "AP"); None for an outlet.

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
        code = _BY_NAME.get(candidate.strip(_WRAPPING))
        if code is not None:
            return code
    return None


def agency_mentions(text: str) -> tuple[Mention, ...]:
    """Agencies named in running text, in order.

    Names that mean other things too ("PA") count only in brackets or beside a verb of reporting.
    """
    return tuple(
        Mention(_BY_NAME[match[0].casefold()], match.start(), match.end())
        for match in _NAME.finditer(text)
        if _is_mention(text, match[0], match.start(), match.end())
    )


def _is_mention(text: str, name: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    if before.isalnum() or before in "_.&@-" or _OTHER_THING.match(text, end):
        return False
    if name not in _ONLY_WITH_CONTEXT:
        return True
    return bool(_TELLS_BEFORE.search(text[max(0, start - _REACH_BEFORE) : start]) or _TELLS_AFTER.match(text, end))
