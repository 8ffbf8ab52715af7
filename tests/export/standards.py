"""Where the schemas of other people's standards lie: none is shipped, the environment names a folder of them (docs/export.md)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

VARIABLE = "WIREKIN_STANDARDS"


def standard(name: str) -> Path:
    """The file of that name; the test is skipped, and says so, where it is not at hand."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        pytest.skip(f"{VARIABLE} names no folder with {name}")
    return Path(folder) / name
