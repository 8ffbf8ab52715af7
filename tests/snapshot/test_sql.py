"""The questions on the page of outputs, asked of a part of the seeds; some answers are checked by hand against the lines of gold.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import duckdb
import pytest

from pipelines.cli import main
from tests.seed_files import ROOT, files_of

CHOSEN: Final = ("marathon-mixup", "setiano-well", "fishing-quota-talks", "chip-factory-delay")
"""Families of the seeds, with their near misses: a kill, two corrections, a page that an agency signs."""
Answer = list[dict[str, Any]]


def questions() -> tuple[str, list[str]]:
    """What makes the views, and the ten queries, as the page has them."""
    page = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    section = page.split("## Ask it in SQL")[1].split("\n## ")[0]
    views, *queries = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    return views, queries


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Answer]]:
    """The answer to each question: pages come first, then wires."""
    folder = tmp_path_factory.mktemp("sql")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["ingest", *files_of(CHOSEN, "text"), *files_of(CHOSEN, "html"), "--store", "S"]) == 0
        assert main(["ingest", *files_of(CHOSEN, "ninjs"), "--store", "S"]) == 0
        assert main(["snapshot", "--store", "S", "--out", "snap"]) == 0
        views, queries = questions()
        with duckdb.connect() as database:
            database.execute("SET TimeZone = 'UTC'")
            database.execute(views)
            yield [_asked(database, query) for query in queries]


def _asked(database: duckdb.DuckDBPyConnection, query: str) -> Answer:
    found = database.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_there_are_ten_questions_and_each_has_an_answer(answers: list[Answer]) -> None:
    assert len(answers) == 10
    assert [number for number, answer in enumerate(answers, 1) if not answer] == []


MARATHON = {
    "AP",
    "Cedar Bluff Tribune",
    "seeds/stories/text/mesaba-valley-sun-78140.txt",
    "seeds/stories/text/quayside-metro-23261.txt",
    "Rift Sports Digest",
    "Tasman Bay Times",
}
"""The six stories that seeds/gold.tsv has in marathon-mixup: the wire, a verbatim copy, a reprint, a brief, a rewrite and an edit."""


def test_who_carries_the_story_of_the_marathon(answers: list[Answer]) -> None:
    assert {row["outlet"] for row in answers[0]} == MARATHON
    assert [answers[0][0][name] for name in ("position", "outlet", "relation")] == [0, "AP", "origin"]
    relations = {row["outlet"]: row["relation"] for row in answers[0]}
    assert relations["Cedar Bluff Tribune"] == "verbatim"


def test_who_still_carries_what_was_killed(answers: list[Answer]) -> None:
    """AP killed the story at 17:34 by version 2; nobody took it back."""
    killed = [row for row in answers[1] if row["cause_uri"] == "urn:seeds:ap:marathon-mixup:96255"]
    assert {row["outlet"] for row in killed} == MARATHON - {"AP"}
    assert {row["cause_published"].strftime("%Y-%m-%d %H:%M") for row in killed} == {"2025-03-16 17:34"}


def test_who_took_an_ap_story_almost_whole_in_that_week(answers: list[Answer]) -> None:
    """Of the marathon the verbatim copy, and the reprint, whose page has a date and names no source. The others took less."""
    assert [(row["outlet"], row["stories"]) for row in answers[2]] == [
        ("Cedar Bluff Tribune", 1),
        ("seeds/stories/text/mesaba-valley-sun-78140.txt", 1),
    ]


def test_which_agency_s_own_copy_is_missing(answers: list[Answer]) -> None:
    """A page that Reuters signs, from the conference of which another agency told the story."""
    (row,) = answers[4]
    assert (row["origin_provider"], row["stories"]) == ("Reuters", 1)
    assert row["headline"].startswith("Sardinella negotiations end")


def test_what_the_wires_put_together(answers: list[Answer]) -> None:
    """The pages about the chip factory stood in families of their own until the wire came."""
    assert any(row["kind"] == "merged" and row["headline"].startswith("Chipmaker Tenaga Mikro delays") for row in answers[5])


def test_who_still_tells_what_was_corrected(answers: list[Answer]) -> None:
    """AP took back what paid for the well: the verbatim copy, the trimmed page, the edit and what was translated all have it still. The
    chipmaker's profit was wrong in Reuters' wire: the derivative had it through another's copy."""
    outlets = {source: {row["outlet"]: row["hands"] for row in answers[7] if row["corrected_by"] == source} for source in ("AP", "Reuters")}
    assert outlets["AP"] == {
        "Mombasa Evening Bulletin": 0,
        "Rift Morning Star": 0,
        "Africa Echoes": 0,
        "seeds/stories/text/prairie-water-users-bulletin-66082.txt": 0,
    }
    assert outlets["Reuters"]["Straits Ledger"] == 0
    assert outlets["Reuters"]["seeds/stories/text/kedah-community-post-73276.txt"] == 1
