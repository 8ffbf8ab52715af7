"""`wirekin verify --store S [--repair]`: read everything again, list what is wrong, and make again what can be."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pipelines.commands.usage import UsageError, add_store, print_rows, row, store_at
from pipelines.verification.finding import Finding
from pipelines.verification.verify import Verdict, verify


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `verify`."""
    parser = commands.add_parser("verify", help="read all of a store again, and list what is wrong with it")
    add_store(parser)
    parser.add_argument("--repair", action="store_true", help="make again what can be made of the rest; say what is lost, and take it out")
    parser.add_argument("--json", action="store_true", help="NDJSON also on a terminal")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    store = store_at(arguments.store)
    verdict = verify(store)
    if verdict.contents is None and not verdict.findings and not verdict.counts.get("packs_left"):
        raise UsageError(f"there is no store at {arguments.store}")
    for_people = sys.stdout.isatty() and not arguments.json
    _say(verdict.findings, for_people=for_people)
    print(_summary(verdict), file=sys.stdout if for_people else sys.stderr)
    if not verdict.findings or not arguments.repair:
        return 1 if verdict.findings else 0
    from pipelines.commands.ingest import import_beam

    import_beam()
    from pipelines.verification.repair import lost, repair

    said, after = repair(store, verdict)
    _say([*said, *after.findings], for_people=for_people)
    print(_summary(after), file=sys.stdout if for_people else sys.stderr)
    return 1 if after.findings or any(lost(said)) else 0


def _say(findings: Sequence[Finding], *, for_people: bool) -> None:
    if not for_people:
        print_rows(row(finding._asdict()) for finding in findings)
        return
    from pipelines.report.dead_letters import plain

    for finding in findings:
        print(f"{finding.kind} {plain(finding.name)}: {plain(finding.what)}")


def _summary(verdict: Verdict) -> str:
    told = verdict.counts
    left = f"{told['packs_left']:,} packs ({told['bytes_left']:,} bytes) are not of this state" if told.get("packs_left") else ""
    if verdict.contents is None:
        return f"{len(verdict.findings)} things are wrong" if verdict.findings else f"no run has published anything yet; {left}"
    what = (
        f"{told['packs']:,} packs, {told['stories']:,} stories, {told['notices']:,} notices, {told['families']:,} families, "
        f"{told['edges']:,} edges, {told['matches']:,} matches, {told['dead_letters']:,} dead letters checked"
    )
    verdict_of = f"{len(verdict.findings):,} things are wrong" if verdict.findings else "nothing is wrong"
    return f"revision {told['revision']}: {what}; {verdict_of}" + (f"; {left}" if left else "")
