"""Files that an item names: only a plain file of the same folder is ever opened, by its bare name."""

from __future__ import annotations

import builtins
import os
from pathlib import Path

import orjson
import pytest

from pipelines.commands.parse import add_command
from pipelines.stages.beside import files_beside

NITF = b"<nitf><body><body.content><p>The ferry left.</p><p>It came back.</p></body.content></body></nitf>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "wires" / "today"
    inside.mkdir(parents=True)
    (inside / "body.xml").write_bytes(NITF)
    (inside / ".hidden").write_bytes(b"secret")
    (inside / "folder").mkdir()
    (tmp_path / "wires" / "above.xml").write_bytes(b"secret")
    (inside / "folder" / "below.xml").write_bytes(b"secret")
    (inside / "link.xml").symlink_to(tmp_path / "wires" / "above.xml")
    os.mkfifo(inside / "pipe")
    return inside


def test_a_file_of_the_same_folder_is_read(folder: Path) -> None:
    assert files_beside(str(folder / "item.json"), 1000)("body.xml") == NITF
    assert files_beside(str(folder / "item.json"), len(NITF))("body.xml") == NITF


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        ".hidden",
        "folder",
        "folder/below.xml",
        "./body.xml",
        "../above.xml",
        "..\\above.xml",
        "/etc/passwd",
        "C:body.xml",
        "file:body.xml",
        "https://example.org/body.xml",
        "body.xml\0",
        "link.xml",
        "pipe",
        "missing.xml",
        "x" * 5000,
        "\ud800",
    ],
)
def test_nothing_else_is_opened(folder: Path, name: str) -> None:
    assert files_beside(str(folder / "item.json"), 1000)(name) is None


@pytest.mark.parametrize("name", ["../above.xml", "/etc/passwd", "https://example.org/body.xml", "folder/below.xml", "C:\\above.xml"])
def test_a_path_never_comes_to_be_opened(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **more: object) -> int:
        raise AssertionError(f"opened {arguments}")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    assert files_beside(str(folder / "item.json"), 1000)(name) is None


def test_a_file_above_the_limit_is_not_read(folder: Path) -> None:
    assert files_beside(str(folder / "item.json"), len(NITF) - 1)("body.xml") is None


@pytest.mark.parametrize(("href", "read"), [("body.xml", True), ("https://example.org/x/body.xml?a=b", True), ("/etc/passwd", False)])
def test_parse_takes_the_body_from_the_file_beside(folder: Path, href: str, read: bool, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    item = {"altids": {"itemid": "aa", "etag": "aa_1"}, "type": "text", "version": 0, "headline": "Ferry", "provider": "AP"}
    item["renditions"] = {"nitf": {"href": href}}
    (folder / "item.json").write_bytes(orjson.dumps({"data": {"item": item}}))
    parser = argparse.ArgumentParser()
    add_command(parser.add_subparsers())
    arguments = parser.parse_args(["parse", str(folder / "item.json")])
    assert arguments.run(arguments) == 0, "without a body the headline stands in"
    printed = capsys.readouterr()
    assert ("The ferry left." in printed.out) is read
    assert "root:" not in printed.out + printed.err
