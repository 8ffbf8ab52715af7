"""Trials: an undisturbed run of some pieces, the same with a kill in each, and two runs at once."""

from __future__ import annotations

import io
import random
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Literal

import orjson

from bench.faults.children import Child, Ended, ingesting, real_process
from bench.faults.dying import Point, Steps, watch_calls, watch_writes
from bench.faults.world import World
from pipelines.cli import main
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.packs import bytes_to_rows
from pipelines.verification.verify import verify

LISTINGS: Final = (["members"], ["edges"], ["edges", "--all"], ["alerts"], ["stories"], ["dead-letters", "--json"])
COUNTED: Final = ("read", "dead", "stories", "notices", "duplicates")
Mode = Literal["moment", "write", "call", "process"]
State = dict[str, list[Any]]


@dataclass(frozen=True)
class Piece:
    """A run of the reference: its files, the state of the store before and after, how long it took and what it did."""

    files: tuple[str, ...]
    before: State
    after: State
    seconds: float
    writes: dict[str, int]
    calls: dict[str, int]
    counts: dict[str, int]


@dataclass
class Tally:
    """What came of the trials so far."""

    killed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(how, which state a reader saw then)."""
    ended_first: int = 0
    rivals: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    packs_left: int = 0

    @property
    def kills(self) -> int:
        """How many runs were killed."""
        return sum(self.killed.values())


class Trials:
    """Trials on a world, in a folder of their own. `only`: the one kind of writes to kill at."""

    def __init__(self, world: World, folder: Path, chance: random.Random, only: str | None = None) -> None:
        self._world, self._folder, self._chance, self._only = world, folder, chance, only
        self._scratch = folder / "child"
        self._number = 0
        self.tally = Tally()

    def warm(self) -> None:
        """Ingest all of it once in this process, so that what takes long is loaded before the first fork."""
        said, stdout, stderr = io.TextIOWrapper(io.BytesIO()), sys.stdout, sys.stderr
        sys.stdout = sys.stderr = said
        try:
            main(["ingest", str(self._world.folder), "--store", str(self._fresh("warm"))])
        finally:
            sys.stdout, sys.stderr = stdout, stderr

    def reference(self) -> list[Piece]:
        """A cut of the world into three runs, none of them disturbed."""
        store = self._fresh("reference")
        pieces = []
        before = self._state(store)
        for files in self._world.cut(self._chance):

            def prepare() -> Callable[[], Any]:
                writes, calls = Steps(None), Steps(None)
                watch_writes(writes)
                watch_calls(calls)
                return lambda: [dict(writes.counted), dict(calls.counted)]

            ended = Child(ingesting(files, store, prepare), self._scratch).ended()
            if ended.status != 0 or ended.returned[0] != 0:
                raise RuntimeError(f"an undisturbed run failed:\n{ended.said}")
            after = self._state(store)
            writes, calls = ended.returned[1]
            pieces.append(Piece(files, before, after, ended.seconds, writes, calls, _counts(ended)))
            before = after
        return pieces

    def chain(self, pieces: Sequence[Piece], modes: Iterator[Mode], times: int) -> None:
        """The same runs, each killed some times and then run to its end."""
        store = self._fresh("killed")
        for at, piece in enumerate(pieces, 1):
            published = False
            for _ in range(times):
                how, ended = self._killed_run(piece, store, next(modes))
                if ended.status is not None:
                    self.tally.ended_first += 1
                    published = True
                    continue
                seen = self._state(store)
                told = "after" if seen == piece.after else "before" if seen == piece.before and not published else "another"
                published = told == "after"
                self.tally.killed[how, told] += 1
                if told == "another":
                    what = f"run {at} killed {how}: a reader sees neither the last state published nor that of the run"
                    self._fault(store, what, seen, piece.before)
            self._finish(piece, store, f"run {at} after a kill")
        if not self.tally.faults:
            self.tally.packs_left += _left(store)

    def rivals(self, pieces: Sequence[Piece], *, kill: bool) -> None:
        """The last two runs at once on the store that the first has left, one of them perhaps killed; then both again."""
        store = self._fresh("rivals")
        first, *others = pieces
        self._finish(first, store, "the first run")
        children = [Child(ingesting(piece.files, store), self._folder / f"rival{n}") for n, piece in enumerate(others)]
        if kill:
            children[0].kill_after(self._chance.uniform(0, 2 * others[0].seconds))
        ended = [child.ended() for child in children]
        told = sorted("killed" if e.status is None else "finished" if e.status == 0 and e.returned[0] == 0 else "reported" for e in ended)
        self.tally.rivals[" and ".join(told)] += 1
        for one in ended:
            if one.status == 0 and one.returned[0] != 0 and "the store moved" not in one.said:
                self._fault(store, f"one of two runs at once failed:\n{one.said}")
        final = _whenever(pieces[-1].after)
        if told == ["finished", "finished"] and _whenever(self._state(store)) != final:
            self._fault(store, "two runs at once finished, and listings differ", self._state(store), pieces[-1].after)
        for piece in others:
            self._run_again(piece, store)
        if _whenever(self._state(store)) != final:
            self._fault(store, "after two runs at once and both again, listings differ", self._state(store), pieces[-1].after)

    def _killed_run(self, piece: Piece, store: Path, mode: Mode) -> tuple[str, Ended]:
        chance = self._chance
        if mode == "process":
            return "as a process of its own", real_process(piece.files, store, self._scratch, chance.uniform(0, 6 + piece.seconds))
        if mode == "moment":
            child = Child(ingesting(piece.files, store), self._scratch)
            child.kill_after(chance.uniform(0, piece.seconds))
            return "at a random moment", child.ended()
        counted, watch = (piece.writes, watch_writes) if mode == "write" else (piece.calls, watch_calls)
        kind = chance.choice(sorted(counted)) if self._only is None else self._only
        point = Point(kind, chance.randint(1, counted[kind]), chance.random() < 0.5)
        ended = Child(ingesting(piece.files, store, lambda: watch(Steps(point))), self._scratch).ended()
        return f"{'after' if point.after else 'before'} {'writing ' if mode == 'write' else 'a call of '}{kind}", ended

    def _finish(self, piece: Piece, store: Path, what: str) -> None:
        """A normal run of a piece: it must end well, count each item once, and leave the state of the reference."""
        ended = self._run_again(piece, store)
        counts = _counts(ended)
        if counts["read"] != piece.counts["read"] or counts["read"] != sum(counts[name] for name in COUNTED[1:]):
            self._fault(store, f"{what}: items are lost or counted twice: {counts}, undisturbed {piece.counts}")
        state = self._state(store)
        if state != piece.after:
            self._fault(store, f"{what}: listings differ from those of an undisturbed run", state, piece.after)

    def _run_again(self, piece: Piece, store: Path) -> Ended:
        ended = Child(ingesting(piece.files, store), self._scratch).ended()
        if ended.status != 0 or ended.returned[0] != 0:
            self._fault(store, f"a normal run failed:\n{ended.said}")
        return ended

    def _state(self, store: Path) -> State:
        ended = Child(lambda: _state_of(store), self._scratch).ended()
        state: State = ended.returned if ended.status == 0 else {"unreadable": [ended.said]}
        return state

    def _fault(self, store: Path, what: str, found: State | None = None, expected: State | None = None) -> None:
        """Note it, and keep the store."""
        differing = [name for name in found or {} if (found or {})[name] != (expected or {}).get(name)]
        what += "\n" + str((found or {}).get("unreadable", [""])[0])
        kept = self._folder / f"fault{len(self.tally.faults) + 1}"
        shutil.copytree(store, kept)
        told = what.strip() + (f" ({', '.join(differing)})" if differing else "")
        self.tally.faults.append(f"{told}; the store is kept in {kept}")
        print(self.tally.faults[-1], file=sys.stderr, flush=True)

    def _fresh(self, name: str) -> Path:
        """A place without a store."""
        self._number += 1
        path = self._folder / f"{name}{self._number}"
        shutil.rmtree(path, ignore_errors=True)
        return path


def _state_of(store: Path) -> State:
    """What every listing command prints, as status and digest, what `verify` finds, and how many records of stories the store holds."""
    found: State = {}
    stdout = sys.stdout
    for command in LISTINGS:
        sys.stdout = io.TextIOWrapper(io.BytesIO())
        status = main([*command, "--store", str(store)])
        sys.stdout.flush()
        printed = sys.stdout.buffer.getvalue()
        found[" ".join(command)] = [status, blake2b(printed, digest_size=8).hexdigest()]
        if command[0] == "dead-letters":
            letters = [orjson.loads(line) for line in printed.splitlines()]
            found["dead letters whenever seen"] = sorted(letter["dead_id"] for letter in letters)
    sys.stdout = stdout
    current = Current.of(LocalStore(store))
    found["verify"] = [list(finding) for finding in verify(current.store).findings]
    found["records"] = [sum(len(bytes_to_rows(current.store.read(name))) for name in current.manifest.packs("stories"))]
    return found


def _whenever(state: State) -> State:
    """A state without the revision that dead letters were first seen in: which of two runs published first is open."""
    return {name: told for name, told in state.items() if not name.startswith("dead-letters")}


def _counts(ended: Ended) -> dict[str, int]:
    """The numbers that `ingest` ends with."""
    found = dict(re.findall(r"^(\w+) +([0-9,]+)$", ended.said, re.MULTILINE))
    return {name: int(found.get(name, "-1").replace(",", "")) for name in COUNTED}


def _left(store: Path) -> int:
    """Packs that no manifest names."""
    local = LocalStore(store)
    manifest = Current.of(local).manifest
    kinds = ("stories", "heads", "prints", "matches", "families", "directory", "beaten", "events", "dead_letters")
    named = {name for kind in kinds for name in manifest.packs(kind)}
    return sum(name not in named for name in local.names("packs/"))
