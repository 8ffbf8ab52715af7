"""Lines that wires set into their bodies for the desks that take them: what this version changes, what it replaces, whom to ask."""

from __future__ import annotations

import re
from typing import Final

from pipelines.trade.phrases import rule

_DOES: Final = (
    r"(?:adds?|adding|updates?|updating|corrects?|correcting|recasts?|rewrites|changes|completes|ajoute|corrige|actualise|complète"
    r"|précise"
    r"|rectifie|annule|añade|agrega|actualiza|amplía|ergänzt|berichtigt|korrigiert|aktualisiert)"
)
_DONE: Final = (
    r"(?:neu|berichtigung|berichtigt|korrektur|korrigiert|aktualisierung|aktualisiert|ergänzung|ergänzt|zusammenfassung|wiederholung"
    r"|durchgehend neu|actualisation|actualisé|rectificatif|rectifié|correction|corrigé|actualiza(?:ción)?|añade|corrige|corrección"
    r"|amplía|ampliación|aggiorna(?:mento)?|corregge|korjaus|korjattu|täydennetty|päivitetty|rättelse|rättad|uppdaterad|rettelse|rettet"
    r"|oppdatert|opdateret|utvidet|correctie|aanvulling)"
)
_DONE_WORDS: Final = (
    "neu berichtigung berichtigt korrektur korrigiert aktualisierung aktualisiert ergänzung ergänzt zusammenfassung wiederholung "
    "durchgehend "
    "actualisation actualisé rectificatif rectifié correction corrigé actualiza actualización añade corrige corrección amplía ampliación "
    "aggiorna aggiornamento corregge korjaus korjattu täydennetty päivitetty rättelse rättad uppdaterad rettelse rettet oppdatert "
    "opdateret "
    "utvidet correctie aanvulling"
)

WIRES: Final = (
    # dpa and others: marks on a line of their own
    rule(
        "note",
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th",
        r"\(?\d{1,2}(?:ST|ND|RD|TH) (?:LEAD|LD|NET|ADD|LD-WRITETHRU|LEAD-WRITETHRU)\)?",
        "head",
        case=True,
    ),
    rule(
        "note",
        "lead refile extra urgent update achtung eilmeldung eil alerte flash net",
        r"\(?(?:LEAD(?: \d)?|REFILE|EXTRA|URGENT|UPDATE(?: \d)?|Achtung|ACHTUNG|EIL(?:MELDUNG)?|ALERTE|FLASH|NET)!?\)?",
        "head",
        case=True,
    ),
    rule("note", "hold hold/kill kill", r"(HOLD/KILL|KILL|HOLD)[ ,!]+\1[ ,!]+\1!?.{0,120}", "head", case=True),
    rule("note", _DONE_WORDS, rf"\({_DONE}\b.{{0,300}}\)", "head"),
    rule("note", _DONE_WORDS, rf"{_DONE}:.{{0,250}}\(statt:?.{{0,100}}\)\.?", "head"),
    rule(
        "note",
        "noe utvidet oppdatert täydennetty päivitetty korjattu",
        r"(?:noe )?(?:utvidet|oppdatert|täydennetty|päivitetty|korjattu)\.?",
        "head",
    ),
    # ANP
    rule("note", "n nieuw", r"n ?i ?e ?u ?w bericht,? vervangt\b.{0,300}", "head"),
    # AFP, Yonhap
    rule("note", "attention atención achtung", rf"(?:attention|atención|achtung)\s*[-–—:,]\s*{_DOES}\b.{{0,250}}", "head"),
    rule("note", "attn", r"\(attn: ?.{1,400}\)", "head"),
    # AP, PA: what it goes with, and until when it is held back
    rule("note", "with", r"With (?:AM|PM|BC)-\S.{0,80}", "head", case=True),
    rule("note", "embargoed embargo", r"\(?(?:strictly )?embargo(?:ed)?\b\s*(?:until|to|till|:|for|not for).{1,120}", "head"),
    rule("note", "sperrfrist achtung", r"(?:achtung,? )?sperrfrist\b.{1,120}", "head"),
    rule("note", "for not", r"(?:not )?for (?:immediate )?(?:release|publication)[:!]?(?: [^.\d]{0,30}\d.{0,60})?", "head"),
    # Releases
    rule(
        "promo",
        "view",
        r"view (?:source version|original content|the original|additional multimedia)\b.{0,300}",
    ),
    rule(
        "promo",
        "a an photos the",
        r"(?:an? |the )?(?:photos?|pictures?|images?|videos?|infographics?|pdf)(?:s|\(s\))? accompanying this (?:announcement|release"
        r"|article)"
        r"\b.{0,300}",
    ),
    rule("promo", "logo photo video multimedia", r"(?:logo|photo|video|multimedia)(?: available)?\s*[-–—:]\s*https?://\S+"),
    rule(
        "tail",
        "this",
        r"this (?:announcement|release|news release|press release) (?:is|was|has been) (?:distributed|issued|transmitted) by\b.{0,300}",
    ),
    rule("tail", "keyword industry", r"(?:INDUSTRY )?KEYWORDS?: [A-Z ,&/-]{2,200}", "tail", case=True),
    rule(
        "tail",
        "contact contacts kontakt press media",
        r"(?:(?:press|media) )?(?:contacts?|kontakt)\s*:\s*(?=.*(?:@|\d{3})).{3,250}",
        "tail",
    ),
    rule("tail", "dpa-infocom", r"dpa-infocom\b.{0,80}", "tail"),
)
NOTEBOOK: Final = re.compile(r"#+ ?(?:dpa[- ])?(?:notebook|notizblock|notepad|bloc-notes)\b", re.IGNORECASE)
"""From this heading of dpa on, nothing is the story."""
