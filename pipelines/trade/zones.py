"""Where the clocks of providers stand: for stamps that name no zone."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from pipelines.trade.agencies import agency_code

_OF_AGENCIES: Final = {
    "AAP": "Australia/Sydney",
    "Adnkronos": "Europe/Rome",
    "AFP": "Europe/Paris",
    "Agerpres": "Europe/Bucharest",
    "AGI": "Europe/Rome",
    "ANA-MPA": "Europe/Athens",
    "Anadolu": "Europe/Istanbul",
    "ANI": "Asia/Kolkata",
    "ANP": "Europe/Amsterdam",
    "ANSA": "Europe/Rome",
    "Antara": "Asia/Jakarta",
    "AP": "UTC",  # its interfaces and pages leave the zone out of stamps in UTC
    "APA": "Europe/Vienna",
    "APP": "Asia/Karachi",
    "Belga": "Europe/Brussels",
    "Bernama": "Asia/Kuala_Lumpur",
    "BNS": "Europe/Vilnius",
    "BSS": "Asia/Dhaka",
    "BTA": "Europe/Sofia",
    "Canadian Press": "America/Toronto",
    "CNA": "Asia/Taipei",
    "CNS": "Asia/Shanghai",
    "CTK": "Europe/Prague",
    "dpa": "Europe/Berlin",
    "EFE": "Europe/Madrid",
    "Europa Press": "Europe/Madrid",
    "Hina": "Europe/Zagreb",
    "IANS": "Asia/Kolkata",
    "Interfax": "Europe/Moscow",
    "Jiji": "Asia/Tokyo",
    "KCNA": "Asia/Pyongyang",
    "Kyodo": "Asia/Tokyo",
    "Lusa": "Europe/Lisbon",
    "MTI": "Europe/Budapest",
    "NTB": "Europe/Oslo",
    "PA": "Europe/London",
    "PAP": "Europe/Warsaw",
    "PNA": "Asia/Manila",
    "PTI": "Asia/Kolkata",
    "Reuters": "UTC",  # files in GMT everywhere
    "RIA": "Europe/Moscow",
    "Ritzau": "Europe/Copenhagen",
    "SDA": "Europe/Zurich",
    "STT": "Europe/Helsinki",
    "Tanjug": "Europe/Belgrade",
    "TASR": "Europe/Bratislava",
    "TASS": "Europe/Moscow",
    "TT": "Europe/Stockholm",
    "Ukrinform": "Europe/Kyiv",
    "UNI": "Asia/Kolkata",
    "VNA": "Asia/Ho_Chi_Minh",
    "Xinhua": "Asia/Shanghai",
    "Yonhap": "Asia/Seoul",
}
"""By the codes of `agencies`."""
_OF_OTHERS: Final = {
    "business wire": "America/New_York",
    "businessdesk": "Pacific/Auckland",
    "businesswire": "America/New_York",
    "pr newswire": "America/New_York",
    "prnewswire": "America/New_York",
    "radio new zealand": "Pacific/Auckland",
    "rnz": "Pacific/Auckland",
    "scoop": "Pacific/Auckland",
    "scoop media": "Pacific/Auckland",
    "scoop.co.nz": "Pacific/Auckland",
}
"""By name, casefolded."""
_ENDS_OF_ADDRESSES: Final = (
    ".com",
    ".org",
    ".net",
    ".info",
    ".fi",
    ".no",
    ".be",
    ".se",
    ".dk",
    ".nl",
    ".at",
    ".de",
    ".it",
    ".es",
    ".ru",
    ".jp",
)


@lru_cache(maxsize=1024)
def zone_of(provider: str | None) -> ZoneInfo | None:
    """The zone of a provider by its name, its code or its address ("STT", "Suomen Tietotoimisto", "www.stt.fi"); None when not known."""
    if not provider:
        return None
    plain = provider.strip().casefold()
    name = _OF_OTHERS.get(plain) or _OF_AGENCIES.get(agency_code(provider) or "")
    if name is None:
        plain = plain.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        end = next((end for end in _ENDS_OF_ADDRESSES if plain.endswith(end)), None)
        bare = plain.removesuffix(end) if end else ""
        name = _OF_AGENCIES.get(agency_code(bare) or "") if bare else None
    return ZoneInfo(name) if name else None
