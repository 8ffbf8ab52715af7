"""Inputs as typed -> names of files: files, folders (walked), globs."""

from __future__ import annotations

from collections.abc import Iterable
from glob import glob, has_magic
from pathlib import Path, PurePath

from pipelines.commands.usage import UsageError


def input_files(inputs: Iterable[str]) -> tuple[str, ...]:
    """Files in the order of their names, each once: the path as typed plus the walk below it, POSIX, unresolved; no hidden ones."""
    names: set[str] = set()
    for given in inputs:
        if given.startswith("gs://"):
            raise UsageError(f"{given}: reading from Google Cloud Storage comes with a later version")
        found = sorted(glob(given, recursive=True)) if has_magic(given) and not Path(given).exists() else [given]
        if not found:
            raise UsageError(f"nothing matches {given}")
        for name in found:
            names.update(_walk(name))
    if not names:
        raise UsageError("the inputs hold no file")
    return tuple(sorted(names))


def _walk(name: str) -> Iterable[str]:
    path = Path(name)
    if path.is_file():
        return [PurePath(name).as_posix()]
    if not path.is_dir():
        raise UsageError(f"{name} does not exist")
    below = (found.relative_to(path) for found in path.rglob("*") if found.is_file())
    return [(PurePath(name) / part).as_posix() for part in below if not any(piece.startswith(".") for piece in part.parts)]
