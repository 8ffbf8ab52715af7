"""Many texts side by side: flat arrays with offsets, as packs hold them and the scorer wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.tokens import Tokens


@dataclass(frozen=True)
class Texts:
    """The tokens of n texts. Text i owns the entries `at[i]` to `at[i + 1]` of every token array; `digest` has one entry a text."""

    digest: NDArray[np.uint64]
    at: NDArray[np.int64]
    token: NDArray[np.uint64]
    stem: NDArray[np.uint64]
    weight: NDArray[np.uint16]
    flags: NDArray[np.uint8]
    sentence: NDArray[np.uint16]
    start: NDArray[np.uint32]
    end: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.digest)

    @classmethod
    def of(cls, digests: Sequence[int], tokens: Sequence[Tokens]) -> Self:
        """Lay texts side by side, in the order given; at least one."""
        at = np.zeros(len(tokens) + 1, np.int64)
        np.cumsum([len(t) for t in tokens], out=at[1:])
        columns: dict[str, Any] = {f.name: np.concatenate([getattr(t, f.name) for t in tokens]) for f in fields(Tokens)}
        return cls(digest=np.array(digests, np.uint64), at=at, **columns)

    def tokens_of(self, i: int) -> Tokens:
        """The tokens of text i."""
        own = slice(self.at[i], self.at[i + 1])
        return Tokens(**{f.name: getattr(self, f.name)[own] for f in fields(Tokens)})


def beside(one: Texts, other: Texts) -> Texts:
    """The texts of both, those of `other` behind those of `one`."""
    joined = {f.name: np.concatenate([getattr(one, f.name), getattr(other, f.name)]) for f in fields(Texts) if f.name != "at"}
    return Texts(at=np.concatenate([one.at, other.at[1:] + one.at[-1]]), **joined)
