"""The page that reads one family of the seeds line by line: `python -m bench.explain_page` puts what the command prints today into it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PAGE: Final = Path("docs/explain.md")
BLOCK: Final = re.compile(r"(```console\n\$ wirekin explain (\S+) --store S\n)(.*?)(```\n)", re.DOTALL)
WIDTH: Final = 100


def with_output(page: str, printed: str) -> str:
    """The page with what the command prints in its block."""
    lines = "\n".join(line.rstrip() for line in printed.splitlines())
    return BLOCK.sub(lambda found: found[1] + lines + "\n" + found[4], page, count=1)


def main() -> int:
    """Ingest the seeds, explain the family that the page names, write the page."""
    page = PAGE.read_text(encoding="utf-8")
    named = BLOCK.search(page)
    if named is None:
        sys.exit(f"{PAGE} has no block of wirekin explain")
    wirekin = [sys.executable, "-m", "pipelines.cli"]
    with TemporaryDirectory(prefix="wirekin-") as store:
        subprocess.run([*wirekin, "ingest", "seeds/stories", "--store", store], check=True, capture_output=True)
        done = subprocess.run(
            [*wirekin, "explain", named[2], "--store", store],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"COLUMNS": str(WIDTH)},
        )
    PAGE.write_text(with_output(page, done.stdout), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
