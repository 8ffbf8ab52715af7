"""A headline as hashes: what is needed to tell whether another one says the same, and nothing readable."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Final

import numpy as np

from pipelines.matching.languages import language_of
from pipelines.matching.lexicon import lexicon
from pipelines.matching.sentences import Sentence, sentences
from pipelines.matching.tokens import tokenise
from schemas import Story

_ROW: Final = np.dtype([("stem", "<u8"), ("weight", "<u2"), ("value", "?")])


def packed_headline(story: Story) -> str:
    """The stems of a headline that say something, with their weights, and whether they are values: base64, 15 characters a stem."""
    if not story.headline:
        return ""
    found = sentences(tokenise(story.headline, lexicon(language_of(story.language, story.headline))))
    told = {stem: (weight, stem in one.values) for one in found for stem, weight in one.stems.items()}
    rows = np.array([(stem, *rest) for stem, rest in sorted(told.items())], _ROW)
    return b64encode(rows.tobytes()).decode("ascii")


def unpacked_headline(packed: str) -> list[Sentence]:
    """The headline as one sentence; none where there is none."""
    rows = np.frombuffer(b64decode(packed), _ROW)
    if not len(rows):
        return []
    stems = dict(zip(rows["stem"].tolist(), rows["weight"].tolist(), strict=True))
    said = tuple(rows["stem"].tolist())
    return [Sentence(said, said, stems, frozenset(rows["stem"][rows["value"]].tolist()), {}, frozenset(), 0, 0)]
