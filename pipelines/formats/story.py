"""The one way to a `Story`: every format hands over the raw parts, and the conventions of the trade are applied here."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipelines.formats import identity
from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError
from pipelines.formats.language import detect_language
from pipelines.trade.bylines import name_of
from pipelines.trade.forms import form_of
from pipelines.trade.furniture import all_of, credits_of, find_furniture, first_of
from pipelines.trade.times import find_date_line
from pipelines.trade.versions import NOTICES, edit_kind
from schemas import Furniture, Link, Story
from schemas.story import EditKind, Form, LanguageBasis, Status, TimeBasis

_STATUS_OF_NOTICE: Final[dict[EditKind, Status]] = {"kill": "canceled", "withhold": "withheld"}
_NOTICE_OF_STATUS: Final[dict[str, EditKind]] = {"canceled": "kill", "withheld": "withhold"}


class Parts(NamedTuple):
    """What a format reads of one item, before any convention of the trade is applied.

    `uri` is where the item lies and stands in when it has no `item_id`. `text` is clean, its paragraphs parted by a blank
    line. `head` is furniture that the format itself has found at the start of `text`. Times are RFC 3339 in UTC.
    `embargoed` says that the item is under an embargo, whether or not `embargoed_until` tells till when.
    """

    uri: str
    format: str
    text: str
    item_id: str | None = None
    version: str | None = None
    versioncreated: str | None = None
    published: str | None = None
    source: str | None = None
    language: str | None = None
    headline: str | None = None
    slug: str | None = None
    byline: str | None = None
    located: str | None = None
    credit: str | None = None
    note: str | None = None
    status: Status = "usable"
    embargoed: bool = False
    embargoed_until: str | None = None
    links: tuple[Link, ...] = ()
    head: tuple[Furniture, ...] = ()
    date_in_text: bool = False
    """A date line in the text tells the time, where `published` does not."""
    edit: EditKind | None = None
    """What the item's own fields (signals, editorial types) say of the edit; it wins over marks in headline, slug and note."""
    form: Form | None = None
    """What the item's own fields say of the kind of copy; else slug, headline and text tell."""
    time_basis: TimeBasis = "item"
    """Of `published`, where there is one."""
    encoding: str | None = None
    scope: str | None = None
    """In which names `item_id` is unique, where that is not the source's."""
    story_key: str | None = None
    """What tells a story over its versions, where the format has no id for it."""


def build_story(parts: Parts) -> Story:
    """The story or notice of one item. RefusedError when a story has no text; a notice may have none."""
    text = parts.text
    found = find_furniture(text, parts.head[-1].end if parts.head else 0) if text else ()
    furniture = parts.head + found
    headline, slug = clean_line(parts.headline), clean_line(parts.slug)
    own_note, note_in_text = clean_line(parts.note), clean_line(all_of("note", text, found))
    note = own_note or note_in_text
    byline = clean_line(parts.byline) or first_of("byline", text, furniture)
    edit = parts.edit or edit_kind(headline, slug, f"{own_note} | {note_in_text}" if own_note and note_in_text else note)
    if parts.status != "usable":
        edit = _NOTICE_OF_STATUS[parts.status]
    elif edit == "new" and parts.form == "advisory":
        edit = "advisory"  # the item's own fields say that it speaks to editors, whether or not headline and note do
    dated = _time_of_date_line(text, furniture) if parts.date_in_text and parts.published is None else None
    is_notice = edit in NOTICES
    if not is_notice and not text:
        raise RefusedError("The item has no text.")
    form = parts.form or _form(edit, headline, slug, text, parts.source)
    language, language_basis = _language(parts.language, text, furniture, form)
    item_id, version = parts.item_id, parts.version
    text_digest = identity.text_digest(headline, text)
    if parts.story_key is not None:
        story_id = identity.story_id("", parts.story_key)
    elif item_id is None:
        story_id = identity.story_id_without_item_id(parts.uri, text_digest)
        version = None
    else:
        story_id = identity.story_id(identity.scope_of(item_id, parts.scope or parts.source), item_id)
    return Story(
        kind="notice" if is_notice else "story",
        story_id=story_id,
        uid=identity.uid(story_id, version, text_digest),
        uri=item_id or parts.uri,
        version=version,
        versioncreated=parts.versioncreated,
        published=parts.published or dated,
        time_basis=parts.time_basis if parts.published else "text" if dated else "none",
        source=parts.source,
        language=language,
        language_basis=language_basis,
        form=form,
        headline=headline,
        slug=slug,
        byline=name_of(byline) if byline else None,
        dateline=clean_line(_dateline(text, found)) or clean_line(parts.located),
        credit=clean_line(" | ".join(filter(None, (parts.credit, credits_of(text, furniture))))),
        note=note,
        text=text,
        furniture=furniture,
        status=_status(parts, edit),
        embargoed_until=parts.embargoed_until,
        edit_kind=edit,
        links=parts.links,
        text_digest=text_digest,
        format=parts.format,
        encoding=parts.encoding,
    )


def _form(edit: EditKind, headline: str | None, slug: str | None, text: str, source: str | None) -> Form:
    """What kind of copy headline, slug and text tell; of the notices only an advisory is none of a story."""
    if edit in NOTICES:
        return "advisory" if edit == "advisory" else "story"
    return form_of(headline, slug, text, source)


def _language(named: str | None, text: str, furniture: tuple[Furniture, ...], form: Form) -> tuple[str | None, LanguageBasis]:
    """The language that the item names, else that of its running text; lists and tables have none that could be told."""
    if named:
        return named, "item"
    if not text or form in ("agate", "table"):
        return None, "none"
    start = 0
    for span in furniture:
        if span.start > start + 2:
            break
        start = span.end
    detected = detect_language(text[start:] if start else text)
    return detected, "detected" if detected else "none"


def _dateline(text: str, furniture: tuple[Furniture, ...]) -> str | None:
    """The dateline in the body, without the dash behind it."""
    dateline = first_of("dateline", text, furniture)
    return dateline.rstrip(" -–—―_:.").strip() if dateline else None


def _time_of_date_line(text: str, furniture: tuple[Furniture, ...]) -> str | None:
    """The latest time that a date line tells; None without one."""
    lines = (text[span.start : span.end] for span in furniture if span.kind == "date")
    return max((found[0] for line in lines if (found := find_date_line(line)) is not None), default=None)


def _status(parts: Parts, edit: EditKind) -> Status:
    """What the item says of itself; an embargo without a time withholds, and no clock decides."""
    if parts.status != "usable":
        return parts.status
    if edit in _STATUS_OF_NOTICE:
        return _STATUS_OF_NOTICE[edit]
    return "withheld" if parts.embargoed and parts.embargoed_until is None else "usable"
