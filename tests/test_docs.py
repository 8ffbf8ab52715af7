"""Pages that are made by code say what the code says."""

from __future__ import annotations

from pathlib import Path

from bench import formats_page, tables_page
from bench.model_page import page
from pipelines.matching.scorer import shipped_model

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_of_the_model_is_that_of_the_model_that_ships() -> None:
    assert (DOCS / "model.md").read_text(encoding="utf-8") == page(shipped_model()), "run python -m bench.model_page"


def test_the_page_of_the_formats_is_that_of_their_modules() -> None:
    assert (DOCS / "formats.md").read_text(encoding="utf-8") == formats_page.page(), "run python -m bench.formats_page"


def test_the_page_of_the_tables_is_that_of_their_columns() -> None:
    assert (DOCS / "tables.md").read_text(encoding="utf-8") == tables_page.page(), "run python -m bench.tables_page"
