"""ninjs 1.x, 2.x, 3.x and the dialects of Superdesk, TT, NTB and PA: one JSON object -> one `Story`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipelines.formats.bodies import Body, looks_like_html, text_of
from pipelines.formats.body import clean, clean_line
from pipelines.formats.dead import RefusedError
from pipelines.formats.json_fields import (
    Fields,
    embargo_of,
    identifier,
    line,
    names_in,
    number_or_text,
    objects,
    status_of,
    string,
    time_of,
    without_markup,
)
from pipelines.formats.links import links_of
from pipelines.formats.reading import Reading
from pipelines.formats.story import Parts, build_story
from pipelines.trade.versions import edit_kind
from pipelines.trade.words import words
from schemas import Story
from schemas.story import EditKind, Form, Status

_OTHER_TYPES: Final = words("picture photo graphic image video audio animation event planning")
_BODIES_1: Final = ("body_text", "body_html", "body_xhtml", "body_html5", "bodyXhtml")
_PLAIN_BODIES: Final = ("body_plain", "body_main", "body_txt")
_NO_TEXTS: Final = words("body_json body_richhtml5")
"""Bodies of 1.x that say the same again, with pictures or for machines."""
_SUMMARIES: Final = words("summary teaser abstract lead lede intro ingress excerpt caption description headline title note")
"""Roles of bodies that are not the whole story."""
_TT: Final = 'class="bodytext"'
_TT_AROUND = re.compile(r'<h1>.*?</h1>|<div class="(?:dat|byline)">.*?</div>', re.DOTALL)
"""What TT puts into its body and its fields: headline, section and writer."""
_FULL: Final = 0
_PART: Final = 2
_MARKED_UP: Final = 4
_STANDS_IN: Final = 6
_IDENTIFYING: Final = ("uri", "guid", "headline", "headlines", "bodies", *_BODIES_1)
_OF_STATE: Final[dict[str, Status]] = {"killed": "canceled", "recalled": "canceled"}
"""Superdesk's own states that take a story back."""
_EDITS: Final[dict[str, EditKind]] = {
    "correction": "correction",
    "update": "update",
    "sig:correction": "correction",
    "sig:update": "update",
}
_FORMS: Final[dict[str, Form]] = {
    **dict.fromkeys(("advisory", "editorial advisory", "media advisory", "info", "news advisory"), "advisory"),
    **dict.fromkeys(("daybook", "diary", "dagbok", "agenda", "calendar", "coverage schedule"), "daybook"),
    **dict.fromkeys(("digest", "news digest", "newsbrief", "news briefs", "briefs", "roundup of briefs"), "digest"),
    **dict.fromkeys(("agate", "results", "results (sport)", "fixtures", "fixtures (sport)", "line-ups"), "agate"),
    **dict.fromkeys(("table", "tables", "statistics", "stats"), "table"),
    **dict.fromkeys(("alert", "newsalert", "news alert", "flash", "apnewsalert", "breaking news alert"), "alert"),
}
"""Genres, profiles and types, casefolded, of copy that is no story."""
MAPPING: Final = {
    "uri": "`uri`, else `guid`, `_id`",
    "version": "`version`",
    "published": "`versioncreated` (3.x `versionCreated`), else `firstcreated`, `contentcreated`, else `sent`",
    "source": "the first of `infosources`, else `provider`, `source`, `copyrightholder`",
    "language": "`language`",
    "headline": "`headlines` of role main, else the first, else `headline`, `title`",
    "slug": "`slugline`, `slug`",
    "byline": "`byline`, `by`, else the names of `authors`",
    "dateline": "in the text, else `located`, `location`, `dateline`",
    "credit": "`creditline`, and what the text credits",
    "note": "`ednote`",
    "status": "`pubstatus`, Superdesk's `state`; withheld for `embargoed` without a time",
    "embargoed_until": "`embargoed`",
    "edit_kind": "`signal`, `signals`, else marks in headline, slug and note",
    "form": "`profile`, `genre`, `type`, else slug, headline and text",
    "links": "`associations` with a relation, `links`, `evolvedfrom`, `derivedfrom` and the like",
    "text": "`bodies` or `body_text`, `body_html`, `body_xhtml`, else other `body_...`, NITF in a field, else `descriptions`",
}
"""Field of a story -> where it comes from."""


