"""What a stream leaves out of matching is counted and said, once a minute at most."""

from __future__ import annotations

from pathlib import Path

from pipelines.matching.tokens import MAX_TOKENS
from pipelines.options import MatchSettings
from pipelines.storage.local import LocalStore
from pipelines.streaming.shed import MINUTE, Minutes, Shed
from schemas import Story
from tests.ingest.runs import ninjs
from tests.streaming.test_intake import intake_of, stories_of


def test_what_comes_within_a_minute_is_said_together() -> None:
    minutes = Minutes()
    assert minutes.add(Shed(), 1000.0) is None
    assert minutes.add(Shed(late=2), 1000.0) == "2 versions later than the horizon"
    assert minutes.add(Shed(late=1), 1001.0) is None
    assert minutes.add(Shed(common=1_200), 1000.0 + MINUTE - 0.1) is None
    said = minutes.add(Shed(), 1000.0 + MINUTE)
    assert said is not None
    assert said.startswith("1,200 look-backs under keys")
    assert said.endswith("; 1 versions later than the horizon")
    assert minutes.rest(2000.0) is None


def test_nothing_is_forgotten_at_the_end() -> None:
    minutes = Minutes()
    minutes.add(Shed(late=1), 100.0)
    minutes.add(Shed(cut=3), 101.0)
    assert minutes.rest(102.0) == f"3 texts of more than {MAX_TOKENS:,} words: only so many were compared"


def test_an_intake_counts_what_it_leaves_out(tmp_path: Path) -> None:
    intake = intake_of(LocalStore(tmp_path), MatchSettings(horizon_days=3, cap=2, head=1), lateness=1)
    long = " ".join(f"word{number} told" for number in range(MAX_TOKENS))
    assert intake.take(_story("a", 20, long)).shed == Shed(cut=1)
    assert intake.take(_story("b", 16, "A river rose over its banks and nobody was hurt that night.")).shed == Shed(late=1)
    assert intake.take(_story("c", 15, "The council voted for a new bridge on Tuesday evening again.")).shed == Shed(late=1, unheld=1)
    same = "Firemen saved a horse from the canal in the old town early on Monday, the mayor said in a note to the press."
    copies = [intake.take(_story(f"copy{n}", 20, f"{same} Reader {n} wrote.")).shed.common for n in range(5)]
    assert copies[:2] == [0, 0]  # one, then two texts under a key: not more than the cap
    assert copies[4] > 0


def _story(name: str, day: int, text: str) -> list[Story]:
    return stories_of([ninjs(name, text, at=f"2026-06-{day:02}T10:00:00Z")])
