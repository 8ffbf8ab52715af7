"""Seeds of every format against what was read from them by eye: golden/<format>/<file>.json beside seeds/stories/<format>/<file>."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.formats import parse
from schemas import Story

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.glob("*/*.json"))


@pytest.mark.parametrize("golden", CASES, ids=[f"{path.parent.name}/{path.stem}" for path in CASES])
def test_seeds_are_read_as_they_were_read_by_eye(golden: Path) -> None:
    name = f"seeds/stories/{golden.parent.name}/{golden.name.removesuffix('.json')}"
    items = list(parse((ROOT / name).read_bytes(), name))
    expected = json.loads(golden.read_text("utf-8"))
    assert [item.uri for item in items] == [fields["uri"] for fields in expected]
    for item, fields in zip(items, expected, strict=True):
        assert isinstance(item, Story)
        said = {field: getattr(item, field) for field in fields if field not in ("paragraphs", "starts")}
        said["paragraphs"] = len(item.text.split("\n\n")) if item.text else 0
        said["starts"] = item.text and " ".join(item.text.split())[: len(fields["starts"])]
        assert said == fields
