"""Who names whom it took from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.families.credit import counted, credit_of
from pipelines.families.head import Head
from pipelines.families.namings import How, name_hash
from schemas import Origin
from tests.families.builders import head

AP = Origin(uid="u", provider="The Associated Press", agency="AP", in_store=True, confidence="sure", why="It is.")
GONE = Origin(provider="AP", agency="AP", in_store=False, confidence="likely", why="It is.", relayed_by=("AFP",))
COURIER = Origin(uid="u", provider="The Halden Courier", in_store=True, confidence="likely", why="It is.")


def page(source: str | None = "Pune Ledger", agency: str | None = None, digest: int = 5, **ways: How) -> Head:
    plain = head("x", digest, source=source, naming=ways, agency=agency)
    return replace(plain, named=tuple(sorted(ways.items())))


@pytest.mark.parametrize(
    ("version", "origin", "credit"),
    [
        (page(AP="signed"), AP, "credited"),
        (page(AP="told"), AP, "credited"),
        (page(AP="told", Reuters="signed"), AP, "credited"),
        (page(), AP, "uncredited"),
        (page(Reuters="told"), AP, "uncredited"),
        (page(Reuters="signed"), AP, "miscredited"),
        (page("AFP", "AFP", AFP="signed"), AP, "uncredited"),
        (page("AFP", "AFP", AP="signed"), AP, "credited"),
        (page("AP", "AP"), AP, None),
        (page(AFP="signed"), GONE, "credited"),
        (page("AFP", "AFP", dpa="signed"), GONE, "miscredited"),
        (page(digest=0), AP, None),
        (page(digest=0, AP="signed"), AP, "credited"),
        (page("The Halden Courier"), COURIER, None),
        (replace(page(), attributed=(name_hash("halden courier"),)), COURIER, "credited"),
        (page(**{"Halden Courier": "signed"}), COURIER, "credited"),
        (page(AP="signed"), COURIER, "miscredited"),
        (page(AP="signed"), AP.model_copy(update={"confidence": "unknown"}), None),
        (page(AP="signed"), AP.model_copy(update={"provider": None, "agency": None, "confidence": "unknown"}), None),
        (page(source=None, **{"Dan Vest": "signed"}), AP, "uncredited"),
    ],
)
def test_whether_a_version_credits_the_origin(version: Head, origin: Origin, credit: str | None) -> None:
    """The last: an outlet in a dateline is the one that prints it, and no agency."""
    assert credit_of(version, origin) == credit


def test_credits_are_counted() -> None:
    assert counted(["credited", None, "credited", "miscredited"]) == {"credited": 2, "uncredited": 0, "miscredited": 1}
