"""Floors under the quality of families: on the invented corpus, and on development data where it lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.families import judge, read_gold
from pipelines.cli import main
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
beside = pytest.mark.skipif(not SHARED.is_dir(), reason="the development data is not beside this checkout")


def families(current: Current) -> dict[str, str]:
    """uri -> family."""
    return {member.uri: family.family_id for family in current.families for member in family.members}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Current:
    store = tmp_path_factory.mktemp("quality") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert main(["ingest", "seeds/stories", "--store", str(store)]) == 0
    return Current.of(LocalStore(store))


def test_families_of_the_invented_corpus(seeds: Current) -> None:
    gold = read_gold(ROOT / "seeds" / "gold.tsv")
    figures = judge(families(seeds), gold)
    assert figures["stories"] == len(gold) == 210
    assert figures["precision"] >= 0.9
    assert figures["recall"] >= 0.85


def test_every_kind_of_copy_but_the_foreign_retelling_is_found(seeds: Current) -> None:
    gold = read_gold(ROOT / "seeds" / "gold.tsv")
    found = families(seeds)
    wires = {family: found[uri] for uri, (family, _, kind, _) in gold.items() if kind == "wire"}
    easy = ("verbatim", "reprint", "trimmed", "edited", "translation", "brief", "update", "correction", "derivative")
    missed = [uri for uri, (family, _, kind, near) in gold.items() if near == "-" and kind in easy and found[uri] != wires[family]]
    assert missed == []


def test_no_hard_negative_but_follow_ups_joins_a_family(seeds: Current) -> None:
    gold = read_gold(ROOT / "seeds" / "gold.tsv")
    found = families(seeds)
    wires = {family: found[uri] for uri, (family, _, kind, _) in gold.items() if kind == "wire"}
    joined = [(kind, uri) for uri, (_, _, kind, near) in gold.items() if near != "-" and found[uri] == wires[near]]
    assert [uri for kind, uri in joined if kind != "follow_up"] == []
    assert len(joined) <= 7


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
    figures = judge(families(Current.of(LocalStore(tmp_path / "store"))), read_gold(data / "wmt21_is_en.gold.tsv"))
    assert figures["stories"] == 517
    assert figures["f1"] >= 0.95
