"""The components of a NewsML 1 item: which of them are stories, and the text of each among its renditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.formats.bodies import Body, looks_like_html, text_of
from pipelines.formats.nitf import body_of_element
from pipelines.formats.xml import Element, attribute, child, children, language_of, line_of, local_name
from pipelines.formats.xml_text import text_of_element
from pipelines.trade.words import words
from schemas.story import Form

_NO_TEXTS: Final = words(
    "caption title headline subheadline stylesheet logo contact contacts thumbnail preview quicklook image photo picture graphic video "
    "audio clip sound tweettext teaser abstract summary short-summary quote keyword keywords infobox"
)
"""Roles of components that are no running text, in small letters."""
_LEAD: Final = ("lead", "intro", "chapeau")
_NO_MEDIA: Final = ("text", "complexdata", "html", "")
_CSS: Final = ("text/css", "css")
_RANKS: Final = (("nitf", 0), ("xhtml", 1), ("html", 2), ("xml", 2), ("text", 3), ("ascii", 3), ("plain", 3))
"""Of renditions of one text, the one with the least rank is read."""
_INLINE_TAG = re.compile(r"</?(?:b|i|u|em|strong|a|span)(?:\s[^<>]*)?>", re.IGNORECASE)
_NO_ID: Final = ("", "0")
_SHORT_ID: Final = 7
"""A local id of fewer characters tells nothing outside its document."""
_DEEPEST: Final = 60
"""Components within each other that are followed."""


class Unit(NamedTuple):
    """A story of an item: the components from the item's first down to the one that is the story, and its number from 1."""

    path: tuple[Element, ...]
    bodies: tuple[tuple[str, Element], ...]
    """Its content items of text, each with the role of its component in small letters."""
    number: int = 1

    def lines_of(self, name: str) -> Iterator[Element]:
        """The lines of that name of news lines, the inmost component's first."""
        for component in reversed(self.path):
            yield from children(child(component, "NewsLines"), name)

    def line(self, name: str) -> str | None:
        """The inmost line of that name that is not empty."""
        return next(filter(None, map(line_of, self.lines_of(name))), None)

    def administrative(self) -> Iterator[Element]:
        """The administrative metadata, the inmost first."""
        for component in reversed(self.path):
            yield from children(component, "AdministrativeMetadata")

    def languages(self) -> Iterator[str | None]:
        """Stated languages, the inmost component's first."""
        for component in reversed(self.path):
            for name in ("DescriptiveMetadata", "DescriptiveMetada"):
                yield attribute(child(component, name, "Language"), "FormalName")
            yield language_of(component)

    @property
    def guid(self) -> str | None:
        """The id that the story's own component bears."""
        for component in reversed(self.path):
            found = line_of(child(component, "DescriptiveMetada", "guid")) or line_of(child(component, "DescriptiveMetadata", "guid"))
            if found:
                return found
        own = next((each for each in reversed(self.path) if child(each, "NewsLines", "HeadLine") is not None), None)
        duid = attribute(own, "Duid")
        return duid if duid and duid not in _NO_ID and len(duid) >= _SHORT_ID else None


class Text(NamedTuple):
    """The text of a unit, and what its markup says; `reason` says why there is none."""

    text: str = ""
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None
    form: Form | None = None
    reason: str = "The item has no text."


def units_of(top: Element) -> list[Unit]:
    """The stories below a component: itself, or those of its components that have a headline or a language of their own."""
    found = list(_units_below((top,)))
    return [unit._replace(number=number) for number, unit in enumerate(found, 1)]


def _units_below(path: tuple[Element, ...]) -> Iterator[Unit]:
    component = path[-1]
    own = [("", item) for item in children(component, "ContentItem") if _is_text(item)]
    holding = [each for each in children(component, "NewsComponent") if len(path) < _DEEPEST and _holds_text(each)]
    if not own and len(holding) == 1 and _role(holding[0]) not in _LEAD:
        yield from _units_below((*path, holding[0]))
    elif not own and len(holding) > 1 and all(_is_story(each) for each in holding):
        for each in holding:
            yield from _units_below((*path, each))
    elif own or holding:
        role = _role(component)
        yield Unit(path, tuple((role, item) for _, item in own) + tuple(pair for each in holding for pair in _bodies_below(each, 0)))


def _is_story(component: Element) -> bool:
    """Whether a component beside others is a story: it has its own headline, or lines or fields of its own language."""
    return line_of(child(component, "NewsLines", "HeadLine")) is not None


