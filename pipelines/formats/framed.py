"""Streams of the wires of old: items from SOH to EOT, and what lies between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pipelines.formats.dead import RefusedError, dead_letter
from pipelines.formats.detect import mebibytes
from pipelines.formats.reading import Item, Reading
from schemas import Story

_FILLING: Final = bytes(range(33)) + b"\x7f"
_FEWEST: Final = 24
"""Bytes between two items that are no filling, from which they are a dead letter."""


def read_framed(
    pieces: list[tuple[bool, bytes]], reading: Reading, story_of: Callable[[bytes, Reading], Story], format_: str, header: str
) -> Iterator[Item]:
    """The items of a stream, numbered if there are several; one that is broken, or has no `header`, is a dead letter."""
    for number, (is_item, piece) in enumerate(pieces, 1):
        here = reading.numbered(number) if len(pieces) > 1 else reading
        try:
            if not is_item:
                raise RefusedError(f"The item has no {header} header.")
            if len(piece) > reading.limits.max_item_bytes:
                raise RefusedError(f"The item is larger than {mebibytes(reading.limits.max_item_bytes)}.")
            yield story_of(piece, here)
        except RefusedError as refused:
            yield dead_letter(refused, here.uri, piece, format_)


def pieces_of(data: bytes, start: re.Pattern[bytes]) -> Iterator[tuple[bool, bytes]]:
    """The items, which begin with `start`, each up to EOT or the next one: (True, bytes); and what is left between them: (False, bytes)."""
    for part in data.split(b"\x04"):
        starts = [match.start() for match in start.finditer(part)]
        before = part[: starts[0]] if starts else part
        if len(before.translate(None, _FILLING)) >= _FEWEST:
            yield False, before
        for at, end in zip(starts, [*starts[1:], len(part)], strict=False):
            yield True, part[at:end]
