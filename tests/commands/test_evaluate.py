"""`wirekin evaluate`: what it prints and writes, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.commands import evaluate
from pipelines.storage.local import LocalStore
from tests.evaluation.stores import current_of
from tests.evaluation.test_judgement import COMPARED, FAMILIES, JUDGED, TOLD
from tests.evaluation.test_verdict import BEETS, FERRY
from tests.ingest.runs import ninjs


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("evaluate") / "store"
    current_of(TOLD, COMPARED, store=LocalStore(folder))
    return str(folder)


@pytest.fixture
def families(tmp_path: Path) -> str:
    (tmp_path / "families.tsv").write_bytes(FAMILIES)
    return str(tmp_path / "families.tsv")


@pytest.fixture
def judged(tmp_path: Path) -> str:
    (tmp_path / "judged.tsv").write_bytes(JUDGED)
    return str(tmp_path / "judged.tsv")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["evaluate", *arguments]) == 0
    return capsys.readouterr().out


def test_tables_for_a_person(store: str, families: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [" ".join(line.split()) for line in printed(capsys, "--store", store, "--gold", families).splitlines()]
    for line in (
        "gold pairs 6 of 10 that are counted",
        "candidates a story 0.4 (2 pairs of 5 stories)",
        "Wirekin 0.333 0.167 0.222 -0.296 0.733 0.500 0.595 2 5",
        "trimmed 0 1 1 as edited",
        "copy 1 2",
        "missed: copy urn:test:late",
        "joined: news urn:test:beets with one",
        "False joins: the 2 likeliest of 2",
        "Missed pairs: the 5 likeliest of 5",
        "p -, time unknown, too short",
        "stories of the gold that are not in the store: 1 (urn:test:gone)",
    ):
        assert line in lines


def test_examples_says_how_many_pairs_are_named(store: str, families: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--store", store, "--gold", families, "--examples", "1")
    assert "Missed pairs: the 1 likeliest of 5" in out
    assert out.count("h apart") + out.count("time unknown") == 2
    assert "likeliest" not in printed(capsys, "--store", store, "--gold", families, "--examples", "0")


def test_json_is_one_document_with_every_pair(store: str, families: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--store", store, "--gold", families, "--json", "--examples", "0")
    told = json.loads(out)
    assert (told["schema"], told["gold"], len(told["false_joins"]), len(told["missed_pairs"])) == ("evaluation/1", "families", 2, 5)
    assert out == printed(capsys, "--store", store, "--gold", families, "--json")


def test_judged_pairs_and_their_flags(store: str, judged: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(printed(capsys, "--store", store, "--gold", judged, "--json"))
    assert (told["gold"], told["families"]["pairs"]["false"]) == ("pairs", 2)
    flags = ["--leave-out", "follow", "--leave-out", "part", "--least-confidence", "2", "--unlisted", "ignored"]
    told = json.loads(printed(capsys, "--store", store, "--gold", judged, "--json", *flags))
    rules = {"unlisted_negative": False, "leave_out": ["follow", "part"], "least_confidence": 2, "not_judged": []}
    assert told["rules"] == rules
    assert told["families"]["pairs"] == {"right": 1, "false": 0, "missed": 2, "apart": 0}
    assert "2 of them not listed" not in printed(capsys, "--store", store, "--gold", judged)
    assert "False joins: the 2 likeliest of 2, 1 of them not listed by the gold" in printed(capsys, "--store", store, "--gold", judged)


def test_stories_that_were_not_judged_are_named_in_a_file(
    store: str, judged: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The false join of beets and copy is not listed, that of beets and wire is."""
    (tmp_path / "tables.txt").write_text("urn:test:beets\nurn:test:copy\nurn:test:wire\n")
    flags = ["--store", store, "--gold", judged, "--not-judged", str(tmp_path / "tables.txt"), "--json"]
    told = json.loads(printed(capsys, *flags))
    assert told["rules"]["not_judged"] == ["urn:test:beets", "urn:test:copy", "urn:test:wire"]
    assert (told["families"]["pairs"]["false"], told["unlisted_false"]) == (1, 0)
    assert json.loads(printed(capsys, *flags, "--unlisted", "ignored"))["families"]["pairs"]["false"] == 1