def story_of(item: Fields, here: Reading) -> Story:
    """The story or notice that one item is. RefusedError with a plain sentence when it is none."""
    if not any(key in item for key in _IDENTIFYING) and not any(key.startswith("body_") for key in item):
        raise RefusedError("This JSON object is no ninjs item: it has no uri, no headline and no body.")
    kind = (string(item, "type") or "text").strip().casefold()
    if kind in _OTHER_TYPES:
        raise RefusedError(f"The item is of type {clean_line(kind)}: only texts are read.")
    source = _source(item) or here.source
    versioncreated, basis = time_of(item, source, "versioncreated", "versionCreated")
    published = versioncreated
    if published is None:
        published, basis = time_of(item, source, "firstcreated", "firstCreated", "contentcreated", "contentCreated", "firstVersion")
    if published is None:
        published, basis = time_of(item, source, "sent", "dateTimeSent")[0], "transport"
    status, held = status_of(string(item, "pubstatus", "pubStatus"), "pubstatus")
    embargoed, until = embargo_of(item, source, "embargoed", "embargoedUntil")
    headline, slug, note = _headline(item), string(item, "slugline", "slug"), string(item, "ednote", "edNote")
    return build_story(
        Parts(
            uri=here.uri,
            format="ninjs/" + _version_of_ninjs(item),
            text=_text(item),
            item_id=identifier(item, "uri", "guid", "_id"),
            version=number_or_text(item, "version"),
            versioncreated=versioncreated,
            published=published,
            source=source,
            language=line(item, "language"),
            headline=headline,
            slug=slug,
            byline=_byline(item),
            located=_located(item),
            credit=string(item, "creditline", "creditLine"),
            note=note,
            status=_OF_STATE.get(item["state"], status) if isinstance(item.get("state"), str) else status,
            embargoed=held or embargoed,
            embargoed_until=until,
            links=links_of(item),
            edit=_edit(item, headline, slug, note),
            form=_form(item, kind),
            time_basis=basis,
        )
    )


def _version_of_ninjs(item: Fields) -> str:
    """1.x, 2.x or 3.x as the item says itself, else by its shape."""
    standard = item.get("standard") or item.get("$standard")
    if isinstance(standard, dict) and isinstance(standard.get("version"), str):
        return clean(standard["version"]).strip() or "1"
    if "pubStatus" in item or "versionCreated" in item or "infoSources" in item:
        return "3"
    return "2" if isinstance(item.get("headlines"), list) or isinstance(item.get("bodies"), list) else "1"


def _source(item: Fields) -> str | None:
    """Who delivered or published it: the first information source, else the provider, source or holder of the copyright."""
    for party in objects(item, "infosources", "infoSources", "infosource"):
        name = line(party, "name", "literal")
        if name:
            return name
    return line(item, "provider", "source", "copyrightholder", "copyrightHolder", "source-feed")


def _headline(item: Fields) -> str | None:
    """The main headline, else the first one, else the title."""
    first = None
    for headline in objects(item, "headlines"):
        value = string(headline, "value")
        if value and string(headline, "role") == "main":
            return without_markup(value)
        first = first or value
    found = first or string(item, "headline", "headline_main", "headLine")
    if not found:
        found = next((value for name, value in item.items() if name.startswith("headline_") and isinstance(value, str) and value), None)
    return without_markup(found or string(item, "title"))


def _byline(item: Fields) -> str | None:
    """The byline, else the names of the authors."""
    byline = string(item, "byline", "by", "byLine")
    if byline is None and isinstance(item.get("authors"), list):
        byline = ", ".join(name for author in item["authors"] if isinstance(author, dict) and (name := line(author, "name")))
    return without_markup(byline)


