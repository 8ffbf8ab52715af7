"""Tables and families for a person at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from pipelines.families.coherence import hangs_by
from pipelines.families.placeholder import NOTHING_SAID, Said
from pipelines.matching.evidence import passages, percent
from pipelines.matching.fingerprint import fingerprint
from schemas import Family, Membership, Story

SPACE = re.compile(r"\s+")
WORDS = re.compile(r"\S+ ?| ")
SHOWN_WORDS = 40
AROUND = 6
"""Words of a passage that are shown, and of what stands around it."""


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
    table = Table(box=None, pad_edge=False, expand=True, title=f"{len(many)} families of two stories and more", title_justify="left")
    for column, width in (("family", 9), ("stories", 7), ("alike", 5), ("origin", 12), ("status", 8)):
        table.add_column(column, justify="right" if column in ("stories", "alike") else "left", no_wrap=True, min_width=width)
    table.add_column("headline of the root", no_wrap=True, overflow="ellipsis", ratio=1)
    for family in many[:limit]:
        origin = family.origin.provider or "unknown"
        alike = "" if family.coherence is None else percent(family.coherence)
        sure = Text(f"weak {alike}", "yellow") if hangs_by(family) else Text(alike)
        headline = Text(family.members[0].headline or "")
        table.add_row(family.family_id[:9], str(len(family.story_ids)), sure, origin, family.status, headline)
    console.print(table)
    if any(hangs_by(family) for family in many[:limit]):
        console.print("weak: one link that is not sure holds the family together. Look at these first.")
    if len(many) > limit:
        console.print(f"... and {len(many) - limit} more: wirekin members lists all")


def family(found: Family, texts: Mapping[str, Story], said: Said = NOTHING_SAID) -> None:
    """One family as a tree: its origin, then who took what from whom, with the longest shared passage, and why. `texts` by uid; `said`:
    what its copies say of an origin that was never received."""
    console = Console(highlight=False)
    root = found.members[0]
    console.print(Text(root.headline or root.uri, style="bold"))
    console.print(f"family {found.family_id}, {len(found.story_ids)} stories, {found.status}")
    sure = {"sure": "", "likely": "probably ", "unknown": "perhaps "}[found.origin.confidence]
    console.print(f"origin: {sure + found.origin.provider if found.origin.provider else 'unknown'}. {found.origin.why}")
    missing = _missing_origin(found, said)
    if missing:
        console.print(missing)
    names = {member.uid: _name(member) for member in found.members}
    wordless = [names[uid] for uid in names if texts[uid].removed is not None]
    kept = [f"Of {len(wordless)} of {len(names)} versions no words are kept: no passages are shown of them."] if wordless else []
    for line in (*found.notes, *kept, *_how_sure(found, names), ""):
        console.print(line)
    tree = Tree(_heading(root, names))
    branches = {root.uid: tree}
    waiting = list(found.members[1:])
    while waiting:
        member = next(m for m in waiting if m.parent_uid in branches)
        waiting.remove(member)
        parent = member.parent_uid or root.uid
        parts = [
            _heading(member, names),
            _longest(texts[parent], texts[member.uid]),
            *(Text(_in_words(r), "dim") for r in member.reasons[:4]),
        ]
        branches[member.uid] = branches[parent].add(Group(*(part for part in parts if part is not None)))
    console.print(tree)
    for alert in found.alerts:
        subject = names.get(alert.uid or "", alert.uri or alert.cause_uri)
        console.print(Text(f"{alert.kind}: {subject} {alert.state.replace('_', ' ')}. {alert.evidence}", style="red"))


def _missing_origin(found: Family, said: Said) -> str:
    """What is known of an origin that was never received."""
    if found.origin.in_store or found.origin.provider is None:
        return ""
    by, place = (f" by {said.byline}" if said.byline else ""), (f" from {said.place}" if said.place else "")
    out = f" out by {_time(found.origin.not_after)}" if found.origin.not_after else ""
    return f"What was not received: a story{by}{place}{',' if (by or place) and out else ''}{out}." if by or place or out else ""


def _how_sure(found: Family, names: Mapping[str, str]) -> Iterator[Text]:
    """The family as a whole, in words: how alike on average, who hangs on least, and where it would come apart."""
    if found.weakest is None:
        return
    least = f"the weakest link is that of {names[found.weakest.uid]}, p {found.weakest.probability:.2f}"
    alike = "" if found.coherence is None else f"on average, two of its stories are one told again with {percent(found.coherence)}; "
    yield Text((alike + least)[0].upper() + (alike + least)[1:] + ".")
    weak = hangs_by(found)
    if weak is None:
        return
    first = {member.story_id: names[member.uid] for member in reversed(found.members)}
    one, other = first[weak.story_id], first[weak.other_story_id]
    sides = " and ".join(f"{n} {'story' if n == 1 else 'stories'} with {who}" for n, who in zip(weak.parts, (one, other), strict=True))
    yield Text(
        f"One weak link holds it together: {one} and {other}, p {weak.probability:.2f}. If these two do not tell the same story, "
        f"this is two families: {sides}.",
        "yellow",
    )


def _name(member: Membership) -> str:
    return member.source or member.uri.rpartition("/")[2]


def _time(published: str | None) -> str:
    return (published or "no date").replace("T", " ").removesuffix(":00Z").removesuffix("Z")


def _heading(member: Membership, names: Mapping[str, str]) -> Text:
    when = _time(member.published)
    version = f" version {member.version}" if member.version and member.version.isdigit() and member.version != "1" else ""
    line = Text.assemble((names[member.uid] + version, "bold"), (f"  {when}  ", "cyan"), member.relation)
    if member.parent_uid is not None:
        line.append(f" {'of' if member.direction_known else 'with'} {names[member.parent_uid]}")
        if member.coverage is not None:
            line.append(f", takes {percent(member.coverage)}")
        line.append(f", p {member.probability:.2f}", style="dim")
    if member.credit in ("uncredited", "miscredited"):
        line.append(", no credit" if member.credit == "uncredited" else ", credits another agency", style="yellow")
    if member.status != "usable":
        line.append(f"  {member.status.upper()}", style="bold red")
    return line


def _longest(parent: Story, member: Story) -> Text | None:
    """The longest passage of the same words, between a few words of the member's on both sides; None where there are no words."""
    text = member.comparison_text()
    found = passages(fingerprint(parent).tokens, fingerprint(member).tokens, parent.comparison_text(), text)
    if not found:
        return None
    best = max(found, key=lambda p: (p.same_words, p.words, -p.a[0]))
    start, end = best.b
    before, shared, after = (WORDS.findall(SPACE.sub(" ", part)) for part in (text[:start], text[start:end], text[end:]))
    cut = len(shared) > SHOWN_WORDS
    line = Text(f"{best.words} words the same: " if best.same_words else "told again: ", style="dim")
    line.append("".join(before[-AROUND:]).lstrip(), style="dim")
    line.append("".join(shared[:SHOWN_WORDS]) + ("..." if cut else ""), style="bold green" if best.same_words else "green")
    line.append("" if cut else "".join(after[:AROUND]), style="dim")
    line.rstrip()
    return line


def _in_words(reason: str) -> str:
    return "Which of the two came first is not known." if reason == "direction_unknown" else reason
