"""ZIP and tar: the files in an archive, each read like a file of its own, in the order in which they lie there.

Only what the archive holds itself is read: folders, links and devices are passed over, no path in it is ever opened. A file within is
named archive!file. What one archive may unpack to is capped for all archives within each other together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError, dead_letter
from pipelines.formats.detect import mebibytes
from pipelines.formats.reading import Item, Reading
from pipelines.formats.registry import read_items

if TYPE_CHECKING:
    from tarfile import TarFile
    from zipfile import ZipFile, ZipInfo

_ZIP: Final = b"PK"
_ENCRYPTED: Final = 0x1
_STORED, _DEFLATED = 0, 8
_DOCUMENTS: Final = ("[Content_Types].xml", "mimetype", "META-INF/container.xml", "META-INF/manifest.xml")
"""Files that tell an Office document, an e-book or a program, which are ZIP archives too."""
_BESIDE_ON_MACS: Final = ("__MACOSX/", "._", ".DS_Store")
"""What the archiver of macOS puts beside the files: no content."""
_LONGEST_NAME: Final = 1024
_PIECE: Final = 1 << 20
_BLOCK: Final = 512
_LOST: Final = "The tar archive is broken here: what follows is lost."
_FREE_RATIO: Final = 1 << 20
"""A file of up to this many bytes may have been packed to any size."""
MAPPING: Final = {
    "text": "each file in the archive, read like a file of its own",
}
"""Field of a story -> where it comes from."""


class _Member(NamedTuple):
    name: str
    content: Callable[[], bytes]
    """Unpacks it; RefusedError when that fails or goes beyond a limit."""
    start: int
    end: int
    """Where it lies in the archive: what a dead letter keeps of a file that cannot be unpacked."""


def read(data: bytes, reading: Reading) -> Iterator[Item]:
    """The items of the files in the archive. RefusedError when it cannot be opened or lies too deep within others."""
    if reading.depth >= reading.limits.max_depth:
        raise RefusedError("The archive lies too deep within others.")
    members = _zipped(data, reading) if data.startswith(_ZIP) else _tarred(data, reading)
    if not members:
        raise RefusedError("The archive holds no files.")
    by_name = {member.name: member for member in members}
    for number, member in enumerate(members):
        here = reading.inside(_label(member.name))
        left = reading.limits.max_bytes - reading.unpacked.size
        if number >= reading.limits.max_members or left <= 0:
            limit = f"{reading.limits.max_members} files" if left > 0 else mebibytes(reading.limits.max_bytes)
            reason = f"The archive holds more than {limit}: from here on {len(members) - number} of its files were not read."
            yield dead_letter(reason, here.uri, data[member.start : member.end], None)
            return
        try:
            content = member.content()
        except RefusedError as refused:
            yield dead_letter(refused, here.uri, data[member.start : member.end], None)
            continue
        yield from read_items(content, replace(here, beside=_beside(member.name, by_name)))


def _label(name: str) -> str:
    """A file's name as it may stand in a uri: names hold bytes that are no text, line ends, and a million characters."""
    return (clean_line(name.encode("utf-8", "backslashreplace").decode()) or "?")[:_LONGEST_NAME]


def _beside(name: str, by_name: dict[str, _Member]) -> Callable[[str], bytes | None]:
    """Gives another file of the same folder of the archive by its bare name."""
    folder = name[: name.rfind("/") + 1]

    def content(bare: str) -> bytes | None:
        member = by_name.get(folder + bare) if bare and "/" not in bare else None
        try:
            return member.content() if member is not None else None
        except RefusedError:
            return None

    return content


def _is_content(name: str) -> bool:
    return not name.startswith(_BESIDE_ON_MACS[0]) and not name.rpartition("/")[2].startswith(_BESIDE_ON_MACS[1:])


