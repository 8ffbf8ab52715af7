"""Words by which wires mark a correction, a repetition, an addition and an update, in headline, slug and note."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipelines.trade.slugs import NTH
from pipelines.trade.words import words
from schemas.story import EditKind

_SERIES: Final = (
    r"(?:(?:UPDATE|WRAPUP|RPT|REFILE|URGENT|BRIEF|EXCLUSIVE|ANALYSIS|FACTBOX|TIMELINE|TABLE|INSIGHT|INTERVIEW|PREVIEW|POLL|FEATURE"
    r"|SPECIAL REPORT|SNAPSHOT|HIGHLIGHTS|INSTANT VIEW|EXPLAINER|NEWSMAKER|SCENARIOS|DIARY|COLUMN|FOCUS|GRAPHIC|Q\+A)(?: ?\d+)?"
    r"(?:[ -]?-[ ]?| ))*"
)
"""Tags of Reuters before the mark: "BRIEF-CORRECTED-", "UPDATE 2-RPT-"."""
_OPENS: Final = r"^[\s*+/(\[>#]*"
_ENDS: Final = r"(?=\s*[-:(/)\]–—]|\s+-|\s*$)"
_NOTE: Final = r"(?:^|\|)[\s*(\[]*(?:(?:eds?\.?|attn|attention|atenci[oó]n|achtung|editors?['’]? note|note|obs)\b[\s:.,!–-]*)?"
"""The start of a note, or of one of several."""


class Marks(NamedTuple):
    """The marks of a kind of edit. One of `slug_words`, in small letters, stands in every slug that has its mark; each
    of `sure_words` is one by itself."""

    kind: EditKind
    in_headline: re.Pattern[str]
    in_slug: re.Pattern[str]
    in_note: re.Pattern[str] | None
    slug_words: frozenset[str]
    sure_words: frozenset[str] = frozenset()


_CORRECTION_CAPITALS: Final = (
    r"CORRECT(?:ED|ION|ING|S|IVE)|C O R R E C T I O N|CLARIFICATION|R[ÉE]CTIFI(?:[ÉE]|CATIF|CATION|CATIE)|RETIFICAÇÃO|CORRIG[ÉE]"
    r"|CORREGID[AO]"
    r"|CORRECCI[OÓ]N|CORREÇÃO|CORREZIONE|RIPETIZIONE CORRETTA|ERRATA CORRIGE|CORRECTIE|CORR|BERICHTIGUNG|KORREKTUR|KORRIGIERT"
    r"|RETTELSE|RETTET|RÄTTELSE|RÄTTAD|KORJAUS|OIKAISU|SPROSTOWANIE|KOREKTA|OPRAVA|ПОПРАВКА|ИСПРАВЛЕНИЕ"
)
_CORRECTION_NAMES: Final = (
    r"Correction|Corrected|Clarification|Rectificatif|Rectification|Rectificatie|Correctie|Corrección|Corregida|Correção|Errata corrige"
    r"|Berichtigung|Korrektur|Korrigiert|Rettelse|Rettet|Rättelse|Korjaus|Oikaisu|Sprostowanie|Korekta|Oprava|Поправка"
)
CORRECTION: Final = Marks(
    "correction",
    re.compile(
        rf"{_OPENS}{_SERIES}(?:(?:{_CORRECTION_CAPITALS})\b\.?{_ENDS}|(?:{_CORRECTION_NAMES})\s*:"
        r"|CORRECTING (?i:and) REPLACING\b|REPLACING (?i:and) CORRECTING\b"
        r"|CORRECTION (?:ET|AND|&) (?:MISE À JOUR|MISE A JOUR|UPDATE)\b)"
        r"|\((?i:corrected|correction|corrigé|corrigée|berichtigt|korrigiert|corretta|corregida|rettet|rättad|korjattu)\)\s*$"
    ),
    re.compile(
        r"\b(?:CORRECTED|CORRECTION|CORRECTIVE|BERICHTIGUNG|RECTIFICATIF)\b|[,(/-]\s*(?:correction|corrected|corrective)\)?\s*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NOTE}(?:corrects|correcting|corrected|correction|corrective|clarifies|clarification|correcci[oó]n|corregida|corrige[ds]?"
        rf"|corrigée?"
        r"|correctie|gecorrigeerd|correzione|corretta|errata corrige|rectificatif|rectifie|rectificatie|berichtigt|berichtigung"
        r"|korrigiert"
        r"|korrektur|rettelse|rettet|retter|korrigerer|rättelse|rättad|rättar|korjattu|korjaa|korjaus|oikaisu|sprostowanie|oprava)\b"
        r"|(?-i:\bCORRECTS\b|\bCORRECTED\b)|\(statt:|\bthis (?:story|version|item) corrects\b|\bcorrected (?:repetition|version)\b"
        r"|\bcorrects\b.{0,80}\b(?:paragraph|headline|lead|byline|spelling|name|figure|year|date)\b"
        r"|\bhas been corrected to\b"
        r"|\b(?:updated|edited|amended|refile[sd]?|resent|re-?issued|subs?|substitute) to (?:correct|fix)\b"
        r"|\bto (?:add|insert|restore) (?:a|the) (?:missing|dropped|omitted) (?:word|letter|digit|name|title)s?\b",
        re.IGNORECASE,
    ),
    words("corrected correction corrective berichtigung rectificatif"),
)
REPEAT: Final = Marks(
    "repeat",
    re.compile(
        rf"{_OPENS}(?:(?:RPT|REPEAT|REPETITION|REPEATING|RESEND(?:ING)?|WIEDERHOLUNG|REPETICI[OÓ]N|RIPETIZIONE|HERHALING|GJENTAS"
        rf"|GENTAGELSE"
        rf"|UPPREPNING)\b\.?{_ENDS}|(?:Repeat|Wiederholung|Repetición|Ripetizione|Herhaling)\s*:)|\((?:RPT|(?i:repeat"
        rf"|wiederholung))\)\s*$"
    ),
    re.compile(r"[,(/]\s*(?:rpt|repeat|resend|resending)\b", re.IGNORECASE),
    re.compile(
        rf"{_NOTE}(?:repeat(?=\s*(?:[:.,;–|-]|$))|repeats|repeating|repetition|repeated|resends|resending|resent|wiederholung|wiederholt|ripetizione|herhaling)\b",
        re.IGNORECASE,
    ),
    words("rpt repeat resend resending"),
)
ADD: Final = Marks(
    "add",
    re.compile(rf"{_OPENS}(?:ADD \d*|\d(?:ST|ND|RD|TH) ADD|TAKE [2-9])(?=\s*[-:])"),
    re.compile(
        rf"[,\s-]\s*(?:{NTH}[\s-]*(?:add|insert|take))\b|,\s*(?:add\s+\d+|insert(?:\s+\d+)?|take\s+[2-9]\d*)\b|\b(?:add|take) [2-9]\s*$"
        rf"|\b\d(?:ST|ND|RD"
        rf"|TH) ADD\b",
        re.IGNORECASE,
    ),
    None,
    words("add take insert 1stadd 2ndadd 3rdadd 4thadd 5thadd"),
)
UPDATE: Final = Marks(
    "update",
    re.compile(
        rf"{_OPENS}(?:(?:UPDATE|WRAPUP) ?\d*\s?[:)–-]|REFILE\s?[-:]|UPDATED?\s?[:-]"
        r"|(?:Update|Updated|Actualización|Actualisation|Mise à jour|Aktualisierung|Zusammenfassung|Oppdatert|Opdateret|Uppdaterad"
        r"|Ny versjon"
        r"|Ny version|Päivitys|Päivitetty|Aggiornamento|Substitute)\s?:"
        rf"|AMP(?:L|LIACI[OÓ]N)?\.?\s?-|\d{{1,2}}(?:ST|ND|RD|TH|st|nd|rd|th) (?:LD|LEAD|NET|Ld|Lead)\b|LEAD(?: ?\d)?\s?[:)]"
        rf"|SUBSTITUTE{_ENDS}"
        rf"|(?:ZUSAMMENFASSUNG|ACTUALIZA|ACTUALIZACI[OÓ]N|ACTUALISATION|MISE [ÀA] JOUR|AKTUALISIERUNG|ANNULE ET REMPLACE"
        rf"|PÄIVITYS){_ENDS})"
        rf"|\((?i:(?:{NTH} |\d\. ?)?(?:ld|lead)|updates?(?: \d+)?|updated|update\d|actualisée?|actualisation|actualiza|aktualisiert|akt"
        rf"|ampliación"
        r"|oppdatert|opdateret|uppdaterad|päivitetty|täydennetty|aggiornata)\)\s*$"
    ),
    re.compile(
        rf"\b{NTH}[ -]*(?:ld|lead|net|writethru|sub)\b|\bwritethr(?:u|ough)\b|[,(/]\s*(?:update|refile|wrapup|sub|ld|substitute)\s*\d*\b"
        r"|\bSUBSTITUTE\s*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NOTE}(?:updates|updating|updated|update(?=\s?[\d:–-])|ersätter|ersetter|erstatter|adds|adding|recasts|recasting|refiles|refile|restores|subs|substitute"
        rf"|minor edits|rewrites"
        r"|releads|new throughout|complemented|completes|amends|inserts|fixes|removes|actualise|actualisation|actualiza|ajoute|complète"
        r"|mise à jour|amplía|amplia|añade|agrega|aktualisiert|aktualisierung|ergänzt|ergänzung|durchgehend neu|neu\b|zusammenfassung"
        r"|aggiorna"
        r"|aggiunge|aggiornamento|sostituisce|vervangt|aanvulling|aangevuld|oppdatert|oppdaterer|opdateret|opdaterer|uppdaterad"
        r"|uppdaterar"
        r"|ny versjon|ny version|nytt|utökad|päivitetty|lisätty|lisää|annule et remplace)\b"
        rf"|(?:^|\|)[\s(]*{NTH} (?:lead|ld|net)\b|(?:^|\|)[\s(]*(?:amp\.?-|lead\b\s*(?:$|\|))"
        r"|\beds?\.?:\s*(?:updates|adds|recasts|restores|minor edits)\b|\bUPDATES:|utvidet|täydennetty|\bosio uutta\b|\breplaces\b"
        r"|\bn ?i ?e ?u ?w bericht\b|\bwritethru\b",
        re.IGNORECASE,
    ),
    words("ld lead net writethru writethrough update refile wrapup sub substitute"),
    words("ld writethru writethrough 1stld 2ndld 3rdld 4thld 5thld 6thld 7thld 8thld 9thld"),
)
BY_WEIGHT: Final = (CORRECTION, REPEAT, ADD, UPDATE)
"""The weightier kinds come first."""
