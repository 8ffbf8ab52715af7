"""Candidates a story when the window holds very many: `python -m bench.window STORE [--sizes N ...] [--longer X] [--rare N]`.

STORE is a store of a large collection; the figures in docs/how-it-works.md are of the public Reuters-21578 (17,090 stories). Printed are

- *time*: processor time a compared pair, over real candidate pairs of the store, in batches as the stage makes them;
- *real*: candidates a story where the window is a random sample of N of the store's own stories, all within one horizon;
- *synthetic*: the same for stories of random sentences of two or three real stories each, `--longer` times as long as real ones. A pair
  of words that the store has n times in M stories is to be had n N / M times in a window of N, and frequent pairs stand together as they
  do in real sentences. Pairs that fewer than `--rare` real stories have are drawn one by one, each at its own rate: the sentence of a real
  story, drawn a hundred times, would otherwise be a hundred copies of it. Of pairs that one story has, as many are drawn as the estimate
  of Good (1953) leaves them, 2 n2 / n1; the others are new in every story.

Candidates are counted for `--probes` stories that come last, each looking back at the whole window and at the probes before it, by the code
of the pipeline (`hits_of`, `tally`, in shards). Keys that no probe has cannot bring it anything and are left out: that bounds memory.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.matching.candidates import HIT, POSTING, hits_of, tally
from pipelines.matching.keys import KEY_TOKENS, SKETCH, band_keys, pair_hashes, sketch_keys
from pipelines.matching.match import match_rows
from pipelines.matching.minhash import mix64, signature
from pipelines.matching.prepare import prepare
from pipelines.matching.score import score
from pipelines.matching.texts import Texts, beside
from pipelines.matching.tokens import Tokens
from pipelines.options import MatchSettings
from pipelines.stages.pair import sharded
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.packs import texts_of

SIZES: Final = (1_000, 4_000, 17_000, 100_000, 300_000, 1_000_000)
SHARDS: Final = 64
CHUNK: Final = 10_000
SPACING: Final = 1_000
"""Microseconds between two stories of a window: a million lie within 17 minutes, far inside every horizon."""
BATCH: Final = 2_000
Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Real:
    """The different texts of a store."""

    texts: Texts
    first: NDArray[np.int64]
    """Where each sentence begins among all tokens, and one entry more."""
    sentences: NDArray[np.int64]
    """Sentences `sentences[i]` to `sentences[i + 1]` are those of text i."""
    frequent: Keys
    """Pair keys that at least `rare` texts have, ascending."""
    seldom: Keys
    """The other keys that two texts and more have, once for each text that has them, and keys of one text as often as Good leaves them."""
    kept: float
    """Share of the draws of rare keys that `seldom` answers; the others are new keys."""

    @classmethod
    def of(cls, texts: Texts, rare: int) -> Real:
        """Count the keys of all texts."""
        firsts, owners = [], []
        for i in range(len(texts)):
            own = texts.sentence[texts.at[i] : texts.at[i + 1]]
            breaks = np.flatnonzero(np.diff(own, prepend=-1 if not len(own) else int(own[0]) + 1))
            firsts.append(breaks + texts.at[i])
            owners.append(len(breaks))
        keys, stories = np.unique(np.concatenate([_pair_keys(texts.tokens_of(i)) for i in range(len(texts))]), return_counts=True)
        once, twice = int((stories == 1).sum()), int((stories == 2).sum())
        some = (stories > 1) & (stories < rare)
        left = 2 * twice
        hapaxes = keys[stories == 1][:: max(1, once // max(1, left))]
        seldom = np.concatenate([np.repeat(keys[some], stories[some]), hapaxes])
        return cls(
            texts=texts,
            first=np.append(np.concatenate(firsts), len(texts.token)),
            sentences=np.concatenate([[0], np.cumsum(owners)]),
            frequent=keys[stories >= rare],
            seldom=seldom,
            kept=len(seldom) / (once + int(stories[some].sum())),
        )


def _pair_keys(tokens: Tokens) -> Keys:
    return np.unique(pair_hashes(tokens.stem[:KEY_TOKENS], tokens.weight[:KEY_TOKENS]) & ~np.uint64(1))


@njit(cache=True)
def _exchange(keys, frequent, seldom, kept, draws, number):  # type: ignore[no-untyped-def]
    """Rare keys -> keys of the rate of rare keys: one of `seldom`, or a new one. `draws`: two uniform numbers a key."""
    out = np.empty(len(keys), np.uint64)
    for i in range(len(keys)):
        at = np.searchsorted(frequent, keys[i])
        if at < len(frequent) and frequent[at] == keys[i]:
            out[i] = keys[i]
        elif draws[i, 0] < kept:
            out[i] = seldom[int(draws[i, 1] * len(seldom))]
        else:
            out[i] = mix64(keys[i] + mix64(np.uint64(number))) & ~np.uint64(1)
    return out


def synthetic(real: Real, number: int, longer: float, rng: np.random.Generator) -> Keys:
    """The keys of a synthetic story: `longer` times as long as some real one, of sentences of two or three, or more where these end."""
    texts = real.texts
    model = int(rng.integers(len(texts)))
    length = int(longer * (texts.at[model + 1] - texts.at[model]))
    parts: list[NDArray[np.int64]] = []
    held = 0
    while held < length:
        parents = rng.integers(len(texts), size=int(rng.integers(2, 4))).tolist()
        all_of_them = np.concatenate([np.arange(real.sentences[parent], real.sentences[parent + 1]) for parent in parents])
        for sentence in rng.permutation(all_of_them).tolist():
            parts.append(np.arange(real.first[sentence], real.first[sentence + 1]))
            held += len(parts[-1])
            if held >= length:
                break
    at = np.concatenate(parts)[:length][:KEY_TOKENS]
    pairs = np.unique(pair_hashes(texts.stem[at], texts.weight[at]) & ~np.uint64(1))
    pairs = _exchange(pairs, real.frequent, real.seldom, real.kept, rng.random((len(pairs), 2)), number)
    return np.concatenate([band_keys(signature(texts.token[at])), np.unique(pairs)[:SKETCH]])


def real_keys(texts: Texts, i: int) -> Keys:
    """The keys of a real story."""
    tokens = texts.tokens_of(i)
    return np.concatenate([band_keys(signature(tokens.token[:KEY_TOKENS])), sketch_keys(tokens)])


@dataclass
class Window:
    """Probes, and of the stories that they look back at what the probes' keys can find."""

    probes: list[Keys]

    def __post_init__(self) -> None:
        self._wanted = np.unique(np.concatenate(self.probes))
        self._keys: list[Keys] = []
        self._stories: list[NDArray[np.uint32]] = []
        self.size = 0

    def add(self, stories: list[Keys]) -> None:
        """Stories, later than those before and earlier than the probes."""
        number = np.repeat(np.arange(self.size, self.size + len(stories), dtype=np.uint32), [len(keys) for keys in stories])
        keys = np.concatenate(stories)
        at = np.minimum(np.searchsorted(self._wanted, keys), len(self._wanted) - 1)
        held = self._wanted[at] == keys
        self._keys.append(keys[held])
        self._stories.append(number[held])
        self.size += len(stories)

    def candidates(self, settings: MatchSettings) -> NDArray[np.int64]:
        """How many earlier stories each probe would be compared with."""
        found = [np.empty(0, HIT)]
        for rows in self._shards():
            found.append(hits_of(rows, horizon=settings.horizon, cap=settings.cap, head=settings.head)[0])
        pairs = tally(np.concatenate(found))
        return np.bincount(pairs["place"].astype(np.int64) - self.size, minlength=len(self.probes))

    def _shards(self) -> Iterator[NDArray[np.void]]:
        keys, stories = np.concatenate(self._keys), np.concatenate(self._stories)
        shard = (keys >> np.uint64(32)) % np.uint64(SHARDS)
        own = np.concatenate(self.probes)
        whose = np.repeat(np.arange(len(self.probes)) + self.size, [len(probe) for probe in self.probes])
        last = dict(sharded(_postings(own, whose, settled=False), own, SHARDS))
        for number, rows in last.items():
            here = shard == np.uint64(number)
            earlier = _postings(keys[here], stories[here], settled=True)
            yield np.concatenate([earlier, rows])


