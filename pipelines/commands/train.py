"""`wirekin train`: stores with gold -> a model file, and how it does on pairs that it was not shown."""

from __future__ import annotations

import argparse
from dataclasses import replace
from hashlib import blake2b
from importlib.util import find_spec
from math import inf
from pathlib import Path

from pipelines.commands.usage import UsageError, current_at
from pipelines.evaluation.gold import DIFFERENT, GoldError, read_gold
from pipelines.evaluation.judgement import Bench
from pipelines.evaluation.truth import PairRules
from schemas.model import Model


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `train`."""
    parser = commands.add_parser("train", allow_abbrev=False, help="fit a model to stores with gold, and say how it does on pairs held out")
    parser.add_argument(
        "--lesson",
        action="append",
        nargs=3,
        required=True,
        metavar=("NAME[=WEIGHT]", "STORE", "GOLD.tsv"),
        help="a store that was ingested, and what belongs together in it (repeatable; docs/evaluate.md says how gold is written)",
    )
    parser.add_argument(
        "--derivatives", nargs=2, required=True, metavar=("STORE", "GOLD.tsv"), help="pairs of a wire and what may derive from it"
    )
    parser.add_argument("--leave-out", action="append", choices=DIFFERENT, default=[], metavar="LABEL", help="judged pairs: not this label")
    parser.add_argument("--least-confidence", type=int, default=0, metavar="N", help="judged pairs: not those of less confidence")
    parser.add_argument(
        "--not-judged", metavar="FILE", help="judged pairs: stories, one a line, whose pairs with each other count only if listed"
    )
    parser.add_argument(
        "--listed-only", action="append", default=[], metavar="NAME", help="judged pairs: in this lesson, teach no pair that is not listed"
    )
    parser.add_argument("--name", required=True, help="of the model")
    parser.add_argument("--out", required=True, metavar="FILE.json", help="where the model goes")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    if find_spec("scipy") is None:
        raise UsageError('train needs libraries that are not installed: pip install "wirekin[evaluate]"')
    if not Path(arguments.out).parent.is_dir():
        raise UsageError(f"there is no folder for {arguments.out}")
    model = _fitted(arguments)
    try:
        Path(arguments.out).write_bytes(model.pretty())
    except OSError as error:
        raise UsageError(f"{arguments.out} cannot be written: {error.strerror}") from error
    for lesson in model.lessons:
        held_out = f"held out, precision {lesson.precision:.3f}, recall {lesson.recall:.3f}"
        print(f"{lesson.name}: {lesson.pairs} pairs, {lesson.positive} of one story; {held_out}")
    print(f"{model.name}/{model.digest} is in {arguments.out}")
    return 0


def _fitted(arguments: argparse.Namespace) -> Model:
    from pipelines.training.derivatives import derivatives_of
    from pipelines.training.examples import examples_of
    from pipelines.training.teach import MOST_DAYS, UNKNOWN_DAYS, Taught, make_model

    rules = PairRules(
        leave_out=tuple(sorted(set(arguments.leave_out))),
        least_confidence=arguments.least_confidence,
        not_judged=names_in(arguments.not_judged),
    )
    lessons = [(*_name_and_weight(given), store, gold) for given, store, gold in arguments.lesson]
    unknown = sorted(set(arguments.listed_only) - {name for name, *_ in lessons})
    if unknown:
        raise UsageError(f"--listed-only {unknown[0]}: no --lesson is called so")
    taught = []
    for name, weight, store, gold in lessons:
        data = _bytes_of(gold)
        try:
            own = replace(rules, unlisted_negative=name not in arguments.listed_only)
            found = examples_of(Bench.of(current_at(store), read_gold(data), own), unknown_days=UNKNOWN_DAYS, most_days=MOST_DAYS)
        except GoldError as error:
            raise UsageError(f"{gold}: {error}") from error
        if not len(found):
            raise UsageError(f"{gold}: it says nothing of the pairs that were compared in {store}: leave the lesson {name} out")
        taught.append(Taught(name, blake2b(data, digest_size=8).hexdigest(), found, weight, name in arguments.listed_only))
    if len({together for lesson in taught for together in lesson.examples.together.tolist()}) < 2:
        raise UsageError("the lessons must hold pairs that belong together and pairs that do not: add a lesson with the others")
    store, gold = arguments.derivatives
    try:
        derivatives = derivatives_of(current_at(store), _bytes_of(gold))
    except GoldError as error:
        raise UsageError(f"{gold}: {error}") from error
    return make_model(arguments.name, taught, derivatives, _command(arguments))


def _command(arguments: argparse.Namespace) -> str:
    """The command again, without the places of stores and files: they are no part of what was learned."""
    return " ".join(
        [
            "wirekin train",
            *(f"--lesson {given} STORE GOLD" for given, _, _ in arguments.lesson),
            *(f"--listed-only {name}" for name in arguments.listed_only),
            "--derivatives STORE GOLD",
            *(f"--leave-out {label}" for label in arguments.leave_out),
            *([f"--least-confidence {arguments.least_confidence}"] if arguments.least_confidence else []),
            *(["--not-judged FILE"] if arguments.not_judged else []),
        ]
    )


def _name_and_weight(given: str) -> tuple[str, float]:
    """`seeds=0.5` -> its parts; a lesson without a weight has 1."""
    name, _, number = given.partition("=")
    try:
        weight = float(number or 1)
    except ValueError as error:
        raise UsageError(f"--lesson {given}: {number} is no number: write {name}=0.5") from error
    if not name or not 0 < weight < inf:
        raise UsageError(f"--lesson {given}: give a name, and a weight above 0 or none: write {name or 'NAME'}=0.5")
    return name, weight


def names_in(name: str | None) -> frozenset[str]:
    """The lines of a file that are neither empty nor begin with #; none without a name."""
    if name is None:
        return frozenset()
    try:
        lines = [line.strip() for line in _bytes_of(name).decode("utf-8-sig").split("\n")]
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8: save it as UTF-8, one uri a line") from error
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _bytes_of(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error
