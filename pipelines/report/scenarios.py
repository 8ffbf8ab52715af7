"""What a store says of scenarios, as tables for a person at a terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.evaluation.scenarios import AlertFigures, Judgement, by_scenario

SAID: Final = {
    "families": "families",
    "relations": "relation to the parent",
    "directions": "direction: the edge leads to what it was taken from",
    "parents": "parent, to the version",
    "statuses": "status",
    "credits": "credit",
    "origins": "origin",
}
_ONE: Final = {
    "families": "family of",
    "relations": "relation of",
    "directions": "direction of",
    "parents": "parent of",
    "statuses": "status of",
    "credits": "credit of",
    "origins": "origin of the family of",
    "alerts": "alert:",
}


def scenarios(found: Judgement) -> None:
    """The figures, then each miss by its scenario."""
    console = Console(highlight=False)
    console.print(f"{found.scenarios} scenarios")
    console.print(_shares(found))
    console.print(_alerts({"alerts": found.alerts, "still_carries alone": found.carriers}))
    for name, misses in by_scenario(found.misses):
        console.print(Text(f"\n{name or 'of no scenario'}", style="bold"))
        for miss in misses:
            console.print(Text(f"  {_ONE[miss.what]} {miss.who}"), soft_wrap=True)
            console.print(Text(f"    is {miss.wanted}, was found as {miss.found}", style="dim"), soft_wrap=True)


def _shares(found: Judgement) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("", "right", "of", "share"):
        table.add_column(column, justify="right" if column else "left")
    for name, share in found.shares.items():
        table.add_row(SAID[name], str(share.right), str(share.total), f"{share.value:.3f}")
    return table


def _alerts(every: dict[str, AlertFigures]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("", "right", "false", "missed", "precision", "recall", "F1"):
        table.add_column(column, justify="right" if column else "left")
    for name, own in every.items():
        table.add_row(name, str(own.right), str(own.false), str(own.missed), f"{own.precision:.3f}", f"{own.recall:.3f}", f"{own.f1:.3f}")
    return table
