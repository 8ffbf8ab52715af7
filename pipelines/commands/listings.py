"""`wirekin members`, `edges`, `alerts`, `stories`, `dead-letters`: what is in a store, as NDJSON. Same store, same bytes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator

from pipelines.commands.usage import add_store, current_at, print_rows, row
from pipelines.families.alerts import tombstones
from pipelines.families.head import Head
from pipelines.families.scored import within
from pipelines.matching.evidence import reasons
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import KEPT, named, says_something
from pipelines.matching.relation import STRONG, pair_relation
from pipelines.matching.score import SCALE
from pipelines.storage.current import Current
from schemas import Family, Membership

MEMBER_FIELDS = (
    "family_id", "story_id", "uid", "uri", "version", "published", "source", "headline", "relation", "parent_uid", "probability", "status",
)  # fmt: skip


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the listing commands."""
    for name, help_text, lines in (
        ("members", "one line a member of a family", members),
        ("alerts", "who still carries what was killed or withheld", alerts),
        ("stories", "every story and notice", Current.stories),
        ("dead-letters", "what could not be used, and why", dead_letters),
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
    """One line an alert: families first, then notices whose story was never received."""
    for family in current.families:
        yield from (alert.json_bytes() for alert in family.alerts)
    yield from (alert.json_bytes() for alert in tombstones(list(current.heads.values())))


def dead_letters(current: Current) -> Iterator[bytes]:
    """One line a dead letter."""
    return (letter.json_bytes() for letter in current.dead_letters())


def edges(current: Current) -> Iterator[bytes]:
    """One inferred edge a member that is not the root, to its parent; then the links that items assert."""
    for family in current.families:
        uris = {member.uid: member.uri for member in family.members}
        for member in family.members:
            if member.parent_uid is not None:
                yield _inferred(family, member, uris[member.parent_uid])
        yield from _asserted(family, current)


def _inferred(family: Family, member: Membership, parent_uri: str) -> bytes:
    return row(
        {
            "family_id": family.family_id,
            "from_uid": member.uid,
            "from_uri": member.uri,
            "to_uid": member.parent_uid,
            "to_uri": parent_uri,
            "relation": member.relation,
            "basis": "inferred",
            "probability": member.probability,
            "coverage": member.coverage,
            "reasons": list(member.reasons),
        }
    )


def _asserted(family: Family, current: Current) -> Iterator[bytes]:
    for member in family.members:
        for relation, target in current.heads[member.uid].links:
            for other in current.by_uri.get(target, ()):
                if other.story_id != member.story_id:
                    yield _edge(family.family_id, current.heads[member.uid], other, relation, "asserted", None, None, ())


def _edge(
    family: str | None,
    one: Head,
    other: Head,
    relation: str,
    basis: str,
    probability: float | None,
    coverage: float | None,
    why: tuple[str, ...],
) -> bytes:
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
        }
    )


def all_matches(current: Current) -> Iterator[bytes]:
    """Every match that says something, from the shorter text to the longer; outside a family as `contains` or `related`."""
    carriers: dict[int, list[Head]] = {}
    for head in current.heads.values():
        if head.digest and not head.notice:
            carriers.setdefault(head.digest, []).append(head)
    horizon = current.manifest.horizon
    rows = current.matches[says_something(current.matches) & (current.matches["probability"] >= KEPT)]
    for match in rows:
        features, measures = named(match)
        probability = int(match["probability"])
        relation = pair_relation(probability, features, measures)
        why = reasons(probability, features, measures)
        for short in carriers.get(int(match["a"]), ()):
            for long in carriers.get(int(match["b"]), ()):
                if short.story_id == long.story_id or not within(microseconds(short.published), microseconds(long.published), horizon):
                    continue
                home, other = current.family_of[short.story_id], current.family_of[long.story_id]
                together = home.family_id == other.family_id
                one, two, name = short, long, relation if together and probability >= STRONG else "related"
                if relation == "contains" and not together:
                    one, two, name = long, short, "contains"
                cover = measures["cover_long"] if one is short else measures["cover_short"]
                family = current.family_of[one.story_id].family_id
                yield _edge(family, one, two, name, "inferred", probability / SCALE, round(cover, 4), why)
