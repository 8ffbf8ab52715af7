"""Fields of JSON items, each of the type it should have; what has another is named in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError
from pipelines.trade.times import read_time
from schemas.story import Status, TimeBasis

Fields = dict[str, Any]
"""A JSON object, as read."""

_TYPE_NAMES: Final = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
_TAG = re.compile(r"</?(?:a|abbr|b|br|cite|code|div|em|font|h[1-6]|i|mark|p|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>")
_BREAK = re.compile(r"<(?:br|p|div)(?:\s[^<>]*)?/?>|</(?:p|div|h[1-6])>")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-z]{2,8}|[A-Z][a-z]{2,7});")
_STATUS: Final[dict[str, Status]] = {
    **dict.fromkeys(("usable", "published", "corrected", "embargoed"), "usable"),
    **dict.fromkeys(("withheld", "withhold", "hold"), "withheld"),
    **dict.fromkeys(("canceled", "cancelled", "killed", "recalled"), "canceled"),
}


def type_name(value: object) -> str:
    """A JSON type in plain words: "a number"."""
    return _TYPE_NAMES.get(type(value), "null")


def string(item: Fields, *names: str) -> str | None:
    """The first of the named fields that holds a text; null is as good as absent. RefusedError for another type."""
    for name in names:
        value = item.get(name)
        if value is not None:
            if value.__class__ is not str:
                raise RefusedError(f'The field "{name}" is {type_name(value)}, not a text.')
            if value:
                return value
    return None


def line(item: Fields, *names: str) -> str | None:
    """The same on one line."""
    return clean_line(string(item, *names))


def objects(item: Fields, *names: str) -> Iterator[Fields]:
    """The objects in the first of the named lists that is there; null members are passed over."""
    for name in names:
        value = item.get(name)
        if value is None:
            continue
        if not isinstance(value, list):
            raise RefusedError(f'The field "{name}" is {type_name(value)}, not a list.')
        for member in value:
            if isinstance(member, dict):
                yield member
            elif member is not None:
                raise RefusedError(f'The field "{name}" holds {type_name(member)} where an object belongs.')
        return


def names_in(value: object) -> Iterator[str]:
    """The names in a field that may be a text, an object with a name, or a list of either; casefolded. Anything else has none."""
    for member in value if isinstance(value, list) else (value,):
        if isinstance(member, dict):
            member = member.get("name") or member.get("literal") or member.get("code")
        if isinstance(member, str) and (name := " ".join(member.casefold().split())):
            yield name


def number_or_text(item: Fields, name: str) -> str | None:
    """A version or an id as delivered: numbers occur beside texts, and 0 is a number. RefusedError for another type."""
    value = item.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return line(item, name)


def identifier(item: Fields, *names: str) -> str | None:
    """The first id among the named fields; an empty one and 0 are none."""
    for name in names:
        value = number_or_text(item, name)
        if value and value != "0":
            return value
    return None


def time_of(item: Fields, provider: str | None, *names: str) -> tuple[str | None, TimeBasis]:
    """The first of the named times that can be read, in UTC, and where its zone comes from."""
    for name in names:
        value = string(item, name)
        found = read_time(value, provider) if value else None
        if found is not None:
            return found
    return None, "item"


def status_of(value: str | None, name: str) -> tuple[Status, bool]:
    """What a pubstatus says, and whether that is an embargo; nothing said is usable. RefusedError for a word that nobody knows."""
    if not value:
        return "usable", False
    word = value.strip().casefold().removeprefix("stat:")  # the qcode of NewsML-G2
    status = _STATUS.get(word)
    if status is None:
        if not word:
            return "usable", False
        raise RefusedError(f'The field "{name}" is "{clean_line(word)}", not usable, withheld or canceled.')
    return status, word == "embargoed"


def embargo_of(item: Fields, provider: str | None, *names: str) -> tuple[bool, str | None]:
    """Whether the item is under an embargo, and until when, if that is a time."""
    for name in names:
        value = item.get(name)
        if value is True:
            return True, None
        if value is None or value is False:
            continue
        text = string(item, name)
        if text and not text.isspace():
            found = read_time(text, provider)
            return True, found[0] if found is not None else None
    return False, None


def without_markup(text: str | None) -> str | None:
    """A headline or name that may hold tags or character references, on one line; what is no tag stays: "<SRD> to sell unit"."""
    if text and "<" in text and _TAG.search(text):
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if text and "&" in text and _REFERENCE.search(text):
        text = unescape(text)
    return clean_line(text)
