"""Progress of a run: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

STEPS = ("read", "fingerprinted", "candidates", "compared", "families")
EVERY = 5.0
"""Seconds between two lines in a log."""


class _Counting(logging.Handler):
    """Adds up what the stages report."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.counts: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple):
            name, amount = record.args
            self.counts[str(name)] += int(str(amount))
            self.changed()

    def changed(self) -> None:
        """Called after every report."""

    def line(self) -> str:
        """The counts as one line."""
        return "  ".join(f"{step} {self.counts[step]:,}" for step in STEPS if self.counts[step])


class _Lines(_Counting):
    """Plain lines on standard error, not more often than `EVERY` seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._next = monotonic() + EVERY

    def changed(self) -> None:
        if monotonic() >= self._next:
            print(self.line(), file=sys.stderr)
            self._next = monotonic() + EVERY


class _Bar(_Counting):
    """A live bar: the last step that has begun."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress
        self._task = progress.add_task("reading", total=len(STEPS))

    def changed(self) -> None:
        begun = sum(1 for step in STEPS if self.counts[step])
        self._progress.update(self._task, completed=begun, description=self.line())


@contextmanager
def showing_progress(beginning: str) -> Iterator[None]:
    """Show what the stages report while the block runs; a log says first what is begun."""
    log = logging.getLogger("wirekin.progress")
    console = Console(stderr=True)
    before = log.level, log.propagate
    log.setLevel(logging.DEBUG)
    log.propagate = False
    try:
        if console.is_terminal:
            columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20), TimeElapsedColumn())
            with Progress(*columns, console=console, transient=True) as progress:
                handler: _Counting = _Bar(progress)
                log.addHandler(handler)
                yield
        else:
            handler = _Lines()
            print(beginning, file=sys.stderr)
            log.addHandler(handler)
            yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before[0])
        log.propagate = before[1]
