"""Damage real-looking files and parse them: `python -m bench.fuzz [FOLDER ...] --seconds N --seed N [--only FORMAT]`.

Each file of the folders (the seeds without any) is cut, spliced with others, bitten and repeated at random. `parse` must end soon, raise
nothing, and give one item at least. What fails is written to `--out` and named; the exit code is 1 then. The same seed does the same.
"""

from __future__ import annotations

import argparse
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from time import process_time
from typing import Final

from pipelines.formats import parse
from pipelines.formats.identity import digest
from schemas import Story

SLOW: Final = 5.0
"""Seconds of processor time from which an input counts as a failure."""
TOKENS: Final = (
    b"<", b">", b"</p>", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"&#x10FFFF;", b"{", b"}", b"[", b"]",
    b'"', b"\\ud800", b"\\u0000", b"NaN", b"1e999", b"\0", b"\x01", b"\x02", b"\x03", b"\x04", b"\x16\x16\x01", b"\x1f\x8b\x08",
    b"PK\x03\x04", b"WARC/1.0\r\n", b"\r\n\r\n", b"\n\n", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae",
    b"Content-Type: multipart/mixed; boundary=x\r\n", b"--x\r\n", b"=?utf-8?b?", b"charset=utf-7", b"0000-00-00T99:99:99Z", b"-1",
    b"9" * 40, b"xmlns=''", b"xml:lang=", b" " * 2000, b"a" * 5000, b"<b>" * 500, b"[" * 2000, b">\n" * 500,
)  # fmt: skip
Damage = Callable[[bytes, Sequence[bytes], random.Random], bytes]


def cut(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    """Take a stretch out, or all behind a place."""
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.5 else data[:at] + data[at + chance.randrange(1, 2000) :]


def bite(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    """Change some bytes."""
    out = bytearray(data)
    for _n in range(chance.randrange(1, 12)):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def insert(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    """Put in what parsers trip over."""
    for _n in range(chance.randrange(1, 4)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(TOKENS) + data[at:]
    return data


def splice(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """The head of one and the tail of another."""
    other = chance.choice(others)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def repeat(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    """The same stretch several times."""
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + chance.randrange(1, 400)]
    return data[:at] + piece * chance.randrange(2, 200) + data[at:]


DAMAGE: Final[tuple[Damage, ...]] = (cut, bite, insert, splice, repeat)


def damaged(files: Sequence[bytes], chance: random.Random) -> bytes:
    """A file with one to three kinds of damage."""
    data = chance.choice(files)
    for _ in range(chance.randrange(1, 4)):
        data = chance.choice(DAMAGE)(data, files, chance)
    return data


def failure(data: bytes) -> tuple[str | None, Counter[str]]:
    """What is wrong with how an input is parsed, None if nothing; and the formats of its items."""
    started, formats = process_time(), Counter[str]()
    try:
        for item in parse(data, "fuzz"):
            formats[item.format.split("/")[0] if isinstance(item, Story) else "dead"] += 1
            item.json_bytes()
    except Exception:  # noqa: BLE001  # this is what is looked for
        return traceback.format_exc(limit=-4), formats
    spent = process_time() - started
    if not formats:
        return "no item", formats
    return (f"{spent:.1f} s for {len(data)} bytes" if spent > SLOW else None), formats


def main(arguments: list[str]) -> int:
    """Damage and parse for some time."""
    parser = argparse.ArgumentParser(description="parse damaged files")
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("seeds/stories")])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="a part of the paths")
    parser.add_argument("--out", type=Path, default=Path(".wirekin/fuzz"))
    given = parser.parse_args(arguments)
    paths = sorted(p for folder in given.folders for p in folder.rglob("*") if p.is_file() and (given.only or "") in p.as_posix())
    by_folder: dict[Path, list[bytes]] = {}
    for path in paths:
        by_folder.setdefault(path.parent, []).append(path.read_bytes())
    chance, groups, total, found = random.Random(given.seed), list(by_folder.values()), Counter[str](), 0
    started = process_time()
    for number in count(1):  # noqa: B007  # the last one is printed
        data = damaged(chance.choice(groups), chance)
        wrong, formats = failure(data)
        total.update(formats)
        if wrong is not None:
            found += 1
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / digest(data)).write_bytes(data)
            print(f"{given.out / digest(data)}: {wrong}", flush=True)
        if process_time() - started > given.seconds:
            break
    print(f"{number:,} inputs of {len(paths)} files, {found} failures; items: {dict(sorted(total.items()))}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
