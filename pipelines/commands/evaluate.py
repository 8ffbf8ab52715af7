"""`wirekin evaluate --gold FILE`: the families of a store, or of some inputs, against what a person says belongs together.
`wirekin evaluate --scenarios DIR`: relations, origins, credits and alerts against what is true of invented stories."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from pipelines.commands.ingest import add_flags, ingest_into
from pipelines.commands.listings import alerts
from pipelines.commands.train import names_in
from pipelines.commands.usage import UsageError, current_at, print_rows
from pipelines.evaluation.document import document, scenarios_document
from pipelines.evaluation.gold import DIFFERENT, FamilyGold, GoldError, PairGold, read_gold
from pipelines.evaluation.judgement import Bench, Evaluation, evaluate
from pipelines.evaluation.scenario_gold import ScenarioGold, read_scenario
from pipelines.evaluation.scenarios import judge
from pipelines.evaluation.truth import PairRules
from pipelines.options import RunSettings
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `evaluate`."""
    parser = commands.add_parser("evaluate", allow_abbrev=False, help="families against a gold file: figures, and the pairs behind them")
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="files, folders, globs: ingested into a store that is thrown away")
    parser.add_argument("--store", metavar="DIR_OR_GS", help="a store that exists, instead of inputs")
    against = parser.add_mutually_exclusive_group(required=True)
    against.add_argument("--gold", metavar="FILE.tsv", help="families, or judged pairs: see docs/evaluate.md")
    against.add_argument("--scenarios", metavar="DIR", help="scenarios with their gold beside them, instead of inputs and gold")
    parser.add_argument("--json", action="store_true", help="one JSON document, with every false join and missed pair")
    parser.add_argument("--plot", metavar="FILE.svg", help="draw the reliability diagram")
    parser.add_argument("--baselines", action="store_true", help="judge MinHash-LSH and TF-IDF beside the families")
    parser.add_argument("--examples", type=_whole, default=20, metavar="N", help="false joins and missed pairs to name (default: 20)")
    pairs = parser.add_argument_group("judged pairs")
    pairs.add_argument("--leave-out", action="append", choices=DIFFERENT, metavar="LABEL", help="do not count pairs of this label")
    pairs.add_argument("--least-confidence", type=_whole, metavar="N", help="do not count pairs of less confidence")
    pairs.add_argument("--not-judged", metavar="FILE", help="stories, one a line, whose pairs with each other count only where listed")
    pairs.add_argument("--unlisted", choices=("negative", "ignored"), help="what a pair that is not listed counts as (default: negative)")
    add_flags(parser)
    parser.set_defaults(run=_run, runner="FnApiRunner")


def _whole(given: str) -> int:
    if not given.isdecimal():
        raise argparse.ArgumentTypeError(f"{given!r} is no whole number")
    return int(given)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.scenarios is not None:
        return _run_scenarios(arguments)
    if bool(arguments.inputs) == (arguments.store is not None):
        raise UsageError("give inputs, or a store that exists with --store, and not both")
    _need(arguments)
    gold = _gold(arguments.gold)
    rules = _rules(arguments, gold)
    with _judged(arguments) as current:
        if current is None:
            return 1
        try:
            bench = Bench.of(current, gold, rules)
        except GoldError as error:
            raise UsageError(f"{arguments.gold}: {error}") from error
        found = evaluate(bench, None if arguments.json else arguments.examples, baselines=arguments.baselines)
    _print(found, arguments)
    return 0


def _run_scenarios(arguments: argparse.Namespace) -> int:
    """All scenarios go into one store, as on a desk: they must not get into each other's way."""
    wanted = "inputs, store, plot, baselines, leave_out, least_confidence, not_judged, unlisted"
    if any(getattr(arguments, name) for name in wanted.split(", ")):
        raise UsageError("--scenarios takes no inputs and no store, and none of the flags for pairs: --json, and the flags of ingest")
    golds, files = _scenarios_in(Path(arguments.scenarios))
    arguments.inputs = files
    with _judged(arguments) as current:
        if current is None:
            return 1
        found = judge(golds, current.families, [orjson.loads(line) for line in alerts(current)])
    if arguments.json:
        print_rows([scenarios_document(found)])
    else:
        from pipelines.report.scenarios import scenarios

        scenarios(found)
    return 0


