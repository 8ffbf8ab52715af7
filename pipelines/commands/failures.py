"""A disk or a store that fails is said once, in one plain sentence. What is no such failure is a bug, and keeps its traceback."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pipelines.storage.store import StoreError

BEAM: Final = "apache_beam.runners.common"
"""Where Beam logs, with its traceback, every error that it is about to raise."""
WHERE: Final = re.compile(r" \[while running '[^']*'\]")


def store_failure(error: BaseException | None) -> OSError | StoreError | None:
    """The trouble with a disk or a store that a run failed on, also where Beam wrapped it; None for a bug."""
    while error is not None:
        if isinstance(error, (OSError, StoreError)):
            return error
        error = error.__cause__ or error.__context__
    return None


def in_words(error: OSError | StoreError) -> str:
    """One line that says what failed, and on what."""
    said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
    return WHERE.sub("", said)


@contextmanager
def said_once() -> Iterator[None]:
    """Beam does not log the failures that are put into words here."""
    logger = logging.getLogger(BEAM)
    logger.addFilter(_is_a_bug)
    try:
        yield
    finally:
        logger.removeFilter(_is_a_bug)


def _is_a_bug(record: logging.LogRecord) -> bool:
    return record.exc_info is None or store_failure(record.exc_info[1]) is None
