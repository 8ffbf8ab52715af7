"""One thing that is wrong with a store, or that a repair has to say."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "manifest", "settings", "model", "furniture", "pack", "record", "head", "print", "beaten", "directory", "match", "family", "event",
    "dead letter", "raw", "run", "repaired", "lost",
]  # fmt: skip
"""`repaired` and `lost` are what a repair says: what it has made again, and what it could not."""


class Finding(NamedTuple):
    """`name` is that of a file of the store, or an id; `what` is a plain sentence."""

    kind: Kind
    name: str
    what: str
