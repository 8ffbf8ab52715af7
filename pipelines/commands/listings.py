"""`wirekin members`, `edges`, `alerts`, `stories`: what is in a store, as NDJSON. Same store, same bytes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pipelines.commands.usage import add_store, current_at, print_rows, row
from pipelines.families.alerts import tombstones, with_words
from pipelines.families.asserted import assertions
from pipelines.families.head import Head
from pipelines.families.lifecycle import chains, reaches
from pipelines.families.links import link_of
from pipelines.families.roundups import roundups
from pipelines.families.rules import Rules
from pipelines.families.scored import speaks_of
from pipelines.families.spoken import Spoken
from pipelines.families.takes import takes
from pipelines.families.vocabulary import ACTS, TERMS, provenance
from pipelines.matching.carried import carried_by
from pipelines.matching.evidence import reasons
from pipelines.matching.match import KEPT, named, says_something
from pipelines.matching.relation import pair_relation
from pipelines.matching.scorer import SCALE
from pipelines.storage.current import Current
from pipelines.trade.relays import is_global, item_names
from schemas import Family, Membership

MEMBER_FIELDS = (
    "family_id", "story_id", "uid", "uri", "version", "published", "source", "headline", "relation", "parent_uid", "probability", "status",
)  # fmt: skip


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the listing commands."""
    for name, help_text, lines in (
        ("members", "one line a member of a family", members),
        ("alerts", "who still carries what was corrected, killed or withheld", alerts),
        ("stories", "every story and notice", Current.stories),
    ):
        parser = commands.add_parser(name, help=help_text)
        add_store(parser)
        parser.set_defaults(run=_printer(lines))
    parser = commands.add_parser("edges", help="who took it from whom")
    add_store(parser)
    parser.add_argument("--all", action="store_true", help="every match, and the links out of the family")
    parser.set_defaults(run=_run_edges)


def _printer(lines: Callable[[Current], Iterable[bytes]]) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        print_rows(lines(current_at(arguments.store)))
        return 0

    return run


def _run_edges(arguments: argparse.Namespace) -> int:
    current = current_at(arguments.store)
    lines = [*edges(current), *(all_matches(current) if arguments.all else ())]
    print_rows(sorted(set(lines)) if arguments.all else lines)
    return 0


def members(current: Current) -> Iterator[bytes]:
    """One line a member, by family."""
    for family in current.families:
        for member in family.members:
            yield row({name: getattr(member, name) for name in MEMBER_FIELDS})


def alerts(current: Current) -> Iterator[bytes]:
    """One line an alert, with the words of its passages: families first, then notices whose story was never received."""
    found = [alert for family in current.families for alert in family.alerts]
    uids = {uid for alert in found for passage in alert.passages for uid in (alert.uid, passage.of_uid) if uid is not None}
    stories = current.some_stories(uids) if uids else {}
    yield from (with_words(alert, stories).json_bytes() for alert in found)
    yield from (alert.json_bytes() for alert in tombstones(list(current.heads.values())))


def edges(current: Current) -> Iterator[bytes]:
    """One inferred edge a member that is not the root, to its parent; then the links that items assert."""
    for family in current.families:
        yield from edges_in(family, current)


def edges_in(family: Family, current: Current) -> Iterator[bytes]:
    """Those of one family."""
    members = {member.uid: member for member in family.members}
    for member in family.members:
        if member.parent_uid is not None:
            yield _inferred(family, member, members[member.parent_uid])
    yield from _asserted(family, current)


def _inferred(family: Family, member: Membership, parent: Membership) -> bytes:
    return row(
        {
            "family_id": family.family_id,
            "from_uid": member.uid,
            "from_uri": member.uri,
            "to_uid": member.parent_uid,
            "to_uri": parent.uri,
            "relation": member.relation,
            "basis": "inferred",
            "probability": member.probability,
            "coverage": member.coverage,
            "reasons": list(member.reasons),
            "link": provenance(member, parent),
            "asserted_by": None,
            "method": "attachment" if member.relation == "derivative" else "text",
        }
    )