def _located(item: Fields) -> str | None:
    """Where it was written: a text, or Superdesk's own dateline."""
    dateline = item.get("dateline")
    found = (item.get("located"), item.get("location"), dateline.get("text") if isinstance(dateline, dict) else dateline)
    return next((value for value in found if isinstance(value, str) and value), None)


def _edit(item: Fields, headline: str | None, slug: str | None, note: str | None) -> EditKind | None:
    """What signals say of the edit, as Superdesk hands them on; TT names the items that one takes the place of."""
    if "signal" in item or "signals" in item:
        found = {_EDITS.get(name.rpartition("/")[2]) for field in ("signal", "signals") for name in names_in(item.get(field))}
        if "correction" in found or "update" in found:
            return "correction" if "correction" in found else "update"
    if item.get("replacing"):
        marked = edit_kind(clean_line(headline), clean_line(slug), clean_line(note))
        return "update" if marked == "new" else marked
    return None


def _form(item: Fields, kind: str) -> Form | None:
    """What genre, profile and type say of the kind of copy."""
    if kind != "text" and kind in _FORMS:
        return _FORMS[kind]
    for field in ("profile", "genre", "genres"):
        value = item.get(field)
        if value:
            for name in names_in(value):
                if name in _FORMS:
                    return _FORMS[name]
    return None


def _text(item: Fields) -> str:
    """The body: a whole one before a summary, the item's own before what only stands in for it; "" when there is none."""
    found = list(_bodies(item))
    if found and min(found)[0] < _MARKED_UP:
        text = text_of(body for body in found if body.rank != _MARKED_UP)
        if text:
            return text
    nitf = next((body.value for body in found if body.rank == _MARKED_UP), None)
    if nitf is not None and (text := _text_of_nitf(nitf)):
        return text
    return text_of(_descriptions(item))


def _text_of_nitf(value: str) -> str:
    from pipelines.formats import nitf

    try:
        return nitf.body_of(value.encode("utf-8", "replace")).text
    except RefusedError:
        return ""


def _bodies(item: Fields) -> Iterator[Body]:
    for body in objects(item, "bodies"):
        value = string(body, "value")
        if value:
            kind = (string(body, "contenttype", "contentType") or "").casefold()
            role = (string(body, "role") or "main").casefold()
            rank = _PART if role in _SUMMARIES else _FULL
            if "nitf" in role or "nitf" in kind:
                rank = _MARKED_UP
            html = "html" in kind if kind else looks_like_html(value)
            yield Body(rank, html, _TT_AROUND.sub("", value) if html and _TT in value else value)
    for name in _BODIES_1:
        value = string(item, name)
        if value:
            html = name != "body_text" or looks_like_html(value)
            yield Body(_FULL, html, _TT_AROUND.sub("", value) if html and _TT in value else value)
    for name, value in item.items():
        if name.startswith("body_") and name not in _BODIES_1 and isinstance(value, str) and value:
            if "nitf" in name:
                yield Body(_MARKED_UP, True, value)
            elif name not in _NO_TEXTS:
                rank = _PART if name.removeprefix("body_") in _SUMMARIES else _FULL
                yield Body(rank, name not in _PLAIN_BODIES or looks_like_html(value), value)


def _descriptions(item: Fields) -> Iterator[Body]:
    """What stands in for a body that did not come along: the summary of the item, never a picture's caption."""
    for description in objects(item, "descriptions"):
        value = string(description, "value")
        if value and (string(description, "role") or "text").casefold() not in ("caption", "headline", "title"):
            kind = (string(description, "contenttype", "contentType") or "").casefold()
            yield Body(_STANDS_IN, "html" in kind if kind else looks_like_html(value), value)
    for name in ("description_text", "description_html", "description_summary"):
        value = string(item, name)
        if value:
            yield Body(_STANDS_IN, name == "description_html" or looks_like_html(value), value)
