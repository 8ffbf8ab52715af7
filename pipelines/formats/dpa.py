"""dpa's own JSON ("digitalwires", as the wire queue and the S3 push deliver it): one entry -> one `Story`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipelines.formats.bodies import Body, looks_like_html, text_of
from pipelines.formats.body import clean_line
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
from pipelines.formats.reading import Reading
from pipelines.formats.story import Parts, build_story
from pipelines.trade.agencies import agency_code
from pipelines.trade.words import words
from schemas import Story
from schemas.story import EditKind, Form

_DPA: Final = "dpa"
_KEYS: Final = ("urn", "article_html", "version_created", "entry_id")
_EDITS: Final[dict[str, EditKind]] = {"sig:correction": "correction", "sig:update": "update"}
_NOTES: Final = ("ednote", "correction", "embargo", "update", "achtung", "editorialnote")
"""Kinds of notes that are for the desk, the ones that say what kind of edit it is first. Contacts and sign-offs are none."""
_ALERTS: Final = words("dpa-Eilmeldung dpa-Blitzmeldung dpa-Blitz dpa-Eil Eilmeldung Blitzmeldung")
_FORMS: Final[dict[str, Form]] = {
    **dict.fromkeys(("vorschau", "tagesvorschau", "wochenvorschau", "terminvorschau", "termine", "kalender"), "daybook"),
    **dict.fromkeys(("achtung", "planungshinweis", "hinweis", "redaktionshinweis"), "advisory"),
    **dict.fromkeys(("überblick", "nachrichtenüberblick", "schlagzeilen", "kurznachrichten"), "digest"),
    **dict.fromkeys(("tabelle", "tabellen", "ergebnisse", "statistik"), "table"),
    **dict.fromkeys(("eilmeldung", "blitzmeldung"), "alert"),
}
"""Genres and notes on the genre, casefolded."""
_RESULTS: Final = "dpasrv:spe"
"""The service that sends results and tables."""
_DASH_AT_END = re.compile(r"[\s–—-]+$")
MAPPING: Final = {
    "uri": "`urn`",
    "version": "`version`",
    "published": "`version_created`, else `content_created`, else `updated`",
    "source": "`creditline` if it is an agency, else the categories infosource and provider",
    "language": "`language`",
    "headline": "`headline`",
    "slug": "`slug`, `slugline`",
    "byline": "`byline`",
    "dateline": "in the text, else `dateline`",
    "credit": "`creditline`, and what the text credits",
    "note": "`ednotes` for the desk: of the roles ednote, correction, embargo, update, achtung",
    "status": "`pubstatus`; withheld for `embargoed` without a time",
    "embargoed_until": "`embargoed`",
    "edit_kind": "`signal`, else marks in headline, slug and note",
    "form": "genres, notes on the genre, alert notes, the service of results",
    "text": "`article_html`, else `article_text`, `teaser`",
}
"""Field of a story -> where it comes from."""


def is_entry(item: Fields) -> bool:
    """Whether an object is an entry of dpa's."""
    stated = item.get("format")
    if isinstance(stated, str) and stated.startswith("digitalwires"):
        return True
    return "urn" in item and sum(key in item for key in _KEYS) >= 2


def story_of(item: Fields, here: Reading) -> Story:
    """The story or notice that one entry is. RefusedError with a plain sentence when it is none."""
    source = _source(item) or here.source or _DPA
    versioncreated, basis = time_of(item, _DPA, "version_created")
    published = versioncreated
    if published is None:
        published, basis = time_of(item, _DPA, "content_created")
    if published is None:
        published, basis = time_of(item, _DPA, "updated")[0], "transport"
    status, held = status_of(string(item, "pubstatus"), "pubstatus")
    embargoed, until = embargo_of(item, _DPA, "embargoed")
    notes = tuple(_notes(item))
    text = _text(item)
    edit = _EDITS.get((string(item, "signal") or "").casefold())
    if not text and status == "usable" and string(item, "article_html") is None and _has_pictures(item):
        raise RefusedError("The entry has pictures, sound or film only: only texts are read.")
    return build_story(
        Parts(
            uri=here.uri,
            format=_format(item),
            text=text,
            item_id=identifier(item, "urn"),
            version=number_or_text(item, "version"),
            versioncreated=versioncreated,
            published=published,
            source=source,
            language=line(item, "language"),
            headline=without_markup(string(item, "headline")),
            slug=line(item, "slug", "slugline"),
            byline=without_markup(string(item, "byline")),
            located=_DASH_AT_END.sub("", string(item, "dateline") or "") or None,
            credit=line(item, "creditline"),
            note=" | ".join(notes) or None,
            status=status,
            embargoed=held or embargoed,
            embargoed_until=until,
            edit=edit,
            form=_form(item, notes),
            time_basis=basis,
        )
    )


def _format(item: Fields) -> str:
    """ "digitalwires@0.9.1" -> "dpa/0.9.1"."""
    stated = item.get("format")
    version = stated.partition("@")[2] if isinstance(stated, str) else ""
    return f"dpa/{clean_line(version)}" if version else _DPA


def _categories(item: Fields, kind: str) -> Iterator[Fields]:
    for category in objects(item, "categories"):
        stated = category.get("type")
        if isinstance(stated, str) and stated.rpartition(":")[2] == kind:
            yield category


def _source(item: Fields) -> str | None:
    """The agency whose copy dpa hands on, else who dpa says provides it."""
    credit = line(item, "creditline")
    if credit and agency_code(credit):
        return credit
    for kind in ("infosource", "provider"):
        for category in _categories(item, kind):
            name = line(category, "name")
            if name:
                return name
    return credit


def _notes(item: Fields) -> Iterator[str]:
    found = [(role, note) for entry in objects(item, "ednotes") if (note := line(entry, "ednote")) and (role := _role(entry))]
    for kind in _NOTES:
        yield from (note for role, note in found if role == kind)


def _role(entry: Fields) -> str:
    """ "dpaednoterole:correction", "dnlrole:ap.ednote" -> "correction", "ednote"."""
    role = entry.get("role")
    return re.split("[:.]", role.casefold())[-1] if isinstance(role, str) else ""


def _form(item: Fields, notes: tuple[str, ...]) -> Form | None:
    if any(note in _ALERTS for note in notes):
        return "alert"
    genre_notes = (note for entry in objects(item, "ednotes") if _role(entry) == "genrenote" and (note := line(entry, "ednote")))
    for name in (*names_in(item.get("genre_names")), *(category_name for c in _categories(item, "genre") for category_name in names_in(c))):
        if name in _FORMS:
            return _FORMS[name]
    for note in genre_notes:
        if note.casefold() in _FORMS:
            return _FORMS[note.casefold()]
    return "table" if any(category.get("qcode") == _RESULTS for category in _categories(item, "wire")) else None


def _text(item: Fields) -> str:
    """The article, without its boxes of facts and links; the teaser stands in for one that did not come along."""
    for name in ("article_html", "article_text", "teaser"):
        value = string(item, name)
        if value and (text := text_of((Body(0, name == "article_html" or looks_like_html(value), value),))):
            return text
    return ""


def _has_pictures(item: Fields) -> bool:
    return any(True for _ in objects(item, "associations"))
