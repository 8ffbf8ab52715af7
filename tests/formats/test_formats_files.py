"""Files of one item, of many, and of something else."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Iterable
from functools import partial

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.formats import Limits, parse
from schemas import DeadLetter, Story

packed = partial(gzip.compress, mtime=0)
"""Without the time of day: test names are made of the bytes."""


def item(name: str) -> bytes:
    return orjson.dumps({"uri": f"urn:example:{name}", "version": "1", "body_text": f"The ferry {name} left."})


def outcomes(data: bytes, limits: Limits = Limits()) -> list[str]:
    """Each record as "its uri" or "its uri: error"."""
    return [f"{r.uri}: {r.error}" if isinstance(r, DeadLetter) else r.uri for r in parse(data, "in/f", limits=limits)]


GOOD = ["urn:example:a", "urn:example:b", "urn:example:c"]


@pytest.mark.parametrize(
    "data",
    [
        b"\n".join(map(item, "abc")),
        b"\r\n".join(map(item, "abc")) + b"\r\n",
        b"\n\n" + b"\n\n  \n".join(map(item, "abc")) + b"\n\n",
        b"\xef\xbb\xbf" + b"\n".join(map(item, "abc")),
        b"[" + b",".join(map(item, "abc")) + b"]",
        b" [\n" + b",\n ".join(map(item, "abc")) + b"\n]\n",
        b'{"items": [' + b",".join(map(item, "abc")) + b"]}",
        b'{"_meta": {"total": 3}, "_items": [' + b",".join(map(item, "abc")) + b"]}",
        ("\ufeff[" + b",".join(map(item, "abc")).decode() + "]").encode("utf-16-le"),
        packed(b"\n".join(map(item, "abc"))),
        packed(item("a") + b"\n") + packed(item("b") + b"\n" + item("c")) + b"\0" * 512,
    ],
)
def test_three_items_in_every_wrapping(data: bytes) -> None:
    assert outcomes(data) == GOOD


def test_items_without_an_id_are_numbered_from_one() -> None:
    assert outcomes(b'[{"body_text": "One."}, {"body_text": "Two."}]') == ["in/f#1", "in/f#2"]
    assert outcomes(b'\n{"body_text": "One."}\n\n{"body_text": "Two."}') == ["in/f#1", "in/f#2"]
    assert outcomes(b'{"body_text": "One."}') == ["in/f"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b'{"uri": "urn:x", "body_text": "abc', "The JSON ends in the middle of an item."),
        (b'{"uri": "urn:x", "body_text": NaN}', "The JSON holds NaN or Infinity at line 1, column 31, which JSON does not know."),
        (
            b'{"uri": "urn:x", "body_text": "\\ud800"}',
            "The JSON holds half a character (an unpaired surrogate) at line 1, column 32.",
        ),
        (b'{"uri": "urn:x", "body_text": "\xe9"}', "The JSON is not UTF-8: byte 31 is 0xE9."),
        (b'{"uri": ' + b"[" * 3000 + b"]" * 3000 + b"}", "The JSON is nested too deeply."),
        (b'{"uri" "urn:x"}', "The JSON is broken at line 1, column 8."),
        (b"garbage", "The JSON is broken at line 1, column 1."),
        (b"7", "The item is a number, not a JSON object."),
        (b'{"uri": "urn:x"}', "The item has no text."),
    ],
)
def test_a_bad_line_harms_no_other(line: bytes, error: str) -> None:
    a, b, c = map(item, "abc")
    assert outcomes(b"\n".join([a, line, b, c])) == [GOOD[0], f"in/f#2: {error}", *GOOD[1:]]
    assert outcomes(b"\n".join([line, a, b, c]))[1:] == GOOD
    assert outcomes(b"\n".join([a, b, c, line]))[:3] == GOOD


def test_a_broken_array_gives_its_whole_items_and_one_dead_letter() -> None:
    a, b = item("a"), item("b")
    assert outcomes(b"[" + a + b"," + b + b',{"uri": "urn:example:c", "body') == [
        *GOOD[:2],
        "in/f#3: The JSON ends in the middle of an item.",
    ]
    assert outcomes(b"[" + a + b"," + b) == [*GOOD[:2], "in/f#3: The JSON ends in the middle of the list."]
    assert outcomes(b"[" + a + b"," + b + b",") == [*GOOD[:2], "in/f#3: The JSON ends in the middle of the list."]
    assert outcomes(b"[" + a + b' "x" ' + b)[0] == GOOD[0]
    assert outcomes(b'{"_items": [' + a + b"," + b + b',{"u')[:2] == GOOD[:2]
    assert len(outcomes(b"[" + a + b"," + b + b',{"u')) == 3


def test_a_bad_item_in_an_array_harms_no_other() -> None:
    a, b, c = map(item, "abc")
    bad = b'{"uri": "urn:x", "body_text": NaN}'
    found = outcomes(b"[" + b",".join([a, bad, b, c]) + b"]")
    assert [found[0], *found[2:]] == GOOD
    assert found[1].startswith("in/f#2: The JSON holds NaN")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "The file is empty."),
        (b" \n\t ", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\0" * 100, "The file holds nothing but zeros."),
        (b"\x7fELF\x02\x01\x01" + bytes(range(32)) * 9, "The file is binary, not a text."),
        (b"%PDF-1.7 ...", "This is a PDF file, not a text."),
        (b'<?xml version="1.0"?><weatherReport guid="x"/>', "This is XML (weatherReport), a format that is not read."),
        (b'<rss version="2.0"><channel/></rss>', "The feed has no entries."),
        (b"[]", "The JSON list is empty."),
        (packed(packed(item("a"))), "The file was compressed with gzip twice."),
        (packed(item("a"))[:-12], "The gzip file ends too early."),
        (packed(item("a"))[:-8] + b"\0" * 8, "The gzip file is broken."),
        (packed(item("a")) + b"tail", "The gzip file is followed by something that is not gzip."),
        (packed(b""), "The file is empty."),
    ],
)
def test_files_that_hold_no_item(data: bytes, error: str) -> None:
    assert outcomes(data) == [f"in/f: {error}"]


def test_noise_is_no_text_of_some_old_encoding() -> None:
    """Two hundred bytes of chance; of fifty bytes some would pass."""
    chance = random.Random(3)
    assert all(": " in outcome for _ in range(500) for outcome in outcomes(chance.randbytes(200)))


def test_sizes_are_capped() -> None:
    small = Limits(max_bytes=2000, max_item_bytes=300, max_html_bytes=300)
    long = orjson.dumps({"uri": "urn:example:long", "body_text": "x" * 400})
    assert outcomes(b" " * 1999 + b"x" * 9, small) == ["in/f: The file is larger than 2000 bytes."]
    assert outcomes(packed(b"x" * 2001), small) == ["in/f: The gzip file holds more than 2000 bytes."]
    assert outcomes(long, small) == ["in/f: The item is larger than 300 bytes."]
    assert outcomes(item("a") + b"\n" + long + b"\n" + item("b"), small) == [
        GOOD[0],
        "in/f#2: The item is larger than 300 bytes.",
        GOOD[1],
    ]
    assert outcomes(b"<html><body><p>" + b"x" * 400, small) == ["in/f: The page is larger than 300 bytes."]
    assert outcomes(packed(b"\0" * (3 << 20))) == ["in/f: The gzip file unpacks to more than 200 times its size."]


def test_forty_megabytes_of_zeros_are_refused_at_once() -> None:
    start = time.process_time()
    assert outcomes(b"\0" * 40_000_000) == ["in/f: The file holds nothing but zeros."]
    assert time.process_time() - start < 1


def test_a_name_that_is_no_text_does_not_raise() -> None:
    (record,) = parse(b"The ferry left.", "in/\udcff.txt")
    assert isinstance(record, Story)
    assert record.uri == "in/\\udcff.txt"


STARTS = [
    b"",
    b"{",
    b"[",
    b'{"uri": "a", "body_text": "',
    b"<html><p>",
    b"\x1f\x8b",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b'{"items": [',
    b"By Jane Roe\n\n",
]


@settings(deadline=None)  # the first HTML page loads trafilatura
@given(st.sampled_from(STARTS), st.binary(max_size=200))
def test_no_bytes_raise_and_the_same_bytes_give_the_same_records(start: bytes, rest: bytes) -> None:
    records = list(parse(start + rest, "in/f"))
    assert records
    assert records == list(parse(start + rest, "in/f"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "uri",
        "guid",
        "version",
        "headline",
        "headlines",
        "bodies",
        "body_text",
        "body_html",
        "associations",
        "pubstatus",
        "embargoed",
    ]
)
ITEMS = st.lists(st.dictionaries(FIELDS, JSON, max_size=6), min_size=1, max_size=5)


@given(ITEMS)
def test_every_item_is_a_story_or_a_dead_letter(items: list[dict[str, object]]) -> None:
    assert len(list(parse(orjson.dumps(items), "in/f"))) == len(items)
    if len(items) > 1:
        lines = b"\n".join(map(orjson.dumps, items))
        assert [type(r) for r in parse(lines, "in/f")] == [type(r) for r in parse(orjson.dumps(items), "in/f")]


TEXTS = st.lists(st.text(alphabet="abc XYZ.—()\n", min_size=1, max_size=80), min_size=1, max_size=4)


@given(TEXTS)
def test_compressed_or_not_the_stories_are_the_same(texts: Iterable[str]) -> None:
    data = b"\n".join(orjson.dumps({"uri": f"urn:{n}", "body_text": text}) for n, text in enumerate(texts))
    assert list(parse(packed(data), "in/f")) == list(parse(data, "in/f"))


CITIES = st.sampled_from(
    [
        "HALDEN, Norway (AP) — ",
        "OSLO, Jan 21 (Reuters) - ",
        "(ANSA) - ROME, JUL 11 - ",
        "MOSCOW, January 21. /TASS/. ",
        "HALDEN -- ",
    ]
)


@given(
    CITIES,
    st.sampled_from(["", "By Jane Roe\n\n", "March 4, 2025\n\n"]),
    st.sampled_from(["", "\n\nIt came.", "\n\nIt came. (END)"]),
)
def test_the_comparison_text_never_holds_the_dateline(dateline: str, above: str, below: str) -> None:
    (story,) = parse(orjson.dumps({"uri": "urn:a", "body_text": f"{above}{dateline}The ferry left.{below}"}), "in/f")
    assert isinstance(story, Story)
    assert story.dateline is not None
    assert story.dateline not in story.comparison_text()
    assert "".join(story.comparison_text().split()).startswith("Theferryleft.")
