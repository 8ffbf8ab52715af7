"""`Story` -> what matching needs of it: tokens, signature and index keys of its comparison text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.matching.candidates import UNDATED
from pipelines.matching.keys import KEY_TOKENS, band_keys, sketch_keys
from pipelines.matching.languages import language_of
from pipelines.matching.lexicon import hash64, lexicon
from pipelines.matching.minhash import SCHEME, SEED, signature
from pipelines.matching.tokens import Tokens, tokenise
from schemas import Fingerprint, Story

LEAST_TOKENS: Final = 10
"""A shorter text says too little to be matched by: it is a story without keys."""


@dataclass(frozen=True)
class Print:
    """One version's text as matching sees it. `digest` is 0 for a text too short to be matched."""

    carrier: int
    digest: int
    published: int
    tokens: Tokens
    signature: NDArray[np.uint32]
    keys: NDArray[np.uint64]

    def record(self) -> Fingerprint:
        """As the public record."""
        return Fingerprint(
            digest=f"{self.digest:016x}",
            tokens=len(self.tokens),
            scheme=SCHEME,
            seed=SEED,
            signature=tuple(self.signature.tolist()),
            bands=tuple(k for k in self.keys.tolist() if k & 1),
            keys=tuple(k for k in self.keys.tolist() if not k & 1),
        )


@lru_cache(maxsize=1 << 17)  # families ask for the times of the same few versions, millions of times
def microseconds(time: str | None) -> int:
    """RFC 3339 in UTC -> microseconds since 1970; `UNDATED` for None."""
    if time is None:
        return UNDATED
    return round(datetime.fromisoformat(time).astimezone(UTC).timestamp() * 1_000_000)


def carrier_of(uid: str) -> int:
    """The 64-bit name of a version."""
    return hash64(uid)


def fingerprint(story: Story) -> Print:
    """The print of a story's comparison text."""
    text = story.comparison_text()
    words = lexicon(language_of(story.language, text))
    tokens = tokenise(text, words)
    head = tokens.token[:KEY_TOKENS]
    sign = signature(head)
    enough = len(tokens) >= LEAST_TOKENS
    return Print(
        carrier=carrier_of(story.uid),
        digest=hash64(f"{words.language}\n{text}") if enough else 0,
        published=microseconds(story.published),
        tokens=tokens,
        signature=sign,
        keys=np.concatenate([band_keys(sign), sketch_keys(tokens)]) if enough else np.empty(0, np.uint64),
    )


def fingerprints(stories: Sequence[Story]) -> list[Print]:
    """The prints of many stories, in their order."""
    return [fingerprint(story) for story in stories]
