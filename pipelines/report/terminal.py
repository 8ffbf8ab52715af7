"""Tables and families for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.matching.evidence import passages, percent
from pipelines.matching.fingerprint import fingerprint
from schemas import Family, Membership, Story


def run_table(rows: Mapping[str, int | float]) -> None:
    """What a run did, as a table."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    for name, value in rows.items():
        table.add_row(name, f"{value:,}")
    Console().print(table)


def overview(families: Sequence[Family], limit: int = 30) -> None:
    """The families of more than one story, the largest first."""
    many = sorted((f for f in families if len(f.story_ids) > 1), key=lambda f: (-len(f.story_ids), f.family_id))
    console = Console()
    table = Table(box=None, pad_edge=False, title=f"{len(many)} families of two stories and more", title_justify="left")
    for column in ("family", "stories", "origin", "status", "headline of the root"):
        table.add_column(column, justify="right" if column == "stories" else "left", no_wrap=True, overflow="ellipsis")
    for family in many[:limit]:
        origin = family.origin.provider or "unknown"
        table.add_row(family.family_id[:9], str(len(family.story_ids)), origin, family.status, Text(family.members[0].headline or ""))
    console.print(table)
    if len(many) > limit:
        console.print(f"... and {len(many) - limit} more: wirekin members lists all")
    console.print("\nwirekin show FAMILY --store STORE shows one of them.", style="dim")


def family(found: Family, texts: Mapping[str, Story]) -> None:
    """One family: its origin, then who took what from whom, with the longest shared passage, and why. `texts` by uid."""
    console = Console()
    root = found.members[0]
    console.print(Text.assemble((root.headline or root.uri, "bold")))
    sure = {"sure": "", "likely": "probably ", "unknown": "perhaps "}[found.origin.confidence]
    where = found.origin.provider or "unknown"
    held = "" if found.origin.in_store or not found.origin.provider else ", whose own copy was not received"
    console.print(f"family {found.family_id}  {found.status}  {len(found.story_ids)} stories")
    console.print(f"origin: {sure if found.origin.provider else ''}{where}{held}. {found.origin.why}")
    for note in found.notes:
        console.print(note)
    sources = {m.uid: m.source or m.uri for m in found.members}
    for member in found.members:
        console.print()
        console.print(_heading(member, sources))
        if member.parent_uid is not None:
            shared = _longest(texts[member.parent_uid], texts[member.uid])
            if shared is not None:
                console.print(shared)
        for reason in member.reasons[:4]:
            console.print(f"    {_in_words(reason)}", style="dim")
    for alert in found.alerts:
        console.print(Text(f"\n{alert.kind}: {alert.uri} {alert.state.replace('_', ' ')}. {alert.evidence}", style="red"))


def _heading(member: Membership, sources: Mapping[str, str]) -> Text:
    when = (member.published or "no date").replace("T", " ").replace("Z", "")[:16]
    line = Text.assemble((f"{when:<17}", "cyan"), (f"{sources[member.uid]:<24}", "bold"), f" {member.relation}")
    if member.parent_uid is not None:
        arrow = "of" if member.direction_known else "with"
        line.append(f" {arrow} {sources[member.parent_uid]}")
        if member.coverage is not None:
            line.append(f", takes {percent(member.coverage)}")
        line.append(f"  p {member.probability:.2f}", style="dim")
    if member.status != "usable":
        line.append(f"  {member.status.upper()}", style="bold red")
    return line


def _longest(parent: Story, member: Story) -> Text | None:
    """The longest passage of the same words, in its surroundings in the member."""
    text = member.comparison_text()
    found = passages(fingerprint(parent).tokens, fingerprint(member).tokens, parent.comparison_text(), text)
    same = [p for p in found if p.same_words] or list(found)
    if not same:
        return None
    best = max(same, key=lambda p: (p.words, -p.a[0]))
    start, end = best.b
    before, shared, after = text[max(0, start - 40) : start], text[start:end], text[end : end + 40]
    if len(shared) > 240:
        shared, after = shared[:240] + " ...", ""
    label = f"    {best.words} words the same: " if best.same_words else "    told again: "
    line = Text(label, style="dim")
    for part, style in ((before, "dim"), (shared, "bold green" if best.same_words else "green"), (after, "dim")):
        line.append(" ".join(part.split()) + " ", style=style)
    return line


def _in_words(reason: str) -> str:
    return "Which of the two came first is not known." if reason == "direction_unknown" else reason
