"""Whose item it is by its id: "urn:newsml:ap.org:20230101:…" stays AP's, whoever hands it on."""

from __future__ import annotations

import re
from typing import Final

HOSTS: Final[dict[str, str]] = {
    "ap.org": "AP", "apnews.com": "AP", "reuters.com": "Reuters", "reutersconnect.com": "Reuters", "afp.com": "AFP", "dpa.com": "dpa",
    "dpa.de": "dpa", "dpa-info.com": "dpa", "pa.media": "PA", "pressassociation.com": "PA", "ansa.it": "ANSA", "efe.com": "EFE",
    "kyodonews.net": "Kyodo", "kyodonews.jp": "Kyodo", "jiji.com": "Jiji", "xinhuanet.com": "Xinhua", "news.cn": "Xinhua",
    "yna.co.kr": "Yonhap", "tass.com": "TASS", "tass.ru": "TASS", "interfax.ru": "Interfax", "ptinews.com": "PTI",
    "aninews.in": "ANI", "ians.in": "IANS", "upi.com": "UPI", "bloomberg.com": "Bloomberg", "thecanadianpress.com": "Canadian Press",
    "aap.com.au": "AAP", "ritzau.dk": "Ritzau", "ntb.no": "NTB", "tt.se": "TT", "stt.fi": "STT", "bns.lt": "BNS", "anp.nl": "ANP",
    "belga.be": "Belga", "apa.at": "APA", "keystone-sda.ch": "SDA", "ctk.cz": "CTK", "pap.pl": "PAP", "mti.hu": "MTI", "lusa.pt": "Lusa",
    "aa.com.tr": "Anadolu", "bernama.com": "Bernama", "antaranews.com": "Antara",
}  # fmt: skip
_HOST = re.compile(r"(?:^(?:urn:newsml:|tag:|urn:)|://)(?:[\w-]+\.)*?((?:[\w-]+\.)+[a-z]{2,6})(?=[:/,]|$)", re.IGNORECASE)


def agency_of_id(uri: str) -> str | None:
    """Code of the agency in whose name space an item's id or address lies; None where it is nobody's, or not known."""
    found = _HOST.search(uri)
    if found is None:
        return None
    labels = found[1].casefold().split(".")
    return next((code for i in range(len(labels) - 1) if (code := HOSTS.get(".".join(labels[i:])))), None)
