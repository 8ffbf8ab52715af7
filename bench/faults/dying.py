"""Processes that kill themselves at a chosen point of what they do to a store in a folder."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from pipelines.storage import places
from pipelines.storage.local import LocalStore

CALLS: Final = ("open", "fsync", "link", "replace", "unlink", "mkdir", "utime", "close")
"""What a local store asks of the system where it writes."""


@dataclass(frozen=True)
class Point:
    """Before or after the `number`th (from 1) of the steps of one `kind`."""

    kind: str
    number: int
    after: bool


class Steps:
    """Counts the steps of this process by kind, and ends it at a point; without one it only counts."""

    def __init__(self, point: Point | None) -> None:
        self._point = point
        self.counted: Counter[str] = Counter()

    def around(self, kind: str, step: Callable[[], Any]) -> Any:
        """Do a step."""
        self.counted[kind] += 1
        here = self._point is not None and (self._point.kind, self._point.number) == (kind, self.counted[kind])
        if here and self._point is not None and not self._point.after:
            die()
        done = step()
        if here:
            die()
        return done


def die() -> None:
    """Nothing is flushed, closed or cleaned up after this."""
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(LocalStore):
    """A local store whose writes are steps, named by the kind of what is written."""

    steps: ClassVar[Steps] = Steps(None)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """A step."""
        put = super().put_if_absent
        return bool(Dying.steps.around(_kind(name), lambda: put(name, data)))

    def swap(self, name: str, data: bytes, generation: int) -> int | None:
        """A step."""
        swap = super().swap
        made: int | None = Dying.steps.around(_kind(name), lambda: swap(name, data, generation))
        return made


def _kind(name: str) -> str:
    """`packs/stories/ab12.ndjson.gz` -> `packs/stories`; `manifest.json` as it is."""
    return name.rpartition("/")[0] or name


def watch_writes(steps: Steps) -> None:
    """From now on the stores that commands of this process open take these steps."""
    Dying.steps = steps
    setattr(places, "LocalStore", Dying)  # noqa: B010  # what commands open, not what the module exports


def watch_calls(steps: Steps) -> None:
    """From now on what this process asks of the system about files is a step. What only reads is none."""
    for name in CALLS:
        setattr(os, name, _watched(name, getattr(os, name), steps))


def _watched(name: str, real: Callable[..., Any], steps: Steps) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        if name == "open" and not (given[1] & os.O_CREAT):
            return real(*given, **named)
        return steps.around(name, lambda: real(*given, **named))

    return call
