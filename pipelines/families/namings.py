"""How a story names the agencies and newsrooms that it has something from: at its head, in a line of credit, or in passing."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final, Literal

from pipelines.trade.agencies import AS_PRINTED, Mention, agency_code, agency_mentions
from pipelines.trade.attributions import attributed_names, plain_name
from pipelines.trade.bylines import name_of
from pipelines.trade.datelines import find_dateline
from schemas import Story

How = Literal["signed", "reported", "told", "named", "aside"]
"""From the strongest to the weakest.

`signed`: in the dateline, the byline or a line of credit. `reported`: as the source of what is told ("AP reported"). `told`: somebody spoke
to it ("she told AP"). `named`: otherwise in the running text. `aside`: only in a caption, or in what a page puts around a story.
"""
HOWS: Final[tuple[How, ...]] = ("signed", "reported", "told", "named", "aside")

MOST: Final = 100
"""Namings of one text that are looked at closely, at its head and its end."""
_SIGNED: Final = frozenset(("dateline", "byline", "credit", "tail"))
_ASIDE: Final = frozenset(("caption", "promo", "learned"))
_PARTS = re.compile(r"\s*(?:[,/|;()\[\]·•]|\s[–—-]\s|\b(?:and|und|et|y|e|og|och|en|via|for|with|con|com|avec|mit|med|met)\b)\s*")
_TOLD = re.compile(
    r"(?:\b(?:told|tells?|tell|sp[eo]a?k(?:s|ing|en)? (?:to|with)|spoke (?:to|with)|talk(?:s|ed|ing) to|interview(?:ed)? (?:with|by|to)"
    r"|said to|statement to|gegenüber|sagte(?: \w+)?|tegen|aan|til|till|kepada)|\b(?:dij|declar|asegur|explic|señal|confirm|coment|relat"
    r"|indic|cont)\w+ a|\bà|\ball['’])"
    r"[ ’']*(?:the|an?|la|der|die|l['’]|het)?[ ’']*(?:\w+ agency|agencia|agenzia|agence|agência|persbureau)?[ «\"“„]*$",
    re.IGNORECASE,
)
_REPORTED_BEFORE = re.compile(
    r"(?:\b(?:according to|reported by|quoted by|citing|cited by|inputs? from|via|source|según|selon|d['’]après|laut"
    r"|nach angaben (?:von|der)|segundo|secondo|volgens|enligt|ifølge|według|podle|menurut|со ссылкой на|по данным))"
    r"[ :]*(?:the|la|l['’]|der|die|het|o|a)?[ ’']*"
    r"(?:news |nachrichten)?(?:agency|agentur|agencia|agence|agenzia|agência)?[ «\"“„]*$",
    re.IGNORECASE,
)
_REPORTED_AFTER = re.compile(
    r"[\"»“”]?,? (?:first |also |has |had |news agency |news |agency )*(?:report(?:s|ed)|quoted|wrote|writes|informó|informa|reportó"
    r"|rapporte|a rapporté|berichtet\w*|meldet\w*|zufolge|noticiou|riferisce|riporta|meldt|meldde|сообща\w+|передает)\b"
)
_LAST_WORDS = re.compile(r"[.!?»”\"…\n]\s*\(?([^.!?\n]{2,40})\.?\)?\s*$")
_PICTURE = re.compile(r"\b(?:photo|image|picture|foto|bild|handout|getty|file)\b", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(?:editorial|editors?|staff|desk|newsroom|office|correspondents?|reporters?|writers?|news|agency|redaktion|redacción|rédaction)\b",
    re.I,
)
_DESK = re.compile(rf"{_OFFICE.pattern}|\b(?:Scotland|Wales|Ireland|Sports?|Political|Entertainment|Business)\b", re.I)
_BRACKETED_LINE: Final = 90
"""Characters of a line in brackets, with an agency after a slash or a comma, that is taken for the credit of a picture."""


def namings(story: Story) -> tuple[tuple[str, How], ...]:
    """Agencies (or newsrooms in a dateline) that a story names, each with the strongest way in which it does; sorted."""
    found: dict[str, How] = {}

    def note(code: str, how: How) -> None:
        if HOWS.index(how) < HOWS.index(found.get(code, "aside")) or code not in found:
            found[code] = how

    mentions = agency_mentions(story.text)
    for mention in mentions if len(mentions) <= MOST else (*mentions[: MOST // 2], *mentions[-MOST // 2 :]):
        note(mention.code, _how(story, mention))
    for mention in mentions:
        found.setdefault(mention.code, "named")
    for line in (story.dateline, story.credit, story.byline):
        for code in _in_line(line or ""):
            note(code, "signed")
    for part in _PARTS.split(story.byline or ""):
        if (desk := _of_a_desk(part)) is not None:
            note(desk, "signed")
    for code in _in_parts(_sign_off(story.text)):
        note(code, "signed")
    dateline = find_dateline(story.dateline or "")
    if dateline is not None and dateline.agency:
        note(dateline.agency, "signed")
    return tuple(sorted(found.items()))


def attributed(story: Story) -> tuple[str, ...]:
    """Hashes of the names of newsrooms, persons and bodies that a story says it has something from; sorted. `name_hash` makes the same of
    a source."""
    lines = " | ".join(line for line in (story.credit, story.byline) if line)
    names = [*attributed_names(story.text), *(part for part in _PARTS.split(lines) if part)]
    return tuple(sorted({name_hash(name) for name in names if plain_name(name)}))


def name_hash(name: str) -> str:
    """The name of a newsroom, however it is written, as a hash: names that stand in a text are words."""
    return blake2b(plain_name(name).encode(), digest_size=6).hexdigest()


def writer_of(story: Story) -> str | None:
    """Hash of who signed a story; None where nobody did, or an agency."""
    line = name_of(story.byline) if story.byline else ""
    for mention in reversed(agency_mentions(line)):
        line = f"{line[: mention.start]}|{line[mention.end :]}"
    names = [part for part in _PARTS.split(line) if agency_code(part) is None and 2 <= len(part.split()) <= 5]
    people = [plain_name(name) for name in names if not _OFFICE.search(name)]
    return blake2b("|".join(sorted(people)).encode(), digest_size=6).hexdigest() if people else None


def filed_from(story: Story) -> str | None:
    """The place in the dateline, as printed: "TARNOW, Poland"."""
    if not story.dateline:
        return None
    place = re.split(r"\s*[(/\[]", story.dateline.strip())[0].strip(" .,:–—-_")
    place = re.sub(r",?\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\.? (?:de )?[^\W\d_]{3,})\b.*$", "", place)
    return place if place and agency_code(place) is None and len(place) <= 60 else None


def _in_line(line: str) -> set[str]:
    """Agencies in a line of credit, whole or in its parts: "Delyth Penry, PA"."""
    return {mention.code for mention in agency_mentions(line)} | _in_parts(line)


def _in_parts(line: str) -> set[str]:
    parts = (line, *_PARTS.split(line))
    return {code for part in parts if (code := agency_code(part)) is not None and _as_agencies_write(part)}


def _of_a_desk(part: str) -> str | None:
    """The agency of a part of a byline that names one of its desks or offices: "PA Scotland", "AP Business Writer"."""
    name, _, desk = part.partition(" ")
    return agency_code(name) if name in AS_PRINTED and desk.count(" ") < 3 and _DESK.search(desk) else None


def _as_agencies_write(part: str) -> bool:
    """Whether a short name that may mean something else is in the agency's own letters: PA, and not Pa. (Pennsylvania)."""
    bare = part.strip(" .,:()[]")
    return len(bare) > 4 or bare in AS_PRINTED


