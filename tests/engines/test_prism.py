"""The graph on Prism, Beam's portable runner: the same listings as in process. `make test-prism`, with the scenarios as a stream too."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from tests.engines.processes import ROOT, two_thousand, with_reuters
from tests.ingest.runs import listings_of

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def prism(request: pytest.FixtureRequest) -> list[str]:
    """What names the engine on a command line."""
    where = request.config.getoption("--prism")
    if where is None:
        pytest.skip("Prism is not given: make test-prism")
    return ["--runner", "PrismRunner", f"--prism_location={where}"]


def listed(store: Path, runs: list[list[str]], engine: list[str]) -> dict[str, bytes]:
    """What the listings print after these runs."""
    for inputs in runs:
        assert main(["ingest", *inputs, "--store", store.as_posix(), *engine]) == 0
    return listings_of(Current.of(LocalStore(store)))


def test_scenarios_in_two_runs(prism: list[str], tmp_path: Path) -> None:
    """The second run meets what the first has stored: versions, corrections and kills of its stories."""
    files = sorted((ROOT / "seeds" / "scenarios").glob("*.ndjson"))
    halves: list[list[str]] = [[], []]
    for file in files:
        lines = file.read_bytes().splitlines()
        for at, part in enumerate((lines[: len(lines) // 2], lines[len(lines) // 2 :])):
            (tmp_path / f"{at}-{file.name}").write_bytes(b"\n".join(part))
            halves[at].append((tmp_path / f"{at}-{file.name}").as_posix())
    assert listed(tmp_path / "prism", halves, prism) == listed(tmp_path / "here", [[*halves[0], *halves[1]]], [])


@with_reuters
def test_two_thousand_stories(prism: list[str], tmp_path: Path) -> None:
    inputs = [[two_thousand(tmp_path)]]
    assert listed(tmp_path / "prism", inputs, prism) == listed(tmp_path / "here", inputs, [])


@with_reuters
def test_two_thousand_stories_through_the_stream(prism: list[str], tmp_path: Path) -> None:
    assert main(["parity", two_thousand(tmp_path), "--engine", "prism", prism[-1]]) == 0
