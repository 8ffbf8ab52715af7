"""What became of a text's quotes in another: kept word for word, shortened, altered, told without quotation marks, dropped; which are new.

A quote is what stands between quotation marks, double or single, from five words on: less is a title, a term, or a word that somebody
holds with tongs. Single marks are apostrophes too: what they enclose ends where a stop stands before the closing one, or else at the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipelines.matching.lexicon import CONTENT
from pipelines.matching.retold import Retold
from pipelines.matching.tokens import QUOTED
from pipelines.matching.wording import Wording
from schemas.changes import QuoteChange, QuoteKind

LEAST_WORDS: Final = 5
LEAST_PIECE: Final = 3
"""Words of a quote that may stand for it where another quotes a part of it only."""
ALIKE: Final = 0.5
"""Share of the weight of a quote's telling words that another has, from which it is the same one in other words."""
NEARLY: Final = 0.2
"""The same where its sentence is told in the sentence of the other."""
_MARK: Final = re.compile('["「『」』]')
_SINGLE: Final = re.compile(
    r"(?<![\w'])'(?=\w)("
    r"[^\n]{10,600}?(?:[.,!?…](?='(?!\w))|(?='[,.;:]))"
    r"|[^\n.,!?]{10,300}?(?='(?!\w))"
    r")"
)


@dataclass(frozen=True)
class Quote:
    """Tokens between quotation marks."""

    tokens: slice
    words: tuple[str, ...]
    stems: tuple[tuple[int, int], ...]
    """(stem, weight) of the telling words, each once."""


def quotes(text: Wording, least: int = LEAST_PIECE) -> list[Quote]:
    """The quotes of a text that have so many words, in order."""
    flags = (text.tokens.flags & QUOTED != 0).tolist()
    found = []
    at = 0
    while at < len(flags):
        stop = at + 1
        if flags[at]:
            while stop < len(flags) and flags[stop] and not _parted(text, stop):
                stop += 1
            found.append(slice(at, stop))
        at = stop
    found.extend(place for place in _in_single_marks(text) if not any(flags[place]))
    return [_quote(text, place) for place in sorted(found, key=lambda place: place.start) if place.stop - place.start >= least]


def _parted(text: Wording, token: int) -> bool:
    """Whether a quotation mark stands before a token: one quote ends there, and the next begins."""
    gap = text.folded[int(text.tokens.end[token - 1]) : int(text.tokens.start[token])]
    return _MARK.search(gap) is not None


def _in_single_marks(text: Wording) -> Iterator[slice]:
    starts = text.tokens.start
    for match in _SINGLE.finditer(text.folded):
        first, stop = np.searchsorted(starts, [match.start(1), match.end(1)]).tolist()
        if stop - first >= LEAST_WORDS:
            yield slice(first, stop)


def _quote(text: Wording, tokens: slice) -> Quote:
    own = text.tokens
    kept = own.weight[tokens] >= CONTENT
    stems = dict(zip(own.stem[tokens][kept].tolist(), own.weight[tokens][kept].tolist(), strict=True))
    return Quote(tokens, text.words[tokens], tuple(sorted(stems.items())))


def quote_changes(parent: Wording, member: Wording, told: Retold) -> tuple[QuoteChange, ...]:
    """What became of the parent's quotes, in its order; then those that only the member has. `told`: of the parent's sentences."""
    theirs = quotes(member)
    used: set[int] = set()
    out = []
    for quote in quotes(parent, LEAST_WORDS):
        where = _retold(parent, quote, told)
        near = [i for i, other in enumerate(theirs) if not where.isdisjoint(member.tokens.sentence[other.tokens].tolist())]
        kind, which = _nearest(quote, theirs, near)
        used.update(which)
        place: slice | None = theirs[which[0]].tokens if which else None
        if not which:
            place = _told_without(quote, member, sorted(where))
            kind = "dropped" if place is None else "reported"
        out.append(_change(parent, quote.tokens, member, place, kind))
    short = [quote.words for quote in quotes(parent, 1)]
    for i, quote in enumerate(theirs):
        if i not in used and len(quote.words) >= LEAST_WORDS and not any(_holds(words, quote.words) for words in short):
            out.append(_change(parent, _unquoted(parent, quote), member, quote.tokens, "new"))
    return tuple(out)


def _retold(parent: Wording, quote: Quote, told: Retold) -> set[int]:
    """The member's sentences that tell those of a quote."""
    numbers = set(parent.tokens.sentence[quote.tokens].tolist())
    return {place for number in numbers if told.told[number] for place in told.where[number]}


def _nearest(quote: Quote, theirs: Sequence[Quote], near: Sequence[int]) -> tuple[QuoteKind, list[int]]:
    """What the member made of a quote, and which of its quotes it stands in: the pieces of it, or the one nearest to it. `near`: those
    that stand in sentences that tell the quote's."""
    whole = [i for i, other in enumerate(theirs) if _holds(other.words, quote.words)]
    if whole:
        return "kept", whole[:1]
    pieces = [i for i, other in enumerate(theirs) if _holds(quote.words, other.words)]
    if pieces:
        words = sum(len(theirs[i].words) for i in pieces)
        return ("kept" if words >= len(quote.words) else "shortened"), pieces
    shares = [(max(_share(quote, other), _share(other, quote)), i) for i, other in enumerate(theirs) if len(other.stems) >= 2]
    best = max(shares, key=lambda found: (round(found[0], 6), -found[1]), default=(0.0, 0))
    if best[0] >= ALIKE or (best[1] in near and best[0] >= NEARLY):
        return "altered", [best[1]]
    return "dropped", []


def _holds(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether one row of words stands in another without a gap."""
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _share(quote: Quote, other: Quote) -> float:
    """Share of a quote's telling weight that the other has."""
    theirs = {stem for stem, _ in other.stems}
    total = sum(weight for _, weight in quote.stems)
    return sum(weight for stem, weight in quote.stems if stem in theirs) / total if total else 0.0


def _told_without(quote: Quote, member: Wording, places: Sequence[int]) -> slice | None:
    """Of some sentences of the member the one that tells a quote without its marks; None where none does."""
    best: tuple[float, slice] | None = None
    for place in places:
        tokens = member.sentences[place]
        other = _quote(member, tokens)
        share = _share(quote, other)
        shared = len({stem for stem, _ in quote.stems} & {stem for stem, _ in other.stems})
        if share >= ALIKE and shared >= 2 and (best is None or share > best[0]):
            best = share, tokens
    return None if best is None else best[1]


def _unquoted(parent: Wording, quote: Quote) -> slice | None:
    """Where the parent has a new quote's words without quotation marks."""
    for at in range(len(parent.words) - len(quote.words) + 1):
        if parent.words[at : at + len(quote.words)] == quote.words:
            return slice(at, at + len(quote.words))
    return None


def _change(parent: Wording, was: slice | None, member: Wording, now: slice | None, kind: QuoteKind) -> QuoteChange:
    was_at = None if was is None else parent.span(was)
    is_at = None if now is None else member.span(now)
    return QuoteChange(
        kind=kind,
        was=None if was_at is None else parent.said(was_at),
        is_=None if is_at is None else member.said(is_at),
        was_at=was_at,
        is_at=is_at,
    )
