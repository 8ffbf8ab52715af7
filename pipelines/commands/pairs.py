"""`wirekin compare A B`: two files side by side. `wirekin why A B`: two stored stories, and why they are in one family or not."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from pipelines.commands.usage import UsageError, add_store, current_at, print_rows, resolved, row
from pipelines.evaluation.verdict import Shelf, scored_texts, verdict
from pipelines.families.attach import may_derive
from pipelines.families.head import Head, record_digest
from pipelines.matching.evidence import passages, reasons
from pipelines.matching.fingerprint import fingerprint
from pipelines.matching.minhash import jaccard
from pipelines.matching.relation import direction, pair_relation
from pipelines.matching.scorer import SCALE, Scorer, shipped_model
from pipelines.storage.current import Current
from schemas import Match, Story


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `compare` and `why`."""
    parser = commands.add_parser("compare", help="one match of two files, with its reasons and passages")
    parser.add_argument("file_a", metavar="FILE_A")
    parser.add_argument("file_b", metavar="FILE_B")
    parser.set_defaults(run=_run_compare)
    parser = commands.add_parser("why", help="why two stored stories are in one family, or not")
    parser.add_argument("a", metavar="A", help="uri, uid, story_id or family id, or the beginning of an id")
    parser.add_argument("b", metavar="B", help="uri, uid, story_id or family id, or the beginning of an id")
    add_store(parser)
    parser.set_defaults(run=_run_why)


def _run_compare(arguments: argparse.Namespace) -> int:
    print_rows([match_of(_story_in(arguments.file_a), _story_in(arguments.file_b)).json_bytes()])
    return 0


def _story_in(name: str) -> Story:
    from pipelines.formats import parse

    path = Path(name)
    if not path.is_file():
        raise UsageError(f"{name} is not a file")
    items = list(parse(path.read_bytes(), name))
    for item in items:
        if isinstance(item, Story):
            return item
    raise UsageError(f"{name} holds no story: {getattr(items[0], 'error', 'it is empty') if items else 'it is empty'}")


def match_of(a: Story, b: Story) -> Match:
    """The full match of two stories, with the passages they share."""
    scorer = Scorer(shipped_model())
    prints = fingerprint(a), fingerprint(b)
    numbers, probability, a_is_short = scored_texts(prints[0].tokens, prints[1].tokens, scorer)
    cover = numbers["cover_short"], numbers["cover_long"]
    cover_a, cover_b = cover if a_is_short else cover[::-1]
    heads = [Head.of(story, record_digest(story)) for story in (a, b)]
    which, why = direction(heads[0].side, heads[1].side, a_in_b=cover_a, b_in_a=cover_b, length_ratio=numbers["len_ratio"])
    return Match(
        a=a.uri,
        b=b.uri,
        probability=probability / SCALE,
        relation=pair_relation(probability, numbers),
        direction=which,
        direction_why=why,
        coverage_a=round(cover_a, 4),
        coverage_b=round(cover_b, 4),
        jaccard=round(jaccard(prints[0].signature, prints[1].signature), 4),
        features={name: round(value, 4) for name, value in numbers.items()},
        passages=passages(prints[0].tokens, prints[1].tokens, a.comparison_text(), b.comparison_text()),
        reasons=(*reasons(probability, numbers), *_credit_reasons(heads[0], heads[1], numbers, scorer)),
    )


def _credit_reasons(a: Head, b: Head, numbers: dict[str, float], scorer: Scorer) -> list[str]:
    """What the agencies that two stories name say of them."""
    named = ({*head.credits, head.agency} for head in (a, b))
    both = sorted(agency for agency in set.intersection(*named) if agency is not None)
    out = [f"Both name {', '.join(both)}."] if both else []
    row = np.array([list(numbers.values())])
    takes = max(float(scorer.derivative(row, short)[0]) for short in (True, False))
    if (may_derive(a, b) or may_derive(b, a)) and takes >= scorer.model.points["balanced"].attach:
        out.append(f"One tells part of the other, beside reporting of its own, and credits the same agency: a derivative, {takes:.2f}.")
    return out


def _run_why(arguments: argparse.Namespace) -> int:
    current = current_at(arguments.store)
    print_rows([row(why(current, resolved(current, arguments.a).head, resolved(current, arguments.b).head))])
    return 0


def why(current: Current, a: Head, b: Head) -> dict[str, object]:
    """The fields that `why` prints of two stored versions."""
    found = verdict(Shelf(current), a, b)
    answer: dict[str, object] = {"a": a.uri, "b": b.uri, "same_family": found.same_family, "families": list(found.families)}
    if found.probability is not None:
        answer |= {"probability": found.probability / SCALE, "shared_keys": found.shared_keys, "reasons": list(found.reasons)}
    return answer | {"verdict": found.verdict, "because": found.because}
