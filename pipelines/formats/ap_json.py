"""The AP Media API: one item of its JSON, as `/content` sends it or as an entry of `/content/feed`.

The field names and their meanings are those of its OpenAPI description (version 2.2). The body is not in the JSON: it is an NITF file,
named in `renditions.nitf.href`, which is looked for beside the file; or it is carried along in the envelope, as Superdesk stores it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.formats.bodies import Body, looks_like_html, text_of
from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError
from pipelines.formats.json_fields import (
    Fields,
    embargo_of,
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
from pipelines.trade.versions import NOTICES, edit_kind
from schemas import Link, Story
from schemas.story import EditKind, Form

_AP: Final = "AP"
"""In which names its item ids are unique, whoever the provider is."""
_EDITS: Final[dict[str, EditKind]] = {
    "kill": "kill",
    "disregard": "kill",
    "elimination": "kill",
    "withhold": "withhold",
    "advisory": "advisory",
    "corrective": "correction",
    "correction": "correction",
    "clarification": "correction",
    "add": "add",
    "takes": "add",
    "lead": "update",
    "writethru": "update",
}
"""Editorial types, casefolded, the weightier first. A held story (HoldForRelease) is under an embargo."""
_FORMS: Final[tuple[tuple[str, Form], ...]] = (
    ("newsalert", "alert"),
    ("news alert", "alert"),
    ("daybook", "daybook"),
    ("planner", "daybook"),
    ("advisory", "advisory"),
    ("advisories", "advisory"),
    ("news agenda", "daybook"),
    ("digest", "digest"),
    ("newsbrief", "digest"),
    ("right now", "digest"),
    ("things to know", "digest"),
    ("top headlines", "digest"),
    ("news summary", "digest"),
    ("top stories", "digest"),
    ("agate", "agate"),
    ("expanded glance", "agate"),
    ("top ten", "agate"),
    ("box score", "agate"),
    ("standings", "agate"),
)
"""A word in profile, fixture, title or slug, casefolded -> the kind of copy; the first that is found counts."""
_OF_NINJS: Final = ("standard", "$standard", "bodies", "headlines")
"""ninjs 1.4 and later have `altids` too."""
_INLINE: Final = ("value", "content", "body", "text", "data", "nitf")
MAPPING: Final = {
    "uri": "`altids.itemid`",
    "version": "`version`",
    "published": "`versioncreated`, else `firstcreated`",
    "source": "`provider`",
    "language": "`language`",
    "headline": "`headline`, else `headline_extended`, `title`",
    "slug": "`slugline`, else `title`",
    "byline": "`bylines`, else that of the body",
    "dateline": "in the text, else `located`, else that of the body",
    "credit": "`infosource` where it is not the provider, and what the text credits",
    "note": "`ednote`",
    "status": "`pubstatus`; withheld for `embargoed` without a time and HoldForRelease in `editorialtypes`",
    "embargoed_until": "`embargoed`",
    "edit_kind": "`editorialtypes`, with marks in headline, slug and note",
    "form": "`textformat`, `editorialtypes`, `profile`, `fixture`, `genre`, title and slug, else that of the body",
    "links": "`derivedfrom`, `refersto`",
    "text": "NITF or HTML carried along, else the file beside that `renditions.nitf.href` or the id names, else summary, headline",
}
"""Field of a story -> where it comes from."""


class _Body(NamedTuple):
    text: str = ""
    byline: str | None = None
    dateline: str | None = None
    form: Form | None = None


def is_envelope(item: Fields) -> bool:
    """Whether an object holds one item of the API, or is one."""
    return _item_in(item) is not None


def _item_in(envelope: Fields) -> Fields | None:
    data = envelope.get("data")
    item = data.get("item") if isinstance(data, dict) else envelope.get("item")
    if isinstance(item, dict):
        return item if "altids" in item or "api_version" in envelope else None
    altids = envelope.get("altids")
    own = isinstance(altids, dict) and "itemid" in altids and "etag" in altids
    return envelope if own and not any(key in _OF_NINJS or key.startswith("body_") for key in envelope) else None


def story_of(envelope: Fields, here: Reading) -> Story:
    """The story or notice that one item is. RefusedError with a plain sentence when it is none."""
    item = _item_in(envelope)
    if item is None:
        raise RefusedError("This JSON object holds no item of the AP Media API.")
    kind = line(item, "type") or "text"
    if kind.casefold() != "text":
        raise RefusedError(f"The item is of type {kind}: only texts are read.")
    provider = line(item, "provider") or here.source or _AP
    versioncreated, basis = time_of(item, provider, "versioncreated")
    published = versioncreated
    if published is None:
        published, basis = time_of(item, provider, "firstcreated")
    status, held = status_of(string(item, "pubstatus"), "pubstatus")
    embargoed, until = embargo_of(item, provider, "embargoed")
    types = frozenset(names_in(item.get("editorialtypes")))
    headline = without_markup(string(item, "headline", "headline_extended", "title"))
    slug, note = line(item, "slugline", "title"), line(item, "ednote")
    edit = _edit(types, headline, slug, note)
    body = _body(envelope, item, here)
    if not body.text and edit not in NOTICES and status == "usable":
        body = _Body(text_of(_summaries(item)))
        if not body.text:
            body = _headline_alone(headline, item)
    return build_story(
        Parts(
            uri=here.uri,
            format=_format(envelope),
            text=body.text,
            item_id=_id(item),
            version=number_or_text(item, "version"),
            versioncreated=versioncreated,
            published=published,
            source=provider,
            language=line(item, "language"),
            headline=headline,
            slug=slug,
            byline=_byline(item) or body.byline,
            located=line(item, "located") or body.dateline,
            credit=_credit(item, provider),
            note=note,
            status=status,
            embargoed=held or embargoed or "holdforrelease" in types,
            embargoed_until=until,
            links=_links(item),
            edit=edit,
            form=_form(item, types, slug) or body.form,
            time_basis=basis,
            scope=_AP,
        )
    )


def _id(item: Fields) -> str | None:
    """The id that all versions share; `uri` is another one at each request."""
    altids = item.get("altids")
    return number_or_text(altids, "itemid") if isinstance(altids, dict) else None


def _format(envelope: Fields) -> str:
    version = envelope.get("api_version")
    return f"ap/{clean_line(version)}" if isinstance(version, str) and version else "ap"


def _edit(types: frozenset[str], headline: str | None, slug: str | None, note: str | None) -> EditKind:
    """What the editorial types say; a correction that only the note tells of counts for more than "Lead"."""
    stated = next((edit for name, edit in _EDITS.items() if name in types), None)
    marked = edit_kind(headline, slug, note)
    return marked if stated is None or (stated in ("update", "add") and marked in ("correction", *NOTICES)) else stated


def _form(item: Fields, types: frozenset[str], slug: str | None) -> Form | None:
    if line(item, "textformat") == "at":
        return "agate"
    if "advisory" in types:
        return "advisory"
    said = " | ".join([*names_in([item.get("profile"), item.get("fixture"), item.get("title"), slug]), *names_in(item.get("genre"))])
    return next((form for word, form in _FORMS if word in said), None)


def _byline(item: Fields) -> str | None:
    """The names without what their bearers are: `title` says that."""
    names = [name for byline in objects(item, "bylines") if (name := line(byline, "name", "by"))]
    return ", ".join([names[0], *(name.removeprefix("By ") for name in names[1:])]) if names else None


def _credit(item: Fields, provider: str) -> str | None:
    """The member or third party that the story comes from, where that is not the provider."""
    names = (line(party, "name") for party in objects(item, "infosource"))
    return " | ".join(dict.fromkeys(name for name in names if name and name != provider)) or None


def _links(item: Fields) -> tuple[Link, ...]:
    """What it was made from and what it refers to. `associations` are its pictures and neighbours on a list."""
    return links_of({name: item[name] for name in ("derivedfrom", "refersto") if name in item})


def _body(envelope: Fields, item: Fields, here: Reading) -> _Body:
    """The body: carried along in the envelope or the rendition, else that of the file beside; empty when there is none."""
    renditions = item.get("renditions")
    rendition = renditions.get("nitf") if isinstance(renditions, dict) else None
    for carried in (envelope.get("nitf"), rendition, item.get("nitf")):
        body = _carried(carried)
        if body is not None:
            return body
    own = text_of(
        Body(0, name != "body_text" or looks_like_html(value), value)
        for name in ("body_text", "body_html", "body_nitf")
        if (value := string(item, name))
    )
    if own:
        return _Body(own)
    name = bare_name(rendition.get("href")) if isinstance(rendition, dict) else None
    data = next((data for other in _names_beside(name, item, here) if (data := here.beside(other)) is not None), None) if name else None
    return _of_nitf(data) if data is not None else _Body()


def _names_beside(name: str, item: Fields, here: Reading) -> Iterator[str]:
    """Where the body may lie: the name in the address; where that only says what the API does ("…/download?…"), names made of the
    item's id and, for the one item of a file, of the file's name ("wire_item.json": "wire_nitf.xml", "wire-nitf.xml", "wire.xml").
    """
    yield name
    if "." in name:
        return
    stems = [_id(item)]
    path, number, _ = here.uri.partition("#")
    if not number:
        own = path.replace("\\", "/").rsplit("/", 1)[-1].rsplit("!", 1)[-1].removesuffix(".json")
        stems += dict.fromkeys((own.removesuffix("_item").removesuffix("-item"), own))
    for stem in filter(None, stems):
        for end in ("_nitf.xml", "-nitf.xml", ".nitf", ".xml"):
            other = bare_name(stem + end)
            if other == stem + end:
                yield other


def _headline_alone(headline: str | None, item: Fields) -> _Body:
    """A page of a feed has items without bodies: the headline stands in, as an alert. RefusedError without one."""
    if not headline:
        raise RefusedError(_no_text(item))
    return _Body(headline, form="alert")


def _carried(rendition: object) -> _Body | None:
    """A body that came along: an NITF document, or an object that holds one or the HTML made of it."""
    if isinstance(rendition, dict):
        html = rendition.get("body_html")
        if isinstance(html, str) and html:
            return _Body(text_of((Body(0, True, html),)))
        rendition = next((value for name in _INLINE if isinstance(value := rendition.get(name), str) and "<" in value), None)
    if isinstance(rendition, str) and rendition.lstrip("\ufeff \t\r\n").startswith("<"):
        return _of_nitf(rendition.encode("utf-8", "replace"))
    return None


def _of_nitf(data: bytes) -> _Body:
    from pipelines.formats import nitf

    body = nitf.body_of(data)
    return _Body(body.text, body.byline, body.dateline, body.form)


def bare_name(href: object) -> str | None:
    """The last part of the path of an address, without its query: the only thing that is ever looked for. None when that is no name."""
    if not isinstance(href, str):
        return None
    path = href.split("?", 1)[0].split("#", 1)[0]
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    if name in ("", ".", "..") or not name.isprintable() or (":" in name and name == path):
        return None
    return name


def _summaries(item: Fields) -> Iterator[Body]:
    """What stands in for a body that did not come along."""
    for name in ("description_summary", "description_text", "headline_extended"):
        value = string(item, name)
        if value:
            yield Body(0, looks_like_html(value), value)
            return


def _no_text(item: Fields) -> str:
    renditions = item.get("renditions")
    rendition = renditions.get("nitf") if isinstance(renditions, dict) else None
    name = bare_name(rendition.get("href")) if isinstance(rendition, dict) else None
    return f'The item has no text: no file "{clean_line(name)}" with its body lies beside it.' if name else "The item has no text."
