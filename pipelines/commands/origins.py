"""`wirekin origins`: where each family comes from, who credits it, and how many newsrooms and independent reports there are."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from pipelines.commands.listings import Ties
from pipelines.commands.usage import UsageError, add_store, current_at, print_rows, row
from pipelines.families.credit import counted
from pipelines.families.head import Head
from pipelines.families.independence import independent_reports, newsrooms, owner_table, owners, tell_of_one_event
from pipelines.families.placeholder import said_of
from pipelines.matching.scorer import SCALE
from pipelines.storage.current import Current
from schemas import Family
from schemas.family import Credit

ORIGIN_FIELDS = (
    "provider", "agency", "in_store", "confidence", "probability", "uid", "uri", "version", "not_after", "relayed_by",
)  # fmt: skip


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `origins`."""
    parser = commands.add_parser("origins", help="where each family comes from, who credits it, how many newsrooms carry it")
    add_store(parser)
    parser.add_argument("--owners", metavar="FILE", help="who owns which source: two columns, parted by a tab; counts owners too")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    owner_of = None if arguments.owners is None else _owners_in(Path(arguments.owners))
    print_rows(origins(current_at(arguments.store), owner_of))
    return 0


def _owners_in(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--owners {path}: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from error
    lines: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != 2 or not all(cells):
            raise UsageError(f"--owners {path}, line {number}: there must be a source and its owner, parted by one tab")
        lines.append((cells[0], cells[1]))
    try:
        return owner_table(lines)
    except ValueError as error:
        raise UsageError(f"--owners {path}: {error}") from error


def origins(current: Current, owner_of: Mapping[str, str] | None = None) -> Iterator[bytes]:
    """One line a family, by id."""
    families = {family.family_id: family for family in current.families}
    near = independent_reports(families, of_one_event(current))
    for name, family in families.items():
        others = near.get(name, ())
        yield row(
            {
                "family_id": name,
                "root_uri": family.members[0].uri,
                "headline": family.members[0].headline,
                "origin": _origin(family, current.heads),
                **{str(kind): number for kind, number in credits_of(family, current.heads).items()},
                "copies": len(family.story_ids) - family.origin.in_store,
                "newsrooms": len(newsrooms(family)),
                "owners": None if owner_of is None else len(owners(family, owner_of)),
                "independent": len(others),
                "independent_origins": sorted({_called(families[other]) for other in others}),
                "independent_families": list(others),
            }
        )


def _called(family: Family) -> str:
    return str(family.origin.agency or family.origin.provider)


def _origin(family: Family, heads: Mapping[str, Head]) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(family.origin, name) for name in ORIGIN_FIELDS}
    return {**fields, **said_of(family, heads)._asdict(), "reasons": family.origin.reasons or (family.origin.why,)}


def credits_of(family: Family, heads: Mapping[str, Head]) -> dict[Credit, int]:
    """How many of its stories credit the origin, by their latest version."""
    latest: dict[str, tuple[Head, Credit | None]] = {}
    for member in family.members:
        head = heads[member.uid]
        held = latest.get(head.story_id)
        if held is None or held[0].version_order < head.version_order:
            latest[head.story_id] = head, member.credit
    return counted([credit for _, credit in latest.values()])


def of_one_event(current: Current) -> Iterator[tuple[str, str]]:
    """Pairs of families whose stories tell of one event and are not one told again; a pair may come twice."""
    homes = {story: family.family_id for story, family in current.family_of.items()}
    for line in Ties.of(current, current.matches, homes).lines(current.matches):
        edge = orjson.loads(line)
        if edge["relation"] == "related":
            one, other = current.heads[edge["from_uid"]], current.heads[edge["to_uid"]]
            if homes[one.story_id] != homes[other.story_id] and tell_of_one_event(one, other, round(edge["probability"] * SCALE)):
                yield homes[one.story_id], homes[other.story_id]
