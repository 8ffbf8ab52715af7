"""A pair's features read from the sentences of `terms.py` and the docstrings of `score.py`, slowly, in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import log

from pipelines.matching.tokens import NAME, NUMBER, QUOTED, Tokens

CONTENT, RARE, LEAD, OPENING, LEAST_WORDS = 140, 370, 40, 80, 4
Pair = tuple[int, int]


@dataclass(frozen=True)
class Word:
    """One token."""

    token: int
    stem: int
    weight: int
    flags: int
    sentence: int

    @property
    def tells(self) -> bool:
        """A content token."""
        return self.weight >= CONTENT


def words_of(tokens: Tokens) -> list[Word]:
    """Tokens, one by one."""
    columns = (tokens.token, tokens.stem, tokens.weight, tokens.flags, tokens.sentence)
    return [Word(*row) for row in zip(*(c.tolist() for c in columns), strict=True)]


def content(words: Iterable[Word]) -> list[Word]:
    """Content tokens, as often as they stand there."""
    return [w for w in words if w.tells]


def mass(words: Iterable[Word]) -> int:
    """Weight of content tokens, as often as they stand there."""
    return sum(w.weight for w in words if w.tells)


def ratio(part: float, whole: float) -> float:
    """0 of nothing."""
    return part / whole if whole else 0.0


def stems(words: Iterable[Word]) -> dict[int, int]:
    """Unique content stems with their weight."""
    return {w.stem: w.weight for w in words if w.tells}


def names(words: Iterable[Word]) -> dict[int, int]:
    """Unique content stems that are capitalised inside a sentence."""
    return {w.stem: w.weight for w in words if w.tells and w.flags & NAME}


def numbers(words: Iterable[Word]) -> dict[int, int]:
    """Unique numbers."""
    return {w.token: w.weight for w in words if w.flags & NUMBER}


def bigrams(words: Iterable[Word], flag: int = 0) -> dict[Pair, int]:
    """Unique ordered pairs of neighbouring content stems; with a flag, those that have it on both sides somewhere."""
    return {(x.stem, y.stem): x.weight + y.weight for x, y in pairwise(content(words)) if x.flags & y.flags & flag == flag}


def shared(one: dict[int, int] | dict[Pair, int], other: dict[int, int] | dict[Pair, int]) -> int:
    """Weight of what both have."""
    return sum(weight for key, weight in one.items() if key in other)


def grams(words: list[Word]) -> set[tuple[int, ...]]:
    """Distinct word 3-grams; a text of one or two words is one."""
    tokens = tuple(w.token for w in words)
    return {tokens[i : i + 3] for i in range(max(1, len(tokens) - 2))} if tokens else set()


def runs(a: list[Word], b: list[Word]) -> list[tuple[int, int, int]]:
    """All common runs of three words and more that cannot be made longer: place in a, place in b, words."""
    found = []
    for x in range(len(a)):
        for y in range(len(b)):
            if x and y and a[x - 1].token == b[y - 1].token:
                continue
            n = 0
            while x + n < len(a) and y + n < len(b) and a[x + n].token == b[y + n].token:
                n += 1
            if n >= 3:
                found.append((x, y, n))
    return found


def by_sentence(words: list[Word]) -> list[list[Word]]:
    """Words, sentence by sentence."""
    return [[w for w in words if w.sentence == n] for n in sorted({w.sentence for w in words})]


@dataclass(frozen=True)
class Told:
    """A sentence of four or more content words beside its partner: the other's sentence that has most of its content weight, the first
    of equals."""

    words: list[Word]
    partner: int
    has: set[int]
    """Content stems of the partner."""

    @property
    def aligned(self) -> bool:
        """At least half of it."""
        return 2 * mass(w for w in self.words if w.stem in self.has) >= mass(self.words)

    @property
    def retold(self) -> bool:
        """At least three tenths of it."""
        return 10 * mass(w for w in self.words if w.stem in self.has) >= 3 * mass(self.words)


def told(words: list[Word], other: list[Word]) -> list[Told]:
    """The sentences of a text that are long enough, in order, each beside its partner; none where the other has no sentence."""
    theirs = [(sentence[0].sentence, set(stems(sentence))) for sentence in by_sentence(other)]
    long_enough = [s for s in by_sentence(words) if len(content(s)) >= LEAST_WORDS]
    if not theirs:
        return [Told(s, -1, set()) for s in long_enough]
    return [Told(s, *min(theirs, key=lambda one, s=s: (-mass(w for w in s if w.stem in one[1]), one[0]))) for s in long_enough]


def partners(words: list[Word], other: list[Word]) -> dict[int, set[int]]:
    """Aligned sentences: number -> content stems of the partner."""
    return {one.words[0].sentence: one.has for one in told(words, other) if one.aligned}


def flow(words: list[Word], other: list[Word]) -> float:
    """Of the retold sentences behind the first, the share whose partner stands below that of the one before; a half of fewer than two."""
    places = [one.partner for one in told(words, other) if one.retold]
    onward = [below > above for above, below in pairwise(places)]
    return sum(onward) / len(onward) if onward else 0.5


def quote_gap(words: list[Word], other: list[Word]) -> float:
    """Share of all content weight that partners have, less the same of what stands outside quotes in sentences that are long enough."""
    sentences = told(words, other)
    met = mass(w for one in sentences for w in one.words if w.stem in one.has)
    plain = [(w, one.has) for one in sentences for w in one.words if not w.flags & QUOTED]
    return max(0.0, ratio(met, mass(words)) - ratio(mass(w for w, has in plain if w.stem in has), mass(w for w, _ in plain)))


def share(words: list[Word], taken: list[bool]) -> float:
    """Share of content weight that is taken."""
    return ratio(mass(w for w, t in zip(words, taken, strict=True) if t), mass(words))


def bounds(words: list[Word], taken: list[bool]) -> Pair | tuple[float, float]:
    """From the word up to which a tenth of the taken content weight stands to the word from which a tenth stands, as shares of the text."""
    places = [(i, w.weight) for i, (w, t) in enumerate(zip(words, taken, strict=True)) if t and w.tells]
    if not places:
        return 0.0, 0.0
    whole = sum(weight for _, weight in places)

    def tenth(of: list[tuple[int, int]]) -> int:
        return next(of[n][0] for n in range(len(of)) if 10 * sum(weight for _, weight in of[: n + 1]) >= whole)

    return tenth(places) / len(words), (tenth(places[::-1]) + 1) / len(words)


def one_side(words: list[Word], other: list[Word], in_runs: set[int]) -> dict[str, float]:
    """What is read of one side."""
    aligned = partners(words, other)
    covered = [i in in_runs or (w.sentence in aligned and w.stem in aligned[w.sentence]) for i, w in enumerate(words)]
    third, lead = len(words) // 3, words[:LEAD]
    cover, top = share(words, covered), share(words[:third], covered[:third])
    first, last = bounds(words, covered)
    return {
        "w3": ratio(len(grams(words) & grams(other)), len(grams(words))),
        "al": share(words, [w.sentence in aligned for w in words]),
        "foreign": ratio(sum(not one.aligned for one in told(words, other)), len(told(words, other))),
        "cover": cover,
        "top": top,
        "low": max(0.0, cover - top),
        "lead": share(lead, [w.stem in stems(other) for w in lead]),
        "opening": share(lead, [w.stem in stems(other[:OPENING]) for w in lead]),
        "from": first,
        "to": last,
    }


def plain(words: list[Word], other: list[Word]) -> dict[int, int]:
    """Content stems that are a name in neither text and no number."""
    figures = {w.stem for w in words if w.flags & NUMBER}
    return {stem: weight for stem, weight in stems(words).items() if stem not in names(words) | names(other) and stem not in figures}


def slow_score(one: Tokens, other: Tokens) -> tuple[dict[str, float], bool]:
    """Features of a pair with the digests 1 and 2, and whether the second is the short one."""
    x, y = words_of(one), words_of(other)
    ranks = [(sum(stems(words).values()), len(words), digest) for digest, words in ((1, x), (2, y))]
    swapped = ranks[1] < ranks[0]
    a, b = (y, x) if swapped else (x, y)
    common = runs(a, b)
    in_a = one_side(a, b, {at + i for at, _, n in common for i in range(n)})
    in_b = one_side(b, a, {at + i for _, at, n in common for i in range(n)})
    both_names, fewer = shared(names(a), names(b)), min(sum(names(a).values()), sum(names(b).values()))
    figures = sum(numbers(a).values())
    quoted = max(shared(bigrams(a, QUOTED), bigrams(b)), shared(bigrams(b, QUOTED), bigrams(a))) / 100
    both = ("w3", "al", "cover", "top", "low", "lead", "from", "to")
    return {
        "u_short": ratio(shared(stems(a), stems(b)), sum(stems(a).values())),
        "plain_short": ratio(shared(plain(a, b), stems(b)), sum(plain(a, b).values())),
        "len_ratio": sum(stems(a).values()) / sum(stems(b).values()) if stems(b) else 1.0,
        "len_min_log": log(1 + min(len(content(a)), len(content(b)))),
        "name_short": both_names / (fewer + 400),
        "name_conf": (fewer - both_names) / (fewer + 400),
        "nameless": float(not names(a) or not names(b)),
        "num_conf": (figures - shared(numbers(a), numbers(b))) / (figures + 200),
        "c2_n_log": log(1 + len(bigrams(a).keys() & bigrams(b).keys())),
        "qx_log": log(1 + quoted),
        "rare_log": log(1 + sum(weight >= RARE for stem, weight in stems(a).items() if stem in stems(b))),
        "quoted": quoted,
        "run_words": max((n for _, _, n in common), default=0),
        "foreign_long": in_b["foreign"],
        "flow": flow(a, b),
        "quote_gap": quote_gap(a, b),
        "opening_short": in_a["opening"],
        **{f"{name}_{side}": of[name] for name in both for side, of in (("short", in_a), ("long", in_b))},
    }, swapped  # fmt: skip
