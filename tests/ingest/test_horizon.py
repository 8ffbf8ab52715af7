"""A run reads the days around its new stories and what hangs on them: nothing else of the store's history."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from pipelines.commands.ingest import run_job
from pipelines.families.head import record_digest
from pipelines.formats import parse
from pipelines.ingest import Job
from pipelines.matching.candidates import DAY
from pipelines.matching.scorer import shipped_model
from pipelines.options import RunSettings
from pipelines.stages.surroundings import Surroundings
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import Manifest, load_manifest
from pipelines.storage.packs import bytes_to_rows
from schemas import FamilyEvent, Story
from tests.ingest.runs import Item, ingest, listings, ninjs
from tests.ingest.test_order import TIGHT, in_one_run, in_runs, text_of

START = 20_000
"""A day in 2024."""


def on_day(number: int, name: str, text: str) -> Item:
    at = datetime.fromtimestamp((START + number) * DAY / 1_000_000, UTC)
    return ninjs(f"urn:test:{name}", text, at=at.strftime("%Y-%m-%dT09:00:00Z"))


def record(item: Item) -> str:
    """What decides between two records of one uid: the smaller holds."""
    (story,) = parse(orjson.dumps(item), "a.json")
    assert isinstance(story, Story)
    return record_digest(story)


def unlike(number: int) -> str:
    """A text of its own, of words that stand in no other."""
    chance = random.Random(number)
    words = ["".join(chance.choices("bdfgklmnprstvz", k=1)[0] + chance.choice("aeiou") for _ in range(4)) for _ in range(60)]
    return " ".join(words).capitalize() + "."


class Watched(LocalStore):
    """Notes what is read of it. Workers have a copy each, so the notes lie beside the store."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.notes = folder.parent / "read.txt"

    def read(self, name: str) -> bytes:
        with self.notes.open("a") as notes:
            notes.write(f"{name}\n")
        return super().read(name)


def read_by_a_run(folder: Path, item: Item) -> tuple[Manifest, set[str]]:
    """The manifest of before and the packs that a run on one more item reads."""
    notes, file = folder.parent / "read.txt", folder.parent / "new.ndjson"
    notes.unlink(missing_ok=True)
    file.write_bytes(orjson.dumps(item))
    store = Watched(folder)
    manifest, generation = load_manifest(store)
    run_job(Job((file.as_posix(),), None, store, manifest, generation, TIGHT, RunSettings(), shipped_model()), [])
    return manifest, set(notes.read_text().split()) if notes.exists() else set()


def days_read(manifest: Manifest, packs: set[str]) -> dict[str, list[int]]:
    """Which days those packs are of, by kind, counted from the start."""
    found: dict[str, list[int]] = {}
    for kind in ("heads", "prints", "matches", "families"):
        held = getattr(manifest, kind)
        found[kind] = [
            int(day) - START for day in sorted(held, key=int) if packs & set([held[day]] if isinstance(held[day], str) else held[day])
        ]
    return found


def test_what_a_run_reads_does_not_grow_with_history(tmp_path: Path) -> None:
    """Forty days of stories that have nothing to do with each other; one more comes on day 41. The horizon is three days."""
    history = [on_day(day, f"{day}-{n}", unlike(day * 3 + n)) for day in range(40) for n in range(3)]
    ingest(tmp_path / "store", history, TIGHT)
    manifest, packs = read_by_a_run(tmp_path / "store", on_day(41, "new", unlike(39 * 3) + " More is expected."))
    read = days_read(manifest, packs)
    assert read["prints"] == [38, 39]
    assert set(read["heads"]) <= set(range(30, 40))
    assert set(read["matches"]) <= set(range(30, 40))
    assert set(read["families"]) <= set(range(30, 40))
    assert not any(name.startswith(("packs/stories", "packs/events", "packs/dead_letters")) for name in packs)


def test_a_late_story_meets_the_days_of_its_own_time_and_is_marked(tmp_path: Path) -> None:
    history = [on_day(day, f"{day}", unlike(day)) for day in range(30)]
    late = on_day(5, "late", unlike(4) + " More is expected.")
    ingest(tmp_path / "store", history, TIGHT)
    manifest, packs = read_by_a_run(tmp_path / "store", late)
    read = days_read(manifest, packs)
    assert read["prints"] == list(range(2, 9)), "it looks back three days, and those of the three days after it look back at it"
    assert max(read["heads"] + read["matches"] + read["families"]) < 16
    assert listings(tmp_path / "store") == in_one_run([*history, late])
    events = [
        FamilyEvent.model_validate_json(row)
        for name in Current.of(LocalStore(tmp_path / "store")).manifest.events
        for row in bytes_to_rows(LocalStore(tmp_path / "store").read(name))
    ]
    assert [(event.revision, event.kind) for event in events if event.late] == [(2, "joined")]


def test_a_version_that_comes_after_a_year_finds_its_story(tmp_path: Path) -> None:
    first, second = on_day(0, "a", text_of(0, tuple(range(8)))), on_day(400, "a", text_of(0, tuple(range(6)))) | {"version": "2"}
    other = on_day(1, "b", text_of(0, tuple(range(7))))
    assert in_runs([[first, other], [second]]) == in_one_run([first, other, second])
    assert in_runs([[second], [other], [first]]) == in_one_run([first, other, second])


def test_without_a_walk_beyond_the_window_the_first_of_a_chain_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: three tellings, three days apart each; the third is within the horizon of the second only."""
    chain = [on_day(day, f"{day}", text_of(0, tuple(range(8)))) for day in (0, 3, 6)]
    whole = in_one_run(chain)
    assert in_runs([chain[:2], chain[2:]]) == whole
    monkeypatch.setattr(Surroundings, "_explore", lambda self, stories: set())
    assert in_runs([chain[:2], chain[2:]]) != whole


def test_without_a_note_of_beaten_records_their_keys_would_count_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: the record of day 8 is beaten by one of day 1, which the last two stories are too late to meet."""
    beaten, holds = (on_day(day, "a", text_of(0, (0, 1, 2, 3, 4))) for day in (8, 1))
    holds = next(other for n in range(99) if record(other := holds | {"byline": f"Reporter {n}"}) < record(beaten))
    last = [on_day(9, "b", text_of(0, (0, 1, 2, 3, 4, 5))), on_day(10, "c", text_of(0, (0, 1, 2, 3, 4, 7)))]
    for name in ("store", "broken"):
        ingest(tmp_path / name, [beaten], TIGHT)
        ingest(tmp_path / name, [holds], TIGHT)
    assert ingest(tmp_path / "store", last, TIGHT)["candidates"] == 1
    monkeypatch.setattr("pipelines.stages.remember.beaten_places", lambda store, name: [])
    assert ingest(tmp_path / "broken", last, TIGHT)["candidates"] == 3
