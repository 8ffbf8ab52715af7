"""Furniture: what stands in a body and is not the story. Conservative: in doubt a paragraph is running text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipelines.trade.agencies import agency_code
from pipelines.trade.bylines import is_affiliation, is_byline
from pipelines.trade.datelines import find_dateline
from pipelines.trade.lines import Unit, units_of
from pipelines.trade.phrases import END_LINE, INITIALS, RULES, SEPARATOR, SHIRTTAIL, Rule
from pipelines.trade.phrases_abroad import ABROAD
from pipelines.trade.phrases_wires import NOTEBOOK, WIRES
from pipelines.trade.pictures import is_caption_of, is_picture_credit, trailing_credit
from pipelines.trade.times import find_date_line
from schemas import Furniture
from schemas.story import FurnitureKind

_HEAD_PROSE: Final = 3
"""Paragraphs of running text among which bylines, dates, advisory lines and the dateline are looked for."""
_TAIL_UNITS: Final = 6
"""Last paragraphs in which sign-offs are looked for."""
_SHIRTTAIL: Final = 300
"""Longest shirttail: characters."""
_BULLET_ITEM: Final = 250
"""Longest item of a list of links: characters."""
_SIGN_OFF_REACH: Final = 40
"""From the end of the text, where a sign-off on a line of its own is looked for: characters."""
_SHORT: Final = 120
"""Longest byline, date line or credit line: characters."""
_HEADLINE_WORDS: Final = 6
"""Fewest words of another story's headline among the paragraphs."""
_FIRST_UNSPACED: Final = "\u3005"
"""From this letter on there are no scripts with capitals: a paragraph in Chinese or Japanese is told by its first two letters."""
_BY_FIRST_WORD: Final[dict[str, tuple[Rule, ...]]] = {
    word: tuple(rule for rule in (*RULES, *ABROAD, *WIRES) if word in rule.words.split())
    for each in (*RULES, *ABROAD, *WIRES)
    for word in each.words.split()
}
"""First word of a paragraph, casefolded and without the signs around it -> the rules to try."""
_CAPTION_UNSPACED = re.compile(r"[^。！？]{4,}[（(][^（）()。]{1,30}(?:提供|撮影|[摄攝])[）)]|[^。！？]{4,60}。?[资資]料[图圖]片?")
"""A Chinese or Japanese caption: one sentence, and at its end who took or gave the picture."""
_CAPTION_WITH_CREDIT = re.compile(
    r"(?P<caption>[^.!?]{8,200}\.?)\s*(?:\|\s*)?"
    r"(?:(?:[Ff]otos?|FOTOS?|Photos?|PHOTO|Photograph|Picture|Bild|Beeld|Фото)\s*[:/|]\s*|©\s*|\(foto )"
    r"[^\W\d][^.!?\d]{1,60}|[^.!?]{8,200}\b(?:imagen|foto) de archivo\.?(?: \| \w{2,12})?"
)
"""A caption that ends in its credit: one sentence, then "Foto: …" or "© …"."""
_NEVER_IN_HEADING: Final = ("\n", ". ", "? ", "! ", "http", "www.", "@")
_FIRST_WORD: Final = 40
"""A first word that tells furniture is shorter: characters."""
_SENTENCES: Final = 80
"""Shortest paragraph of running text beside another story's headline: characters."""

_SIGNS: Final = "([{<“\"‘'-–—|•*>#.:,;!?)]}”’_ \t\n¿¡«»【】（）「」『』［］〈〉＞：■◆●▼▶※"
_BETWEEN_AGENCIES = re.compile(r"[ /+,&-]+")
_ENDS_PROSE: Final = ".!?\"”’'…"
_READ_TAIL = re.compile(
    r"(?<=[.!?\"”'’)\]])\s+(?P<tail>(?:(?:ALSO )?READ(?: MORE| ALSO| NEXT)?\s*[|:»>–—-]"
    r"|(?:Also read|Read also|Read more|Read)\s*\||(?:Also read|Also Read|Read also|Read more|READ MORE)\s*[:|»>]"
    r"|(?:ALSO SEE|SEE ALSO|RELATED|WATCH)\s*[|:»>])\s*\S.{0,240})\Z",
    re.DOTALL,
)
_LABEL = re.compile(r"[A-Z][\w'’-]*(?:,? [A-Z][\w'’-]*){0,3}:\s")
_SIGN_OFF_LENGTH: Final = 320
"""Longest sign-off within a paragraph: characters."""
_SIGN_OFF = re.compile(
    r"(?<=[.!?\"”'’)\]])\s*(?:"
    r"(?P<tail>\(END\)|\bEnditem|\((?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) by [A-Z][^()]{2,300}\)"
    r"|\b(?:PTI|ANI|IANS|UNI)(?: [A-Z]{2,5}){1,5})"
    r"|(?P<credit>\((?:[Ww]ith )?(?:[\w/]{2,12} )?inputs?(?: from [^()]{2,100})?\)|\([\w ./&,-]{2,40}\)"
    r"|(?:--?|[–—])\s?[\w ]{2,30}|/[\w ]{2,20}/))\s*\Z"
)
_BRACKET_ENDS: Final = (")", "]", ").", "].")
_BULLET: Final = ("- ", "• ", "* ", "– ", "— ", "· ")


