"""`wirekin explain ID`: one family read line by line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson

from pipelines.commands.changes import Reading
from pipelines.commands.listings import Ties, edges_in
from pipelines.commands.usage import add_store, current_at, print_rows, resolved
from pipelines.families.alerts import with_words
from pipelines.matching.candidates import UNDATED
from pipelines.matching.fingerprint import microseconds
from pipelines.storage.current import Current
from schemas import Explanation, Family, Membership
from schemas.explanation import ExplainedMember, OutLink

LINKS = ("related", "evolvedFrom", "contains", "refersTo")
"""Inferred links that lead out of a family."""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `explain`."""
    parser = commands.add_parser("explain", help="one family read line by line: who had it from whom, and what each made of it")
    parser.add_argument("id", metavar="ID", help="any id that wirekin resolve takes")
    add_store(parser)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    current = current_at(arguments.store)
    found = explanation(current, resolved(current, arguments.id).family)
    if arguments.json:
        print_rows([found.json_bytes()])
        return 0
    from pipelines.report.explain import explain

    explain(found)
    return 0


def explanation(current: Current, family: Family) -> Explanation:
    """What is known of one family, told in the order of its tree."""
    of_alerts = {uid for alert in family.alerts for passage in alert.passages for uid in (alert.uid, passage.of_uid) if uid is not None}
    stories = current.some_stories({member.uid for member in family.members} | of_alerts)
    ordered = in_tree_order(family)
    numbers = {member.uid: number for number, member in enumerate(ordered, 1)}
    changes = {change.uid: change for change in Reading(current).of_family(family, stories)}
    return Explanation(
        family_id=family.family_id,
        headline=family.members[0].headline,
        status=family.status,
        origin=family.origin,
        members=tuple(
            ExplainedMember(
                number=numbers[member.uid],
                parent_number=None if member.parent_uid is None else numbers[member.parent_uid],
                seconds_later=_seconds(ordered[0], member),
                agency=current.heads[member.uid].agency,
                credits=current.heads[member.uid].credits,
                member=member,
                changes=changes.get(member.uid),
            )
            for member in ordered
        ),
        alerts=tuple(with_words(alert, stories) for alert in family.alerts),
        links=tuple(_links(current, family, numbers)),
        notes=family.notes,
    )


def in_tree_order(family: Family) -> list[Membership]:
    """The members, each right behind its parent or behind what hangs on its elder siblings."""
    children: dict[str | None, list[Membership]] = {}
    for member in family.members:
        children.setdefault(member.parent_uid, []).append(member)
    ordered, waiting = [], children.get(None, [])[::-1]
    while waiting:
        member = waiting.pop()
        ordered.append(member)
        waiting.extend(reversed(children.get(member.uid, [])))
    return ordered


def _seconds(root: Membership, member: Membership) -> int | None:
    then, after = microseconds(root.published), microseconds(member.published)
    return None if UNDATED in (then, after) else (after - then) // 1_000_000


def _links(current: Current, family: Family, numbers: dict[str, int]) -> Iterator[OutLink]:
    """Of the links to each other family, and of each relation to it, the likeliest; `related` only where there is nothing closer."""
    best: dict[tuple[str, str, bool], tuple[tuple[object, ...], str, str, dict[str, Any]]] = {}
    for edge in _edges(current, family):
        outwards = edge["from_uid"] in numbers
        own, other = (edge["from_uid"], edge["to_uid"]) if outwards else (edge["to_uid"], edge["from_uid"])
        home = current.family_of.get(current.heads[other].story_id)
        if own not in numbers or other in numbers or home is None:
            continue
        key = edge["relation"], home.family_id, outwards or edge["relation"] == "related"
        rank = -(edge["probability"] or 1.0), numbers[own], other
        if key not in best or rank < best[key][0]:
            best[key] = rank, own, other, edge
    closer = {home for relation, home, _ in best if relation != "related"}
    for (relation, home_id, outwards), (_, own, other, edge) in sorted(best.items(), key=lambda found: (found[1][0], found[0])):
        if relation == "related" and home_id in closer:
            continue
        yield OutLink(
            relation=relation,
            basis=edge["basis"],
            outwards=outwards,
            number=numbers[own],
            uri=current.heads[other].uri,
            family_id=home_id,
            headline=current.heads[other].headline,
            probability=edge["probability"],
            reasons=tuple(edge["reasons"]),
        )


def _edges(current: Current, family: Family) -> Iterator[dict[str, Any]]:
    """What its items assert, and what was found between its texts and those of other families."""
    yield from (edge for edge in map(orjson.loads, edges_in(family, current)) if edge["basis"] == "asserted")
    digests = [current.heads[member.uid].digest for member in family.members if current.heads[member.uid].digest]
    rows = current.matches[np.isin(current.matches["a"], digests) | np.isin(current.matches["b"], digests)]
    homes = {story: home.family_id for story, home in current.family_of.items()}
    for line in sorted(set(Ties.of(current, current.matches, homes).lines(rows))):
        edge = orjson.loads(line)
        if edge["relation"] in LINKS:
            yield edge
