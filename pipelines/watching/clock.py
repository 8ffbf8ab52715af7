"""The clock of a watch, as it is handed to it: tests hand it one that moves by itself."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting. Safe among threads."""

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until the watch is to end: whether it is. Does not wait at all for 0 or less."""
        ...
