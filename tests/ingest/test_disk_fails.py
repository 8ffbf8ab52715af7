"""A disk that fails during a run on a store in a folder: one sentence, exit code 1, and the store as it was."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import orjson
import pytest

from pipelines.cli import main
from pipelines.storage.local import LocalStore
from tests.ingest.runs import ingest, listings, ninjs

ONE = ninjs(
    "urn:test:one", "The night ferry between Brinmoor and Vellingby will not sail on Thursday because its crew is on strike, it said."
)
TWO = ninjs(
    "urn:test:two", "Sugar beet growers near Ostrava Hill asked the ministry for a bridging loan until spring after prices fell again."
)


@dataclass(frozen=True)
class World:
    """A folder with a store of one story, an input with another; what is listed of the first, and of both."""

    folder: Path
    listed_early: dict[str, bytes]
    listed: dict[str, bytes]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    ingest(folder / "whole", [ONE, TWO])
    ingest(folder / "store", [ONE])
    (folder / "two.json").write_bytes(orjson.dumps(TWO))
    return World(folder, listings(folder / "store"), listings(folder / "whole"))


@pytest.mark.parametrize(("step", "code"), [("packs/stories", errno.ENOSPC), ("packs/families", errno.EACCES), (".", errno.EROFS)])
def test_a_disk_that_refuses_in_mid_run(
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    code: int,
    step: str,
) -> None:
    """Full, not permitted, read-only: from the first pack of stories on, of families, or at the manifest."""
    store = tmp_path / "store"
    copytree(world.folder / "store", store)
    real, folder, failing = os.open, store / step, False

    def failing_open(path: Any, flags: int, *rest: Any, **kwargs: Any) -> int:
        nonlocal failing
        failing = failing or (bool(flags & os.O_EXCL) and Path(path).parent == folder)
        if failing and flags & os.O_CREAT and store in Path(path).parents:
            raise OSError(code, os.strerror(code), str(path))
        return real(path, flags, *rest, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", failing_open)
        assert main(["ingest", str(world.folder / "two.json"), "--store", str(store)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-1].startswith(f"wirekin: the run failed: {folder}/")
    assert said[-1].endswith(f": {os.strerror(code)}")
    assert caplog.records == [], "nothing said twice, no traceback"
    assert listings(store) == world.listed_early
    assert main(["ingest", str(world.folder / "two.json"), "--store", str(store)]) == 0
    assert listings(store) == world.listed


@pytest.mark.parametrize("command", [["members"], ["edges"], ["stories"], ["show"], ["why", "urn:test:one", "urn:test:two"]])
def test_a_store_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    def denied(store: LocalStore, name: str) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(store.path / name))

    monkeypatch.setattr(LocalStore, "read_versioned", denied)
    assert main([*command, "--store", str(tmp_path / "store")]) == 1
    assert capsys.readouterr().err == f"wirekin: {tmp_path}/store/manifest.json: Permission denied\n"


def test_a_bug_keeps_its_traceback(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(store: LocalStore, name: str, data: bytes) -> bool:
        raise ZeroDivisionError(name)

    store = tmp_path / "store"
    copytree(world.folder / "store", store)
    ours = LocalStore.put_if_absent
    monkeypatch.setattr(LocalStore, "put_if_absent", lambda *given: (broken if "packs/" in given[1] else ours)(*given))
    with pytest.raises(ZeroDivisionError):
        main(["ingest", str(world.folder / "two.json"), "--store", str(store)])
    assert any(record.exc_info for record in caplog.records)
