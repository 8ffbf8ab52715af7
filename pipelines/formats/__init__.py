"""Bytes -> stories. Pure: no I/O, no clock, no environment; the same bytes and uri give the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from pipelines.formats.reading import Limits, Reading, nothing_beside
from pipelines.formats.registry import read_items
from pipelines.trade.learned import LearnedLines, mark_learned, shipped_lines
from schemas import DeadLetter, Story

__all__ = ["ADDRESS", "Limits", "parse"]

ADDRESS: Final = ("http://", "https://")
"""How addresses of the web begin."""


def parse(
    data: bytes,
    uri: str,
    *,
    source: str | None = None,
    limits: Limits = Limits(),
    furniture: LearnedLines | None = None,
    beside: Callable[[str], bytes | None] = nothing_beside,
) -> Iterator[Story | DeadLetter]:
    """The items of a file, in order: a story or notice each, or a dead letter. Never raises, whatever the bytes.

    `uri` says where the bytes lie: items without an id of their own and dead letters carry it, with #n (from 1) in files
    of several items; where it is an address of the web, without. `source` names the provider of items that name none. `furniture` are
    the lines that sources put around their stories; without it, those that ship with Wirekin. `beside` gives another file of the same
    folder by its bare name.
    """
    learned = furniture or shipped_lines()
    uri = uri.encode("utf-8", "backslashreplace").decode()  # names of files may hold bytes that are no text
    for item in read_items(data, Reading(uri, source, limits, beside, polled=uri.startswith(ADDRESS))):
        yield mark_learned(item, learned) if isinstance(item, Story) else item