def _scenarios_in(folder: Path) -> tuple[list[ScenarioGold], list[str]]:
    """The gold of a folder, and the files beside it."""
    golds, files = [], []
    for path in sorted(folder.glob("*.gold.json")):
        items = path.with_name(path.name.removesuffix(".gold.json") + ".ndjson")
        if not items.is_file():
            raise UsageError(f"{path} is gold, but there is no {items.name} beside it")
        try:
            golds.append(read_scenario(path.read_bytes()))
        except GoldError as error:
            raise UsageError(f"{path}: {error}") from error
        files.append(items.as_posix())
    if not golds:
        raise UsageError(f"there is no gold in {folder}: NAME.ndjson and NAME.gold.json, see docs/evaluate.md")
    return golds, files


def _need(arguments: argparse.Namespace) -> None:
    """Say at once, not after a long run, that a library is missing or a file cannot be written."""
    wanted = {"--baselines": ("sklearn", arguments.baselines), "--plot": ("matplotlib", arguments.plot is not None)}
    for flag, (library, asked) in wanted.items():
        if asked and find_spec(library) is None:
            raise UsageError(f'{flag} needs libraries that are not installed: pip install "wirekin[evaluate]"')
    if arguments.plot is not None and not Path(arguments.plot).parent.is_dir():
        raise UsageError(f"there is no folder for {arguments.plot}")
    if arguments.store is not None:
        given = [action.option_strings[0] for action in _flags() if getattr(arguments, action.dest) != action.default]
        if given:
            raise UsageError(f"{', '.join(given)} say how inputs are ingested: leave them out where --store names a store that exists")


def _flags() -> list[argparse.Action]:
    """The flags of `ingest` alone."""
    parser = argparse.ArgumentParser(add_help=False)
    add_flags(parser)
    return parser._actions


def _gold(name: str) -> FamilyGold | PairGold:
    try:
        return read_gold(Path(name).read_bytes())
    except GoldError as error:
        raise UsageError(f"{name}: {error}") from error
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error


def _rules(arguments: argparse.Namespace, gold: FamilyGold | PairGold) -> PairRules:
    given = [name for name in ("leave_out", "least_confidence", "unlisted", "not_judged") if getattr(arguments, name) is not None]
    if isinstance(gold, FamilyGold) and given:
        flags = ", ".join("--" + name.replace("_", "-") for name in given)
        raise UsageError(f"{flags} are for judged pairs, and {arguments.gold} holds families")
    return PairRules(
        unlisted_negative=arguments.unlisted != "ignored",
        leave_out=tuple(sorted(set(arguments.leave_out or ()))),
        least_confidence=arguments.least_confidence or 0,
        not_judged=names_in(arguments.not_judged),
    )


@contextmanager
def _judged(arguments: argparse.Namespace) -> Iterator[Current | None]:
    """The store to judge: the one named, or one that lives as long as this block; None where the run that makes it failed."""
    if arguments.store is not None:
        yield current_at(arguments.store)
        return
    with TemporaryDirectory(prefix="wirekin-") as folder:
        store = LocalStore(folder)
        done = ingest_into(store, arguments, RunSettings(runner=arguments.runner, dead_letters="reference"))
        if done is not None and done[0].get("dead"):
            print(f"items that cannot be used: {done[0]['dead']}; wirekin parse says why", file=sys.stderr)
        yield None if done is None else Current.of(store)


def _print(found: Evaluation, arguments: argparse.Namespace) -> None:
    if arguments.plot is not None:
        from pipelines.report.reliability import reliability_svg

        try:
            Path(arguments.plot).write_bytes(reliability_svg(found.reliability))
        except OSError as error:
            raise UsageError(f"{arguments.plot} cannot be written: {error.strerror}") from error
    if arguments.json:
        print_rows([document(found)])
    else:
        from pipelines.report.evaluation import evaluation

        evaluation(found, arguments.examples)
