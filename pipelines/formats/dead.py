"""Items that cannot be used: the reason, in one plain sentence, and the dead letter made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pydantic import PrivateAttr

from pipelines.formats import identity
from schemas import DeadLetter


@dataclass(frozen=True)
class DeadReason:
    """Why something cannot be used, in one plain sentence."""

    error: str


class RefusedError(Exception):
    """Raised inside a mapping for an item that cannot be used; its message is the plain sentence of the dead letter."""


class Refused(DeadLetter):
    """A dead letter that still has its raw bytes at hand. They are no part of the record: whoever wants to keep them must do it."""

    _data: bytes = PrivateAttr(default=b"")
    _alone: bool = PrivateAttr(default=True)

    @property
    def data(self) -> bytes:
        """The raw bytes of the item."""
        return self._data

    @property
    def alone(self) -> bool:
        """Whether an item means the same by itself as in its file: nothing around it is needed to read it."""
        return self._alone

    def in_its_file(self) -> Self:
        """The same for an item that takes something from what lies around it: a date, a source, an address."""
        copy = self.model_copy()
        copy._alone = False
        return copy

    def letter(self) -> DeadLetter:
        """The bare record."""
        return DeadLetter(**{name: getattr(self, name) for name in DeadLetter.model_fields})


def dead_letter(reason: DeadReason | RefusedError | str, uri: str, data: bytes, format_: str | None) -> Refused:
    """The dead letter of `data`, the raw bytes of the item (or of the whole file when no item could be told apart)."""
    error = reason.error if isinstance(reason, DeadReason) else str(reason)
    digest = identity.digest(data)
    refused = Refused(
        dead_id=identity.dead_id(uri, digest, "parse", error),
        uri=uri,
        digest=digest,
        size=len(data),
        stage="parse",
        format=format_,
        error=error,
    )
    refused._data = data
    return refused
