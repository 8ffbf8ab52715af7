"""Very many messages through a real engine: `python -m bench.messages FOLDER --messages 100000 --engine flink [FILE...] -- BEAM FLAGS`.

A tenth of the messages come twice, a tenth up to an hour late by their own times, a hundredth are garbage. The same items go through one
bounded run; then the two stores are compared, listing by listing, and the dead letters must be the garbage and nothing else. Items: those
of the FILEs, and the invented ones of `bench.growth`. The folder must be new; it keeps both stores.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from time import time

import orjson

from bench.growth import stories_of
from bench.paced import RUNNERS, run_paced
from pipelines.commands.parity import compared
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.streaming.messages import Message
from pipelines.streaming.trial import URI, keep_messages

TWICE, LATE, GARBAGE = 0.1, 0.1, 0.01
HOUR = 3600.0
A_DAY = 8_000
"""Invented stories a day."""


def lines_of(files: Sequence[Path], count: int) -> list[bytes]:
    """So many items, one a line, those of the files first."""
    given = (line for file in files for line in _read(file).splitlines() if line.strip())
    invented = (orjson.dumps(item) for day in range(count // A_DAY + 1) for item in stories_of(day, A_DAY))
    return [line for line, _ in zip(chain(given, invented), range(count), strict=False)]


def _read(file: Path) -> bytes:
    raw = file.read_bytes()
    return gzip.decompress(raw) if file.suffix == ".gz" else raw


def garbage(count: int, chance: random.Random) -> Iterator[bytes]:
    """What no parser takes: noise, torn JSON, markup with nothing in it; each of its own."""
    for number in range(count):
        yield (
            chance.randbytes(200),
            b'{"uri": "urn:torn:%d", "bodies": [{"role": "main", "value": "The council' % number,
            b'{"number": %d}' % number,
            b'<?xml version="1.0"?><nitf><head><title>%d</title></head><body></nitf>' % number,
        )[number % 4]


def write_items(folder: Path, lines: Sequence[bytes], bad: Sequence[bytes]) -> list[Message]:
    """The items as files, and as messages under the names that they have there."""
    (folder / "items" / "garbage").mkdir(parents=True)
    good = folder / "items" / "good.ndjson"
    good.write_bytes(b"".join(line + b"\n" for line in lines))
    messages = [Message(line, {URI: f"{good}#{number}"}) for number, line in enumerate(lines, 1)]
    for number, data in enumerate(bad):
        name = folder / "items" / "garbage" / f"{number:05}.bin"
        name.write_bytes(data)
        messages.append(Message(data, {URI: name.as_posix()}))
    return messages


def as_sent(messages: Sequence[Message], chance: random.Random) -> list[Message]:
    """In the order in which they come: by their times, but for those that are late, or come again within the hour."""
    newest, sent = 0.0, []
    for message in messages:
        newest = _time(message) or newest  # garbage comes with what is before it
        sent.append((newest + (chance.random() * HOUR if chance.random() < LATE else 0.0), message))
    again = chance.sample(sent, k=round(len(sent) * TWICE))
    sent += [(at + chance.random() * HOUR, message) for at, message in again]
    return [message for _, message in sorted(sent, key=lambda pair: pair[0])]


def _time(message: Message) -> float | None:
    try:
        at = orjson.loads(message.data).get("versioncreated")
    except orjson.JSONDecodeError:
        return None
    return None if at is None else datetime.fromisoformat(at).timestamp()


def main() -> int:
    """Both ways, then what differs."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("folder", type=Path)
    flags.add_argument("files", type=Path, nargs="*")
    flags.add_argument("--messages", type=int, default=100_000)
    flags.add_argument("--engine", choices=sorted(RUNNERS), required=True)
    flags.add_argument("--rate", type=float, default=100.0, help="messages a second that are offered")
    asked, beam_flags = flags.parse_known_args()
    chance = random.Random(7)
    bad = list(garbage(round(asked.messages * GARBAGE), chance))
    messages = write_items(asked.folder, lines_of(asked.files, round(asked.messages / (1 + TWICE)) - len(bad)), bad)
    shuffled = [*messages[: -len(bad)]]
    for one in messages[-len(bad) :]:
        shuffled.insert(chance.randrange(len(shuffled)), one)
    sent = as_sent(shuffled, chance)
    keep_messages(sent, asked.folder / "messages")
    print(f"{len(sent):,} messages: {len(messages):,} of their own, {len(bad):,} of them garbage", flush=True)
    ingest = [sys.executable, "-m", "pipelines.cli", "ingest", f"{asked.folder}/items", "--store", f"{asked.folder}/batch"]
    with (asked.folder / "batch.log").open("wb") as log:
        batch = subprocess.Popen(ingest, stdout=log, stderr=subprocess.STDOUT)
        began = time()
        run_paced(asked.folder, len(sent), asked.rate, asked.engine, 2.0, [flag for flag in beam_flags if flag != "--"])
        took = time() - began
        batch.wait()
    spent = resource.getrusage(resource.RUSAGE_SELF)
    cpu = spent.ru_utime + spent.ru_stime
    print(
        f"the stream took {took:.0f} s, {len(sent) / took:.0f} messages/s; {cpu:.0f} s of processor, {spent.ru_maxrss // 1024} MB at most"
    )
    stores = {way: Current.of(LocalStore(asked.folder / way)) for way in ("batch", "store")}
    failed = compared(stores)
    dead = {letter.uri for letter in stores["store"].dead_letters()}
    wanted = {message.attributes[URI] for message in messages[-len(bad) :]}
    print(f"dead letters: {len(dead):,}, exactly the garbage: {dead == wanted}")
    return int(failed or dead != wanted)


if __name__ == "__main__":
    raise SystemExit(main())
