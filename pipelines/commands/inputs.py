"""Inputs as typed -> names of files: files, folders (walked), globs, and what lies below `gs://BUCKET/PREFIX`."""

from __future__ import annotations

from collections.abc import Iterable
from glob import glob, has_magic
from pathlib import Path, PurePath

from pipelines.commands.usage import UsageError
from pipelines.storage.objects import SCHEME, Objects
from pipelines.storage.store import UnsupportedStore


def input_files(inputs: Iterable[str]) -> tuple[str, ...]:
    """Files in the order of their names, each once: the path as typed plus the walk below it, POSIX, unresolved; no hidden ones."""
    names: set[str] = set()
    for given in inputs:
        if given.startswith(SCHEME):
            names.update(_objects(given))
            continue
        found = sorted(glob(given, recursive=True)) if has_magic(given) and not Path(given).exists() else [given]
        if not found:
            raise UsageError(f"nothing matches {given}")
        for name in found:
            names.update(_walk(name))
    if not names:
        raise UsageError("the inputs hold no file")
    return tuple(sorted(names))


def _objects(given: str) -> Iterable[str]:
    try:
        found = Objects().below(given)
    except UnsupportedStore as error:
        raise UsageError(str(error)) from error
    if not found:
        raise UsageError(f"nothing lies at {given}")
    return found


def _walk(name: str) -> Iterable[str]:
    path = Path(name)
    if path.is_file():
        return [PurePath(name).as_posix()]
    if not path.is_dir():
        raise UsageError(f"{name} does not exist")
    below = (found.relative_to(path) for found in path.rglob("*") if found.is_file())
    return [(PurePath(name) / part).as_posix() for part in below if not any(piece.startswith(".") for piece in part.parts)]
