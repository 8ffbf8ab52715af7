"""What a stream leaves out of matching so that its work stays bounded: never silent."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipelines.matching.tokens import MAX_TOKENS

MINUTE: Final = 60.0


class Shed(NamedTuple):
    """Counts, of a publication or of a minute."""

    common: int = 0
    cut: int = 0
    late: int = 0
    unheld: int = 0

    def __bool__(self) -> bool:
        return any(self)

    def plus(self, other: Shed) -> Shed:
        """Of both."""
        return Shed(*(mine + its for mine, its in zip(self, other, strict=True)))

    def said(self) -> str:
        """For a log."""
        parts = (
            (self.common, "look-backs under keys that too many have: only the earliest of those were met"),
            (self.cut, f"texts of more than {MAX_TOKENS:,} words: only so many were compared"),
            (self.late, "versions later than the horizon"),
            (self.unheld, "versions later than what is in memory: their days were read again"),
        )
        return "; ".join(f"{number:,} {what}" for number, what in parts if number)


class Minutes:
    """Adds up, and says so once a minute at most. Times in seconds."""

    def __init__(self) -> None:
        self._sum, self._began = Shed(), 0.0

    def add(self, shed: Shed, now: float) -> str | None:
        """What is to be logged now, if anything is: the first at once, what comes within a minute of it together after that."""
        self._sum = self._sum.plus(shed)
        if not self._sum or now - self._began < MINUTE:
            return None
        return self.rest(now)

    def rest(self, now: float) -> str | None:
        """What was not logged yet."""
        text, self._sum, self._began = self._sum.said(), Shed(), now
        return text or None