def find_furniture(text: str, start: int = 0) -> tuple[Furniture, ...]:
    """What is furniture in `text` from `start` on: stretches in order, none overlapping, offsets in characters.

    Paragraphs are parted by blank lines. A stretch never begins or ends with a blank.
    """
    units = units_of(text, start)
    spans: list[Furniture] = []
    sign_off = END_LINE.search(text, max(start, len(text) - _SIGN_OFF_REACH))
    if sign_off is not None:
        units = _without_sign_off(units, sign_off.start())
    points_away = _may_point_away(text)
    prose, in_list, dateline_found = 0, False, False
    first_of_tail = len(units) - _TAIL_UNITS
    for number, unit in enumerate(units):
        if prose >= _HEAD_PROSE and not (in_list or points_away) and _is_plain(unit.text, in_tail=number >= first_of_tail):
            prose += 1
            continue
        if unit.text[0] == "#" and NOTEBOOK.match(unit.text):
            spans += [Furniture(start=each.start, end=each.end, kind="tail") for each in units[number:]]
            break
        in_head, in_tail = prose < _HEAD_PROSE, number >= first_of_tail
        kind = _kind_of(unit.text, in_head=in_head, in_tail=in_tail)
        if kind is None and prose and len(unit.text) <= _SHORT and _is_heading(unit.text) and _stands_alone(units, number):
            kind = "promo"
        if kind is None and in_list and unit.text.startswith(_BULLET) and len(unit.text) <= _BULLET_ITEM:
            kind = "promo"
        if kind in (None, "credit") and in_head and _is_below_byline(unit, spans):
            kind = "byline"
        if kind is None:
            in_list, prose = False, prose + 1
            if in_head or in_tail or points_away or unit.text.endswith(_BRACKET_ENDS):
                below = units[number + 1].text if number + 1 < len(units) else ""
                inside = _inside(unit, below, prose if in_head and not dateline_found else 0, points_away=points_away, in_tail=in_tail)
                dateline_found = dateline_found or any(span.kind == "dateline" for span in inside)
                spans += inside
            continue
        if kind == "caption" and prose and is_picture_credit(unit.text) and _caption_before(units, number, spans):
            before = units[number - 1]
            spans.append(Furniture(start=before.start, end=before.end, kind="caption"))
            prose -= 1
        spans.append(Furniture(start=unit.start, end=unit.end, kind=kind))
        dateline_found = dateline_found or kind == "dateline"
        in_list = kind == "promo" and (in_list or len(unit.text) <= _SHORT)
    if sign_off is not None:
        spans.append(Furniture(start=sign_off.start(1), end=sign_off.end(1), kind="tail"))
    return tuple(spans)


def _is_plain(unit: str, *, in_tail: bool) -> bool:
    """Whether a paragraph below the head is running text at a glance: long, ended as prose is, and no rule's.

    Such paragraphs are the most of a story; what is below would find nothing in them.
    """
    if len(unit) <= _SHORT or unit[-1] not in _ENDS_PROSE or unit.endswith(_BRACKET_ENDS):
        return False
    rules = _rules_for(unit[:_FIRST_WORD].split(None, 1)[0])
    if rules:
        for rule in rules:
            if (rule.zone == "anywhere" or (in_tail and rule.zone == "tail")) and rule.pattern.fullmatch(unit):
                return False
        if _may_be_credited(unit):
            return False
    return rules is not None and not (in_tail and _is_shirttail(unit))


@lru_cache(maxsize=1 << 16)
def _rules_for(first: str) -> tuple[Rule, ...] | None:
    """The rules for a paragraph that begins so, up to the first blank; None where more than its first word must be looked at."""
    word = first.strip(_SIGNS).casefold() or first[0]
    return None if first[0] == "#" or word[0] >= _FIRST_UNSPACED else _BY_FIRST_WORD.get(word, ())


