"""`wirekin formats`: every format that is read, described where it is read."""

from __future__ import annotations

import json

import pytest

from pipelines.cli import main
from pipelines.formats.described import described, limits_in_words
from pipelines.formats.reading import Limits
from pipelines.formats.registry import MODULES
from schemas import Story

DIALECTS = {"ninjs": "ninjs", "ap": "ap_json", "dpa": "dpa", "jsonfeed": "json_feed"}
"""Of JSON, as `json_items.dialect_of` calls them -> module."""


def test_every_format_is_described() -> None:
    modules = {name: module.rpartition(".")[2] for name, module in MODULES.items() if name != "json"}
    assert {each.name: each.module for each in described()} == modules | DIALECTS


def test_what_is_mapped_are_fields_of_a_story() -> None:
    for each in described():
        assert each.fields.keys() <= Story.model_fields.keys(), each.name
        assert "text" in each.fields, each.name
        assert each.limits, each.name


def test_every_limit_is_told() -> None:
    assert limits_in_words(Limits()).keys() == set(Limits.__dataclass_fields__)
    assert limits_in_words(Limits(max_item_bytes=5 << 20))["max_item_bytes"] == "an item: 5 MiB"


def test_the_command_prints_tables_or_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["formats"]) == 0
    shown = capsys.readouterr().out
    assert "NITF 3.x" in shown
    assert "doc-id/@id-string" in shown
    assert main(["formats", "nitf", "--json"]) == 0
    (nitf,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (nitf["name"], nitf["fields"]["uri"]) == ("nitf", "`doc-id/@id-string`")
    assert main(["formats", "wordstar"]) == 2
    assert "there is no format wordstar" in capsys.readouterr().err
