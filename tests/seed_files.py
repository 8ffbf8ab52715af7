"""The files of the invented corpus in which some of its families lie: a run of a few instead of all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]


def files_of(families: Sequence[str], kind: str) -> list[str]:
    """Those of a folder of the seeds, such as `text`, that hold a member or a near miss of these families; relative to the project."""
    lines = [line.split("\t") for line in (ROOT / "seeds/gold.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    uris = {line[0] for line in lines if line[1].partition("~")[0] in families}
    files = [(file, f"seeds/stories/{kind}/{file.name}") for file in sorted((ROOT / "seeds/stories" / kind).iterdir())]
    return [name for file, name in files if name in uris or any(uri.encode() in file.read_bytes() for uri in uris)]
