"""The content set of a NewsML-G2 item: the text in NITF, XHTML, TT's own markup or plain, by what the markup is and not by what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.formats.bodies import Body, looks_like_html, text_of
from pipelines.formats.body import clean_line
from pipelines.formats.nitf import body_of_element
from pipelines.formats.xml import Element, attribute, by_name, child, children, language_of, line_of, local_name
from pipelines.formats.xml_text import form_of_element, text_of_element
from schemas.story import Form

_NO_MARKUP: Final = ("text/plain", "text/html", "application/xhtml+xml", "text/markdown")
_TITLES: Final = ("h1", "h2")
_CONTAINERS: Final = ("div", "section", "article", "main")
_SET: Final = ("inlineXML", "inlineData")
_SHOWN: Final = 60
"""Longest type named in a dead letter: characters."""


class Content(NamedTuple):
    """The text of an item with what stands within its markup; `reason` says why there is none."""

    text: str = ""
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None
    form: Form | None = None
    reason: str = "The item has no text."


def content_of(content_set: Element | None) -> Content:
    """The first rendition of a content set that holds a text."""
    if content_set is None:
        return Content(reason="The item has no content.")
    reason = None
    for rendition in content_set:
        if local_name(rendition.tag) not in _SET:
            continue
        content = _of_rendition(rendition)
        if content.text:
            return content if content.language else content._replace(language=language_of(rendition))
        reason = reason or content.reason
    if reason is None and next(children(content_set, "remoteContent"), None) is not None:
        reason = "The content of the item lies elsewhere: it was not delivered with it."
    return Content(reason=reason or "The item has no text.")


def _of_rendition(rendition: Element) -> Content:
    kind = (attribute(rendition, "contenttype") or "").casefold()
    markup = next(iter(rendition), None)
    if markup is None:
        value = rendition.text
        if not value or value.isspace() or attribute(rendition, "encoding"):
            return Content()
        if not kind or kind.startswith(_NO_MARKUP) or looks_like_html(value):
            return Content(text=text_of((Body(0, "html" in kind or looks_like_html(value), value),)))
        return Content(text=text_of_element(rendition))
    name = local_name(markup.tag)
    if name == "nitf":
        body = body_of_element(markup)
        title = line_of(child(markup, "head", "title"))
        return Content(body.text, body.headline or title, body.byline, body.dateline, language_of(markup), body.form)
    if name.lower() == "html":
        return _of_html(markup)
    if name in ("BODY", "TEXT"):
        return _of_tt(markup)
    if name.lower() in ("body", "body.content", "div", "section", "article", "p", "block", "pre", "h1", "h2", "ul", "table"):
        return Content(text=text_of_element(rendition))
    shown = clean_line(kind or name) or name
    return Content(reason=f"The content of the item is {shown[:_SHOWN]}: only texts are read.")


def _of_html(html: Element) -> Content:
    """The body of an XHTML document. A heading above it that is its title once more is left out."""
    body = child(html, "body")
    title = line_of(child(html, "head", "title"))
    if body is None:
        body = html
    above = _title_in(body)
    headline = title or line_of(above)
    skipped = frozenset((above,)) if above is not None and line_of(above) == headline else frozenset()
    text = text_of_element(body, skipped)
    return Content(text, headline, language=language_of(html) or language_of(body), form=form_of_element(body) if text else None)


def _title_in(body: Element) -> Element | None:
    """The first heading, if nothing but containers stands before it."""
    element: Element | None = body
    while element is not None:
        element = next((each for each in element if local_name(each.tag).lower() != "header"), None)
        name = local_name(element.tag).lower() if element is not None else ""
        if name in _TITLES:
            return element
        if name not in _CONTAINERS:
            return None
    return None


def _of_tt(body: Element) -> Content:
    """TT's markup: the text and its boxes of facts. Headline, place and name stand in elements of their own."""
    texts = [body] if local_name(body.tag) == "TEXT" else list(children(body, "TEXT")) or [body]
    head = by_name(texts[0])
    rubrik = next(iter(head.get("RUBRIK", ())), None)
    dat = next(iter(head.get("DAT", ())), None)
    skipped = frozenset((rubrik,)) if rubrik is not None else frozenset()
    bylines = (line_of(each) for text in texts for each in _named(text, "BYLINE"))
    text = "\n\n".join(filter(None, (text_of_element(each, skipped) for each in texts)))
    return Content(text, line_of(rubrik), ", ".join(dict.fromkeys(filter(None, bylines))) or None, line_of(child(dat, "ORT")))


def _named(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter() if local_name(each.tag) == name)
