"""What kind of copy an item is, by its headline, slug and text: a story, or an alert, digest, daybook, agate, table or advisory.

Conservative: in doubt it is a story. What is none stays out of families by likeness of text alone: lists of results are all alike.
"""

from __future__ import annotations

import re
from typing import Final

from pipelines.trade.words import words
from schemas.story import Form

_ALERT: Final = 500
"""Longest alert: characters."""
_TABLE_DIGITS: Final = 0.2
"""Share of digits from which a text of short lines and without sentences is a table."""
_SURE_DIGITS: Final = 0.3
"""The same where the lines are as long as those of running text."""
_LISTED_DIGITS: Final = 0.06
"""The same where headline or slug promise a list."""
_WORDS_A_SENTENCE: Final = 45
"""A text of more words a sentence than this is no running text."""
_WORDS_IN_LISTS: Final = 100
"""The same for a list whose lines are as long as those of running text."""
_SHORT_LINE: Final = 45
"""Lines of running text are longer: characters."""
_SAMPLE: Final = 600
"""Characters of a text in which digits are counted first: almost every story is settled by them."""
_ITEMS: Final = 4
"""Fewest paragraphs of a digest that says so in a common word only."""

_TELLING: Final = words(
    "apnewsalert newsalert alert alerts flash alerte eilmeldung eil urgente "
    "digestbriefs businesshighlights washingtoninbrief brites quotations digest stories briefs brief things highlights headlines "
    "summary kort korta korthet kortnytt kurz kurznachrichten nachrichtenüberblick "
    "wichtigsten l'essentiel titulares breve nieuws nieuwsoverzicht lyhyesti nyhedsoverblik belga "
    "daybook diary calendar agenda tagesvorschau terminvorschau wochenvorschau vorschau termine prévisions previsiones schedule "
    "glance standings boxscore boxscores linescore linescores scoreboard box results leaders transactions lottery lotteries stax sums "
    "odds fixtures ten temperatures scores tulokset tuloksia yleisurheilutulokset yleisurheilutuloksia resultat resultater "
    "ergebnisse tabelle résultats "
    "resultados classement risultati classifica "
    "table tables prices rates quotes quotations futures fixings "
    "advisory advisories editors redaktionen rédactions "
    "live liveblog liveticker ticker happened direct vivo directo diretta minuto"
)
"""One of these words, in small letters, stands in headline or slug of everything that they tell not to be a story."""
_DIGEST = re.compile(
    r"\b(?:news|sports?|business|world|weather|entertainment|finance|financial|state|science|health|wire|ap|pm|am)[ -]+digest\b"
    r"|\bdigest[ -]+briefs\b|^digest\W*$"
    r"|^(?:(?:the )?ap[ -]+)?(?:\w+ )?top (?:(?:news|sports?|business|world) )?(?:stories|headlines)(?: (?:at|for|this|today"
    r"|of the (?:day|hour|week|morning))\b|\W*$)"
    r"|\bnews (?:in brief|highlights|summary)\b|^highlights of the .{0,40}\b(?:wire|file|service)\b"
    r"|^\d+ things to know\b|\bmain stories on today['’]s\b|\bnews headlines\b"
    r"|\b(?:nachrichtenüberblick|kurznachrichten|nieuwsoverzicht|nyhedsoverblik|kortnytt)\b|\bkurz (?:notiert|berichtet|gemeldet)\b"
    r"|\b(?:digestbriefs|business ?highlights|washington ?in ?brief|brites)\b|^current quotations$"
    r"|^die wichtigsten (?:nachrichten|meldungen|themen)\b|^l['’]essentiel de l['’]actualité\b|\bnotizie in breve\b"
    r"|\b(?:uutiset|urheilu|ulkomaat|kotimaa) lyhyesti\b|\b(?:nyheter|sport) i korthet\b|^nieuws \d|^belga \d\d?:\d\d\b"
)
_BRIEFS = re.compile(
    r"\b(?:world|sports?|business|news|state|national|international|entertainment|local|\w+ news) briefs\W*$|^kort om \w+\W*$"
)
_LIVE = re.compile(
    r"\bLIVE ?[:|–-]|^Live ?[:|]|(?i:\blive (?:updates|blog|ticker)\b|\bliveblog\b|\bliveticker\b|\bas it happened$|[:|–-] ?ticker$"
    r"|^(?:en direct|en vivo|en directo|in diretta|ao vivo) ?[:|–-]|\bminuto (?:a|por) minuto\b)"
)
"""Digests, where several paragraphs follow; pages that are written on all day carry several stories too."""
_DAYBOOK = re.compile(
    r"\bday ?book\b|^diary ?[-–:]|^(?:\w+ )?(?:news|events|economic|political|corporate|sports?) (?:calendar|diary|agenda)\b"
    r"|^agenda ?[-–:]"
    r"|\b(?:tagesvorschau|terminvorschau|wochenvorschau)\b|^termine (?:heute|am|der|für)\b|^prévisions (?:du|de la|pour)\b"
    r"|^previsiones (?:del?|para|informativas)\b|\bschedule of (?:\w+ )?events\b"
)
_AGATE = re.compile(
    r"\b(?:glance|standings|box ?scores?|line ?scores?|scoreboard|scores|results|leaders|transactions|lotter(?:y|ies)|stax|sums|odds"
    r"|fixtures"
    r"|top (?:ten|10|25)|temperatures|\w*tulo(?:kset|ksia)|resultat(?:er)?|ergebnisse|tabelle|résultats|resultados|classement|risultati"
    r"|classifica)"
    r"(?:\b|$)"
)
_TABLE = re.compile(r"^table ?[-–:]|\b(?:prices|rates|quotes|quotations|futures|fixings|tables?)\b")
_ADVISORY = re.compile(
    r"\b(?:coverage|news|photo|video|media|programming|planning|editors?['’]?|service) advisor(?:y|ies)\b|^advisory\b ?[-–:/]|^advisory$"
    r"|^(?:a )?note to editors\b|^hinweise? an die redaktionen\b|^note aux rédactions\b"
)
_ALERTED = re.compile(
    r"\bap ?news ?alert\b|^(?:news ?alert|alert|flash|alerte|eilmeldung|eil|urgente|última hora)\b\W*(?:[:!–-]|$)|\bnews ?alert$"
    r"|^\+\+ .* \+\+$"
)
_CYCLE = re.compile(r"^\s*(?:[a-z] [a-z] )?(?:bc|am|pm|ap)-+(?:[a-z]{2,3}--+)?")
_SENTENCE_END = re.compile(r"[^\s.\d][.!?…][\"”’»)]*(?=\s|\Z)|[。！？]")


