"""The formats that are read, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.formats.described import Described


def format_tables(formats: Sequence[Described]) -> None:
    """What each format is told by and its limits; then, for each, which field of a story comes from where."""
    console = Console()
    table = Table(box=None, pad_edge=False)
    for name in ("format", "what it is", "told by", "largest"):
        table.add_column(name, no_wrap=name == "format", overflow="fold")
    for each in formats:
        table.add_row(Text(each.name, "bold"), Text(each.title), _plain(each.told_by), Text("; ".join(each.limits)))
    console.print(table)
    for each in formats:
        fields = Table(
            box=None, pad_edge=False, title=f"\n{each.name}: {each.title}", title_justify="left", title_style="bold", show_header=False
        )
        fields.add_column(no_wrap=True, min_width=16)
        fields.add_column(overflow="fold")
        for field, where in each.fields.items():
            fields.add_row(field, _plain(where))
        console.print(fields)


def _plain(text: str) -> Text:
    """Without the marks of the page."""
    return Text(text.replace("`", ""))
