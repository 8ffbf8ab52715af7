"""Writes docs/formats.md from the modules of the formats: `python -m bench.formats_page`. A test holds the page to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipelines.formats.described import Described, described

PAGE: Final = Path("docs/formats.md")
HEAD: Final = """# Formats

What `wirekin ingest` reads; `wirekin formats` prints the same. This page is made from the modules in `pipelines/formats` by
`python -m bench.formats_page`.

A format is told by content, never by a file's name. Every file may be packed with gzip. Where a field of the item says nothing, the customs
of the trade apply: datelines, bylines, credits, edit marks and kinds of copy are found in text, headline, slug and note. A time without a
zone is that of its source, if that is known, else UTC: `time_basis` says which. What cannot be used becomes a dead letter, item by item
([output.md](output.md)).
"""


def page() -> str:
    """The page in Markdown."""
    formats = list(described())
    overview = [
        "| format | what it is | told by | largest |",
        "|---|---|---|---|",
        *(f"| `{each.name}` | {each.title} | {each.told_by} | {'; '.join(each.limits)} |" for each in formats),
    ]
    return "\n".join([HEAD, *overview, *(line for each in formats for line in _section(each)), ""])


def _section(each: Described) -> Iterator[str]:
    yield from ("", f"## {each.name}", "", f"{each.title}. `pipelines/formats/{each.module}.py`", "", "| field | comes from |", "|---|---|")
    for field, where in each.fields.items():
        yield f"| `{field}` | {where} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
