"""JSON Feed 1 and 1.1: one item of a feed -> one `Story`. The specification is at jsonfeed.org."""

from __future__ import annotations

from typing import Final

from pipelines.formats.bodies import Body, looks_like_html, text_of
from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError
from pipelines.formats.json_fields import Fields, identifier, line, objects, string, time_of, without_markup
from pipelines.formats.reading import Reading
from pipelines.formats.story import Parts, build_story
from schemas import Link, Story

_VERSIONS: Final = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/", "https://www.jsonfeed.org/version/")
MAPPING: Final = {
    "uri": "`id`, else `url`",
    "version": "`date_modified`, if there is a `date_published`",
    "published": "`date_modified`, else `date_published`",
    "source": "`title` of the feed",
    "language": "`language` of the item, else of the feed",
    "headline": "`title`",
    "byline": "`authors`, `author` of the item, else of the feed",
    "links": "`external_url`: refersTo",
    "text": "`content_html` or `content_text`, else `summary`",
}
"""Field of a story -> where it comes from."""


def is_feed(document: object) -> bool:
    """Whether a JSON document is a feed."""
    return isinstance(document, dict) and isinstance(version := document.get("version"), str) and version.startswith(_VERSIONS)


def story_of(item: Fields, feed: Fields, here: Reading) -> Story:
    """The story that one item of `feed` is. RefusedError when it has no text. An item without an id is known by its address."""
    title = line(feed, "title")
    source = title or here.source
    updated, updated_basis = time_of(item, source, "date_modified")
    published, published_basis = time_of(item, source, "date_published")
    headline = without_markup(string(item, "title"))
    text = text_of(_bodies(item))
    if not text:
        raise RefusedError("The item has no text, only a title." if headline else "The item has no text.")
    return build_story(
        Parts(
            uri=here.uri,
            format=f"jsonfeed/{clean_line(feed['version'].rsplit('/', 1)[-1]) or '1'}",
            text=text,
            item_id=identifier(item, "id", "url"),
            version=updated if published else None,
            versioncreated=updated,
            published=updated or published,
            time_basis=updated_basis if updated else published_basis,
            source=source,
            scope=line(feed, "feed_url", "home_page_url") or title,
            language=line(item, "language") or line(feed, "language"),
            headline=headline,
            byline=_byline(item) or _byline(feed),
            links=_links(item),
        )
    )


def _bodies(item: Fields) -> list[Body]:
    """Both forms of the content, and the summary that stands in for them."""
    found = []
    for rank, html, name in ((0, True, "content_html"), (0, False, "content_text"), (1, False, "summary")):
        value = string(item, name)
        if value:
            found.append(Body(rank, html or (rank == 1 and looks_like_html(value)), value))
    return found


def _byline(item: Fields) -> str | None:
    """The names of the authors; version 1 has one author, 1.1 a list."""
    author = item.get("author")
    authors = [*objects(item, "authors"), *([author] if isinstance(author, dict) else ())]
    return ", ".join(dict.fromkeys(name for author in authors if (name := line(author, "name")))) or None


def _links(item: Fields) -> tuple[Link, ...]:
    """`external_url` is what the item is about."""
    external = line(item, "external_url")
    return (Link(relation="refersTo", target=external),) if external else ()