def _may_point_away(text: str) -> bool:
    """Whether the signs and words may stand in the text without which `_READ_TAIL` matches nowhere."""
    if "|" in text:
        return True
    signs = ":" in text or ">" in text or "»" in text
    return "READ" in text or (signs and ("RELATED" in text or "WATCH" in text or "SEE" in text or "lso " in text or "ead " in text))


def _without_sign_off(units: list[Unit], at: int) -> list[Unit]:
    """The paragraphs before the sign-off; that which it ends is cut."""
    return [unit if unit.end <= at else Unit(unit.start, at, unit.text[: at - unit.start]) for unit in units if unit.start < at]


def _is_below_byline(unit: Unit, spans: list[Furniture]) -> bool:
    """Whether a paragraph right below a byline says where its writer works."""
    return bool(spans) and spans[-1].kind == "byline" and spans[-1].end + 2 >= unit.start and is_affiliation(unit.text)


def _kind_of(unit: str, *, in_head: bool, in_tail: bool) -> FurnitureKind | None:
    """What furniture the whole paragraph is; None for running text."""
    first = unit[:_FIRST_WORD].split(None, 1)[0]
    word = first.strip(_SIGNS).casefold() or first[0]
    unspaced = word[0] >= _FIRST_UNSPACED
    if unspaced:
        word = word[:2]
    if len(unit) > _SHORT and word not in _BY_FIRST_WORD and not unit.endswith(_BRACKET_ENDS):
        return "tail" if in_tail and _is_shirttail(unit) else None
    for rule in _BY_FIRST_WORD.get(word, ()):
        if (rule.zone == "anywhere" or (in_tail if rule.zone == "tail" else in_head)) and rule.pattern.fullmatch(
            unit.lstrip(_SIGNS) if unspaced else unit
        ):
            return rule.kind
    if unit[-1] >= _FIRST_UNSPACED and _CAPTION_UNSPACED.fullmatch(unit):
        return "caption"
    credited = _CAPTION_WITH_CREDIT.fullmatch(unit) if _may_be_credited(unit) else None
    if credited is not None and is_caption_of(credited["caption"] or unit):
        return "caption"
    if is_picture_credit(unit) or trailing_credit(unit) == 0:
        return "caption"
    if len(unit) > _SHORT and not in_tail:
        return None
    if SEPARATOR.fullmatch(unit):
        return "tail"
    if in_head and len(unit) <= _SHORT:
        if is_byline(unit):
            return "byline"
        found = find_date_line(unit)
        if found is not None and found[1] == len(unit):
            return "date"
        if _is_dateline(unit):
            return "dateline"
    if (in_head or in_tail) and len(unit) <= 40 and _is_agencies(unit):
        return "credit"
    if in_tail and (INITIALS.fullmatch(unit) or _is_shirttail(unit)):
        return "tail"
    return None


def stands_beside(paragraph: str) -> bool:
    """Whether a paragraph is by its own words a picture's caption or a way to another page, wherever it stands."""
    return bool(paragraph.strip()) and _kind_of(paragraph, in_head=False, in_tail=True) in ("promo", "caption")


def _may_be_credited(unit: str) -> bool:
    """Whether one of the words stands in a paragraph without which `_CAPTION_WITH_CREDIT` does not match it."""
    return (
        "oto" in unit
        or "OTO" in unit
        or "Picture" in unit
        or "Bild" in unit
        or "Beeld" in unit
        or "archivo" in unit
        or (not unit.isascii() and ("©" in unit or "Фото" in unit))
    )


def _is_agencies(unit: str) -> bool:
    """Whether a line names an agency or several, and nothing else: "AFP", "(ats afp)", "(©Ritzau/AFP)"."""
    if agency_code(unit) is not None:
        return True
    names = _BETWEEN_AGENCIES.split(unit.strip(_SIGNS + "©/"))
    return 2 <= len(names) <= 4 and all(agency_code(name) is not None for name in names)


def _is_dateline(unit: str) -> bool:
    """Whether a paragraph is nothing but a dateline with an agency: "MADRID, 21 Ene. (EUROPA PRESS) -"."""
    if "(" not in unit and "/" not in unit and not unit.endswith("-"):
        return False
    dateline = find_dateline(unit)
    return dateline is not None and dateline.end == len(unit) and agency_code(dateline.agency) is not None


def _is_heading(unit: str) -> bool:
    """Whether a short paragraph has no full stop and as many words as a headline; with fewer it may be a heading of the story."""
    return (
        unit[-1].isalnum()
        and unit[0].isupper()
        and unit.count(" ") >= _HEADLINE_WORDS - 1
        and not any(sign in unit for sign in _NEVER_IN_HEADING)
    )


