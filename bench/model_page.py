# ruff: noqa: E501 - lines of the page
"""Writes docs/model.md from the shipped model: `python -m bench.model_page`. A test holds the page to the model."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipelines.matching.derivative import DERIVATIVE_MEANINGS
from pipelines.matching.scorer import shipped_model
from pipelines.matching.terms import TERMS
from schemas.model import Model, Score

PAGE: Final = Path("docs/model.md")
CONTEXT: Final = {
    "same_source": "both come from one source: it sends its next story on the matter more often than the same one again",
    "day_same_source": "for each day between them, from one source",
    "day_other_source": "for each day between them, from two sources",
    "rivals": "they name agencies, and none in common: two agencies' reports of one event",
}


def page(model: Model) -> str:
    """The page in Markdown."""
    context = model.context
    return "\n".join(
        [
            "# The model",
            "",
            f"`pipelines/matching/model.v1.json`, called `{model.name}/{model.digest}`: every number that joins two stories. This page",
            "is made from it by `python -m bench.model_page`. How it is used: [how-it-works.md](how-it-works.md). Why it is as it is:",
            "[0012](decisions/0012-the-score.md). How to make another: `wirekin train`, [evaluate.md](evaluate.md).",
            "",
            "## Two texts",
            "",
            "The log odds that one of two texts reuses the other are the intercept plus the sum of weight times feature. A sign is what a feature may",
            "say; a fit cannot go against it. The shorter is the text of smaller content weight.",
            "",
            *_table(model.texts, {name: term.meaning for name, term in TERMS.items()}),
            "",
            "## Time and source",
            "",
            f"Added to the log odds of a pair of stories. None of it raises them. More than {context.most_days:g} days count as {context.most_days:g}; where a time",
            f"is unknown, {context.unknown_days:g} days are assumed. Equal texts are one story whatever their time and source.",
            "",
            "| term | weight | when |",
            "|---|--:|---|",
            *(f"| `{name}` | {getattr(context, name):g} | {meaning} |" for name, meaning in CONTEXT.items()),
            "",
            "## Derivatives",
            "",
            "The log odds that a story derives from another whose agency it credits.",
            "",
            *_table(model.derivative, DERIVATIVE_MEANINGS),
            "",
            "## Operating points",
            "",
            "`wirekin ingest --operating-point NAME`, when a store is new. *strong*: from this probability two stories are put side by side; *cut*: under",
            "this mean probability two groups stay apart; *attach*: from this probability a derivative is attached.",
            "",
            "| name | strong | cut | attach |",
            "|---|--:|--:|--:|",
            *(f"| `{name}` | {p.strong:g} | {p.cut:g} | {p.attach:g} |" for name, p in model.points.items()),
            "",
            "## What it was fitted on",
            "",
            "Compared pairs of stories. Precision and recall are of pairs at .5, each judged by a fit that was not shown its family or running story.",
            "",
            "| set | pairs | of one story | precision | recall |",
            "|---|--:|--:|--:|--:|",
            *(f"| {x.name} | {x.pairs:,} | {x.positive:,} | {x.precision:.3f} | {x.recall:.3f} |" for x in model.lessons),
            "",
            f"Made by `{model.made_by}`.",
            "",
        ]
    )


def _table(score: Score, meanings: dict[str, str]) -> list[str]:
    rows = [f"| `{w.feature}` | {w.sign} | {w.weight:g} | {meanings[w.feature]} |" for w in score.weights]
    return ["| feature | sign | weight | meaning |", "|---|:-:|--:|---|", *rows, f"| intercept | | {score.intercept:g} | |"]


if __name__ == "__main__":
    PAGE.write_text(page(shipped_model()), encoding="utf-8")