def _zipped(data: bytes, reading: Reading) -> list[_Member]:
    """The files of a ZIP archive, in the order of its directory."""
    from zipfile import ZipFile

    try:
        archive = ZipFile(BytesIO(data))
        infos = archive.infolist()
    except Exception:  # noqa: BLE001  # zipfile raises what struct, zlib and codecs raise, too, on directories that are no such
        raise RefusedError("The ZIP archive is broken, or ends too early.") from None
    if any(info.filename in _DOCUMENTS for info in infos):
        raise RefusedError("This is an Office document, an e-book or a program, not an archive of texts.")
    return [
        _Member(info.filename, partial(_unzip, archive, info, reading), info.header_offset, info.header_offset + info.compress_size)
        for info in infos
        if not info.filename.endswith("/") and not _is_link(info) and _is_content(info.filename)
    ]


def _is_link(info: ZipInfo) -> bool:
    """Whether a file is a symbolic link, by the mode that Unix archivers leave in the upper half of the attributes."""
    return (info.external_attr >> 16) & 0o170000 == 0o120000


def _unzip(archive: ZipFile, info: ZipInfo, reading: Reading) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise RefusedError("The file in the archive is encrypted.")
    if info.compress_type not in (_STORED, _DEFLATED):
        raise RefusedError("The file in the archive is packed in a way that is not read.")
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as file:
            while piece := file.read(_PIECE):
                pieces.append(piece)
                size += len(piece)
                _check(size, info.compress_size, reading)
    except RefusedError:
        raise
    except Exception:  # noqa: BLE001  # as above: local headers lie, checksums differ, names are in no character set
        raise RefusedError("The file in the archive is broken.") from None
    finally:
        reading.unpacked.size += size
    return b"".join(pieces)


def _check(size: int, packed: int, reading: Reading) -> None:
    """RefusedError for a file that is too large, alone or with what was unpacked before it, or too small when packed."""
    limits = reading.limits
    if reading.unpacked.size + size > limits.max_bytes:
        raise RefusedError(f"The archive unpacks to more than {mebibytes(limits.max_bytes)}.")
    if size > max(_FREE_RATIO, limits.max_ratio * packed):
        raise RefusedError(f"The file in the archive unpacks to more than {limits.max_ratio} times its size.")


def _tarred(data: bytes, reading: Reading) -> list[_Member]:
    """The files of a tar archive. Of one that is broken or ends too early, those before that place, and a last one that says so."""
    from tarfile import TarFile

    try:
        archive = TarFile(fileobj=BytesIO(data), mode="r")
    except Exception:  # noqa: BLE001  # tarfile raises what struct and codecs raise, too; long names that follow each other recurse
        raise RefusedError("The tar archive is broken.") from None
    return list(_tar_members(archive, data, reading))


def _tar_members(archive: TarFile, data: bytes, reading: Reading) -> Iterator[_Member]:
    before = -1
    while True:
        try:
            info = archive.next()
            if info is None:
                break
            at, end = info.offset_data, info.offset_data + info.size
            if info.offset <= before or info.size < 0:
                raise ValueError("a header that leads back")
        except Exception:  # noqa: BLE001  # as above
            yield _Member("?", partial(_refuse, _LOST), max(before, 0), len(data))
            return
        before = info.offset
        if info.isreg() and _is_content(info.name):
            if info.issparse():
                content = partial(_refuse, "The file in the archive is stored with holes, which is not read.")
            elif end > len(data):
                content = partial(_refuse, "The archive ends in the middle of this file.")
            else:
                content = partial(_slice, data, at, end, reading)
            yield _Member(info.name, content, at, min(end, len(data)))
            if end > len(data) and not info.issparse():
                return
        archive.members.clear()  # type: ignore[attr-defined]  # what was passed is not needed again, and an archive may have a million of them
    at = max(archive.offset, 0)
    if data[at : at + _BLOCK].strip(b"\0"):  # the end of an archive is a block of zeros, or the end of the file
        yield _Member("?", partial(_refuse, _LOST), at, len(data))


def _refuse(reason: str) -> bytes:
    raise RefusedError(reason)


def _slice(data: bytes, at: int, end: int, reading: Reading) -> bytes:
    _check(end - at, end - at, reading)
    reading.unpacked.size += end - at
    return data[at:end]
