"""A folder that files come into: which of them are new, or others than they were.

A file is known by its name, size and time of change. One that is still being written changes between two looks, and is left for the next
round. That cannot be told of one whose writer rests for longer than the looks lie apart: whoever can should write a file under a name
that begins with a dot, or beside the folder, and then rename it, for then it is there all at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePath

from pipelines.formats.identity import digest
from pipelines.storage.objects import SCHEME, Objects
from pipelines.storage.store import StoreError

Looks = dict[str, str]
"""Name of a file, as it was typed plus the walk below it -> digest of what it looks like from outside."""


def look(folder: str) -> tuple[Looks, list[str]]:
    """Every file below a folder that is not hidden, and what could not be listed, in words: then there may be more than was found."""
    if folder.startswith(SCHEME):
        return look_in_bucket(folder)
    failed: list[OSError] = []
    found = dict(_walk(folder, PurePath(folder), failed))
    return found, [f"{error.filename} cannot be read: {error.strerror}." for error in failed]


def holds(folder: str, name: str) -> bool:
    """Whether a look at a folder, as it was typed, finds a file of that name."""
    return PurePath(folder) in PurePath(name).parents or folder == name


def look_in_bucket(url: str) -> tuple[Looks, list[str]]:
    """The same of `gs://BUCKET/PREFIX`. An object is there all at once, so it looks as it did; each writing of it has a generation."""
    try:
        found = Objects().below(url)
    except StoreError as error:
        return {}, [f"{error}."]
    return {name: digest(name, str(generation)) for name, generation in found.items()}, []


def unchanged(new: Looks) -> Looks:
    """Those of some files that look as they did."""
    return {name: seen for name, seen in new.items() if name.startswith(SCHEME) or _looks(name) == seen}


def _walk(folder: str, name: PurePath, failed: list[OSError]) -> Iterator[tuple[str, str]]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        failed.append(error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, name / entry.name, failed)
        elif entry.is_file():
            path = (name / entry.name).as_posix()
            found = _looks(path)
            if found is not None:
                yield path, found


def _looks(path: str) -> str | None:
    """None for a file that is gone."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return digest(os.fsencode(path), str(found.st_size), str(found.st_mtime_ns))
