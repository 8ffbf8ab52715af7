"""One thing that is wrong with a store."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Kind = Literal[
    "manifest", "settings", "model", "furniture", "pack", "record", "head", "print", "beaten", "directory", "match", "family", "event",
    "dead letter", "raw", "run",
]  # fmt: skip
DERIVED: Final[frozenset[Kind]] = frozenset(("print", "beaten", "directory", "match", "family", "event"))
"""What is made of the stories and can be made again."""


class Finding(NamedTuple):
    """`name` is that of a file of the store, or an id; `what` is a plain sentence."""

    kind: Kind
    name: str
    what: str
