"""Floors under the quality of families: on the invented corpus, and on development data where it lies beside the checkout."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest

from bench.floors import FLOORS, adopted, corpus_digest, figures, measure
from pipelines.cli import main
from pipelines.evaluation.gold import read_gold
from pipelines.evaluation.judgement import Bench, Evaluation, evaluate
from pipelines.evaluation.truth import PairRules
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
beside = pytest.mark.skipif(not SHARED.is_dir(), reason="the development data is not beside this checkout")


def judged(current: Current, gold: Path) -> Evaluation:
    """The families of a store against a gold file."""
    return evaluate(Bench.of(current, read_gold(gold.read_bytes()), PairRules()), examples=0)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return measure(tmp_path_factory.mktemp("quality") / "store")


@pytest.fixture(scope="module")
def floors() -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((ROOT / FLOORS).read_bytes())
    return found


def test_the_floors_are_those_of_this_corpus(floors: dict[str, Any]) -> None:
    assert floors["corpus"] == corpus_digest(ROOT / "seeds"), "seeds/ changed: run python -m bench.floors"


def test_no_figure_of_the_invented_corpus_is_below_its_floor(seeds: Evaluation, floors: dict[str, Any]) -> None:
    assert seeds.stories == seeds.named >= 600
    assert seeds.notes == ()
    now = figures(seeds)
    assert now.keys() == floors["floors"].keys()
    assert {name: value for name, value in now.items() if value < floors["floors"][name]} == {}


def test_a_floor_was_only_lowered_with_a_line_in_the_changelog(floors: dict[str, Any]) -> None:
    """Against the history of the file where there is one: a source archive has none."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [entry for entry in floors["lowered"] if entry["why"] not in changelog] == []
    log = subprocess.run(["git", "log", "--format=%H", "--", str(FLOORS)], cwd=ROOT, capture_output=True, text=True, check=False)
    if log.returncode:
        pytest.skip("there is no history here to hold the floors to")
    excused = {(entry["floor"], entry["from"], entry["to"]) for entry in floors["lowered"]}
    versions = [orjson.loads(_shown(commit)) for commit in reversed(log.stdout.split())]
    for before, after in pairwise([*versions, floors]):
        for name, floor in before["floors"].items():
            now = after["floors"].get(name, 0.0)
            assert now >= floor or (name, floor, now) in excused, f"{name} went from {floor} to {now} without a reason"


def _shown(commit: str) -> bytes:
    return subprocess.run(["git", "show", f"{commit}:{FLOORS.as_posix()}"], cwd=ROOT, capture_output=True, check=True).stdout


def test_a_floor_goes_down_only_with_a_reason() -> None:
    old = {"floors": {"f1": 0.9}, "lowered": []}
    assert adopted(old, {"f1": 0.95}, "d", {})["floors"] == {"f1": 0.945}
    assert adopted(old, {"f1": 0.9}, "d", {})["floors"] == {"f1": 0.9}
    with pytest.raises(ValueError, match="below its floor"):
        adopted(old, {"f1": 0.8}, "d", {})
    new = adopted(old, {"f1": 0.8}, "d", {"f1": "Because."})
    assert new["floors"] == {"f1": 0.795}
    assert new["lowered"] == [{"floor": "f1", "from": 0.9, "to": 0.795, "why": "Because."}]


def test_no_word_for_word_copy_is_missed(seeds: Evaluation) -> None:
    sure = {"verbatim", "reprint", "trimmed", "edited", "translation", "brief", "cycle", "add"}
    found = {kind.kind: kind for kind in seeds.kinds if kind.wanted}
    assert sure <= found.keys()
    assert {name: found[name].named for name in sure if found[name].named} == {}


def test_no_digest_twin_or_namesake_joins_a_family(seeds: Evaluation) -> None:
    joined = {kind.kind: kind.named for kind in seeds.kinds if not kind.wanted and kind.named}
    assert joined.keys().isdisjoint({"digest", "template_twin", "same_names", "follow_up_copy"})


@beside
def test_the_four_documents_are_one_family_of_four(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["ingest", "../shared/seeds", "--store", str(tmp_path / "store")]) == 0
    (family,) = Current.of(LocalStore(tmp_path / "store")).families
    assert len(family.members) == 4
    assert (family.origin.provider, family.origin.in_store) == ("AP", False)


@beside
def test_translations_of_one_text_are_one_family(tmp_path: Path) -> None:
    data = SHARED / "data"
    assert main(["ingest", str(data / "wmt21_is_en.ninjs.ndjson.gz"), "--store", str(tmp_path / "store")]) == 0
    found = judged(Current.of(LocalStore(tmp_path / "store")), data / "wmt21_is_en.gold.tsv")
    assert found.stories == 517
    assert found.families.pairs.f1 >= 0.95