def _holds_text(component: Element) -> bool:
    return any(True for _ in _bodies_below(component, 0))


def _bodies_below(component: Element, depth: int) -> Iterator[tuple[str, Element]]:
    role = _role(component)
    if role in _NO_TEXTS or depth > _DEEPEST:
        return
    for item in children(component, "ContentItem"):
        if _is_text(item):
            yield role, item
    for each in children(component, "NewsComponent"):
        yield from _bodies_below(each, depth + 1)


def _role(component: Element) -> str:
    return (attribute(child(component, "Role"), "FormalName") or "").casefold()


def _is_text(item: Element) -> bool:
    """Whether a content item holds a text that is not empty."""
    data = child(item, "DataContent")
    if data is None or (len(data) == 0 and not (data.text and not data.text.isspace())):
        return False
    media = (attribute(child(item, "MediaType"), "FormalName") or "").casefold()
    kinds = _kinds(item)
    if media not in _NO_MEDIA or any(kind in _CSS or kind.startswith(("image/", "audio/", "video/")) for kind in kinds):
        return False
    return attribute(child(item, "Encoding"), "Notation") is None


def _kinds(item: Element) -> tuple[str, ...]:
    return tuple((attribute(child(item, name), "FormalName") or "").casefold() for name in ("Format", "MimeType"))


def text_of_unit(unit: Unit) -> Text:
    """The running text of a story: the best rendition of its body, after its lead where that stands in a component of its own."""
    if not unit.bodies:
        return Text(reason=_no_text(unit))
    leads = [item for role, item in unit.bodies if role in _LEAD]
    mains = [item for role, item in unit.bodies if role not in _LEAD]
    best = _best(mains) or Text()
    lead = _best(leads)
    if lead is not None and lead.text and not best.text.startswith(lead.text[:80]):
        best = best._replace(text="\n\n".join(filter(None, (lead.text, best.text))))
    return best


def _best(items: list[Element]) -> Text | None:
    """The first of the renditions of the least rank that has a text; plain pieces of one kind are joined."""
    ranked = sorted(((_rank(item), number, item) for number, item in enumerate(items)), key=lambda each: each[:2])
    found: Text | None = None
    rank = None
    for here, _, item in ranked:
        if found is not None and here != rank:
            break
        text = _text_of(item)
        if text.text and found is None:
            found, rank = text, here
        elif text.text and found is not None:
            found = found._replace(text=f"{found.text}\n\n{text.text}")
    return found


def _rank(item: Element) -> int:
    data = child(item, "DataContent")
    if data is not None and any(local_name(each.tag) == "nitf" for each in data):
        return 0
    kinds = " ".join(_kinds(item))
    return next((rank for word, rank in _RANKS if word in kinds), 2)


def _text_of(item: Element) -> Text:
    """The text of a content item: NITF within it, elements of HTML, escaped HTML, or plain."""
    data = child(item, "DataContent")
    if data is None:
        return Text()
    markup = next(iter(data), None)
    if markup is None:
        value = _without_inline_tags(data.text or "")
        return Text(text_of((Body(0, "html" in "".join(_kinds(item)) or looks_like_html(value), value),)))
    name = local_name(markup.tag)
    if name in ("nitf", "body", "body.content"):
        body = body_of_element(markup if name == "nitf" else data)
        return Text(body.text, body.headline, body.byline, body.dateline, language_of(markup) or attribute(markup, "baselang"), body.form)
    if name.lower() == "html":
        inner = child(markup, "body")
        return Text(text_of_element(inner if inner is not None else markup), language=language_of(markup))
    return Text(text_of_element(data))


def _without_inline_tags(value: str) -> str:
    """A plain text that holds nothing of HTML but tags within its lines: Belga sends such."""
    return _INLINE_TAG.sub("", value) if "<" in value and not looks_like_html(value) else value


def _no_text(unit: Unit) -> str:
    """Why an item has no text: it is a picture, or its text lies elsewhere."""
    top = unit.path[0] if unit.path else None
    kinds = {(attribute(each, "FormalName") or "").casefold() for each in (top.iter("{*}MediaType") if top is not None else ())}
    media = sorted(kind for kind in kinds if kind not in _NO_MEDIA)
    if media:
        return f"The item is of type {media[0][:40]}: only texts are read."
    return "The item has no text."
