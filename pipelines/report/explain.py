"""One family read line by line, for a desk editor at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipelines.matching.evidence import percent
from schemas import Alert, Changes, Explanation, QuoteChange, Stretch
from schemas.changes import Changed, NameChange, NumberChange
from schemas.explanation import ExplainedMember, OutLink

LABELS: Final = 9
"""Width of the labels before what is told of a member."""
QUOTED: Final = 16
"""Words of a quote, a sentence or a passage that are shown."""
LISTED: Final = 6
"""Numbers or names of a kind that are named; of more, how many there are."""
SHOWN_LINKS: Final = 8
PASSAGES: Final = 2
"""Passages that are shown of an alert."""
_RELATIONS: Final = {
    "verbatim": "Verbatim from",
    "trimmed": "Trimmed from",
    "edited": "Edited from",
    "rewrite": "Rewritten from",
    "derivative": "Own reporting that takes part of",
    "translation": "Translated from",
    "update": "An update of",
    "correction": "A correction of",
}
_LINKS: Final = {
    ("related", True): "the same event or matter, told independently",
    ("related", False): "the same event or matter, told independently",
    ("evolvedFrom", True): "what went before",
    ("evolvedFrom", False): "what came of it",
    ("contains", True): "carried in this digest",
    ("contains", False): "a digest that carries a passage",
}
_MARKS: Final = " \"'‘’“”„«»"
_QUOTES: Final = {
    "kept": "word for word",
    "shortened": "shortened",
    "altered": "altered",
    "reported": "without quotation marks",
    "new": "new",
    "dropped": "dropped",
}


def explain(found: Explanation) -> None:
    """The origin, each member with what it made of its parent, alerts, links out of the family."""
    console = Console(highlight=False)
    console.print(Text(found.headline or found.members[0].member.uri, style="bold"))
    stories = len({line.member.story_id for line in found.members})
    console.print(f"Family {found.family_id}, {stories} {'story' if stories == 1 else 'stories'}, {found.status}.")
    sure = {"sure": "", "likely": "probably ", "unknown": "perhaps "}[found.origin.confidence]
    console.print(f"Origin: {sure + found.origin.provider if found.origin.provider else 'unknown'}. {found.origin.why}")
    for note in found.notes:
        console.print(note)
    names = {line.number: name_of(line) for line in found.members}
    for line in found.members:
        _member(console, line, names)
    _alerts(console, found, names)
    _links(console, found.links, names)


def name_of(line: ExplainedMember) -> str:
    """What a member is called: its source and number of version, or where it lies."""
    member = line.member
    version = f" version {member.version}" if member.version and member.version.isdigit() and member.version != "1" else ""
    return (member.source or member.uri.rpartition("/")[2]) + version


def _member(console: Console, line: ExplainedMember, names: dict[int, str]) -> None:
    member = line.member
    head = Text.assemble((f"{line.number}  {names[line.number]}", "bold"), (f"  {_when(line)}", "cyan"))
    if member.status != "usable":
        head.append(f"  {member.status.upper()}", style="bold red")
    console.print()
    console.print(head)
    under: list[Text | Table] = [Text(member.headline, "italic")] if member.headline else []
    under.append(Text(_relation(line, names)))
    rows = [] if line.changes is None else list(_rows(line.changes))
    if rows:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=LABELS, style="dim")
        table.add_column(overflow="fold")
        for label, text in rows:
            table.add_row(label, text)
        under.append(table)
    for part in under:
        console.print(Padding(part, (0, 0, 0, 3), expand=False))


def _when(line: ExplainedMember) -> str:
    if line.member.published is None:
        return "no date"
    time = line.member.published.replace("T", " ").removesuffix(":00Z").removesuffix("Z")
    if line.parent_number is None or line.seconds_later is None:
        return time
    return f"{time}, {lasting(abs(line.seconds_later))} {'later' if line.seconds_later >= 0 else 'earlier'}"


def lasting(seconds: int) -> str:
    """8640 -> '2 h 24 min'; the two largest units."""
    units = (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1))
    parts = []
    for name, size in units:
        if seconds >= size:
            parts.append(f"{seconds // size} {name}")
            seconds %= size
    return " ".join(parts[:2]) or "0 s"


def _relation(line: ExplainedMember, names: dict[int, str]) -> str:
    credit = _credit(line)
    if line.parent_number is None:
        return " ".join(part for part in ("The others are measured against this one.", credit) if part)
    said = f"{_RELATIONS[line.member.relation]} {line.parent_number} ({names[line.parent_number]})"
    if not line.member.direction_known:
        said += ", or that one from this"
    parts = [said + "."]
    changes = line.changes
    if changes is not None and changes.coverage_of_parent is not None:
        of_own = "" if changes.coverage_of_member is None else f", which is {percent(changes.coverage_of_member)} of its own text"
        parts.append(f"It keeps {percent(changes.coverage_of_parent)} of it, word for word or nearly{of_own}.")
    return " ".join((*parts, credit)).strip()


def _credit(line: ExplainedMember) -> str:
    if line.agency is not None:
        return f"{line.agency}'s own copy."
    return f"Credits {_and(line.credits)}." if line.credits else "Credits no agency."


def _and(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _rows(changes: Changes) -> Iterator[tuple[str, Text]]:
    """(label, what is told), numbers and names first: errors creep in there."""
    if changes.cut is None and changes.numbers is None:
        yield "", Text("Neither words nor fingerprints are there to compare, or it is in another language.", "dim")
        return
    for label, found in (("Numbers", changes.numbers), ("Names", changes.names)):
        lines = list(_values(found or ()))
        if lines:
            yield label, Text("\n").join(lines)
    quotes = list(_quotes(changes.quotes or ()))
    if quotes:
        yield "Quotes", Text("\n").join(quotes)
    if changes.cut:
        yield "Cut", _stretches(changes.cut, "of it")
    if changes.added:
        yield "Added", _stretches(changes.added, "of its own text")
    if changes.moved:
        yield "Order", Text(f"{_count(changes.moved, 'sentence')} in another place")
    if not (changes.cut or changes.added or changes.moved or _differs(changes)):
        yield "", Text("Nothing is cut, added or changed.", "dim")
    elif changes.quotes is None and changes.cut is not None:
        yield "", Text("No words are kept: quotes, numbers and names cannot be compared.", "dim")


def _differs(changes: Changes) -> bool:
    return any(change.kind != "kept" for found in (changes.quotes, changes.numbers, changes.names) for change in found or ())


def _values(found: Sequence[NumberChange | NameChange]) -> Iterator[Text]:
    """What was changed, a line each, with its sentences; then what is no error; then what came and went, in short."""
    for change in found:
        if change.kind in ("changed", "spelling"):
            word = "changed" if change.kind == "changed" else "spelt otherwise"
            line = Text.assemble((f"{word}: ", "yellow"), (f"{change.was} → {change.is_}", "bold yellow"))
            if isinstance(change, NumberChange) or change.kind == "changed":
                for name, sentence, said in (("was", change.was_in, change.was), ("is ", change.is_in, change.is_)):
                    line.append(f"\n{name} ", "dim")
                    line.append(_around(sentence or "", said or ""))
            yield line
    for kind in ("converted", "rounded"):
        pairs = [f"{change.was} → {change.is_}" for change in found if change.kind == kind]
        if pairs:
            yield Text.assemble((f"{kind}: ", "dim"), "; ".join(pairs))
    for kind, words in (("new", [c.is_ for c in found if c.kind == "new"]), ("dropped", [c.was for c in found if c.kind == "dropped"])):
        if words:
            some = ", ".join(word or "" for word in words[:LISTED])
            more = f" and {len(words) - LISTED} more" if len(words) > LISTED else ""
            yield Text.assemble((f"{kind}: ", "dim"), some + more)


def _around(sentence: str, said: str) -> Text:
    """A sentence, or what of it stands around some words of it."""
    before, found, behind = sentence.partition(said)
    left, right = before.split(), behind.split()
    half = QUOTED // 2
    text = Text(("… " if len(left) > half else "") + " ".join(left[-half:]) + (" " if before.endswith(" ") else ""))
    text.append(found, "bold")
    text.append((" " if behind.startswith(" ") else "") + " ".join(right[:half]) + (" …" if len(right) > half else ""))
    return text


def _quotes(found: Sequence[QuoteChange]) -> Iterator[Text]:
    counts = {kind: sum(change.kind == kind for change in found) for kind in _QUOTES}
    told = [f"{count} {_QUOTES[kind]}" for kind, count in counts.items() if count]
    if told:
        yield Text(", ".join(told))
    for change in found:
        if change.kind == "altered":
            yield _pair("altered", change)
    for change in found:
        if change.kind == "new":
            yield Text.assemble(("new: ", "dim"), f"“{_first(change.is_ or '')}”", (" (not a quote there)" if change.was else "", "yellow"))


def _pair(word: str, change: Changed) -> Text:
    return Text.assemble((f"{word}: ", "dim"), f"“{_first(change.was or '')}” → “{_first(change.is_ or '')}”")


def _first(said: str, words: int = QUOTED) -> str:
    """The first words of a passage."""
    parts = said.strip(_MARKS).split()
    return " ".join(parts[:words]) + (" …" if len(parts) > words else "")


def _stretches(found: Sequence[Stretch], whole: str) -> Text:
    """How much in all, from where, and how the longest begins."""
    places = {"head": "at the head", "middle": "in the middle", "tail": "at the end", "all": "all"}
    told = [
        f"{_count(sum(s.sentences for s in found if s.where == where), 'sentence')} {words}"
        for where, words in places.items()
        if any(s.where == where for s in found)
    ]
    line = Text(f"{percent(min(1.0, sum(s.share for s in found)))} {whole}: {', '.join(told)}")
    longest = max(found, key=lambda s: (s.words, -s.at[0]))
    if longest.text is not None:
        line.append(f"\n{'the longest: ' if len(found) > 1 else ''}“{_first(longest.text)}”", "dim")
    return line


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _alerts(console: Console, found: Explanation, names: dict[int, str]) -> None:
    if not found.alerts:
        return
    numbers = {line.member.uid: line.number for line in found.members}
    console.print()
    console.print(Text("Corrected, killed or withheld", "bold"))
    for alert in sorted(found.alerts, key=lambda alert: numbers.get(alert.uid or "", 0)):
        console.print(Padding(_alert(alert, numbers, names), (0, 0, 0, 3), expand=False))


def _alert(alert: Alert, numbers: dict[str, int], names: dict[int, str]) -> Text:
    number = numbers.get(alert.uid or "")
    who = alert.uri or alert.cause_uri if number is None else f"{number} ({names[number]})"
    style = {"still_carries": "bold red", "fixed": "green", "unclear": "yellow"}[alert.state]
    line = Text.assemble(f"{alert.kind}: {who} ", (alert.state.replace("_", " "), style), f". {alert.evidence}")
    if alert.lag_seconds is not None:
        line.append(f" {lasting(abs(alert.lag_seconds))} {'later' if alert.lag_seconds >= 0 else 'earlier'}.")
    through = [f"{numbers[uid]} ({names[numbers[uid]]})" for uid in alert.through if uid in numbers]
    if through:
        line.append(f" It came through {_and(through)}.")
    if alert.state == "still_carries":
        for passage in alert.passages[:PASSAGES]:
            if passage.text:
                line.append(f"\n“{_first(passage.text)}”", "dim")
    return line


def _links(console: Console, links: Sequence[OutLink], names: dict[int, str]) -> None:
    if not links:
        return
    console.print()
    console.print(Text("Near it, and not in the family", "bold"))
    for link in links[:SHOWN_LINKS]:
        what = _LINKS.get((link.relation, link.outwards), link.relation if link.outwards else f"{link.relation} this")
        line = Text.assemble(link.headline or link.uri, (f"  {link.family_id[:9]}", "cyan"), (f"  {what}", "dim"))
        console.print(Padding(line, (0, 0, 0, 3), expand=False))
    if len(links) > SHOWN_LINKS:
        console.print(Padding(f"and {len(links) - SHOWN_LINKS} more: wirekin edges --all lists all", (0, 0, 0, 3), expand=False))
