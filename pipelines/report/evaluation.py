"""An evaluation as tables for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.evaluation.breakdown import KindCount, RelationCount
from pipelines.evaluation.calibration import Reliability
from pipelines.evaluation.examples import Example
from pipelines.evaluation.judgement import Evaluation, Grouping


def evaluation(found: Evaluation, named: int) -> None:
    """The figures first, then where they come from, then the pairs behind them; of a kind at most `named` stories are named."""
    console = Console(highlight=False)
    console.print(_summary(found))
    _groupings(console, [found.families, *found.baselines])
    if found.baselines:
        console.print("TF-IDF cosine has the best threshold on this very gold, which flatters it.")
    _relations(console, found.relations)
    _kinds(console, found.kinds, named)
    _reliability(console, found.reliability, found.by_language)
    unlisted = f", {found.unlisted_false:,} of them not listed by the gold" if found.unlisted_false else ""
    _examples(console, "False joins", found.false_joins, f"{found.families.pairs.false:,}{unlisted}")
    _examples(console, "Missed pairs", found.missed_pairs, f"{found.families.pairs.missed:,}")
    for note in found.notes:
        console.print(Text(note))


def _summary(found: Evaluation) -> Table:
    reached = found.candidates
    table = _table("", "")
    rows: dict[str, str] = {
        "stories judged": f"{found.stories:,}",
        "stories the gold names": f"{found.named:,}",
        "gold pairs": f"{found.families.pairs.gold:,} of {found.families.pairs.counted:,} that are counted",
        "candidates a story": f"{reached.a_story:.1f} ({reached.compared:,} pairs of {reached.stories:,} stories)",
        "candidate recall": f"{found.candidate_recall:.4f} ({reached.gold_reached:,} gold pairs)",
        "average precision": _figure(found.average_precision),
        "expected calibration error": _figure(found.reliability.expected_error),
    }
    for name, value in rows.items():
        table.add_row(name, value)
    return table


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _headed(console: Console, title: str) -> None:
    console.print(Text(f"\n{title}", style="bold"))


def _table(*columns: str) -> Table:
    """A plain table: the first column and those without a name as text, the others to the right."""
    table = Table(box=None, pad_edge=False, show_header=any(columns))
    for at, column in enumerate(columns):
        table.add_column(column, justify="left" if at == 0 or not column else "right", overflow="fold")
    return table


def _groupings(console: Console, groupings: Sequence[Grouping]) -> None:
    table = _table("", "P", "R", "F1", "ARI", "B³ P", "B³ R", "B³ F1", "false", "missed")
    _headed(console, "Families against the gold")
    for own in groupings:
        figures = [own.pairs.precision, own.pairs.recall, own.pairs.f1, own.pairs.ari]
        figures += [own.b_cubed.precision, own.b_cubed.recall, own.b_cubed.f1]
        name = own.name if own.threshold is None else f"{own.name} {own.threshold}"
        table.add_row(name, *(f"{value:.3f}" for value in figures), f"{own.pairs.false:,}", f"{own.pairs.missed:,}")
    console.print(table)


def _relations(console: Console, relations: Sequence[RelationCount]) -> None:
    if not relations:
        return
    table = _table("relation", "right", "total", "")
    _headed(console, "Relations, of members in the family of their wire")
    for own in relations:
        others = ", ".join(f"{n} as {name}" for name, n in own.found.items() if name != own.relation)
        table.add_row(own.relation, str(own.right), str(own.total), others)
    table.add_row("all", str(sum(own.right for own in relations)), str(sum(own.total for own in relations)), "")
    console.print(table)


def _kinds(console: Console, kinds: Sequence[KindCount], named: int) -> None:
    for wanted, title in ((True, "Found, by kind"), (False, "Joined although they should not be, by kind")):
        own = [kind for kind in kinds if kind.wanted == wanted]
        if not own:
            continue
        _headed(console, title)
        table = _table("kind", "joined", "total")
        for kind in own:
            table.add_row(kind.kind, str(kind.joined), str(kind.total))
        console.print(table)
        for kind in own:
            for name in kind.named[:named]:
                console.print(Text(f"  {'missed' if wanted else 'joined'}: {kind.kind} {name}"))
            if len(kind.named) > named:
                console.print(f"  and {len(kind.named) - named} more of {kind.kind}: --json names all")


def _reliability(console: Console, every: Reliability, by_language: Mapping[str, Reliability]) -> None:
    table = _table("probability", "pairs", "mean", "share true")
    _headed(console, "Reliability of the pair probability")
    for band in every.bands:
        last = "]" if band.high == 1 else ")"
        table.add_row(f"[{band.low:.1f}, {band.high:.1f}{last}", f"{band.pairs:,}", _figure(band.mean), _figure(band.true))
    console.print(table)
    if len(by_language) > 1:
        table = _table("language", "pairs", "expected calibration error")
        for name, own in by_language.items():
            table.add_row(name, f"{own.pairs:,}", _figure(own.expected_error))
        console.print(table)


def _examples(console: Console, title: str, examples: Sequence[Example], total: str) -> None:
    if not examples:
        return
    _headed(console, f"{title}: the {len(examples):,} likeliest of {total}")
    for own in examples:
        probability = "-" if own.probability is None else f"{own.probability:.2f}"
        hours = "time unknown" if own.hours is None else f"{own.hours:g} h apart"
        line = Text.assemble((f"p {probability}, {hours}, {own.verdict}", "bold"), f" ({own.label})" if own.label else "")
        console.print(line)
        for uri, headline in ((own.a, own.headline_a), (own.b, own.headline_b)):
            console.print(Text(f"  {uri}  {headline or ''}".rstrip()))
        console.print(Text(f"  {' '.join((own.because, *own.reasons))}", style="dim"))
