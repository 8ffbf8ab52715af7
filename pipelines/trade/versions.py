"""Edit marks of the wires: what a version does to the one before it, by its headline, slug and note."""

from __future__ import annotations

import re
from typing import Final

from pipelines.trade.marks import BY_WEIGHT
from pipelines.trade.words import words
from schemas.story import EditKind

NOTICES: Final[frozenset[EditKind]] = frozenset(("kill", "withhold", "release", "advisory"))
"""Kinds that act on another item instead of telling a story."""

_SHOUTS = r"[/*+(>\[]*\s*(?:(?:URGENT|ATTENTION|BULLETIN|EDITORS|MANDATORY|STORY|\*+)[ ,:!-]*)*"
_ENDS_MARK = r"(?=\s*(?:[:!]|--|[—–]|-\s|\s-|/|,|$|\())"
_TIGHT = r"-(?=\S)(?=.*[a-zß-ÿ])"
"""A hyphen without spaces counts only where the headline is not all capitals: "KILL-Ferry cut" but not "KILL-SWITCH LAW"."""


def _mark(mark: str) -> str:
    """A word in capitals at the start that stands for itself: "KILL: …", "MANDATORY KILL", "STORY WITHDRAWN"."""
    return rf"^\s*{_SHOUTS}(?:{mark})(?:[ ,!]+(?:{mark})[ ,!]+(?:{mark})\b|{_ENDS_MARK}|{_TIGHT})"


_HEADLINE_NOTICES: Final[tuple[tuple[EditKind, re.Pattern[str]], ...]] = (
    (
        "release",
        re.compile(
            _mark(r"(?:WITHHOLD|WITHHELD STORY|HOLD|STORY) (?:RELEASED?|LIFTED)|RELEASE OF WITHHELD STORY")
            + rf"|^\s*RELEASED?(?:$|{_TIGHT})"
        ),
    ),
    (
        "kill",
        re.compile(
            _mark(
                r"KILL(?:ED)?(?: NOTICE)?|HOLD/KILL|(?:STORY )?WITHDRAWN|WITHDRAWAL|STORY REMOVED|DISREGARD(?: RELEASE)?"
                r"|(?i:mandatory kill|story killed|story withdrawn|kill notice|d[ée]p[êe]che annul[ée]e|annulation de d[ée]p[êe]che"
                r"|noticia anulada|anulaci[oó]n de noticia|notizia annullata|annullamento notizia|meldung zur[üu]ckgezogen"
                r"|melding(?:en)? trekkes|telegram(?:met)? (?:annulleres|tilbagekaldes)|texten dras tillbaka|juttu mitätöity"
                r"|bericht ingetrokken)"
            )
        ),
    ),
    (
        "withhold",
        re.compile(
            _mark(r"WITHHOLD|WITHHELD|(?i:mandatory (?:withhold|hold)|story (?:withheld|held))") + "|^\\s*HOLD[ ,!]+HOLD[ ,!]+HOLD\\b"
        ),
    ),
    (
        "advisory",
        re.compile(
            _mark(
                r"(?:COVERAGE |EDITORS'? |MEDIA |NEWS )?ADVISORY|NOTE TO EDITORS|ATTENTION EDITORS"
                r"|(?i:advisory to editors|hinweis an die redaktionen|note aux rédactions|aviso a los editores)"
            )
        ),
    ),
)
_KILLING_NOTE = re.compile(
    r"(?:^|\|)[\s*(]*(?:(?i:eds?\.?:)\s*)?(?:(?:BULLETIN |URGENT )?(?:MANDATORY KILL|STORY KILLED|STORY WITHDRAWN|KILL NOTICE)\b"
    r"|(KILL|HOLD/KILL)[ ,!]+\1[ ,!]+\1\b)"
)
"""A note makes a notice only by words that stand for nothing else."""


def _slug_mark(mark: str) -> re.Pattern[str]:
    """A mark at the end of a slug ("Ferry, Mandatory Kill", but not "Road Kill") or in capitals at its start."""
    return re.compile(
        rf"[,(/]\s*(?i:(?:bulletin |mandatory |story )?(?:{mark}))\)?\s*$"
        rf"|(?<=[a-z]) {mark.upper()}\s*$|^\s*{mark.upper()}(?:$|[,:/]|{_TIGHT})"
    )


