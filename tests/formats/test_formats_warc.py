"""Web archives."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.formats import Limits, parse
from schemas import DeadLetter, Story

TEXT = "HALDEN, Norway (AP) — The council of Halden voted on Tuesday to cut the timetable of the ferry, which crosses the river."
HTML = f"<html><head><title>Ferry cut</title></head><body><article><h1>Ferry cut</h1><p>{TEXT}</p></article></body></html>"
FEED = "<rss version='2.0'><channel><title>Moss</title><item><title>a</title><description>One.</description></item></channel></rss>"


def record(block: bytes, kind: str = "response", uri: str = "https://halden.example/1", **fields: str) -> bytes:
    media_type = {"response": "application/http; msgtype=response", "warcinfo": "application/warc-fields"}.get(kind, "text/html")
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": "2025-03-04T12:00:00Z",
        "WARC-Record-ID": f"<urn:uuid:{abs(hash((block, uri)))}>",
        "Content-Type": media_type,
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    return b"WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in head.items()).encode() + b"\r\n" + block + b"\r\n\r\n"


def response(payload: bytes | str = HTML, status: str = "200 OK", media_type: str = "text/html; charset=utf-8", *more: str) -> bytes:
    body = payload.encode() if isinstance(payload, str) else payload
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


INFO = record(b"software: test\r\n", "warcinfo", "")
PAGES = [record(response(HTML.replace("Ferry", name)), uri=f"https://halden.example/{name}") for name in ("Ferry", "Bus", "Tram")]
PLAIN = INFO + b"".join(PAGES)
PACKED = b"".join(map(gzip.compress, [INFO, *PAGES]))


def items(data: bytes, limits: Limits = Limits()) -> list[Story | DeadLetter]:
    return list(parse(data, "in/a.warc", limits=limits))


def seen(data: bytes, limits: Limits = Limits()) -> list[str]:
    """Where each item lies, and what it is called or why it is dead."""
    return [f"{item.uri}: {item.error if isinstance(item, DeadLetter) else item.headline}" for item in items(data, limits)]


ALL = [f"https://halden.example/{name}: {name} cut" for name in ("Ferry", "Bus", "Tram")]
LOST = "The web archive is broken here: a record or more are lost."


@pytest.mark.parametrize(
    "data", [PLAIN, PACKED, gzip.compress(PLAIN), PACKED + b"\0" * 512], ids=["plain", "packed", "one member", "padded"]
)
def test_each_page_is_read_from_where_it_was_fetched(data: bytes) -> None:
    assert seen(data) == ALL
    story = items(data)[0]
    assert isinstance(story, Story)
    assert (story.text, story.published, story.time_basis) == (TEXT, "2025-03-04T12:00:00Z", "transport")


def test_the_time_of_the_page_comes_before_that_of_the_fetch() -> None:
    page = HTML.replace("</head>", '<meta property="article:published_time" content="2025-03-04T08:00:00Z"></head>')
    (story,) = items(record(response(page)))
    assert isinstance(story, Story)
    assert (story.published, story.time_basis) == ("2025-03-04T08:00:00Z", "item")


def test_what_is_no_text_that_was_fetched_is_no_item() -> None:
    data = (
        INFO
        + record(response(status="404 Not Found"))
        + record(response(status="301 Moved", media_type="text/html"))
        + record(b"GET / HTTP/1.1\r\n\r\n", "request")
        + record(response(), "revisit")
        + record(response(b"\x89PNG", media_type="image/png"))
        + record(response("User-agent: *", media_type="text/plain"), uri="https://halden.example/robots.txt")
        + record(b"20250304\nhalden.example. 1 IN A 127.0.0.1", "resource", "dns:halden.example", Content_Type="text/dns")
    )
    assert seen(data) == ["in/a.warc: The web archive holds no page, feed or other text."]
    assert seen(data + PAGES[0]) == ALL[:1]


def test_feeds_json_and_resources() -> None:
    data = (
        record(response(FEED, media_type="application/rss+xml"), uri="https://moss.example/rss")
        + record(response('{"uri": "urn:example:1", "headline": "b", "body_text": "Two."}', media_type="application/json"))
        + record(HTML.encode(), "resource", "https://halden.example/r")
    )
    assert seen(data) == ["https://moss.example/rss#1: a", "urn:example:1: b", "https://halden.example/r: Ferry cut"]


def test_chunks_and_compression_are_taken_off() -> None:
    page = HTML.encode()
    chunked = b"%x\r\n" % 50 + page[:50] + b"\r\n%x;x=y\r\n" % (len(page) - 50) + page[50:] + b"\r\n0\r\n\r\n"
    raw = zlib.compressobj(wbits=-15)
    for payload, *fields in (
        (chunked, "Transfer-Encoding: chunked"),
        (page, "Transfer-Encoding: chunked"),
        (gzip.compress(page), "Content-Encoding: gzip"),
        (page, "Content-Encoding: gzip"),
        (zlib.compress(page), "Content-Encoding: deflate"),
        (raw.compress(page) + raw.flush(), "Content-Encoding: deflate"),
        (brotli.compress(page), "Content-Encoding: br"),
        (page, "Content-Encoding: br"),
    ):
        assert seen(record(response(payload, "200 OK", "text/html", *fields), uri=ALL[0].split(": ")[0])) == ALL[:1]


def test_the_head_of_the_response_tells_the_character_set() -> None:
    page = HTML.replace("The council", "Žluťoučký kůň, the council").encode("iso-8859-2", "replace")
    (story,) = items(record(response(page, media_type="text/html; charset=ISO-8859-2")))
    assert isinstance(story, Story)
    assert "Žluťoučký kůň" in story.text


def test_a_fragment_that_is_said_to_be_html_is() -> None:
    (story,) = items(record(response("Just <b>one</b> line of <i>text</i>.")))
    assert isinstance(story, Story)
    assert story.text == "Just one line of text."


def test_the_forerunner_of_warc() -> None:
    block = response().replace(b"\r\n", b"\n")
    head = f"https://halden.example/Ferry 127.0.0.1 20250304120000 text/html {len(block)}\n".encode()
    version = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n\n"
    data = b"filedesc://a.arc 127.0.0.1 20250304120000 text/plain %d\n" % (len(version) - 1) + version + head + block + b"\n"
    assert seen(data) == ALL[:1]


def test_a_broken_record_harms_no_other() -> None:
    lost = "in/a.warc#3: " + LOST
    first = len(gzip.compress(INFO)) + len(gzip.compress(PAGES[0]))
    broken = bytearray(PACKED)
    broken[first + 40] ^= 0xFF
    assert seen(bytes(broken)) == [ALL[0], lost, ALL[2]]
    assert seen(PLAIN.replace(PAGES[1], PAGES[1].replace(b"WARC/1.0", b"XXXX/1.0"))) == [ALL[0], lost, ALL[2]]
    assert seen(INFO + PAGES[0] + b"garbage\r\n" + PAGES[2]) == [ALL[0], lost, ALL[2]]


def test_a_record_that_ends_too_early() -> None:
    assert seen(PLAIN[:-200]) == [*ALL[:2], ALL[2].split(": ")[0] + ": The record ends too early."]
    assert seen(PACKED[:-80])[:2] == ALL[:2]
    assert len(seen(PACKED[:-80])) == 3


def test_an_archive_of_which_nothing_can_be_read() -> None:
    assert seen(b"WARC/1.0\r\n") == ["in/a.warc: The web archive holds no page, feed or other text."]


def test_limits() -> None:
    bomb = record(response(gzip.compress(b"<html>" + b"\0" * (5 << 20)), "200 OK", "text/html", "Content-Encoding: gzip"))
    assert seen(bomb) == ["https://halden.example/1: The gzip file unpacks to more than 200 times its size."]
    brotli_bomb = record(response(brotli.compress(b"<html>" + b"a" * (5 << 20), quality=5), "200 OK", "text/html", "Content-Encoding: br"))
    assert "unpacks to more than" in seen(brotli_bomb)[0]
    large = record(response(HTML + " " * 200_000))
    assert seen(large + PAGES[1], Limits(max_item_bytes=1000)) == [
        "https://halden.example/1: The record is larger than 1000 bytes.",
        ALL[1],
    ]
    assert seen(PLAIN, Limits(max_members=2)) == [ALL[0], "in/a.warc#3: The web archive holds more than 2 records: the rest was not read."]
    zeros = gzip.compress(INFO + record(b"\0" * (6 << 20), "response", "x") + PAGES[0])
    assert seen(zeros) == ["in/a.warc#2: The web archive holds more than 200 times its size: the rest was not read."]


def test_archives_within_archives_are_capped() -> None:
    assert seen(record(response(PLAIN, media_type="text/html")), Limits(max_depth=1))[0].endswith(
        "The web archive lies too deep within others."
    )


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_mutation_of_an_archive_raises(data: st.DataObject) -> None:
    base = bytearray(data.draw(st.sampled_from([PLAIN, PACKED])))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(base) - 1))
        end = data.draw(st.integers(at, min(len(base), at + 60)))
        base[at:end] = data.draw(
            st.binary(max_size=20) | st.sampled_from([b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"Content-Length: 99999999999\r\n"])
        )
        if not base:
            return
    found = items(bytes(base))
    assert found
    assert all(isinstance(item, (Story, DeadLetter)) for item in found)
