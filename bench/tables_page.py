"""Write docs/tables.md: `python -m bench.tables_page`. A test holds it in step with `pipelines/snapshot/tables.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.snapshot.tables import TABLES, Column

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"


def page() -> str:
    """The page as Markdown."""
    parts = [
        "# The tables of a snapshot",
        "Made by `python -m bench.tables_page` from `pipelines/snapshot/tables.py`. [output.md](output.md) says how to write and ask them. "
        "Beside its columns each table has `date`, from the path; `0001-01-01` is that of rows without a time.",
    ]
    for table in TABLES:
        rows = [f"| `{name}` | {kind} | {says} |" for name, kind, says in _rows(table.columns)]
        said = f"{table.says} `date` is {table.date}; inside a date rows are sorted by {', '.join(f'`{name}`' for name in table.sort)}."
        parts += [f"## `{table.name}`", said, "\n".join(["| column | type | what it says |", "|---|---|---|", *rows])]
    return "\n\n".join(parts) + "\n"


def _rows(columns: tuple[Column, ...], inside: str = "") -> Iterator[tuple[str, str, str]]:
    for column in columns:
        nested = isinstance(column.type, tuple)
        kind = "list of structs" if nested else "list of strings" if column.type == "strings" else column.type
        yield f"{inside}{column.name}", str(kind), column.says
        if isinstance(column.type, tuple):
            yield from _rows(column.type, f"{inside}{column.name}[].")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
