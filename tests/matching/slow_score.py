"""A pair's features and measures read from the docstrings of `score.py` and the table in docs, slowly, in plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from pipelines.matching.tokens import NAME, NUMBER, QUOTED, Tokens

CONTENT, RARE, LEAD = 140, 370, 40
WEIGHT_OF = {
    "u_short": 4.644, "len_ratio": 2.412, "name_short": 1.650, "num_conf": -1.555, "name_conf": -0.899, "c2_short": 0.605,
    "c2_n_log": 0.515, "n_al_log": 0.461, "wrun_log": 0.327, "len_min_log": -0.225, "qx_log": 0.203, "rare_log": 0.092, "al_short": 0.009,
}  # fmt: skip
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


def stems(words: list[Word]) -> dict[int, int]:
    """Unique content stems with their weight."""
    return {w.stem: w.weight for w in words if w.tells}


def names(words: list[Word]) -> dict[int, int]:
    """Unique content stems that are capitalised inside a sentence."""
    return {w.stem: w.weight for w in words if w.tells and w.flags & NAME}


def numbers(words: list[Word]) -> dict[int, int]:
    """Unique numbers."""
    return {w.token: w.weight for w in words if w.flags & NUMBER}


def bigrams(words: list[Word], flag: int = 0) -> dict[Pair, int]:
    """Unique ordered pairs of neighbouring content stems; with a flag, those that have it on both sides somewhere."""
    content = [w for w in words if w.tells]
    return {(x.stem, y.stem): x.weight + y.weight for x, y in pairwise(content) if x.flags & y.flags & flag == flag}


def shared(one: dict[int, int] | dict[Pair, int], other: dict[int, int] | dict[Pair, int]) -> int:
    """Weight of what both have."""
    return sum(weight for key, weight in one.items() if key in other)


def grams(words: list[Word]) -> set[tuple[int, ...]]:
    """Distinct word 3-grams."""
    return {tuple(w.token for w in words[i : i + 3]) for i in range(len(words) - 2)}


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


def partners(words: list[Word], other: list[Word]) -> dict[int, set[int]]:
    """Aligned sentences: number -> content stems of the other's sentence that holds most of its content weight, at least half."""
    theirs = [{w.stem for w in sentence if w.tells} for sentence in by_sentence(other)]
    out = {}
    for sentence in by_sentence(words):
        content = [w for w in sentence if w.tells]
        gains = [sum(w.weight for w in content if w.stem in has) for has in theirs]
        if len(content) >= 4 and gains and 2 * max(gains) >= sum(w.weight for w in content):
            out[sentence[0].sentence] = theirs[gains.index(max(gains))]
    return out


def share(words: list[Word], taken: list[bool]) -> float:
    """Share of content weight that is taken."""
    total = sum(w.weight for w in words if w.tells)
    return sum(w.weight for w, t in zip(words, taken, strict=True) if w.tells and t) / total if total else 0.0


def one_side(words: list[Word], other: list[Word], in_runs: set[int]) -> dict[str, float]:
    """What is measured on one side: aligned share, sentences, cover, lead, top, 3-grams."""
    aligned = partners(words, other)
    long_sentences = [s for s in by_sentence(words) if sum(w.tells for w in s) >= 4]
    covered = [i in in_runs or (w.sentence in aligned and w.stem in aligned[w.sentence]) for i, w in enumerate(words)]
    third, lead = len(words) // 3, words[:LEAD]
    own = grams(words)
    return {
        "n_al": len(aligned),
        "al": share(words, [w.sentence in aligned for w in words]),
        "foreign": 1 - len(aligned) / len(long_sentences) if long_sentences else 0.0,
        "cover": share(words, covered),
        "top": share(words[:third], covered[:third]),
        "lead": share(lead, [w.stem in stems(other) for w in lead]),
        "w3": len(own & grams(other)) / len(own) if own else 0.0,
    }


def slow_score(one: Tokens, other: Tokens) -> tuple[dict[str, float], bool]:
    """Features and measures of a pair with the digests 1 and 2, and whether the second is the short one."""
    x, y = words_of(one), words_of(other)
    ranks = [(sum(stems(words).values()), len(words), digest) for digest, words in ((1, x), (2, y))]
    swapped = ranks[1] < ranks[0]
    a, b = (y, x) if swapped else (x, y)
    common = runs(a, b)
    in_a = one_side(a, b, {x + i for x, _, n in common for i in range(n)})
    in_b = one_side(b, a, {y + i for _, y, n in common for i in range(n)})
    both_names = shared(names(a), names(b))
    fewer = min(sum(names(a).values()), sum(names(b).values()))
    foreign_numbers = sum(numbers(a).values()) - shared(numbers(a), numbers(b))
    w_a, w_b, c2 = sum(stems(a).values()), sum(stems(b).values()), bigrams(a)
    quoted = max(shared(bigrams(a, QUOTED), bigrams(b)), shared(bigrams(b, QUOTED), bigrams(a))) / 100
    heaviest = max((sum(w.weight for w in a[x : x + n]) for x, _, n in common), default=0)
    return {
        "u_short": shared(stems(a), stems(b)) / w_a if w_a else 0.0,
        "len_ratio": w_a / w_b if w_b else 1.0,
        "name_short": both_names / (fewer + 400),
        "num_conf": foreign_numbers / (sum(numbers(a).values()) + 200),
        "name_conf": (fewer - both_names) / (fewer + 400),
        "c2_short": shared(c2, bigrams(b)) / sum(c2.values()) if c2 else 0.0,
        "c2_n_log": log(1 + len(c2.keys() & bigrams(b).keys())),
        "n_al_log": log(1 + in_a["n_al"]),
        "wrun_log": log(1 + heaviest / 100),
        "qx_log": log(1 + quoted),
        "rare_log": log(1 + sum(weight >= RARE for stem, weight in stems(a).items() if stem in stems(b))),
        "al_short": in_a["al"],
        "run_words": max((n for _, _, n in common), default=0),
        "quoted": quoted,
        "foreign_long": in_b["foreign"],
        "al_long": in_b["al"],
        **{f"{name}_{side}": of[name] for name in ("w3", "cover", "lead", "top") for side, of in (("short", in_a), ("long", in_b))},
    }, swapped  # fmt: skip


def slow_probability(features: dict[str, float]) -> float:
    """Logistic regression with the weights of the table."""
    return 1 / (1 + exp(7.142 - sum(weight * features[name] for name, weight in WEIGHT_OF.items())))
