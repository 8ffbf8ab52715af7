"""What `wirekin show` says of how sure a family is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from pipelines.report import terminal
from schemas import Bridge, Family, Membership, Origin, Story, WeakestLink
from tests.ingest.runs import ninjs

TEXT = (
    "The cable ferry between Upper and Lower Strindholm stopped on Thursday when its haulage drum cracked in frost of 19 degrees. "
    "Engineer Ragnvald Tysse found the crack at five in the morning, before the first crossing, and hung a lantern on the ramp. "
    "Some 340 people cross to work each day; they must now drive 52 kilometres round by the bridge at Ostrevik. "
    "A new drum comes from a foundry in Gdynia and will be there in sixteen days at the earliest, the county said. "
    "The ferry has run since 1926 and stood still once before, for the winter of 1947."
)
OTHER = (
    "A stamp dealer in Port Lamberton bought a shoebox of letters for eleven dollars and found in it an envelope of 1851 that "
    "collectors had thought burnt. Curator Imelda Quist of the postal museum confirmed the postmark on Wednesday. "
    "The dealer, Anselm Roe, will lend it for the spring exhibition and keep the shoebox."
)


def written(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, on one line."""
    return " ".join(capsys.readouterr().out.split())


def member(story: str, source: str, relation: Any = "edited") -> Membership:
    parent = None if relation == "origin" else "ua"
    return Membership(
        family_id="f1", story_id=f"s{story}", uid=f"u{story}", uri=f"urn:test:{story}", source=source, relation=relation,
        parent_uid=parent, probability=None if parent is None else 0.6, status="usable",
    )  # fmt: skip


def hanging(probability: float) -> Family:
    """Three stories; c hangs on b alone."""
    return Family(
        family_id="f1",
        root_uid="ua",
        origin=Origin(in_store=False, confidence="unknown", why="None of the stories names an agency."),
        status="usable",
        members=(member("a", "Strindholm Post", "origin"), member("b", "Ostrevik Avis"), member("c", "Gdynia Herald")),
        coherence=0.71,
        weakest=WeakestLink(uid="uc", uri="urn:test:c", probability=probability),
        bridges=(
            Bridge(
                story_id="sb",
                uri="urn:test:b",
                other_story_id="sc",
                other_uri="urn:test:c",
                probability=probability,
                parts=(2, 1),
            ),
        ),
    )


def texts() -> dict[str, Story]:
    fields = {"kind": "story", "text_digest": "t", "format": "test", "text": TEXT, "language": "en", "status": "usable"}
    return {f"u{n}": Story(story_id=f"s{n}", uid=f"u{n}", uri=f"urn:test:{n}", **fields) for n in "abc"}  # type: ignore[arg-type]


def test_a_family_that_one_weak_link_holds_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.family(hanging(0.55), texts())
    said = written(capsys)
    assert "On average, two of its stories are one told again with 71 %; the weakest link is that of Gdynia Herald, p 0.55." in said
    assert "One weak link holds it together: Ostrevik Avis and Gdynia Herald, p 0.55." in said
    assert "this is two families: 2 stories with Ostrevik Avis and 1 story with Gdynia Herald." in said


def test_a_sure_link_is_no_reason_to_warn(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.family(hanging(0.95), texts())
    assert "weak link" not in written(capsys)
    terminal.overview([hanging(0.95)])
    assert "weak" not in written(capsys)


def test_a_family_without_a_mean_names_the_weakest_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.family(hanging(0.95).model_copy(update={"coherence": None}), texts())
    assert "The weakest link is that of Gdynia Herald, p 0.95." in written(capsys)


def test_the_list_marks_it_and_says_what_the_mark_means(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.overview([hanging(0.55)])
    said = written(capsys)
    assert "f1 3 weak 71 % unknown usable" in said
    assert "weak: one link that is not sure holds the family together." in said


def test_json_is_the_stored_family(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = [
        ninjs("urn:test:one", TEXT, source="Strindholm Post", at="2025-03-07T08:00:00Z"),
        ninjs("urn:test:two", TEXT.rpartition(" The ferry")[0], source="Ostrevik Avis", at="2025-03-07T09:30:00Z"),
        ninjs("urn:test:other", OTHER, source="Lamberton Star", at="2025-03-07T10:00:00Z"),
    ]
    (tmp_path / "feed.ndjson").write_text("\n".join(map(json.dumps, items)))
    store = str(tmp_path / "store")
    assert main(["ingest", str(tmp_path / "feed.ndjson"), "--store", store]) == 0
    capsys.readouterr()
    assert main(["show", "--json", "--store", store]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = Family.model_validate_json(line)
    assert len(found.story_ids) == 2
    assert found.coherence is not None
    assert found.coherence > 0.9
    assert [bridge.parts for bridge in found.bridges] == [(1, 1)]
    assert main(["show", "urn:test:other", "--json", "--store", store]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert (alone["schema"], alone["coherence"], alone["weakest"], alone["bridges"]) == ("family/1", None, None, [])
    assert main(["show", "--store", store]) == 0
    assert "1 families of two stories and more" in written(capsys)
