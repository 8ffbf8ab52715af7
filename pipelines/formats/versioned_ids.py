"""Ids that hold their version: "NTB5df9_01", "20160512:RTZ:8883:0", "ANPX-101218-041-v2"; and STT's, whose date comes and goes."""

from __future__ import annotations

import re
from typing import Final

_ENDS: Final = (
    re.compile(r"(?P<id>NTB\S{8,}|\S*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})_\d{1,3}"),
    re.compile(r"(?P<id>\S*\d{8}:(?:TT|RTZ):\d+):\d{1,3}"),
    re.compile(r"urn:newsml:(?P<id>stt\.fi):\d*:(?P<more>\d{6,})"),
    re.compile(r"(?P<id>ANPX?-\d+-\d+)-v\d{1,3}"),
)

_SIGNS: Final = ("_", ":TT:", ":RTZ:", "stt.fi", "ANP")
"""One of them stands in every id that has such an end; looking for them costs little."""


def story_key(item_id: str | None, source: str | None) -> str | None:
    """What tells the item over its versions where its id does not, in the scope of its source; None where the id does.

    Only the forms of providers that are known to do so: a number at the end of an id mostly tells one item from another.
    """
    if item_id is None or not item_id[-1:].isdigit() or not any(sign in item_id for sign in _SIGNS):
        return None
    for pattern in _ENDS:
        match = pattern.fullmatch(item_id)
        if match is not None:
            return f"{(source or '').casefold()}|{match['id']}|{match.groupdict().get('more') or ''}"
    return None
