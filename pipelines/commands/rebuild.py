"""`wirekin rebuild --store S [settings] [--dry-run]`: group everything that is kept once more, and say what changed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipelines.commands.furniture import table_at
from pipelines.commands.ingest import CHOSEN, add_runner, add_settings, chosen_model, import_beam, run_recorded
from pipelines.commands.usage import UsageError, add_store, current_at, print_rows, row
from pipelines.families.diff import Change, Difference, difference
from pipelines.options import MatchSettings, RunSettings, furniture_with, learned_of, name_of, shipped_of
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import Manifest, keep_model
from pipelines.storage.overlay import Overlay
from pipelines.storage.store import Store
from pipelines.storage.tables import keep_table
from schemas import Family, FurnitureTable
from schemas.model import Model

if TYPE_CHECKING:
    from pipelines.ingest import Job

EXAMPLES = 5
Differing = Mapping[str, tuple[Any, Any]]


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `rebuild`. Flags that it does not know pass through to Beam."""
    parser = commands.add_parser(
        "rebuild", allow_abbrev=False, help="group all that a store keeps once more, under other settings, and say what changed"
    )
    add_store(parser)
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    parser.add_argument("--examples", type=int, default=EXAMPLES, metavar="N", help=f"of each kind of change (default: {EXAMPLES})")
    parser.add_argument("--json", action="store_true", help="every change, a line each")
    add_settings(parser)
    add_runner(parser)
    parser.set_defaults(run=_run, takes_beam_flags=True)


def _run(arguments: argparse.Namespace) -> int:
    before = current_at(arguments.store)
    model, table = chosen_model(arguments, before.store, before.manifest), table_at(arguments.furniture)
    match = _settings(arguments, before.manifest, model, table)
    settings = {name: (old, new) for name, new in match.model_dump().items() if (old := before.manifest.settings.get(name)) != new}
    import_beam()
    from pipelines.ingest import Job
    from pipelines.rebuild import rebuild

    run = RunSettings(runner=arguments.runner)
    with _target(before.store, dry=arguments.dry_run) as store:

        def job(manifest: Manifest, generation: int) -> Job:
            keep_model(store, model)
            if table is not None:
                keep_table(store, table)
            return Job((), None, store, manifest, generation, match, run, model)

        if run_recorded(store, job, run, (), arguments.beam_flags, "grouping what is kept", rebuild) is None:
            return 1
        after = Current.of(store)
        _say(difference(before.families, after.families), settings, arguments)
    if arguments.dry_run:
        print("nothing was changed; without --dry-run the store takes these families and settings", file=sys.stderr)
    elif after.manifest.revision == before.manifest.revision:
        print("the store is as it was", file=sys.stderr)
    else:
        print(f"this is revision {after.manifest.revision} of the store", file=sys.stderr)
    return 0


@contextmanager
def _target(store: Store, *, dry: bool) -> Iterator[Store]:
    """The store itself, or one laid over it that lives as long as this block."""
    if not dry:
        yield store
        return
    with TemporaryDirectory(prefix="wirekin-") as folder:
        yield Overlay(store, LocalStore(folder))


def _settings(arguments: argparse.Namespace, manifest: Manifest, model: Model, table: FurnitureTable | None) -> MatchSettings:
    """The settings of this version of Wirekin; of those that have a flag, the store's own where none is given."""
    given = {name: value for name in CHOSEN if (value := getattr(arguments, name, None)) is not None}
    own = {name: value for name, value in manifest.settings.items() if name in CHOSEN}
    stored = str(manifest.settings["furniture"])
    match = MatchSettings(
        **{**own, **given}, model=name_of(model), furniture=furniture_with(learned_of(stored) if table is None else table.version)
    )
    if shipped_of(stored) != shipped_of(match.furniture):
        raise UsageError(
            f"the store was parsed by other rules ({shipped_of(stored)}, now {shipped_of(match.furniture)}): that takes the items "
            "themselves, ingest them into a new --store"
        )
    return match


def _say(found: Difference, settings: Differing, arguments: argparse.Namespace) -> None:
    if arguments.json:
        print_rows(_lines(found, settings))
        return
    from pipelines.report.rebuild import difference_report

    difference_report(found, settings, arguments.examples)


def _lines(found: Difference, settings: Differing) -> Iterator[bytes]:
    yield row(
        {
            "settings": {name: {"before": old, "after": new} for name, (old, new) in sorted(settings.items())},
            **{name: getattr(found, name) for name in ("stories", "before", "after", "same", "retold")},
        }
    )
    for change in found.changes:
        yield row(_line(change))


def _line(change: Change) -> dict[str, Any]:
    def told(family: Family) -> dict[str, Any]:
        return {"family_id": family.family_id, "stories": list(family.story_ids)}

    return {"kind": change.kind, "before": [told(family) for family in change.before], "after": [told(family) for family in change.after]}
