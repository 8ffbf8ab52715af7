"""`wirekin snapshot --store S --out DIR`: what a store holds as Parquet tables, for SQL."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from pipelines.commands.listings import MEMBER_FIELDS, Ties, edges_in
from pipelines.commands.usage import UsageError, add_store, current_at, row
from pipelines.families.alerts import tombstones
from pipelines.families.head import record_digest
from pipelines.families.ids import home_day, named_after
from pipelines.matching.candidates import UNDATED_DAY, day_of
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import MATCH, says_something
from pipelines.snapshot.tables import TABLES
from pipelines.snapshot.write import NotASnapshot, Partitions, check_place, replacing, write_mark
from pipelines.storage.current import Current
from pipelines.storage.packs import bytes_to_matches, bytes_to_rows
from schemas import Alert, Family, FamilyEvent, Story

_MORE_OF_MEMBERS = ("coverage", "direction_known", "reasons", "credit")
_OF_ORIGIN = (
    "uid", "provider", "in_store", "confidence", "why", "agency", "uri", "version", "probability", "not_after", "relayed_by", "reasons",
)  # fmt: skip


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `snapshot`."""
    parser = commands.add_parser("snapshot", help="families, members, edges, stories, events and alerts as Parquet tables, for SQL")
    add_store(parser)
    parser.add_argument("--out", required=True, metavar="DIR", help="a new local folder, or an earlier snapshot, which is replaced")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.report.terminal import run_table

    if "://" in arguments.out:
        raise UsageError(f"--out {arguments.out}: a snapshot is written to a local folder; gcloud storage cp -r copies it from there")
    out = Path(arguments.out)
    current = current_at(arguments.store)
    try:
        check_place(out)
        run_table(snapshot(current, out))
    except NotASnapshot as error:
        raise UsageError(f"--out: {error}") from error
    return 0


def snapshot(current: Current, out: Path) -> dict[str, int]:
    """Write the tables, and say how many rows each has. Texts, families and match rows are read a day at a time."""
    with replacing(out) as folder:
        tables = {table.name: Partitions(folder, table) for table in TABLES}
        _Walk(current, tables).run()
        for table in tables.values():
            table.write_rest()
        write_mark(folder, current.manifest.revision, tables)
    return {name: table.rows for name, table in tables.items()}


@dataclass
class _Walk:
    """Through a store from its first day to its last, the undated before all."""

    current: Current
    tables: dict[str, Partitions]
    homes: dict[str, str] = field(default_factory=dict)
    """story_id -> family_id."""

    def run(self) -> None:
        """Add every row, and write each date as soon as nothing can be added to it."""
        manifest = self.current.manifest
        for name in manifest.packs("families"):
            for line in bytes_to_rows(self.current.store.read(name)):
                family = orjson.loads(line)
                self.homes.update((member["story_id"], family["family_id"]) for member in family["members"])
        ties = Ties.of(self.current, self._telling(), self.homes)
        # A family's members lie on its day or later, and an edge's end within the horizon before the day of its match.
        back = int(manifest.settings["horizon_days"])
        for day in sorted({int(day) for kind in (manifest.families, manifest.matches, manifest.stories) for day in kind}):
            self._families(day)
            self._stories(day)
            for line in ties.lines(self._matches(day)):
                self._edge(line)
            for name, until in (("families", day), ("members", day), ("stories", day), ("edges", day - back)):
                self.tables[name].write_before(until + (name != "edges"))
        for alert in tombstones(list(self.current.heads.values())):
            self._alert(alert)
        self._events()

    def _matches(self, day: int) -> NDArray[np.void]:
        name = self.current.manifest.matches.get(str(day))
        return np.empty(0, MATCH) if name is None else bytes_to_matches(self.current.store.read(name))

    def _telling(self) -> NDArray[np.void]:
        """The match rows of all days that say something: which stories are digests hangs on all of them."""
        days = (self._matches(int(day)) for day in self.current.manifest.matches)
        return np.concatenate([np.empty(0, MATCH), *(rows[says_something(rows)] for rows in days)])

    def _families(self, day: int) -> None:
        name = self.current.manifest.families.get(str(day))
        for line in bytes_to_rows(self.current.store.read(name)) if name is not None else ():
            family = Family.from_stored(line)
            self.tables["families"].add(home_day(family), row(_family_row(family)))
            for position, member in enumerate(family.members):
                head = self.current.heads[member.uid]
                fields = {name: getattr(member, name) for name in (*MEMBER_FIELDS, *_MORE_OF_MEMBERS)}
                fields |= {"position": position, "agency": head.agency, "credits": head.credits}
                self.tables["members"].add(_day(member.published), row(fields))
            for edge in edges_in(family, self.current):
                self._edge(edge)
            for alert in family.alerts:
                self._alert(alert)

    def _stories(self, day: int) -> None:
        found: dict[str, bytes] = {}
        for name in self.current.manifest.stories.get(str(day), ()):
            for line in bytes_to_rows(self.current.store.read(name)):
                story = Story.from_stored(line)
                if self.current.heads[story.uid].record_digest == record_digest(story, line):
                    found[story.uid] = story.json_bytes()
        for line in found.values():
            self.tables["stories"].add(day, line)

    def _edge(self, line: bytes) -> None:
        self.tables["edges"].add(_day(self.current.heads[orjson.loads(line)["from_uid"]].published), line)

    def _alert(self, alert: Alert) -> None:
        cause = self.current.heads.get(alert.cause_uid or "")
        published = cause.published if cause is not None else None
        fields = alert.model_dump(mode="json", exclude={"passages"}) | {"cause_published": published, "passages": len(alert.passages)}
        self.tables["alerts"].add(_day(published), row(fields))

    def _events(self) -> None:
        named = {named_after(story): (home, day) for story, home, day in self._named()}
        number = 0
        for name in self.current.manifest.events:
            for line in bytes_to_rows(self.current.store.read(name)):
                event = FamilyEvent.from_stored(line)
                home, day = named.get(event.family_id, (None, UNDATED_DAY))
                fields = event.model_dump(mode="json") | {"number": number, "today_family_id": home}
                self.tables["events"].add(day, row(fields))
                number += 1

    def _named(self) -> Iterator[tuple[str, str, int]]:
        """Each story, its family, and its first day."""
        first: dict[str, str] = {}
        for head in self.current.heads.values():
            if not head.notice and head.published is not None:
                first[head.story_id] = min(head.published, first.get(head.story_id, head.published))
        for story, home in self.homes.items():
            yield story, home, _day(first.get(story))


def _day(published: str | None) -> int:
    day: int = day_of(microseconds(published))
    return day


def _family_row(family: Family) -> dict[str, object]:
    times = sorted(member.published for member in family.members if member.published)
    weakest = family.weakest
    return {
        "family_id": family.family_id,
        "root_uid": family.root_uid,
        "headline": family.members[0].headline,
        "status": family.status,
        "stories": len(family.story_ids),
        "members": len(family.members),
        "first_published": times[0] if times else None,
        "last_published": times[-1] if times else None,
        **{f"origin_{name}": getattr(family.origin, name) for name in _OF_ORIGIN},
        "coherence": family.coherence,
        "weakest_uid": weakest and weakest.uid,
        "weakest_uri": weakest and weakest.uri,
        "weakest_probability": weakest and weakest.probability,
        "bridges": [
            bridge.model_dump(exclude={"parts"}) | dict(zip(("stories", "other_stories"), bridge.parts, strict=True))
            for bridge in family.bridges
        ],
        "notes": family.notes,
    }
