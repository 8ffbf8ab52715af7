"""What weights mean. They are in hundredths, as integers: sums are exact, whatever their order."""

from __future__ import annotations

from math import log10
from typing import Final

CONTENT: Final = 140
"""Weight from which a word says something of a story; it leaves out the five hundred commonest words or so."""
RARE: Final = 370
HEAVIEST: Final = 550
NUMBER_WEIGHT: Final = (80, 160, 260, 360, 460, 500)
"""By digits, one to six and more."""
YEAR_WEIGHT: Final = 200
BUCKETS: Final = 690
"""Lists of wordfreq that are read: list i holds the words of frequency 10^(-i/100). Those of the others would weigh from 5.1 on; they
weigh 5.5 as unknown words do, which halves what a lexicon costs to load."""


def bucket_weight(bucket: int) -> int:
    """Number of a list of wordfreq -> `clip(7.2 - zipf, 0, 5.5)`, in hundredths; zipf is `9 + log10(frequency)`."""
    return max(0, min(HEAVIEST, bucket - 180))


def frequency_weight(frequency: float) -> int:
    """The same of a frequency."""
    return bucket_weight(round(-100 * log10(frequency))) if frequency > 0 else HEAVIEST