def _postings(keys: Keys, story: NDArray[Any], *, settled: bool) -> NDArray[np.void]:
    rows = np.empty(len(keys), POSTING)
    rows["key"], rows["settled"] = keys, settled
    rows["published"] = story.astype(np.int64) * SPACING
    rows["digest"] = rows["carrier"] = rows["place"] = story
    return rows


def _line(kind: str, window: Window, settings: MatchSettings) -> None:
    found = window.candidates(settings)
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 2**20
    middle, high = np.quantile(found, (0.5, 0.99))
    keys = np.mean([len(probe) for probe in window.probes])
    print(
        f"{kind:<10}{window.size:>10,}  mean {found.mean():6.1f}  median {middle:5.0f}  99 % {high:6.0f}  most {found.max():6,}"
        f"  keys {keys:4.0f}  memory {memory:.1f} GiB  {process_time():6.0f} s",
        flush=True,
    )


def measure_windows(real: Real, sizes: list[int], probes: int, longer: float, seed: int, settings: MatchSettings) -> None:
    """Print candidates a story, real and synthetic."""
    texts, rng = real.texts, np.random.default_rng(seed)
    order = rng.permutation(len(texts))
    last, others = order[:probes], order[probes:]
    held = Window([real_keys(texts, int(i)) for i in last])
    for size in sorted({min(size, len(others)) for size in sizes}):
        held.add([real_keys(texts, int(i)) for i in others[held.size : size]])
        _line("real", held, settings)
    made = Window([synthetic(real, -1 - i, longer, rng) for i in range(probes)])
    for size in sorted(sizes):
        while made.size < size:
            made.add([synthetic(real, made.size + i, longer, rng) for i in range(min(CHUNK, size - made.size))])
        _line("synthetic", made, settings)


