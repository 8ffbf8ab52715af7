"""`--limit`: what is larger becomes a dead letter, and names that are none are said."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.commands.limits import limits_of
from pipelines.commands.usage import UsageError
from pipelines.formats import Limits
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore

PAGE = "<html><body><h1>Ferry cut</h1><p>The council of Halden cut the ferry to three trips a day on Monday.</p></body></html>"


def test_every_limit_has_a_name() -> None:
    assert limits_of([]) == Limits()
    assert limits_of(["max_depth=1", "max_depth=2", "max_html_bytes=77"]) == Limits(max_depth=2, max_html_bytes=77)
    for field in fields(Limits):
        assert getattr(limits_of([f"{field.name}=7"]), field.name) == 7


@pytest.mark.parametrize("given", ["", "max_depth", "max_depth=", "max_depth=0", "max_depth=-1", "max_depth=1.5", "max_depth=٣", "depth=3"])
def test_what_is_no_limit_is_said(given: str) -> None:
    with pytest.raises(UsageError, match="--limit"):
        limits_of([given])


def test_a_page_above_the_limit_is_a_dead_letter_until_the_limit_is_raised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, store = tmp_path / "page.html", str(tmp_path / "store")
    page.write_text(PAGE, encoding="utf-8")
    assert main(["parse", str(page)]) == 0
    assert main(["parse", str(page), "--limit", "max_html_bytes=50"]) == 3
    assert "The page is larger than 50 bytes." in capsys.readouterr().err
    assert main(["ingest", str(page), "--store", store, "--limit", "max_html_bytes=50"]) in (0, 3)
    assert [letter.error for letter in Current.of(LocalStore(tmp_path / "store")).dead_letters()] == ["The page is larger than 50 bytes."]
    assert main(["replay", "--all", "--store", store]) == 0
    after = Current.of(LocalStore(tmp_path / "store"))
    assert (len(after.dead_letters()), len(after.heads)) == (0, 1)