def form_of(headline: str | None, slug: str | None, text: str, source: str | None) -> Form:
    """The kind of copy of an item; `text` may be empty, `source` is who delivered it."""
    told = _tells(headline, slug)
    if not told and (len(text) < _ALERT // 4 or not _many_digits(text)):
        return "story"
    lines = ((headline or "").lower(), _plain_slug(slug or "")) if told else ()
    for line in lines:
        if _ADVISORY.search(line):
            return "advisory"
        if _ALERTED.search(line) and len(text) <= _ALERT:
            return "alert"
        if _DAYBOOK.search(line):
            return "daybook"
        if _DIGEST.search(line) or (_BRIEFS.search(line) and text.count("\n\n") + 1 >= _ITEMS):
            return "digest"
    if told and headline and _LIVE.search(headline) and text.count("\n\n") + 1 >= _ITEMS:
        return "digest"
    return _listed(lines, text)


def _tells(headline: str | None, slug: str | None) -> bool:
    """Whether one of the telling words is in the two lines."""
    line = f"{slug} {headline}" if slug else headline
    if not line:
        return False
    plain = line.lower().replace("-", " ").replace(":", " ").replace("/", " ").replace(",", " ")
    return not _TELLING.isdisjoint(plain.split()) or (headline or "").startswith("++")


def _plain_slug(slug: str) -> str:
    """A slug in small letters, without its cycle, with blanks for hyphens."""
    return _CYCLE.sub("", slug.lower()).replace("-", " ").strip()


def _many_digits(text: str) -> bool:
    """Whether the first characters hold as many digits as a table may have."""
    sample = text[:_SAMPLE]
    return _digits(sample) > _TABLE_DIGITS * 0.6 * len(sample)


def _digits(text: str) -> int:
    data = text.encode("ascii", "ignore")
    return len(data) - len(data.translate(None, b"0123456789"))


def _listed(lines: tuple[str, ...], text: str) -> Form:
    """Agate or a table: no running text, and digits in it; how many must be depends on what headline and slug promise."""
    sentences, words = len(_SENTENCE_END.findall(text)), len(text.split())
    if sentences * _WORDS_A_SENTENCE >= words:
        return "story"
    share = _digits(text) / max(1, len(text) - text.count(" ") - text.count("\n"))
    short = _is_short_lines(text)
    listed = share >= _SURE_DIGITS or (short and share >= _TABLE_DIGITS)
    promised = share >= _LISTED_DIGITS and (short or (words >= _WORDS_A_SENTENCE and sentences * _WORDS_IN_LISTS < words))
    if (listed or promised) and any(map(_AGATE.search, lines)):
        return "agate"
    return "table" if listed or (promised and any(map(_TABLE.search, lines))) else "story"


def _is_short_lines(text: str) -> bool:
    """Whether most of a text is lines that are shorter than those of running text."""
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    return len(lines) >= _ITEMS and sum(len(line) for line in lines if len(line) < _SHORT_LINE) * 2 > sum(map(len, lines))
