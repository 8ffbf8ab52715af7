"""What a rebuild changed, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from pipelines.families.diff import Change, Difference
from pipelines.report.dead_letters import plain
from schemas import Family

_KINDS: Final = {
    "split": "Split: one family is several now",
    "merged": "Merged: several families are one now",
    "joined": "Joined: a story that stood alone is in a family now",
    "left": "Left: a story of a family stands alone now",
}
_MEMBERS: Final = 4


def difference_report(found: Difference, settings: Mapping[str, tuple[Any, Any]], examples: int) -> None:
    """The settings that differ, the numbers, and some examples of each kind of change."""
    console = Console(highlight=False)
    for name, (old, new) in settings.items():
        console.print(Text(f"{name}: {old} -> {new}"))
    if not settings:
        console.print("The settings are those of the store.")
    console.print(f"{found.stories:,} stories: {found.before:,} families before, {found.after:,} now, {found.same:,} of the same stories")
    if found.retold:
        console.print(f"in {found.retold:,} of these a relation, a parent or a status is another")
    for kind, title in _KINDS.items():
        changes = [change for change in found.changes if change.kind == kind]
        console.print(Text(f"\n{title}: {len(changes):,}" if changes else f"\n{title}: none", style="bold"))
        for change in changes[:examples]:
            _one(console, change)
        if len(changes) > examples > 0:
            console.print(Text(f"... and {len(changes) - examples:,} more", style="dim"))


def _one(console: Console, change: Change) -> None:
    for mark, families in (("-", change.before), ("+", change.after)):
        for family in families:
            _family(console, mark, family)
    console.print()


def _family(console: Console, mark: str, family: Family) -> None:
    style = "red" if mark == "-" else "green"
    stories = len(family.story_ids)
    console.print(Text(f"{mark} {family.family_id[:9]}  {stories} {'story' if stories == 1 else 'stories'}", style=style))
    firsts = list({member.story_id: member for member in family.members}.values())
    for member in firsts[:_MEMBERS]:
        sure = "" if member.probability is None else f"  {member.probability:.2f}"
        console.print(
            Text(f"    {member.source or '?'}: {plain(member.headline or member.uri)}{sure}"),
            soft_wrap=False,
            overflow="ellipsis",
            no_wrap=True,
        )
    if len(firsts) > _MEMBERS:
        console.print(Text(f"    ... and {len(firsts) - _MEMBERS} more", style="dim"))
