"""ninjs 1.x, 2.x, 3.x and the dialect of Superdesk: one JSON object -> one `Story`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pipelines.formats.body import clean, clean_line, paragraphs, paragraphs_of_html
from pipelines.formats.dead import RefusedError
from pipelines.formats.links import links_of
from pipelines.formats.story import Parts, build_story
from pipelines.trade.times import parse_time
from pipelines.trade.words import words
from schemas import Story
from schemas.story import Status

Item = dict[str, Any]

_STATUS: Final[dict[str, Status]] = {
    **dict.fromkeys(("usable", "published", "corrected"), "usable"),
    **dict.fromkeys(("withheld", "withhold", "hold"), "withheld"),
    **dict.fromkeys(("canceled", "cancelled", "killed", "recalled"), "canceled"),
}
_OTHER_TYPES: Final = words("picture photo graphic video audio animation event planning")
_BODIES_1: Final = ("body_text", "body_html", "body_xhtml", "body_html5")
_IDENTIFYING: Final = ("uri", "guid", "headline", "headlines", "bodies", *_BODIES_1)
_TYPE_NAMES: Final = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


def story_of(item: object, uri: str, source: str | None) -> Story:
    """The story or notice that one parsed JSON value is. RefusedError with a plain sentence when it is none.

    `uri` stands in for an item without an id, `source` for a provider that it does not name.
    """
    if not isinstance(item, dict):
        raise RefusedError(f"The item is {type_name(item)}, not a JSON object.")
    if not any(key in item for key in _IDENTIFYING) and not any(key.startswith("body_") for key in item):
        raise RefusedError("This JSON object is no ninjs item: it has no uri, no headline and no body.")
    kind = _string(item, "type")
    if kind and kind.casefold() in _OTHER_TYPES:
        raise RefusedError(f"The item is of type {clean_line(kind)}: only texts are read.")
    versioncreated = _time(item, "versioncreated", "versionCreated")
    embargo = _string(item, "embargoed", "embargoedUntil")
    pubstatus = (_string(item, "pubstatus", "pubStatus") or "usable").strip().casefold()
    return build_story(
        Parts(
            uri=uri,
            format="ninjs/" + _version_of_ninjs(item),
            text=_text(item),
            item_id=clean(_string(item, "uri", "guid") or "").strip() or None,
            version=_version(item),
            versioncreated=versioncreated,
            published=versioncreated or _time(item, "firstcreated", "firstCreated"),
            source=_source(item) or source,
            language=clean_line(_string(item, "language")),
            headline=_headline(item),
            slug=_string(item, "slugline"),
            byline=_string(item, "byline", "by"),
            located=_string(item, "located"),
            credit=_string(item, "creditline", "creditLine"),
            note=_string(item, "ednote", "edNote"),
            status=_status(pubstatus),
            embargoed=pubstatus == "embargoed" or bool(embargo and embargo.strip()),
            embargoed_until=parse_time(embargo) if embargo else None,
            links=links_of(item),
        )
    )


def type_name(value: object) -> str:
    """A JSON type in plain words: "a number"."""
    return _TYPE_NAMES.get(type(value), "null")


def _string(item: Item, *names: str) -> str | None:
    """The first of the named fields that holds a text; null is as good as absent. RefusedError for another type."""
    for name in names:
        value = item.get(name)
        if value is not None:
            if not isinstance(value, str):
                raise RefusedError(f'The field "{name}" is {type_name(value)}, not a text.')
            if value:
                return value
    return None


def _list(item: Item, *names: str) -> Iterator[tuple[str, Item]]:
    """The objects in the first of the named lists that is there, each with its field's name; null members are passed over."""
    for name in names:
        value = item.get(name)
        if value is None:
            continue
        if not isinstance(value, list):
            raise RefusedError(f'The field "{name}" is {type_name(value)}, not a list.')
        for member in value:
            if isinstance(member, dict):
                yield name, member
            elif member is not None:
                raise RefusedError(f'The field "{name}" holds {type_name(member)} where an object belongs.')
        return


def _time(item: Item, *names: str) -> str | None:
    value = _string(item, *names)
    return parse_time(value) if value else None


def _version(item: Item) -> str | None:
    """The version as delivered; numbers occur beside texts. Version 0 is a version."""
    value = item.get("version")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return clean_line(_string(item, "version"))


def _status(pubstatus: str) -> Status:
    if pubstatus == "embargoed":
        return "usable"
    try:
        return _STATUS[pubstatus]
    except KeyError:
        raise RefusedError(f'The field "pubstatus" is "{clean_line(pubstatus)}", not usable, withheld or canceled.') from None


def _version_of_ninjs(item: Item) -> str:
    """1.x, 2.x or 3.x as the item says itself, else by its shape."""
    standard = item.get("standard") or item.get("$standard")
    if isinstance(standard, dict) and isinstance(standard.get("version"), str):
        return clean(standard["version"]).strip() or "1"
    if any(key in item for key in ("pubStatus", "versionCreated", "infoSources")):
        return "3"
    return "2" if isinstance(item.get("headlines"), list) or isinstance(item.get("bodies"), list) else "1"


def _source(item: Item) -> str | None:
    """Who delivered or published it: the first information source, else the provider, source or holder of the copyright."""
    for _, party in _list(item, "infosources", "infoSources", "infosource"):
        name = clean_line(_string(party, "name", "literal"))
        if name:
            return name
    return clean_line(_string(item, "provider", "source", "copyrightholder", "copyrightHolder"))


def _headline(item: Item) -> str | None:
    """The main headline, else the first one, else the title."""
    first = None
    for _, headline in _list(item, "headlines"):
        value = _string(headline, "value")
        if value and _string(headline, "role") == "main":
            return value
        first = first or value
    return first or _string(item, "headline", "title")


def _text(item: Item) -> str:
    """The body: the main one before others, a plain one before HTML; "" when there is none."""
    for is_html, value in sorted(_bodies(item), key=lambda body: body[0]):
        text = paragraphs_of_html(value) if is_html % 2 else paragraphs(clean(value))
        if text:
            return text
    return ""


def _bodies(item: Item) -> Iterator[tuple[int, str]]:
    """Bodies with their rank, less is better; an odd rank is HTML."""
    for _, body in _list(item, "bodies"):
        value = _string(body, "value")
        if value:
            kind = _string(body, "contenttype", "contentType")
            is_html = "html" in kind.casefold() if kind else "</p>" in value
            yield 2 * (_string(body, "role") not in ("main", None)) + is_html, value
    for name in _BODIES_1:
        value = _string(item, name)
        if value:
            yield int(name != "body_text"), value
    for name, value in item.items():
        if name.startswith("body_") and name not in _BODIES_1 and isinstance(value, str) and value:
            yield 4 + ("html" in name), value
