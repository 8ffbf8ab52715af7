"""The graph reads like a sentence, and its step names are what running jobs are updated by."""

from __future__ import annotations

import ast
import inspect

import apache_beam as beam

from pipelines import ingest
from pipelines.ingest import Job, build
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, RunSettings
from pipelines.storage.manifest import Manifest
from pipelines.storage.memory import MemoryStore

SENTENCE = [
    "ReadItems",
    "ParseStories",
    "LoadHeads",
    "TrackVersions",
    "FindReach",
    "FingerprintStories",
    "LoadPostings",
    "All postings",
    "PairStories",
    "LoadMatches",
    "CompareStories",
    "GroupFamilies",
    "Dead letters",
    "WriteFamilies",
]


def steps() -> list[str]:
    """Names of the top-level transforms, in order."""

    class Visitor(beam.pipeline.PipelineVisitor):  # type: ignore[misc]
        names: list[str] = []  # noqa: RUF012

        def enter_composite_transform(self, node: beam.pipeline.AppliedPTransform) -> None:
            if node.full_label and "/" not in node.full_label:
                self.names.append(node.full_label)

        def visit_transform(self, node: beam.pipeline.AppliedPTransform) -> None:
            if "/" not in node.full_label:
                self.names.append(node.full_label)

    pipeline = beam.Pipeline(runner="apache_beam.runners.portability.fn_api_runner.FnApiRunner")
    build(pipeline, Job((), None, MemoryStore(), Manifest(), 0, MatchSettings(), RunSettings(), shipped_model()))
    visitor = Visitor()
    visitor.names = []
    pipeline.visit(visitor)
    return visitor.names


def test_the_steps_of_the_graph() -> None:
    assert steps() == SENTENCE


def test_the_graph_fits_a_screen() -> None:
    (function,) = (n for n in ast.walk(ast.parse(inspect.getsource(ingest))) if isinstance(n, ast.FunctionDef) and n.name == "build")
    assert function.end_lineno is not None
    assert function.end_lineno - function.lineno < 40