def _sign_off(text: str) -> str:
    """What stands alone behind the last sentence: "Ansa", "Redacción / Efe"."""
    found = _LAST_WORDS.search(text[-80:])
    words = [word for word in re.split(r"[\s,/|()–—-]+", found[1]) if word] if found is not None else []
    short = len(words) <= 5 and all(word[0].isupper() or _PARTS.fullmatch(word) or word in AS_PRINTED for word in words)
    return found[1] if found is not None and short else ""


def _how(story: Story, mention: Mention) -> How:
    kind = next((span.kind for span in story.furniture if span.start <= mention.start < span.end), None)
    if kind in _SIGNED:
        return "signed"
    if kind in _ASIDE or _of_a_picture(story.text, mention):
        return "aside"
    before = story.text[max(0, mention.start - 48) : mention.start]
    if _TOLD.search(before):
        return "told"
    if _REPORTED_BEFORE.search(before) or _REPORTED_AFTER.match(story.text, mention.end):
        return "reported"
    return "named"


def _of_a_picture(text: str, mention: Mention) -> bool:
    """Whether it stands in a line of its own that says whose a picture is: "(Ana Roe / Associated Press)", "Photo: Reuters"."""
    near, far = max(0, mention.start - _BRACKETED_LINE), mention.end + _BRACKETED_LINE
    start = text.rfind("\n", near, mention.start) + 1 or near
    end = text.find("\n", mention.end, far)
    line = text[start : end if end >= 0 else min(far, len(text))].strip()
    bracket = max(text.rfind("(", start, mention.start), text.rfind("[", start, mention.start))
    if bracket >= 0 and _PICTURE.search(text[bracket : mention.start]) and not re.search(r"[)\]]", text[bracket : mention.start]):
        return True
    if len(line) > _BRACKETED_LINE:
        return False
    return bool(_PICTURE.search(line)) or (line.startswith("(") and line.endswith(")") and ("/" in line or "," in line or " via " in line))
