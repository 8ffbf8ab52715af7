"""Mails: their head in any set, the text among the parts, what is forwarded and attached."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import Limits, parse
from schemas import DeadLetter, Story
from tests.formats.damage import damaged

SEEDS = sorted((Path(__file__).parents[2] / "seeds/stories/mail").iterdir())
HEAD = (
    "Received: by 10.0.0.7 with SMTP id a1;\r\n\tTue, 4 Mar 2025 10:12:30 +0100\r\nMessage-ID: <geese-1@skarvik.example>\r\n"
    "Date: Tue, 4 Mar 2025 10:12:05 +0100\r\nFrom: Oda Lindh <oda@skarvik.example>\r\nTo: desk@wire.example\r\n"
    "Subject: Geese close a harbour for a day\r\nMIME-Version: 1.0\r\n"
)
TEXT = "Some 200 geese sat on the quay of Skarvik.\n\nThey left at six.\n"


def mail(body: bytes | str = TEXT, kind: str = "text/plain; charset=utf-8", head: str = HEAD, transfer: str = "8bit") -> bytes:
    data = body.replace("\n", "\r\n").encode() if isinstance(body, str) else body
    return f"{head}Content-Type: {kind}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n".encode() + data


def parts(*bodies: tuple[str, str], kind: str = "mixed") -> bytes:
    """A mail of several parts: head lines and text of each."""
    inner = "".join(f"--cut\n{head}\n\n{text}\n" for head, text in bodies)
    return mail(f"{inner}--cut--\n", f'multipart/{kind}; boundary="cut"')


def items(data: bytes, **given: Limits) -> list[Story | DeadLetter]:
    return list(parse(data, "in/mail", **given))  # type: ignore[arg-type]


def story(data: bytes) -> Story:
    (item,) = items(data)
    assert isinstance(item, Story), item
    return item


@pytest.mark.parametrize("before", [b"", b" " * 255 + b"\r\n", b"\n\n\n", b"From oda@skarvik.example Tue Mar  4 10:12:05 2025\n"])
def test_every_field_of_a_mail(before: bytes) -> None:
    found = story(before + mail())
    assert (found.uri, found.version, found.format) == ("<geese-1@skarvik.example>", None, "mail")
    assert (found.headline, found.byline, found.source) == ("Geese close a harbour for a day", "Oda Lindh", "skarvik.example")
    assert (found.published, found.time_basis, found.status) == ("2025-03-04T09:12:05Z", "item", "usable")
    assert found.text == TEXT.strip()


@pytest.mark.parametrize(
    ("subject", "headline"),
    [
        ("=?utf-8?Q?Geese_close_=C3=85s?=", "Geese close Ås"),
        ("=?iso-8859-1?q?Geese_close_=C5s?=", "Geese close Ås"),
        ("=?utf-8?B?R2VlcyBjbG9zZSDD?= \r\n =?utf-8?B?hXM=?=", "Gees close Ås"),
        ("=?windows-1252?Q?Geese=E2=80=99s?= day", "Geese’s day"),
        ("=?no-such-set?Q?Geese?=", "Geese"),
        ("=?utf-8?B?not base64?=", "not base64"),
        ("Geese close Ås", "Geese close Ås"),
        ("Geese\r\n close\r\n\ta harbour", "Geese close a harbour"),
        ("Fwd: FW: Geese", "Geese"),
        ("", None),
    ],
)
def test_subjects(subject: str, headline: str | None) -> None:
    assert story(mail(head=HEAD.replace("Geese close a harbour for a day", subject))).headline == headline


@pytest.mark.parametrize(
    ("sender", "source", "byline"),
    [
        ('"Associated Press" <x@ap.example>', "Associated Press", None),
        ("Skarvik Press Office <x@skarvik.example>", "Skarvik Press Office", None),
        ("x@skarvik.example", "skarvik.example", None),
        ("=?utf-8?Q?Bj=C3=B8rn_Aas?= <x@skarvik.example>", "skarvik.example", "Bjørn Aas"),
        ("<<<", None, None),
    ],
)
def test_senders(sender: str, source: str | None, byline: str | None) -> None:
    found = story(mail(head=HEAD.replace("Oda Lindh <oda@skarvik.example>", sender)))
    assert (found.source, found.byline) == (source, byline)


@pytest.mark.parametrize(
    ("date", "time", "basis"),
    [
        ("Tue, 4 Mar 2025 10:12:05 +0100", "2025-03-04T09:12:05Z", "item"),
        ("4 Mar 2025 10:12 EST", "2025-03-04T15:12:00Z", "item"),
        ("Tue, 04 Mar 2025 10:12:05 -0000", "2025-03-04T10:12:05Z", "item"),
        ("2025-03-04T10:12:05+01:00", "2025-03-04T09:12:05Z", "item"),
        ("Tue, 99 Mar 2025 10:12:05 +0100", "2025-03-04T09:12:30Z", "transport"),
        ("yesterday", "2025-03-04T09:12:30Z", "transport"),
    ],
)
def test_dates_and_what_stands_in_for_them(date: str, time: str, basis: str) -> None:
    found = story(mail(head=HEAD.replace("Date: Tue, 4 Mar 2025 10:12:05 +0100", f"Date: {date}")))
    assert (found.published, found.time_basis) == (time, basis)


@pytest.mark.parametrize(
    ("body", "kind", "transfer", "encoding"),
    [
        ("Gås på Ås.".encode(), "text/plain; charset=utf-8", "8bit", None),
        ("Gås på Ås.".encode("latin-1"), "text/plain; charset=iso-8859-1", "8bit", "cp1252"),
        ("Gås på Ås.".encode(), "text/plain; charset=iso-8859-1", "8bit", "utf-8"),
        ("Gås på Ås.".encode(), "text/plain", "8bit", None),
        (b"G=C3=A5s p=C3=A5=\r\n =C3=85s.", "text/plain; charset=utf-8", "quoted-printable", None),
        (base64.b64encode("Gås på Ås.".encode()), "text/plain; charset=utf-8", "base64", None),
        (base64.b64encode("Gås på Ås.".encode())[:-1], "text/plain; charset=utf-8", "base64", None),
        ("Gås på Ås.".encode(), "text/plain; charset=no-such-set", "8bit", None),
    ],
)
def test_sets_and_transfer_encodings(body: bytes, kind: str, transfer: str, encoding: str | None) -> None:
    found = story(mail(body, kind, transfer=transfer))
    assert (found.text, found.encoding) == ("Gås på Ås.", encoding)


def test_broken_lines_are_joined_and_signatures_go() -> None:
    lines = (
        "Some 200 geese sat on the quay of Skarvik for a whole day and the\n"
        "ferry waited outside, the harbour office said on Tuesday after the\n"
        "last one had left.\n\nThey left at six.\n\n-- \nOda Lindh\nSkarvik\n"
    )
    assert story(mail(lines)).text == (
        "Some 200 geese sat on the quay of Skarvik for a whole day and the ferry waited outside, the harbour office said on Tuesday after"
        " the last one had left.\n\nThey left at six."
    )
    disclaimed = TEXT + "\n________________________________\nThis email may contain information that is confidential.\n"
    assert story(mail(disclaimed)).text == TEXT.strip()


def test_long_lines_are_paragraphs() -> None:
    lines = [
        f"Paragraph {n} tells at length of geese, of the quay, of the ferry, and of what the harbour master had to say. {'x' * 30}"
        for n in (1, 2, 3)
    ]
    assert story(mail("\n".join(lines))).text.split("\n\n") == lines


def test_flowed_text() -> None:
    assert (
        story(mail("Some 200 geese sat \non the quay. \n\nThey left.\n", "text/plain; format=flowed")).text
        == "Some 200 geese sat on the quay.\n\nThey left."
    )


def test_the_plain_text_is_taken_unless_it_says_little() -> None:
    html = "<p>Some 200 geese sat on the quay of Skarvik, and the ferry waited outside.</p><p>They left at six.</p>"
    short = parts(("Content-Type: text/plain", "See the HTML."), ("Content-Type: text/html", html), kind="alternative")
    assert story(short).text == "Some 200 geese sat on the quay of Skarvik, and the ferry waited outside.\n\nThey left at six."
    long = parts(("Content-Type: text/plain", TEXT * 5), ("Content-Type: text/html", html * 9), kind="alternative")
    assert story(long).text.startswith(TEXT.strip())
    assert story(mail(html, "text/html; charset=utf-8")).text == story(short).text


def test_a_forwarded_mail_is_the_story() -> None:
    body = (
        "FYI\n\n---------- Forwarded message ---------\nFrom: Skarvik Press Office <press@skarvik.example>\n"
        "Date: Mon, 3 Mar 2025 08:00:00 +0000\n"
        f"Subject: Geese on the quay\nTo: <oda@skarvik.example>\n\n{TEXT}"
    )
    found = story(mail(body))
    assert (found.uri, found.headline, found.source) == ("<geese-1@skarvik.example>", "Geese on the quay", "Skarvik Press Office")
    assert (found.published, found.byline, found.text) == ("2025-03-03T08:00:00Z", None, TEXT.strip())


ITEM = json.dumps({"uri": "urn:example:geese", "version": "3", "headline": "Geese", "body_text": "Some 200 geese sat."})


def test_attachments_are_read_and_pictures_passed_over() -> None:
    picture = (
        "Content-Type: image/png; name=a.png\nContent-Disposition: attachment; filename=a.png\nContent-Transfer-Encoding: base64",
        "iVBORw0KGgo=",
    )
    attached = ("Content-Type: application/json\nContent-Disposition: attachment; filename=g.json", ITEM)
    text = ("Content-Type: text/plain", TEXT)
    found = items(parts(text, picture, attached))
    assert [item.uri for item in found] == ["<geese-1@skarvik.example>", "urn:example:geese"]
    assert [item.uri for item in items(parts(picture, attached))] == ["urn:example:geese"]
    broken = items(parts(text, ("Content-Type: application/json\nContent-Disposition: attachment; filename=g.json", ITEM[:20])))
    assert [item.uri for item in broken] == ["<geese-1@skarvik.example>", "in/mail!g.json"]


def test_a_mail_within_a_mail() -> None:
    inner = mail().decode().replace("geese-1", "geese-2").replace("\r\n", "\n")
    found = items(parts(("Content-Type: text/plain", "See below."), ("Content-Type: message/rfc822", inner)))
    assert [item.uri for item in found] == ["<geese-1@skarvik.example>", "<geese-2@skarvik.example>"]


def test_mails_within_mails_end_somewhere() -> None:
    data = mail()
    for n in range(5):
        data = mail(b"--b%d\r\nContent-Type: message/rfc822\r\n\r\n%b\r\n--b%d--" % (n, data, n), f"multipart/mixed; boundary=b{n}")
    (item,) = items(data, limits=Limits(max_depth=3))
    assert isinstance(item, DeadLetter)
    assert item.error == "What is attached to the mail lies within 4 others."


def test_an_item_as_the_text_of_a_mail() -> None:
    assert story(mail(ITEM)).uri == "urn:example:geese"


def test_a_filled_in_form_as_the_text_of_a_mail() -> None:
    form = {
        "Headline": ["Geese close a harbour"],
        "Slugline": ["Geese"],
        "Body": ["<p>Some 200 geese sat.</p><p>They left.</p>"],
        "Timestamp": ["3/4/2025\r\n12:06"],
    }
    found = story(mail(json.dumps(form).replace("\\r\\n", "\r\n"), "text/plain; format=flowed; delsp=yes"))
    assert (found.uri, found.headline, found.slug) == ("<geese-1@skarvik.example>", "Geese close a harbour", "Geese")
    assert found.text == "Some 200 geese sat.\n\nThey left."


def test_a_mailbox() -> None:
    line = b"From oda@skarvik.example Tue Mar  4 10:12:05 2025\n"
    second = mail().replace(b"geese-1", b"geese-2")
    found = items(line + mail() + b"\n" + line + second + b"\n" + line + mail("\n"))
    assert [item.uri for item in found] == ["<geese-1@skarvik.example>", "<geese-2@skarvik.example>", "in/mail#3"]
    assert isinstance(found[2], DeadLetter)
    assert found[2].error == "The mail has no text."


@pytest.mark.parametrize(
    "page",
    [
        b"Source: Skarvik Port\nMEDIA RELEASE PR1\nGeese close a harbour\n\nSKARVIK, March 4 - Some geese sat.\n",
        b"Subject: what the geese did\n\nSome 200 geese sat on the quay of Skarvik.\n",
        b"Date: March 4, 2025\n\nSome 200 geese sat on the quay of Skarvik.\n",
    ],
)
def test_pages_of_text_are_no_mails(page: bytes) -> None:
    assert story(page).format.startswith("text/")


def test_parts_without_end() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    (item,) = items(HEAD.encode() + nested + b"\r\n\r\nGeese.")
    assert isinstance(item, DeadLetter)


@given(st.binary(max_size=300), st.sampled_from([b"Subject: ", b"From: ", b"Content-Type: ", b"Content-Disposition: ", b"Date: ", b""]))
def test_any_bytes_in_a_head(data: bytes, name: bytes) -> None:
    items(HEAD.encode() + name + data + b"\r\n\r\nGeese.")


@given(damaged(SEEDS))
def test_any_damage(data: bytes) -> None:
    assert items(data)


def test_a_character_set_that_cannot_be_one() -> None:
    """Found by `bench.fuzz`: the library looks a set up that holds a zero."""
    assert story(mail(b"Caf\xe9 geese sat on the quay of Skarvik.", "text/plain; charset=iso-8859\x00-1")).text.startswith("Café geese")
