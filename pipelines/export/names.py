"""What things are called in an export: families, items, versions, agents and links as IRIs.

An id that an item was delivered with stays its name where it is one for all the world; everything else gets a `urn:wirekin:` name, made
of an id of the store, so that two exports of one store speak of the same things.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from pipelines.families.head import Head
from pipelines.trade.agencies import agency_code

OURS: Final = "urn:wirekin:"
TERMS: Final = OURS + "terms:"
"""Terms that no other vocabulary has: docs/export.md has them all."""
RELATIONS: Final = OURS + "relation:"
_MARKS: Final = r"A-Za-z0-9._~:/?@!$&'()*+,;=-"
_GLOBAL: Final = re.compile(
    rf"(?:urn:[a-z0-9][a-z0-9-]{{0,31}}:|tag:|https?://)(?:[{_MARKS}]|%[0-9A-Fa-f]{{2}})+(?:#(?:[{_MARKS}]|%[0-9A-Fa-f]{{2}})*)?"
)
_PLAIN: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def is_uri(uri: str) -> bool:
    """Whether an id, as delivered, names its item without more (docs/decisions/0006-ids.md), and is written as RFC 3986 has it."""
    return _GLOBAL.fullmatch(uri) is not None


def family_iri(family_id: str) -> str:
    """Of a family."""
    return f"{OURS}family:{family_id}"


def version_iri(uid: str) -> str:
    """Of one version of an item."""
    return f"{OURS}version:{uid}"


def notice_iri(uid: str) -> str:
    """Of a kill, withhold, release or advisory."""
    return f"{OURS}notice:{uid}"


def item_iri(head: Head) -> str:
    """Of an item over all its versions: the id that it was delivered with, where that is a name for all the world."""
    return head.uri if is_uri(head.uri) else f"{OURS}story:{head.story_id}"


def foreign_iri(target: str, source: str | None) -> str:
    """Of an item that is not in the store, by the id that an item of that source names it by."""
    return target if is_uri(target) else f"{OURS}unknown:{encoded((source or '').casefold())}:{encoded(target)}"


def placeholder_iri(family_id: str) -> str:
    """Of an origin that was never received."""
    return f"{OURS}origin:{family_id}"


def agent_iri(name: str) -> str:
    """Of a newsroom or agency; an agency is one whatever it is called."""
    return f"{OURS}agent:{encoded(agency_code(name) or ' '.join(name.casefold().split()))}"


def link_iri(*parts: str) -> str:
    """Of a link, by what it ties and how."""
    return f"{OURS}link:{blake2b(chr(0).join(parts).encode(), digest_size=12).hexdigest()}"


def place_iri(name: str) -> str:
    """Of a place as a dateline has it."""
    return f"{OURS}place:{encoded(' '.join(name.casefold().split()))}"


def encoded(text: str) -> str:
    """Percent-encoded, so that it can stand in a URN (RFC 8141)."""
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))
