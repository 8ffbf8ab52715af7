"""The names by which an item is known wherever it appears: a relay keeps the id of the agency that wrote the story.

AP's item id is a digest of 32 hexadecimal figures: `altids.itemid` of its API, the end of an apnews.com address, and the last part of
`urn:newsml:ap.org:20230101:…`, which other agencies keep when they send AP's copy on.
"""

from __future__ import annotations

import re
from typing import Final

_AP: Final = re.compile(
    r"(?:urn:newsml:(?:www\.)?ap\.org:[^:]+:(?P<urn>[^:]+)|https?://(?:www\.)?apnews\.com/(?:\S*[-/])?(?P<page>[0-9a-f]{32})(?:[?#]\S*)?"
    r"|(?P<bare>[0-9a-f]{32}))",
    re.IGNORECASE,
)


AGENCY_NAMES: Final = ("ap.org/",)
"""What the names begin with by which an agency's item is known elsewhere."""
_GLOBAL: Final = re.compile(r"(?:urn|tag|https?):", re.IGNORECASE)


def is_global(name: str) -> bool:
    """Whether a name means one item whoever says it; a number like 4711 means another one for each provider."""
    return name.startswith(AGENCY_NAMES) or _GLOBAL.match(name) is not None


def item_names(uri: str) -> tuple[str, ...]:
    """A uri, and the name of the item that it names in its agency's own words, if it does: `ap.org/<id>`."""
    found = _AP.fullmatch(uri)
    return (uri,) if found is None else (uri, f"ap.org/{(found['urn'] or found['page'] or found['bare']).lower()}")
