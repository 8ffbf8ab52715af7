"""Ids as functions of content: the same input gives the same ids, on every machine, for ever."""

from __future__ import annotations

import re
from hashlib import blake2b

_GLOBALLY_UNIQUE = re.compile(r"(?:urn|tag|https?):", re.IGNORECASE)


def digest(*parts: str | bytes) -> str:
    """24 hexadecimal digits of BLAKE2b. Each part is preceded by its length, so ("ab", "c") and ("a", "bc") differ."""
    pieces: list[bytes] = []
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        pieces += (len(data).to_bytes(8, "big"), data)
    return blake2b(b"".join(pieces), digest_size=12).hexdigest()


def scope_of(item_id: str, provider: str | None) -> str:
    """In which names `item_id` is unique: "" when it is so by itself (urn:, tag:, http), else the provider, casefolded."""
    return "" if _GLOBALLY_UNIQUE.match(item_id) else (provider or "").casefold()


def story_id(scope: str, item_id: str) -> str:
    """Id of an item over all its versions."""
    return "s" + digest("item", scope, item_id)


def story_id_without_item_id(uri: str, digest_of_text: str) -> str:
    """Id of a text that names no item: where it lies and what it says. It has one version only."""
    return "s" + digest("uri", uri, digest_of_text)


def text_digest(headline: str | None, text: str) -> str:
    """Digest of what a reader sees of a version."""
    return digest(headline or "", text)


def uid(story: str, version: str | None, digest_of_text: str) -> str:
    """Id of one version: the same item and version with another text is another one. No version differs from an empty one."""
    return "u" + digest(story, *(() if version is None else (version,)), digest_of_text)


def dead_id(uri: str, digest_of_bytes: str, stage: str, error: str) -> str:
    """Id of a failure: the same failure twice is one dead letter."""
    return "d" + digest(uri, digest_of_bytes, stage, error)
