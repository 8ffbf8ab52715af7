"""The clock of this machine, and a wait that SIGTERM and SIGINT end: what is running is finished first. A second signal ends all."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class StoppingClock:
    """A `Clock` (`pipelines/watching/clock.py`). Waits look at a pipe, which a signal writes to: a lock would not do in a handler."""

    def __init__(self) -> None:
        self._ends = os.pipe()

    def now(self) -> float:
        """See `Clock.now`."""
        return time.time()

    def wait(self, seconds: float) -> bool:
        """See `Clock.wait`."""
        until = time.monotonic() + seconds
        while not select.select([self._ends[0]], [], [], max(0.0, until - time.monotonic()))[0]:
            if time.monotonic() >= until:
                return False
        return True

    def stop(self) -> None:
        """Every wait ends, and says that the watch does."""
        os.write(self._ends[1], b".")

    def close(self) -> None:
        """Nobody waits any more."""
        for end in self._ends:
            os.close(end)


@contextmanager
def stopping(clock: StoppingClock) -> Iterator[None]:
    """While the block runs, the first signal stops the clock; a second one does what it always does."""
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def stop(number: int, frame: FrameType | None) -> None:
        clock.stop()
        for own in SIGNALS:
            signal.signal(own, before[own])

    for number in SIGNALS:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in SIGNALS:
            signal.signal(number, before[number])
