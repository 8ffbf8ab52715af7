"""What is new in a feed that is asked again and again: the feed with the entries only that it did not have the last time.

An entry is known by its bytes: one that was changed is new. Cutting keeps what a poll costs to what it brings, and an entry that cannot be
used is refused once, not at each poll.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, NamedTuple

import orjson

from pipelines.formats.dead import DeadReason, RefusedError
from pipelines.formats.detect import decode_bom, detect, mebibytes, unpack
from pipelines.formats.feed import decoded, raw_entries
from pipelines.formats.identity import digest
from pipelines.formats.json_faults import faithful, twice_named
from pipelines.formats.json_feed import is_feed
from pipelines.formats.reading import Limits
from pipelines.formats.responses import in_utf8

_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_END = re.compile(r"</[\w.:-]+\s*>", re.ASCII)


class News(NamedTuple):
    """`data`: a feed of the new entries, None where there is none; `entries`: all that it has now, each by its digest, in its order;
    `new`: how many of them are new; `ttl`: seconds for which the feed itself says that it stays as it is (0: it says nothing)."""

    data: bytes | None
    entries: tuple[str, ...]
    new: int
    ttl: int


def news_of(data: bytes, media_type: str, seen: Collection[str], limits: Limits = Limits()) -> News | DeadReason:
    """What is new in the answer of an address that ought to give RSS, Atom or a JSON Feed; a reason where it is none of these.

    `media_type` is what the answer said of itself: it may name the character set. `seen` are the `entries` of the last time. A feed that
    cannot be cut cleanly comes whole.
    """
    content = unpack(data, limits.max_item_bytes, limits.max_ratio)
    if isinstance(content, DeadReason):
        return content
    found = detect(content)
    if isinstance(found, DeadReason):
        return found
    if found == "json":
        return _of_json(content, seen, limits)
    if found != "feed":
        return DeadReason(f"What came is no feed but {'a page' if found == 'html' else found}.")
    if len(content) > limits.max_item_bytes:
        return DeadReason(f"The feed is larger than {mebibytes(limits.max_item_bytes)}.")
    try:
        return _of_xml(in_utf8(content, media_type), seen)
    except RefusedError as refused:
        return DeadReason(str(refused))


def _of_xml(content: bytes, seen: Collection[str]) -> News:
    text = decoded(content)
    found, ttl = raw_entries(text), _stated_ttl(text)
    if not found:
        return News(None, (), 0, ttl)
    spans: list[tuple[int, int]] = []
    for entry in found:
        closed = _END.match(text, entry.start + len(entry.text)) if entry.whole else None
        if closed is None:  # broken, or entries within each other: the parser shall say what it makes of it
            return News(content, (), len(found), ttl)
        spans.append((entry.start, closed.end()))
    names = tuple(digest(text[start:end]) for start, end in spans)
    new = {name for name in names if name not in seen}
    if not new:
        return News(None, names, 0, ttl)
    if len(new) == len(set(names)):
        return News(content, names, len(new), ttl)
    pieces, at = ['<?xml version="1.0" encoding="utf-8"?>\n'], 0
    for (start, end), name in zip(spans, names, strict=True):
        if name not in new:
            pieces.append(text[at:start])
            at = end
    pieces.append(text[at:])
    return News("".join(pieces).encode("utf-8", "replace"), names, len(new), ttl)


def _of_json(content: bytes, seen: Collection[str], limits: Limits) -> News | DeadReason:
    plain, encoding = decode_bom(content)
    if encoding in ("utf-16-le", "utf-16-be"):
        plain = plain.decode(encoding, "replace").encode()
    try:
        document: dict[str, Any] = orjson.loads(plain)
    except orjson.JSONDecodeError:
        return DeadReason("What came is no feed but broken JSON.")
    items = document.get("items") if is_feed(document) else None
    if not isinstance(items, list):
        return DeadReason("What came is JSON, but no JSON Feed.")
    try:
        names = tuple(digest(orjson.dumps(item)) for item in items)
    except orjson.JSONEncodeError:
        return News(content, (), len(items), 0)
    new = {name for name in names if name not in seen}
    if not new:
        return News(None, names, 0, 0)
    if len(new) == len(set(names)) or not (faithful(plain, document) or twice_named(plain) is None):
        return News(content, names, len(new), 0)
    cut = {**document, "items": [item for item, name in zip(items, names, strict=True) if name in new]}
    return News(orjson.dumps(cut), names, len(new), 0)


def _stated_ttl(text: str) -> int:
    """RSS's `ttl`, which is in minutes. The period of the syndication module is no such thing: WordPress writes "hourly" into any feed."""
    ttl = _TTL.search(text)
    return int(ttl[1]) * 60 if ttl is not None else 0
