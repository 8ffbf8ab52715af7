"""Brute-force truth for candidates, written from the docstrings of `pipelines.matching.candidates` in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DAY = 86_400_000_000


@dataclass(frozen=True)
class Carrier:
    """One version of one story: its text, the keys of that text, when it was published (None: unknown), and whether it looks back."""

    name: int
    text: int
    keys: frozenset[int]
    published: int | None
    settled: bool = False

    @property
    def order(self) -> tuple[bool, int, int, int]:
        """By time, then text, then name; the undated first."""
        return (self.published is not None, self.published or 0, self.text, self.name)


@dataclass(frozen=True)
class Limits:
    """Horizon in microseconds; how many texts a key may lead to; how many a common key still leads to."""

    horizon: int
    cap: int
    head: int


def looks(carrier: Carrier, holders: Sequence[Carrier], limits: Limits) -> Iterator[list[Carrier]]:
    """What a carrier sees under a key: the undated before it, then the dated before it within the horizon, each text once."""
    before = sorted((h for h in holders if h.order < carrier.order), key=lambda h: h.order)
    yield once(h for h in before if h.published is None)
    if carrier.published is not None:
        yield once(h for h in before if h.published is not None and carrier.published - h.published <= limits.horizon)


def once(carriers: Iterator[Carrier]) -> list[Carrier]:
    """The earliest carrier of each text."""
    first: dict[int, Carrier] = {}
    for carrier in carriers:
        first.setdefault(carrier.text, carrier)
    return list(first.values())


def hits(world: Sequence[Carrier], limits: Limits) -> tuple[Counter[tuple[int, int, int]], int]:
    """How often (carrier, other carrier, what the key counts) occurs; how many carriers met a common key."""
    found: Counter[tuple[int, int, int]] = Counter()
    common = 0
    for key in {key for carrier in world for key in carrier.keys}:
        holders = [carrier for carrier in world if key in carrier.keys]
        for carrier in holders:
            if carrier.settled:
                continue
            views = list(looks(carrier, holders, limits))
            common += any(len(view) > limits.cap for view in views)
            for view in views:
                met = view if len(view) <= limits.cap else view[: limits.head]
                found.update((carrier.name, other.name, counts(key, view, limits)) for other in met if other.text != carrier.text)
    return found, common


def counts(key: int, view: Sequence[Carrier], limits: Limits) -> int:
    """A band 3, a sketch key that few texts have 2, any other 1."""
    return 3 if key % 2 else 2 if len(view) <= min(limits.cap, limits.head) else 1


def candidates(world: Sequence[Carrier], limits: Limits) -> dict[tuple[int, int], int]:
    """Pairs (carrier, other carrier) with what their keys count, at least three."""
    total: Counter[tuple[int, int]] = Counter()
    for (carrier, other, count), times in hits(world, limits)[0].items():
        total[carrier, other] += count * times
    return {pair: count for pair, count in total.items() if count >= 3}
