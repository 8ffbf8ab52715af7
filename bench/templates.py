"""The metadata of the Flex Templates, made of their parameters and of the flags of the commands: `python -m bench.templates` writes
`deploy/template/*.json`, with `--check` it only says whether they are in step.

The form is that of Dataflow's TemplateMetadata.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pipelines.cli import parser
from pipelines.launch import TEMPLATES, Parameter, Template

FOLDER = Path(__file__).parents[1] / "deploy" / "template"


def flags_of(command: str) -> dict[str, argparse.Action] | None:
    """Flag without dashes -> what the parser knows of it; None where there is no such command."""
    (group,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    if command not in group.choices:
        return None
    return {option.removeprefix("--"): action for action in group.choices[command]._actions for option in action.option_strings}


def metadata(template: Template) -> dict[str, Any]:
    """One template as its file has it."""
    flags = {**(flags_of("ingest") or {}), **(flags_of(template.command) or {})}  # what both have means the same in both
    out: dict[str, Any] = {
        "name": template.name,
        "description": template.description,
        "streaming": template.streaming,
        "parameters": [_parameter(parameter, flags) for parameter in template.parameters],
    }
    if template.streaming:
        out |= {"supportsExactlyOnce": True, "supportsAtLeastOnce": False}
    return out


def _parameter(parameter: Parameter, flags: dict[str, argparse.Action]) -> dict[str, Any]:
    said = parameter.help
    if said is None:
        action = flags.get(parameter.flag or "")
        said = "where the store lies: gs://BUCKET/PREFIX" if parameter.flag == "store" else action.help if action is not None else None
    if said is None:
        raise ValueError(f"nothing says what {parameter.name} is")
    out: dict[str, Any] = {
        "name": parameter.name,
        "label": parameter.label,
        "helpText": f"{said[0].upper()}{said[1:]}.",
        "isOptional": parameter.optional,
        "paramType": parameter.kind,
    }
    if parameter.pattern is not None:
        out["regexes"] = [parameter.pattern]
    return out


def files() -> dict[Path, str]:
    """Every file, and what it must hold."""
    return {FOLDER / f"{template.file}.json": json.dumps(metadata(template), indent=2, ensure_ascii=False) + "\n" for template in TEMPLATES}


def main(arguments: list[str]) -> int:
    """Write, or compare."""
    behind = [path for path, text in files().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in behind:
            print(f"{path.name} is not in step: python -m bench.templates", file=sys.stderr)
        return 1 if behind else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
