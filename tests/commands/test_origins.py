"""`wirekin origins`, of stores made by real runs: what it prints, and that it does not hang on how the stories came."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipelines.cli import main
from pipelines.options import MatchSettings
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from tests.families.origin_texts import BELL, CHEESE, CHEESE_RETOLD, WEIR, WEIR_RETOLD, body
from tests.ingest.runs import Item, ingest, listings, ninjs

WIRE = ninjs("urn:test:wire", body(*CHEESE), source="AFP", at="2025-03-04T06:00:00Z", dateline="GRUYTEN, Netherlands (AFP)")
COPIES = [
    ninjs("urn:test:a", "GRUYTEN, Netherlands (AFP) — " + body(*CHEESE), source="Polder Post", at="2025-03-04T08:00:00Z"),
    ninjs("urn:test:b", body(*CHEESE_RETOLD), source="Radio Wolderwijk", at="2025-03-04T09:00:00Z"),
    ninjs("urn:test:c", body(*CHEESE[:5]) + "\n\nAFP", source="Polder Weekblad", at="2025-03-04T10:00:00Z"),
]
OTHERS = [
    ninjs("urn:test:weir:ap", body(*WEIR), source="AP", at="2025-03-04T07:00:00Z"),
    ninjs("urn:test:weir:a", body(*WEIR_RETOLD), source="Halden Courier", at="2025-03-04T09:00:00Z"),
    ninjs("urn:test:bell", body(*BELL), source="Bergblatt", at="2025-03-04T07:00:00Z"),
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The wire of the cheese comes a run after its copies."""
    ingest(tmp_path / "s", [*COPIES, *OTHERS])
    return tmp_path / "s"


def lines(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    """What the command prints, by uri of the root."""
    capsys.readouterr()
    assert main(["origins", "--store", str(folder), *more]) == 0
    return {line["root_uri"]: line for line in map(orjson.loads, capsys.readouterr().out.splitlines())}


def test_a_wire_that_was_never_received(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (cheese,) = (line for uri, line in lines(store, capsys).items() if uri in {"urn:test:a", "urn:test:b", "urn:test:c"})
    origin = cheese["origin"]
    assert (origin["provider"], origin["agency"], origin["in_store"], origin["uid"]) == ("AFP", "AFP", False, None)
    assert (origin["not_after"], origin["place"]) == ("2025-03-04T08:00:00Z", "GRUYTEN, Netherlands")
    assert origin["reasons"][0] == "2 of 3 stories name AFP, whose own copy was not received."
    assert [cheese[name] for name in ("credited", "uncredited", "miscredited")] == [2, 1, 0]
    assert [cheese[name] for name in ("copies", "newsrooms", "owners")] == [3, 3, None]


def test_a_wire_and_its_copy_and_a_story_alone(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(store, capsys)
    weir, bell = found["urn:test:weir:ap"], found["urn:test:bell"]
    assert (weir["origin"]["uri"], weir["origin"]["version"], weir["origin"]["place"]) == ("urn:test:weir:ap", "1", None)
    assert [weir[name] for name in ("copies", "newsrooms", "uncredited")] == [1, 2, 1]
    assert (bell["origin"]["confidence"], bell["copies"], bell["newsrooms"], bell["independent"]) == ("unknown", 0, 1, 0)


def test_owners(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "owners.tsv"
    table.write_text("# who owns whom\nPolder Post\tPolder Group\nThe Polder Weekblad\tPolder Group\n")
    found = lines(store, capsys, "--owners", str(table))
    assert [line["owners"] for uri, line in sorted(found.items())] == [2, 1, 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Polder Post\n", "line 1: there must be a source and its owner"),
        ("Polder Post\tA\nPolder Post\tB\n", "Polder Post is given two owners, A and B"),
        (None, "No such file"),
    ],
)
def test_owners_that_cannot_be_used(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str) -> None:
    table = tmp_path / "owners.tsv"
    if text is not None:
        table.write_text(text)
    assert main(["origins", "--store", str(store), "--owners", str(table)]) == 2
    assert said in capsys.readouterr().err


def test_the_late_original_changes_the_origin_and_an_event_says_so(store: Path, tmp_path: Path) -> None:
    ingest(store, [WIRE])
    ingest(tmp_path / "at-once", [WIRE, *reversed(OTHERS), *COPIES])
    assert listings(store) == listings(tmp_path / "at-once")
    (event,) = (event for event in Current.of(LocalStore(store)).events() if event.kind == "origin_changed")
    assert event.detail == "AFP's own copy has come; so far it was only named. It is AFP's own copy, and 2 of 3 others credit AFP."


def test_reports_of_two_agencies_are_independent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reuters has its own report of the weir, with other sources and the same two quotes."""
    own = (
        "Navvies found a second hole in Britain's oldest working weir on Thursday while they were fixing chains for the first.",
        'Maren Oldroyd, the eel counter who raised the alarm, said the water "was going somewhere it should not".',
        "Boat owners camped on the lock gates overnight, and a fish and chip van from Stannery Bridge sold out by ten.",
        "Insurers have sent two assessors, and a barrister for the moorings association asked who had signed the inspection in August.",
        "County engineer Tobias Wrenfield would not be drawn on that and said that the steel beams come from Teesside on Monday.",
        "Hollin has four pubs on the water, and each expects to lose a season.",
    )
    items: Sequence[Item] = [*OTHERS, ninjs("urn:test:weir:reuters", body(*own), source="Reuters", at="2025-03-05T09:00:00Z")]
    ingest(tmp_path / "s", items)
    found = lines(tmp_path / "s", capsys)
    one, other = found["urn:test:weir:ap"], found["urn:test:weir:reuters"]
    assert (one["independent"], one["independent_origins"], one["independent_families"]) == (1, ["Reuters"], [other["family_id"]])
    assert (other["independent"], other["independent_origins"], other["independent_families"]) == (1, ["AP"], [one["family_id"]])


def test_a_store_without_words_says_the_same_but_for_place_and_headline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ingest(tmp_path / "all", [*COPIES, *OTHERS])
    ingest(tmp_path / "none", [*COPIES, *OTHERS], MatchSettings(text="none"))
    with_words, without = (lines(tmp_path / name, capsys) for name in ("all", "none"))
    for line in with_words.values():
        line["headline"] = None
        line["origin"] |= {"place": None, "byline": None}
    assert without == with_words
    assert main(["show", "urn:test:a", "--store", str(tmp_path / "none")]) == 0


def test_forgotten_words_of_datelines_are_gone(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = lines(store, capsys)
    assert main(["forget", "--store", str(store), "--source", "Polder Post"]) == 0
    after = lines(store, capsys)
    assert any(line["origin"]["place"] == "GRUYTEN, Netherlands" for line in before.values())
    assert not any(line["origin"]["place"] for line in after.values())
    assert [line["origin"]["reasons"] for line in after.values()] == [line["origin"]["reasons"] for line in before.values()]