def _stands_alone(units: list[Unit], number: int) -> bool:
    """Whether whole sentences stand in the paragraphs before and after: then a headline between them is another story's."""
    if number == 0 or number + 1 == len(units):
        return False
    before, here, after = units[number - 1 : number + 2]
    return (
        before.end + 2 <= here.start
        and here.end + 2 <= after.start
        and len(before.text) >= _SENTENCES
        and len(after.text) >= _SENTENCES
        and before.text[-1] in _ENDS_PROSE
        and after.text[-1] in _ENDS_PROSE
        and (after.text[0].isupper() or after.text[0].isdigit() or after.text[0] in "\"“‘'«")
    )


def _is_shirttail(unit: str) -> bool:
    """X reported from Y."""
    return len(unit) <= _SHIRTTAIL and ("reported from" in unit or "contributed" in unit) and SHIRTTAIL.fullmatch(unit) is not None


def _caption_before(units: list[Unit], number: int, spans: list[Furniture]) -> bool:
    """Whether the paragraph before a picture credit is its caption, and not furniture already."""
    before = units[number - 1]
    return number > 0 and (not spans or spans[-1].end <= before.start) and is_caption_of(before.text)


def _inside(unit: Unit, below: str, prose: int, *, points_away: bool, in_tail: bool) -> list[Furniture]:
    """Furniture at the start and at the end of a paragraph of running text, which has the paragraph `below` it.

    `prose` is its number among those in which a dateline may stand, else 0. A place without an agency opens only the first
    one, and not if the next opens with one too: "LONDON - " is a heading of a roundup then.
    """
    text, begin = unit.text, 0
    found = []
    if prose == 1 and (date := find_date_line(text)) is not None:
        begin = date[1]
        found.append(_stretch(unit, 0, begin, "date"))
    if prose:
        dateline = find_dateline(text[begin:] if begin else text)
        if (
            dateline is not None
            and begin + dateline.end < len(text)
            and (agency_code(dateline.agency) is not None or (prose == 1 and (dateline.agency or not _opens_with_label(below))))
        ):
            found.append(_stretch(unit, begin, begin + dateline.end, "dateline"))
            begin += dateline.end
    end = _end_furniture(unit, begin, points_away=points_away, in_tail=in_tail)
    if end is not None:
        found.append(end)
    return found


def _opens_with_label(paragraph: str) -> bool:
    """Whether a paragraph of a roundup or an interview opens with its heading: "SCHOOLS: …", "London — …"."""
    return _LABEL.match(paragraph) is not None or find_dateline(paragraph) is not None


def _end_furniture(unit: Unit, begin: int, *, points_away: bool, in_tail: bool) -> Furniture | None:
    """A picture's credit, a pointer to another page or a sign-off at the end of a paragraph, after `begin`."""
    text = unit.text
    at = trailing_credit(text)
    if at is not None and at >= begin:
        return _stretch(unit, at, len(text), "caption")
    if points_away and (pointer := _READ_TAIL.search(text, begin)) is not None:
        return _stretch(unit, pointer.start("tail"), len(text), "promo")
    if in_tail and text[-1] not in _ENDS_PROSE:
        signed = _SIGN_OFF.search(text, max(begin, len(text) - _SIGN_OFF_LENGTH))
        if signed is not None and (signed["tail"] or "input" in signed["credit"] or agency_code(signed["credit"])):
            kind: FurnitureKind = "tail" if signed["tail"] else "credit"
            return _stretch(unit, signed.start(kind), len(text), kind)
    return None


def _stretch(unit: Unit, start: int, end: int, kind: FurnitureKind) -> Furniture:
    """A part of a paragraph, from `start` to `end` in it, without the blanks at its end."""
    return Furniture(start=unit.start + start, end=unit.start + len(unit.text[:end].rstrip()), kind=kind)


def first_of(kind: FurnitureKind, text: str, furniture: tuple[Furniture, ...]) -> str | None:
    """The first stretch of that kind, as printed."""
    return next((text[span.start : span.end] for span in furniture if span.kind == kind), None)


def all_of(kind: FurnitureKind, text: str, furniture: tuple[Furniture, ...]) -> str | None:
    """The stretches of that kind without the brackets around them, joined by ' | '."""
    found = [text[span.start : span.end].strip("()[] ") for span in furniture if span.kind == kind]
    return " | ".join(found) or None


def credits_of(text: str, furniture: tuple[Furniture, ...]) -> str | None:
    """Credit lines outside the running text, joined by ' | '. Credits of pictures are captions, no credits."""
    return all_of("credit", text, furniture)
