"""What textbook near-duplicate search makes of the same stories: MinHash-LSH and TF-IDF cosine, each with connected components.

Both see the tokens that matching sees, of whole texts, and know nothing of time. Broder, "On the resemblance and containment of documents"
(1997); Salton and Buckley, "Term-weighting approaches in automatic text retrieval" (1988).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluation.stories import Stories
from pipelines.evaluation.truth import Numbers
from pipelines.evaluation.verdict import Shelf
from pipelines.matching.minhash import PERMUTATIONS, SCHEME, SEED, jaccard, signature
from pipelines.matching.tokens import Tokens

LSH_THRESHOLDS: Final = (0.3, 0.5, 0.7)
"""Of the Jaccard similarity of word 3-grams."""
LEAST_COSINE: Final = 0.15
STEPS: Final = 100
"""Cosine thresholds that are tried: every 1/100 from `LEAST_COSINE`."""
AT_ONCE: Final = 256
"""Texts that are compared with all others in one go."""


@dataclass(frozen=True)
class Corpus:
    """The distinct texts of a store that are long enough to be matched, and which stories carry them."""

    tokens: tuple[Tokens, ...]
    story: Numbers
    """Of each (story, text) that belong together, the story, from 0 to `stories` - 1."""
    text: Numbers
    """Of the same, the text."""
    stories: int

    @classmethod
    def of(cls, stories: Stories, shelf: Shelf) -> Corpus:
        """Texts in the order of where they lie, so that each pack is read once."""
        carried = [(head, story) for story, versions in enumerate(stories.versions) for head in versions if head.digest]
        number: dict[int, int] = {}
        tokens = []
        for head, _ in sorted(carried, key=lambda pair: (pair[0].place, pair[1])):
            if head.digest not in number:
                number[head.digest] = len(number)
                tokens.append(shelf.tokens(head))
        pairs = sorted({(story, number[head.digest]) for head, story in carried})
        columns = np.array(pairs, np.int64).reshape(-1, 2)
        return cls(tuple(tokens), columns[:, 0], columns[:, 1], len(stories))

    def grouped(self, low: Numbers, high: Numbers) -> Numbers:
        """The number of each story's connected component where the texts low[k] and high[k] are linked."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        nodes = self.stories + len(self.tokens)
        one, other = np.append(self.story, self.stories + low), np.append(self.stories + self.text, self.stories + high)
        graph = coo_array((np.ones(len(one), np.bool_), (one, other)), (nodes, nodes))
        labels: NDArray[Any] = connected_components(graph, directed=False)[1]
        return labels[: self.stories].astype(np.int64)


def minhash_groups(corpus: Corpus) -> Iterator[tuple[float, Numbers]]:
    """(threshold, groups) at each of `LSH_THRESHOLDS`: pairs that share a band and whose estimated Jaccard reaches the threshold."""
    from datasketch import MinHash, MinHashLSH

    signatures = [signature(tokens.token) for tokens in corpus.tokens]
    hashes = [MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME, hashvalues=values) for values in signatures]
    for threshold in LSH_THRESHOLDS:
        index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
        pairs = []
        for text, values in enumerate(hashes):
            pairs += [(other, text) for other in index.query(values) if jaccard(signatures[other], signatures[text]) >= threshold]
            index.insert(text, values)
        found = np.array(sorted(pairs), np.int64).reshape(-1, 2)
        yield threshold, corpus.grouped(found[:, 0], found[:, 1])


def cosine_groups(corpus: Corpus, f1: Callable[[Numbers], float]) -> tuple[float, Numbers]:
    """The same of TF-IDF cosine at the threshold of the highest `f1`; of equally good ones the highest.

    The threshold is chosen on the gold that then judges it, which flatters this baseline.
    """
    low, high, likeness = _likeness(corpus)
    best: tuple[float, int, Numbers] | None = None
    for step in range(STEPS - 1, round(LEAST_COSINE * STEPS) - 1, -1):
        near = likeness >= step / STEPS
        groups = corpus.grouped(low[near], high[near])
        found = f1(groups)
        if best is None or found > best[0]:
            best = found, step, groups
    assert best is not None
    return best[1] / STEPS, best[2]


def _likeness(corpus: Corpus) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Pairs of texts, low < high, with a cosine of `LEAST_COSINE` and more."""
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfTransformer

    if not corpus.tokens:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    words, column = np.unique(np.concatenate([tokens.token for tokens in corpus.tokens]), return_inverse=True)
    at = np.cumsum([0, *(len(tokens) for tokens in corpus.tokens)])
    counts = csr_array((np.ones(len(column)), column, at), (len(corpus.tokens), len(words)))
    counts.sum_duplicates()
    vectors = csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(counts))
    lows, highs, values = [], [], []
    for first in range(0, len(corpus.tokens), AT_ONCE):
        near = (vectors[first : first + AT_ONCE] @ vectors.T).tocoo()
        kept = (near.data >= LEAST_COSINE) & (near.row + first < near.col)
        lows.append(near.row[kept].astype(np.int64) + first)
        highs.append(near.col[kept].astype(np.int64))
        values.append(near.data[kept])
    return np.concatenate(lows), np.concatenate(highs), np.concatenate(values)