_SLUG_NOTICES: Final = (
    _slug_mark("(?:withhold |hold )?released?"),
    _slug_mark("(?:kill|killed|withdrawn)"),
    _slug_mark("(?:withhold|withheld)"),
    _slug_mark("(?:coverage )?advisory"),
)
"""In the order of `_HEADLINE_NOTICES`."""

_FIRST_WORD = re.compile(r"[\s*+/(\[>#]*(\w+)")
_MARK_WORDS: Final = words(
    "urgent attention bulletin editors mandatory story kill killed withdrawn withdrawal withhold withheld hold release released "
    "advisory coverage media news editor note disregard hinweis aviso dépêche depeche annulation noticia anulación anulacion notizia "
    "annullamento meldung melding meldingen telegram telegrammet texten juttu bericht "
    "corrected correction correcting corrects corrective c clarification replacing rectifie rectifié réctifié rectificatif rectification "
    "rectificatie réctificatif retificação corrige corrigé corregida corregido corrección correccion correção correzione ripetizione "
    "errata "
    "correctie corr berichtigung korrektur korrigiert rettelse rettet rättelse rättad korjaus oikaisu sprostowanie korekta oprava "
    "поправка "
    "исправление rpt repeat repetition repeating resend resending wiederholung repetición repeticion herhaling gjentas gentagelse "
    "upprepning add take update update1 update2 update3 update4 update5 updated wrapup wrapup1 wrapup2 refile amp ampl ampliacion "
    "ampliación lead substitute zusammenfassung actualiza actualización actualizacion actualisation mise aktualisierung annule päivitys "
    "päivitetty oppdatert opdateret uppdaterad ny aggiornamento "
    "brief exclusive analysis factbox timeline table insight interview preview poll feature special snapshot highlights instant "
    "explainer "
    "newsmaker scenarios diary column focus graphic q"
)
"""First words of marked headlines, casefolded; so most headlines cost one look-up."""
_NOTICE_WORDS: Final = words("kill killed withdrawn withhold withheld release released advisory")
_NOTHING: Final[frozenset[str]] = frozenset()
_SLUG_WORDS: Final = _NOTICE_WORDS.union(*(marks.slug_words | marks.sure_words for marks in BY_WEIGHT))
"""One of them stands in every slug that bears a mark."""


def edit_kind(headline: str | None, slug: str | None, note: str | None) -> EditKind:
    """What kind of edit a version is by its own marks; `new` when it has none.

    A notice (kill, withhold, release, advisory) needs a mark that nobody can mistake: at the start of the headline or the
    slug, or at the end of the slug. Headlines *about* killing, withholding or advising never make one.
    """
    if headline and not _can_be_marked(headline):
        headline = None
    in_slug = _SLUG_WORDS.intersection(_words_of(slug)) if slug else _NOTHING
    if not (headline or in_slug or note):
        return "new"
    notice = _notice(headline, slug if slug and not _NOTICE_WORDS.isdisjoint(in_slug) else None, note)
    if notice is not None:
        return notice
    for marks in BY_WEIGHT:
        if (
            (headline and marks.in_headline.search(headline))
            or not marks.sure_words.isdisjoint(in_slug)
            or (slug and not marks.slug_words.isdisjoint(in_slug) and marks.in_slug.search(slug))
            or (note and marks.in_note is not None and marks.in_note.search(note))
        ):
            return marks.kind
    return "new"


def _notice(headline: str | None, slug: str | None, note: str | None) -> EditKind | None:
    for (kind, of_headline), of_slug in zip(_HEADLINE_NOTICES, _SLUG_NOTICES, strict=True):
        if (headline and of_headline.match(headline)) or (slug and of_slug.search(slug)):
            return kind
    return "kill" if note and _KILLING_NOTE.search(note) else None


def _words_of(slug: str) -> list[str]:
    return slug.lower().replace("-", " ").replace(",", " ").replace("/", " ").replace("(", " ").replace(")", " ").split()


def _can_be_marked(headline: str) -> bool:
    if headline[-1] == ")":
        return True
    first = _FIRST_WORD.match(headline)
    return first is not None and (first[1][0].isdigit() or first[1].casefold() in _MARK_WORDS)
