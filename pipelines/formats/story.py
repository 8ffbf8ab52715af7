"""The one way to a `Story`: every format hands over the raw parts, and the conventions of the trade are applied here."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipelines.formats import identity
from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError
from pipelines.trade.bylines import name_of
from pipelines.trade.furniture import all_of, credits_of, find_furniture, first_of
from pipelines.trade.times import find_date_line
from pipelines.trade.versions import NOTICES, edit_kind
from schemas import Furniture, Link, Story
from schemas.story import EditKind, Status

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


def build_story(parts: Parts) -> Story:
    """The story or notice of one item. RefusedError when a story has no text; a notice may have none."""
    text = parts.text
    found = find_furniture(text, parts.head[-1].end if parts.head else 0) if text else ()
    furniture = parts.head + found
    headline, slug = clean_line(parts.headline), clean_line(parts.slug)
    note = clean_line(parts.note) or clean_line(all_of("note", text, found))
    byline = clean_line(parts.byline) or first_of("byline", text, furniture)
    edit = edit_kind(headline, slug, note)
    if parts.status != "usable":
        edit = _NOTICE_OF_STATUS[parts.status]
    dated = _time_of_date_line(text, furniture) if parts.date_in_text and parts.published is None else None
    is_notice = edit in NOTICES
    if not is_notice and not text:
        raise RefusedError("The item has no text.")
    item_id, version = parts.item_id, parts.version
    text_digest = identity.text_digest(headline, text)
    if item_id is None:
        story_id = identity.story_id_without_item_id(parts.uri, text_digest)
        version = None
    else:
        story_id = identity.story_id(identity.scope_of(item_id, parts.source), item_id)
    return Story(
        kind="notice" if is_notice else "story",
        story_id=story_id,
        uid=identity.uid(story_id, version, text_digest),
        uri=item_id or parts.uri,
        version=version,
        versioncreated=parts.versioncreated,
        published=parts.published or dated,
        time_basis="item" if parts.published else "text" if dated else "none",
        source=parts.source,
        language=parts.language,
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
    )


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
