"""A watch, as it goes: one line that changes on a terminal, a line for each thing that happened in a log. All on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console
from rich.status import Status


@dataclass
class Sums:
    """What a watch has brought since it began, and what the store holds."""

    stories: int = 0
    dead: int = 0
    families: int = 0
    event: str | None = None

    def add(self, counts: Mapping[str, int], families: int, event: str | None) -> None:
        """One more batch is published. `event`: the last thing that happened to a family, if anything did."""
        self.stories += counts.get("stories", 0)
        self.dead += counts.get("dead", 0)
        self.families = families
        self.event = event or self.event

    def line(self) -> str:
        """As one line."""
        parts = [f"{_some(self.stories, 'story')} since the start", _some(self.families, "family"), _some(self.dead, "dead letter")]
        return ", ".join(parts) + (f"; last: {self.event}" if self.event else "")


class WatchLog:
    """Lines with the time before them. `now` gives seconds since 1970; times are UTC."""

    def __init__(self, now: Callable[[], float], sums: Sums) -> None:
        self._now, self.sums = now, sums

    def say(self, line: str) -> None:
        """Print a line."""
        print(f"{_stamp(self._now())}  {line}", file=sys.stderr, flush=True)

    def batch(self, files: int, answers: int) -> None:
        """A batch is about to be read: a log says so when it is done."""

    def done(self, files: int, answers: int, counts: Mapping[str, int], seconds: float) -> None:
        """A batch is published."""
        brought = [_some(counts.get(name, 0), one) for name, one in (("stories", "new story"), ("notices", "notice")) if counts.get(name)]
        rest = f"{_some(counts.get('duplicates', 0), 'duplicate')}, {_some(counts.get('dead', 0), 'dead letter')}"
        self.say(f"{_read(files, answers)}: {', '.join([*(brought or ['nothing new']), rest])} in {seconds:.1f} s. {self.sums.line()}")

    def trouble(self, source: str, why: str, again: float | None) -> None:
        """A source could not be looked at."""
        self.say(f"{source}: {why} " + ("Tried again in the next round." if again is None else f"Asked again at {_stamp(again)}."))

    def waiting(self, until: float) -> None:
        """Nothing to do until then: no line of a log is worth that."""

    def close(self) -> None:
        """The watch has ended."""


class WatchLine(WatchLog):
    """The same on a terminal, and below it a line that says how things stand. Times are those of the place."""

    def __init__(self, now: Callable[[], float], sums: Sums, console: Console) -> None:
        super().__init__(now, sums)
        self._console = console
        self._status = Status("looking", console=console)
        self._status.start()

    def say(self, line: str) -> None:
        """Print a line above the one that changes."""
        self._console.print(f"{_local(self._now())}  {line}", markup=False, highlight=False)

    def batch(self, files: int, answers: int) -> None:
        """What is being read."""
        self._show(f"reading {_read(files, answers)}")

    def waiting(self, until: float) -> None:
        """Until when."""
        self._show(f"next look {_local(until)}")

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._status.stop()

    def _show(self, doing: str) -> None:
        from rich.text import Text

        self._status.update(Text(f"{self.sums.line()}; {doing}"))


def telling(now: Callable[[], float], sums: Sums) -> WatchLog:
    """What suits standard error."""
    console = Console(stderr=True)
    return WatchLine(now, sums, console) if console.is_terminal else WatchLog(now, sums)


def _read(files: int, answers: int) -> str:
    return " and ".join(_some(number, one) for number, one in ((files, "file"), (answers, "feed")) if number)


def _some(number: int, one: str) -> str:
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{number:,} {one if number == 1 else many}"


def _stamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _local(moment: float) -> str:
    return datetime.fromtimestamp(moment).astimezone().strftime("%H:%M:%S")
