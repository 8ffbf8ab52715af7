"""Files of JSON, one item or many: which dialect each item is told by its own keys."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.formats import ninjs
from pipelines.formats.dead import DeadReason, RefusedError, dead_letter
from pipelines.formats.detect import decode_bom
from pipelines.formats.json_fields import type_name
from pipelines.formats.json_lists import Found, items_of
from pipelines.formats.reading import Item, Reading
from schemas import Story


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The items of a JSON document, or of lines of JSON."""
    plain, encoding = decode_bom(data)
    if encoding in ("utf-16-le", "utf-16-be"):
        plain = plain.decode(encoding, "replace").encode()
    for found in items_of(plain, reading.limits.max_item_bytes):
        here = reading.numbered(found.number) if found.number else reading
        if found.reason is not None:
            yield _dead(found.reason, here, found, "json")
            continue
        dialect = dialect_of(found)
        try:
            yield _story_of(dialect, found, here)
        except RefusedError as refused:
            yield _dead(refused, here, found, dialect)


def _dead(reason: DeadReason | RefusedError | str, here: Reading, found: Found, dialect: str) -> Item:
    """The dead letter of one item, which is whole by itself but where a feed around it speaks for it."""
    letter = dead_letter(reason, here.uri, found.data, dialect)
    return letter if found.feed is None else letter.in_its_file()


def dialect_of(found: Found) -> str:
    """ninjs, ap, dpa or jsonfeed, by the keys of the item and the document around it; what is none of them is taken for ninjs."""
    item = found.value
    if not isinstance(item, dict):
        return "ninjs"
    if found.feed is not None:
        return "jsonfeed"
    if "data" in item or "item" in item or "altids" in item:
        from pipelines.formats import ap_json

        if ap_json.is_envelope(item):
            return "ap"
    if "urn" in item or "format" in item:
        from pipelines.formats import dpa

        if dpa.is_entry(item):
            return "dpa"
    return "ninjs"


def _story_of(dialect: str, found: Found, here: Reading) -> Story:
    item = found.value
    if not isinstance(item, dict):
        raise RefusedError(f"The item is {type_name(item)}, not a JSON object.")
    if dialect == "ninjs":
        within = item.get("data")
        if isinstance(within, dict) and isinstance(within.get("item"), dict) and "uri" not in item:
            item = within["item"]  # Reuters Connect
        return ninjs.story_of(item, here)
    if dialect == "ap":
        from pipelines.formats import ap_json

        return ap_json.story_of(item, here)
    if dialect == "dpa":
        from pipelines.formats import dpa

        return dpa.story_of(item, here)
    from pipelines.formats import json_feed

    return json_feed.story_of(item, found.feed or {}, here)
