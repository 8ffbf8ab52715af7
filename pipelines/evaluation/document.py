"""An evaluation as one JSON document (docs/evaluate.md describes its fields)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import orjson

from pipelines.evaluation.judgement import Evaluation, Grouping
from pipelines.evaluation.scenarios import AlertFigures, Judgement

SCHEMA: Final = "evaluation/1"
SCENARIOS: Final = "scenarios/1"
PLACES: Final = 4


def document(found: Evaluation) -> bytes:
    """JSON with its keys in a fixed order, shares rounded to four places: the same store and gold give the same bytes."""
    fields = {
        "schema": SCHEMA,
        "gold": found.gold_format,
        "rules": None if found.rules is None else asdict(found.rules),
        "notes": found.notes,
        "stories": found.stories,
        "stories_named": found.named,
        "families": _grouping(found.families),
        "unlisted_false": found.unlisted_false,
        "baselines": [_grouping(baseline) for baseline in found.baselines],
        "average_precision": found.average_precision,
        "candidates": asdict(found.candidates) | {"a_story": found.candidates.a_story, "recall": found.candidate_recall},
        "relations": [asdict(relation) for relation in found.relations],
        "kinds": [asdict(kind) for kind in found.kinds],
        "reliability": asdict(found.reliability),
        "reliability_by_language": {name: asdict(own) for name, own in found.by_language.items()},
        "false_joins": [asdict(example) for example in found.false_joins],
        "missed_pairs": [asdict(example) for example in found.missed_pairs],
    }
    return orjson.dumps(_rounded(fields), option=orjson.OPT_INDENT_2)


def scenarios_document(found: Judgement) -> bytes:
    """The same of scenarios."""
    fields = {
        "schema": SCENARIOS,
        "scenarios": found.scenarios,
        **{name: asdict(share) | {"share": share.value} for name, share in found.shares.items()},
        "alerts": _alerts(found.alerts),
        "still_carries": _alerts(found.carriers),
        "misses": [asdict(miss) for miss in found.misses],
    }
    return orjson.dumps(_rounded(fields), option=orjson.OPT_INDENT_2)


def _alerts(found: AlertFigures) -> dict[str, Any]:
    return asdict(found) | {"precision": found.precision, "recall": found.recall, "f1": found.f1}


def _grouping(found: Grouping) -> dict[str, Any]:
    pairs, stories = found.pairs, found.b_cubed
    return {
        "name": found.name,
        "threshold": found.threshold,
        "pair_precision": pairs.precision,
        "pair_recall": pairs.recall,
        "pair_f1": pairs.f1,
        "ari": pairs.ari,
        "b_cubed_precision": stories.precision,
        "b_cubed_recall": stories.recall,
        "b_cubed_f1": stories.f1,
        "pairs": asdict(pairs),
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, PLACES)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [_rounded(inner) for inner in value]
    return value
