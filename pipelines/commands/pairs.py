"""`wirekin compare A B`: two files side by side. `wirekin why A B`: two stored stories, and why they are in one family or not."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from pipelines.commands.usage import UsageError, add_store, current_at, print_rows, row
from pipelines.families.attach import THRESHOLD, may_derive
from pipelines.families.head import Head, record_digest
from pipelines.families.scored import within
from pipelines.matching.derivative import derivative_probability
from pipelines.matching.evidence import passages, reasons
from pipelines.matching.fingerprint import fingerprint, microseconds
from pipelines.matching.keys import BAND_HITS, NEEDED_HITS
from pipelines.matching.minhash import jaccard
from pipelines.matching.prepare import prepare
from pipelines.matching.relation import STRONG, direction, pair_relation
from pipelines.matching.score import FEATURES, MEASURES, SCALE, score
from pipelines.matching.texts import Texts
from pipelines.matching.tokens import Tokens
from pipelines.storage.current import Current
from schemas import Match, Story


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `compare` and `why`."""
    parser = commands.add_parser("compare", help="one match of two files, with its reasons and passages")
    parser.add_argument("file_a", metavar="FILE_A")
    parser.add_argument("file_b", metavar="FILE_B")
    parser.set_defaults(run=_run_compare)
    parser = commands.add_parser("why", help="why two stored stories are in one family, or not")
    parser.add_argument("a", metavar="A", help="uri, uid or story_id")
    parser.add_argument("b", metavar="B", help="uri, uid or story_id")
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
    prints = fingerprint(a), fingerprint(b)
    numbers, measures, probability, a_is_short = _scored(prints[0].tokens, prints[1].tokens)
    cover = measures["cover_short"], measures["cover_long"]
    cover_a, cover_b = cover if a_is_short else cover[::-1]
    heads = [Head.of(story, record_digest(story)) for story in (a, b)]
    which, why = direction(heads[0].side, heads[1].side, a_in_b=cover_a, b_in_a=cover_b, length_ratio=numbers["len_ratio"])
    return Match(
        a=a.uri,
        b=b.uri,
        probability=probability / SCALE,
        relation=pair_relation(probability, numbers, measures),
        direction=which,
        direction_why=why,
        coverage_a=round(cover_a, 4),
        coverage_b=round(cover_b, 4),
        jaccard=round(jaccard(prints[0].signature, prints[1].signature), 4),
        features={name: round(value, 4) for name, value in (numbers | measures).items()},
        passages=passages(prints[0].tokens, prints[1].tokens, a.comparison_text(), b.comparison_text()),
        reasons=(*reasons(probability, numbers, measures), *_credit_reasons(heads[0], heads[1], numbers, measures)),
    )


def _credit_reasons(a: Head, b: Head, numbers: dict[str, float], measures: dict[str, float]) -> list[str]:
    """What the agencies that two stories name say of them."""
    named = ({*head.credits, head.agency} for head in (a, b))
    both = sorted(agency for agency in set.intersection(*named) if agency is not None)
    out = [f"Both name {', '.join(both)}."] if both else []
    row = np.array([list(numbers.values())]), np.array([list(measures.values())])
    takes = max(float(derivative_probability(*row, short)[0]) for short in (True, False))
    if (may_derive(a, b) or may_derive(b, a)) and takes >= THRESHOLD:
        out.append(f"One tells part of the other, beside reporting of its own, and credits the same agency: a derivative, {takes:.2f}.")
    return out


def _scored(a: Tokens, b: Tokens) -> tuple[dict[str, float], dict[str, float], int, bool]:
    """Features, measures, probability in 1/10,000, and whether a is the shorter text."""
    texts = Texts.of([1, 2], [a, b])
    found = score(texts, prepare(texts), np.array([0]), np.array([1]))
    features = dict(zip(FEATURES, found.features[0].tolist(), strict=True))
    measures = dict(zip(MEASURES, found.measures[0].tolist(), strict=True))
    return features, measures, int(found.probability[0]), not found.swapped[0]


def _run_why(arguments: argparse.Namespace) -> int:
    current = current_at(arguments.store)
    print_rows([row(why(current, _stored(current, arguments.a), _stored(current, arguments.b)))])
    return 0


def _stored(current: Current, name: str) -> Head:
    for head in current.by_uri.get(name, []) or sorted(current.heads.values(), key=lambda head: head.version_order):
        if not head.notice and name in (head.uri, head.uid, head.story_id):
            return head
    raise UsageError(f"{name} is not in the store: give a uri, uid or story_id as wirekin members prints it")


def why(current: Current, a: Head, b: Head) -> dict[str, object]:
    """Why two stored versions are in one family or not, for a person."""
    home, other = current.family_of[a.story_id], current.family_of[b.story_id]
    together = home.family_id == other.family_id
    answer: dict[str, object] = {"a": a.uri, "b": b.uri, "same_family": together, "families": [home.family_id, other.family_id]}
    if a.story_id == b.story_id:
        return answer | {"verdict": "same story", "because": "They are versions of one item."}
    if not a.digest or not b.digest:
        return answer | {"verdict": "too short", "because": "A text of so few words is never matched by its text."}
    said: tuple[str, ...] = ("The two texts are the same.",)
    probability, keys = SCALE, _shared_keys(current, a, b)
    if a.digest != b.digest:
        features, measures, probability, _ = _scored(current.text_at(a.place).tokens_of(0), current.text_at(b.place).tokens_of(0))
        said = reasons(probability, features, measures)
    answer |= {"probability": probability / SCALE, "shared_keys": keys, "reasons": list(said)}
    verdict, because = _verdict(current, a, b, together, probability, keys)
    return answer | {"verdict": verdict, "because": because}


def _shared_keys(current: Current, a: Head, b: Head) -> int:
    shared = np.intersect1d(current.postings_at(a.place)["key"], current.postings_at(b.place)["key"])
    return int(sum(BAND_HITS if key & 1 else 1 for key in shared.tolist()))


def _verdict(current: Current, a: Head, b: Head, together: bool, probability: int, keys: int) -> tuple[str, str]:
    if together:
        relations = {m.relation for m in current.family_of[a.story_id].members if m.uid in (a.uid, b.uid)}
        if "derivative" in relations:
            return "attached", "One of them is attached as a derivative: it takes part of the story and credits the agency."
        return "same family", "Directly or through the other members, one reuses the text of the other."
    if not within(microseconds(a.published), microseconds(b.published), current.manifest.horizon):
        return "too far apart in time", "They lie further apart than the horizon, and are never compared."
    if keys == 0:
        return "no shared key", "No index key leads from the one to the other."
    low, high = sorted((a.digest, b.digest))
    rows = current.matches
    met = ((rows["a"] == low) & (rows["b"] == high)) | ((rows["a"] == high) & (rows["b"] == low))
    if not met.any() and keys < NEEDED_HITS:
        return "no shared key", f"They share {keys} of the {NEEDED_HITS} index keys that a comparison needs."
    if not met.any():
        return "key common", "The keys they share lead to too many other texts."
    if probability < STRONG:
        return "below threshold", f"The probability of {probability / SCALE:.2f} is below {STRONG / SCALE:.1f}."
    return "cut by refinement", "As a pair they pass, but the families on both sides share too little on the whole."
