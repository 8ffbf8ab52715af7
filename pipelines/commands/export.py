"""`wirekin export`: a family, or a run, in the vocabulary of others."""

from __future__ import annotations

import argparse
import re
import sys
from hashlib import blake2b
from importlib.metadata import version
from typing import Any, Final

import orjson

from pipelines.commands.usage import UsageError, add_store, current_at, resolved
from pipelines.export.dossier import Dossier, Maker, dossier_of
from pipelines.storage.copies import copies
from pipelines.storage.current import Current
from pipelines.storage.manifest import Manifest
from pipelines.storage.store import Store
from schemas import Family, Run

FAMILIES: Final = ("prov", "schema.org", "newsml-g2", "ninjs")
RUNS: Final = ("openlineage",)
_RUN: Final = re.compile(r"runs/(\d{8})\.json")


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `export`."""
    parser = commands.add_parser("export", help="a family as PROV-O, schema.org, NewsML-G2 or ninjs; a run as OpenLineage")
    parser.add_argument("id", nargs="?", metavar="ID", help="the family: any id that wirekin resolve takes")
    parser.add_argument("--run", metavar="REVISION", dest="revision", help="a run instead, by the revision it made; last: the latest")
    parser.add_argument("--as", required=True, dest="form", choices=(*FAMILIES, *RUNS), help="openlineage for a run, else for a family")
    parser.add_argument("--text", action="store_true", help="bodies and desk notes too, where the store holds them")
    parser.add_argument("--with-run", action="store_true", help="prov: name the run that last changed the family")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    if (arguments.form in RUNS) != (arguments.revision is not None) or (arguments.id is None) == (arguments.revision is None):
        raise UsageError("export takes the ID of a family and --as " + "|".join(FAMILIES) + ", or --run REVISION|last and --as openlineage")
    if arguments.with_run and arguments.form != "prov":
        raise UsageError("--with-run goes with --as prov: no other form has a place for it")
    current = current_at(arguments.store)
    if arguments.revision is not None:
        out = run_document(current, arguments.store, arguments.revision)
    else:
        family = resolved(current, arguments.id).family
        out = family_document(current, family, arguments.form, words=arguments.text, with_run=arguments.with_run)
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()
    return 0


def family_document(current: Current, family: Family, form: str, *, words: bool = False, with_run: bool = False) -> bytes:
    """A family of a store in one of `FAMILIES`, as bytes: the same for the same stories under the same settings, but for `with_run`."""
    dossier = dossier_at(current, family, words=words, with_run=with_run)
    if form == "newsml-g2":
        from pipelines.export import newsml_g2

        return newsml_g2.document(dossier)
    return _json(_of(form, dossier))


def dossier_at(current: Current, family: Family, *, words: bool = False, with_run: bool = False) -> Dossier:
    """All that an export says of a family of a store."""
    settings = current.manifest.settings
    run = _run_of(current, family) if with_run else None
    maker = Maker(version("wirekin"), str(settings.get("model", "shipped")), _digest(settings), run)
    return dossier_of(family, current.heads, current.by_name, current.manifest.horizon, current.some_stories, maker, words=words)


def _of(form: str, dossier: Dossier) -> dict[str, Any]:
    if form == "prov":
        from pipelines.export import prov

        return prov.document(dossier)
    if form == "schema.org":
        from pipelines.export import schema_org

        return schema_org.document(dossier)
    from pipelines.export import ninjs

    return ninjs.document(dossier)


def run_document(current: Current, store: str, wanted: str) -> bytes:
    """A run of a store as an OpenLineage event. `store` as the user calls it."""
    from pipelines.export import openlineage

    run = _run_at(current.store, wanted)
    return _json(openlineage.event(run, store, _settings_at(current, run.revision), version("wirekin")))


def _run_at(store: Store, wanted: str) -> Run:
    """The record of a run; UsageError where there is none."""
    kept = {int(found[1]): name for name in store.names("runs/") if (found := _RUN.fullmatch(name))}
    if wanted != "last" and not (wanted.isascii() and wanted.isdigit()):
        raise UsageError(f"--run takes a revision such as 3, or last, not {wanted}")
    if not kept:
        raise UsageError("the store holds no records of runs")
    revision = max(kept) if wanted == "last" else int(wanted)
    if revision not in kept:
        raise UsageError(f"the store holds no record of a run {revision}: its latest is {max(kept)}")
    return Run.from_stored(store.read(kept[revision]))


def _run_of(current: Current, family: Family) -> Run:
    """The run that last changed a family, by the events of its stories; UsageError where its record is not there."""
    stories = set(family.story_ids)
    told = (event.revision for event in current.events() if event.family_id == family.family_id or event.story_id in stories)
    revision = max(told, default=None)
    if revision is None:
        raise UsageError(f"no event tells of the family {family.family_id}: export it without --with-run")
    return _run_at(current.store, str(revision))


def _settings_at(current: Current, revision: int) -> dict[str, Any] | None:
    """What the results of a run depend on: as its manifest has it, of which the last eight are kept; else not known."""
    held: dict[int, Manifest] = {manifest.revision: manifest for manifest, _ in copies(current.store)}
    held[current.manifest.revision] = current.manifest
    return held[revision].settings if revision in held else None


def _digest(settings: dict[str, Any]) -> str:
    """Names settings: equal ones, equal names."""
    return blake2b(orjson.dumps(settings, option=orjson.OPT_SORT_KEYS), digest_size=12).hexdigest()


def _json(document: dict[str, Any]) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
