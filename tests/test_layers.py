"""A file's folder says what it may import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
OURS: Final = ("pipelines", "schemas", "bench", "tests")
CORE: Final = ("schemas", "trade", "formats", "matching", "furniture", "families")
EVERYTHING: Final = (
    *CORE,
    "storage",
    "snapshot",
    "export",
    "evaluation",
    "training",
    "options",
    "verification",
    "stages",
    "streaming",
    "watching",
    "report",
    "ingest",
    "rebuild",
    "commands",
)

MAY_IMPORT: Final[dict[str, tuple[str, ...]]] = {
    "schemas": (),
    "trade": ("schemas",),
    "formats": ("schemas", "trade"),
    "matching": ("schemas", "trade"),
    "furniture": ("schemas", "trade", "matching"),
    "families": ("schemas", "trade", "matching"),
    "storage": ("schemas", "matching", "families"),
    "snapshot": ("schemas", "matching"),
    "export": ("schemas", "trade", "families"),
    "evaluation": ("schemas", "matching", "families", "storage"),
    "training": ("schemas", "trade", "matching", "families", "storage", "evaluation"),
    "options": ("formats", "schemas", "matching", "families"),
    "stages": (*CORE, "storage", "options"),
    "streaming": (*CORE, "storage", "options", "stages"),
    "verification": (*CORE, "storage", "options", "stages"),
    "watching": ("schemas", "formats", "storage"),
    "report": ("schemas", "trade", "formats", "matching", "families", "evaluation"),
    "ingest": (*CORE, "storage", "options", "stages", "streaming"),
    "rebuild": (*CORE, "storage", "options", "stages", "ingest"),
    "commands": EVERYTHING,
    "cli": EVERYTHING,
    "launch": (*EVERYTHING, "cli"),
}
"""Layer -> the other layers of ours that it may import: folders and files of `pipelines`, and `schemas`."""
PURE: Final = ("trade", "formats", "matching", "furniture", "families", "export", "evaluation", "training")
IMPURE: Final = ("apache_beam", "os", "pathlib", "socket", "urllib", "http", "shutil", "tempfile", "subprocess", "time", "random", "io")
"""What no pure layer may import: engines, files, the network, clocks, chance."""
IN_MEMORY: Final = ("io.BytesIO", "io.StringIO")
"""Bytes that a library wants to read like a file: no file."""
CLOCKS: Final = ("now", "utcnow", "today", "time_ns", "fromtimestamp")


def layer_of(module: str) -> str:
    """`pipelines.families.head` -> `families`; `schemas.story` -> `schemas`."""
    parts = module.split(".")
    if parts[0] != "pipelines":
        return parts[0]
    return parts[1] if len(parts) > 1 else "pipelines"


def imported(tree: ast.AST) -> Iterator[str]:
    """Names of the modules that a file imports, wherever in it, whether or not for types only; a relative name begins with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "pipelines":
            yield from (f"pipelines.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "io":
            yield from (f"io.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def violations(module: str, source: str) -> list[str]:
    """What a module imports or calls against the rules, in words."""
    layer, tree = layer_of(module), ast.parse(source)
    found = []
    for name in imported(tree):
        top = name.split(".")[0]
        target = layer_of(name)
        if top in OURS and target != layer and target not in MAY_IMPORT[layer]:
            found.append(f"{module} imports {name}: {layer} may not import {target}")
        if name.startswith("."):
            found.append(f"{module} imports {name}: names are written in full")
        if layer in PURE and top in IMPURE and name not in IN_MEMORY:
            found.append(f"{module} imports {name}: {layer} is pure")
    for node in ast.walk(tree) if layer in PURE else ():
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            found.append(f"{module} asks the clock in line {node.lineno}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("open", "__import__", "input"):
            found.append(f"{module} calls {node.func.id} in line {node.lineno}")
    return found


def modules() -> dict[str, str]:
    """Every module of ours that is shipped, and its source."""
    files = [file for folder in ("pipelines", "schemas") for file in sorted((ROOT / folder).rglob("*.py"))]
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return {name: file.read_text(encoding="utf-8") for name, file in zip(names, files, strict=True)}


def test_every_module_imports_only_what_its_layer_may() -> None:
    found = modules()
    assert {"pipelines.families.build", "schemas", "pipelines.cli"} <= found.keys()
    assert [line for name, source in found.items() for line in violations(name, source)] == []


def test_every_module_lies_in_a_layer_that_is_described_here() -> None:
    assert {layer_of(name) for name in modules()} - {"pipelines"} == set(MAY_IMPORT)


def test_layers_import_in_one_direction() -> None:
    """No layer may, by way of others, import itself."""
    for layer in MAY_IMPORT:
        reached, before = set(MAY_IMPORT[layer]) - {layer}, set[str]()
        while reached != before:
            before = set(reached)
            reached |= {deeper for name in before for deeper in MAY_IMPORT[name] if deeper != name}
        assert layer not in reached


@pytest.mark.parametrize(
    ("module", "source", "said"),
    [
        ("schemas.story", "from pipelines.trade import words", "schemas may not import trade"),
        ("pipelines.trade.words", "import pipelines.formats.ninjs", "trade may not import formats"),
        ("pipelines.formats.text", "from pipelines import matching", "formats may not import matching"),
        ("pipelines.matching.score", "def f():\n    from pipelines.families.head import Head", "matching may not import families"),
        ("pipelines.families.build", "from pipelines.storage.store import Store", "families may not import storage"),
        ("pipelines.families.build", "from ..storage.store import Store", "names are written in full"),
        ("pipelines.storage.packs", "from pipelines.stages.pair import PairStories", "storage may not import stages"),
        ("pipelines.report.terminal", "from pipelines.storage.current import Current", "report may not import storage"),
        ("pipelines.evaluation.gold", "from pipelines.report.terminal import family", "evaluation may not import report"),
        ("pipelines.evaluation.gold", "from pathlib import Path", "evaluation is pure"),
        ("pipelines.stages.pair", "from pipelines.commands.show import show", "stages may not import commands"),
        ("pipelines.options", "from pipelines.stages.pair import PairStories", "options may not import stages"),
        ("pipelines.commands.show", "from tests.families.builders import head", "commands may not import tests"),
        ("pipelines.families.head", "import apache_beam as beam", "families is pure"),
        ("pipelines.formats.text", "from os import path", "formats is pure"),
        ("pipelines.matching.keys", "if True:\n    from pathlib import Path", "matching is pure"),
        ("pipelines.trade.times", "import urllib.request", "trade is pure"),
        ("pipelines.trade.times", "from socket import socket", "trade is pure"),
        ("pipelines.trade.times", "from datetime import datetime\nx = datetime.now()", "asks the clock in line 2"),
        ("pipelines.families.head", "import datetime\nx = datetime.date.today", "asks the clock in line 2"),
        ("pipelines.formats.text", "x = open('file')", "calls open in line 1"),
    ],
)
def test_the_checker_reports_a_deliberate_break(module: str, source: str, said: str) -> None:
    (found,) = violations(module, source)
    assert said in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pipelines.families.build", "from pipelines.families.head import Head\nfrom pipelines.matching.score import SCALE"),
        ("pipelines.storage.local", "import os\nfrom pathlib import Path\nPath('x').open()"),
        ("pipelines.commands.ingest", "from datetime import datetime\nimport apache_beam\nx = datetime.now()"),
        ("pipelines.trade.times", "from datetime import UTC, datetime\nx = datetime.fromisoformat('2025-03-04').astimezone(UTC)"),
    ],
)
def test_the_checker_lets_the_rest_pass(module: str, source: str) -> None:
    assert violations(module, source) == []
