"""What is refused has its bytes at hand, and knows whether they are enough to read it again."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import orjson
import pytest

from pipelines.formats import parse
from pipelines.formats.dead import Refused, dead_letter
from schemas import DeadLetter

PICTURE = orjson.dumps({"uri": "urn:test:1", "type": "picture"})
FEED = b"<rss version='2.0'><channel><title>Halden Courier</title><item><guid>1</guid></item></channel></rss>"
JSON_FEED = orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Halden Courier", "items": [{"id": "1", "title": "Cut"}]})


def zipped(data: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("item", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "raw", "alone"),
    [
        (PICTURE, PICTURE, True),
        (b"[" + PICTURE + b"]", PICTURE, True),
        (zipped(PICTURE), PICTURE, True),
        (b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n", True),
        (FEED, b"<item><guid>1</guid>", False),
        (zipped(FEED), b"<item><guid>1</guid>", False),
        (JSON_FEED, orjson.dumps({"id": "1", "title": "Cut"}), False),
    ],
)
def test_an_item_has_its_bytes_and_says_if_it_needs_its_file(data: bytes, raw: bytes, alone: bool) -> None:
    (refused,) = parse(data, "in/x")
    assert isinstance(refused, Refused)
    assert (refused.data, refused.alone) == (raw, alone)
    assert refused.size == len(raw)


def test_the_bytes_are_no_part_of_the_record() -> None:
    refused = dead_letter("No.", "in/x", b"raw", "text")
    assert type(refused.letter()) is DeadLetter
    assert refused.letter().json_bytes() == refused.json_bytes()
    assert b"raw" not in refused.json_bytes()
    assert refused.in_its_file().data == b"raw"
    assert (refused.alone, refused.in_its_file().alone) == (True, False)
