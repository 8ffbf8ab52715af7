"""ZIP and tar."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.formats import Limits, parse
from schemas import DeadLetter, Story


def text(name: str) -> bytes:
    return f"{name} timetable cut\n\nHALDEN, Norway (AP) -- The council of Halden voted on Tuesday to cut the {name}.\n".encode()


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return packed.getvalue()


def tarred(*files: tuple[str, bytes], form: int = tarfile.USTAR_FORMAT) -> bytes:
    packed = BytesIO()
    with tarfile.TarFile(fileobj=packed, mode="w", format=form) as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
    return packed.getvalue()


def items(data: bytes, limits: Limits = Limits()) -> list[Story | DeadLetter]:
    return list(parse(data, "in/a", limits=limits))


def seen(data: bytes, limits: Limits = Limits()) -> list[str]:
    return [f"{item.uri}: {item.error if isinstance(item, DeadLetter) else item.headline}" for item in items(data, limits)]


FILES = (("b/ferry.txt", text("Ferry")), ("a.txt", text("Bus")))
FOUND = ["in/a!b/ferry.txt: Ferry timetable cut", "in/a!a.txt: Bus timetable cut"]


@pytest.mark.parametrize(
    "data",
    [
        zipped(*FILES),
        zipped(*FILES, method=zipfile.ZIP_STORED),
        tarred(*FILES),
        tarred(*FILES, form=tarfile.GNU_FORMAT),
        tarred(*FILES, form=tarfile.PAX_FORMAT),
        gzip.compress(tarred(*FILES)),
    ],
    ids=["zip", "stored", "ustar", "gnu", "pax", "tar.gz"],
)
def test_files_are_read_in_their_order(data: bytes) -> None:
    assert seen(data) == FOUND


def test_archives_and_formats_within_archives() -> None:
    data = tarred(
        ("x.zip", zipped(("one.txt.gz", gzip.compress(text("Tram"))), ("two.json", b'{"uri": "urn:example:1", "body_text": "One."}'))),
        ("page.html", b"<html><body><article><h1>Pier</h1><p>The pier reopens.</p></article></body></html>"),
        ("picture.jpg", b"\xff\xd8\xff\xe0 JFIF"),
    )
    assert seen(data) == [
        "in/a!x.zip!one.txt.gz: Tram timetable cut",
        "urn:example:1: None",
        "in/a!page.html: Pier",
        "in/a!picture.jpg: This is a JPEG picture, not a text.",
    ]


def test_depth_is_capped() -> None:
    data = zipped(("3.zip", zipped(("2.zip", zipped(("1.zip", zipped(("a.txt", text("Bus")))))))))
    assert seen(data) == ["in/a!3.zip!2.zip!1.zip: The archive lies too deep within others."]
    assert seen(data, Limits(max_depth=4)) == ["in/a!3.zip!2.zip!1.zip!a.txt: Bus timetable cut"]


def test_links_folders_and_devices_are_passed_over() -> None:
    packed = BytesIO()
    with tarfile.TarFile(fileobj=packed, mode="w") as archive:
        for name, kind in (("d", tarfile.DIRTYPE), ("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("n", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
        info = tarfile.TarInfo("../../etc/a.txt")
        info.size = len(text("Bus"))
        archive.addfile(info, BytesIO(text("Bus")))
    assert seen(packed.getvalue()) == ["in/a!../../etc/a.txt: Bus timetable cut"]
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as zipfile_:
        zipfile_.writestr(link, "/etc/hostname")
        zipfile_.writestr("folder/", b"")
        zipfile_.writestr("__MACOSX/._a.txt", b"\0\5\x16\7")
        zipfile_.writestr("a.txt", text("Bus"))
    assert seen(packed.getvalue()) == FOUND[1:]


def test_a_broken_file_harms_no_other() -> None:
    data = bytearray(zipped(*FILES))
    data[data.index(b"b/ferry.txt") + 30] ^= 0xFF
    assert seen(bytes(data)) == ["in/a!b/ferry.txt: The file in the archive is broken.", FOUND[1]]
    data = bytearray(zipped(*FILES, method=zipfile.ZIP_STORED))
    data[data.index(b"Halden")] ^= 0xFF  # the checksum tells
    assert seen(bytes(data)) == ["in/a!b/ferry.txt: The file in the archive is broken.", FOUND[1]]


def test_encrypted_files_and_packings_that_are_not_read() -> None:
    data = bytearray(zipped(*FILES))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert seen(bytes(data)) == ["in/a!b/ferry.txt: The file in the archive is encrypted.", FOUND[1]]
    lzma = zipped(*FILES, method=zipfile.ZIP_LZMA)
    assert seen(lzma)[0] == "in/a!b/ferry.txt: The file in the archive is packed in a way that is not read."


def test_archives_that_hold_nothing_to_read() -> None:
    assert seen(zipped()) == ["in/a: The archive holds no files."]
    assert seen(tarred(("d/", b""))[:512] + b"\0" * 1024)[0].startswith("in/a")
    assert seen(zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))) == [
        "in/a: This is an Office document, an e-book or a program, not an archive of texts."
    ]
    assert seen(zipped(*FILES)[:-30]) == ["in/a: The ZIP archive is broken, or ends too early."]


def test_a_tar_archive_that_is_cut() -> None:
    whole = tarred(*FILES)
    assert seen(whole[: 1024 + 512 + 20]) == [FOUND[0], "in/a!a.txt: The archive ends in the middle of this file."]
    assert seen(whole[: 1024 + 100]) == [FOUND[0], "in/a!?: The tar archive is broken here: what follows is lost."]
    assert seen(whole[:1024] + b"\xff" * 512 + whole[1536:]) == [FOUND[0], "in/a!?: The tar archive is broken here: what follows is lost."]


def test_what_an_archive_may_unpack_to_is_capped() -> None:
    zeros = ("zeros.txt", b"\0" * (20 << 20))
    assert seen(zipped(zeros, FILES[1])) == ["in/a!zeros.txt: The file in the archive unpacks to more than 200 times its size.", FOUND[1]]
    letters = [(f"{number}.txt", text("Bus") * 1000) for number in range(4)]
    found = seen(zipped(*letters), Limits(max_bytes=200_000))
    assert found[2:] == [
        "in/a!2.txt: The archive unpacks to more than 200000 bytes.",
        "in/a!3.txt: The archive holds more than 200000 bytes: from here on 1 of its files were not read.",
    ]
    nested = tarred(("a.zip", zipped(*letters[:2])), ("b.zip", zipped(*letters[2:])))
    limit = Limits(max_bytes=len(nested) + 200_000)
    assert seen(nested, limit)[-1].endswith("from here on 1 of its files were not read.")
    assert seen(tarred(*FILES), Limits(max_members=1)) == [
        FOUND[0],
        "in/a!a.txt: The archive holds more than 1 files: from here on 1 of its files were not read.",
    ]


def test_a_file_stored_with_holes_is_no_bomb() -> None:
    info = tarfile.TarInfo("holes.txt")
    info.size, info.type = 512, tarfile.GNUTYPE_SPARSE
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[386:398], head[398:410], head[483:495] = b"00000000000\0", b"00000001000\0", b"77777777777\0"
    head[148:156] = b"%06o\0 " % tarfile.calc_chksums(bytes(head))[0]
    assert seen(bytes(head) + b"x" * 512 + tarred(*FILES)) == [
        "in/a!holes.txt: The file in the archive is stored with holes, which is not read.",
        *FOUND,
    ]


def test_names_that_are_no_text() -> None:
    (found,) = seen(tarred(("a\nb\udcff.txt", text("Bus"))))
    assert found == "in/a!a b\\udcff.txt: Bus timetable cut"
    (found,) = seen(tarred(("x" * 5000, text("Bus")), form=tarfile.PAX_FORMAT))
    assert found == "in/a!" + "x" * 1024 + ": Bus timetable cut"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_mutation_of_an_archive_raises(data: st.DataObject) -> None:
    base = bytearray(data.draw(st.sampled_from([zipped(*FILES), tarred(*FILES), tarred(*FILES, form=tarfile.PAX_FORMAT)])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(base) - 1))
        end = data.draw(st.integers(at, min(len(base), at + 12)))
        base[at:end] = data.draw(st.binary(min_size=end - at, max_size=end - at) | st.binary(max_size=8))
        if not base:
            return
    found = items(bytes(base))
    assert found
    assert all(isinstance(item, (Story, DeadLetter)) for item in found)