def test_the_reliability_diagram_is_the_same_bytes_each_time(
    store: str, families: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = []
    for name in ("one.svg", "two.svg"):
        printed(capsys, "--store", store, "--gold", families, "--plot", str(tmp_path / name))
        drawn.append((tmp_path / name).read_bytes())
    assert drawn[0] == drawn[1]
    assert drawn[0].startswith(b"<?xml")
    assert b"share of pairs that belong together" in drawn[0]


def test_baselines_stand_in_the_same_table(store: str, families: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--store", store, "--gold", families, "--baselines")
    names = [line.split("  ")[0] for line in out.splitlines()]
    assert [name for name in names if name.startswith("MinHash-LSH")] == ["MinHash-LSH 0.3", "MinHash-LSH 0.5", "MinHash-LSH 0.7"]
    assert any(name.startswith("TF-IDF 0.") for name in names)
    assert "TF-IDF cosine has the best threshold on this very gold, which flatters it." in out
    told = json.loads(printed(capsys, "--store", store, "--gold", families, "--baselines", "--json"))
    assert [own["name"] for own in told["baselines"]] == ["MinHash-LSH"] * 3 + ["TF-IDF"]


def test_inputs_are_ingested_into_a_store_that_is_thrown_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [ninjs("urn:test:a", FERRY), ninjs("urn:test:b", FERRY, source="Pune Ledger"), ninjs("urn:test:c", BEETS)]
    (tmp_path / "feed.ndjson").write_text("\n".join([*map(json.dumps, items), "{broken"]))
    (tmp_path / "gold.tsv").write_text("a\tferry\nb\tferry\nc\tbeets\n")
    kept = tmp_path / "temporary"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    capsys.readouterr()
    assert main(["evaluate", str(tmp_path / "feed.ndjson"), "--gold", str(tmp_path / "gold.tsv"), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["families"]["pairs"] == {"right": 1, "false": 0, "missed": 0, "apart": 2}
    assert "items that cannot be used: 1" in err
    assert [path for path in kept.iterdir() if path.name.startswith("wirekin-")] == []


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--gold", "G"], "give inputs, or a store"),
        (["x.json", "--store", "S", "--gold", "G"], "and not both"),
        (["--store", "S", "--gold", "nowhere.tsv"], "nowhere.tsv cannot be read: No such file"),
        (["--store", "S", "--gold", "G", "--leave-out", "part"], "--leave-out are for judged pairs"),
        (["--store", "S", "--gold", "G", "--least-confidence", "0", "--unlisted", "negative"], "--least-confidence, --unlisted are"),
        (["--store", "S", "--gold", "G", "--source", "AP"], "--source say how inputs are ingested"),
        (["--store", "S", "--gold", "G", "--plot", "no/such/folder/x.svg"], "there is no folder for no/such/folder/x.svg"),
        (["--store", "no-such-store", "--gold", "G"], "there is no store at no-such-store"),
        (["nowhere.json", "--gold", "G"], "nowhere.json does not exist"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_2_and_says_what_to_do(
    flags: list[str], says: str, store: str, families: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", *({"S": store, "G": families}.get(flag, flag) for flag in flags)]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("gold", "says"),
    [
        (b"urn:test:wire\n", "gold.tsv: line 1: there must be two columns"),
        (b"urn:test:wire\turn:test:copy\tsame\tsurely\n", "gold.tsv: line 1: the confidence"),
        (b"urn:other:x\tone\nurn:other:y\tone\n", "the store has 0: wirekin members prints the uris"),
    ],
)
def test_gold_that_cannot_be_used_exits_2(gold: bytes, says: str, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gold.tsv").write_bytes(gold)
    assert main(["evaluate", "--store", store, "--gold", str(tmp_path / "gold.tsv")]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(("flag", "library"), [(["--baselines"], "sklearn"), (["--plot", "x.svg"], "matplotlib")])
def test_a_missing_library_is_named_with_the_way_to_get_it(
    flag: list[str], library: str, store: str, families: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "find_spec", lambda name: None if name == library else object())
    assert main(["evaluate", "--store", store, "--gold", families, *flag]) == 2
    assert 'pip install "wirekin[evaluate]"' in capsys.readouterr().err


def test_scenarios_are_ingested_and_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(__file__).parent.parent.parent / "seeds" / "scenarios"
    for name in ("heldout-kill-neighbour.ndjson", "heldout-kill-neighbour.gold.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    told = json.loads(printed(capsys, "--scenarios", str(tmp_path), "--json"))
    assert (told["schema"], told["scenarios"]) == ("scenarios/1", 1)
    assert (told["families"]["right"], told["origins"]["right"], told["alerts"]["f1"]) == (2, 2, 1.0)
    out = printed(capsys, "--scenarios", str(tmp_path))
    assert out.startswith("1 scenarios\n")
    assert "still_carries alone" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--scenarios", "."], "there is no gold in ."),
        (["--scenarios", ".", "--store", "S"], "--scenarios takes no inputs and no store"),
        (["--scenarios", ".", "feed.ndjson"], "--scenarios takes no inputs and no store"),
    ],
)
def test_scenarios_that_cannot_be_judged(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *arguments]) == 2
    assert said in capsys.readouterr().err
    (tmp_path / "one.gold.json").write_text("{}")
    assert main(["evaluate", "--scenarios", "."]) == 2
    assert "there is no one.ndjson beside it" in capsys.readouterr().err
    (tmp_path / "one.ndjson").write_text("")
    assert main(["evaluate", "--scenarios", "."]) == 2
    assert "one.gold.json: " in capsys.readouterr().err