def measure_time(current: Current, pairs: int, seed: int) -> None:
    """Print processor time a compared pair."""
    names = current.manifest.packs("prints")
    packs = [texts_of(current.store.read(name)) for name in names]
    texts = packs[0]
    for more in packs[1:]:
        texts = beside(texts, more)
    at = {digest: i for i, digest in enumerate(texts.digest.tolist())}
    rows = current.matches
    rows = rows[np.sort(np.random.default_rng(seed).permutation(len(rows))[:pairs])]
    x = np.array([at[a] for a in rows["a"].tolist()], np.int64)
    y = np.array([at[b] for b in rows["b"].tolist()], np.int64)
    started = process_time()
    sets = prepare(texts)
    prepared = process_time() - started
    scorer = current.rules.scorer
    day = np.zeros(BATCH, np.int32)

    def compared(some: slice) -> None:
        match_rows(texts.digest[x[some]], texts.digest[y[some]], day[: len(x[some])], score(texts, sets, x[some], y[some]), scorer)

    compared(slice(0, BATCH))  # machine code is made or loaded
    started = process_time()
    for begin in range(0, len(x), BATCH):
        compared(slice(begin, begin + BATCH))
    spent = process_time() - started
    words = np.diff(texts.at)[np.concatenate([x, y])].mean()
    print(f"time      {len(x):>10,} pairs of texts of {words:.0f} tokens: {1e6 * spent / len(x):.0f} us a pair", end="")
    print(f", and {1e6 * prepared / len(texts):.0f} us a text to make it ready")


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="candidates a story in very large windows")
    parser.add_argument("store")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--probes", type=int, default=1000)
    parser.add_argument("--rare", type=int, default=3)
    parser.add_argument("--longer", type=float, default=1.0)
    parser.add_argument("--pairs", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    current = Current.of(LocalStore(given.store))
    names = current.manifest.packs("prints")
    texts = [texts_of(current.store.read(name)) for name in names]
    seen: dict[int, tuple[Texts, int]] = {}
    for pack in texts:
        for i, digest in enumerate(pack.digest.tolist()):
            if digest:
                seen.setdefault(digest, (pack, i))
    different = [seen[digest] for digest in sorted(seen)]
    real = Real.of(Texts.of(sorted(seen), [pack.tokens_of(i) for pack, i in different]), given.rare)
    compared, stories = len(current.matches), len(current.heads)
    print(f"{stories:,} stories, {len(real.texts):,} different texts, {compared:,} pairs compared: {compared / stories:.1f} a story")
    measure_time(current, given.pairs, given.seed)
    measure_windows(real, given.sizes, given.probes, given.longer, given.seed, MatchSettings())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
