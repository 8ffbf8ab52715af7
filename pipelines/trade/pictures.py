"""Credits of pictures, and the captions that they stand behind."""

from __future__ import annotations

import re
from typing import Final

from pipelines.trade.agencies import agency_code

_BRACKET_AT_END = re.compile(r"[(\[]([^()\[\]]{2,140})[)\]]\.?\Z")
_PICTURE = re.compile(
    r"(?:[A-Z][\w.&'’-]*[ /]){0,4}(?:(?i:file|pool|courtesy|representative|representational|representation) ?)?"
    r"(?i:photos?|photographs?|images?|pictures?|pix|pic|screengrab|screenshot|handout|illustration)\b"
    r"(?:\s*(?i:credits?|courtesy|by|source|file|via|from|for|used)\b.*|\s*[:/|–—-].*|\s*)"
)
_STOCK = re.compile(
    r".*\b(?:Getty Images|Shutterstock|iStock|Alamy|Wikimedia|Unsplash|Pixabay|Flickr|EPA-EFE|EPA|Pool|via AP"
    r"|via Reuters|via AFP|via Getty)\b.*"
)
_COURTESY = re.compile(r"(?i:courtesy(?: of)?|credits?|file)(?:\s*:)?(?: .*)?")
_NAME_SLASH = re.compile(
    r"(?P<left>[A-Z][\w.'’ -]{1,40}?)\s*/\s*(?P<right>[A-Z][\w .,&'’-]{1,50})"
    r"|(?P<agency>[A-Z][\w ]{1,30})\s*/\s*(?P<name>[A-Z][\w.'’ -]{2,40})"
)
_SAYS: Final = re.compile(r"[\"“”„«»]|\b(?:said|says|told|according to|added|asked|announced|reported)\b")
_INNER_SENTENCE = re.compile(r"[.!?][\"”’)]?\s+[A-Z\"“]")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Rev|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|Jr|Sr)\.(?=\s)")
_MAX_CAPTION: Final = 500
"""Characters; what is longer is running text with a credit behind it."""


def is_picture_credit(unit: str) -> bool:
    """Whether a paragraph is nothing but a picture's credit in brackets: (AP Photo/Jane Roe), [Photo: X], (Jane Roe / Agency)."""
    if unit[-1] not in ")]." or unit[0] not in "([":
        return False
    match = _BRACKET_AT_END.match(unit)
    return match is not None and _names_picture(match[1].strip(), alone=True)


def trailing_credit(unit: str) -> int | None:
    """Where the picture credit at the end of a paragraph starts; 0 when all before it is its caption; None without one."""
    if unit[-1] not in ")]" and unit[-2:] not in (").", "]."):
        return None
    match = _BRACKET_AT_END.search(unit, max(0, len(unit) - 144))
    if match is None or match.start() == 0 or not _names_picture(match[1].strip(), alone=False):
        return None
    return 0 if len(unit) <= _MAX_CAPTION and not _SAYS.search(unit, 0, match.start()) else match.start()


def is_caption_of(paragraph: str) -> bool:
    """Whether the paragraph before a picture's credit is its caption: one sentence that nobody says."""
    words = paragraph.count(" ") + 1
    return words <= 60 and not _SAYS.search(paragraph) and not _INNER_SENTENCE.search(_ABBREVIATION.sub("", paragraph))


def _names_picture(inner: str, *, alone: bool) -> bool:
    """Whether the words in the brackets credit a picture. A name and an unknown outlet do so only on a line of their own."""
    if _PICTURE.fullmatch(inner) or _STOCK.fullmatch(inner) or _COURTESY.fullmatch(inner):
        return True
    match = _NAME_SLASH.fullmatch(inner)
    if match is None:
        return False
    left, right = (match["left"], match["right"]) if match["left"] else (match["agency"], match["name"])
    return agency_code(right) is not None or agency_code(left) is not None or (alone and len(left.split()) in (2, 3, 4))