def _asserted(family: Family, current: Current) -> Iterator[bytes]:
    """What items say themselves: of other items, of their own earlier versions, and of what a notice takes back."""
    heads = [current.heads[member.uid] for member in family.members]
    said = [(head, other, relation, "link") for head in heads for relation, target in head.links for other in _meant(head, target, current)]
    said += [(one.derived, one.source, one.relation, "id") for one in assertions(heads, current.rules.horizon)]
    for chain in chains(heads).values():
        for one, other in pairwise(chain):
            said.append((other, one, "correctionOf" if other.edit_kind == "correction" else "previousVersion", "version"))
    for story in family.story_ids:
        for notice in current.notices_on.get(story, ()):
            acts = {"kill": "cancels", "withhold": "withholds"}.get(notice.edit_kind)
            said += [(notice, head, acts, "notice") for head in heads if acts and head.story_id == story and reaches(notice, head)]
    ways: dict[tuple[Head, Head, str], str] = {}
    for one, other, relation, method in said:  # an id that two items share is told only where no link says the same
        ways.setdefault((one, other, relation), method)
    for (one, other, relation), method in ways.items():
        yield _edge(family.family_id, one, other, relation, method)


def _meant(head: Head, target: str, current: Current) -> Iterator[Head]:
    """The versions of other items that a link means."""
    for name in item_names(target):
        for other in current.by_name.get(name, ()):
            if other.story_id != head.story_id and (is_global(name) or other.source == head.source):
                yield other


def _edge(
    family: str | None,
    one: Head,
    other: Head,
    relation: str,
    method: str,
    probability: float | None = None,
    coverage: float | None = None,
    why: tuple[str, ...] = (),
) -> bytes:
    basis = "inferred" if method == "text" else "asserted"
    return row(
        {
            "family_id": family,
            "from_uid": one.uid,
            "from_uri": one.uri,
            "to_uid": other.uid,
            "to_uri": other.uri,
            "relation": relation,
            "basis": basis,
            "probability": probability,
            "coverage": coverage,
            "reasons": list(why),
            "link": relation if relation in TERMS or relation in ACTS else None,
            "asserted_by": one.source if basis == "asserted" else None,
            "method": method,
        }
    )


def all_matches(current: Current) -> Iterator[bytes]:
    """Every match that says something: inside a family with its relation, outside as `contains`, `evolvedFrom` or `related`."""
    homes = {story: family.family_id for story, family in current.family_of.items()}
    return Ties.of(current, current.matches, homes).lines(current.matches)


@dataclass(frozen=True)
class Ties:
    """What has to be known of a whole store to say what a match of two texts means."""

    carriers: Mapping[int, list[Head]]
    """Digest of a text -> the versions that have it."""
    apart: frozenset[str]
    """Stories that are digests."""
    homes: Mapping[str, str]
    """story_id -> family_id."""
    rules: Rules

    @classmethod
    def of(cls, current: Current, rows: NDArray[np.void], homes: Mapping[str, str]) -> Self:
        """Of a store with these match rows: all, or those that say something."""
        carriers: dict[int, list[Head]] = {}
        stories = chains(head for head in current.heads.values() if not head.notice)
        told = [head for versions in stories.values() for head in versions if head.digest]
        for head in told:
            carriers.setdefault(head.digest, []).append(head)
        apart = roundups(Spoken.of(rows, told, current.rules.horizon), takes(stories), current.rules)
        return cls(carriers, apart, homes, current.rules)

    def lines(self, matches: NDArray[np.void]) -> Iterator[bytes]:
        """An edge for each two versions that one of these matches speaks of; the same one may come twice."""
        rows = matches[says_something(matches)]
        carried = [carried_by(rows["features"], short) for short in (True, False)]
        shown = (rows["probability"] >= KEPT) | carried[0] | carried[1]
        for match, by_short, by_long in zip(rows[shown], carried[0][shown].tolist(), carried[1][shown].tolist(), strict=True):
            for short in self.carriers.get(int(match["a"]), ()):
                for long in self.carriers.get(int(match["b"]), ()):
                    if short.story_id != long.story_id and speaks_of(int(match["day"]), short, long, self.rules.horizon):
                        line = self._line(short, long, match, (by_short, by_long))
                        if line is not None:
                            yield line

    def _line(self, short: Head, long: Head, match: np.void, carried: tuple[bool, bool]) -> bytes | None:
        features, probability = named(match), int(match["probability"])
        home, other = self.homes[short.story_id], self.homes[long.story_id]
        why = reasons(probability, features)
        if home == other:
            relation = pair_relation(probability, features) if probability >= self.rules.strong else "related"
            return _edge(home, short, long, relation, "text", probability / SCALE, round(features["cover_long"], 4), why)
        link = link_of(short, long, probability, features, self.apart, carried, self.rules)
        if link.relation == "related" and probability < KEPT:
            return None
        cover = features["cover_long"] if link.origin is short else features["cover_short"]
        said = why if link.why is None else (link.why, *why)
        family = home if link.origin is short else other
        return _edge(family, link.origin, link.target, link.relation, "text", probability / SCALE, round(cover, 4), said)
