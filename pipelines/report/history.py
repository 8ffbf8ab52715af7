"""The history of a family for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.report.dead_letters import plain
from schemas import Family, FamilyEvent

_SHOWN: Final = 9
"""Characters of an id that are shown."""


def history_table(family: Family, events: Sequence[FamilyEvent], headlines: Mapping[str, str], times: Mapping[int, str]) -> None:
    """A line an event. `headlines` by story_id; `times`: when the run of a revision started."""
    console = Console(highlight=False)
    root = family.members[0]
    console.print(Text(plain(root.headline or root.uri), style="bold"))
    console.print(f"family {family.family_id}, {len(family.story_ids)} stories, {family.status}")
    table = Table(box=None, pad_edge=False)
    for name in ("revision", "run started", "family", "what", "from or to", "story or reason"):
        table.add_column(name, justify="right" if name == "revision" else "left", no_wrap=name not in ("story or reason",), overflow="fold")
    for event in events:
        story = headlines.get(event.story_id, event.story_id) if event.story_id else event.detail or ""
        table.add_row(
            str(event.revision),
            times[event.revision],
            event.family_id[:_SHOWN],
            event.kind.replace("_", " ") + (", late" if event.late else ""),
            (event.other_family_id or "")[:_SHOWN],
            Text(plain(story)),
        )
    console.print(table)
