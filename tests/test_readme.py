"""The commands in the README run, and print what it says they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pipelines.cli import main

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def commands(text: str) -> list[tuple[str, list[str]]]:
    """(command, lines it is said to print) of every console block."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return found


def recipe(target: str) -> list[str]:
    """The wirekin commands of a Makefile target, with its variables filled in."""
    makefile = (ROOT / "Makefile").read_text()
    variables = dict(re.findall(r"^(\w+) \??:?= (.*)$", makefile, re.MULTILINE))
    lines = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert lines is not None
    filled = re.sub(r"\$\((\w+)\)", lambda m: variables[m.group(1)], lines.group(1))
    return re.findall(r"wirekin .*", filled)


def run(command: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a command prints on standard output."""
    lines: list[str] = []
    for part in recipe(command.removeprefix("make ")) if command.startswith("make ") else [command]:
        assert main(shlex.split(part)[1:]) == 0, part
        lines.extend(line.rstrip() for line in capsys.readouterr().out.splitlines())
    return lines


def test_the_commands_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    told = commands((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(told) >= 8
    for command, said in told:
        printed = run(command, capsys)
        assert printed, command
        assert [line for line in said if line not in (*printed, "...")] == [], command


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    from pipelines.cli import parser

    (group,) = (action for action in parser()._actions if action.dest == "command")
    assert group.choices is not None
    for name in group.choices:
        assert f"`{name}`" in text, name
