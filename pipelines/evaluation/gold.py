"""A gold file -> what it says belongs together. Two formats, told by their columns (docs/evaluate.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from schemas.match import Relation

SAME: Final = "same"
DIFFERENT: Final = ("part", "follow", "related", "template", "none")
"""Labels of judged pairs that tell two stories apart; only `SAME` puts them together."""
LABELS: Final = (SAME, *DIFFERENT)
RELATIONS: Final = get_args(Relation)
NOTHING: Final = "-"
_TITLES: Final = (["uri", "family"], ["uri_a", "uri_b"])


class GoldError(Exception):
    """A gold file that cannot be used; the message begins with the line where there is one."""


@dataclass(frozen=True)
class Placed:
    """A story's line in families gold. A hard negative has a family of its own; `near` is the one that it must not join."""

    family: str
    relation: str | None = None
    kind: str | None = None
    near: str | None = None


@dataclass(frozen=True)
class FamilyGold:
    """uri -> where the story belongs."""

    stories: Mapping[str, Placed]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What a person said of a pair; without a confidence the line counts as sure."""

    label: str
    confidence: int | None = None


@dataclass(frozen=True)
class PairGold:
    """(uri, uri), the smaller first -> what was said of the two."""

    pairs: Mapping[tuple[str, str], Judged]
    notes: tuple[str, ...] = ()


def noted(found: Iterable[str], said: str) -> list[str]:
    """No note where nothing was found, else one: what, how many, and the first three."""
    every = list(found)
    return [f"{said}: {len(every)} ({', '.join(every[:3])}{', ...' if len(every) > 3 else ''})"] if every else []


def read_gold(data: bytes) -> FamilyGold | PairGold:
    """The gold in a file. Raises `GoldError`, with the number of the line, for what cannot be used."""
    lines = list(_lines(data))
    if not lines:
        raise GoldError("it holds no line of gold")
    return _read_pairs(lines) if _holds_pairs(lines) else _read_families(lines)


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """(number, columns) of what is no comment, no title and not empty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data[: error.start].count(b"\n") + 1
        raise GoldError(f"line {number}: it is not UTF-8") from error
    first = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if first and columns[:2] in _TITLES:
            first = False
            continue
        first = False
        if len(columns) < 2 or not all(columns[:2]):
            raise GoldError(f"line {number}: there must be two columns at least, parted by a tab, and none of the two empty")
        yield number, columns


def _holds_pairs(lines: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether the third columns are labels of pairs rather than relations of stories."""
    thirds = [(number, columns[2]) for number, columns in lines if len(columns) > 2]
    labels = sum(third in LABELS for _, third in thirds)
    relations = sum(third in RELATIONS or third == NOTHING for _, third in thirds)
    if thirds and not labels and not relations:
        number, third = thirds[0]
        raise GoldError(
            f"line {number}: {third!r} in the third column is neither a label of two stories ({', '.join(LABELS)}) "
            f"nor a relation of one ({', '.join(RELATIONS)}, {NOTHING})"
        )
    return labels > relations


@dataclass
class _Odd:
    """What is strange in a file but does not make it useless."""

    repeated: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def notes(self, unknown: str) -> tuple[str, ...]:
        return (*noted(self.repeated, "lines of the gold that repeat another"), *noted(self.unknown, unknown))


def _read_families(lines: Sequence[tuple[int, list[str]]]) -> FamilyGold:
    found: dict[str, tuple[int, Placed]] = {}
    odd = _Odd()
    for number, (uri, family, *more) in lines:
        relation, kind, near = (None if cell in ("", NOTHING) else cell for cell in [*more[:3], *[""] * (3 - len(more[:3]))])
        if relation is not None and relation not in RELATIONS:
            odd.unknown.append(f"{relation} in line {number}")
            relation = None
        placed = Placed(family, relation, kind, near)
        before = found.setdefault(uri, (number, placed))
        if before[1] != placed:
            raise GoldError(f"line {number}: {uri} has another line, number {before[0]}, that says something else")
        if before[0] != number:
            odd.repeated.append(f"{uri} in line {number}")
    notes = odd.notes("relations that are not known, and not judged")
    return FamilyGold({uri: found[uri][1] for uri in sorted(found)}, notes)


def _read_pairs(lines: Sequence[tuple[int, list[str]]]) -> PairGold:
    found: dict[tuple[str, str], tuple[int, Judged]] = {}
    odd = _Odd()
    for number, columns in lines:
        pair, judged = _pair(number, columns)
        if judged.label not in LABELS:
            odd.unknown.append(f"{judged.label} in line {number}")
            continue
        before = found.setdefault(pair, (number, judged))
        if before[1] != judged:
            raise GoldError(f"line {number}: {pair[0]} and {pair[1]} have another line, number {before[0]}, that says something else")
        if before[0] != number:
            odd.repeated.append(f"{pair[0]} and {pair[1]} in line {number}")
    notes = odd.notes("labels that are not known, their lines left out")
    return PairGold({pair: found[pair][1] for pair in sorted(found)}, notes)


def _pair(number: int, columns: Sequence[str]) -> tuple[tuple[str, str], Judged]:
    if len(columns) < 3:
        raise GoldError(f"line {number}: a judged pair has three columns at least: uri, uri, label")
    a, b, label, *more = columns
    if a == b:
        raise GoldError(f"line {number}: {a} is paired with itself")
    confidence = more[0] if more and more[0] != NOTHING else ""
    if confidence and not confidence.isdecimal():
        raise GoldError(f"line {number}: the confidence {confidence!r} is no whole number")
    return (min(a, b), max(a, b)), Judged(label, int(confidence) if confidence else None)
