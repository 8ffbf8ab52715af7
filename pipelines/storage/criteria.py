"""`Criteria`: what `wirekin forget` is asked to take out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from schemas import DeadLetter

LEAST: Final = 8
"""Characters of a uri that is looked for in raw bytes: a shorter one, such as a running number, stands anywhere."""


@dataclass(frozen=True)
class Criteria:
    """Uris, a source, a time before which: None asks for nothing, and all that is asked for must hold."""

    uris: frozenset[str] | None = None
    source: str | None = None
    before: str | None = None

    def name(self, uri: str, source: str | None, published: str | None) -> bool:
        """Whether they name a version. One without a time is before no day."""
        return (
            (self.uris is None or uri in self.uris)
            and self._of_source(source)
            and (self.before is None or (published is not None and published < self.before))
        )

    def name_letter(self, letter: DeadLetter) -> bool:
        """Whether they name what was refused, by where it lay and the provider assumed. It has no time."""
        return self.before is None and (self.uris is None or letter.uri in self.uris) and self._of_source(letter.provider)

    def stand_in(self, data: bytes) -> bool:
        """Whether one of the uris stands in raw bytes that nobody could parse."""
        return self._uri is not None and self._uri.search(data.replace(b"\\/", b"/")) is not None

    @cached_property
    def _uri(self) -> re.Pattern[bytes] | None:
        names = [re.escape(uri.encode()) for uri in sorted(self.uris or ()) if len(uri) >= LEAST]
        return re.compile(rb"(?<!\w)(?:" + b"|".join(names) + rb")(?!\w)") if names else None

    def _of_source(self, source: str | None) -> bool:
        return self.source is None or (source is not None and source.casefold() == self.source.casefold())
