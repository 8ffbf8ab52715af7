"""Items that cannot be used: the reason, in one plain sentence, and the dead letter made of it."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.formats import identity
from schemas import DeadLetter


@dataclass(frozen=True)
class DeadReason:
    """Why something cannot be used, in one plain sentence."""

    error: str


class RefusedError(Exception):
    """Raised inside a mapping for an item that cannot be used; its message is the plain sentence of the dead letter."""


def dead_letter(reason: DeadReason | RefusedError | str, uri: str, data: bytes, format_: str | None) -> DeadLetter:
    """The dead letter of `data`, the raw bytes of the item (or of the whole file when no item could be told apart)."""
    error = reason.error if isinstance(reason, DeadReason) else str(reason)
    digest = identity.digest(data)
    return DeadLetter(
        dead_id=identity.dead_id(uri, digest, "parse", error),
        uri=uri,
        digest=digest,
        size=len(data),
        stage="parse",
        format=format_,
        error=error,
    )
