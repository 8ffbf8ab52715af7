"""The contract of the commands: what they print, where, and how they exit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from tests.ingest.runs import ninjs

WIRE = (
    "HALDEN, Norway (AP) \u2014 Two tugs pulled the grain carrier Solveig Strand off a sandbank outside Halden on Friday, nine hours "
    "after it ran aground. "
    "Nobody was hurt and no oil leaked, harbour master Tor Evensen said. "
    '"We were lucky with the wind," Evensen told reporters on the quay. '
    "The ship, 142 metres long, was carrying 9,600 tonnes of Ukrainian barley to a mill in Fredrikstad. "
    "Its owner, Nordhav Bulk of Bergen, said a rudder failure was the likely cause. "
    "The coast guard has opened an inquiry and will hear the pilot next week."
)
COPY = WIRE.rpartition(" Its owner")[0]
OTHER = (
    "Farmers around Vellingby sold sugar beet at the lowest price in six years, the growers' union reported. Stocks in the four "
    "refineries of the region stand at 81,000 tonnes after a mild autumn. "
    "The union asked the ministry in Stockholm for a bridging loan until the spring."
)
MEMBER_KEYS = [
    "family_id", "story_id", "uid", "uri", "version", "published", "source", "headline", "relation", "parent_uid", "probability", "status",
]  # fmt: skip
EDGE_KEYS = ["family_id", "from_uid", "from_uri", "to_uid", "to_uri", "relation", "basis", "probability", "coverage", "reasons"]
ALERT_KEYS = ["family_id", "kind", "cause_uri", "cause_version", "uid", "uri", "state", "evidence"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("commands")
    items = [
        ninjs("urn:test:wire", WIRE, source="AP", at="2025-03-07T08:00:00Z"),
        ninjs("urn:test:copy", COPY, source="Halden Courier", at="2025-03-07T09:30:00Z"),
        ninjs("urn:test:other", OTHER, source="AP", at="2025-03-07T10:00:00Z"),
        ninjs("urn:test:wire", "", source="AP", version="2", at="2025-03-07T12:00:00Z", pubstatus="canceled"),
        ninjs("urn:test:never-came", "", source="AP", version="1", at="2025-03-07T12:00:00Z", pubstatus="canceled"),
    ]
    (folder / "feed.ndjson").write_text("\n".join([*map(json.dumps, items), "{broken"]))
    assert main(["ingest", str(folder / "feed.ndjson"), "--store", str(folder / "store")]) == 0
    return str(folder / "store")


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(list(arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_members_print_one_line_each_in_the_order_of_the_contract(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    members = rows(capsys, "members", "--store", store)
    assert all(list(member) == MEMBER_KEYS for member in members)
    by_uri = {member["uri"]: member for member in members}
    assert set(by_uri) == {"urn:test:wire", "urn:test:copy", "urn:test:other"}
    wire, copy, other = (by_uri[f"urn:test:{name}"] for name in ("wire", "copy", "other"))
    assert wire["family_id"] == copy["family_id"] != other["family_id"]
    assert (wire["relation"], wire["parent_uid"], wire["probability"], wire["status"]) == ("origin", None, None, "canceled")
    assert (copy["parent_uid"], copy["status"]) == (wire["uid"], "usable")
    assert copy["relation"] == "trimmed"
    assert copy["probability"] > 0.9


def test_edges_point_from_the_copy_to_its_source(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    edge, kill = rows(capsys, "edges", "--store", store)
    assert list(edge)[: len(EDGE_KEYS)] == EDGE_KEYS
    assert (edge["from_uri"], edge["to_uri"], edge["basis"]) == ("urn:test:copy", "urn:test:wire", "inferred")
    assert edge["coverage"] > 0.6
    assert any("AP's own copy" in reason for reason in edge["reasons"])
    assert (kill["from_uri"], kill["to_uri"], kill["basis"], kill["relation"]) == ("urn:test:wire", "urn:test:wire", "asserted", "cancels")


def test_alerts_name_who_still_carries_a_killed_story_and_kills_that_wait(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    alerts = rows(capsys, "alerts", "--store", store)
    assert all(list(alert)[: len(ALERT_KEYS)] == ALERT_KEYS for alert in alerts)
    states = {(alert["cause_uri"], alert["uri"]): (alert["kind"], alert["state"]) for alert in alerts}
    assert states == {
        ("urn:test:wire", "urn:test:wire"): ("kill", "fixed"),
        ("urn:test:wire", "urn:test:copy"): ("kill", "still_carries"),
        ("urn:test:never-came", None): ("kill", "unclear"),
    }


def test_stories_hold_notices_too_and_dead_letters_say_where(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    stories = rows(capsys, "stories", "--store", store)
    assert [story["kind"] for story in stories].count("notice") == 2
    assert all(story["schema"] == "story/1" for story in stories)
    (letter,) = rows(capsys, "dead-letters", "--store", store)
    assert letter["uri"].endswith("feed.ndjson#6")


def test_why_names_the_reason(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    (same,) = rows(capsys, "why", "urn:test:wire", "urn:test:copy", "--store", store)
    (other,) = rows(capsys, "why", "urn:test:wire", "urn:test:other", "--store", store)
    assert (same["same_family"], same["verdict"]) == (True, "same family")
    assert (other["same_family"], other["verdict"]) == (False, "no shared key")


def test_show_tells_a_family_to_a_person(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["show", "urn:test:wire", "--store", store]) == 0
    shown = capsys.readouterr().out
    assert "origin: AP" in shown
    assert "CANCELED" in shown
    assert "words the same" in shown
    assert "still carries" in shown
    assert main(["show", "--store", store]) == 0
    assert "1 families of two stories and more" in capsys.readouterr().out


def test_compare_needs_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("a", WIRE), ("b", COPY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (match,) = rows(capsys, "compare", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert match["probability"] > 0.9
    longest = max((p for p in match["passages"] if p["same_words"]), key=lambda p: p["words"])
    assert longest["text_a"] == longest["text_b"]
    assert longest["words"] > 20


def test_the_number_of_dead_letters_comes_last_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.json").write_text(json.dumps(ninjs("urn:test:x", OTHER))[:90])
    assert main(["ingest", str(tmp_path / "broken.json"), "--store", str(tmp_path / "store")]) == 0
    assert capfd.readouterr().err.splitlines()[-1].startswith("1 dead letter")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ingest", "nowhere.json", "--store", "S"], "nowhere.json does not exist"),
        (["ingest", "*.nothing", "--store", "S"], "nothing matches"),
        (["ingest", "tests", "--store", "gs://B/x"], "names no bucket"),
        (["members", "--store", "no-such-store"], "there is no store at no-such-store"),
        (["compare", "tests", "tests"], "is not a file"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_2_and_says_what_to_do(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert says in capsys.readouterr().err


def test_an_unknown_flag_is_wrong_usage_but_passes_to_beam_on_ingest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["members", "--store", "S", "--no-such-flag"])
    assert stopped.value.code == 2


def test_a_store_refuses_other_settings(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.json").write_text(json.dumps(ninjs("urn:test:x", OTHER)))
    assert main(["ingest", str(tmp_path / "one.json"), "--store", store, "--horizon", "3"]) == 2
    assert "horizon_days 7" in capsys.readouterr().err
